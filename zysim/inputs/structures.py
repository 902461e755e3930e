"""Read params/structures.csv: questions about structure, their alternatives and weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.changes import Scheduled, check_years, parse_change
from zysim.inputs.city import City
from zysim.inputs.constants import check_assumption, elements_of
from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.provenance import PROVENANCE, Provenance, read_provenance
from zysim.inputs.uncertainty import Uncertain
from zysim.wording import Pair

COLUMNS = (
    "question",
    "question_zh",
    "question_en",
    "alternative",
    "label_zh",
    "label_en",
    "weight",
    "sets",
    *PROVENANCE,
)
DRAWN = "drawn"
"""In place of a number: the constant stays as the worlds draw it."""
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How much of a lever's setting is delivered, and when."""

    share: float
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One answer to a question about structure."""

    id: str
    label: Pair
    weight: float
    constants: Mapping[str, float | None]
    """Scalar id to its value; None leaves the number as the worlds draw it."""
    levers: Mapping[str, Delivery]
    """Lever id to what is delivered of it."""
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is open about the structure, with alternatives whose weights sum to 1."""

    id: str
    label: Pair
    alternatives: tuple[Alternative, ...]

    @property
    def levers(self) -> frozenset[str]:
        """Levers whose delivery it is about; it touches only cases that use one of them."""
        return frozenset(name for each in self.alternatives for name in each.levers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    question: str
    label: Pair
    alternative: Alternative


@dataclass(frozen=True, slots=True)
class _Known:
    levers: Mapping[str, Lever]
    parameters: Mapping[str, Parameter]
    uncertain: Mapping[str, Uncertain]
    sources: Collection[str] | None
    city: City | None


def read_structures(
    path: Path,
    levers: Mapping[str, Lever] | None,
    parameters: Mapping[str, Parameter] | None,
    uncertainty: Mapping[str, Uncertain] | None,
    sources: Collection[str] | None,
    city: City | None = None,
) -> tuple[Question, ...]:
    """Read the table of structures; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule, an alternative sets nothing, a name is unknown, or the weights of
        a question do not sum to 1; the message names the file and every row.
    """
    if not path.is_file():
        return ()
    known = _Known(levers or {}, parameters or {}, uncertainty or {}, sources, city)
    rows = read_table(
        path, COLUMNS, lambda cells: _parse(cells, known), ("question", "alternative")
    )
    questions: dict[str, list[_Row]] = {}
    for row in rows.values():
        questions.setdefault(row.question, []).append(row)
    problems = [
        Problem(
            f"weights sum to {total:g}: make them sum to 1", f"权重之和为 {total:g}：应为 1"
        ).under(name, name)
        for name, found in questions.items()
        if abs((total := sum(row.alternative.weight for row in found)) - 1) > ROUNDING
    ]
    if problems:
        raise refuse(path, problems)
    return tuple(
        Question(
            id=name, label=found[0].label, alternatives=tuple(row.alternative for row in found)
        )
        for name, found in questions.items()
    )


def _parse(cells: Cells, known: _Known) -> _Row:
    weight = cells.number("weight")
    if not 0 < weight <= 1:
        cells.note(
            f"weight {weight:g} must lie above 0 and not above 1",
            f"权重 {weight:g} 应在 0 与 1 之间",
        )
    constants: dict[str, float | None] = {}
    levers: dict[str, Delivery] = {}
    for word in cells.listed("sets"):
        _read_word(word, cells, known, constants, levers)
    if not constants and not levers:
        cells.note(
            "sets is empty, so the alternative has no effect: write x=1 or lever*0",
            "sets 为空：该选项没有作用；请写明所设内容，如 x=1 或 措施*0",
        )
    alternative = Alternative(
        id=cells.text("alternative"),
        label=(cells.text("label_zh"), cells.text("label_en")),
        weight=weight,
        constants=constants,
        levers=levers,
        provenance=read_provenance(cells, known.sources),
    )
    label = cells.text("question_zh"), cells.text("question_en")
    return _Row(question=cells.text("question"), label=label, alternative=alternative)


def _read_word(
    word: str,
    cells: Cells,
    known: _Known,
    constants: dict[str, float | None],
    levers: dict[str, Delivery],
) -> None:
    """Read ``constant=value``, ``constant=drawn`` or ``lever*share@first-full``."""
    name, star, text = (part.strip() for part in word.partition("*"))
    found: Problem | None = None
    if star:
        change = parse_change(text)
        if isinstance(change, Problem):
            found = change
        elif name not in known.levers:
            found = not_known(("lever", "措施"), name, known.levers)
        elif isinstance(change, Scheduled):
            usual = known.levers[name].start
            years = (usual if change.start is None else change.start), change.full
            found = check_years(*years, known.city)
            share = 1.0 if change.value is None else change.value
            levers[name] = Delivery(share=share, years=years)
        else:
            levers[name] = Delivery(share=change, years=None)
    else:
        name, _equals, text = (part.strip() for part in word.partition("="))
        value = None if text == DRAWN else parse_change(text)
        if isinstance(value, Problem):
            found = value
        elif isinstance(value, Scheduled):
            found = Problem("is a constant, which has no years", "是常数，没有年份")
        elif value is None:
            if name not in known.uncertain:
                found = not_known(("uncertain constant", "不确定常数"), name, known.uncertain)
            constants[name] = None
        else:
            found = check_assumption(name, value, known.levers, known.parameters)
            constants |= dict.fromkeys(elements_of(name, known.parameters) or (name,), value)
    if found is not None:
        cells.problems.append(found.under(f"sets {word!r}", f"sets {word!r}"))
