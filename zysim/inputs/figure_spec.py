"""A figure as data: what it shows, of which cases and years, and how large it is printed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from zysim.inputs.declared import Field, declared
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable
from zysim.wording import Pair

Layout = Literal["one", "panels"]
"""``one``: all cases on one pair of axes; ``panels``: a panel per case."""
Shown = Literal["all", "statistics", "none"]
"""Of the history: every point, those that were published, or none."""
Palette = Literal["colour", "grey"]
PERCENTILES = (2.5, 10.0, 25.0, 50.0, 75.0, 90.0, 97.5)
MIDDLE = 50.0
WIDTH = 180.0
SUFFIX = ".toml"
CHARTS = "charts.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """What a figure shows; nothing in it is computed, and what is empty is the city's usual."""

    id: str = "figure"
    """Name of the files."""
    chart: Annotated[
        str,
        Field(
            "网页中一幅图的代号，各条线即变量",
            "id of a chart of the page, whose lines are then the variables",
        ),
    ] = ""
    variables: Annotated[
        tuple[str, ...],
        Field(
            "变量：标识、数组元素或中文名；默认为该口径的排放",
            "ids, scalars or Chinese names; emissions of the account if none",
        ),
    ] = ()
    cases: Annotated[
        tuple[str, ...],
        Field(
            "情景，如 plan 或 plan+措施=0.5；默认为两个常用情景",
            "cases, such as plan or plan+LEVER=0.5; the usual two if none",
        ),
    ] = ()
    account: Annotated[str, Field("核算口径", "account")] = ""
    percentiles: Annotated[
        tuple[float, ...],
        Field("分位数，成对，如 10, 50, 90", "percentiles in pairs, such as 10, 50, 90"),
    ] = PERCENTILES
    """Ascending and in pairs about 50, which is always among them."""
    first: Annotated[
        int | None,
        Field(
            "起始年，默认为模型的",
            "first year; that of the model",
            name="from",
            low=1900,
            high=2200,
        ),
    ] = None
    last: Annotated[
        int | None,
        Field(
            "终止年，默认为模型的",
            "last year; that of the model",
            name="until",
            low=1900,
            high=2200,
        ),
    ] = None
    layout: Annotated[
        Layout,
        Field("同一坐标，或每个情景一幅", "all cases on one pair of axes, or one panel each"),
    ] = "one"
    history: Annotated[
        Shown,
        Field("历史点：全部、只画统计值、不画", "points of the history: all, published ones, none"),
    ] = "all"
    palette: Annotated[Palette, Field("彩色或灰度", "colours or greys")] = "colour"
    width: Annotated[
        float,
        Field(
            "宽度，毫米：期刊单栏 89，整页 180",
            "width in millimetres: 89 is a column of a journal, 180 its page",
            name="width_mm",
            low=60,
            high=420,
        ),
    ] = WIDTH
    height: Annotated[
        float | None,
        Field(
            "一幅图的高度，毫米，不含标题与注；默认为宽度的五分之二",
            "of one panel without title and notes, in millimetres; two fifths of the width if none",
            name="height_mm",
            low=30,
            high=400,
        ),
    ] = None
    title: Annotated[
        Pair, Field("标题，默认为图所示的一句话", "title; the sentence that it shows if none")
    ] = ("", "")
    note: Annotated[Pair, Field("图下的注，在来源之前", "put below, before the source")] = ("", "")
    members: Annotated[
        int | None, Field("不确定情形的个数", "states of the world", low=2, high=1_000_000)
    ] = None
    seed: Annotated[int, Field("随机种子", "seed", low=0, high=2**32 - 1)] = 0

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
        record: dict[str, Any] = {}
        for each in declared(FigureSpec):
            value = getattr(self, each.attribute)
            if each.kind == "pair":
                record |= {name: text for name, text in zip(each.names, value, strict=True) if text}
            elif value != each.default:
                record[each.name] = list(value) if isinstance(value, tuple) else value
        return record


def read_figure(name: str, folder: Path, fields: Mapping[str, Any] | None = None) -> FigureSpec:
    """Read a figure and put some fields in place of its own.

    Parameters
    ----------
    name
        Name of a figure of ``folder``, path of a ``.toml`` file, or id of a chart; "" for the usual
        figure.
    folder
        The city's ``figures/``.
    fields
        Keys of a figure to values, as a file would hold them.

    Raises
    ------
    InputError
        If there is no such file, or a field breaks a rule; every problem at once.
    """
    given = dict(fields or {})
    if not name:
        return parse_figure(given)
    path = Path(name) if name.endswith(SUFFIX) else folder / f"{name}{SUFFIX}"
    if not name.endswith(SUFFIX) and name not in figure_names(folder):
        return parse_figure({"chart": name, **given}, id_=name)
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
    >>> parse_figure({"percentiles": [10], "until": 5})
    Traceback (most recent call last):
    zysim.errors.InputError: figure: 2 problem(s)
      - until must be a whole number from 1900 to 2200, it is 5 (last year; that of the model)
      - percentiles: 10 has no 90 beside it; write them in pairs, such as 10, 50, 90
    """
    problems: list[Problem] = []
    spec = TomlTable(data, "", problems).record(FigureSpec, check=_wrong, id=id_)
    spec = replace(spec, percentiles=_percentiles(spec.percentiles, problems))
    if problems:
        raise refuse(place, problems)
    return spec


def _wrong(spec: FigureSpec) -> Iterator[Problem]:
    if spec.first and spec.last and spec.first >= spec.last:
        yield Problem(
            f"from {spec.first} is not before until {spec.last}",
            f"起始年 {spec.first} 不早于终止年 {spec.last}",
        )


def _percentiles(given: tuple[float, ...], problems: list[Problem]) -> tuple[float, ...]:
    if not given or any(map(math.isnan, given)):  # what is no number was said already
        return PERCENTILES
    outside = [each for each in given if each <= 0 or each >= 100]
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
