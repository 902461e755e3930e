"""What a figure shows, computed once for all languages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.changes import Changes
from zysim.inputs.figure_spec import FigureSpec, figure_names, read_figure
from zysim.inputs.history import Observation
from zysim.inputs.lever_names import lever_of
from zysim.inputs.problems import Problem, attempt, joined, not_known, refuse
from zysim.inputs.settings import Settings
from zysim.metrics.middle import quantiles
from zysim.report.figure.lines import Shown, chart_named, shown_lines, with_chart
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.project import Project, choose
from zysim.runs.safe_names import safe_names
from zysim.sampling import MEMBERS
from zysim.wording import Pair, english_name

MOST_ON_ONE = 4
"""Cases whose bands can be told apart on one pair of axes."""
MOST_PANELS = 12
MAIN = "emissions"
"""Name of the figure that reports and slides begin with."""
EARLIER = 30
"""Years before the model's first that an axis may begin with, for the history."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FigureFound:
    """A figure with its numbers."""

    spec: FigureSpec
    """With cases, variables and years filled in."""
    project: Project
    ensemble: Ensemble
    titles: Mapping[str, Pair]
    """Case to its title, in the order of the figure."""
    shown: tuple[Shown, ...]
    years: IntArray
    """Those of the model that are drawn, shape ``(year,)``."""
    bands: Mapping[tuple[str, str], FloatArray]
    """(Id shown, case) to percentiles in the model's unit, shape ``(percentile, year)``."""

    def band(self, scalar: str, case: str, percentile: float) -> FloatArray:
        """Return one percentile of one line, shape ``(year,)``."""
        found: FloatArray = self.bands[scalar, case][self.spec.percentiles.index(percentile)]
        return found

    @property
    def span(self) -> tuple[int, int]:
        """First and last year of the axis."""
        first, last = self.spec.first, self.spec.last
        return (
            self.project.city.first if first is None else first,
            self.project.city.last if last is None else last,
        )


def find_figure(
    project: Project, spec: FigureSpec, *, changes: Changes | None = None, command: str = ""
) -> FigureFound:
    """Run what a figure needs.

    Parameters
    ----------
    project
        Model and tables.
    spec
        From :func:`zysim.inputs.figure_spec.parse_figure`.
    changes
        Made to the last case, which then stands beside it unchanged.
    command
        What the user typed, for the manifest.

    Raises
    ------
    InputError
        If a name is unknown, the years are not the model's, or there are too many cases for the
        layout; every problem at once.
    ResultError
        If a value is not finite.
    """
    errors: list[InputError] = []
    names = spec.cases or project.city.usual
    chosen = attempt(errors, lambda: choose(project, names, changes or {})) or []
    shown = attempt(errors, lambda: _shown(project, spec)) or ()
    attempt(errors, lambda: _check(project, spec, chosen, shown))
    if errors:
        raise joined(errors) if len(errors) > 1 else errors[0]
    plants = filter(None, [project.city.variables.get("plants")])
    ensemble = run_ensemble(
        project,
        chosen,
        members=spec.members or MEMBERS,
        seed=spec.seed,
        outputs=list(dict.fromkeys([*(n for each in shown for n in each.scalars), *plants])),
        command=command,
    )
    return figure_of(project, spec, chosen, ensemble)


def figure_of(
    project: Project, spec: FigureSpec, chosen: Sequence[Settings], ensemble: Ensemble
) -> FigureFound:
    """Return a figure of members that were run before.

    Parameters
    ----------
    project, spec
        As for :func:`find_figure`; the cases of the figure are those chosen.
    chosen
        Cases of the ensemble.
    ensemble
        Holds the variables of the figure.

    Raises
    ------
    InputError
        As for :func:`find_figure`.
    """
    shown = _shown(project, spec)
    _check(project, spec, chosen, shown)
    first, last = spec.first or project.city.first, spec.last or project.city.last
    kept = (ensemble.years >= first) & (ensemble.years <= last)
    shares = [each / 100 for each in spec.percentiles]
    bands = {
        (each.id, case.id): quantiles(
            each.of(ensemble, ensemble.scenarios.index(case.id))[:, kept], shares
        )
        for each in shown
        for case in chosen
    }
    if spec.chart:
        drawn = [each for each in shown if any(bands[each.id, case.id].any() for case in chosen)]
        shown = tuple(drawn) or shown
    return FigureFound(
        spec=replace(
            with_chart(project, spec),
            cases=tuple(each.id for each in chosen),
            variables=tuple(each.id for each in shown),
        ),
        project=project,
        ensemble=ensemble,
        titles={each.id: each.titles for each in chosen},
        shown=shown,
        years=ensemble.years[kept],
        bands=bands,
    )


