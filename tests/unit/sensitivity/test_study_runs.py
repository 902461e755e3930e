"""A study on the city's model: parts, factors, and the ranking of all of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.errors import InputError, ResultError
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.read_city import read_city
from zysim.inputs.study import Study
from zysim.inputs.study_file import read_study
from zysim.metrics.outcomes import outcomes_of
from zysim.paths import studies_path
from zysim.report.ranking_tables import index_table
from zysim.runs.project import Project, open_project
from zysim.sensitivity import evaluate as module
from zysim.sensitivity.distances import pawn_medians
from zysim.sensitivity.evaluate import Evaluator, Part, evaluate, join
from zysim.sensitivity.ranking import check_widths, rank_factors, second_order
from zysim.sensitivity.replicates import from_replicates
from zysim.sensitivity.screening import screen_factors
from zysim.sensitivity.sobol import sobol_indices
from zysim.sensitivity.space import Space, study_space
from zysim.sensitivity.subject import city_subject

OUTCOMES = outcomes_of(read_city())


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


def study(name: str, **changes: object) -> Study:
    return dataclasses.replace(read_study(name, studies_path()), **changes)


def space_of(project: Project, asked: Study) -> Space:
    return study_space(city_subject(project, asked), asked, project.graph.scalars)


def drawn(space: Space) -> Mapping[str, FloatArray]:
    return space.values(np.zeros((1, len(space.varied))))


@pytest.fixture(scope="module")
def hands(project: Project) -> Evaluator:
    return Evaluator(study("hands", rows=64, replicates=2), project)


@pytest.fixture(scope="module")
def results(hands: Evaluator) -> Part:
    return evaluate(hands)


def test_a_study_of_the_city_is_integrated_as_a_run_is(project: Project) -> None:
    method = city_subject(project, study("hands")).method
    assert (method, method == "euler") == (project.graph.method, False)


def test_levers_vary_and_worlds_stand(project: Project) -> None:
    space = space_of(project, study("levers"))
    assert len(space.factors) == len(project.tables.levers)
    assert {each.kind for each in space.factors} == {"lever"}
    assert not {each.id for each in space.varied} & set(space.fixed)
    unit = np.full((3, len(space.varied)), 0.5)
    half = space.constants(space.values(unit))[lever_scalar("gas_output")]
    assert half == pytest.approx(project.tables.levers["gas_output"].high / 2)


def test_worlds_vary_and_levers_stand_at_the_plan(project: Project) -> None:
    space = space_of(project, study("worlds"))
    assert space.fixed[lever_scalar("gas_output")] == 1.0
    assert {each.kind for each in space.factors} == {"world"}
    constants = space.constants(space.values(np.full((2, len(space.varied)), 0.5)))
    assert constants[lever_scalar("gas_output")].tolist() == [1.0, 1.0]


def test_correlated_numbers_are_ranked_as_one(project: Project) -> None:
    space = space_of(project, study("worlds"))
    names = [{space.varied[at].id for at in each.members} for each in space.factors]
    base = {"base_year_energy_co2", "base_year_transport_co2", "base_year_electricity"}
    assert base in names
    timber = {f"timber_growth_rate[{age}]" for age in ("young", "middle_aged", "mature")}
    assert timber in names
    assert sorted(at for each in space.factors for at in each.members) == list(
        range(len(space.varied))
    )


def test_what_a_scenario_assumes_is_not_varied(project: Project) -> None:
    free = space_of(project, study("worlds"))
    held = space_of(project, study("worlds", scenario="gas-heavy"))
    assumed = set(free.constants(drawn(free))) ^ set(held.constants(drawn(held)))
    assert assumed == {"gas_plant_hours_change"}


def test_structures_vary_by_weight_and_deliver_what_a_lever_is_set_to(project: Project) -> None:
    asked = study("structures", vary="all")
    space = space_of(project, asked)
    at = space.names.index("plant_2")
    question = space.structures[space.varied[at].id]
    assert {space.varied[one].kind for one in range(len(space.varied))} == {
        "lever",
        "world",
        "structure",
    }
    unit = np.full((1000, len(space.varied)), 0.5)
    unit[:, at] = (np.arange(1000) + 0.5) / 1000
    values = space.values(unit)
    counted = np.bincount(values[space.varied[at].id].astype(int)) / 1000
    assert counted == pytest.approx([each.weight for each in question.alternatives], abs=0.002)
    found = space.constants(values)
    setting = values[lever_scalar("gas_power_capacity")]
    never = len(question.alternatives) - 1
    here = values[space.varied[at].id] == never
    assert not found[lever_scalar("gas_power_capacity")][here].any()
    assert (found[lever_scalar("gas_power_capacity")][~here] == setting[~here]).all()
    years = [each.levers["gas_power_capacity"].years for each in question.alternatives]
    assert set(found[lever_scalar("gas_power_capacity", "full_year")][~here]) == {
        each[1] for each in years if each
    }
    # What every alternative sets is no number that is drawn beside it.
    assert "gas_equal_share" not in space.names


def test_a_question_on_levers_that_stand_at_nothing_is_refused(project: Project) -> None:
    asked = study("structures", scenario="baseline")
    with pytest.raises(InputError) as caught:
        city_subject(project, asked)
    assert "baseline does not use gas_power_capacity, so 'plant_2'" in str(caught.value)
    assert "没有采用 gas_power_capacity" in (caught.value.zh or "")
    both = (*asked.own, dataclasses.replace(asked.own[0], id="twice"))
    with pytest.raises(InputError, match="'dispatch' and 'twice' both vary gas_equal_share"):
        city_subject(project, study("structures", own=both))
    unknown = (dataclasses.replace(asked.own[0], structure="dispach"),)
    with pytest.raises(InputError, match="dispatch"):
        city_subject(project, study("structures", own=unknown))


def test_parts_are_the_whole_whatever_their_size(
    hands: Evaluator, results: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RUNS_IN_PART", 4 * 24)
    parts = hands.parts()
    assert len(parts) == 6
    assert all(rows.start // 64 == (rows.stop - 1) // 64 for rows in parts)
    backwards = {rows.start: hands.compute(rows) for rows in reversed(parts)}
    joined = join([backwards[rows.start] for rows in parts])
    np.testing.assert_array_equal(joined.outcomes, results.outcomes)
    np.testing.assert_array_equal(joined.series, results.series)


def test_replicates_are_other_points(hands: Evaluator) -> None:
    first, second = hands.design(slice(0, 8)), hands.design(slice(64, 72))
    assert not np.isin(first, second).any()


def test_outcomes_are_those_of_the_series(hands: Evaluator, results: Part) -> None:
    flat = results.series.reshape(-1, hands.years.size)
    level = OUTCOMES["level_2030"].measure(flat, hands.years)
    at = list(OUTCOMES).index("level_2030")
    np.testing.assert_array_equal(results.outcomes[:, :, at].ravel(), level)


def test_a_ranking_holds_together(hands: Evaluator, results: Part) -> None:
    ranking = rank_factors(hands, results, bootstrap=50)
    assert ranking.rows == 128
    assert ranking.by_year.total.value.shape == (2, ranking.years.size)
    assert ranking.single == ()
    assert ranking.all_years.first.value.sum() <= 1.2
    assert ranking.order() == list(np.argsort(-ranking.indices.total.value[:, 0]))
    assert ranking.rows_used["margin"] == 128
    assert ranking.verdict().rows == 128


def test_steps_lead_from_the_first_block_to_the_last(hands: Evaluator) -> None:
    steps, design = hands.steps(), hands.design(slice(0, 8))
    for at, each in enumerate(hands.space.varied):
        if each.kind == "world":
            np.testing.assert_allclose(steps[:8, at], design[:, -1, at] - design[:, 0, at])
            assert (steps[:, at] != 0).any()


def test_the_wider_interval_is_the_one_shown(hands: Evaluator, results: Part) -> None:
    ranking = rank_factors(hands, results, bootstrap=50)
    table = index_table(ranking, hands.space)
    values, names = results.outcomes, list(OUTCOMES)
    whole = [name for name in ranking.outcomes if ranking.rows_used[name] == ranking.rows]
    kept = values[:, :, [names.index(name) for name in whole]]
    pooled = sobol_indices(kept, groups=2, bootstrap=50)
    parts = [sobol_indices(part, groups=2, bootstrap=2) for part in (kept[:64], kept[64:])]
    spreads = [
        from_replicates(getattr(pooled, order).value, [getattr(one, order).value for one in parts])
        for order in ("first", "total")
    ]
    replicates = np.stack([each.half_width for each in spreads])
    rows = np.stack([pooled.first.half_width, pooled.total.half_width])
    wider = np.maximum(replicates, rows)
    assert (replicates > rows).any()
    assert (replicates < rows).any()
    factors = [each.id for each in hands.space.factors]
    for at, outcome in enumerate(whole):
        found = table[table["outcome"] == outcome].set_index("factor").loc[factors]
        np.testing.assert_allclose(found["S1_half"], wider[0, :, at], atol=1e-6)
        np.testing.assert_allclose(found["ST_half"], wider[1, :, at], atol=1e-6)


def test_levers_get_effects_second_order_widths_and_a_second_opinion(project: Project) -> None:
    evaluator = Evaluator(study("levers", rows=32, replicates=1), project)
    results = evaluate(evaluator)
    ranking = rank_factors(evaluator, results, bootstrap=20)
    at = next(n for n, each in enumerate(evaluator.space.factors) if each.id == "gas_chemicals")
    level = ranking.outcomes.index("peak_level")
    assert ranking.effects.value[ranking.single.index(at), level] > 0
    top = ranking.order()[:2]
    second = second_order(evaluator, results, ranking.main, top, bootstrap=20)
    assert second.value.shape == (2, len(evaluator.space.factors))
    assert second.value[0, top[1]] == pytest.approx(second.value[1, top[0]], abs=0.4)
    check = check_widths(evaluator, results, ranking.main, top[:1])[0]
    assert check.total_half < check.total < check.total_double
    medians = pawn_medians(evaluator, results, ranking.main)
    assert medians.shape == (len(ranking.single),)
    assert ((medians >= 0) & (medians <= 1)).all()


def test_peak_time_is_left_out_where_many_runs_have_no_peak(
    hands: Evaluator, results: Part
) -> None:
    outcomes = results.outcomes.copy()
    outcomes[:20, :, -1] = np.nan
    ranking = rank_factors(hands, Part(outcomes, results.series), bootstrap=20)
    assert "peak_time" not in ranking.outcomes
    zh, en = ranking.left_out["peak_time"]
    share = float(np.isnan(outcomes[:, :, -1]).mean())
    assert f"{share:.1%} of the runs have no such value" in en
    assert f"{share:.1%} 的运行没有此值" in zh
    assert ranking.lacking["peak_time"] == pytest.approx(share)


def test_runs_without_a_peak_never_count_as_the_last_year(hands: Evaluator, results: Part) -> None:
    at = list(OUTCOMES).index("peak_time")
    lacking = np.isnan(results.outcomes[:, :, at])
    last = results.series[:, :, 0].argmax(axis=-1) == hands.years.size - 1
    assert (lacking == last).all()
    outcomes = results.outcomes.copy()
    outcomes[5, 2, at] = np.nan
    ranking = rank_factors(hands, Part(outcomes, results.series), bootstrap=20)
    whole = np.isfinite(outcomes[:, :, at]).all(axis=1)
    assert ranking.rows_used["peak_time"] == whole.sum() < ranking.rows
    alone = sobol_indices(outcomes[whole][:, :, [at]], groups=2, bootstrap=2, seed=0)
    place = ranking.outcomes.index("peak_time")
    assert ranking.indices.total.value[:, place] == pytest.approx(alone.total.value[:, 0])


def test_a_constant_outcome_is_told_and_the_others_are_ranked(
    hands: Evaluator, results: Part
) -> None:
    outcomes = results.outcomes.copy()
    by_2030, slope = (list(OUTCOMES).index(name) for name in ("by_2030", "slope"))
    outcomes[:, :, by_2030] = 1.0
    outcomes[:64, :, slope] = 0.5  # in the first of two replicates only
    ranking = rank_factors(hands, Part(outcomes, results.series), bootstrap=20)
    assert ranking.left_out["by_2030"] == (
        "在所有运行中相同（1）",
        "the same in all runs (1)",
    )
    assert ranking.left_out["slope"][1] == "constant in 1 of 2 replicates: take more rows"
    assert ranking.main == "margin"


def test_nothing_to_rank_is_said_of_each_outcome(hands: Evaluator, results: Part) -> None:
    still = Part(np.ones_like(results.outcomes), np.ones_like(results.series))
    with pytest.raises(ResultError, match=r"margin: the same in all runs \(1\)") as caught:
        rank_factors(hands, still, bootstrap=20)
    assert "没有可排序的结果" in str(caught.value.zh)


def test_screening_moves_one_constant_at_a_time(project: Project) -> None:
    evaluator = Evaluator(study("screening", rows=8, vary="levers"), project)
    points = evaluator.design(slice(0, 8))
    assert (np.count_nonzero(np.diff(points, axis=1), axis=2) == 1).all()
    screening = screen_factors(evaluator, evaluate(evaluator))
    assert screening.size.shape == (len(evaluator.space.factors), len(OUTCOMES))
    assert (screening.size >= np.abs(screening.mean) - 1e-12).all()
    first = evaluator.space.factors[screening.order("peak_level")[0]].id
    assert first in ("gas_power_capacity", "gas_output", "gas_chemicals")
