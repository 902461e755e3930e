"""What a study varies: constants, how they are drawn, and which of them are ranked as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.correlation import Correlation
from zysim.inputs.lever_names import lever_of, lever_scalar
from zysim.inputs.structures import Alternative, Question
from zysim.inputs.study import Study
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.reading.altered import readers_of
from zysim.reading.graph import ModelGraph
from zysim.runs.structural import set_alternatives, settled
from zysim.sampling.worlds import draw_worlds
from zysim.sensitivity.subject import Named, Subject
from zysim.wording import Pair

KINDS: Mapping[str, Pair] = {
    "lever": ("本市的措施", "levers of the city"),
    "world": ("外部与未知", "the world and the unknown"),
    "structure": ("结构上的未定问题", "open questions about structure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What is ranked: one constant, or some that go together."""

    id: str
    label: Pair
    members: tuple[int, ...]
    """Positions of its constants in :attr:`Space.varied`."""
    kind: str
    """``lever``, ``world``, ``structure``, or "" where it holds several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The constants of a study: those of the city's tables, then those that the study names."""

    varied: tuple[Uncertain, ...]
    names: tuple[str, ...]
    """What each is called in tables of inputs."""
    factors: tuple[Factor, ...]
    correlations: tuple[Correlation, ...]
    labels: tuple[Pair, ...]
    """Name of each constant, in Chinese and English."""
    units: tuple[str, ...]
    """Unit of each constant."""
    options: Mapping[str, tuple[Mapping[str, float], ...]]
    """Id of a factor of options to the sets of constants it chooses from."""
    structures: Mapping[str, Question]
    """Id of a factor of structure to the question whose alternatives it draws."""
    usual: Mapping[str, float]
    """Constants of the model that a structure sets."""
    fixed: Mapping[str, float]
    """Constants that the scenario or case sets and the study does not vary."""
    dead: tuple[str, ...]
    """Factors that no outcome and no kept variable depends on: said, and not varied."""

    @property
    def groups(self) -> list[int]:
        """The factor of each constant."""
        of = {at: place for place, each in enumerate(self.factors) for at in each.members}
        return [of[at] for at in range(len(self.varied))]

    @property
    def single(self) -> list[int]:
        """Positions of the factors that are one constant, and so have a unit."""
        return [at for at, each in enumerate(self.factors) if len(each.members) == 1]

    def alternatives(self, at: int) -> tuple[Alternative, ...]:
        """Return what the numbers 0, 1, … of a factor of structure stand for; else nothing."""
        question = self.structures.get(self.varied[at].id)
        return () if question is None else question.alternatives

    def values(self, unit: FloatArray) -> Mapping[str, FloatArray]:
        """Return what is drawn, by id, shape ``(run,)``, for points of the unit cube."""
        return draw_worlds(unit, self.varied, self.correlations)

    def constants(self, drawn: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Return constants of the model by id, shape ``(run,)``, for what was drawn."""
        runs = len(next(iter(drawn.values())))
        found = {name: np.full(runs, value) for name, value in self.fixed.items()}
        chosen_by = {*self.options, *self.structures}
        found |= {name: each for name, each in drawn.items() if name not in chosen_by}
        for name, options in self.options.items():
            chosen = np.rint(drawn[name]).astype(np.int64)
            for scalar in options[0]:
                found[scalar] = np.array([option[scalar] for option in options])[chosen]
        # Together, before any is changed: a lever is delivered as the study draws it.
        whole = {
            lever: found[lever_scalar(lever)]
            for question in self.structures.values()
            for lever in question.levers
        }
        for name, question in self.structures.items():
            place = np.rint(drawn[name]).astype(np.int64)
            set_alternatives(found, question, place, whole, self.usual)
        return found


def study_space(subject: Subject, study: Study, outputs: Collection[str]) -> Space:
    """Return what a study varies and what stands.

    A study that varies the city's levers varies all of them, whatever the scenario sets; a
    number the scenario assumes is not varied. A factor that the study names takes the place of
    the table's.

    Parameters
    ----------
    subject
        From :func:`zysim.sensitivity.subject.open_subject`.
    study
        The study.
    outputs
        Scalars that outcomes and kept series are made of.

    Raises
    ------
    InputError
        If the scenario is unknown, or fewer than two constants are left to vary where factors
        are compared.
    """
    alive = readers_of(subject.graph, set(outputs))
    own = [each for each in subject.named if _alive(each, subject.graph, alive)]
    dead = [each.id for each in subject.named if each not in own]
    named = {each.constant for each in subject.named}
    named |= {
        scalar for each in subject.named if each.structure for scalar in settled(each.structure)
    }
    listed = [each for each in _of_tables(subject, study) if each.id not in named]
    varied = (*listed, *(each.uncertain for each in own))
    least = 2 if study.method in ("sobol", "morris") else 1
    if len(varied) < least:
        told = f" ({', '.join(dead)}: nothing asked for depends on it)" if dead else ""
        told_zh = f"（{'、'.join(dead)} 与所问的结果无关）" if dead else ""
        needs = "two constants that vary" if least == 2 else "a constant that varies"
        msg = f"study {study.id}: needs {needs} and has {len(varied)}{told}. Add factors."
        zh = (
            f"研究 {study.id}：至少须有 {least} 个可变的常数，现有 {len(varied)} 个{told_zh}，"
            "请增加因素。"
        )
        raise InputError(msg, zh=zh)
    names = {each.id for each in varied}
    tables = None if subject.project is None else subject.project.tables
    asked = {each.structure.id: each.uncertain.id for each in own if each.structure}
    tied = [
        replace(
            each,
            first=asked.get(each.first, each.first),
            second=asked.get(each.second, each.second),
        )
        for each in (() if tables is None else tables.correlations)
    ]
    # Screening moves one constant at a time, so each must be free to move alone.
    correlations = tuple(
        each
        for each in tied
        if study.method not in ("morris", "file") and {each.first, each.second} <= names
    )
    labels = [*(label_of(each.id, tables) for each in listed if tables), *(e.label for e in own)]
    units = [_unit(subject.graph, each.id) for each in listed] + [each.unit for each in own]
    called = [each.id for each in listed] + [each.id for each in own]
    return Space(
        varied=varied,
        names=tuple(called),
        factors=_factors(varied, study.factors, correlations, labels, called),
        correlations=correlations,
        labels=tuple(labels),
        units=tuple(units),
        options={
            each.uncertain.id: _whole(each, subject.graph, subject.fixed)
            for each in own
            if each.options
        },
        structures={each.uncertain.id: each.structure for each in own if each.structure},
        usual={
            scalar: subject.graph.constants[scalar]
            for each in own
            if each.structure
            for scalar in each.sets
        },
        fixed={n: value for n, value in subject.fixed.items() if n not in names},
        dead=tuple(dead),
    )


def _of_tables(subject: Subject, study: Study) -> list[Uncertain]:
    """Return the constants of the city's tables that a study varies."""
    if subject.project is None or subject.settings is None or study.vary == "none":
        return []
    kinds = ("lever", "world") if study.vary == "all" else (study.vary.removesuffix("s"),)
    return [
        each
        for each in subject.project.tables.uncertainty.values()
        if each.kind in kinds
        and (each.kind == "lever" or each.id not in subject.settings.assumptions)
    ]


def _alive(each: Named, graph: ModelGraph, alive: Collection[str]) -> bool:
    """Return whether anything asked for depends on a factor."""
    names = [
        *each.sets,
        *(lever_scalar(lever) for lever in (each.structure.levers if each.structure else ())),
    ]
    scalars = [
        scalar
        for name in names
        for scalar in (graph.variables[name].elements if name in graph.variables else (name,))
    ]
    return any(scalar in alive for scalar in scalars)


def _whole(
    each: Named, graph: ModelGraph, fixed: Mapping[str, float]
) -> tuple[Mapping[str, float], ...]:
    """Return options that set the same constants: what one leaves out is as it was."""
    names = dict.fromkeys(name for option in each.options for name in option)
    usual = {name: fixed.get(name, graph.constants[name]) for name in names}
    return tuple({**usual, **option} for option in each.options)


def _unit(graph: ModelGraph, constant: str) -> str:
    return graph.variables[constant.partition("[")[0]].unit


def _factors(
    varied: Sequence[Uncertain],
    by: str,
    correlations: Sequence[Correlation],
    labels: Sequence[Pair],
    names: Sequence[str],
) -> tuple[Factor, ...]:
    if by == "each":
        parts = _clusters(varied, correlations)
        return tuple(_one(part, varied, labels, names) for part in parts)
    keys = list(dict.fromkeys(getattr(each, by) for each in varied))
    return tuple(
        Factor(
            id=key,
            label=KINDS.get(key, (key, key)),
            members=tuple(at for at, each in enumerate(varied) if getattr(each, by) == key),
            kind=key if by == "kind" else "",
        )
        for key in keys
    )


def _clusters(
    varied: Sequence[Uncertain], correlations: Sequence[Correlation]
) -> list[tuple[int, ...]]:
    """Return positions of constants, those that are correlated together, in the order given."""
    names = [each.id for each in varied]
    home = list(range(len(names)))
    for each in correlations:
        first, second = home[names.index(each.first)], home[names.index(each.second)]
        home = [min(first, second) if at in (first, second) else at for at in home]
    return [tuple(np.flatnonzero(np.array(home) == each).tolist()) for each in sorted(set(home))]


def _one(
    members: tuple[int, ...],
    varied: Sequence[Uncertain],
    labels: Sequence[Pair],
    names: Sequence[str],
) -> Factor:
    own = [labels[at] for at in members]
    first = varied[members[0]]
    name = names[members[0]]
    return Factor(
        id=lever_of(name) if first.kind == "lever" else name,
        label=("＋".join(zh for zh, _en in own), " + ".join(en for _zh, en in own)),
        members=members,
        kind=first.kind,
    )


def label_of(constant: str, tables: Tables) -> Pair:
    """Return the name of an uncertain constant in Chinese and English."""
    lever = tables.levers.get(lever_of(constant))
    if lever is not None:
        return lever.label_zh, lever.label_en
    parameter = tables.parameters[constant]
    return parameter.label_zh, parameter.label_en