def main_figure(
    project: Project, account: str, chosen: Sequence[Settings], name: str = ""
) -> FigureSpec:
    """Return the figure of a report: of this account and these cases.

    Parameters
    ----------
    project, chosen
        As for :func:`figure_of`.
    account
        Accounting boundary of the report.
    name
        A specification for its percentiles, years, size and words; the city's ``emissions`` if "".

    Raises
    ------
    InputError
        If the specification cannot be read, or shows another chart, variable, account or case
        than the report; every problem at once.
    """
    folder = project.root / "figures"
    spec = read_figure(name or (MAIN if MAIN in figure_names(folder) else ""), folder)
    if name:
        _refuse_another(spec, project, account, tuple(each.id for each in chosen), name)
    return replace(
        spec,
        account=account,
        variables=(),
        cases=tuple(each.id for each in chosen),
        layout="panels" if len(chosen) > MOST_ON_ONE else spec.layout,
    )


def _refuse_another(
    spec: FigureSpec, project: Project, account: str, cases: tuple[str, ...], name: str
) -> None:
    """Refuse a specification of something else than the emissions that a report tells."""
    variable = project.city.accounts[account].variable
    pairs = (
        ("chart", spec.chart, ""),
        ("account", spec.account, account),
        ("variables", ", ".join(spec.variables), variable),
        ("cases", ", ".join(spec.cases), ", ".join(cases)),
    )
    problems = [
        Problem(
            f"{key} is {given!r}, the report shows {wanted!r}: leave {key} out",
            f"{key} 为 {given!r}，而报告所示为 {wanted!r}：请删去 {key}",
        )
        if wanted
        else Problem(
            f"{key} is {given!r}, the report draws a fan of its emissions: leave {key} out",
            f"{key} 为 {given!r}，而报告画的是排放的扇形图：请删去 {key}",
        )
        for key, given, wanted in pairs
        if given and given != wanted
    ]
    if problems:
        raise refuse(name, problems)


def each_variable(found: FigureFound) -> list[FigureFound]:
    """Return a figure of each variable of a figure, named after it."""
    return [
        replace(
            found,
            spec=replace(found.spec, id=file_name(each.id), variables=(each.id,)),
            shown=(each,),
        )
        for each in found.shown
    ]


def file_name(scalar: str) -> str:
    """Return a scalar id as a file name that every system takes.

    >>> file_name("fleet[private_car,electric]"), file_name("../co2/gdp")
    ('fan-fleet-private_car-electric', 'fan-.._co2_gdp')
    """
    return file_names([scalar])[scalar]


def file_names(scalars: Sequence[str]) -> dict[str, str]:
    """Return a file name for each scalar id, no two the same.

    >>> file_names(["co2/gdp", "co2_gdp"])
    {'co2/gdp': 'fan-co2_gdp_2', 'co2_gdp': 'fan-co2_gdp'}
    """
    plain = {
        each: "fan-" + each.replace("[", "-").replace(",", "-").rstrip("]") for each in scalars
    }
    safe = safe_names(plain.values())
    return {each: safe[name] for each, name in plain.items()}


