"""The lines of a chart as variables of a figure: weighted sums, with the chart's own unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zysim.arrays import FloatArray
from zysim.inputs.charts import Chart, Line, read_charts
from zysim.inputs.city_charts import charts_of
from zysim.inputs.figure_spec import FigureSpec, figure_names
from zysim.inputs.history import Observation
from zysim.inputs.problems import Problem, refuse
from zysim.runs.ensemble import Ensemble
from zysim.runs.project import Project
from zysim.units import official, official_yearly
from zysim.wording import Lang, Pair, pick

TONNES: Pair = ("万吨", "Mt")
TONNE_PLACES = (0, 2)
"""Decimals of amounts in them, which are the same in both languages."""
YEARLY: Pair = ("/年", " a year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One variable of a figure, or one line of a chart: its name, its unit, what was observed."""

    id: str
    """Scalar id; of a line the chart's and its own name."""
    label: Pair
    unit: str
    """The model's; "" for a line of a chart."""
    account: str
    """Id of the account that the variable is; "" if it is none."""
    observed: tuple[Observation, ...] = ()
    independent: tuple[Observation, ...] = ()
    """Of someone else, comparable with the account; empty for other variables."""
    line: Line | None = None
    chart: Chart | None = None

    @property
    def scalars(self) -> tuple[str, ...]:
        """What has to be run."""
        if self.line is None:
            return (self.id,)
        return tuple(dict.fromkeys([*self.line.terms, *(self.line.over or {})]))

    @property
    def plain(self) -> str:
        """The scalar that a line is; "" where it is made of more, or is relative."""
        if self.line is None or self.chart is None:
            return self.id
        ((name, weight), *more) = self.line.terms.items()
        alone = weight == 1 and not more and not self.line.over and self.chart.kind != "index"
        return name if alone else ""

    def scale(self, lang: Lang) -> float:
        """Return what values are multiplied with in the language."""
        if self.chart is not None:
            return self.chart.scale_zh if lang == "zh" else 1.0
        return official(self.unit, lang)[0]

    def axis(self, lang: Lang) -> str:
        """Return what stands at the axis: the unit, and that it is a year's."""
        if self.chart is not None:
            return pick(self.chart.unit, lang)
        return official_yearly(self.unit, lang)[1]

    def behind(self, lang: Lang) -> str:
        """Return the unit as it stands behind a number."""
        unit = self.axis(lang).removesuffix(pick(YEARLY, lang))
        return f"× {unit}" if lang == "en" and unit.startswith("10") else unit

    def places(self, size: float, lang: Lang) -> int:
        """Return the decimals of a number as it is read."""
        if self.axis(lang).startswith(pick(TONNES, lang)):
            return TONNE_PLACES[lang == "en"]
        return 0 if abs(size) >= 100 else 1 if abs(size) >= 10 else 2

    def number(self, value: float, lang: Lang) -> str:
        """Return a value of the model as it is read, in the unit of the language.

        >>> shown = Shown(id="x", label=("", ""), unit="Mt/year", account="")
        >>> shown.number(5.746, "zh"), shown.number(5.746, "en"), shown.behind("zh")
        ('575', '5.75', '万吨')
        """
        size = value * self.scale(lang)
        return f"{round(size, 2) + 0.0:.{self.places(size, lang)}f}".replace("-", "−")

    def of(self, ensemble: Ensemble, case: int) -> FloatArray:
        """Return the values of every member in one case, shape ``(member, year)``."""
        if self.line is None:
            found: FloatArray = ensemble.of(self.id)[case]
            return found
        sums = [
            sum(weight * ensemble.of(name)[case] for name, weight in terms.items())
            for terms in (self.line.terms, self.line.over)
            if terms
        ]
        values: FloatArray = sums[0] if len(sums) == 1 else sums[0] / sums[1]
        if self.chart is not None and self.chart.kind == "index":
            values = values / values[:, :1]
        return values


def drawn_charts(project: Project) -> tuple[Chart, ...]:
    """Return the charts of a city in the order of the page's menu.

    Raises
    ------
    InputError
        If ``figures/charts.toml`` breaks a rule.
    """
    own = read_charts(project.root, project.graph, project.tables.levers).charts
    return charts_of(project.city, own)


def chart_named(project: Project, name: str) -> Chart:
    """Return a chart by its id.

    Raises
    ------
    InputError
        If there is neither a figure nor a chart of this name; both are listed.
    """
    charts = {each.id: each for each in drawn_charts(project)}
    if name in charts:
        return charts[name]
    known = ", ".join([*figure_names(project.root / "figures"), *charts])
    raise refuse(
        name,
        [
            Problem(
                f"no figure of this name; there are: {known}. Name one, or a .toml file",
                f"没有这个图；现有：{known}。请写其中之一，或一个 .toml 文件",
            )
        ],
    )


def with_chart(project: Project, spec: FigureSpec) -> FigureSpec:
    """Return a figure with the title and note of its chart where it has none of its own."""
    if not spec.chart:
        return spec
    chart = chart_named(project, spec.chart)
    title, note = (
        (own[0] or usual[0], own[1] or usual[1])
        for own, usual in ((spec.title, chart.title), (spec.note, chart.note))
    )
    return replace(spec, title=title, note=note)


def shown_lines(chart: Chart) -> tuple[Shown, ...]:
    """Return the lines of a chart."""
    return tuple(
        Shown(
            id=f"{chart.id}-{re.sub(r'[^a-z0-9]+', '-', line.label[1].lower()).strip('-')}",
            label=line.label,
            unit="",
            account="",
            line=line,
            chart=chart,
        )
        for line in chart.lines
    )
