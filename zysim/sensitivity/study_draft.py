"""A study to start from: every constant of a model, with a range that is a start and no fact."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zysim.errors import InputError, unknown_name
from zysim.inputs.cin import read_cin
from zysim.inputs.payoff import PayoffTerm, Searched, read_voc, read_vpd
from zysim.inputs.problems import joined
from zysim.inputs.vsc import Vsc, VscFactor, read_lst, read_vsc
from zysim.kernel.batch import CLOCK
from zysim.reading.graph import ModelGraph, Variable
from zysim.reading.model_text import typed_id
from zysim.runs.other_model import settings_of, stocks_of
from zysim.sensitivity.case_tables import with_new_tables

SHARE = 0.5
"""How far a range reaches to either side of the number in the model file."""
TIMES = 0.1
"""How far that of a moment does, as a share of the time the model runs over."""
MOST_OUTCOMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft is made of beside the model."""

    vsc: Vsc | None = None
    saved: Sequence[str] = ()
    """Variables of save lists."""
    cins: Sequence[Path] = field(default=())
    searched: Sequence[Searched] = ()
    """Constants of an optimisation control."""
    payoff: Sequence[PayoffTerm] = ()
    data: Sequence[Path] = ()
    """Exported runs: of data variables, and what a payoff compares."""


def read_draft(
    *,
    vsc: Path | None = None,
    lst: Path | None = None,
    cins: Sequence[Path] = (),
    voc: Path | None = None,
    vpd: Path | None = None,
    data: Sequence[Path] = (),
) -> Draft:
    """Read Vensim's files that a draft takes over.

    Raises
    ------
    InputError
        If a file cannot be read or breaks a rule.
    """
    return Draft(
        vsc=None if vsc is None else read_vsc(vsc),
        saved=() if lst is None else read_lst(lst),
        cins=tuple(cins),
        searched=() if voc is None else read_voc(voc),
        payoff=() if vpd is None else read_vpd(vpd),
        data=tuple(data),
    )


def draft_study(graph: ModelGraph, model: Path, draft: Draft, folder: Path) -> str:
    """Return the text of a study of a model.

    Parameters
    ----------
    graph, model
        The model and its file.
    draft
        Vensim's files to take over.
    folder
        Where the study will stand: files are named from there.

    Raises
    ------
    InputError
        If Vensim's files name what the model does not have, or there is nothing to vary.
    """
    lines = [
        f"model = {_text(_beside(model, folder))}",
        f"title_zh = {_text(model.stem)}",
        f"title_en = {_text(model.stem)}",
        "",
        "# [clock]            in place of the model file's: start, end, step, method",
        "",
    ]
    if draft.data:
        files = ", ".join(_text(_beside(path, folder)) for path in draft.data)
        lines += ["[data]", f"files = [{files}]", ""]
    for path in draft.cins:
        changes = read_cin(path)
        settings_of(graph, changes.constants, str(path))
        with_new_tables(graph, {path.stem: changes.tables}, str(path))
        lines += [f"[cases.{_key(path.stem)}]", f"cin = {_text(_beside(path, folder))}", ""]
    lines += _factors(graph, draft)
    lines += _outcomes(graph, draft)
    lines += _fit(graph, draft, folder)
    rows = ("sobol", 128, 8) if draft.vsc is None else (draft.vsc.kind, draft.vsc.rows, 1)
    lines += [
        "[design]",
        "# sobol and morris rank; lhs, grid, factorial and file (rows of a table) show a spread",
        f"kind = {_text(rows[0])}",
        f"rows = {rows[1]}",
        f"replicates = {rows[2]}",
        f"seed = {0 if draft.vsc is None else draft.vsc.seed}",
    ]
    return "\n".join(lines) + "\n"


def _factors(graph: ModelGraph, draft: Draft) -> list[str]:
    if draft.vsc is not None:
        known = [_check(graph, each) for each in draft.vsc.factors]
        return [line for each, home in known for line in _taken_over(each, home)]
    if draft.searched:
        return [line for each in draft.searched for line in _range(graph, each)]
    found = [
        each
        for each in graph.variables.values()
        if each.kind == "constant"
        and each.identifier not in CLOCK
        and not any(scalar in graph.structural for scalar in each.elements)
    ]
    lines = [
        f"# Ranges are {SHARE:.0%} to either side of the number in the model file (a moment:",
        f"# {TIMES:.0%} of the run; a number of 1 or less without unit: at most 1, as a share is):",
        "# a start, not a fact. Put in what is known of each, and take",
        "# out what does not vary.",
        "",
    ]
    count = 0
    for each in found:
        value = graph.constants[each.elements[0]]
        if value:
            count += 1
            lines += _constant(each, value, graph)
        else:
            lines += [f"# {each.identifier} = 0: no range can be guessed", ""]
    if not count:
        msg = "the model has no constant other than 0 to vary."
        raise InputError(msg, zh="模型没有可变化的非零常数。")
    return lines


