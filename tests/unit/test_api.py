"""The public functions answer as the commands do, and take text or paths."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import zysim

CO2 = "energy_co2_provincial"


def test_an_ensemble_becomes_a_table_and_a_dataset_with_its_numbers() -> None:
    found = zysim.ensemble("plan", n=4, outputs=CO2)
    table = zysim.to_frame(found)
    data = zysim.to_dataset(found)
    assert data[CO2].dims == ("scenario", "member", "year")
    assert data[CO2].attrs["units"] == found.unit(CO2)
    row = table[(table.member == 2) & (table.year == 2030)]
    assert row.value.item() == found.of(CO2)[0, 2, 10]
    assert float(data[CO2].sel(scenario="plan", member=2, year=2030)) == row.value.item()
    assert len(table) == found.of(CO2).size
    assert len(repr(found)) < 120


def test_one_output_is_a_name_and_not_its_letters() -> None:
    runs = zysim.run("plan", outputs="gdp")
    assert list(runs.values) == ["gdp"]
    assert len(repr(runs)) < 120


def test_a_model_is_read_by_the_text_of_its_path() -> None:
    root = Path(__file__).resolve().parents[2]
    assert zysim.read_model(str(root / "models" / "teaching" / "tank.mdl")).stocks


def test_explain_peak_takes_cases() -> None:
    found = zysim.explain_peak("plan", "plan+gas_power_capacity=0", n=8)
    both = zysim.ensemble("plan", "plan+gas_power_capacity=0", n=8, outputs=CO2).of(CO2)
    middle = np.sort(both[1] - both[0], axis=0)[3]  # the lower median of eight
    np.testing.assert_allclose(sum(found.emitters.values()), middle, atol=1e-9)


def test_targets_are_those_of_the_case() -> None:
    scores = {each.target.id: each for each in zysim.targets("plan+gas_power_capacity=0", n=8)}
    assert scores["T05"].value.item() == pytest.approx(1.48)
    assert scores["T05"].state == "missed"


def test_a_screening_is_not_ranked_by_sobol() -> None:
    with pytest.raises(zysim.InputError, match="screening"):
        zysim.rank("screening")
