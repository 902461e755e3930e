"""Decide later, by what is then known: a rule with a threshold against the best fixed settings."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.seek_question import Decide, SeekQuestion
from zysim.inputs.settings import Settings, read_case, resolve
from zysim.metrics.middle import middle
from zysim.metrics.spread import share_of
from zysim.runs.project import Project
from zysim.seeking.decided import By, Course, Decided, Watched
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.journal import journal_of
from zysim.seeking.knobs import changes_of
from zysim.seeking.rule import Outcomes, Rule, best_fixed, best_rule, least_known
from zysim.seeking.search import RESERVE
from zysim.seeking.signals import Score, Signal, score_of, seen_of, signals_of
from zysim.seeking.verify import APART

COIN = 20_280_402
MOST = 3
"""Levers decided on: every mix of their settings is run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """How many worlds rules are found and checked in, and how fine the settings are."""

    worlds: int = 512
    fresh: int = 4096
    levels: int = 11
    """Settings of each lever, from its lowest to its highest, the start beside."""


FULL = Care()
QUICK = Care(worlds=256, fresh=1024, levels=6)


def decide(
    project: Project,
    question: SeekQuestion,
    asked: Decide,
    *,
    care: Care = FULL,
    progress: Callable[[int, int], None] | None = None,
) -> Decided:
    """Hold a rule against the best fixed settings.

    Until the year of the decision none of the levers that may move begins. In its spring the
    statistics out by then are read, with their errors, and one of two cases is taken by a
    threshold; its levers then begin, and take as long as they were to take. Fixed settings may
    begin at their own time or then. Both are found over the same grid in the same worlds, and
    checked in others. Every part of the grid is kept in the cache folder until the answer is there.

    Parameters
    ----------
    project, question
        Model and tables, and the question; its conditions and moves count.
    asked
        When it is decided, and by what.
    care
        Worlds and settings.
    progress
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError
        If the start is unknown, or no lever or more than three may move.
    ResultError
        If a value is not finite.

    References
    ----------
    Haasnoot et al. (2018), Designing a monitoring system to detect signals to adapt to uncertain
    climate change, Glob. Environ. Change 52; Raso et al. (2019), on misjudged triggers.
    """
    start = read_case(question.start, project.tables)
    timed = replace(
        question,
        moves=tuple(replace(each, years=(asked.year, asked.year)) for each in question.moves),
    )
    with journal_of(project, timed, start) as journal:
        meter = _Meter(progress)
        search = Evaluator(project, timed, start, journal=journal, told=meter.add)
        _refuse_many(search)
        now, later = _grids(search, asked.year, care.levels)
        points = np.concatenate([now, later])
        checked = 2 * (len(asked.watch) + 2) + 2
        meter.total = (len(points) + 2) * care.worlds + (checked + 2) * care.fresh
        found = _outcomes(search, points, care.worlds)
        late = np.arange(len(now), len(points))
        signals = signals_of(project, asked.watch, asked.year)
        names = tuple(each.signpost.variable for each in signals)
        seen = seen_of(signals, *search.series(later[-1], care.worlds, names), question.seed)
        waiting = _begun_after(search, search.at[np.newaxis], asked.year)
        margin = search.run(waiting, care.worlds).margins[0][0]
        score = score_of(seen, margin)
        wanted = [min(1.0, each.probability + RESERVE) for each in question.holds]
        fixed = best_fixed(found, wanted)
        shown = (*seen, score.of(seen), coin_of(care.worlds, question.seed))
        rules = [best_rule(found.some(late), signal, wanted) for signal in shown]
        return _checked(search, asked, care, points, later, fixed, rules, signals, score, found)


def _refuse_many(evaluator: Evaluator) -> None:
    free = [knob.levers[0] for knob in evaluator.knobs if knob.kind == "setting"]
    if not 1 <= len(free) <= MOST:
        name = evaluator.question.id
        msg = (
            f"{name}: {len(free)} levers may move. A decision is on one to {MOST} of them, since "
            "every mix is run: name them in [[move]], or with --move."
        )
        zh = (
            f"{name}：可变动的措施有 {len(free)} 项。各种组合都要运行，一次只能定 1 至 {MOST} 项："
            "请在 [[move]] 中写明，或用 --move。"
        )
        raise InputError(msg, zh=zh)


def coin_of(worlds: int, seed: int) -> FloatArray:
    """Return a signal that knows nothing, from 0 to 1, shape ``(world,)``."""
    found: FloatArray = np.random.default_rng([COIN, seed]).random(worlds)
    return found


def _grids(evaluator: Evaluator, year: int, levels: int) -> tuple[FloatArray, FloatArray]:
    """Return all settings, at the years of the start and after the decision, ``(point, knob)``."""
    steps = []
    for knob in evaluator.knobs:
        if knob.kind == "setting":
            spread = np.round(np.linspace(knob.low, knob.high, levels), 2)
            steps.append(np.unique([*spread, knob.at]))
        else:
            steps.append(np.array([knob.at]))
    now = np.array(list(itertools.product(*steps)))
    return now, _begun_after(evaluator, now, year)


