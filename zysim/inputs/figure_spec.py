"""A figure as data: what it shows, of which cases and years, and how large it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import read_toml, unknown_keys
from zysim.inputs.toml_table import TomlTable
from zysim.wording import Pair

Layout = Literal["one", "panels"]
"""``one``: all cases on one pair of axes; ``panels``: a panel per case."""
Shown = Literal["all", "statistics", "none"]
"""Of the history: every point, those that were published, or none."""
Palette = Literal["colour", "grey"]
KEYS = (
    "variables",
    "cases",
    "account",
    "percentiles",
    "from",
    "until",
    "layout",
    "history",
    "palette",
    "width_mm",
    "height_mm",
    "title_zh",
    "title_en",
    "note_zh",
    "note_en",
    "members",
    "seed",
)
PERCENTILES = (2.5, 10.0, 25.0, 50.0, 75.0, 90.0, 97.5)
MIDDLE = 50.0
WIDTH = 180.0
WIDTHS = (60.0, 420.0)
"""Narrowest and widest figure in millimetres: 89 is a column of a journal, 180 its page."""
HEIGHTS = (30.0, 400.0)
YEARS = (1900, 2200)
MOST_MEMBERS = 1_000_000
SUFFIX = ".toml"
CHARTS = "charts.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """What a figure shows; nothing in it is computed, and what is empty is the city's usual."""

    id: str = "figure"
    """Name of the files."""
    variables: tuple[str, ...] = ()
    """Ids, scalars or Chinese names; emissions of the account if empty."""
    cases: tuple[str, ...] = ()
    """As :func:`zysim.inputs.settings.read_case` reads them; the usual two if empty."""
    account: str = ""
    percentiles: tuple[float, ...] = PERCENTILES
    """Ascending and in pairs about 50, which is always among them."""
    first: int | None = None
    last: int | None = None
    """Years of the axis; those of the model if None."""
    layout: Layout = "one"
    history: Shown = "all"
    palette: Palette = "colour"
    width: float = WIDTH
    """In millimetres, as printed."""
    height: float | None = None
    """Of one panel without title and notes, in millimetres; two fifths of the width if None."""
    title: Pair = ("", "")
    """The sentence that the figure shows if empty."""
    note: Pair = ("", "")
    """Put below, before the source."""
    members: int | None = None
    """States of the world; the usual number if None."""
    seed: int = 0

    @property
    def pairs(self) -> tuple[tuple[float, float], ...]:
        """Lower and upper percentile of each band, the widest first.

        >>> FigureSpec(percentiles=(10.0, 50.0, 90.0)).pairs
        ((10.0, 90.0),)
        """
        half = len(self.percentiles) // 2
        return tuple(zip(self.percentiles[:half], self.percentiles[:half:-1], strict=True))

    def to_record(self) -> dict[str, Any]:
        """Return the figure as :func:`parse_figure` reads it, without what is the usual.

        >>> parse_figure({"until": 2040, "percentiles": [10, 90]}).to_record()
        {'percentiles': [10.0, 50.0, 90.0], 'until': 2040}
        """
        usual = FigureSpec()
        record: dict[str, Any] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, name in _NAMES.items()
            if (value := getattr(self, name)) != getattr(usual, name)
        }
        for name in ("title", "note"):
            pair: Pair = getattr(self, name)
            record |= {
                f"{name}_{lang}": text for lang, text in zip(LANGS, pair, strict=True) if text
            }
        return record


LANGS = ("zh", "en")
_NAMES = {
    "variables": "variables",
    "cases": "cases",
    "account": "account",
    "percentiles": "percentiles",
    "from": "first",
    "until": "last",
    "layout": "layout",
    "history": "history",
    "palette": "palette",
    "width_mm": "width",
    "height_mm": "height",
    "members": "members",
    "seed": "seed",
}
"""Key of a file to the field it fills."""


