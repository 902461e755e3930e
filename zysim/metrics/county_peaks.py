"""When the emissions of each county peak, in the same states of the world as the city's."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.inputs.city import City
from zysim.metrics.spread import PeakSpread, spread_of_peak
from zysim.runs.ensemble import Ensemble


def county_scalars(city: City) -> dict[str, str]:
    """Return county to the scalar of its emissions; empty for a city without counties."""
    if not city.counties:
        return {}
    return {name: f"{city.variables['counties']}[{name}]" for name in city.counties}


def county_peaks(found: Ensemble, case: str) -> Mapping[str, PeakSpread]:
    """Return the peak of each county of one case.

    Parameters
    ----------
    found
        Holds :func:`county_scalars`.
    case
        One of its scenarios.

    Returns
    -------
    mapping
        County to its peak, in Mt CO2 a year; empty for a city without counties.
    """
    city, at = found.city, found.scenarios.index(case)
    return {
        name: spread_of_peak(
            found.of(scalar)[at], found.years, goal=city.goal, counted=city.counted
        )
        for name, scalar in county_scalars(city).items()
    }
