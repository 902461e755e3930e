"""Cut the text of an equation into words, numbers and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from zysim.reading.calls import RefusedError

Kind = Literal["number", "name", "text", "keyword", "sign", "end"]

_WORD = r"[^\W\d][\w$'\u00a1-\U0010ffff]*|[\u2030-\u2fff\u3030-\ufaff\U00010000-\U0010ffff][\w$']*"
_LATER = r"[\w$'\u00a1-\u2fff\u3021-\ufaff\U00010000-\U0010ffff]+"
_TOKEN = rf"""
    (?P<space>\s+)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
  | (?P<quoted>"(?:\\.|[^"\\])*")
  | (?P<text>'[^']*')
  | (?P<name>(?:{_WORD})(?:\s+{_LATER})*)
  | (?P<keyword>:[A-Za-z][A-Za-z ]*:)
  | (?P<sign><->|->|<=|>=|<>|==|:=|[-+*/^()\[\],;=<>:!])
    """
WIDE = dict(zip("（），；：＝＜＞＋－＊／＾［］！", "(),;:=<>+-*/^[]!", strict=True))
"""Signs of a Chinese keyboard, and what was meant."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign."""

    kind: Kind
    value: str
    at: int
    """Place in the text."""


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; compiling it takes longer than a warm start may."""
    return re.compile(_TOKEN, re.VERBOSE)


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of an equation, an end last.

    >>> [each.value for each in tokens('gross output*2.5 + "a/b"')]
    ['gross output', '*', '2.5', '+', '"a/b"', '']

    Raises
    ------
    RefusedError
        If a character has no meaning here; the message shows it.
    """
    at, token = 0, _token()
    while at < len(text):
        match = token.match(text, at)
        if match is None:
            raise RefusedError(_stray(text, at))
        kind, value = str(match.lastgroup), match.group()
        if kind == "quoted":
            yield Token("name", value, at)
        elif kind == "keyword":
            yield Token("keyword", " ".join(value.strip(":").split()).lower(), at)
        elif kind != "space":
            yield Token(_kind(kind), value, at)
        at = match.end()
    yield Token("end", "", at)


def bare(name: str) -> str:
    r"""Return a name without its quotes.

    >>> bare(' "CO2/GDP" '), bare('"say ' + chr(92) + '"no"')
    ('CO2/GDP', 'say "no')
    """
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r'\\"', '"', name[1:-1])
    return " ".join(name.split())


def identifier(name: str) -> str:
    """Return the name used in tables and commands.

    >>> identifier("Gas output  setting"), identifier('"GDP per-head"')
    ('gas_output_setting', 'gdp_per_head')
    """
    return re.sub(r"[\s_\-]+", "_", bare(name)).lower()


def _kind(group: str) -> Kind:
    kinds: dict[str, Kind] = {"number": "number", "text": "text", "name": "name", "sign": "sign"}
    return kinds[group]


def _stray(text: str, at: int) -> str:
    character = text[at]
    near = " ".join(text[max(0, at - 15) : at + 15].split())
    if character in WIDE:
        return f"{character!r} in {near!r} is a full-width sign; write {WIDE[character]!r}"
    if character == '"':
        return f"a name in quotes is not closed: {near!r}"
    if character == "'":
        return f"a text in quotes is not closed: {near!r}"
    return f"{character!r} in {near!r} has no meaning here; put names with signs in double quotes"
