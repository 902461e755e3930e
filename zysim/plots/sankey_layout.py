"""Places of the nodes and bands of a Sankey diagram, from flows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zysim.errors import InputError
from zysim.plots.labels import spread

Flow = tuple[str, str, float]
"""Source, target and value."""
GAP = 0.045
"""Distance between two neighbours in a column, as a share of the whole height."""
MOST_GAPS = 0.4
"""Share of the height that the gaps of a column may take together."""
SWEEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node, upright; heights count upwards from 0 to 1."""

    name: str
    column: int
    low: float
    high: float
    value: float
    """The larger of what flows in and what flows out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A flow from the right side of its source to the left side of its target."""

    flow: Flow
    stops: tuple[tuple[int, float], ...]
    """Column and lower edge at the source, in each column passed, and at the target."""
    thick: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All places of a diagram."""

    nodes: Mapping[str, Node]
    bands: tuple[Band, ...]
    columns: int


def lay_out(flows: Sequence[Flow]) -> Layout:
    """Place nodes in columns from left to right and stack the bands on their sides.

    A node stands one column right of the last of its sources; nodes that nothing leaves stand
    in the last column. A band that passes a column gets room of its own there, so it never
    runs behind a node. Within a column all are ordered by the mean height of what they are
    connected with, so that few bands cross.

    Parameters
    ----------
    flows
        Values above 0, in one unit; no circle.

    Raises
    ------
    InputError
        If a value is not above 0 or the flows run in a circle.

    Examples
    --------
    >>> found = lay_out([("coal", "power", 3.0), ("gas", "power", 1.0)])
    >>> found.nodes["power"].column, found.nodes["power"].value
    (1, 4.0)
    """
    for source, target, value in flows:
        if not value > 0:
            msg = f"sankey: flow {source} to {target} is {value}; flows must be above 0."
            raise InputError(msg, zh=f"桑基图：{source} 到 {target} 的流量为 {value}，应大于 0。")
    named = _columns(flows)
    columns = dict(named)
    ways = [_way(at, flow, columns) for at, flow in enumerate(flows)]
    legs = [
        (one, other, flow[2])
        for flow, way in zip(flows, ways, strict=True)
        for one, other in pairwise(way)
    ]
    inward, outward = _sums(legs, 1), _sums(legs, 0)
    sizes = {name: max(inward[name], outward[name]) for name in columns}
    members: dict[int, list[str]] = defaultdict(list)
    for name, column in columns.items():
        members[column].append(name)
    gap = min(GAP, MOST_GAPS / max(len(names) for names in members.values()))
    # The fullest column fills the height; the others are to the same scale.
    scale = min(
        (1 - gap * (len(names) - 1)) / sum(sizes[name] for name in names)
        for names in members.values()
    )
    rooms = {name: size * scale + gap for name, size in sizes.items()}
    middles = _middles(legs, members, rooms, gap)
    lows = {name: middles[name] - sizes[name] * scale / 2 for name in columns}
    starts, ends = (_stacked(legs, side, middles, lows, sizes, scale) for side in (0, 1))
    nodes = {
        name: Node(
            name=name,
            column=column,
            low=lows[name],
            high=lows[name] + sizes[name] * scale,
            value=sizes[name],
        )
        for name, column in named.items()
    }
    bands = tuple(
        Band(
            flow=flow,
            stops=(
                (columns[way[0]], starts[way[0], way[1]]),
                *((columns[each], lows[each]) for each in way[1:-1]),
                (columns[way[-1]], ends[way[-2], way[-1]]),
            ),
            thick=flow[2] * scale,
        )
        for flow, way in zip(flows, ways, strict=True)
    )
    return Layout(nodes=nodes, bands=bands, columns=max(columns.values()) + 1)


def _columns(flows: Sequence[Flow]) -> dict[str, int]:
    """Return the column of each node, by the longest way from a node nothing flows into."""
    names = list(dict.fromkeys(name for flow in flows for name in flow[:2]))
    columns = dict.fromkeys(names, 0)
    for _ in names:
        moved = False
        for source, target, _value in flows:
            if columns[target] <= columns[source]:
                columns[target] = columns[source] + 1
                moved = True
        if not moved:
            last, sources = max(columns.values()), {flow[0] for flow in flows}
            return {name: columns[name] if name in sources else last for name in names}
    msg = "sankey: the flows run in a circle; a Sankey diagram needs flows from left to right."
    raise InputError(msg, zh="桑基图：流向成环；桑基图的流向须由左至右。")


def _way(at: int, flow: Flow, columns: dict[str, int]) -> tuple[str, ...]:
    """Return source, a stop in each column passed, and target; put the stops into columns."""
    between = range(columns[flow[0]] + 1, columns[flow[1]])
    stops = {f"flow {at} in column {column}": column for column in between}
    columns |= stops
    return (flow[0], *stops, flow[1])


def _sums(legs: Sequence[Flow], side: int) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for leg in legs:
        sums[str(leg[side])] += leg[2]
    return sums


def _middles(
    legs: Sequence[Flow], members: Mapping[int, list[str]], rooms: Mapping[str, float], gap: float
) -> dict[str, float]:
    """Return the middle height of each node and stop."""
    # At first in the order of the flows, the first one on top.
    middles = {name: -float(at) for names in members.values() for at, name in enumerate(names)}
    for sweep in range(SWEEPS):
        leftwards = sweep % 2 == 1
        for column in sorted(members, reverse=leftwards):
            names = members[column]
            wanted = [_pull(name, legs, middles, leftwards) for name in names]
            placed = spread(wanted, [rooms[name] for name in names], -gap / 2, 1 + gap / 2)
            middles |= dict(zip(names, placed.tolist(), strict=True))
    return middles


def _pull(name: str, legs: Sequence[Flow], middles: Mapping[str, float], leftwards: bool) -> float:
    """Return the mean height of the neighbours on one side, each weighing by its flow."""
    side, other = (0, 1) if leftwards else (1, 0)
    pulls = [(middles[str(leg[other])], leg[2]) for leg in legs if leg[side] == name]
    whole = sum(value for _, value in pulls)
    return sum(at * value for at, value in pulls) / whole if pulls else middles[name]


def _stacked(
    legs: Sequence[Flow],
    side: int,
    middles: Mapping[str, float],
    lows: Mapping[str, float],
    sizes: Mapping[str, float],
    scale: float,
) -> dict[tuple[str, str], float]:
    """Return the lower edge of each leg at one side, stacked in the order of where they lead."""
    places: dict[tuple[str, str], float] = {}
    for name, low in lows.items():
        mine = [leg for leg in legs if leg[side] == name]
        at = low + (sizes[name] - sum(leg[2] for leg in mine)) * scale / 2
        for leg in sorted(mine, key=lambda leg: middles[str(leg[1 - side])]):
            places[leg[0], leg[1]] = at
            at += leg[2] * scale
    return places
