"""What a city may have or not: counties, and plants whose retirement breaks lines."""

from __future__ import annotations

from zysim.inputs.city import City
from zysim.metrics import cliffs
from zysim.metrics.county_peaks import county_scalars
from zysim.page import shape
from zysim.report.card.numbers_table import ENERGY, REST
from zysim.runs.project import Project
from zysim.units import official


def counties_part(city: City) -> shape.Counties | None:
    """Return the counties; None for a city without them."""
    scalars = county_scalars(city)
    if not scalars:
        return None
    return {
        "account": city.accounts[city.territorial].label,
        "outputs": [
            {"label": city.counties[name], "output": scalar} for name, scalar in scalars.items()
        ],
    }


def gases_part(city: City) -> shape.Gases | None:
    """Return all greenhouse gases and their parts; None for a city that does not count them."""
    if "greenhouse" not in city.variables:
        return None
    zh, en = (text.format(account=city.account) for text in ENERGY)
    energy: shape.Part = {"label": (zh, en), "output": city.accounts[city.account].variable}
    others: list[shape.Part] = [
        {"label": label, "output": name} for name, label in city.gases.items()
    ]
    return {
        "total": city.variables["greenhouse"],
        "sinks": [name for name, each in city.beside.items() if each.sink],
        "parts": [energy, *others],
        "rest": REST,
    }


def capacity_part(project: Project) -> shape.Capacity | None:
    """Return the plants whose retirement breaks lines; None where the city names none."""
    output = project.city.variables.get("plants")
    if output is None:
        return None
    label, unit = project.graph.label(output), project.graph.variables[output].unit
    zh, en = (official(unit, lang) for lang in ("zh", "en"))
    return {
        "output": output,
        "label": label,
        "unit": (zh[1], en[1]),
        "scale": (zh[0], en[0]),
        "note": cliffs.NOTE,
    }
