"""Runs: what a batch gave, with the units of its numbers and the record of its making."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zysim.arrays import FloatArray, TimeArray
from zysim.errors import ResultError, unknown_name
from zysim.inputs.city import City
from zysim.reading.graph import Variable
from zysim.runs.manifest import Manifest

SHOWN = 12
"""Variables that a notebook shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Results of one or more scenarios; nothing in it changes after it is made."""

    scenarios: tuple[str, ...]
    """Label of each run, shape ``(run,)``; no label twice."""
    years: TimeArray
    """Calendar years, shape ``(year,)``, increasing by 1; moments of another model's clock."""
    values: Mapping[str, FloatArray]
    """Scalar id, for example ``capital[food]``, to values of shape ``(run, year)``."""
    variables: Mapping[str, Variable]
    """Identifier to the model's record of the variable: unit, meaning, elements."""
    manifest: Manifest
    warnings: tuple[tuple[str, str], ...] = ()
    """What a reader should know of the runs, Chinese and English."""
    axis: str = "year"
    """What tables call ``years``: ``time`` for a model that does not count years."""
    record: City | None = None
    """Of the city whose model ran; None for another model."""

    def __post_init__(self) -> None:
        """Refuse labels used twice and values of the wrong shape."""
        if len(set(self.scenarios)) != len(self.scenarios):
            msg = f"runs: a label is used twice in {list(self.scenarios)}. Give each run its own."
            raise ResultError(msg)
        shape = (len(self.scenarios), self.years.size)
        for name, values in self.values.items():
            if values.shape != shape:
                msg = f"runs: {name!r} must have shape {shape} (run, year), got {values.shape}."
                raise ResultError(msg)

    @property
    def city(self) -> City:
        """The record of the city.

        Raises
        ------
        ResultError
            If the runs are of another model.
        """
        if self.record is None:
            msg = "runs: of another model than a city's, so there are no accounts to read."
            raise ResultError(msg, zh="这些结果不属于城市模型，没有核算口径。")
        return self.record

    def of(self, name: str) -> FloatArray:
        """Return the values of one scalar, shape ``(run, year)``, in its unit.

        Raises
        ------
        InputError
            If there is no such scalar; the message gives the nearest names.
        """
        if name not in self.values:
            raise unknown_name("variable", name, self.values, "runs")
        return self.values[name]

    def at(self, name: str, scenario: str, year: float) -> float:
        """Return one number: a scalar in one scenario and year, in its unit.

        Raises
        ------
        InputError
            If the scalar or the scenario is unknown.
        ResultError
            If the year was not simulated.
        """
        if scenario not in self.scenarios:
            raise unknown_name("scenario", scenario, self.scenarios, "runs")
        first, last = f"{self.years[0]:g}", f"{self.years[-1]:g}"
        if year not in self.years:
            msg = f"runs: year {year:g} is outside the simulated years {first} to {last}."
            raise ResultError(msg, zh=f"{year:g} 年不在模拟年份 {first}—{last} 之内。")
        return float(self.of(name)[self.scenarios.index(scenario), self.years == year][0])

    def unit(self, name: str) -> str:
        """Return the unit of a scalar or of a whole variable."""
        identifier = name.partition("[")[0]
        if identifier not in self.variables:
            raise unknown_name("variable", name, self.variables, "runs")
        return self.variables[identifier].unit

    def __repr__(self) -> str:
        """Say what it holds, in one line."""
        return (
            f"<Runs {', '.join(self.scenarios)}: {len(self.values)} variables, "
            f"{self.axis} {self.years[0]:g}-{self.years[-1]:g}>"
        )

    def _repr_html_(self) -> str:
        """Return a table for notebooks: the first scalars at the start, the middle and the end."""
        spots = sorted({0, self.years.size // 2, self.years.size - 1})
        heads = ["scenario", "variable", "unit", *(f"{self.years[spot]:g}" for spot in spots)]
        rows = [
            [scenario, name, self.unit(name), *(f"{values[at, spot]:.4g}" for spot in spots)]
            for name, values in list(self.values.items())[:SHOWN]
            for at, scenario in enumerate(self.scenarios)
        ]
        lines = [_row("th", heads), *(_row("td", row) for row in rows)]
        more = len(self.values) - SHOWN
        caption = f"<caption>{more} more variables</caption>" if more > 0 else ""
        return f"<table>{caption}{''.join(lines)}</table>"


def _row(tag: str, cells: list[str]) -> str:
    # Only here: what it loads is for notebooks.
    from html import escape

    inner = "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"
