"""The answer to a question: the case found, what each change is for, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.errors import InputError
from zysim.inputs.changes import Change, Scheduled
from zysim.inputs.seek_question import BudgetHold, Hold, PeakHold, SeekQuestion, TargetHold
from zysim.inputs.settings import Settings, read_case, resolve
from zysim.metrics.middle import middle_difference
from zysim.metrics.spread import Share, Standing
from zysim.runs.project import Project
from zysim.seeking.descent import Place
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.few import search_few
from zysim.seeking.journal import journal_of
from zysim.seeking.knobs import case_of, changes_of
from zysim.seeking.limits import Limits, limits
from zysim.seeking.meter import Meter
from zysim.seeking.money import Money, money_of
from zysim.seeking.search import FULL, Effort, Found, Round, search
from zysim.seeking.verify import Verified, verify
from zysim.seeking.wording import reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One lever that the answer changes, and what the change is for."""

    lever: str
    before: float
    after: float
    years_before: tuple[int, int]
    years_after: tuple[int, int]
    without: float
    """Share of the worlds in which the first condition holds when this change alone is not made."""
    level: float
    """Change of the emissions in the year of the peak asked for by this change alone, in Mt CO2 a
    year (median over the worlds); NaN where no peak is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to change, and how sure it is."""

    question: SeekQuestion
    start: Settings
    case: Settings
    """The case found, as a scenario of its own."""
    word: str
    """The case as it can be typed, such as ``plan+gas_chemicals=0``."""
    levers: tuple[Changed, ...]
    """By how far the first condition falls back without each, most first."""
    found: Found
    verified: Verified
    verified_start: Verified
    limits: Limits | None
    """Why the question cannot be met; None where it is."""
    counted: int
    """Last year of the sums of emissions."""
    runs: int
    """Runs of the model."""
    money: Money | None
    """What the case costs against the start; None where the city has no payments."""
    posterior: str | None
    """File of the states of the world, where they were not drawn anew."""
    front_words: tuple[str, ...]
    """The cases of the front as they can be typed."""
    front_money: tuple[Money, ...] | None

    @property
    def feasible(self) -> bool:
        """Whether every condition holds as often as asked in the worlds of the search."""
        return self.limits is None

    @property
    def standing(self) -> Standing:
        """What the worlds not used before say of the conditions: the one that does worst."""
        each = [
            share.beside(hold.probability)
            for share, hold in zip(self.verified.chances, self.question.holds, strict=True)
        ]
        return max(each, key=("met", "near", "below").index)

    @property
    def place(self) -> Place:
        """Where the search ended."""
        return self.found.place

    @property
    def probability(self) -> float:
        """Share of the worlds of the search in which the first condition holds."""
        return self.place.shares[0]

    @property
    def rushed(self) -> bool:
        """Whether emissions are higher than at the start by the time of the peak asked for."""
        return bool(
            self.verified.level > self.verified_start.level * 1.001
            or self.verified.total > self.verified_start.total * 1.001
        )

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "question": self.question.id,
            "title_zh": self.question.title[0],
            "title_en": self.question.title[1],
            "start": self.start.id,
            "case": self.word,
            "feasible": self.feasible,
            "standing": self.standing,
            "probability": self.probability,
            "probability_start": self.found.start.shares[0],
            "at_most": self.question.at_most,
            "asked": [hold_record(each) for each in self.question.holds],
            "shares": list(self.place.shares),
            "worlds": self.place.worlds,
            "verified": _verified_record(self.verified),
            "verified_start": _verified_record(self.verified_start),
            "levers": [
                {
                    "id": each.lever,
                    "before": each.before,
                    "after": each.after,
                    "years_before": list(each.years_before),
                    "years_after": list(each.years_after),
                    "probability_without": each.without,
                    "level_mt": None if np.isnan(each.level) else each.level,
                    "reason_zh": reason(self, each, "zh"),
                    "reason_en": reason(self, each, "en"),
                }
                for each in self.levers
            ],
            "change": self.place.change,
            "change_greedy": None if self.found.greedy is None else self.found.greedy.change,
            "least": self.question.least,
            "cost": None if self.money is None else self.money.middle,
            "cost_range": None if self.money is None else self.money.to_record(),
            "cost_greedy": _number(self.found.greedy),
            "front": [
                {
                    "probability": probability,
                    "share": place.shares[0],
                    "worlds": place.worlds,
                    "change": place.change,
                    "cost": None if self.front_money is None else self.front_money[at].middle,
                    "case": self.front_words[at],
                }
                for at, (probability, place) in enumerate(self.found.front)
            ],
            "rounds": [
                {
                    "stage": each.stage,
                    "worlds": each.worlds,
                    "runs": each.runs,
                    "probability": each.place.shares[0],
                    "change": each.place.change,
                    "goal": each.place.goal,
                }
                for each in self.found.rounds
            ],
            "limits": None if self.limits is None else limits_record(self.limits),
            "posterior": self.posterior,
            "runs": self.runs,
            "seed": self.question.seed,
        }


def answer(
    project: Project,
    question: SeekQuestion,
    *,
    effort: Effort = FULL,
    progress: Callable[[int, int], None] | None = None,
    told: Callable[[Round], None] | None = None,
) -> Answer:
    """Answer a question.

    Every batch of runs is kept in the cache folder until the answer is there: the same question
    asked again after a kill goes on where it was.

    Parameters
    ----------
    project, question
        Model and tables, and the question.
    effort
        Worlds and rounds of the search and its check.
    progress
        Told how many runs are done, and of about how many.
    told
        Told of each stage.

    Raises
    ------
    InputError
        If the start is unknown or a hold or move names what the city has not.
    ResultError
        If a value is not finite.
    """
    start = read_case(question.start, project.tables)
    _refuse_no_structures(project, question)
    with journal_of(project, question, start) as journal:
        meter = Meter(progress)
        evaluator = Evaluator(project, question, start, journal=journal, told=meter.add)

        def stage(done: Round) -> None:
            meter.stage(done.stage)
            if told is not None:
                told(done)

        meter.plan(len(evaluator.knobs), effort)
        if question.at_most is None:
            found = search(evaluator, effort, stage)
        else:
            evaluator, found = search_few(
                evaluator, effort, stage, lambda knobs: meter.plan(knobs, effort)
            )
        return _answer(question, evaluator, found, effort)


