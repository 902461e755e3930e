"""Cost and CO2 avoided by groups of measures, and what a tonne costs where that can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.lever_names import lever_of
from zysim.inputs.payments import Payment
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.metrics.band import Band, band
from zysim.metrics.cost_book import RATE, CostBook, cost_book, present_cost
from zysim.runs.ensemble import worlds_under
from zysim.runs.project import Project
from zysim.wording import Pair

Refusal = Literal["no_cost_row", "less_service", "adds", "unsure", "mixed"]
UNPRICED: tuple[str, Pair] = ("unpriced", ("行政与转移支付类措施", "Administrative and transfers"))
LESS: tuple[str, Pair] = ("less_service", ("减少服务的措施", "Measures that save by less service"))
ASSUMED: tuple[str, Pair] = ("assumed", ("情景假定", "Assumptions of the scenario"))
SURE = 2.0
"""Standard errors that a mean must exceed before it is divided by."""
MIXED = 0.1
"""Share of worlds on the other side of zero above which no quotient is shown."""
STREAM = 7_303
"""Keeps the orders apart from the draws of worlds and costs."""
RUNS_IN_PART = 4096
YI_PER_WAN_T = 1e4
"""CNY a tonne in one yi CNY per wan t."""
WAN_T_PER_MT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupCost:
    """A group of measures: what it costs and what CO2 it avoids, in the same worlds."""

    id: str
    label: Pair
    levers: tuple[str, ...]
    cost: FloatArray
    """Net present cost, yi CNY, shape ``(member,)``."""
    avoided: FloatArray
    """Emissions avoided over the years counted, wan t, discounted like the cost, ``(member,)``."""
    refusal: Refusal | None
    """Why no cost per tonne is given."""

    @property
    def per_tonne(self) -> Band | None:
        """CNY a tonne, the quotient in each world; None if refused."""
        return None if self.refusal else band(YI_PER_WAN_T * self.cost / self.avoided)


def credit_costs(
    project: Project,
    reference: Settings,
    case: Settings,
    worlds: Mapping[str, FloatArray],
    *,
    variable: str,
    rate: float = RATE,
    seed: int = 0,
    orders: int = 2,
    each_lever: bool = False,
) -> tuple[GroupCost, ...]:
    """Share the cost and the CO2 avoided by a case among its groups of measures.

    Each group gets its mean effect over orders in which groups may be added (Shapley 1953), drawn
    anew in each world, each order with its reverse; in every world the shares add up to the whole
    difference. Groups are those of the city, but for measures that save by less service and
    measures without a resource cost of their own, which stand apart.

    Parameters
    ----------
    project, reference, case
        Model with its tables, and the two cases.
    worlds
        States of the world: scalar id to draws, shape ``(member,)``.
    variable
        Scalar id of the emissions, Mt a year.
    rate
        Discount rate a year, of cost and CO2 alike.
    seed
        Of the draws of costs and orders.
    orders
        Orders in each world, an even number.
    each_lever
        Share among single levers instead of groups.

    Returns
    -------
    tuple
        One record a group, in the order of the city's groups.

    Raises
    ------
    InputError
        If the cases set the same constants alike, or ``orders`` is odd or below 2.
    ResultError
        If a value is not finite.
    """
    if orders < 2 or orders % 2:
        msg = f"orders: {orders} must be an even number, 2 or more."
        raise InputError(msg, zh=f"orders {orders} 应为不小于 2 的偶数。")
    book = cost_book(project.tables, project.graph)
    groups = _groups(project.tables, project.graph.constants, reference, case, each_lever)
    if not groups:
        msg = f"{reference.id}, {case.id}: the same settings, so no cost. Name two that differ."
        raise InputError(msg, zh=f"{reference.id} 与 {case.id} 的设定相同，没有费用可比。")
    members = next(iter(worlds.values())).size
    ranks = _orders(len(groups), members * orders, seed)
    measured = _measure(project, book, reference, case, worlds, groups, ranks, variable, rate, seed)
    # measured: (order, step, what); step s has the groups that come before place s.
    effects = np.diff(measured, axis=1)
    by_group = np.take_along_axis(effects, ranks[:, :, None], axis=1)
    shares = by_group.reshape(members, orders, len(groups), 2).mean(axis=1)
    return tuple(
        GroupCost(
            id=group.id,
            label=group.label,
            levers=tuple(group.levers),
            cost=shares[:, at, 0],
            avoided=-shares[:, at, 1],
            refusal=group.refusal or refuse_quotient(-shares[:, at, 1]),
        )
        for at, group in enumerate(groups)
    )


def lever_kind(lever: str, payments: Mapping[str, Payment]) -> Refusal | None:
    """Say why a lever has no cost per tonne whatever it avoids; None where it may have one."""
    kinds = {each.kind for each in payments.values() if lever in each.levers}
    if "less_service" in kinds:
        return "less_service"
    return "no_cost_row" if kinds <= {"administrative", "transfer"} else None


def refuse_quotient(avoided: FloatArray) -> Refusal | None:
    """Say why nothing should be divided by the CO2 avoided, shape ``(member,)``; None if it may.

    >>> refuse_quotient(np.array([1.0, 1.2, 0.9, 1.1]))
    >>> refuse_quotient(np.array([-1.0, -1.2, -0.9, -1.1]))
    'adds'
    """
    mean = float(avoided.mean())
    error = float(avoided.std(ddof=1)) / np.sqrt(avoided.size)
    if abs(mean) < SURE * error or mean == 0:
        return "unsure"
    if mean < 0:
        return "adds"
    return "mixed" if float((avoided <= 0).mean()) > MIXED else None


@dataclass(slots=True, kw_only=True)
class _Group:
    """Constants that are switched together."""

    id: str
    label: Pair
    refusal: Refusal | None
    """Why it has no cost per tonne whatever it avoids."""
    levers: dict[str, None] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)


def _groups(
    tables: Tables,
    known: Mapping[str, float],
    reference: Settings,
    case: Settings,
    each_lever: bool,
) -> list[_Group]:
    found: dict[str, _Group] = {}
    for name in dict.fromkeys([*reference.constants, *case.constants]):
        before = reference.constants.get(name, known[name])
        if case.constants.get(name, known[name]) == before:
            continue
        lever = lever_of(name)
        new = _group(tables, lever, each_lever)
        group = found.setdefault(new.id, new)
        group.constants.append(name)
        if lever in tables.levers:
            group.levers[lever] = None
    order = [*tables.levers] if each_lever else [*tables.city.groups]
    order += [LESS[0], UNPRICED[0], ASSUMED[0]]
    return sorted(found.values(), key=lambda group: order.index(group.id))


def _group(tables: Tables, lever: str, each_lever: bool) -> _Group:
    if lever not in tables.levers:
        return _Group(id=ASSUMED[0], label=ASSUMED[1], refusal="no_cost_row")
    own = tables.levers[lever]
    label = own.label_zh, own.label_en
    refusal = lever_kind(lever, tables.payments)
    if each_lever:
        return _Group(id=lever, label=label, refusal=refusal)
    if refusal is not None:
        name, title = LESS if refusal == "less_service" else UNPRICED
        return _Group(id=name, label=title, refusal=refusal)
    group = tables.city.group_of(lever)
    return _Group(id=group.id, label=group.label or label, refusal=None)


def _orders(groups: int, orders: int, seed: int) -> IntArray:
    """Return the place of each group in each order, ``(order, group)``; pairs are reversed."""
    generator = np.random.default_rng([STREAM, seed])
    first = generator.permuted(np.tile(np.arange(groups), (orders // 2, 1)), axis=1)
    return np.stack([first, groups - 1 - first], axis=1).reshape(orders, groups)


def _measure(
    project: Project,
    book: CostBook,
    reference: Settings,
    case: Settings,
    worlds: Mapping[str, FloatArray],
    groups: Sequence[_Group],
    ranks: IntArray,
    variable: str,
    rate: float,
    seed: int,
) -> FloatArray:
    """Return present cost and discounted wan t of each step, shape ``(order, step, 2)``."""
    orders, steps = len(ranks), len(groups) + 1
    members = next(iter(worlds.values())).size
    world = np.repeat(np.arange(members), orders // members * steps)
    # In step s of an order, the groups whose place is below s are as in the case.
    taken = (ranks[:, None, :] < np.arange(steps)[:, None]).reshape(-1, len(groups))
    known = project.graph.constants
    before, after = worlds_under(reference, worlds), worlds_under(case, worlds)
    group_of = {name: at for at, group in enumerate(groups) for name in group.constants}
    drawn = book.draw(members, seed)
    outputs = list(dict.fromkeys([*book.outputs_of_total, variable]))
    kernel = compile_model(project.graph)

    def batch(some: slice) -> dict[str, FloatArray]:
        where = world[some]
        found = {}
        for name in dict.fromkeys([*before, *after]):
            low, high = (
                np.broadcast_to(each.get(name, known[name]), (members,))[where]
                for each in (before, after)
            )
            on = taken[some, group_of[name]] if name in group_of else False
            found[name] = np.where(on, high, low)
        return found

    parts = []
    for some, years, values in integrate_chunks(
        kernel, batch, world.size, size=RUNS_IN_PART, until=book.last, outputs=outputs
    ):
        prices = {name: each[world[some]] for name, each in drawn.items()}
        cost = present_cost(book, values, years, prices, rate)
        burnt = WAN_T_PER_MT * (values[variable] @ book.discount(years, rate))
        parts.append(np.stack([cost, burnt], axis=-1))
    return np.concatenate(parts).reshape(orders, steps, 2)
