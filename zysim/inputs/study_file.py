"""Read study files (``*.toml``): of the city or of any model, all problems told at once."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any

from zysim.errors import InputError, unknown_name
from zysim.inputs.cin import Changes, read_cin
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.study import LEAST_ROWS, Compared, FactorSpec, FitSpec, Study
from zysim.inputs.study_factor import factor_of, factor_problems, in_both
from zysim.inputs.study_form import (
    MOST_ROWS,
    ClockForm,
    DataForm,
    DesignForm,
    FitForm,
    KeepForm,
    SeriesForm,
    StudyForm,
)
from zysim.inputs.study_outcome import formula_of, outcome_of
from zysim.inputs.study_seek import seek_of, seek_problems
from zysim.inputs.text_file import read_text
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import NOT_READ, TomlTable
from zysim.inputs.toml_text import as_toml

USUAL_ROWS: Mapping[str, int] = {"sobol": 128, "morris": 20, "lhs": 1000, "points": 1000}
USUAL_REPLICATES: Mapping[str, int] = {"sobol": 8}
NAMED = re.compile(r"(?m)^(\s*(?:model|file|cin|data)\s*=\s*)([\"'][^\"'\n]+[\"'])")
"""A line that names a file."""
LISTED = re.compile(r"(?m)^(\s*files\s*=\s*)(\[[^\]]*\])")
QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']")
MARKS = ("model", "design", "factors", "outcomes")
"""Keys that a study has and a scenario does not."""


def read_study(name: str, folder: Path) -> Study:
    """Read one study.

    Parameters
    ----------
    name
        Name of a shipped study, or path of a file that ends in ``.toml``.
    folder
        Folder of the shipped studies.

    Raises
    ------
    InputError
        If there is no such study (with the nearest names), or its file breaks a rule; every
        problem is listed.
    """
    if name.endswith(".toml"):
        return _read(Path(name).expanduser())
    names = study_names(folder)
    if name not in names:
        raise unknown_name("study", name, names, "")
    return _read(folder / f"{name}.toml")


def study_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the shipped studies, by alphabet."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def portable_text(path: Path) -> str:
    """Return the text of a study as if the files it names stood beside it, with its id.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    text = read_text(path)
    named = NAMED.sub(lambda found: f"{found[1]}{_bare_names(found[2])}", text)
    named = LISTED.sub(lambda found: f"{found[1]}{_bare_names(found[2])}", named)
    return named if "id" in read_toml(path) else f"id = {_in_quotes(path.stem)}\n{named}"


def _bare_names(text: str) -> str:
    """Return a text with every path in quotes cut to its last name."""
    return QUOTED.sub(lambda found: _in_quotes(PureWindowsPath(found[1]).name), text)


def _in_quotes(text: str) -> str:
    """Return a text of TOML; Chinese stays as it is, so that a kept study is kept again alike."""
    return json.dumps(text, ensure_ascii=False)


def is_study(word: str) -> bool:
    """Return whether a word names a study file, and not one of a scenario.

    Raises
    ------
    InputError
        If the file cannot be read or is not TOML.
    """
    if not word.endswith(".toml") or not Path(word).expanduser().is_file():
        return False
    return any(mark in read_toml(Path(word).expanduser()) for mark in MARKS)


def _read(path: Path) -> Study:
    problems: list[Problem] = []
    form = TomlTable(read_toml(path), "", problems).record(StudyForm)
    model, design = form.model, form.design or DesignForm()
    named = form.id or path.stem
    title = in_both(form.title_zh, form.title_en, (named, named))
    question = in_both(form.question_zh, form.question_en, title)
    clock, keep, fit = form.clock or ClockForm(), form.keep or KeepForm(), form.fit or FitForm()
    data = tuple((path.parent / each).resolve() for each in (form.data or DataForm()).files)
    outcomes = []
    for name, each in form.outcomes.items():
        found: list[Problem] = []
        outcomes.append(outcome_of(each, found, city=not model))
        problems += _placed(f"[outcomes.{name}]", found)
    for name, factor in form.factors.items():
        problems += _placed(f"[factors.{name}]", factor_problems(factor))
    own = tuple(map(factor_of, form.factors.values()))
    cins: list[Path] = []
    cases = {}
    for name, values in form.cases.items():
        found = []
        cases[name] = _case(values, path, cins, found)
        problems += _placed(f"[cases.{name}]", found)
    event = formula_of(form.event, problems) if form.event else None
    problems += _placed("[design]", _design_problems(design))
    problems += _whole_problems(form, own, design)
    if form.seek is not None:
        wrong = seek_problems(form.seek, form.factors, form.outcomes)
        problems += _placed("[seek]", wrong)
    if problems:
        raise refuse(path, problems)
    rows_file = (path.parent / design.file).resolve() if design.file else None
    times = {"start": clock.start, "end": clock.end, "step": clock.step}
    kind = design.kind
    return Study(
        path=path,
        id=named,
        title_zh=title[0],
        title_en=title[1],
        question_zh=question[0],
        question_en=question[1],
        model=(path.parent / Path(model).expanduser()).resolve() if model else None,
        data=data,
        fit=FitSpec(
            data=(path.parent / fit.data).resolve() if fit.data else None,
            series=tuple(map(_compared, fit.series.values())),
        ),
        further=tuple(each for each in (rows_file, *cins, *data) if each is not None),
        scenario=form.scenario or "",
        boundary=form.boundary or "",
        cases=cases,
        clock={key: value for key, value in times.items() if value is not None},
        integration=clock.method or "",
        vary=form.vary,
        own=own,
        outcomes=tuple(outcomes),
        keep=keep.variables,
        every=keep.every,
        event=event,
        event_text=form.event,
        seek=None if form.seek is None else seek_of(form.seek),
        method=kind,
        rows=design.rows or USUAL_ROWS.get(kind, 1),
        replicates=design.replicates or USUAL_REPLICATES.get(kind, 1),
        factors=design.rank_by,
        steps=design.steps,
        rows_file=rows_file,
        top=design.top,
        seed=design.seed,
        missing=design.missing,
    )


