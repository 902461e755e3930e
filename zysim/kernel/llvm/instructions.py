"""Write expressions as LLVM instructions on vectors, one lane a run.

Arithmetic is strict: nothing is reassociated or contracted, so a lane gives the same numbers
whatever stands in its neighbours. Both sides of an IF are computed and one is selected.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from zysim.kernel.dialects import SMALL
from zysim.kernel.held import in_comparisons
from zysim.kernel.needs import CLOCKED
from zysim.kernel.noise import ADDED, BITS, FACTORS, HIGH, STARTS
from zysim.reading.expressions import MISSING, Expression, Number, Op, Ref, Table

LANES = 8
"""Runs in the vectors of a kernel."""
COMPARISONS = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "=": "oeq", "<>": "une"}
LOGIC = ("and", "or", "not")
ARITHMETIC = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
INTRINSICS = {
    "abs": "fabs",
    "sqrt": "sqrt",
    "trunc": "trunc",
    "sin": "sin",
    "cos": "cos",
    "arctan": "atan",
}
OWN = {"exp": "@zysim_exp", "ln": "@zysim_ln"}


FORMS = ("^", "known /", "known max", "known min", "known ^", "plain ^", "parity")
"""Powers, and cheaper forms of operations, chosen by :mod:`zysim.kernel.llvm.forms`."""


def number_text(value: float) -> str:
    """Write a number to the last bit.

    >>> number_text(1.0)
    '0x3FF0000000000000'
    """
    return f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X}"


class Width:
    """How many runs a vector holds, and how its types and numbers are written.

    Parameters
    ----------
    lanes
        Runs in a vector.
    fused
        Whether the processor multiplies and adds in one step with one rounding.
    """

    def __init__(self, lanes: int, *, fused: bool = True) -> None:
        self.lanes = lanes
        self.fused = fused
        self.vector = f"<{lanes} x double>"
        self.bools = f"<{lanes} x i1>"
        self.integers = f"<{lanes} x i64>"
        self.words = f"<{lanes} x i32>"
        self.true = self._all("i1", "true")
        self.align = 8 * lanes

    def _all(self, kind: str, value: str) -> str:
        return f"<{', '.join([f'{kind} {value}'] * self.lanes)}>"

    def splat(self, value: float) -> str:
        """Write a vector with one value in all lanes, to the last bit.

        >>> Width(2).splat(1.0)
        '<double 0x3FF0000000000000, double 0x3FF0000000000000>'
        """
        return self._all("double", number_text(value))

    def whole(self, value: int) -> str:
        """Write a vector with one integer in all lanes."""
        return self._all("i64", str(value))

    def word(self, value: int) -> str:
        """Write a vector with one 32-bit word in all lanes."""
        return self._all("i32", str(value))

    def spread(self, name: str, number: str, kind: str = "double") -> list[str]:
        """Write the vector ``%name`` that holds one number in all lanes."""
        vector = f"<{self.lanes} x {kind}>"
        return [
            f"  %{name}one = insertelement {vector} poison, {kind} {number}, i32 0",
            f"  %{name} = shufflevector {vector} %{name}one, {vector} poison, "
            f"<{self.lanes} x i32> zeroinitializer",
        ]


WIDE = Width(LANES)


class Block:
    """A run of instructions; the same instruction is written once."""

    def __init__(self, prefix: str, width: Width = WIDE) -> None:
        self.prefix = prefix
        self.width = width
        self.vector, self.bools = width.vector, width.bools
        self.integers, self.words = width.integers, width.words
        self.splat = width.splat
        self.lines: list[str] = []
        self._values: dict[str, str] = {}

    def put(self, code: str) -> str:
        """Add an instruction, if it is not there yet, and return the name of its value."""
        if code not in self._values:
            name = f"%{self.prefix}{len(self._values)}"
            self.lines.append(f"  {name} = {code}")
            self._values[code] = name
        return self._values[code]

    def spread(self, number: str) -> str:
        """Put one number in all lanes."""
        one = self.put(f"insertelement {self.vector} poison, double {number}, i32 0")
        lanes = f"<{self.width.lanes} x i32> zeroinitializer"
        return self.put(f"shufflevector {self.vector} {one}, {self.vector} poison, {lanes}")

    def call(self, intrinsic: str, *arguments: str) -> str:
        """Call one of LLVM's own functions on vectors."""
        listed = ", ".join(f"{self.vector} {argument}" for argument in arguments)
        return self.put(f"call {self.vector} @llvm.{intrinsic}.v{self.width.lanes}f64({listed})")

    def multiply_add(self, left: str, right: str, added: str) -> str:
        """Multiply and add, in one step where there is one."""
        if self.width.fused:
            return self.call("fma", left, right, added)
        product = self.put(f"fmul {self.vector} {left}, {right}")
        return self.put(f"fadd {self.vector} {product}, {added}")

    def choose(self, test: str, yes: str, no: str) -> str:
        """Select lane by lane."""
        return self.put(f"select {self.bools} {test}, {self.vector} {yes}, {self.vector} {no}")

    def compare(self, how: str, left: str, right: str) -> str:
        """Compare lane by lane, ``how`` as LLVM names it."""
        return self.put(f"fcmp {how} {self.vector} {left}, {right}")

    def value(self, expression: Expression, names: Mapping[str, str]) -> str:
        """Write an expression of numbers; ``names`` gives the vector of every name it reads."""
        if isinstance(expression, Number):
            return self.splat(expression.value)
        if isinstance(expression, Ref):
            return names[expression.name]
        if isinstance(expression, Table):
            msg = "a table must be the second argument of a lookup"
            raise TypeError(msg)
        name, arguments = expression.name, expression.arguments
        if name == "lookup" and isinstance(arguments[1], Table):
            return self._lookup(self.value(arguments[0], names), arguments[1])
        if name in COMPARISONS or name in LOGIC:
            return self.put(f"uitofp {self.bools} {self.test(expression, names)} to {self.vector}")
        if name == "if":
            return self.choose(
                self.test(arguments[0], names),
                self.value(arguments[1], names),
                self.value(arguments[2], names),
            )
        if name in CLOCKED:
            return self.value(in_comparisons(expression), names)
        if name == "random":
            return self._draw([self.value(each, names) for each in arguments])
        return self._plain(name, [self.value(each, names) for each in arguments])

    def _plain(self, name: str, parts: list[str]) -> str:
        """Write an operation whose arguments are all numbers."""
        if name in ARITHMETIC:
            return self.put(f"{ARITHMETIC[name]} {self.vector} {parts[0]}, {parts[1]}")
        if name in INTRINSICS:
            return self.call(INTRINSICS[name], parts[0])
        if name in OWN:
            return self.put(
                f"call fastcc {self.vector} {OWN[name]}{self.width.lanes}({self.vector} {parts[0]})"
            )
        if name in ("max", "min"):
            return self._extreme("ogt" if name == "max" else "olt", parts[0], parts[1])
        if name in ("zidz", "xidz"):
            return self._divide_or(
                parts[0], parts[1], parts[2] if name == "xidz" else self.splat(0.0)
            )
        if name == "sum":
            result = parts[0]
            for part in parts[1:]:
                result = self.put(f"fadd {self.vector} {result}, {part}")
            return result
        if name == "neg":
            return self.put(f"fneg {self.vector} {parts[0]}")
        if name in FORMS:
            return self._known(name, *parts)
        msg = f"no way to write {name!r} in LLVM"
        raise KeyError(msg)

    def _lookup(self, x: str, table: Table) -> str:
        """Read a table: the piece that holds x is selected, in NumPy's own arithmetic."""
        xs, ys = table.x, table.y
        if table.way == "raw":
            found = self.splat(MISSING)
            for point, value in zip(xs, ys, strict=True):
                found = self.choose(
                    self.compare("oeq", x, self.splat(point)), self.splat(value), found
                )
            return self.choose(self.compare("uno", x, x), x, found)
        found = self.splat(ys[0])
        for at in range(len(xs) - 1):
            piece = self.splat(ys[at])
            if table.way == "forward":
                here = self.compare("oeq", x, self.splat(xs[at]))
                piece = self.choose(here, self.splat(ys[at]), self.splat(ys[at + 1]))
            elif xs[at + 1] == xs[at]:
                piece = self.splat(ys[at + 1])
            elif table.way != "backward":
                slope = (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at])
                gap = self.put(f"fsub {self.vector} {x}, {self.splat(xs[at])}")
                rise = self.put(f"fmul {self.vector} {self.splat(slope)}, {gap}")
                piece = self.put(f"fadd {self.vector} {rise}, {self.splat(ys[at])}")
            past = self.compare("oge", x, self.splat(xs[at]))
            found = piece if at == 0 else self.choose(past, piece, found)
        if table.way != "extrapolate":
            found = self.choose(self.compare("ole", x, self.splat(xs[0])), self.splat(ys[0]), found)
            found = self.choose(
                self.compare("oge", x, self.splat(xs[-1])), self.splat(ys[-1]), found
            )
        return self.choose(self.compare("uno", x, x), x, found)

    def _draw(self, parts: list[str]) -> str:
        """Draw between 0 and 1, in the steps of :mod:`zysim.kernel.noise`."""
        words = []
        for part in parts:
            long = self.put(f"fptosi {self.vector} {part} to {self.integers}")
            words.append(self.put(f"trunc {self.integers} {long} to {self.words}"))
        ends = []
        for start, added in zip(STARTS, ADDED, strict=True):
            state = self.width.word(start)
            for each in words:
                mixed = self._mix(self.put(f"xor {self.words} {state}, {each}"))
                state = self.put(f"add {self.words} {mixed}, {self.width.word(added)}")
            ends.append(self._mix(state))
        high, low = (self._cut(end, cut) for end, cut in zip(ends, (6, 5), strict=True))
        whole_part = self.put(f"fmul {self.vector} {high}, {self.splat(HIGH)}")
        summed = self.put(f"fadd {self.vector} {whole_part}, {low}")
        shifted = self.put(f"fadd {self.vector} {summed}, {self.splat(0.5)}")
        return self.put(f"fdiv {self.vector} {shifted}, {self.splat(BITS)}")

    def _cut(self, state: str, count: int) -> str:
        """Drop the lowest bits of words, and give the rest as numbers."""
        return self.put(f"uitofp {self.words} {self._shifted(state, count)} to {self.vector}")

    def _shifted(self, state: str, count: int) -> str:
        return self.put(f"lshr {self.words} {state}, {self.width.word(count)}")

    def _mix(self, state: str) -> str:
        for cut, factor in zip((16, 13), FACTORS, strict=True):
            crossed = self.put(f"xor {self.words} {state}, {self._shifted(state, cut)}")
            state = self.put(f"mul {self.words} {crossed}, {self.width.word(factor)}")
        return self.put(f"xor {self.words} {state}, {self._shifted(state, 16)}")

    def test(self, expression: Expression, names: Mapping[str, str]) -> str:
        """Write the truth of an expression; a number is true unless it is 0."""
        if not isinstance(expression, Op) or expression.name not in {*COMPARISONS, *LOGIC}:
            return self.compare("une", self.value(expression, names), self.splat(0.0))
        name, arguments = expression.name, expression.arguments
        if name == "not":
            return self.put(f"xor {self.bools} {self.test(arguments[0], names)}, {self.width.true}")
        if name in LOGIC:
            left, right = (self.test(each, names) for each in arguments)
            return self.put(f"{name} {self.bools} {left}, {right}")
        left, right = (self.value(each, names) for each in arguments)
        return self.compare(COMPARISONS[name], left, right)

    def _extreme(self, how: str, left: str, right: str) -> str:
        """Take the larger or smaller; NaN on either side passes through, as in NumPy."""
        first = self.compare(how, left, right)
        broken = self.compare("uno", left, left)
        return self.choose(self.put(f"or {self.bools} {first}, {broken}"), left, right)

    def _divide_by_known(self, left: str, right: str, reciprocal: str) -> str:
        """Divide by three multiplications instead of a division, to the same last bit.

        With r the rounded reciprocal, q = a r, the remainder a - q b is exact by a fused step and
        q + remainder r is the rounded quotient (P. Markstein, IBM J. Res. Dev. 34, 1990,
        theorem 8.3). Where there is no remainder, as by 0 or of infinity, q is the quotient.
        """
        guess = self.put(f"fmul {self.vector} {left}, {reciprocal}")
        rest = self.call("fma", self.put(f"fneg {self.vector} {guess}"), right, left)
        exact = self.call("fma", rest, reciprocal, guess)
        return self.choose(self.compare("ord", rest, rest), exact, guess)

    def _divide_or(self, left: str, right: str, otherwise: str) -> str:
        small = self.compare("olt", self.call("fabs", right), self.splat(SMALL))
        ratio = self.put(f"fdiv {self.vector} {left}, {self.choose(small, self.splat(1.0), right)}")
        return self.choose(small, otherwise, ratio)

    def _known(self, name: str, *parts: str) -> str:
        """Write a power, or an operation of which something is known, as the forms say."""
        if name == "^":
            return self._power(*parts)
        if name == "known /":
            return self._divide_by_known(*parts)
        if name == "known max":
            return self.choose(self.compare("ogt", *parts), *parts)
        if name == "known min":
            return self.choose(self.compare("olt", *parts), *parts)
        if name == "parity":
            return self._parity(*parts)
        if name == "plain ^":
            return self._raised(*parts)
        base, exponent, sign = parts
        raised = self._raised(self.call("fabs", base), exponent)
        signed = self.put(f"fmul {self.vector} {raised}, {sign}")
        return self.choose(self.compare("olt", base, self.splat(0.0)), signed, raised)

    def _power(self, base: str, exponent: str) -> str:
        """Raise: a square by multiplying, all else as exp(b ln |a|) with the sign put back."""
        if exponent == self.splat(2.0):
            return self.put(f"fmul {self.vector} {base}, {base}")
        return self._known("known ^", base, exponent, self._parity(exponent))

    def _raised(self, base: str, exponent: str) -> str:
        """Raise what is not negative; anything to the power of 0 is 1."""
        log = self._plain("ln", [base])
        raised = self._plain("exp", [self.put(f"fmul {self.vector} {exponent}, {log}")])
        none = self.compare("oeq", exponent, self.splat(0.0))
        return self.choose(none, self.splat(1.0), raised)

    def _parity(self, exponent: str) -> str:
        """Write the sign of a power of -1: 1 or -1 for whole exponents, else NaN."""
        half = self.put(f"fmul {self.vector} {exponent}, {self.splat(0.5)}")
        even = self.compare("oeq", half, self.call("rint", half))
        whole_one = self.compare("oeq", exponent, self.call("rint", exponent))
        odd = self.choose(whole_one, self.splat(-1.0), self.splat(float("nan")))
        return self.choose(even, self.splat(1.0), odd)