def _range(graph: ModelGraph, each: Searched) -> list[str]:
    name = typed_id(each.variable)
    settings_of(graph, {name: each.low}, each.place)
    settings_of(graph, {name: each.high}, each.place)
    return [f"[factors.{_key(name)}]", f"low = {each.low!r}", f"high = {each.high!r}", ""]


def _constant(each: Variable, value: float, graph: ModelGraph) -> list[str]:
    first, last = graph.initial_time, graph.final_time
    reach = abs(value) * SHARE
    if first > last - first and first <= value <= last:  # a calendar year, not a number of years
        reach = TIMES * (last - first)
    low, high = (float(f"{each:.9g}") for each in (value - reach, value + reach))
    if 0 < value <= 1 and each.unit in ("", "1", "dmnl", "Dmnl"):
        high = min(high, 1.0)
    low = low if each.low is None else max(low, each.low)
    high = high if each.high is None else min(high, each.high)
    about = " ".join(f"{each.unit} {each.comment}".replace("\\", " ").split())
    alike = f"; {len(each.elements)} elements vary together" if len(each.elements) > 1 else ""
    return [
        f"[factors.{_key(each.identifier)}]  # {value!r} {about}{alike}".rstrip(),
        f"low = {low!r}",
        f"high = {high!r}",
        "",
    ]


def _check(graph: ModelGraph, each: VscFactor) -> tuple[VscFactor, str]:
    name = typed_id(each.variable)
    settings_of(graph, {name: each.low}, "vsc")
    return each, name


def _taken_over(each: VscFactor, name: str) -> list[str]:
    lines = [f"[factors.{_key(name)}]"]
    if each.levels:
        lines.append(f"levels = {json.dumps(list(each.levels))}")
    else:
        lines += [f"distribution = {_text(each.distribution)}", f"low = {each.low!r}"]
        lines += [f"mode = {each.mode!r}"] if each.mode is not None else []
        lines.append(f"high = {each.high!r}")
    return [*lines, ""]


def _outcomes(graph: ModelGraph, draft: Draft) -> list[str]:
    terms = [each for each in draft.payoff if not each.data]
    if terms:
        _check_terms(graph, terms)
        formula = " + ".join(_term(each, graph) for each in terms)
        return [
            "# to be as large as can be; an area is the mean over the reported times, times their",
            "# span: nearly Vensim's sum over the steps",
            "[outcomes.payoff]",
            f"formula = {_text(formula)}",
            "",
        ]
    if draft.saved:
        names = [each for name in draft.saved for each in graph.scalars_of(typed_id(name))]
    else:
        names = stocks_of(graph)[:MOST_OUTCOMES]
    lines = ["# at: a moment, start, end, max, min, mean, time of max, first above 3", ""]
    for name in names:
        lines += [f"[outcomes.{_key(name)}]", f"variable = {_text(name)}", 'at = "end"', ""]
    return lines


def _fit(graph: ModelGraph, draft: Draft, folder: Path) -> list[str]:
    terms = [each for each in draft.payoff if each.data]
    if not terms:
        return []
    _check_terms(graph, terms)
    seen = [f"data = {_text(_beside(draft.data[0], folder))}"] if draft.data else []
    lines = ["# weight: one over the standard deviation of an observation", "[fit]", *seen, ""]
    for each in terms:
        lines += [
            f"[fit.series.{_key(typed_id(each.variable))}]",
            f"column = {_text(each.data)}",
            f"weight = {each.weight!r}",
            "",
        ]
    return lines


def _check_terms(graph: ModelGraph, terms: Sequence[PayoffTerm]) -> None:
    errors = [
        unknown_name("variable", each.variable, graph.home, each.place)
        for each in terms
        if typed_id(each.variable) not in graph.home
    ]
    if errors:
        raise joined(errors)


def _term(each: PayoffTerm, graph: ModelGraph) -> str:
    """Return one term of a payoff as a formula of a study."""
    name, bracket, rest = typed_id(each.variable).partition("[")
    elements = ", ".join(_text(part) for part in rest.rstrip("]").split(","))
    series = _text(name) + (f"[{elements}]" if bracket else "")
    if each.taken == "area":
        return f"{each.weight!r} * mean({series}) * {graph.final_time - graph.initial_time!r}"
    return f"{each.weight!r} * {series}[{each.taken}]"


def _beside(path: Path, folder: Path) -> str:
    """Return a path as seen from a folder, with ``/``."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
    return name if plain else _text(name)


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
