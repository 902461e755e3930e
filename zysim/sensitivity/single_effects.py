"""What each lever does alone, from the reference and from the plan, in the same worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.settings import Settings, read_case
from zysim.inputs.tables import Tables
from zysim.metrics.band import band
from zysim.metrics.cost_book import RATE, cost_book
from zysim.metrics.middle import middle
from zysim.runs.ensemble import draw_members
from zysim.runs.project import Project
from zysim.sensitivity.effect_bench import Bench, Measured
from zysim.sensitivity.evaluate import Evaluator
from zysim.sensitivity.leading import MEMBERS, among_first, in_order, tried_alone
from zysim.wording import Pair

IDLE = 0.2
"""Wan t in the goal year below which a lever is folded: 2 kt of some 5 Mt."""
SAME = 0.03
"""Relative change of a lever's own quantities below which they count as there already."""
Reason = Literal["elsewhere", "later", "absent", "already", "small"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FromOne:
    """The effects of one lever, done against not done, with all else as in one case."""

    used: bool
    """Whether that case does it, so that it was left out; otherwise it was done in addition."""

    goal: FloatArray
    """In the goal year, wan t CO2, shape ``(member,)``; negative where the lever lowers it."""
    sum: FloatArray
    """Over the years after the history up to the last one counted, wan t CO2, ``(member,)``."""
    late: FloatArray
    """In the last year counted, wan t CO2, shape ``(member,)``."""
    gases: FloatArray | None
    """All gases less the sink in the goal year, wan t CO2e; None where the model has no total."""
    moves: float
    """Share of worlds in which it is among the three that change the goal year most."""
    lowers: float
    """Share of worlds in which it is among the three that lower the goal year most."""
    cost: FloatArray | None
    """Net present cost of doing it, yi CNY, shape ``(member,)``; None without prices."""
    moved: float | None
    """Median relative change of its own quantities in the goal year; None if none is priced, NaN
    where they are zero with and without it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeverEffect:
    """One lever alone."""

    id: str
    label: Pair
    office: Pair | None
    """Who leads the work on its clause."""
    priced: bool
    """Whether it has a resource cost of its own."""
    from_reference: FromOne
    """Done alone, everything else as in the reference."""
    from_main: FromOne
    """Done with all the rest of the main case against not done in it."""
    reason: Reason | None
    """Why it moves next to nothing; None for levers that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effects:
    """Single effects of all levers; they overlap and do not add up."""

    reference: str
    main: str
    titles: tuple[Pair, Pair]
    """Of the reference and of the main case."""
    goal: int
    counted: tuple[int, int]
    """First and last year of the sums."""
    boundary: str
    members: int
    levers: tuple[LeverEffect, ...]
    """Those that matter most first, as :mod:`zysim.sensitivity.leading` orders them in the main
    case."""

    @property
    def shown(self) -> tuple[LeverEffect, ...]:
        """Levers that move something in the goal year."""
        return tuple(each for each in self.levers if each.reason is None)

    @property
    def folded(self) -> tuple[LeverEffect, ...]:
        """Levers that move next to nothing, each with its reason."""
        return tuple(each for each in self.levers if each.reason is not None)

    def to_records(self) -> list[dict[str, Any]]:
        """Return one JSON record a lever; medians over worlds of paired differences."""
        return [
            {
                "lever": each.id,
                "label_zh": each.label[0],
                "label_en": each.label[1],
                "office_zh": each.office[0] if each.office else None,
                "office_en": each.office[1] if each.office else None,
                "from_reference": _record(each.from_reference),
                "from_main": _record(each.from_main),
                "priced": each.priced,
                "folded": each.reason,
            }
            for each in self.levers
        ]


def single_effects(
    project: Project, *, boundary: str, members: int = MEMBERS, seed: int = 0, rate: float = RATE
) -> Effects:
    """Measure each lever alone, from the reference and from the main case of the city.

    Parameters
    ----------
    project
        Model and tables.
    boundary
        Account of the emissions.
    members
        States of the world.
    seed
        Of the draws of worlds and prices.
    rate
        Discount rate of the costs.

    Returns
    -------
    Effects
        Signed: negative where doing the lever lowers emissions.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    tables, city = project.tables, project.city
    reference, main = (read_case(name, tables) for name in city.usual)
    bench = Bench(
        project=project,
        worlds=draw_members(project, members, seed),
        book=cost_book(tables, project.graph) if tables.payments else None,
        variable=city.accounts[boundary].variable,
        seed=seed,
        rate=rate,
    )
    ones, from_main = _effects(bench, (reference, main), reference)
    levers = {
        name: LeverEffect(
            id=name,
            label=(lever.label_zh, lever.label_en),
            office=_office(tables, lever.clauses),
            priced=_priced(tables, name),
            from_reference=ones[name],
            from_main=from_main[name],
            reason=_reason(ones[name], from_main[name]),
        )
        for name, lever in tables.levers.items()
    }
    order = in_order({name: each.goal for name, each in from_main.items()})
    return Effects(
        reference=reference.id,
        main=main.id,
        titles=(reference.titles, main.titles),
        goal=city.goal,
        counted=bench.counted,
        boundary=boundary,
        members=members,
        levers=tuple(levers[name] for name in order),
    )


def effects_of_study(evaluator: Evaluator) -> Effects | None:
    """Return what each lever does alone, where a study ranks the city's levers; else None."""
    space, study, project = evaluator.space, evaluator.study, evaluator.subject.project
    single = any(space.factors[at].kind == "lever" for at in space.single)
    if study.method != "sobol" or project is None or not single:
        return None
    if study.vary == "none" or study.outcomes:
        return None
    boundary = study.boundary or project.city.account
    return single_effects(project, boundary=boundary, seed=study.seed)


def _effects(
    bench: Bench, bases: Sequence[Settings], reference: Settings
) -> list[dict[str, FromOne]]:
    """Return the effect of doing each lever in each of some cases."""
    tables = bench.project.tables
    cases = [
        case
        for base in bases
        for case in (base, *tried_alone(base, reference, tables, tables.levers))
    ]
    measured, each = bench.measure(cases), 1 + len(tables.levers)
    return [_of_base(bench, base, reference, list(islice(measured, each))) for base in bases]


def _of_base(
    bench: Bench, base: Settings, reference: Settings, measured: Sequence[Measured]
) -> dict[str, FromOne]:
    """Return the effects in one case, from itself and from each lever tried in it."""
    tables = bench.project.tables
    whole, *parts = measured
    signs = {
        name: -1.0 if base.levers[name] != reference.levers[name] else 1.0 for name in tables.levers
    }
    goals = {
        name: sign * (part.goal - whole.goal)
        for (name, sign), part in zip(signs.items(), parts, strict=True)
    }
    moves, lowers = among_first(goals)
    found = {}
    for (name, sign), part in zip(signs.items(), parts, strict=True):
        gases = None
        if part.gases is not None and whole.gases is not None:
            gases = sign * (part.gases - whole.gases)
        cost = None
        if part.cost is not None and whole.cost is not None:
            cost = sign * (part.cost - whole.cost)
        found[name] = FromOne(
            used=sign < 0,
            goal=goals[name],
            sum=sign * (part.sum - whole.sum),
            late=sign * (part.late - whole.late),
            gases=gases,
            moves=moves[name],
            lowers=lowers[name],
            cost=cost,
            moved=_moved(bench, name, whole, part),
        )
    return found


def _moved(bench: Bench, lever: str, whole: Measured, part: Measured) -> float | None:
    payments = bench.project.tables.payments
    changes = []
    for name, before in whole.quantities.items():
        if lever in payments[name].levers:
            after = part.quantities[name]
            size = np.maximum(np.abs(before), np.abs(after))
            ratio = np.full_like(size, np.nan)
            np.divide(np.abs(after - before), size, out=ratio, where=size > 0)
            there = ratio[size > 0]
            changes.append(float(middle(there)) if 2 * there.size > size.size else np.nan)
    if not changes:
        return None
    return max((each for each in changes if not np.isnan(each)), default=np.nan)


def _reason(alone: FromOne, usual: FromOne) -> Reason | None:
    """Return why a lever moves next to nothing in the goal year; None if it moves something."""
    if any(abs(float(middle(each.goal))) >= IDLE for each in (alone, usual)):
        return None
    if usual.gases is not None and abs(float(middle(usual.gases))) >= 1.0:
        return "elsewhere"
    if abs(float(middle(usual.late))) >= 1.0:
        return "later"
    if usual.moved is None:
        return "small"
    if np.isnan(usual.moved):
        return "absent"
    return "already" if usual.moved < SAME else "small"


def _office(tables: Tables, clauses: Sequence[str]) -> Pair | None:
    found = (tables.offices[each] for each in clauses if each in tables.offices)
    office = next(found, None)
    return office.name if office else None


def _priced(tables: Tables, lever: str) -> bool:
    rows = [each for each in tables.payments.values() if lever in each.levers]
    return any(each.paid and each.kind != "transfer" for each in rows)


def _record(one: FromOne) -> dict[str, Any]:
    return {
        "goal_wan_t": band(one.goal).to_record(),
        "sum_wan_t": band(one.sum).to_record(),
        "last_year_wan_t": band(one.late).to_record(),
        "all_gases_wan_t": None if one.gases is None else band(one.gases).to_record(),
        "used": one.used,
        "first_three": one.moves,
        "best_three": one.lowers,
        "present_cost_yi_cny": None if one.cost is None else band(one.cost).to_record(),
        "quantity_moved": None if one.moved is None or np.isnan(one.moved) else one.moved,
    }
