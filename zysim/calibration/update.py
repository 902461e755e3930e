"""New statistics into a new chance: what is known of a case before and after they came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from zysim.arrays import FloatArray
from zysim.calibration.knowledge import Knowledge, View, in_time
from zysim.calibration.outlook import Outlook, outlooks
from zysim.calibration.reasons import Arrival, Reason, arrivals, reasons_of
from zysim.calibration.tracks import Track, paths_for, tracks_of
from zysim.calibration.update_stages import stages_of
from zysim.errors import InputError, unknown_name
from zysim.inputs.delivered import Delivered
from zysim.inputs.history import Observation
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.settings import Settings
from zysim.inputs.statistic import Statistic
from zysim.metrics.spread import Share, share_of
from zysim.metrics.targets import variables_needed
from zysim.metrics.three_colours import goal_gap
from zysim.metrics.verdict import Colour, light_of, verdict
from zysim.runs.futures import Futures
from zysim.runs.project import Project
from zysim.sampling.points import sobol_points
from zysim.wording import Pair

PARTICLES = 8192
FEWEST = 2048
FAR_OFF = 2.0
"""A figure this many times beyond all that the model expects is taken for another unit."""
PARTS = (4, 46, 46, 4)
"""Shares of the time, in hundredths: the prior, before, after, what follows from them."""
Told = Callable[[int, int], None]


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
        """Light of the goal itself, by its chance after the statistics."""
        return light_of(self.after.chance.chance.value)

    @property
    def word(self) -> Pair:
        """The word for that chance, as a conclusion card has it."""
        chance = self.after.chance
        return verdict(chance.chance.value, chance.lowest.value, chance.highest.value)

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
    rows nor the number of calls they come in moves the answer. Every stage is kept in the cache
    folder until the answer is there: the same update after a kill goes on where it was.

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
        Draws of each posterior, 2048 or more; a multiple of 4, or less than 4 are lost.
    seed
        0 or more; the same seed gives the same numbers.
    notes
        What was passed over in reading.
    engine
        As for :func:`zysim.kernel.compile_model`.
    progress
        Told how many hundredths are done, and 100.

    Raises
    ------
    InputError
        If there is no statistic, too few draws, or a figure is far from all that the model
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
    if particles < FEWEST:
        msg = f"update: {particles} draws are too few: take {FEWEST} or more."
        raise InputError(msg, zh=f"样本数 {particles} 太少：应不少于 {FEWEST}。")
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
    meter = _Meter(progress)
    with stages_of(project, futures, particles, seed, engine) as stages:
        view = View(
            project,
            futures,
            account.variable,
            outputs,
            particles,
            seed,
            observed=[row.variable for row in every],
            stages=stages,
        )
        prior_points = sobol_points(slice(0, particles), futures.dimensions, seed)
        _refuse_far_off(view, prior_points, statistics)
        prior = view.look(prior_points, particles, None)
        meter.part(0)(1, 1)
        before = view.weigh(base, meter.part(1)) if base else prior
        after = view.weigh(every, meter.part(2))
    year = max(each.year for each in statistics)
    seen = view.past(every).values(before.points)
    told = [*project.tables.history, *every]
    paths = paths_for(new, targets, before.values, before.years, told)
    came = arrivals(new, every, seen, before.hit, seed, project.tables.signposts, paths)
    plain = Futures(project, case, delivered=delivered, kernel=futures.kernel)
    meter.part(3)(1, 1)
    return Update(
        case=case,
        boundary=account.id,
        goal=city.goal,
        year=year,
        prior=prior.chance.chance,
        before=before,
        after=after,
        all_delivered=(
            _chance(plain, before.points, outputs, city.goal),
            _chance(plain, after.points, outputs, city.goal),
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
            told,
            history=city.history,
        ),
        outlooks=outlooks(project, after.values, after.years, after.hit, statistics, seed),
        worlds=futures.worlds(after.points),
        delivered=delivered or {},
        seed=seed,
        notes=tuple(notes),
    )


class _Meter:
    """Tells how much of an update is done, in hundredths."""

    def __init__(self, told: Told | None) -> None:
        self._told = told

    def part(self, at: int) -> Told:
        """Return what a part is to tell how far it is: done, and of how many."""
        begin, end = sum(PARTS[:at]), sum(PARTS[: at + 1])

        def tell(done: int, total: int) -> None:
            if self._told is not None:
                self._told(round(begin + (end - begin) * done / total), sum(PARTS))

        return tell


def merged(rows: Sequence[Observation], new: Sequence[Statistic]) -> list[Observation]:
    """Put statistics beside observations, in place of those of the same figure, in a fixed order.

    Rows of one variable and measure become one series, so that they share their discrepancy.
    """
    found = {}
    for row in (*rows, *(each.observation() for each in new)):
        series = row.variable if row.measure == "level" else f"{row.variable}: {row.measure}"
        found[series, row.year] = replace(row, series=series)
    return [found[key] for key in sorted(found)]


def _chance(futures: Futures, points: FloatArray, outputs: Sequence[str], goal: int) -> Share:
    """Return the chance of a peak in time at points; the account is the first of the outputs."""
    years, values = futures.run(points, None, outputs)
    hit = in_time(values[outputs[0]], years, goal)
    return share_of(int(hit.sum()), hit.size)


def _refuse_far_off(view: View, points: FloatArray, statistics: Sequence[Statistic]) -> None:
    """Refuse figures that are far from all that the prior expects: most likely another unit."""
    values = view.past([each.observation() for each in statistics]).values(points)
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
