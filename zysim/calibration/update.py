"""New statistics into a new chance: what is known of a case before and after they came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.likelihood import ErrorModel, log_likelihood, observation_errors
from zysim.calibration.outlook import Outlook, outlooks
from zysim.calibration.reasons import Arrival, Reason, arrivals, reasons_of
from zysim.calibration.tempered import Tempered, temper
from zysim.calibration.tracks import Track, tracks_of
from zysim.errors import InputError, ResultError, unknown_name
from zysim.inputs.delivered import Delivered
from zysim.inputs.history import Observation
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.settings import Settings
from zysim.inputs.statistic import Statistic
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import Share, share_of
from zysim.metrics.targets import variables_needed
from zysim.metrics.three_colours import Colour, colour_of, goal_gap
from zysim.runs.futures import Futures
from zysim.runs.project import Project
from zysim.runs.structural import Structural
from zysim.sampling.points import sobol_points

PARTICLES = 4096
MOVES = 5
"""Proposals a step: each forgets nearly all, so that more of them buy nothing."""
ENOUGH = 500.0
"""Below this worth of particles the answer is refused."""
FAR_OFF = 2.0
"""A figure this many times beyond all that the model expects is taken for another unit."""
FARTHEST = 4.0
"""Standard deviations from which on a figure is one that the model cannot explain."""
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """A case as seen at one moment: particles, and what becomes of them."""

    points: FloatArray
    """Shape ``(particle, dimension)``; each counts alike."""
    years: IntArray
    values: Mapping[str, FloatArray]
    """Scalar id to values ``(particle, year)``."""
    hit: BoolArray
    """Whether a particle peaks by the goal year."""
    chance: Conditions
    effective: float
    tempered: Tempered | None
    """None where there was nothing to weigh by."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Update:
    """A case before and after new statistics."""

    case: Settings
    boundary: str
    goal: int
    """Last year that counts as a peak in time."""
    year: int
    """Year of the newest statistics."""
    prior: Share
    """Chance of a peak by the goal year before any observation."""
    before: Knowledge
    after: Knowledge
    all_delivered: tuple[Share, Share]
    """Chance before and after where structure and delivery are as the case has them."""
    gap: float
    """By how much of them emissions after the goal exceed those up to it; two of three draws stay
    within it."""
    statistics: tuple[Statistic, ...]
    """All that count, those of earlier vintages too."""
    arrivals: tuple[Arrival, ...]
    """The new ones, beside what was expected."""
    reasons: tuple[Reason, ...]
    """What each new series does to the chance, the strongest first."""
    tracks: tuple[Track, ...]
    outlooks: tuple[Outlook, ...]
    """What comes next, the most telling first."""
    worlds: Mapping[str, FloatArray]
    """Uncertain constants after the statistics, by scalar id, shape ``(particle,)``."""
    delivered: Mapping[str, Delivered]
    seed: int
    notes: tuple[Problem, ...]

    @property
    def colour(self) -> Colour:
        """Colour of the goal itself."""
        return colour_of(self.gap)

    @property
    def rest(self) -> float:
        """What the reasons together leave of the change of the chance: what they do jointly."""
        moved = self.after.chance.chance.value - self.before.chance.chance.value
        return moved - sum(each.change for each in self.reasons)


