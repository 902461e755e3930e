"""A model in which an input is multiplied, each year, by a constant of that year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zysim.reading.expressions import TIME, Expression, Number, Op, Ref
from zysim.reading.graph import ModelGraph


def factor_of(name: str, year: int) -> str:
    """Return the id of the constant that an input is multiplied by in a year."""
    return f"{name} in {year}"


def with_yearly(graph: ModelGraph, years: Mapping[str, Sequence[int]]) -> ModelGraph:
    """Return the model with a constant, 1 at first, for each input and year.

    A run stays deterministic: what differs from year to year is an input like any other, and a
    batch gives each run its own. Between two years the factor is a line; before the first it
    is 1, after the last it stays.

    Parameters
    ----------
    graph
        The model.
    years
        Scalar id of an auxiliary to the years that get a constant, one after another.

    Raises
    ------
    InputError
        If there is no such scalar.

    Examples
    --------
    >>> from zysim.paths import data_root
    >>> from zysim.reading.vensim import read_model
    >>> fleet = read_model(data_root() / "models" / "teaching" / "fleet.mdl", cache=False)
    >>> yearly = with_yearly(fleet, {"electric_share": [2030, 2031]})
    >>> yearly.constants[factor_of("electric_share", 2031)]
    1.0
    """
    auxiliaries, constants = dict(graph.auxiliaries), dict(graph.constants)
    for name, each in years.items():
        (scalar,) = graph.scalars_of(name, "yearly input")
        factor: Expression = Number(1.0)
        for year in each:
            constants[factor_of(scalar, year)] = 1.0
            above = Op("-", (Ref(factor_of(scalar, year)), Number(1.0)))
            weight = _line(year) if year == each[-1] else _tent(year)
            factor = Op("+", (factor, Op("*", (above, weight))))
        auxiliaries[scalar] = Op("*", (auxiliaries[scalar], factor))
    return replace(graph, auxiliaries=auxiliaries, constants=constants)


def _line(year: int) -> Expression:
    """From 0 a year before to 1 in the year, and 1 from there on."""
    late = Op("-", (Ref(TIME), Number(float(year - 1))))
    return Op("max", (Number(0.0), Op("min", (Number(1.0), late))))


def _tent(year: int) -> Expression:
    """1 in the year, 0 a year before and after."""
    early = Op("-", (Number(float(year + 1)), Ref(TIME)))
    late = Op("-", (Ref(TIME), Number(float(year - 1))))
    return Op("max", (Number(0.0), Op("min", (early, late))))
