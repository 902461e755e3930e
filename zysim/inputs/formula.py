"""Formulas over the variables of a run, such as ``population[2050] / max(capital)``.

The language is closed: numbers, names of variables, arithmetic and the functions of ``FUNCTIONS``.
Nothing in a formula can reach Python, files or the machine.

A name alone is a series over time. ``x[2050]``, ``x[start]`` and ``x[end]`` take one moment;
``capital[food]`` is an element of an array, ``capital[food][2050]`` that element at a moment. A
name with spaces stands in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from zysim.errors import InputError, nearest_names
from zysim.inputs.problems import Problem
from zysim.reading.lexer import identifier

FUNCTIONS = {
    "abs": (1, 1),
    "exp": (1, 1),
    "ln": (1, 1),
    "sqrt": (1, 1),
    "max": (1, 2),
    "min": (1, 2),
    "mean": (1, 1),
    "sum": (1, 1),
    "time_of_max": (1, 1),
    "time_of_min": (1, 1),
    "first_above": (2, 2),
    "first_below": (2, 2),
    "if": (3, 3),
}
"""Function to its least and greatest number of arguments."""
OVER_TIME = ("mean", "sum", "time_of_max", "time_of_min", "first_above", "first_below")
"""Functions that make one number a run of a series; ``max`` and ``min`` do with one argument."""
LONGEST = 4000
DEEPEST = 40
TOO_DEEP = Problem(f"nesting deeper than {DEEPEST}", f"超过 {DEEPEST} 层的嵌套")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)"
    r'|(?P<name>[^\W\d]\w*|"[^"\n]+")'
    r"|(?P<sign>\*\*|<=|>=|<>|[-+*/^()\[\],<>=]))"
)
_COMPARED = ("<", "<=", ">", ">=", "=", "<>")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A variable over time, by the id it has in the model."""

    name: str


