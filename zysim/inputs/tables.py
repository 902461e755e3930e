"""All of params/ as records, with the record of the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zysim.inputs.air_factors import AirFactor
    from zysim.inputs.city import City
    from zysim.inputs.correlation import Correlation
    from zysim.inputs.costs import Cost
    from zysim.inputs.coverage import Coverage
    from zysim.inputs.deciders import Decider
    from zysim.inputs.health_costs import HealthCost
    from zysim.inputs.history import Observation
    from zysim.inputs.levers import Lever
    from zysim.inputs.offices import Office
    from zysim.inputs.parameters import Parameter
    from zysim.inputs.payments import Payment
    from zysim.inputs.quantities import Quantity
    from zysim.inputs.signposts import Signpost
    from zysim.inputs.sources import Source
    from zysim.inputs.structures import Question
    from zysim.inputs.targets import Target
    from zysim.inputs.uncertainty import Uncertain
    from zysim.inputs.yearly import Yearly
    from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The record of the city and every number its model rests on, by id, in file order."""

    folder: Path
    city: City
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    levers: Mapping[str, Lever]
    targets: Mapping[str, Target]
    history: Sequence[Observation]
    uncertainty: Mapping[str, Uncertain]
    correlations: Sequence[Correlation]
    not_drawn: Mapping[str, Pair]
    """Scalar id to the reason why it is not sampled although measures act through it."""
    coverage: Mapping[str, Coverage]
    structures: Sequence[Question]
    """Questions about structure, in the order of the table."""
    quantities: Mapping[str, Quantity]
    """Lever id to what its setting is in the unit of its clause; not every lever has one."""
    costs: Mapping[str, Cost]
    payments: Mapping[str, Payment]
    air_factors: Mapping[str, AirFactor]
    health_costs: Mapping[str, HealthCost]
    """Pollutant to the damage of a tonne to health."""
    offices: Mapping[str, Office]
    """Clause to the office that leads the work on it; not every clause has one."""
    deciders: Mapping[str, Decider]
    """Lever id to who decides on it; not every lever has one."""
    signposts: Mapping[str, Signpost]
    """Statistics that tell whether the city is on track, in the order of the table."""
    yearly: Mapping[str, Yearly]
    """Inputs that differ from year to year by chance, by scalar id."""
    remarks: Mapping[str, str]
    """Notes and locators of the tables to their Chinese."""

    @property
    def constants(self) -> Mapping[str, float]:
        """Scalar id of every model constant that the tables set, with its baseline value."""
        values = {name: each.value for name, each in self.parameters.items()}
        for lever in self.levers.values():
            values |= lever.constants
        return values
