"""Read params/structures.csv: questions about structure, their alternatives and weights."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.changes import Scheduled, check_years, parse_change
from zysim.inputs.city import City
from zysim.inputs.constants import check_assumption, elements_of
from zysim.inputs.csv_table import read_records, row_numbers, told_rows
from zysim.inputs.declared import Field
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.provenance import Label, Provenance
from zysim.inputs.uncertainty import Uncertain
from zysim.wording import Pair

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
class StructureRow:
    """One row of the table, as it is written."""

    question: Annotated[str, Field("问题的标识", "id of the question", key=True)]
    asked: Annotated[Pair, Field("问题", "what is open", name="question")]
    alternative: Annotated[str, Field("选项的标识", "id of the alternative", key=True)]
    label: Label
    weight: Annotated[
        float,
        Field("权重，同一问题之和为 1", "weight; those of a question sum to 1", above=0, high=1),
    ]
    sets: Annotated[
        tuple[str, ...],
        Field(
            "所设内容：常数=值、常数=drawn（照常抽样）、措施*份额@起始年-到位年",
            "what it sets: constant=value, constant=drawn (as the worlds draw it), "
            "lever*share@first-full",
        ),
    ]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Known:
    levers: Mapping[str, Lever]
    parameters: Mapping[str, Parameter]
    uncertain: Mapping[str, Uncertain]
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
        If a row breaks a rule, an alternative sets nothing or the same as another, a name is
        unknown, or the weights of a question do not sum to 1; the message names the file and
        every row.
    """
    if not path.is_file():
        return ()
    known = _Known(levers or {}, parameters or {}, uncertainty or {}, city)
    alternatives: dict[str, list[Alternative]] = {}
    labels: dict[str, Pair] = {}

    def check(row: StructureRow) -> list[Problem]:
        problems: list[Problem] = []
        alternatives.setdefault(row.question, []).append(_alternative(row, known, problems))
        labels.setdefault(row.question, row.asked)
        return problems

    read_records(path, StructureRow, {"source": sources}, check=check)
    rows = row_numbers(path, StructureRow)
    problems = [
        Problem(
            f"weights sum to {total:g}: make them sum to 1", f"权重之和为 {total:g}：应为 1"
        ).under(*told_rows([f"{name} {each.id}" for each in found], rows))
        for name, found in alternatives.items()
        if abs((total := sum(each.weight for each in found)) - 1) > ROUNDING
    ]
    problems += [
        Problem(
            f"sets the same as {earlier.id}, so it has no effect: put them together",
            f"与 {earlier.id} 所设相同，没有作用：请合并为一项",
        ).under(*told_rows([f"{name} {later.id}"], rows))
        for name, found in alternatives.items()
        for earlier, later in _alike(found)
    ]
    if problems:
        raise refuse(path, problems)
    return tuple(
        Question(id=name, label=labels[name], alternatives=tuple(found))
        for name, found in alternatives.items()
    )


def _alike(found: Sequence[Alternative]) -> Iterator[tuple[Alternative, Alternative]]:
    """Give alternatives that set what an earlier one sets: they have no effect of their own."""
    for at, later in enumerate(found):
        for each in found[:at]:
            if (each.constants, each.levers) == (later.constants, later.levers):
                yield each, later


def _alternative(row: StructureRow, known: _Known, problems: list[Problem]) -> Alternative:
    constants: dict[str, float | None] = {}
    levers: dict[str, Delivery] = {}
    for word in row.sets:
        _read_word(word, problems, known, constants, levers)
    return Alternative(
        id=row.alternative,
        label=row.label,
        weight=row.weight,
        constants=constants,
        levers=levers,
        provenance=row.provenance,
    )


def _read_word(
    word: str,
    problems: list[Problem],
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
        problems.append(found.under(f"sets {word!r}", f"sets {word!r}"))
