"""A quantity that a table names: a sum of variables of the model, checked against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.payments import Term
from zysim.inputs.problems import Problem
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_algebra import parse_unit
from zysim.reading.unit_scale import SizedUnit, sized_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelQuantity:
    """Scalars of the model with their signs, all in one unit."""

    terms: tuple[tuple[float, str], ...]
    """Sign and scalar id."""
    unit: str

    @property
    def sized(self) -> SizedUnit:
        """The unit with its size."""
        return sized_unit(self.unit)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Scalars of the model that it adds up."""
        return tuple(name for _, name in self.terms)

    def of(self, values: Mapping[str, FloatArray]) -> FloatArray:
        """Return the sum, shape of one of the values."""
        total = self.terms[0][0] * values[self.terms[0][1]]
        for sign, name in self.terms[1:]:
            total = total + sign * values[name]
        return total


def find_quantity(
    terms: Sequence[Term], graph: ModelGraph, problems: list[Problem]
) -> ModelQuantity | None:
    """Return the quantity, or None after noting what is wrong with it.

    Parameters
    ----------
    terms
        Variables with their signs; a whole array stands for all its elements.
    graph
        The model.
    problems
        Takes what is wrong.
    """
    before = len(problems)
    found: list[tuple[float, str]] = []
    units: dict[str, None] = {}
    for term in terms:
        try:
            scalars = graph.scalars_of(term.name, "")
        except InputError as error:
            problems.append(Problem(str(error), error.zh or str(error)))
            continue
        units[graph.variables[term.name.partition("[")[0]].unit] = None
        found += [(term.sign, scalar) for scalar in scalars]
    if len({parse_unit(unit) for unit in units}) > 1:
        listed = ", ".join(units)
        problems.append(
            Problem(
                f"quantity adds {listed}: variables that are added need one unit",
                f"数量相加的变量单位不同（{listed}），应一致",
            )
        )
    if len(problems) > before:
        return None
    return ModelQuantity(terms=tuple(found), unit=next(iter(units)))
