"""A question to `zysim seek`: what must hold, what may move, and what is wanted least."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, cast

from zysim.inputs.city import City
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.tables import Tables
from zysim.wording import Pair

Least = Literal["change", "cost"]
Over = Literal["worlds", "structures"]
HALF = 0.5
"""Share of the worlds in which a budget of the command line must do: its median does."""
ALL = "all"
"""In place of the names of levers: every one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakHold:
    """Emissions peak by a year."""

    by: int
    account: str
    """Letter of the accounting boundary."""
    tolerance: float = 0.0
    """Share of the highest level up to ``by`` that later years may exceed it by."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetHold:
    """A target of the plan is met."""

    target: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueHold:
    """A variable in a year lies at or beyond a bound."""

    variable: str
    year: int
    bound: float
    least: bool
    """True: at least the bound; False: at most."""
    of_start: bool
    """The bound is a share of the value of the start in the same world."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetHold:
    """The changes cost no more than a sum."""

    most: float
    """Net present cost above that of the start in the same world, in yi CNY."""
    probability: float


Hold = PeakHold | TargetHold | ValueHold | BudgetHold


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Levers that may move, and how far."""

    levers: tuple[str, ...]
    low: float | None = None
    """Lowest setting; that of the table if None."""
    high: float | None = None
    together: bool = False
    """All levers of the entry stand at one setting."""
    weight: float = 1.0
    """What a change of a whole setting counts, where change is wanted least."""
    years: tuple[int, int] | None = None
    """Range of the last year without effect; the time to full force stays. Fixed if None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """When the levers that may move are decided on, and by which statistics."""

    year: int
    """In its spring; until then none of them begins."""
    watch: tuple[str, ...]
    """Ids of signposts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekQuestion:
    """One question to `zysim seek`."""

    id: str
    title: Pair
    question: Pair
    start: str
    """The case that is changed, such as ``plan``."""
    least: Least
    over: Over
    """Worlds that differ in numbers alone, or in structure and delivery too."""
    seed: int
    holds: tuple[Hold, ...]
    """Budgets last: the first is what the answer is about."""
    moves: tuple[Move, ...]
    keep: tuple[str, ...] = field(default=())
    """Levers that stay as in the start; ``all`` for every lever."""
    decide: Decide | None = None
    """Set where a rule is sought; None where fixed settings are."""
    path: Path | None = None

    @property
    def costed(self) -> bool:
        """Whether an answer hangs on what it costs."""
        return self.least == "cost" or any(isinstance(each, BudgetHold) for each in self.holds)

    @property
    def peak(self) -> PeakHold | None:
        """The first condition about a peak, if there is one."""
        return next((each for each in self.holds if isinstance(each, PeakHold)), None)


def changed_question(
    question: SeekQuestion,
    tables: Tables,
    *,
    probability: float | None = None,
    start: str | None = None,
    moves: Sequence[str] = (),
    keep: Sequence[str] = (),
    over: str | None = None,
    seed: int | None = None,
    budget: float | None = None,
) -> SeekQuestion:
    """Return the question with what was asked on the command line, checked.

    Parameters
    ----------
    question, tables
        The question, and the levers that may be named.
    probability
        Of the first condition.
    start, over, seed
        In place of those of the question.
    moves
        Levers, by id or label, that alone may move.
    keep
        Levers that stay, beside those that the question keeps; ``all`` for every lever.
    budget
        Sum in yi CNY that the net present cost against the start stays within in half of the
        worlds, beside the other conditions.

    Raises
    ------
    InputError
        If a lever is unknown (with the nearest names), or a number is out of range; all problems
        at once.
    """
    problems: list[Problem] = []
    names = {
        option: [_named(word, option, tables, problems) for word in words]
        for option, words in (("--move", moves), ("--keep", keep))
    }
    holds = list(question.holds)
    if probability is not None:
        holds[0] = replace(holds[0], probability=probability)
        problems += check_hold(holds[0], tables.city, "--probability")
    if budget is not None:
        holds.append(BudgetHold(most=budget, probability=HALF))
        problems += check_hold(holds[-1], tables.city, "--budget")
    if seed is not None and seed < 0:
        problems.append(Problem(f"--seed {seed}: must be 0 or more", f"--seed {seed} 应不小于 0"))
    if problems:
        raise refuse("zysim seek", problems)
    return replace(
        question,
        holds=tuple(holds),
        start=question.start if start is None else start,
        moves=(Move(levers=tuple(names["--move"])),) if moves else question.moves,
        keep=tuple(dict.fromkeys([*question.keep, *names["--keep"]])),
        over=question.over if over is None else cast("Over", over),
        seed=question.seed if seed is None else seed,
    )


def _named(word: str, option: str, tables: Tables, problems: list[Problem]) -> str:
    """Return the id of a lever named by its id or label, after noting one that is unknown."""
    if word == ALL or word in tables.levers:
        return word
    for each in tables.levers.values():
        if word in (each.label_zh, each.label_en):
            return each.id
    labels = [each.label_zh for each in tables.levers.values()]
    wrong = not_known(("lever", "措施"), word, [*tables.levers, *labels, ALL])
    problems.append(wrong.under(option, option))
    return word


def check_hold(hold: Hold, city: City, place: str) -> list[Problem]:
    """Return what is wrong with the numbers of one condition."""
    earliest, latest = city.first + 1, city.last - 1
    problems = []
    if not 0 < hold.probability <= 1:
        problems.append(
            Problem(
                f"probability {hold.probability:g} must lie above 0 and not above 1, such as 0.8",
                f"概率 {hold.probability:g} 应大于 0 且不大于 1，例如 0.8",
            )
        )
    if isinstance(hold, PeakHold):
        if not earliest <= hold.by <= latest:
            problems.append(
                Problem(
                    f"peak_by {hold.by} must lie from {earliest} to {latest}",
                    f"达峰年 {hold.by} 应在 {earliest} 至 {latest} 之间",
                )
            )
        if not 0 <= hold.tolerance < 1:
            problems.append(
                Problem(
                    f"tolerance {hold.tolerance:g} must be at least 0 and below 1",
                    f"容差 {hold.tolerance:g} 应不小于 0 且小于 1",
                )
            )
    if isinstance(hold, BudgetHold) and not math.isfinite(hold.most):
        problems.append(
            Problem(f"budget {hold.most:g} is no sum of money", f"预算 {hold.most:g} 不是金额")
        )
    return [each.under(place, place) for each in problems]
