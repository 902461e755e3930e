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
VECTOR = f"<{LANES} x double>"
BOOLS = f"<{LANES} x i1>"
INTEGERS = f"<{LANES} x i64>"
WORDS = f"<{LANES} x i32>"

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


def splat(value: float) -> str:
    """Write a vector with one value in all lanes, to the last bit.

    >>> splat(1.0)[:36]
    '<double 0x3FF0000000000000, double 0'
    """
    bits = struct.unpack(">Q", struct.pack(">d", value))[0]
    return f"<{', '.join([f'double 0x{bits:016X}'] * LANES)}>"


def whole(value: int) -> str:
    """Write a vector with one integer in all lanes."""
    return f"<{', '.join([f'i64 {value}'] * LANES)}>"


def word_of(value: int) -> str:
    """Write a vector with one 32-bit word in all lanes."""
    return f"<{', '.join([f'i32 {value}'] * LANES)}>"


TRUE = f"<{', '.join(['i1 true'] * LANES)}>"


class Block:
    """A run of instructions; the same instruction is written once.

    ``reciprocals`` gives the vector of 1/x for divisors that stay the same for a whole run.
    """

    def __init__(self, prefix: str, reciprocals: Mapping[Expression, str] | None = None) -> None:
        self.prefix = prefix
        self.reciprocals = reciprocals or {}
        self.lines: list[str] = []
        self._values: dict[str, str] = {}

    def put(self, code: str) -> str:
        """Add an instruction, if it is not there yet, and return the name of its value."""
        if code not in self._values:
            name = f"%{self.prefix}{len(self._values)}"
            self.lines.append(f"  {name} = {code}")
            self._values[code] = name
        return self._values[code]

    def call(self, intrinsic: str, *arguments: str) -> str:
        """Call one of LLVM's own functions on vectors."""
        listed = ", ".join(f"{VECTOR} {argument}" for argument in arguments)
        return self.put(f"call {VECTOR} @llvm.{intrinsic}.v{LANES}f64({listed})")

    def choose(self, test: str, yes: str, no: str) -> str:
        """Select lane by lane."""
        return self.put(f"select {BOOLS} {test}, {VECTOR} {yes}, {VECTOR} {no}")

    def compare(self, how: str, left: str, right: str) -> str:
        """Compare lane by lane, ``how`` as LLVM names it."""
        return self.put(f"fcmp {how} {VECTOR} {left}, {right}")

    def value(self, expression: Expression, names: Mapping[str, str]) -> str:
        """Write an expression of numbers; ``names`` gives the vector of every name it reads."""
        if isinstance(expression, Number):
            return splat(expression.value)
        if isinstance(expression, Ref):
            return names[expression.name]
        if isinstance(expression, Table):
            msg = "a table must be the second argument of a lookup"
            raise TypeError(msg)
        name, arguments = expression.name, expression.arguments
        if name == "lookup" and isinstance(arguments[1], Table):
            return self._lookup(self.value(arguments[0], names), arguments[1])
        if name in COMPARISONS or name in LOGIC:
            return self.put(f"uitofp {BOOLS} {self.test(expression, names)} to {VECTOR}")
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
        if name == "/" and arguments[1] in self.reciprocals:
            left, right = (self.value(each, names) for each in arguments)
            return self._divide_by_known(left, right, self.reciprocals[arguments[1]])
        return self._plain(name, [self.value(each, names) for each in arguments])

    def _plain(self, name: str, parts: list[str]) -> str:
        """Write an operation whose arguments are all numbers."""
        if name in ARITHMETIC:
            return self.put(f"{ARITHMETIC[name]} {VECTOR} {parts[0]}, {parts[1]}")
        if name in INTRINSICS:
            return self.call(INTRINSICS[name], parts[0])
        if name in OWN:
            return self.put(f"call fastcc {VECTOR} {OWN[name]}({VECTOR} {parts[0]})")
        if name in ("max", "min"):
            return self._extreme("ogt" if name == "max" else "olt", parts[0], parts[1])
        if name in ("zidz", "xidz"):
            return self._divide_or(parts[0], parts[1], parts[2] if name == "xidz" else splat(0.0))
        if name == "sum":
            result = parts[0]
            for part in parts[1:]:
                result = self.put(f"fadd {VECTOR} {result}, {part}")
            return result
        if name == "neg":
            return self.put(f"fneg {VECTOR} {parts[0]}")
        if name == "^":
            return self._power(parts[0], parts[1])
        msg = f"no way to write {name!r} in LLVM"
        raise KeyError(msg)

    def _lookup(self, x: str, table: Table) -> str:
        """Read a table: the piece that holds x is selected, in NumPy's own arithmetic."""
        xs, ys = table.x, table.y
        if table.way == "raw":
            found = splat(MISSING)
            for point, value in zip(xs, ys, strict=True):
                found = self.choose(self.compare("oeq", x, splat(point)), splat(value), found)
            return self.choose(self.compare("uno", x, x), x, found)
        found = splat(ys[0])
        for at in range(len(xs) - 1):
            piece = splat(ys[at])
            if table.way == "forward":
                here = self.compare("oeq", x, splat(xs[at]))
                piece = self.choose(here, splat(ys[at]), splat(ys[at + 1]))
            elif xs[at + 1] == xs[at]:
                piece = splat(ys[at + 1])
            elif table.way != "backward":
                slope = (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at])
                gap = self.put(f"fsub {VECTOR} {x}, {splat(xs[at])}")
                rise = self.put(f"fmul {VECTOR} {splat(slope)}, {gap}")
                piece = self.put(f"fadd {VECTOR} {rise}, {splat(ys[at])}")
            past = self.compare("oge", x, splat(xs[at]))
            found = piece if at == 0 else self.choose(past, piece, found)
        if table.way != "extrapolate":
            found = self.choose(self.compare("ole", x, splat(xs[0])), splat(ys[0]), found)
            found = self.choose(self.compare("oge", x, splat(xs[-1])), splat(ys[-1]), found)
        return self.choose(self.compare("uno", x, x), x, found)

    def _draw(self, parts: list[str]) -> str:
        """Draw between 0 and 1, in the steps of :mod:`zysim.kernel.noise`."""
        words = []
        for part in parts:
            long = self.put(f"fptosi {VECTOR} {part} to {INTEGERS}")
            words.append(self.put(f"trunc {INTEGERS} {long} to {WORDS}"))
        ends = []
        for start, added in zip(STARTS, ADDED, strict=True):
            state = word_of(start)
            for each in words:
                mixed = self._mix(self.put(f"xor {WORDS} {state}, {each}"))
                state = self.put(f"add {WORDS} {mixed}, {word_of(added)}")
            ends.append(self._mix(state))
        high, low = (
            self.put(
                f"uitofp {WORDS} {self.put(f'lshr {WORDS} {end}, {word_of(cut)}')} to {VECTOR}"
            )
            for end, cut in zip(ends, (6, 5), strict=True)
        )
        whole_part = self.put(f"fmul {VECTOR} {high}, {splat(HIGH)}")
        summed = self.put(f"fadd {VECTOR} {whole_part}, {low}")
        shifted = self.put(f"fadd {VECTOR} {summed}, {splat(0.5)}")
        return self.put(f"fdiv {VECTOR} {shifted}, {splat(BITS)}")

    def _mix(self, state: str) -> str:
        for cut, factor in zip((16, 13), FACTORS, strict=True):
            shifted = self.put(f"lshr {WORDS} {state}, {word_of(cut)}")
            crossed = self.put(f"xor {WORDS} {state}, {shifted}")
            state = self.put(f"mul {WORDS} {crossed}, {word_of(factor)}")
        return self.put(f"xor {WORDS} {state}, {self.put(f'lshr {WORDS} {state}, {word_of(16)}')}")

    def test(self, expression: Expression, names: Mapping[str, str]) -> str:
        """Write the truth of an expression; a number is true unless it is 0."""
        if not isinstance(expression, Op) or expression.name not in {*COMPARISONS, *LOGIC}:
            return self.compare("une", self.value(expression, names), splat(0.0))
        name, arguments = expression.name, expression.arguments
        if name == "not":
            return self.put(f"xor {BOOLS} {self.test(arguments[0], names)}, {TRUE}")
        if name in LOGIC:
            left, right = (self.test(each, names) for each in arguments)
            return self.put(f"{name} {BOOLS} {left}, {right}")
        left, right = (self.value(each, names) for each in arguments)
        return self.compare(COMPARISONS[name], left, right)

    def _extreme(self, how: str, left: str, right: str) -> str:
        """Take the larger or smaller; NaN on either side passes through, as in NumPy."""
        first = self.compare(how, left, right)
        broken = self.compare("uno", left, left)
        return self.choose(self.put(f"or {BOOLS} {first}, {broken}"), left, right)

    def _divide_by_known(self, left: str, right: str, reciprocal: str) -> str:
        """Divide by three multiplications instead of a division, to the same last bit.

        With r the rounded reciprocal, q = a r, the remainder a - q b is exact by a fused step and
        q + remainder r is the rounded quotient (P. Markstein, IBM J. Res. Dev. 34, 1990,
        theorem 8.3), short of overflow. A divisor of 0 gives NaN, which is told.
        """
        guess = self.put(f"fmul {VECTOR} {left}, {reciprocal}")
        rest = self.call("fma", self.put(f"fneg {VECTOR} {guess}"), right, left)
        return self.call("fma", rest, reciprocal, guess)

    def _divide_or(self, left: str, right: str, otherwise: str) -> str:
        small = self.compare("olt", self.call("fabs", right), splat(SMALL))
        ratio = self.put(f"fdiv {VECTOR} {left}, {self.choose(small, splat(1.0), right)}")
        return self.choose(small, otherwise, ratio)

    def _power(self, base: str, exponent: str) -> str:
        """Raise: a square by multiplying, all else as exp(b ln |a|) with the sign put back."""
        if exponent == splat(2.0):
            return self.put(f"fmul {VECTOR} {base}, {base}")
        log = self._plain("ln", [self.call("fabs", base)])
        raised = self._plain("exp", [self.put(f"fmul {VECTOR} {exponent}, {log}")])
        none = self.compare("oeq", exponent, splat(0.0))
        return self.choose(none, splat(1.0), self._signed(base, exponent, raised))

    def _signed(self, base: str, exponent: str, raised: str) -> str:
        """Give a power of a negative base its sign: NaN unless the exponent is whole."""
        half = self.put(f"fmul {VECTOR} {exponent}, {splat(0.5)}")
        even = self.compare("oeq", half, self.call("rint", half))
        whole_one = self.compare("oeq", exponent, self.call("rint", exponent))
        minus = self.put(f"fneg {VECTOR} {raised}")
        signed = self.choose(whole_one, self.choose(even, raised, minus), splat(float("nan")))
        return self.choose(self.compare("olt", base, splat(0.0)), signed, raised)