def read_figure(name: str, folder: Path, fields: Mapping[str, Any] | None = None) -> FigureSpec:
    """Read a figure and put some fields in place of its own.

    Parameters
    ----------
    name
        Name of a figure of ``folder``, or path of a ``.toml`` file; "" for the usual figure.
    folder
        The city's ``figures/``.
    fields
        Keys of ``KEYS`` to values, as a file would hold them.

    Raises
    ------
    InputError
        If there is no such figure, or a field breaks a rule; every problem at once.
    """
    given = dict(fields or {})
    if not name:
        return parse_figure(given)
    path = Path(name) if name.endswith(SUFFIX) else folder / f"{name}{SUFFIX}"
    if not name.endswith(SUFFIX) and name not in figure_names(folder):
        known = ", ".join(figure_names(folder)) or "-"
        raise refuse(
            name,
            [
                Problem(
                    f"no figure of this name; there are: {known}. Name one, or a .toml file",
                    f"没有这个图；现有：{known}。请写其中之一，或一个 .toml 文件",
                )
            ],
        )
    return parse_figure({**read_toml(path), **given}, id_=path.stem, place=path)


def figure_names(folder: Path) -> list[str]:
    """Return the names of the figures of a folder; the charts of the page are another file."""
    if not folder.is_dir():
        return []
    return [each.stem for each in sorted(folder.glob(f"*{SUFFIX}")) if each.name != CHARTS]


def parse_figure(
    data: Mapping[str, Any], *, id_: str = "figure", place: Path | str = "figure"
) -> FigureSpec:
    """Return the figure that some keys and values stand for.

    Raises
    ------
    InputError
        With every key that is unknown and every value that cannot be.

    Examples
    --------
    >>> parse_figure({"percentiles": [10], "width_mm": 5})
    Traceback (most recent call last):
    zysim.errors.InputError: figure: 2 problem(s)
      - percentiles: 10 has no 90 beside it; write them in pairs, such as 10, 50, 90
      - width_mm must be a number from 60 to 420, it is 5
    """
    problems = unknown_keys(data, KEYS)
    table = TomlTable(data, "", problems)
    spec = FigureSpec(
        id=id_,
        variables=table.texts("variables"),
        cases=table.texts("cases"),
        account=table.text("account", ""),
        percentiles=_percentiles(table.numbers("percentiles"), problems),
        first=_whole(table, "from", *YEARS),
        last=_whole(table, "until", *YEARS),
        layout=cast("Layout", table.choice("layout", get_args(Layout), "one")),
        history=cast("Shown", table.choice("history", get_args(Shown), "all")),
        palette=cast("Palette", table.choice("palette", get_args(Palette), "colour")),
        width=_size(table, "width_mm", WIDTHS) or WIDTH,
        height=_size(table, "height_mm", HEIGHTS),
        title=(table.text("title_zh", ""), table.text("title_en", "")),
        note=(table.text("note_zh", ""), table.text("note_en", "")),
        members=_whole(table, "members", 2, MOST_MEMBERS),
        seed=_whole(table, "seed", 0, 2**32 - 1) or 0,
    )
    if spec.first is not None and spec.last is not None and spec.first >= spec.last:
        problems.append(
            Problem(
                f"from {spec.first} is not before until {spec.last}",
                f"起始年 {spec.first} 不早于终止年 {spec.last}",
            )
        )
    if problems:
        raise refuse(place, problems)
    return spec


def _percentiles(given: tuple[float, ...], problems: list[Problem]) -> tuple[float, ...]:
    if not given:
        return PERCENTILES
    outside = [each for each in given if not 0 < each < 100]
    if outside:
        problems.append(
            Problem(
                f"percentiles must lie between 0 and 100, got {outside[0]:g}",
                f"percentiles 应在 0 与 100 之间，现为 {outside[0]:g}",
            )
        )
        return PERCENTILES
    found = sorted({*given, MIDDLE})
    problems += [
        Problem(
            f"percentiles: {each:g} has no {100 - each:g} beside it; write them in pairs, "
            "such as 10, 50, 90",
            f"percentiles：{each:g} 没有与之对称的 {100 - each:g}，请成对写，如 10, 50, 90",
        )
        for each in found
        if 100 - each not in found
    ]
    return tuple(found)


def _whole(table: TomlTable, key: str, low: int, high: int) -> int | None:
    return None if table.get(key) is None else table.whole(key, low, high, low)


def _size(table: TomlTable, key: str, bounds: tuple[float, float]) -> float | None:
    value, (low, high) = table.number(key), bounds
    if value is None or low <= value <= high:
        return value
    table.note(
        f"{key} must be a number from {low:g} to {high:g}, it is {value:g}",
        f"{key} 应为 {low:g} 至 {high:g} 的数，现为 {value:g}",
    )
    return None