def update_case(
    project: Project,
    case: Settings,
    statistics: Sequence[Statistic],
    *,
    earlier: Sequence[Statistic] = (),
    delivered: Mapping[str, Delivered] | None = None,
    boundary: str | None = None,
    particles: int = PARTICLES,
    seed: int = 0,
    notes: Sequence[Problem] = (),
    engine: str = "auto",
    progress: Told | None = None,
) -> Update:
    """Weigh the states of the world and the structures of a case by new statistics.

    The observations marked ``fit`` are known from the start, then the earlier vintages; ``before``
    rests on these, ``after`` on the new figures too. Both are drawn anew from the prior by
    tempered sequential Monte Carlo over all rows in a fixed order, so that neither the order of
    rows nor the number of calls they come in moves the answer.

    Parameters
    ----------
    project, case
        Model with its tables, and the case whose future is asked for.
    statistics
        All that count now, from :func:`zysim.inputs.statistics.latest`.
    earlier
        Those that counted before; what differs is new.
    delivered
        What was delivered of levers to date, by lever id.
    boundary
        Account; that of the city if None.
    particles
        Draws of each posterior, 512 or more.
    seed
        0 or more; the same seed gives the same numbers.
    notes
        What was passed over in reading.
    engine
        As for :func:`zysim.kernel.compile_model`.
    progress
        Told how many of the steps are done, and of how many.

    Raises
    ------
    InputError
        If there is no statistic, too few particles, or a figure is far from all that the model
        expects.
    ResultError
        If the particles are worth too little, so that the answer would be chance.

    References
    ----------
    Del Moral, Doucet and Jasra (2006), Sequential Monte Carlo samplers, J. R. Stat. Soc. B 68;
    Kennedy and O'Hagan (2001), Bayesian calibration of computer models, J. R. Stat. Soc. B 63.
    """
    if not statistics:
        msg = "update: no statistics. Give a file with at least one figure."
        raise InputError(msg, zh="没有统计数据：文件中至少应有一个数。")
    if particles < ENOUGH:
        msg = f"update: {particles} particles are too few: take {ENOUGH:g} or more."
        raise InputError(msg, zh=f"粒子数 {particles} 太少：应不少于 {ENOUGH:g}。")
    city = project.city
    letter = boundary or city.account
    if letter not in city.accounts:
        raise unknown_name("boundary", letter, city.accounts, "")
    account = city.accounts[letter]
    futures = Futures(project, case, structures=True, delivered=delivered, engine=engine)
    targets = list(project.tables.targets.values())
    outputs = list(
        dict.fromkeys(
            [
                account.variable,
                *variables_needed(targets),
                *(each.variable for each in project.tables.signposts.values()),
            ]
        )
    )
    fitted = [row for row in project.tables.history if row.use == "fit"]
    base = merged(fitted, earlier)
    every = merged(fitted, statistics)
    was = {(each.series, each.year): each.value for each in earlier}
    new = [each for each in statistics if was.get((each.series, each.year)) != each.value]
    view = _View(project, futures, account.variable, outputs, particles, seed)
    steps = 4
    told = progress or (lambda _done, _all: None)
    prior_points = sobol_points(slice(0, particles), futures.dimensions, seed)
    _refuse_far_off(project, futures, prior_points, statistics)
    prior = view.look(prior_points, particles, None)
    told(1, steps)
    before = view.weigh(base) if base else prior
    told(2, steps)
    after = view.weigh(every)
    told(3, steps)
    year = max(each.year for each in statistics)
    known = HistoryRuns(project, every, futures=futures)
    seen = known.values(before.points)
    came = arrivals(new, every, seen, before.hit, seed)
    plain = Futures(project, case, delivered=delivered, engine=engine)
    told(4, steps)
    return Update(
        case=case,
        boundary=account.id,
        goal=city.goal,
        year=year,
        prior=prior.chance.chance,
        before=before,
        after=after,
        all_delivered=(
            _chance(plain, before.points, account.variable, city.goal),
            _chance(plain, after.points, account.variable, city.goal),
        ),
        gap=goal_gap(after.values[account.variable], after.years, city.goal),
        statistics=tuple(statistics),
        arrivals=came,
        reasons=reasons_of(new, base, every, seen, before.hit),
        tracks=tracks_of(
            targets,
            before.values,
            after.values,
            after.years,
            year,
            every,
            history=city.history,
        ),
        outlooks=outlooks(project, after.values, after.years, after.hit, statistics, seed),
        worlds=futures.worlds(after.points),
        delivered=delivered or {},
        seed=seed,
        notes=tuple(notes),
    )


def merged(rows: Sequence[Observation], new: Sequence[Statistic]) -> list[Observation]:
    """Put statistics beside observations, in place of those of the same figure, in a fixed order.

    Rows of one variable and measure become one series, so that they share their discrepancy.
    """
    found = {}
    for row in (*rows, *(each.observation() for each in new)):
        series = row.variable if row.measure == "level" else f"{row.variable}: {row.measure}"
        found[series, row.year] = replace(row, series=series)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class _View:
    """Looks at a case from what is known at a moment."""

    project: Project
    futures: Futures
    variable: str
    outputs: Sequence[str]
    particles: int
    seed: int

    def weigh(self, rows: Sequence[Observation]) -> Knowledge:
        """Draw the posterior of some observations, and run it to the end."""
        model = HistoryRuns(self.project, rows, futures=self.futures)
        errors = ErrorModel()
        found = temper(
            lambda points: log_likelihood(model.values(points), rows, errors),
            self.futures.dimensions,
            particles=self.particles,
            seed=self.seed,
            moves=MOVES,
        )
        if found.effective < ENOUGH:
            raise _too_little(found.effective)
        refuse_unexplained(model.values(found.points), rows, errors)
        return self.look(found.points, found.effective, found)

    def look(self, points: FloatArray, effective: float, found: Tempered | None) -> Knowledge:
        """Run particles to the end."""
        years, values = self.futures.run(points, None, self.outputs)
        emissions = values[self.variable]
        structural = Structural(
            scenarios=(self.futures.case.id,),
            years=years,
            emissions=emissions[np.newaxis],
            values={self.variable: emissions[np.newaxis]},
            questions=self.futures.questions,
            drawn=self.futures.structures(points),
            touched=(tuple(each.id for each in self.futures.questions),),
        )
        return Knowledge(
            points=points,
            years=years,
            values=values,
            hit=in_time(emissions, years, self.project.city.goal),
            chance=conditions_of(structural, self.project.city.goal)[0],
            effective=effective,
            tempered=found,
        )


