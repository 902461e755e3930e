"""Fields of tables and TOML files, declared once: as the fields of the record that they fill.

The type of a field says most: ``float`` is a number, ``int`` a whole one, a ``Literal`` one of its
words, ``Pair`` a text in both languages (``_zh`` and ``_en``), ``tuple[str, ...]`` a list,
``| None`` or a default what may be left out, a record what has fields of its own. :class:`Field`
says what it means, and what the type cannot. Readers check by this, and
:mod:`zysim.answers.forms` makes documentation and JSON schemas of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import KW_ONLY, MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from zysim.inputs.problems import Problem, not_known
from zysim.inputs.toml_text import as_toml

Record = TypeVar("Record")
Names = Mapping[str, Collection[str] | None]
"""List of names to what stands in it, None where that could not be read."""
KNOWN: Mapping[str, tuple[str, str]] = {
    "account": ("account", "核算口径"),
    "clause": ("clause", "条款"),
    "constant": ("constant", "常数"),
    "lever": ("lever", "措施"),
    "scenario": ("scenario", "情景"),
    "source": ("source", "来源"),
    "statistic": ("statistic", "指标"),
    "target": ("target", "目标"),
    "uncertain": ("uncertain constant", "不确定常数"),
    "variable": ("variable", "变量"),
}
"""Lists of names that a field may be held to, as messages call what stands in them."""
FIRST_YEAR, LAST_YEAR = 1990, 2100

Kind = Literal[
    "text",
    "pair",
    "choice",
    "number",
    "whole",
    "true",
    "date",
    "list",
    "numbers",
    "record",
    "records",
    "by name",
    "any",
]


@dataclass(frozen=True, slots=True)
class Form:
    """How a text must be written."""

    check: Callable[[str, str], Iterable[Problem]]
    """Says what is wrong with a text, given the name of its field and the text."""
    pattern: str = ""
    """What the text must match, for programs that cannot call ``check``."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field means, and how it is written beyond what its type says."""

    zh: str
    en: str
    _: KW_ONLY
    name: str = ""
    """In the file, where it differs."""
    bare: bool = False
    """Whether a text in both languages stands under ``zh`` and ``en`` alone."""
    key: bool = False
    """Whether it names the row, alone or with other keys."""
    empty: bool = False
    """Whether a text or a list may be left out."""
    of: str = ""
    """A list of ``KNOWN`` that each name must be in."""
    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    ranged: bool = False
    """Whether the fields ``low`` and ``high`` of the record are its range."""
    parse: Callable[[str], Any] | None = None
    """Makes a value of a text, or a problem."""

    @property
    def bounds(self) -> Problem:
        """How large a number may be, empty where it has no bounds."""
        if self.low is not None and self.high is not None:
            return Problem(
                f" from {self.low:.10g} to {self.high:.10g}",
                f" {self.low:.10g} 至 {self.high:.10g} 的",
            )
        listed = [
            (" above {:g}", "大于 {:g}", self.above),
            (" of {:g} or more", "不小于 {:g}", self.low),
            (" below {:g}", "小于 {:g}", self.below),
            (" of {:g} or less", "不大于 {:g}", self.high),
        ]
        found = [(en.format(at), zh.format(at)) for en, zh, at in listed if at is not None]
        if not found:
            return Problem("", "")
        english, chinese = zip(*found, strict=True)
        return Problem(" and".join(english), " 且".join(chinese) + " 的")

    def holds(self, value: float) -> bool:
        """Return whether a number lies within the bounds; what is no number does not."""
        return not (
            math.isnan(value)
            or (self.low is not None and value < self.low)
            or (self.high is not None and value > self.high)
            or (self.above is not None and value <= self.above)
            or (self.below is not None and value >= self.below)
        )


def matching(pattern: str, zh: str, en: str) -> Form:
    """Return the form of a text that must match a pattern; the words say what it then is."""

    def check(name: str, value: str) -> list[Problem]:
        if re.fullmatch(pattern, value):
            return []
        return [Problem(f"{name} {as_toml(value)} {en}", f"{name} {as_toml(value)} {zh}")]

    return Form(check, pattern)


YEARS = Field("年份", "year", low=FIRST_YEAR, high=LAST_YEAR)
Year = Annotated[int, YEARS]


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a record as its file writes it."""

    attribute: str
    name: str
    kind: Kind
    about: Field
    needed: bool
    default: Any = None
    """Where it is left out; None too."""
    words: tuple[str, ...] = ()
    record: type | None = None
    """Of what it holds."""
    variants: tuple[type, ...] = ()
    """Of a list whose entries differ: each is told by its first field, or the word in it."""
    count: int = 0
    """How many numbers there must be; 0 for any."""
    item: Declared | None = None
    """What stands under each name."""
    form: Form | None = None
    year: bool = False
    plain: bool = False
    """Whether any text will do."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its columns or keys."""
        if self.kind == "pair":
            before = "" if self.about.bare else f"{self.name}_"
            return f"{before}zh", f"{before}en"
        return (self.name,)

    def problems(self, name: str, value: str, known: Names) -> list[Problem]:
        """Return what is wrong with a text: how it is written, or that nothing is called so."""
        if not value:
            return []
        wrong = [*self.form.check(name, value)] if self.form else []
        if wrong:
            return wrong
        listed = known.get(self.about.of) if self.about.of else None
        if listed is not None and value not in listed:
            return [not_known(KNOWN[self.about.of], value, listed)]
        return []

    def misfit(self, name: str, value: Any) -> Problem:
        """Say what number it must be."""
        bounds, whole = self.about.bounds, self.kind == "whole"
        seen = f"{value:g}" if type(value) in (int, float) else as_toml(value)
        marks = (" in quotation marks", "引号内的 ") if isinstance(value, str) else ("", "")
        kind = ("whole number", "整数") if whole else ("number", "数")
        return self.meant(
            f"{name} must be a {kind[0]}{bounds.en}, it is {seen}{marks[0]}",
            f"{name} 应为{bounds.zh}{kind[1]}，现为 {marks[1]}{seen}",
        )

    def meant(self, en: str, zh: str) -> Problem:
        """Return a problem that reminds of what the field means."""
        if not self.about.en:
            return Problem(en, zh)
        return Problem(f"{en} ({self.about.en})", f"{zh}（{self.about.zh}）")


