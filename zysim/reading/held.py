"""A model with some of its variables held on given paths: links cut, everything else as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zysim.reading.expressions import TIME, Expression, Op, Ref, Table
from zysim.reading.graph import ModelGraph


def hold(
    graph: ModelGraph, years: Sequence[float], paths: Mapping[str, Sequence[float]]
) -> ModelGraph:
    """Return the model with scalars that follow given paths whatever happens around them.

    Parameters
    ----------
    graph
        The model.
    years
        Times of the points of the paths, rising; between them a straight line.
    paths
        Scalar id of an auxiliary or a stock to its values, one per year, in its own unit.

    Raises
    ------
    InputError
        If there is no such scalar.

    Examples
    --------
    >>> from zysim.reading.expressions import Number
    >>> from zysim.reading.vensim import read_model
    >>> from zysim.paths import data_root
    >>> fleet = read_model(data_root() / "models" / "teaching" / "fleet.mdl", cache=False)
    >>> held = hold(fleet, [2020, 2060], {"electric_share": [0.1, 0.9]})
    >>> held.auxiliaries["electric_share"].name
    'lookup'
    """
    held: dict[str, Expression] = {}
    for name, values in paths.items():
        (scalar,) = graph.scalars_of(name, "hold")
        points = Table(tuple(map(float, years)), tuple(map(float, values)))
        held[scalar] = Op("lookup", (Ref(TIME), points))
    others = {name: each for name, each in graph.auxiliaries.items() if name not in held}
    first = [name for name in graph.initial_order if name not in held]
    return replace(
        graph,
        auxiliaries={**held, **others},
        stocks={name: each for name, each in graph.stocks.items() if name not in held},
        starts={name: each for name, each in graph.starts.items() if name not in held},
        initial_order=(*held, *first),
    )
