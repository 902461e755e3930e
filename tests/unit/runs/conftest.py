"""A small hand-made result: two scenarios, three years, a scalar, a vector and a matrix."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.inputs.read_city import read_city
from zysim.reading.graph import Variable
from zysim.runs.manifest import Manifest
from zysim.runs.results import Runs


def variable(name: str, unit: str, dims: tuple[str, ...] = (), *elements: str) -> Variable:
    return Variable(
        name=name.replace("_", " "),
        identifier=name,
        unit=unit,
        title_zh=f"变量 {name}",
        comment=f"The {name}.",
        sector="test",
        kind="auxiliary",
        dims=dims,
        elements=tuple(f"{name}[{each}]" for each in elements) or (name,),
        equation="1",
    )


@pytest.fixture
def manifest() -> Manifest:
    return Manifest(
        command="zysim run plan",
        engine="numpy",
        until=2022,
        scenarios={"baseline": {}, "plan": {"lever_setting[gas_measure]": 1.0}},
        files={},
        versions={"zysim": "0"},
        git={"git_commit": None, "git_clean": None},
        created="2026-01-01T00:00:00+00:00",
    )


@pytest.fixture
def runs(manifest: Manifest) -> Runs:
    years = np.arange(2020, 2023)
    vehicles = ("car,electric", "car,petrol", "bus,electric", "bus,petrol")
    variables = [
        variable("co2", "Mt/year"),
        variable("fuel_use", "wan tce/year", ("fuel",), "coal", "gas"),
        variable("fleet", "wan vehicle", ("vehicle", "drive"), *vehicles),
    ]
    names = ["co2", "fuel_use[coal]", "fuel_use[gas]", *variables[2].elements]
    block = np.random.default_rng(1).uniform(1, 5, size=(2, len(names), 3))
    return Runs(
        scenarios=("baseline", "plan"),
        years=years,
        values={name: block[:, at, :] for at, name in enumerate(names)},
        variables={each.identifier: each for each in variables},
        manifest=manifest,
        record=read_city(),
    )
