"""Shown is computed: what a reader sees of a run is looked up in the result it came from."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from click.testing import CliRunner

import zysim
from zysim.cli.main import main

CASES = ("plan", "plan+gas_power_capacity=0")


def call(*words: str) -> str:
    return CliRunner().invoke(main, [*words, "--lang", "en"]).stdout


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    document = json.loads(call("run", *CASES, "--json"))
    return {each["id"]: each for each in document["scenarios"]}


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_each_cell_of_a_run_stands_under_its_own_heading(
    records: dict[str, dict[str, Any]], letter: str
) -> None:
    lines = call("run", *CASES, "--boundary", letter).splitlines()
    heads = next(line for line in lines if line.startswith("scenario "))
    for case in CASES:
        row = next(
            line
            for line in lines
            if line.startswith(f"{case} ") and line.count("2") and "–" in line
        )
        peak = records[case]["boundaries"][letter]
        for head, text in (
            ("level", f"{peak['peak_level']:.2f}"),
            ("in 2030", f"{peak['level_2030']:.2f}"),
            ("sum 2021–2060", f"{peak['cumulative']:.1f}"),
        ):
            end = heads.index(head) + len(head)
            assert row[:end].split()[-1] == text, head
        assert row[heads.index("peak") :].split()[0] == str(peak["peak_year"])


def test_the_four_boundaries_stand_under_their_own_letters(
    records: dict[str, dict[str, Any]],
) -> None:
    lines = call("run", *CASES).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("The four boundaries"))
    heads, row = lines[start + 1], lines[start + 2]
    for letter, name in zip("ABCD", ("territorial", "provincial", "exports", "cons"), strict=True):
        peak = records["plan"]["boundaries"][letter]
        cell = row[heads.index(f"{letter} {name}") :].split()[:2]
        assert cell == [str(peak["peak_year"]), f"{peak['peak_level']:.2f}"]


def test_factors_of_the_kaya_identity_carry_their_own_names() -> None:
    found = zysim.explain_peak("baseline", "plan")
    names = ["gdp", "total_energy_calorific", "energy_co2_provincial"]
    runs = zysim.run("baseline", "plan", outputs=names)
    at = 10
    (g0, g1), (e0, e1), (c0, c1) = (runs.of(name)[:, at] for name in names)
    weight = (c1 - c0) / math.log(c1 / c0)
    by_hand = [
        weight * math.log(g1 / g0),
        weight * math.log((e1 / g1) / (e0 / g0)),
        weight * math.log((c1 / e1) / (c0 / e0)),
    ]
    assert found.kaya[:, at] == pytest.approx(by_hand)
    assert abs(by_hand[1] - by_hand[2]) > 0.05