def _placed(place: str, problems: Iterable[Problem]) -> list[Problem]:
    return [each.under(place, place) for each in problems]


def _compared(form: SeriesForm) -> Compared:
    variable = form.variable or form.id
    return Compared(variable=variable, column=form.column or variable, weight=form.weight)


def _design_problems(form: DesignForm) -> Iterator[Problem]:
    """Say what is wrong with the keys of a design together."""
    kind = form.kind
    if kind in ("grid", "factorial", "file"):
        for key in ("rows", "replicates"):
            if getattr(form, key) is not None:
                yield Problem(
                    f"{key}: the rows of a {kind} design follow from it; leave this out",
                    f"{key}：{kind} 设计的行数由其自身决定，请删去",
                )
    elif form.rows is not None and form.rows != NOT_READ:
        rows, least = form.rows, LEAST_ROWS.get(kind, 1)
        if rows < least:
            yield Problem(
                f"rows must be a whole number from {least} to {MOST_ROWS}, it is {rows}",
                f"rows 应为 {least} 至 {MOST_ROWS} 的整数，现为 {rows}",
            )
        elif kind == "sobol" and rows & (rows - 1):
            near = 1 << (rows.bit_length() - 1)
            yield Problem(
                f"rows {rows}: a Sobol study needs a power of 2, such as {near} or {2 * near}",
                f"rows {rows}：Sobol 研究须为 2 的幂，如 {near} 或 {2 * near}",
            )
    if kind == "morris" and form.rank_by != "each":
        yield Problem(
            "rank_by: a Morris study ranks each constant: write rank_by = 'each'",
            "rank_by：Morris 研究按单个常数排序，请写 rank_by = 'each'",
        )
    if bool(form.file) != (kind == "file"):
        yield Problem(
            'file goes with kind = "file": the table of rows beside the study',
            'file 须与 kind = "file" 同用：指研究旁的一张行表',
        )


def _case(
    values: Mapping[str, Any], path: Path, cins: list[Path], problems: list[Problem]
) -> Changes:
    """Return the constants a case sets, by a file of Vensim's and by name."""
    found = Changes()
    own: dict[str, float] = {}
    for name, value in values.items():
        if name == "cin" and isinstance(value, str) and value.strip():
            cins.append((path.parent / value).resolve())
            try:
                found = read_cin(path.parent / value)
            except InputError as error:
                problems.append(Problem(str(error), error.zh or str(error)))
        elif (
            isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        ):
            own[name] = float(value)
        else:
            problems.append(
                Problem(
                    f"{name} must be a number, got {as_toml(value)}",
                    f"{name} 应为数，现为 {as_toml(value)}",
                )
            )
    return Changes({**found.constants, **own}, found.tables)


def _whole_problems(
    form: StudyForm, own: Sequence[FactorSpec], design: DesignForm
) -> Iterator[Problem]:
    """Say what is wrong with the parts of a study together."""
    model, vary, kind = form.model, form.vary, design.kind
    if model and vary != "none":
        yield Problem(
            f"vary {vary!r} is of the city; name the factors of a model as [factors.NAME]",
            f"vary {vary!r} 只用于城市模型；其他模型请用 [factors.名称] 列出因素",
        )
    if not model and form.clock is not None:
        yield Problem("the clock of the city is fixed", "城市模型的时钟不能更改").under(
            "[clock]", "[clock]"
        )
    if form.cases and not model:
        yield Problem(
            "cases are of other models: write scenario = 'plan' for the city",
            "cases 只用于其他模型；城市模型请写 scenario = 'plan'",
        )
    if model and (form.scenario is not None or form.boundary is not None):
        yield Problem(
            "scenario and boundary are of the city; leave them out",
            "scenario 和 boundary 只用于城市模型，请删去",
        )
    if model and not form.outcomes:
        yield Problem(
            "name one outcome at least: [outcomes.NAME]", "请至少给出一个结果：[outcomes.名称]"
        )
    if vary == "none" and len(own) < 2 and kind in ("sobol", "morris"):
        yield Problem(
            f"a {kind} study needs two factors or more: [factors.NAME]",
            f"{kind} 研究应有两个以上因素：[factors.名称]",
        )
    if vary == "none" and not own:
        yield Problem("nothing varies: [factors.NAME]", "没有变化的因素：[factors.名称]")
    yield from _factor_problems(own) if model else ()


def _factor_problems(own: Sequence[FactorSpec]) -> Iterator[Problem]:
    """Say which factors of a model other than the city cannot be drawn."""
    for each in own:
        place = f"[factors.{each.id}]"
        if each.structure:
            yield Problem(
                "structure is of the city; name options instead",
                "structure 只用于城市模型；其他模型请用 options",
            ).under(place, place)
        elif each.low is None and each.high is None:
            yield Problem("low and high are missing", "缺少 low 与 high").under(place, place)
