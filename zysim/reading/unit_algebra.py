"""Units as products of powers of names: read from text, multiplied, compared, written back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zysim.errors import InputError, unknown_name
from zysim.units import UNIT_NAMES

_TOKEN = re.compile(r"\s*([*/()]|\^\s*-?\d+|[^*/()^]+|.)")


@dataclass(frozen=True, slots=True)
class Unit:
    """Names and their powers, sorted by name, no power zero; no names at all is ``dmnl``."""

    powers: tuple[tuple[str, Fraction], ...] = ()

    def __mul__(self, other: Unit) -> Unit:
        """Multiply."""
        return _unit(dict(self.powers), dict(other.powers), 1)

    def __truediv__(self, other: Unit) -> Unit:
        """Divide."""
        return _unit(dict(self.powers), dict(other.powers), -1)

    def __pow__(self, exponent: Fraction | int) -> Unit:
        """Raise to a power."""
        return _unit({}, dict(self.powers), exponent)

    def __str__(self) -> str:
        """Write as a model file does: ``wan tce/yi CNY/year``."""
        above = "*".join(_factor(name, power) for name, power in self.powers if power > 0)
        below = "".join("/" + _factor(name, -power) for name, power in self.powers if power < 0)
        return (above or "1") + below if self.powers else "dmnl"


DMNL = Unit()
YEAR = Unit((("year", Fraction(1)),))


def parse_unit(text: str) -> Unit:
    """Read the unit of a variable; ``/`` binds to the left, so ``a/b/c`` is ``a/(b*c)``.

    >>> str(parse_unit("wan t/year/year")), str(parse_unit("yi CNY/(wan vehicle*wan km)"))
    ('wan t/year^2', 'yi CNY/wan km/wan vehicle')
    >>> parse_unit("1/year") * YEAR == parse_unit("dmnl")
    True

    Raises
    ------
    InputError
        If the text is empty, holds a name that is not in ``zysim.units``, or cannot be read.
    """
    if not text.strip():
        msg = "no unit. Write one behind the first ~, dmnl if there is none"
        raise InputError(msg, zh="缺少单位，无量纲请写 dmnl")
    tokens = [match.group(1).strip() for match in _TOKEN.finditer(text.strip())]
    reader = iter([*tokens, ""])
    unit, last = _product(reader, text)
    if last:
        raise _unreadable(text, last)
    return unit


def _product(tokens: Iterator[str], text: str) -> tuple[Unit, str]:
    """Read factors up to a closing bracket or the end; return the token that stopped it."""
    result, sign = DMNL, 1
    while True:
        factor, after = _atom(next(tokens), tokens, text)
        if after == "^":
            raise _unreadable(text, after)
        if after.startswith("^"):
            factor, after = factor ** int(after[1:]), next(tokens)
        result *= factor**sign
        if after not in ("*", "/"):
            return result, after
        sign = 1 if after == "*" else -1


def _atom(token: str, tokens: Iterator[str], text: str) -> tuple[Unit, str]:
    if token == "(":
        inside, last = _product(tokens, text)
        if last != ")":
            raise _unreadable(text, last)
        return inside, next(tokens)
    if token in ("", ")", "*", "/") or token.startswith("^"):
        raise _unreadable(text, token)
    name = " ".join(token.split())
    if name not in UNIT_NAMES and name != "1":
        raise unknown_name("unit", name, UNIT_NAMES, "")
    unit = DMNL if name in ("1", "dmnl") else Unit(((name, Fraction(1)),))
    return unit, next(tokens)


def _unreadable(text: str, token: str) -> InputError:
    at = f"at {token!r}" if token else "at its end"
    return InputError(
        f"unit {text!r} cannot be read {at}. Write products and quotients of unit names",
        zh=f"单位 {text!r} 无法读取，请写成单位名称的乘除式",
    )


def _unit(
    first: Mapping[str, Fraction], second: Mapping[str, Fraction], sign: Fraction | int
) -> Unit:
    powers = dict(first)
    for name, power in second.items():
        powers[name] = powers.get(name, Fraction(0)) + power * sign
    return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))


def _factor(name: str, power: Fraction) -> str:
    if power == 1:
        return name
    return f"{name}^{power}" if power.denominator == 1 else f"{name}^({power})"
