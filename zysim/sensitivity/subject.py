"""What a study is about: the city, or any model, with all that varies made a constant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from zysim.errors import InputError, ModelFileError, unknown_name
from zysim.inputs.lever_names import lever_of
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.settings import Settings
from zysim.inputs.structures import Question
from zysim.inputs.study import FactorSpec, Study
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.kernel.methods import Method
from zysim.kernel.trace import trace
from zysim.reading.altered import (
    with_clock,
    with_initial,
    with_point,
    with_switch,
)
from zysim.reading.graph import ModelGraph
from zysim.reading.model_text import typed_id
from zysim.reading.vensim import read_model
from zysim.runs.other_model import settings_of
from zysim.runs.project import Project, choose, open_project
from zysim.runs.structural import set_by, touches
from zysim.sensitivity.case_tables import check_points, with_new_tables
from zysim.sensitivity.factor_checks import (
    check_constant,
    check_lever,
    check_range,
    scalars_of_constant,
)
from zysim.sensitivity.measures import check_names
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A factor that a study names, as a constant of the model."""

    id: str
    constant: str
    """Id of the constant, of a whole array too; "" where options are chosen."""
    uncertain: Uncertain
    options: tuple[Mapping[str, float], ...]
    label: Pair
    unit: str
    structure: Question | None = None
    """Question about structure whose alternatives are drawn, in place of a constant."""

    @property
    def sets(self) -> tuple[str, ...]:
        """Constants that it sets in some runs; the settings of levers, which stay, left out."""
        if self.structure is not None:
            return set_by(self.structure)
        return (self.constant,) if self.constant else tuple(self.options[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A model as a study runs it."""

    root: Path
    """Folder that the files are told from."""
    files: tuple[Path, ...]
    """Files the numbers rest on, the study left out."""
    graph: ModelGraph
    """With every factor a constant."""
    method: Method
    about: Pair
    """What the outcomes are of."""
    named: tuple[Named, ...]
    fixed: Mapping[str, float]
    """Constants that the scenario or the first case sets, by scalar id."""
    cases: Mapping[str, Mapping[str, float]]
    """Case to the constants it sets, by scalar id; at least one."""
    account: str = ""
    """The city: variable of the account that its own outcomes are of."""
    project: Project | None = None
    """The city, where it is the city."""
    settings: Settings | None = field(default=None)


def open_subject(study: Study, root: Path | None = None) -> Subject:
    """Open what a study is about.

    Parameters
    ----------
    study
        The study.
    root
        The city's folder, where it is about the city.

    Raises
    ------
    InputError
        If a name of the study is unknown or a range does not fit; all problems at once.
    ModelFileError
        If the model cannot be read.
    """
    return city_subject(open_project(root), study) if study.model is None else _model(study)


def city_subject(project: Project, study: Study) -> Subject:
    """Return the city as a study runs it.

    Raises
    ------
    InputError
        As :func:`open_subject`.
    """
    city = project.city
    name = study.boundary or city.account
    if name not in city.accounts:
        raise refuse(study.path, [not_known(("boundary", "核算口径"), name, city.accounts)])
    account = city.accounts[name]
    try:
        settings = choose(project, [study.scenario or city.main], {})[0]
    except InputError as error:
        problem = Problem(str(error), error.zh or str(error))
        raise refuse(study.path, [problem.under("scenario", "scenario")]) from error
    graph, named = _with_factors(project.graph, study, project.tables)
    _check_open(study, settings, named)
    params = project.root / "params"
    return Subject(
        root=project.root,
        files=(
            city.path,
            project.model,
            *sorted([*params.rglob("*.csv"), *params.rglob("*.toml")]),
        ),
        graph=graph,
        method=project.graph.method,
        about=account.label,
        account=account.variable,
        named=named,
        fixed=settings.constants,
        cases={settings.id: settings.constants},
        project=project,
        settings=settings,
    )


def _model(study: Study) -> Subject:
    path = cast("Path", study.model)
    if not path.is_file():
        msg = f"{study.path}: model {path.name!r} is not beside the study; give its path."
        raise ModelFileError(msg, zh=f"{study.path}：研究旁没有模型 {path.name!r}，请写出其路径。")
    graph = with_clock(read_model(path, data=study.data), study.clock)
    tables = {name: each.tables for name, each in study.cases.items()}
    graph, chosen = with_new_tables(graph, tables, str(study.path))
    check_points(study)
    cases = {}
    problems: list[Problem] = []
    for name, changes in study.cases.items():
        try:
            made = settings_of(graph, changes.constants, f"[cases.{name}]")
            cases[name] = made | chosen[name]
        except InputError as error:
            problems.append(Problem(str(error), error.zh or str(error)))
    if problems:
        raise refuse(study.path, problems)
    graph, named = _with_factors(graph, study, None)
    first = next(iter(cases.values()), {})
    return Subject(
        root=path.resolve().parent,
        files=(path.resolve(), *graph.tables),
        graph=graph,
        method=cast("Method", study.integration or getattr(graph, "method", "euler")),
        about=(path.name, path.name),
        named=named,
        fixed=first,
        cases=cases or {path.stem: {}},
    )


def _with_factors(
    graph: ModelGraph, study: Study, tables: Tables | None
) -> tuple[ModelGraph, tuple[Named, ...]]:
    """Make every factor of a study a constant of the model."""
    problems: list[Problem] = []
    named = []
    for spec in study.own:
        try:
            graph, found = _factor(graph, spec, tables)
            named.append(found)
        except InputError as error:
            where = f"[factors.{spec.id}]"
            problems.append(Problem(str(error), error.zh or str(error)).under(where, where))
    taken: dict[str, str] = {}
    for each in named:
        for scalar in (one for name in each.sets for one in scalars_of_constant(graph, name)):
            other = taken.setdefault(scalar, each.id)
            if other != each.id:
                problems.append(
                    Problem(
                        f"factors {other!r} and {each.id!r} both vary {scalar}: leave one out",
                        f"因素 {other!r} 与 {each.id!r} 都变化 {scalar}：请删去一个",
                    )
                )
    if problems:
        raise refuse(study.path, [*problems, *_unknown_outcomes(graph, study)])
    return graph, tuple(named)


def _unknown_outcomes(graph: ModelGraph, study: Study) -> Iterator[Problem]:
    """Say which outcomes name what the model lacks, beside what is wrong with the factors."""
    for spec in study.outcomes:
        where = f"[outcomes.{spec.id}]"
        for each in check_names(spec.formula, graph) if spec.formula is not None else ():
            yield each.under(where, where)


def _check_open(study: Study, settings: Settings, named: Sequence[Named]) -> None:
    """Refuse a question about levers that the scenario leaves at 0 and the study does not vary."""
    free = {lever_of(each.constant) for each in named}
    problems = []
    for each in named:
        asked = each.structure
        if asked is None or touches(asked, settings) or study.vary in ("levers", "all"):
            continue
        if not asked.levers & free:
            told, place = ", ".join(sorted(asked.levers)), f"[factors.{each.id}]"
            problems.append(
                Problem(
                    f"scenario {settings.id} does not use {told}, so {asked.id!r} changes nothing:"
                    " take another scenario or vary the levers",
                    f"情景 {settings.id} 没有采用 {told}，{asked.id!r} 不起作用："
                    "请换一个情景，或让这些措施变化",
                ).under(place, place)
            )
    if problems:
        raise refuse(study.path, problems)


def _question(spec: FactorSpec, tables: Tables | None) -> Question:
    known = {each.id: each for each in (tables.structures if tables else ())}
    if spec.structure not in known:
        problem = not_known(("question", "结构问题"), spec.structure, known)
        raise InputError(problem.en, zh=problem.zh)
    return known[spec.structure]


def _structure(spec: FactorSpec, question: Question) -> Named:
    """Return a question about structure as a factor: the place of an alternative, by weight."""
    weights = tuple(each.weight for each in question.alternatives)
    last = len(weights) - 1.0
    found = _named(spec, "", 0.0, last, "option", ({},) * len(weights))
    return replace(
        found,
        uncertain=replace(found.uncertain, kind="structure", weights=weights),
        options=(),
        label=question.label if spec.label == (spec.id, spec.id) else spec.label,
        structure=question,
    )


def _factor(graph: ModelGraph, spec: FactorSpec, tables: Tables | None) -> tuple[ModelGraph, Named]:
    if spec.structure:
        return graph, _structure(spec, _question(spec, tables))
    if spec.options:
        options = tuple(settings_of(graph, each) for each in spec.options)
        return graph, _named(spec, "", 0.0, len(options) - 1.0, "option", options)
    name = typed_id(spec.variable)
    lever = None if tables is None else tables.levers.get(name)
    if lever is not None:
        name = lever.constant
        low = lever.low if spec.low is None else spec.low
        high = lever.high if spec.high is None else spec.high
        check_lever(lever, [low, high, *spec.levels])
        label = (lever.label_zh, lever.label_en) if spec.label == (spec.id, spec.id) else spec.label
        named = replace(spec, label=label)
        return graph, _named(named, name, low, high, "setting", kind="lever")
    name = graph.formerly.get(name, name)
    unit = _unit(graph, name)
    if spec.part == "point":
        constant = f"{name} at {spec.place:g}"
        graph = with_point(graph, name, cast("float", spec.place), constant)
        return graph, _named(spec, constant, *_range(spec), unit)
    if spec.part == "initial":
        (scalar,) = _one(graph, name)
        constant = f"initial {scalar}"
        usual = float(trace_start(graph, scalar))
        graph = with_initial(graph, scalar, constant, usual)
        return graph, _named(spec, constant, *_range(spec), unit)
    check_constant(graph, name, tables)
    if spec.part == "switch":
        (scalar,) = _one(graph, name)
        constant = f"moment of {scalar}"
        low, high = _range(spec)
        never = max(high, graph.final_time) + graph.time_step
        graph = with_switch(graph, scalar, cast("float", spec.to), constant, never)
        return graph, _named(spec, constant, low, high, _unit(graph, "time_step"))
    low, high = _usual_range(spec, name, tables)
    check_range(graph, name, low, high)
    return graph, _named(spec, name, low, high, unit)


def trace_start(graph: ModelGraph, scalar: str) -> float:
    """Return the first value of a scalar in the model as it is."""
    _, values = trace(graph, outputs=[scalar])
    return float(values[scalar][0])


def _named(
    spec: FactorSpec,
    constant: str,
    low: float,
    high: float,
    unit: str,
    options: tuple[Mapping[str, float], ...] = (),
    kind: str = "world",
) -> Named:
    levels = tuple(map(float, range(len(options)))) if options else spec.levels
    return Named(
        id=spec.id,
        constant=constant,
        uncertain=Uncertain(
            id=constant or f"option of {spec.id}",
            distribution=spec.distribution,
            low=low,
            mode=spec.mode,
            high=high,
            group=spec.group,
            kind="lever" if kind == "lever" else "world",
            note="",
            levels=levels,
        ),
        options=options,
        label=spec.label,
        unit=unit,
    )


def _range(spec: FactorSpec) -> tuple[float, float]:
    if spec.low is None or spec.high is None:
        msg = "low and high are missing"
        raise InputError(msg, zh="缺少 low 与 high")
    return spec.low, spec.high


def _usual_range(spec: FactorSpec, name: str, tables: Tables | None) -> tuple[float, float]:
    """Return the range asked for, else that of the city's tables."""
    if spec.low is None and tables is not None:
        if name in tables.uncertainty:
            return tables.uncertainty[name].low, tables.uncertainty[name].high
        if name in tables.parameters:
            return tables.parameters[name].low, tables.parameters[name].high
    return _range(spec)


def _one(graph: ModelGraph, name: str) -> tuple[str, ...]:
    """Return the one scalar of a name; an array must name its element."""
    if name not in graph.variables and name not in graph.home:
        raise unknown_name("variable", name, graph.variables, "")
    found = scalars_of_constant(graph, name)
    if len(found) > 1:
        msg = f"{name} is an array: name one element, such as {found[0]}"
        raise InputError(msg, zh=f"{name} 是数组：请指明一个元素，如 {found[0]}")
    return found


def _unit(graph: ModelGraph, name: str) -> str:
    home = graph.variables.get(name.partition("[")[0])
    return "" if home is None else home.unit
