"""One published figure, and what a table of such figures may speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zysim.inputs.history import Measure, Observation
from zysim.inputs.provenance import Provenance
from zysim.inputs.signposts import Signpost
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

NEAR = 0.0005
"""Figures this close, as a share, are the same figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One published figure, in the unit of the model variable it tells of."""

    series: str
    """Id of a signpost, or of a scalar of the model where no signpost has it."""
    label: Pair
    variable: str
    measure: Measure
    year: int
    value: float
    low: float
    high: float
    """Range of 95 %, from the row or from the error of the signpost."""
    printed: str
    """Number as printed, marks left out."""
    unit: str
    """Unit as printed."""
    source: str
    published: date | None
    file: str
    row: int

    @property
    def place(self) -> Pair:
        """Where it stands, for messages."""
        return (
            f"{self.file} 第 {self.row} 行（{self.label[0]} {self.year}）",
            f"{self.file}, row {self.row} ({self.series} {self.year})",
        )

    def observation(self) -> Observation:
        """Return it as an observation that worlds can be weighed by."""
        source = self.source or self.file
        return Observation(
            series=self.series,
            variable=self.variable,
            year=self.year,
            value=self.value,
            low=self.low,
            high=self.high,
            unit=self.unit,
            use="fit",
            measure=self.measure,
            provenance=Provenance(
                source=source, locator=f"row {self.row}", quality="statistic", note=""
            ),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may speak of."""

    graph: ModelGraph
    signposts: Mapping[str, Signpost]
    history: Sequence[Observation]
    years: tuple[int, int]
    """First and last year that can be compared."""