def declared(record: type) -> tuple[Declared, ...]:
    """Return the fields of a record that stand in a file; those without a :class:`Field` do not.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Tank:
    ...     size: Annotated[float | None, Field("容积", "volume", above=0)]
    >>> [(each.name, each.kind, each.needed) for each in declared(Tank)]
    [('size', 'number', False)]
    """
    return _declared(cast("Hashable", record))


@cache
def _declared(record: Any) -> tuple[Declared, ...]:
    hints = record.__annotations__
    if any(isinstance(each, str) for each in hints.values()):
        # Files of records leave out the future import: texts take ten times as long to read.
        hints = get_type_hints(record, include_extras=True)
    found = []
    for each in fields(record):
        default = each.default if each.default_factory is MISSING else each.default_factory()
        hint = hints[each.name]
        if get_origin(hint) is Annotated or is_dataclass(hint):
            found.append(_declare(each.name, hint, default))
    return tuple(found)


@cache
def _ranged(record: Any) -> list[Declared]:
    return [each for each in declared(record) if each.about.ranged]


def columns_of(record: type) -> list[str]:
    """Return the columns of the table whose rows fill a record."""
    found: list[str] = []
    for each in declared(record):
        found += columns_of(each.record) if each.record else each.names
    return found


def keys_of(record: type) -> tuple[str, ...]:
    """Return the columns that together name a row."""
    return tuple(each.name for each in declared(record) if each.about.key)


def named(record: type, name: str) -> dict[str, Any]:
    """Return the field that takes the name under which a record stands, if it has one."""
    known = {each.attribute for each in declared(record)}
    own = [each for each in fields(record) if each.name not in known and each.default is MISSING]
    return {own[0].name: name} if own else {}


def range_problem(name: str, low: float, value: float, high: float) -> list[Problem]:
    """Return a problem where a number lies outside its own range; none for NaN."""
    if low > value or value > high or low > high:
        return [
            Problem(
                f"need low <= {name} <= high, got {low:g}, {value:g}, {high:g}",
                f"应有 low ≤ {name} ≤ high，现为 {low:g}、{value:g}、{high:g}",
            )
        ]
    return []


def problems_of(made: Any) -> Iterable[Problem]:
    """Return what is wrong with the fields of a record together."""
    for each in _ranged(cast("Hashable", type(made))):
        yield from range_problem(each.name, made.low, getattr(made, each.attribute), made.high)
    if hasattr(made, "wrong"):
        yield from made.wrong()


def _declare(attribute: str, hint: Any, default: Any = MISSING) -> Declared:
    about: Field | None = None
    form: Form | None = None
    year = optional = False
    while get_origin(hint) in (Annotated, Union, UnionType):
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            year = year or YEARS in more
            form = next((each for each in more if isinstance(each, Form)), form)
            own = [each for each in more if isinstance(each, Field)]
            about = about or (own[-1] if own else None)
        else:
            given = [each for each in get_args(hint) if each is not NoneType]
            optional = optional or len(given) < len(get_args(hint))
            hint = given[0] if len(given) == 1 else Any
    about = about or Field("", "")
    kind, words, item = _kind(hint, attribute)
    inside = get_args(hint)
    held = inside[0] if kind == "records" else hint if kind == "record" else None
    return Declared(
        attribute=attribute,
        name=about.name or attribute,
        kind="text" if about.parse else kind,
        about=about,
        needed=not (optional or about.empty or default is not MISSING),
        default=None if default is MISSING else default,
        words=words,
        record=held if is_dataclass(held) and not about.parse else None,  # type: ignore[arg-type]
        variants=() if held is None or is_dataclass(held) else get_args(held),
        count=len(inside) if kind == "numbers" and ... not in inside else 0,
        item=item,
        form=form,
        year=year,
        plain=kind == "text" and not (form or about.of or about.parse),
    )


PLAIN: Mapping[Any, Kind] = {
    str: "text",
    float: "number",
    int: "whole",
    bool: "true",
    date: "date",
    tuple[str, str]: "pair",
}


def _kind(hint: Any, name: str) -> tuple[Kind, tuple[str, ...], Declared | None]:
    """Return kind, allowed words, and what stands under each name or in each place."""
    inside = get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint], (), None
    if get_origin(hint) is Literal:
        return "choice", inside, None
    if is_dataclass(hint):
        return "record", (), None
    if get_origin(hint) is tuple and any(map(is_dataclass, (inside[0], *get_args(inside[0])))):
        return "records", (), None
    if get_origin(hint) is tuple:
        return ("list" if inside[0] is str else "numbers"), (), _declare(name, inside[0])
    if inside and inside[0] is str:
        return "by name", (), _declare(name, inside[1])
    return "any", (), None
