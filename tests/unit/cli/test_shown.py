"""Shown is computed: what a reader sees of a run is looked up in the result it came from."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import zysim
from zysim.cli.main import main
from zysim.metrics.middle import close, nearest
from zysim.runs.project import choose_one, open_project
from zysim.sensitivity.credit import explain_difference

CASES = ("plan", "plan+gas_power_capacity=0")


def call(*words: str) -> str:
    return CliRunner().invoke(main, [*words, "--lang", "en"]).stdout


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    document = json.loads(call("run", *CASES, "-n", "16", "--json"))
    return {each["id"]: each for each in document["scenarios"]}


@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_each_cell_of_a_run_stands_under_its_own_heading(
    records: dict[str, dict[str, Any]], letter: str
) -> None:
    lines = call("run", *CASES, "-n", "16", "--boundary", letter).splitlines()
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
    lines = call("run", *CASES, "-n", "16").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("The four boundaries"))
    heads, row = lines[start + 1], lines[start + 2]
    for letter, name in zip("ABCD", ("territorial", "provincial", "exports", "cons"), strict=True):
        peak = records["plan"]["boundaries"][letter]
        cell = row[heads.index(f"{letter} {name}") :].split()[:2]
        assert cell == [str(peak["peak_year"]), f"{peak['peak_level']:.2f}"]


def test_factors_of_the_kaya_identity_carry_their_own_names() -> None:
    """Of one world: with more of them the parts are means, closed to the median."""
    project = open_project()
    pair = [choose_one(project, name, {}) for name in ("baseline", "plan")]
    found = explain_difference(project, *pair, members=2, near=1)
    names = ["gdp", "total_energy_calorific", "energy_co2_provincial"]
    both = zysim.ensemble("baseline", "plan", n=2, outputs=names)
    paths = both.of("energy_co2_provincial")
    member = nearest(paths[1] - paths[0], 1)[0]
    at = 10
    (g0, g1), (e0, e1), (c0, c1) = (both.of(name)[:, member, at] for name in names)
    weight = (c1 - c0) / math.log(c1 / c0)
    by_hand = np.array(
        [
            weight * math.log(g1 / g0),
            weight * math.log((e1 / g1) / (e0 / g0)),
            weight * math.log((c1 / e1) / (c0 / e0)),
        ]
    )
    assert found.kaya[:, at] == pytest.approx(close(by_hand, found.difference[at]))
    assert found.difference[at] == min(paths[1, :, at] - paths[0, :, at])
    assert abs(by_hand[1] - by_hand[2]) > 0.05