def _answer(question: SeekQuestion, evaluator: Evaluator, found: Found, effort: Effort) -> Answer:
    project, start = evaluator.project, evaluator.start
    tables, place = project.tables, found.place
    changes = changes_of(evaluator.knobs, place.point, evaluator.lengths)
    case = case_of(start, changes, tables, f"seek-{question.id}", question.title)
    begin, *ends = verify(evaluator, [start, case] if changes else [start], effort.fresh)
    met = all(
        share >= hold.probability for share, hold in zip(place.shares, question.holds, strict=True)
    )

    def word(changes: Mapping[str, Change]) -> str:
        return resolve(start.scenario, tables, {**start.changes, **changes}).id

    money = money_of(
        evaluator, [place.point, *(each.point for _, each in found.front)], effort.choice
    )
    return Answer(
        question=question,
        start=start,
        case=case,
        word=word(changes),
        levers=_changed(evaluator, place, changes),
        found=found,
        verified=ends[0] if ends else begin,
        verified_start=begin,
        limits=None if met else limits(evaluator, place, case, 2 * effort.look),
        counted=evaluator.counted,
        money=None if money is None else money[0],
        front_money=None if money is None else tuple(money[1:]),
        runs=evaluator.runs,
        posterior=None if project.posterior is None else str(project.posterior.path),
        front_words=tuple(
            word(changes_of(evaluator.knobs, each.point, evaluator.lengths))
            for _, each in found.front
        ),
    )


def _changed(
    evaluator: Evaluator, place: Place, changes: Mapping[str, Change]
) -> tuple[Changed, ...]:
    """Run the answer without each of its changes in turn."""
    tables, start = evaluator.project.tables, evaluator.start
    names = list(changes)
    points = np.repeat(place.point[np.newaxis], len(names) + 1, axis=0)
    for at, name in enumerate(names, start=1):
        for column, knob in enumerate(evaluator.knobs):
            if name in knob.levers:
                points[at, column] = knob.at
    batch = evaluator.run(points, place.worlds)
    shares = (batch.margins[0] >= 0).mean(axis=1)
    level = [float(middle_difference(each, batch.level[0])) for each in batch.level]
    found = []
    for at, name in enumerate(names, start=1):
        change, lever = changes[name], tables.levers[name]
        years = start.years.get(name, (lever.start, lever.full))
        after, years_after = start.levers[name], years
        if isinstance(change, Scheduled):
            after = after if change.value is None else change.value
            years_after = (years[0] if change.start is None else change.start), change.full
        else:
            after = change
        found.append(
            Changed(
                lever=name,
                before=start.levers[name],
                after=after,
                years_before=years,
                years_after=years_after,
                without=float(shares[at]),
                level=level[at],
            )
        )
    return tuple(sorted(found, key=lambda each: each.without))


def _refuse_no_structures(project: Project, question: SeekQuestion) -> None:
    if question.over == "structures" and not project.tables.structures:
        msg = "over = structures: the city has no params/structures.csv. Write over = 'worlds'."
        raise InputError(
            msg, zh="over = structures：本城市没有 params/structures.csv，请写 over = 'worlds'。"
        )


def _number(place: Place | None) -> float | None:
    return None if place is None or np.isnan(place.cost) else place.cost


def hold_record(hold: Hold) -> dict[str, Any]:
    """Return one condition as plain values."""
    if isinstance(hold, PeakHold):
        return {
            "peak_by": hold.by,
            "account": hold.account,
            "tolerance": hold.tolerance,
            "probability": hold.probability,
        }
    if isinstance(hold, TargetHold):
        return {"target": hold.target, "probability": hold.probability}
    if isinstance(hold, BudgetHold):
        return {"budget": hold.most, "unit": "yi CNY", "probability": hold.probability}
    return {
        "variable": hold.variable,
        "year": hold.year,
        "at_least" if hold.least else "at_most": hold.bound,
        "of_start": hold.of_start,
        "probability": hold.probability,
    }


def limits_record(found: Limits) -> dict[str, Any]:
    """Return what keeps a question from being met as plain values."""
    return {
        "at_their_end": [{"id": name, "setting": end} for name, end in found.bounds],
        "missed": list(found.missed),
        "tight": list(found.tight),
        "released": [
            {"id": each.lever, "setting": each.setting, "probability": each.share}
            for each in found.released
        ],
        "probability_in_those_worlds": found.share,
    }


def _verified_record(found: Verified) -> dict[str, Any]:
    def plain(share: Share) -> dict[str, float]:
        return {"probability": share.value, "low": share.low, "high": share.high}

    over = found.structures
    return {
        **plain(found.chances[0]),
        "worlds": found.worlds,
        "each": [plain(share) for share in found.chances],
        "structures": None
        if over is None
        else {
            "weighted": over.chance.value,
            "weighted_interval": [over.chance.low, over.chance.high],
            "low": over.lowest.value,
            "high": over.highest.value,
        },
        "level_mt": None if np.isnan(found.level) else found.level,
        "total_mt": None if np.isnan(found.total) else found.total,
    }
