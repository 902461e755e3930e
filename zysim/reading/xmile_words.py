"""Equations of XMILE, word by word, in the language of our grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

FUNCTIONS = {
    "int": "INTEGER",
    "init": "INITIAL",
    "delay1": "DELAY1 OF STELLA",
    "delay3": "DELAY3 OF STELLA",
    "delay": "DELAY OF STELLA",
    "trend": "TREND OF STELLA",
    "forcst": "FORECAST",
    "pulse": "PULSE OF STELLA",
}
"""Functions that have another name, or other arguments, than ours."""
NAMES = {"dt": "TIME STEP", "starttime": "INITIAL TIME", "stoptime": "FINAL TIME", "pi": "PI()"}
WORD = re.compile(
    r"""(?P<quoted>"(?:\\.|[^"\\])*")|(?P<comment>\{[^}]*\})"""
    r"""|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?P<name>[^\W\d][\w$.]*)"""
    r"""|(?P<sign><>|<=|>=|&&|\|\||!=|.)""",
    re.DOTALL,
)
JOINS = {"and": ":AND:", "or": ":OR:", "not": ":NOT:", "&&": ":AND:", "||": ":OR:", "!=": "<>"}


Arrays = Mapping[str, Sequence[str]]
"""Name of an array in lower case, with blanks, to its dimensions."""


def plain_name(name: str) -> str:
    """Return a name as keys of ``Arrays`` are written.

    >>> plain_name('"Big_Name"')
    'big name'
    """
    return " ".join(name.strip('"').replace("_", " ").split()).lower()


def rewritten(text: str, arrays: Arrays | None = None) -> str:
    """Return an equation of XMILE in our language; ``x[*]`` runs over a dimension of ``x``.

    >>> rewritten("SUM(x[*, q])", {"x": ("row", "column")})
    'SUM ( x [ row! , q ] )'

    >>> rewritten("IF a_b > 2 AND c THEN MIN(a_b, DT) ELSE 10 MOD 3")
    'IF THEN ELSE( a b > 2 :AND: c , MIN ( a b , TIME STEP ) , MODULO( 10 , 3 ) )'
    """
    words = []
    for match in WORD.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind == "comment" or not value.strip():
            continue
        if kind == "quoted":
            value = '"' + value[1:-1].replace("\\n", " ").replace("_", " ") + '"'
        words.append((str(kind), value))
    listed = _wildcards([_word(words, at) for at in range(len(words))], arrays or {})
    return " ".join(_modulo(_choices(listed)))


def _word(words: list[tuple[str, str]], at: int) -> str:
    kind, value = words[at]
    if kind == "sign":
        return JOINS.get(value, value)
    if kind != "name":
        return value
    called = at + 1 < len(words) and words[at + 1][1] == "("
    lower = value.lower()
    if lower in JOINS:
        return JOINS[lower]
    if called:
        return FUNCTIONS.get(lower, value.replace("_", " "))
    return NAMES.get(lower, value.replace("_", " "))


def _wildcards(words: list[str], arrays: Arrays) -> list[str]:
    """Write the dimension for each ``*`` that stands alone among subscripts."""
    found = list(words)
    for at in range(1, len(found)):
        if found[at] != "*" or found[at - 1] not in ("[", ","):
            continue
        start = max(place for place in range(at) if found[place] == "[")
        dims = arrays.get(plain_name(found[start - 1]), ())
        place = found[start:at].count(",")
        if place < len(dims):
            found[at] = f"{dims[place]}!"
    return found


def _choices(words: list[str]) -> list[str]:
    """Turn IF, THEN and ELSE into a call, the innermost first."""
    found = list(words)
    while True:
        starts = [at for at, word in enumerate(found) if word.lower() == "if"]
        if not starts:
            return found
        at = starts[-1]
        then = _find(found, at, "then")
        other = _find(found, then, "else")
        end = _end(found, other + 1)
        if then < 0 or other < 0:
            return found
        test, yes, no = found[at + 1 : then], found[then + 1 : other], found[other + 1 : end]
        inside = ["IF THEN ELSE(", *test, ",", *yes, ",", *no, ")"]
        found = [*found[:at], *inside, *found[end:]]


def _find(words: list[str], start: int, wanted: str) -> int:
    depth = 0
    for at in range(max(start, 0), len(words)):
        depth += words[at].endswith("(") - (words[at] == ")")
        if depth == 0 and words[at].lower() == wanted:
            return at
    return -1


def _end(words: list[str], start: int) -> int:
    """Return where an expression ends: at a comma or bracket that is not its own."""
    depth = 0
    for at in range(start, len(words)):
        word = words[at]
        if depth == 0 and (word in (")", ",") or word.lower() in ("then", "else")):
            return at
        depth += word.endswith("(") - (word == ")")
    return len(words)


def _modulo(words: list[str]) -> list[str]:
    """Turn ``a MOD b`` into a call; each side is a name, a number or a bracket."""
    found = list(words)
    while any(each.lower() == "mod" for each in found):
        at = next(place for place, each in enumerate(found) if each.lower() == "mod")
        left, right = _before(found, at), _after(found, at)
        inside = ["MODULO(", *found[left:at], ",", *found[at + 1 : right], ")"]
        found = [*found[:left], *inside, *found[right:]]
    return found


def _before(words: list[str], at: int) -> int:
    depth, place = 0, at - 1
    while place >= 0:
        depth += (words[place] in (")", "]")) - (words[place].endswith("(") or words[place] == "[")
        if depth == 0:
            break
        place -= 1
    if place > 0 and words[place] in ("(", "[") and re.match(r"[\w\"]", words[place - 1]):
        place -= 1
    return max(place, 0)


def _after(words: list[str], at: int) -> int:
    depth, place = 0, at + 1
    while place < len(words):
        depth += (words[place].endswith("(") or words[place] == "[") - (words[place] in (")", "]"))
        following = words[place + 1] if place + 1 < len(words) else ""
        if depth == 0 and following not in ("(", "["):
            return place + 1
        place += 1
    return place