def in_time(emissions: FloatArray, years: IntArray, goal: int) -> BoolArray:
    """Say which members peak by the goal year, shape ``(member,)``."""
    peak = find_peak(emissions, years)
    found: BoolArray = ~peak.censored & (peak.year <= goal)
    return found


def _chance(futures: Futures, points: FloatArray, variable: str, goal: int) -> Share:
    years, values = futures.run(points, None, [variable])
    hit = in_time(values[variable], years, goal)
    return share_of(int(hit.sum()), hit.size)


def _refuse_far_off(
    project: Project, futures: Futures, points: FloatArray, statistics: Sequence[Statistic]
) -> None:
    """Refuse figures that are far from all that the prior expects: most likely another unit."""
    rows = [each.observation() for each in statistics]
    values = HistoryRuns(project, rows, futures=futures).values(points)
    problems = []
    for each, column in zip(statistics, values.T, strict=True):
        low, high = float(column.min()), float(column.max())
        if each.measure != "level" or low <= 0:
            continue
        if low / FAR_OFF <= each.value <= high * FAR_OFF:
            continue
        scale = float(each.printed) / each.value if each.value else 1.0
        span = f"{low * scale:.4g}", f"{high * scale:.4g}"
        problems.append(
            Problem(
                f"{each.printed} {each.unit} is far outside all that the model expects, "
                f"{span[0]} to {span[1]}: check unit and definition",
                f"{each.printed} {each.unit} 远在模型的全部预期 {span[0]}—{span[1]} 之外："
                "请核对单位与口径",
            ).under(each.place[1], each.place[0])
        )
    if problems:
        raise refuse("update", problems)


def refuse_unexplained(values: FloatArray, rows: Sequence[Observation], errors: ErrorModel) -> None:
    """Refuse an answer where no world comes near a figure, whatever the draws are worth.

    Parameters
    ----------
    values
        What the particles say of each row, shape ``(particle, row)``.
    rows
        The observations they were weighed by.
    errors
        Of the observations and of the model.

    Raises
    ------
    ResultError
        If a figure is more than :data:`FARTHEST` standard deviations off, its own error, that of
        the model and the spread of the particles taken together.
    """
    observed = np.array([row.value for row in rows])
    spread = np.sqrt(
        values.var(axis=0)
        + observation_errors(rows, errors) ** 2
        + (errors.discrepancy * observed) ** 2
    )
    off = (observed - values.mean(axis=0)) / spread
    far = [(row, miss) for row, miss in zip(rows, off, strict=True) if abs(miss) > FARTHEST]
    if far:
        en = "; ".join(f"{row.series} {row.year}: {miss:+.0f} sd" for row, miss in far)
        zh = "；".join(f"{row.series} {row.year} 年偏离 {miss:+.0f} 个标准差" for row, miss in far)
        msg = (
            f"update: no state of the world comes near these figures, so no chance is given: {en}. "
            "Check them, or give them a wider range (low, high)."
        )
        raise ResultError(
            msg,
            zh=f"没有任何情形接近下列数值，不予给出概率：{zh}。请核对，或放宽其上下限。",
        )


def _too_little(effective: float) -> ResultError:
    return ResultError(
        f"update: the draws are worth {effective:.0f} independent ones, below {ENOUGH:g}, so the "
        "chance would be noise. Take more (-n), or check the figures.",
        zh=f"有效样本只有 {effective:.0f}，低于 {ENOUGH:g}，概率不可信，不予给出。"
        "请用 -n 增加样本，或核对数据。",
    )
