"""Why the peak moves: credit of groups and sectors adds up on the city's model."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import scenario_names
from zysim.report.peak_difference import (
    credit_table,
    difference_record,
    difference_text,
    year_credit_table,
)
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose, choose_one, open_project
from zysim.sensitivity.credit import Explanation, changed_groups, explain_difference, group_of
from zysim.sensitivity.lmdi import lmdi
from zysim.wording import co2_text

NAMES = ("First", "Second")


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def found(project: Project) -> Explanation:
    first, second = choose(project, ["baseline", "plan"], {})
    return explain_difference(project, first, second, members=16, near=2)


def test_credit_of_groups_is_the_whole_difference(found: Explanation) -> None:
    change = found.difference
    np.testing.assert_allclose(found.by_year.sum(axis=0), change, atol=1e-9)
    at = int(np.flatnonzero(found.years == 2030)[0])
    assert found.credit["level_2030"].sum() == pytest.approx(change[at])
    assert found.credit["peak_time"].sum() > 0


def test_emitters_and_kaya_factors_are_the_whole_difference(found: Explanation) -> None:
    change = found.difference
    np.testing.assert_allclose(np.sum(list(found.emitters.values()), axis=0), change, atol=1e-9)
    np.testing.assert_allclose(found.kaya.sum(axis=0), change, atol=1e-9)
    for place, emitter in enumerate(("agriculture", "building_materials")):
        parts = found.producing[:, place].sum(axis=0)
        np.testing.assert_allclose(parts, found.emitters[emitter], atol=1e-9)


def test_each_kaya_factor_stands_under_its_own_name(project: Project, found: Explanation) -> None:
    """Counted anew over all members; those of the answer are the nearest to the median."""
    names = project.city.variables
    outputs = [project.city.accounts["B"].variable, names["gdp"], names["energy"]]
    pair = choose(project, ["baseline", "plan"], {})
    both = run_ensemble(project, pair, members=16, outputs=outputs)
    whole, gdp, energy = (both.of(name) for name in outputs)
    factors = lmdi([gdp, energy / gdp, whole / energy]).mean(axis=1)
    table = year_credit_table(found)
    at = int(np.flatnonzero(found.years == 2035)[0])
    here = table[(table["by"] == "kaya") & (table["year"] == 2035)].set_index("part")["value"]
    wanted = dict(zip(("GDP", "energy per GDP", "CO₂ per energy"), factors[:, at], strict=True))
    apart = abs(wanted["energy per GDP"] - wanted["CO₂ per energy"])
    for part, value in wanted.items():
        assert abs(here[part] - value) < apart / 4, part


def test_nothing_differs_in_the_history(found: Explanation) -> None:
    past = found.years <= 2025
    assert np.abs(found.by_year[:, past]).max() < 1e-12


def test_every_lever_is_in_one_group(project: Project, found: Explanation) -> None:
    names = [name for group in found.groups for name in group.constants]
    first, second = choose(project, ["baseline", "plan"], {})
    assert sorted(names) == sorted(
        each.constant
        for each in project.tables.levers.values()
        if first.constants.get(each.constant) != second.constants.get(each.constant)
    )
    assert {"gas_output", "gas_power_capacity", "gas_chemicals"} <= {g.id for g in found.groups}


def test_assumptions_of_a_scenario_get_credit_of_their_own(project: Project) -> None:
    first, second = choose(project, ["plan", "gas-heavy"], {})
    groups = changed_groups(project.tables, project.graph.constants, first, second)
    assert [(group.id, group.constants) for group in groups] == [
        ("assumed", ("gas_plant_hours_change",))
    ]


def test_equal_scenarios_are_refused(project: Project) -> None:
    plan = choose(project, ["plan"], {})[0]
    with pytest.raises(InputError, match="plan, plan: the same settings"):
        explain_difference(project, plan, plan)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["达峰由 20", "万吨", "推迟达峰的主要是", "天然气化工（+", "气电 +"]),
        (
            "en",
            ["the peak goes from 20", " Mt", "Later mainly", "Gas chemicals (+", "Gas power +0."],
        ),
    ],
)
def test_words_carry_the_numbers(found: Explanation, lang: str, words: list[str]) -> None:
    text = difference_text(found, NAMES, lang)
    for word in words:
        assert word in text
    low, high = found.spreads
    ends = [(each.shown_year(1), co2_text(each.level[1], lang)) for each in (low, high)]
    form = "{} 年（{} 万吨）变为 {} 年（{} 万吨）" if lang == "zh" else "{} ({} Mt) to {} ({} Mt)"
    assert form.format(*ends[0], *ends[1]) in text
    later = found.credit["peak_time"].sum() > 0
    ways = ("提前", "推迟") if lang == "zh" else ("sooner", "later")
    said = re.search(
        r"达峰(..) [\d.]+ 年（中位数" if lang == "zh" else r"years (\w+) \(the median", text
    )
    assert said is not None
    assert said[1] == ways[int(later)]
    assert not re.search(r"20\d\d\.\d", text)


def test_a_difference_without_a_peak_is_called_a_bound(found: Explanation) -> None:
    low, high = found.spreads
    spreads = low, dataclasses.replace(high, year=(2035.0, np.inf, np.inf))
    text = difference_text(dataclasses.replace(found, spreads=spreads), NAMES, "en")
    assert "Second has no peak by 2060" in text
    assert "lower bound" in text


def test_tables_hold_every_part(found: Explanation) -> None:
    table = credit_table(found)
    assert len(table) == len(found.groups) * len(found.credit)
    yearly = year_credit_table(found)
    part = yearly[(yearly["by"] == "group") & (yearly["year"] == 2035)]["value"].sum()
    assert part == pytest.approx(float(found.difference[15]))


def cases_explained() -> list[str]:
    return [*scenario_names(read_tables()), "plan+gas_power_capacity=0.5+storage=0@2028-2033"]


def pairs_explained() -> Iterator[object]:
    """Every ordered pair; in each run of the tests those that hold every case once."""
    names = cases_explained()
    always = {(names[at - 1], names[at]) for at in range(0, len(names), 2)} | {(names[1], names[0])}
    for pair in permutations(names, 2):
        yield pytest.param(*pair, marks=pytest.mark.slow if pair in always else pytest.mark.referee)


@pytest.mark.parametrize(("first", "second"), list(pairs_explained()))
def test_parts_are_the_whole_difference_for_every_pair(
    project: Project, first: str, second: str
) -> None:
    pair = [choose_one(project, name, {}) for name in (first, second)]
    found = explain_difference(project, *pair, members=16, near=1)
    both = run_ensemble(project, pair, members=16, outputs=["energy_co2_provincial"])
    first_paths, second_paths = both.of("energy_co2_provincial")
    change = np.sort(second_paths - first_paths, axis=0)[7]  # the lower median of sixteen
    np.testing.assert_allclose(sum(found.emitters.values()), change, atol=1e-9)
    np.testing.assert_allclose(found.by_year.sum(axis=0), change, atol=1e-9)
    np.testing.assert_allclose(found.kaya.sum(axis=0), change, atol=1e-9)
    record = difference_record(found, (pair[0].id, pair[1].id), "zh")
    assert sum(each["value"] for each in record["parts"]) == pytest.approx(record["difference"])
    assert record["difference"] == pytest.approx(change[both.years == 2030].item())
    for lang in ("zh", "en"):
        text = difference_text(found, NAMES, lang)
        said = re.search(
            r"(?:2030 年排放相差|of 2030 differ by) ([+−][\d.]+)[^：:]*[：:](.*)", text
        )
        if said is None:
            assert abs(record["difference"]) < 0.01
            continue
        read = [each.replace("−", "-") for each in re.findall(r"[+−][\d.]*\d", said[2])]
        items = [float(each) for each in read]
        assert sum(items) == pytest.approx(float(said[1].replace("−", "-")), abs=1e-9)
        assert 0.0 not in items


def test_a_group_does_not_hang_on_the_wording_of_its_action(project: Project) -> None:
    levers = {
        name: dataclasses.replace(each, action_zh="改了字")
        for name, each in project.tables.levers.items()
    }
    tables = dataclasses.replace(project.tables, levers=levers)
    for lever in levers.values():
        assert group_of(tables, lever.constant) == group_of(project.tables, lever.constant)
        assert group_of(tables, lever_scalar(lever.id, "full_year"))[0] != "assumed"
    assert group_of(tables, "lever_setting[charging_network_measure]")[0] == "transport"