@dataclass(frozen=True, slots=True)
class At:
    """A series at one moment: a time, ``start`` or ``end``."""

    of: Formula
    when: float | str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation or function on its arguments."""

    name: str
    arguments: tuple[Formula, ...]


Formula = Literal | Series | At | Apply


def parse_formula(text: str) -> Formula:
    """Read a formula.

    Raises
    ------
    InputError
        If it is not of this language; the message shows the place and what is allowed.

    Examples
    --------
    >>> parse_formula("gdp[2050] / 2")
    Apply(name='/', arguments=(At(of=Series(name='gdp'), when=2050.0), Literal(value=2.0)))
    >>> parse_formula("__import__('os')")
    Traceback (most recent call last):
    zysim.errors.InputError: formula "__import__('os')": "'" at character 12 ...
    """
    if len(text) > LONGEST:
        msg = f"formula of {len(text)} characters: at most {LONGEST}; split it into outcomes."
        raise InputError(msg, zh=f"公式长 {len(text)} 字符，至多 {LONGEST}；请拆成几个结果。")
    reader = _Reader(text)
    found = reader.compared(0)
    reader.end()
    return found


def is_series(formula: Formula) -> bool:
    """Return whether a formula still has a value for every moment.

    >>> is_series(parse_formula("a / b")), is_series(parse_formula("max(a / b)"))
    (True, False)
    """
    match formula:
        case Series():
            return True
        case Apply(name, arguments):
            if name in OVER_TIME or (name in ("max", "min") and len(arguments) == 1):
                return False
            return any(map(is_series, arguments))
    return False


def fixed_in(formula: Formula, fixed: Collection[str]) -> Formula:
    """Return a formula in which variables that do not change over time are one number.

    >>> is_series(fixed_in(parse_formula("max(x) / a"), {"a"}))
    False
    """
    match formula:
        case Series(name) if name in fixed:
            return At(formula, "start")
        case At(of, when) if not isinstance(of, Series):
            return At(fixed_in(of, fixed), when) if is_series(fixed_in(of, fixed)) else of
        case Apply(name, arguments):
            return Apply(name, tuple(fixed_in(each, fixed) for each in arguments))
    return formula


def series_in(formula: Formula) -> Iterator[str]:
    """Give the name of every variable a formula reads, repeats included."""
    match formula:
        case Series(name):
            yield name
        case At(of):
            yield from series_in(of)
        case Apply(_, arguments):
            for argument in arguments:
                yield from series_in(argument)


def moments_in(formula: Formula) -> Iterator[float]:
    """Give every moment at which a formula takes a value, repeats included."""
    match formula:
        case At(of, when):
            if isinstance(when, float):
                yield when
            yield from moments_in(of)
        case Apply(_, arguments):
            for argument in arguments:
                yield from moments_in(argument)


def _met(word: str) -> Problem:
    """Say what was met, "" for the end."""
    return Problem(repr(word), repr(word)) if word else Problem("the end", "结尾")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                rest = text[at:].lstrip()
                raise self.wrong(_met(rest[:1]), len(text) - len(rest))
            self.tokens.append(
                (match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
            )
            at = match.end()
        self.place = 0

    def wrong(self, what: Problem, at: int) -> InputError:
        known = ", ".join(FUNCTIONS)
        return InputError(
            f"formula {self.text!r}: {what.en} at character {at + 1} cannot stand here. Allowed: "
            f"numbers, names, x[2050], + - * / ^ ( ), comparisons, and {known}.",
            zh=(
                f"公式 {self.text!r}：第 {at + 1} 个字符处的 {what.zh} 不能用在这里。"
                f"可用：数、变量名、x[2050]、+ - * / ^ ( )、比较，以及 {known}。"
            ),
        )

    def peek(self, ahead: int = 0) -> tuple[str, str, int]:
        at = self.place + ahead
        return self.tokens[at] if at < len(self.tokens) else ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        found = self.peek()
        self.place += 1
        return found

    def accept(self, *signs: str) -> str:
        kind, word, _ = self.peek()
        if kind == "sign" and word in signs:
            self.place += 1
            return word
        return ""

    def expect(self, sign: str) -> None:
        if not self.accept(sign):
            _, word, at = self.peek()
            if word:
                wanted = Problem(f"{word!r} (expected {sign!r})", f"{word!r}（应为 {sign!r}）")
                raise self.wrong(wanted, at)
            raise self.wrong(Problem(f"the end (expected {sign!r})", f"结尾（应为 {sign!r}）"), at)

    def end(self) -> None:
        kind, word, at = self.peek()
        if kind != "end":
            raise self.wrong(_met(word), at)

    def compared(self, depth: int) -> Formula:
        if depth > DEEPEST:
            raise self.wrong(TOO_DEEP, self.peek()[2])
        left = self.summed(depth)
        sign = self.accept(*_COMPARED)
        return Apply(sign, (left, self.summed(depth))) if sign else left

    def summed(self, depth: int) -> Formula:
        left = self.multiplied(depth)
        while sign := self.accept("+", "-"):
            left = Apply(sign, (left, self.multiplied(depth)))
        return left

    def multiplied(self, depth: int) -> Formula:
        left = self.signed(depth)
        while sign := self.accept("*", "/"):
            left = Apply(sign, (left, self.signed(depth)))
        return left

    def signed(self, depth: int) -> Formula:
        if depth > DEEPEST:
            raise self.wrong(TOO_DEEP, self.peek()[2])
        if self.accept("-"):
            return Apply("neg", (self.signed(depth + 1),))
        self.accept("+")
        base = self.indexed(depth)
        if self.accept("^", "**"):
            return Apply("^", (base, self.signed(depth + 1)))
        return base

    def indexed(self, depth: int) -> Formula:
        found = self.atom(depth)
        while self.peek()[:2] == ("sign", "["):
            at = self.take()[2]
            when = self.moment()
            if when is None:
                if not isinstance(found, Series) or "[" in found.name:
                    raise self.wrong(_met("["), at)
                found = Series(f"{found.name}[{','.join(self.elements())}]")
            else:
                if not is_series(found):
                    what = Problem("'[' of what is one number already", "对单个数取时刻的 '['")
                    raise self.wrong(what, at)
                found = At(found, when)
            self.expect("]")
        return found

    def moment(self) -> float | str | None:
        """Return the moment in square brackets, None if they hold elements of an array."""
        negative = bool(self.accept("-"))
        kind, word, at = self.peek()
        if kind == "number":
            self.place += 1
            return -float(word) if negative else float(word)
        if negative:
            raise self.wrong(_met("-"), at)
        if word in ("start", "end"):
            self.place += 1
            return word
        return None

    def elements(self) -> Iterator[str]:
        while True:
            kind, word, at = self.take()
            if kind != "name":
                raise self.wrong(_met(word), at)
            yield identifier(word)
            if not self.accept(","):
                return

    def atom(self, depth: int) -> Formula:
        kind, word, at = self.take()
        if kind == "number":
            return Literal(float(word))
        if kind == "name":
            if self.accept("("):
                return self.called(word, at, depth)
            return Series(identifier(word))
        if (kind, word) == ("sign", "("):
            found = self.compared(depth + 1)
            self.expect(")")
            return found
        raise self.wrong(_met(word), at)

    def called(self, word: str, at: int, depth: int) -> Formula:
        name = word.lower()
        if name not in FUNCTIONS:
            close = nearest_names(name, FUNCTIONS)
            near = close[0] if close else ""
            en, zh = (f" ({near}?)", f"（是否指 {near}？）") if near else ("", "")
            raise self.wrong(Problem(f"function {word!r}{en}", f"函数 {word!r}{zh}"), at)
        arguments = [self.compared(depth + 1)]
        while self.accept(","):
            arguments.append(self.compared(depth + 1))
        self.expect(")")
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            count = len(arguments)
            told = Problem(f"{name} with {count} argument(s)", f"{count} 个参数的 {name}")
            raise self.wrong(told, at)
        if name in OVER_TIME and not is_series(arguments[0]):
            told = Problem(f"{name} of what is one number already", f"对单个数的 {name}")
            raise self.wrong(told, at)
        return Apply(name, tuple(arguments))
