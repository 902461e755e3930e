"""Read study files (``*.toml``): of the city or of any model, all problems told at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, cast, get_args

from zysim.errors import InputError, unknown_name
from zysim.inputs.cin import Changes, read_cin
from zysim.inputs.formula import Formula, parse_formula
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.study import (
    LEAST_ROWS,
    Compared,
    FactorSpec,
    FitSpec,
    Kind,
    Missing,
    OutcomeSpec,
    RankBy,
    Study,
    Vary,
)
from zysim.inputs.study_factor import read_factor, read_pair
from zysim.inputs.study_seek import read_seek
from zysim.inputs.text_file import read_text
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable

MOST_ROWS = 1 << 27
MOST_EVERY = 10_000
USUAL_ROWS: Mapping[str, int] = {"sobol": 128, "morris": 20, "lhs": 1000, "points": 1000}
USUAL_REPLICATES: Mapping[str, int] = {"sobol": 8}
OVER_TIME = ("max", "min", "mean", "sum", "time of max", "time of min")
FIRST = ("first above", "first below")
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
    return named if "id" in read_toml(path) else f"id = {json.dumps(path.stem)}\n{named}"


def _bare_names(text: str) -> str:
    """Return a text with every path in quotes cut to its last name."""
    return QUOTED.sub(lambda found: json.dumps(PureWindowsPath(found[1]).name), text)


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
    top = TomlTable(read_toml(path), "", problems)
    model = top.text("model", "")
    title = read_pair(top, "title", (path.stem, path.stem))
    question = read_pair(top, "question", title)
    design = _design(top.table("design"), path)
    vary = top.choice("vary", get_args(Vary), "none")
    if model and vary != "none":
        top.note(
            f"vary {vary!r} is of the city; name the factors of a model as [factors.NAME]",
            f"vary {vary!r} 只用于城市模型；其他模型请用 [factors.名称] 列出因素",
        )
    clock = top.table("clock")
    times = {key: clock.number(key) for key in ("start", "end", "step")}
    method = clock.choice("method", ("euler", "rk2", "rk4"), "") if "method" in clock.data else ""
    clock.finish()
    if not model and clock.data:
        clock.note("the clock of the city is fixed", "城市模型的时钟不能更改")
    given = top.table("data")
    data = tuple((path.parent / each).resolve() for each in given.texts("files"))
    given.finish()
    fit = _fit(top.table("fit"), path)
    keep = top.table("keep")
    kept = keep.texts("variables") if "variables" in keep.data else None
    every = keep.whole("every", 1, MOST_EVERY, 1)
    keep.finish()
    own = tuple(read_factor(name, each) for name, each in top.table("factors").tables().items())
    outcomes = tuple(
        _outcome(name, each, city=not model)
        for name, each in top.table("outcomes").tables().items()
    )
    cins: list[Path] = []
    cases = {name: _case(each, path, cins) for name, each in top.table("cases").tables().items()}
    if cases and not model:
        top.note(
            "cases are of other models: write scenario = 'plan' for the city",
            "cases 只用于其他模型；城市模型请写 scenario = 'plan'",
        )
    event, event_text = _event(top)
    scenario, boundary = top.text("scenario", ""), top.text("boundary", "")
    if model and ("scenario" in top.data or "boundary" in top.data):
        top.note(
            "scenario and boundary are of the city; leave them out",
            "scenario 和 boundary 只用于城市模型，请删去",
        )
    _check_whole(top, model, vary, own, outcomes, design)
    seek = read_seek(top.table("seek"), [each.id for each in own], [each.id for each in outcomes])
    identity = top.text("id", path.stem)
    top.finish()
    if problems:
        raise refuse(path, problems)
    return Study(
        path=path,
        id=identity,
        title_zh=title[0],
        title_en=title[1],
        question_zh=question[0],
        question_en=question[1],
        model=(path.parent / Path(model).expanduser()).resolve() if model else None,
        data=data,
        fit=fit,
        further=tuple(each for each in (design["rows_file"], *cins, *data) if each is not None),
        scenario=scenario,
        boundary=boundary,
        cases=cases,
        clock={key: value for key, value in times.items() if value is not None},
        integration=method,
        vary=cast("Vary", vary),
        own=own,
        outcomes=outcomes,
        keep=kept,
        every=every,
        event=event,
        event_text=event_text,
        seek=seek,
        **design,
    )


def _design(table: TomlTable, path: Path) -> dict[str, Any]:
    kind = table.choice("kind", get_args(Kind), "sobol")
    least = LEAST_ROWS.get(kind, 1)
    rows = table.whole("rows", least, MOST_ROWS, USUAL_ROWS.get(kind, 1))
    if kind == "sobol" and rows & (rows - 1):
        near = 1 << (rows.bit_length() - 1)
        table.note(
            f"rows {rows}: a Sobol study needs a power of 2, such as {near} or {2 * near}",
            f"rows {rows}：Sobol 研究须为 2 的幂，如 {near} 或 {2 * near}",
        )
    replicates = table.whole("replicates", 1, 64, USUAL_REPLICATES.get(kind, 1))
    if kind in ("grid", "factorial", "file"):
        for key in ("rows", "replicates"):
            if key in table.data:
                table.note(
                    f"{key}: the rows of a {kind} design follow from it; leave this out",
                    f"{key}：{kind} 设计的行数由其自身决定，请删去",
                )
    rank_by = table.choice("rank_by", get_args(RankBy), "each")
    if kind == "morris" and rank_by != "each":
        table.note(
            "rank_by: a Morris study ranks each constant: write rank_by = 'each'",
            "rank_by：Morris 研究按单个常数排序，请写 rank_by = 'each'",
        )
    file = table.text("file", "")
    if bool(file) != (kind == "file"):
        table.note(
            'file goes with kind = "file": the table of rows beside the study',
            'file 须与 kind = "file" 同用：指研究旁的一张行表',
        )
    found = {
        "method": cast("Kind", kind),
        "rows": rows,
        "replicates": replicates,
        "factors": cast("RankBy", rank_by),
        "steps": table.whole("steps", 2, 1000, 3),
        "rows_file": (path.parent / file).resolve() if file else None,
        "top": table.whole("top", 0, 20, 0),
        "seed": table.whole("seed", 0, (1 << 31) - 1, 0),
        "missing": cast("Missing", table.choice("missing", get_args(Missing), "leave out")),
    }
    table.finish()
    return found


def _fit(table: TomlTable, path: Path) -> FitSpec:
    data = table.text("data", "")
    series = []
    for name, each in table.table("series").tables().items():
        variable = each.text("variable", name)
        weight = each.number("weight")
        if weight is not None and weight <= 0:
            each.note(f"weight {weight:g}: must be above 0", f"weight {weight:g}：应大于 0")
        column = each.text("column", variable)
        series.append(Compared(variable=variable, column=column, weight=weight))
        each.finish()
    table.finish()
    return FitSpec(
        data=(path.parent / data).resolve() if data else None,
        series=tuple(series),
    )


def _outcome(name: str, table: TomlTable, *, city: bool) -> OutcomeSpec:
    usual = table.text("usual", "") if city else ""
    variable, written = table.text("variable", ""), table.text("formula", "")
    when = table.get("at")
    text = written or (f'"{variable}"' if variable else "")
    if bool(usual) + bool(variable) + bool(written) != 1:
        table.note(
            "give one of variable, formula" + (" and usual" if city else ""),
            "variable、formula" + ("、usual" if city else "") + " 须给且只给一个",
        )
        formula = None
    elif usual:
        formula = None
    else:
        inner = _quoted(variable) if variable else written
        text = _taken(table, inner if variable or when is None else f"({inner})", when)
        formula = _formula(table, text)
    found = OutcomeSpec(
        id=name,
        usual=usual,
        formula=formula,
        text=text,
        label=read_pair(table, "label", (name, name)),
        unit=table.text("unit", ""),
    )
    table.finish()
    return found


def _quoted(variable: str) -> str:
    """Return a variable as a formula writes it: a name with spaces in quotes, then subscripts."""
    head, bracket, rest = variable.partition("[")
    elements = ",".join(f'"{_bare(each)}"' for each in rest.rstrip("] ").split(","))
    return f'"{_bare(head)}"' + (f"[{elements}]" if bracket else "")


def _bare(name: str) -> str:
    return name.strip().strip('"').strip()


def _taken(table: TomlTable, inner: str, when: object) -> str:
    """Return the formula that takes one number of a series."""
    if when is None:
        return inner
    if isinstance(when, int | float) and not isinstance(when, bool):
        return f"{inner}[{when!r}]"
    word = " ".join(str(when).split()).lower()
    if word in ("start", "end"):
        return f"{inner}[{word}]"
    if word in OVER_TIME:
        return f"{word.replace(' ', '_')}({inner})"
    for each in FIRST:
        if word.startswith(f"{each} "):
            return f"{each.replace(' ', '_')}({inner}, {word.removeprefix(each).strip()})"
    allowed = f"a moment, start, end, {', '.join(OVER_TIME)}, first above N, first below N"
    table.note(f"at {when!r} must be one of {allowed}", f"at {when!r} 应为 {allowed} 之一")
    return inner + "[end]"


def _formula(table: TomlTable, text: str) -> Formula | None:
    try:
        return parse_formula(text)
    except InputError as error:
        table.note(str(error), error.zh or str(error))
        return None


def _event(top: TomlTable) -> tuple[Formula | None, str]:
    text = top.text("event", "")
    if not text:
        return None, ""
    return _formula(top, text), text


def _case(table: TomlTable, path: Path, cins: list[Path]) -> Changes:
    """Return the constants a case sets, by a file of Vensim's and by name."""
    file = table.text("cin", "")
    found = Changes()
    if file:
        cins.append((path.parent / file).resolve())
        try:
            found = read_cin(path.parent / file)
        except InputError as error:
            table.note(str(error), error.zh or str(error))
    values = {name: table.number(name) for name in table.data if name != "cin"}
    own = {name: value for name, value in values.items() if value is not None}
    return Changes({**found.constants, **own}, found.tables)


def _check_whole(
    top: TomlTable,
    model: str,
    vary: str,
    own: tuple[FactorSpec, ...],
    outcomes: tuple[OutcomeSpec, ...],
    design: Mapping[str, Any],
) -> None:
    """Note what is wrong with the parts of a study together."""
    if model and not outcomes:
        top.note(
            "name one outcome at least: [outcomes.NAME]", "请至少给出一个结果：[outcomes.名称]"
        )
    if vary == "none" and len(own) < 2 and design["method"] in ("sobol", "morris"):
        top.note(
            f"a {design['method']} study needs two factors or more: [factors.NAME]",
            f"{design['method']} 研究应有两个以上因素：[factors.名称]",
        )
    if vary == "none" and not own:
        top.note("nothing varies: [factors.NAME]", "没有变化的因素：[factors.名称]")
    if model:
        for each in own:
            if each.structure:
                top.note(
                    f"[factors.{each.id}]: structure is of the city; name options instead",
                    f"[factors.{each.id}]：structure 只用于城市模型；其他模型请用 options",
                )
            elif each.low is None and not each.levels and not each.options:
                top.note(
                    f"[factors.{each.id}]: low and high are missing",
                    f"[factors.{each.id}]：缺少 low 与 high",
                )
