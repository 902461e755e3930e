"""Structures drawn on top of numbers: shares, who is touched, and what the chances add up to."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pytest
from click.testing import CliRunner
from scipy import stats

from zysim.answers.ensemble import answer_ensemble
from zysim.arrays import IntArray
from zysim.cli.main import main
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.read_tables import read_tables
from zysim.inputs.settings import Settings, read_case
from zysim.metrics.conditions import FIRM, Conditions, conditions_for, conditions_of
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import Share
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.execute import simulate
from zysim.runs.futures import Futures
from zysim.runs.project import Project, choose, open_project
from zysim.runs.structural import Structural, draw_structures, run_structures, touches
from zysim.sampling.worlds import unit_points
from zysim.wording import percent_text

CO2 = "energy_co2_provincial"
MEMBERS = 256
QUESTIONS = [each.id for each in read_tables().structures]


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def chosen(project: Project) -> list[Settings]:
    return choose(project, ["baseline", "plan", "plan+gas_power_capacity=0.5"], {})


@pytest.fixture(scope="module")
def ensemble(project: Project, chosen: list[Settings]) -> Ensemble:
    return run_ensemble(project, chosen, members=MEMBERS)


@pytest.fixture(scope="module")
def found(project: Project, chosen: list[Settings], ensemble: Ensemble) -> Structural:
    return run_structures(project, chosen, ensemble, variable=CO2)


@pytest.fixture(scope="module")
def conditions(found: Structural) -> tuple[Conditions, ...]:
    return conditions_of(found, 2030)


def test_each_alternative_gets_its_share_of_the_members(project: Project) -> None:
    questions, tied = project.tables.structures, project.tables.correlations
    drawn = draw_structures(questions, 1000, 3, tied)
    for question in questions:
        counts = np.bincount(drawn[question.id], minlength=len(question.alternatives))
        weights = [1000 * each.weight for each in question.alternatives]
        assert np.abs(counts - weights).max() <= 1
    again = draw_structures(questions, 1000, 3, tied)
    assert all((again[name] == drawn[name]).all() for name in drawn)
    other = draw_structures(questions, 1000, 4, tied)
    assert any((other[name] != drawn[name]).any() for name in drawn)


def test_questions_that_are_correlated_go_together_and_the_others_do_not(project: Project) -> None:
    """Ties make the rank correlation of few alternatives smaller than that of the points."""
    questions = project.tables.structures
    (pair,) = [each for each in project.tables.correlations if each.first in QUESTIONS]
    tied = draw_structures(questions, 4096, 0, [pair])
    free = draw_structures(questions, 4096, 0)
    apart = {each.id for each in questions} - {pair.second}
    assert all((tied[name] == free[name]).all() for name in apart)

    def between(drawn: Mapping[str, IntArray]) -> float:
        return float(stats.spearmanr(drawn[pair.first], drawn[pair.second]).statistic)

    assert 0.7 * pair.rank < between(tied) <= pair.rank
    assert abs(between(free)) < 0.04


def test_futures_draw_questions_as_they_are_correlated(project: Project) -> None:
    futures = Futures(project, read_case("plan", project.tables), structures=True)
    points = unit_points(slice(0, 1024), futures.dimensions, seed=0, members=1024)
    places = futures.structures(points)
    (pair,) = [each for each in project.tables.correlations if each.first in QUESTIONS]
    found = stats.spearmanr(places[pair.first], places[pair.second]).statistic
    assert 0.6 * pair.rank < found < 1.2 * pair.rank
    for question in futures.questions:
        counts = np.bincount(places[question.id], minlength=len(question.alternatives))
        assert counts / 1024 == pytest.approx([a.weight for a in question.alternatives], abs=0.02)


def test_one_member_is_the_model_run_with_its_numbers_and_structure(
    project: Project, chosen: list[Settings], ensemble: Ensemble, found: Structural
) -> None:
    at = int(np.flatnonzero(found.drawn["plant_2"] == 7)[0])
    assert found.questions[1].alternatives[7].id == "never"
    constants = {name: float(values[at]) for name, values in ensemble.worlds.items()}
    constants |= chosen[1].constants
    for question in found.questions:
        alternative = question.alternatives[found.drawn[question.id][at]]
        constants |= {n: v for n, v in alternative.constants.items() if v is not None}
        for lever, delivery in alternative.levers.items():
            constants[lever_scalar(lever)] = delivery.share
            if delivery.years:
                constants[lever_scalar(lever, "start_year")] = delivery.years[0]
                constants[lever_scalar(lever, "full_year")] = delivery.years[1]
    assert constants["lever_setting[gas_power_capacity_measure]"] == 0
    _years, values = simulate(project, [constants], outputs=[CO2])
    np.testing.assert_allclose(found.emissions[1, at], values[CO2][0], rtol=1e-12)


def test_a_question_touches_only_cases_that_use_its_lever(
    project: Project, chosen: list[Settings], found: Structural
) -> None:
    assert found.touched[0] == ("dispatch",)
    assert set(found.touched[1]) == {"dispatch", "plant_2", "field", "chemistry"}
    assert "plant_2" not in found.touched[2]
    dispatch = project.tables.structures[0]
    fixed = choose(project, ["plan+gas_equal_share=0.4"], {})[0]
    assert touches(dispatch, chosen[1])
    assert not touches(dispatch, fixed)


def test_cases_that_answer_a_question_are_compared_without_it(
    project: Project, chosen: list[Settings]
) -> None:
    result = answer_ensemble(project, chosen[1:], boundary="B", members=64)
    plan, half = result.record()["scenarios"]
    assert (plan["settled"], half["settled"]) == ([], ["plant_2"])
    assert half["probability_alike"] == half["probability"]
    assert plan["probability_alike"] != plan["probability"]
    rows = [each.rstrip() for each in result.text("en").splitlines()]
    (row,) = (each for each in rows if "(without: " in each)
    assert row.endswith(f"{half['probability_alike']:.1%}")
    assert any(each.endswith(f" {plan['probability_alike']:.1%}") for each in rows)


def test_chances_given_the_alternatives_average_to_the_whole(
    found: Structural, conditions: tuple[Conditions, ...]
) -> None:
    for at, case in enumerate(conditions):
        peak = find_peak(found.emissions[at], found.years)
        early = int((~peak.censored & (peak.year <= 2030)).sum())
        assert case.chance.value == early / MEMBERS
        for question in {each.question.id for each in case.conditions}:
            given = [each for each in case.conditions if each.question.id == question]
            assert sum(each.members for each in given) == MEMBERS
            hits = sum(each.members * each.chance.value for each in given)
            assert hits == pytest.approx(early)
        assert case.lowest.value <= case.chance.value <= case.highest.value


def test_a_later_second_plant_is_worse_than_none(
    conditions: tuple[Conditions, ...],
) -> None:
    plan = conditions[1]
    given = {each.alternative.id: each.chance.value for each in plan.conditions}
    assert given["in_2031"] < given["in_2029"] < given["never"]
    assert given["never"] - given["in_2030"] > 0.3


def _share(given: dict) -> Share:
    low, high = given["interval"]
    return Share(value=given["probability"], low=low, high=high)


def test_no_chance_is_printed_without_its_range() -> None:
    words = ["ensemble", "plan", "-n", "64"]
    written = CliRunner().invoke(main, [*words, "--json", "--lang", "en"]).stdout
    record = json.loads(written)["scenarios"][0]
    assert record["probability_low"] <= record["probability"] <= record["probability_high"]
    assert len(record["structures"]) == 17
    text = CliRunner().invoke(main, [*words, "--lang", "en"]).stdout
    line = next(each for each in text.splitlines() if f"{record['probability']:.1%} [" in each)
    given = [_share(s) for s in record["structures"]]
    ends = [
        percent_text(next(s for s in given if s.value == record[f"probability_{end}"]))
        for end in ("low", "high")
    ]
    assert "–".join(ends) in line
    for each, share in zip(record["structures"], given, strict=True):
        row = next(r for r in text.splitlines() if r.strip().startswith(each["label"]))
        mark = "" if each["members"] >= FIRM else "*"
        assert row.rstrip().endswith(f" {percent_text(share)}{mark}")


def test_structures_are_listed_with_their_weights() -> None:
    listed = json.loads(CliRunner().invoke(main, ["structures", "--json"]).stdout)
    assert [each["question"] for each in listed] == ["dispatch", "plant_2", "field", "chemistry"]
    for question in listed:
        assert sum(each["weight"] for each in question["alternatives"]) == pytest.approx(1)
    text = CliRunner().invoke(main, ["structures", "--lang", "zh"]).stdout
    assert "气电二期何时投产" in text
    assert "天然气发电二期 兑现 0%" in text


def test_a_chance_of_few_members_is_no_end_of_the_range(project: Project) -> None:
    question = max(project.tables.structures, key=lambda each: len(each.alternatives))
    drawn = np.repeat([0, 1, 2], [71, FIRM - 1, 100])
    met = np.arange(drawn.size) % 2 == 0
    met[drawn == 1] = True
    found = conditions_for("plan", met, [question], {question.id: drawn})
    few = next(each for each in found.conditions if not each.firm)
    assert (few.members, few.chance.value) == (FIRM - 1, 1.0)
    assert few not in found.told
    assert found.highest.value < 0.7
    drawn[0] = 1
    met[0] = True
    assert conditions_for("plan", met, [question], {question.id: drawn}).highest.value == 1.0


def test_conditions_stand_in_the_order_that_is_told(project: Project) -> None:
    questions = project.tables.structures[:3]
    rng = np.random.default_rng(4)
    size = 40 * FIRM
    drawn = {each.id: rng.integers(0, len(each.alternatives), size) for each in questions}
    last, first, few = (each.id for each in questions)
    drawn[few][:] = 0
    drawn[few][: FIRM - 1] = 1
    met = np.where(drawn[first] == 0, rng.random(size) < 0.9, rng.random(size) < 0.2)
    met[: FIRM - 1] = True
    found = conditions_for("plan", met, questions, drawn)
    order = list(dict.fromkeys(each.question.id for each in found.conditions))

    def spread(name: str) -> float:
        told = [each for each in found.told if each.question.id == name]
        members = np.array([each.members for each in told], dtype=float)
        shares = np.array([each.chance.value for each in told])
        return float(np.sqrt(np.cov(shares, fweights=members.astype(int), ddof=0)))

    assert order == [first, last, few]
    assert spread(first) > spread(last)
    assert few not in {each.question.id for each in found.told}