def _begun_after(evaluator: Evaluator, points: FloatArray, year: int) -> FloatArray:
    """Return points whose levers begin after a year, but for those that are not used at all."""
    used = {
        name: points[:, at] != 0
        for at, knob in enumerate(evaluator.knobs)
        if knob.kind == "setting"
        for name in knob.levers
    }
    found = points.copy()
    for at, knob in enumerate(evaluator.knobs):
        if knob.kind == "start":
            late = used.get(knob.levers[0], np.ones(len(points), dtype=bool))
            found[late, at] = np.maximum(points[late, at], year)
    return found


def _outcomes(evaluator: Evaluator, points: FloatArray, worlds: int) -> Outcomes:
    """Run points, a part at a time."""
    held, goal = [], []
    evaluator.size(points[[0, -1]], worlds)
    for some in np.array_split(points, max(1, len(points) // 8)):
        batch = evaluator.run(some, worlds)
        held.append(np.stack([each >= 0 for each in batch.margins]))
        cost = batch.cost if evaluator.question.costed else np.zeros((len(some), worlds))
        change = np.repeat(evaluator.change(some)[:, np.newaxis], worlds, axis=1)
        goal.append(evaluator.goal(change, cost))
    return Outcomes(held=np.concatenate(held, axis=1), goal=np.concatenate(goal))


def _checked(
    search: Evaluator,
    asked: Decide,
    care: Care,
    points: FloatArray,
    later: FloatArray,
    fixed: int,
    rules: Sequence[Rule],
    signals: Sequence[Signal],
    score: Score,
    found: Outcomes,
) -> Decided:
    """Run the fixed settings and every rule in worlds not used before."""
    project, question = search.project, search.question
    given = project.posterior
    fresh = care.fresh if given is None else max(1, min(care.fresh, given.size - care.worlds))
    seed = question.seed if given is not None else question.seed + APART
    least = "cost" if project.tables.payments else question.least
    check = Evaluator(
        project,
        replace(question, seed=seed, least=least),
        search.start,
        told=search.told,
        apart=True,
    )
    used = sorted({each for rule in rules for each in (rule.below, rule.above)})
    place = {point: at for at, point in enumerate(used, start=2)}
    batch = check.run(np.stack([search.at, points[fixed], *later[used]]), fresh)
    held = np.stack([each >= 0 for each in batch.margins])
    cost = batch.cost - batch.cost[0]
    change = search.change(np.stack([search.at, points[fixed], *later[used]]))
    names = tuple(each.signpost.variable for each in signals)
    seen = seen_of(signals, *check.series(later[-1], fresh, names), seed)

    def course(choice: FloatArray) -> Course:
        world = np.arange(fresh)
        return Course(
            chances=tuple(share_of(int(each[choice, world].sum()), fresh) for each in held),
            change=float(change[choice].mean()),
            cost=float(middle(cost[choice, world])),
        )

    def watched(by: By, signal: Signal | None, rule: Rule, shown: FloatArray) -> Watched:
        below, above = place[rule.below], place[rule.above]
        strict_below = bool(change[below] > change[above])
        strict, loose = (below, above) if strict_below else (above, below)
        choice = np.where(shown <= rule.threshold, below, above)
        taken, ok, would = choice == strict, held[0, loose], held[0, strict]
        apart = strict != loose
        return Watched(
            by=by,
            signal=signal,
            threshold=rule.threshold,
            below=case(later[rule.below]),
            above=case(later[rule.above]),
            strict_below=strict_below,
            value=rule.value,
            course=course(choice),
            strict=share_of(int((taken & apart).sum()), fresh),
            false_alarm=share_of(int((taken & ok & apart).sum()), fresh),
            missed=share_of(int((~taken & ~ok & would).sum()), fresh),
        )

    def case(point: FloatArray) -> Settings:
        changes = changes_of(search.knobs, point, search.lengths)
        start = search.start
        return resolve(start.scenario, project.tables, {**start.changes, **changes})

    statistics: list[By] = ["statistic"] * len(signals)
    by: list[By] = [*statistics, "all", "coin"]
    shown = [*seen, score.of(seen), coin_of(fresh, seed)]
    *told, coin = map(watched, by, [*signals, None, None], rules, shown)
    wanted = min(1.0, question.holds[0].probability + RESERVE)
    return Decided(
        question=question,
        start=search.start,
        decide=asked,
        signals=tuple(signals),
        score=score,
        fixed=case(points[fixed]),
        fixed_course=course(np.full(fresh, 1)),
        start_course=course(np.full(fresh, 0)),
        rules=tuple(sorted(told, key=lambda each: each.value)),
        coin=coin,
        known=least_known(found.some(np.arange(len(points) - len(later), len(points))), wanted),
        known_fixed=float(found.goal[fixed].mean()),
        worlds=care.worlds,
        fresh=fresh,
        runs=search.runs + check.runs,
    )


class _Meter:
    """Counts runs of two evaluators together."""

    def __init__(self, told: Callable[[int, int], None] | None) -> None:
        self._told, self._done, self.total = told, 0, 1

    def add(self, runs: int) -> None:
        """Count runs that are done."""
        self._done += runs
        if self._told is not None:
            self._told(self._done, max(self.total, self._done))
