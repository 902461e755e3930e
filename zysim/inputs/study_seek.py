"""What a study seeks: the table ``[seek]``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zysim.inputs.problems import Problem, not_known

if TYPE_CHECKING:
    from zysim.inputs.study_form import SeekForm, SeekHoldForm

CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeHold:
    """An outcome lies at or beyond a bound with a probability."""

    outcome: str
    bound: float
    least: bool
    """True: at least the bound; False: at most."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySeek:
    """What may move, what must hold, and what is wanted."""

    move: tuple[str, ...]
    """Ids of factors; the others are drawn as the study says."""
    wanted: str
    """``change``, the least move away from the first case, or the id of an outcome."""
    most: bool
    """Whether the outcome is wanted as large as can be, not as small."""
    holds: tuple[OutcomeHold, ...]


def seek_of(form: SeekForm) -> StudySeek:
    """Return what a study seeks."""
    return StudySeek(
        move=form.move,
        wanted=form.most or form.least or CHANGE,
        most=bool(form.most),
        holds=tuple(map(_hold, form.holds.values())),
    )


def seek_problems(
    form: SeekForm, factors: Collection[str], outcomes: Collection[str]
) -> Iterator[Problem]:
    """Say what is wrong with ``[seek]``, its names and bounds."""
    for name in form.move:
        if name not in factors:
            yield not_known(("factor", "因素"), name, factors)
    if form.least and form.most:
        yield Problem("give least or most, not both", "least 与 most 只能写一个")
    wanted = form.most or form.least
    if wanted not in ("", CHANGE, *outcomes) or form.most == CHANGE:
        yield not_known(("outcome", "结果"), wanted, [CHANGE, *outcomes])
    if not form.holds and wanted in ("", CHANGE):
        yield Problem(
            "nothing is asked: write [seek.holds.NAME], or least or most with an outcome",
            "没有要求：请写 [seek.holds.名称]，或用 least、most 写出一个结果",
        )
    for name, each in form.holds.items():
        for problem in _hold_problems(each, outcomes):
            yield problem.under(f"holds.{name}", f"holds.{name}")


def _hold_problems(form: SeekHoldForm, outcomes: Collection[str]) -> Iterator[Problem]:
    name = form.outcome or form.id
    if name not in outcomes:
        yield not_known(("outcome", "结果"), name, outcomes)
    if (form.at_least is None) == (form.at_most is None):
        yield Problem("write one of at_least and at_most", "请写 at_least 与 at_most 之一")


def _hold(form: SeekHoldForm) -> OutcomeHold:
    least = form.at_least is not None
    bound = form.at_least if least else form.at_most
    return OutcomeHold(
        outcome=form.outcome or form.id,
        bound=0.0 if bound is None else bound,
        least=least,
        probability=form.probability,
    )