def _shown(project: Project, spec: FigureSpec) -> tuple[Shown, ...]:
    city, graph = project.city, project.graph
    if spec.account and spec.account not in city.accounts:
        raise refuse("account", [not_known(("account", "核算口径"), spec.account, city.accounts)])
    if spec.chart:
        lines = shown_lines(chart_named(project, spec.chart))
        return tuple(replace(each, observed=_observed(project, each.plain, spec)) for each in lines)
    usual = city.accounts[spec.account or city.account].variable
    scalars: list[str] = []
    errors: list[InputError] = []
    for name in spec.variables or (usual,):
        scalars += attempt(errors, partial(graph.scalars_of, name)) or ()
    if errors:
        raise joined(errors) if len(errors) > 1 else errors[0]
    return tuple(_variable(project, each, spec) for each in dict.fromkeys(scalars))


def _variable(project: Project, scalar: str, spec: FigureSpec) -> Shown:
    city, history = project.city, project.tables.history
    variable = project.graph.variables[scalar.partition("[")[0]]
    account = next((key for key, each in city.accounts.items() if each.variable == scalar), "")
    label = (
        city.accounts[account].label
        if account
        else _with_element((variable.title_zh, english_name(variable.name)), scalar, project)
    )
    rows = [each for each in history if each.measure == "level"]
    return Shown(
        id=scalar,
        label=label,
        unit=variable.unit,
        account=account,
        observed=_observed(project, scalar, spec),
        independent=tuple(
            each
            for each in rows
            if account
            and spec.history != "none"
            and not each.variable
            and each.unit == variable.unit
        ),
    )


def _observed(project: Project, scalar: str, spec: FigureSpec) -> tuple[Observation, ...]:
    """Return what was observed of a scalar, as far as the figure shows history."""
    return tuple(
        each
        for each in project.tables.history
        if scalar
        and each.variable == scalar
        and each.measure == "level"
        and (spec.history == "all" or (spec.history == "statistics" and is_published(each)))
    )


def is_published(observation: Observation) -> bool:
    """Say whether a value was read somewhere, and not derived or assumed."""
    return observation.provenance.quality in ("plan", "statistic", "literature")


def _with_element(name: Pair, scalar: str, project: Project) -> Pair:
    element = scalar.partition("[")[2].rstrip("]")
    if not element:
        return name
    city = project.city
    known = {each.id: each.label for each in city.sectors.values()} | dict(city.counties)
    if lever := project.tables.levers.get(lever_of(scalar)):
        known[element] = lever.label_zh, lever.label_en
    plain = element.replace("_", " ").replace(",", ", ")
    zh, en = known.get(element, (plain, plain))
    return f"{name[0]}（{zh}）", f"{name[1]}, {en[:1].lower() + en[1:]}"


def _check(
    project: Project, spec: FigureSpec, chosen: Sequence[Settings], shown: Sequence[Shown]
) -> None:
    city, problems = project.city, []
    count = len(chosen)
    if spec.layout == "one" and count > MOST_ON_ONE:
        problems.append(
            Problem(
                f"{count} cases on one pair of axes cannot be told apart, {MOST_ON_ONE} can: take "
                "layout panels, or leave some out",
                f"{count} 个情景放在一张图里无法分辨，最多 {MOST_ON_ONE} 个："
                "请用 panels 分图，或去掉几个",
            )
        )
    panels = max(1, len(shown)) * (count if spec.layout == "panels" else 1)
    if panels > MOST_PANELS:
        problems.append(
            Problem(
                f"{panels} panels are more than the {MOST_PANELS} of a page: name fewer variables "
                "or cases",
                f"共 {panels} 幅小图，一页最多 {MOST_PANELS} 幅：请减少变量或情景",
            )
        )
    first, last = spec.first or city.first, spec.last or city.last
    if last > city.last or last <= city.first:
        problems.append(
            Problem(
                f"until {last}: the model ends in {city.last} and begins in {city.first}",
                f"终止年 {last}：模型从 {city.first} 年算到 {city.last} 年",
            )
        )
    elif first >= last or first < city.first - EARLIER:
        problems.append(
            Problem(
                f"from {first}: name a year from {city.first - EARLIER} on and before {last}",
                f"起始年 {first}：应不早于 {city.first - EARLIER} 年，且早于 {last} 年",
            )
        )
    if problems:
        raise refuse(spec.id, problems)
