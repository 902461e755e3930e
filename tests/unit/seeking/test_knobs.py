"""What may move: ranges, groups, years, rounding, and the case that comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.changes import Scheduled
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.seek_question import ALL, Move, PeakHold, SeekQuestion
from zysim.inputs.settings import Settings
from zysim.runs.project import Project, choose_one
from zysim.seeking.knobs import case_of, changes_of, columns_of, knobs_of, rounded

QUESTION = SeekQuestion(
    id="q",
    title=("题", "title"),
    question=("问", "question"),
    start="plan",
    least="change",
    over="worlds",
    seed=0,
    holds=(PeakHold(by=2030, account="B", probability=0.8),),
    moves=(Move(levers=(ALL,)),),
)


@pytest.fixture(scope="module")
def plan(project: Project) -> Settings:
    return choose_one(project, project.city.main, {})


def test_all_levers_move_within_their_range_but_those_kept(
    project: Project, plan: Settings
) -> None:
    kept = next(iter(project.tables.levers))
    knobs = knobs_of(replace(QUESTION, keep=(kept,)), plan, project.tables)
    assert {knob.levers[0] for knob in knobs} == set(project.tables.levers) - {kept}
    for knob in knobs:
        lever = project.tables.levers[knob.levers[0]]
        at = plan.levers[lever.id]
        assert (knob.low, knob.high, knob.at) == (lever.low, lever.high, at)
    assert knobs_of(replace(QUESTION, keep=(ALL,)), plan, project.tables) == ()


def test_levers_together_are_one_knob_that_sets_each(project: Project, plan: Settings) -> None:
    moves = (Move(levers=("storage", "ground_pv"), together=True, high=1.5),)
    (knob,) = knobs_of(replace(QUESTION, moves=moves), plan, project.tables)
    assert (knob.low, knob.high, knob.weight) == (0, 1.5, 2)
    columns = columns_of([knob], np.array([[1.2], [0.4]]), {})
    assert (
        columns[lever_scalar("storage")].tolist()
        == columns[lever_scalar("ground_pv")].tolist()
        == [1.2, 0.4]
    )


def test_levers_without_a_common_setting_are_refused(project: Project, plan: Settings) -> None:
    moves = (Move(levers=("onsite_electrification", "storage"), together=True, low=1.5),)
    with pytest.raises(InputError, match=r"no setting from 1\.5 to 1;") as caught:
        knobs_of(replace(QUESTION, moves=moves), plan, project.tables)
    assert "没有共同的取值" in (caught.value.zh or "")


def test_years_move_whole_and_keep_their_length(project: Project, plan: Settings) -> None:
    moves = (Move(levers=("storage",), low=1.0, high=1.0, years=(2026, 2033)),)
    (knob,) = knobs_of(replace(QUESTION, moves=moves), plan, project.tables)
    assert (knob.kind, knob.low, knob.high, knob.at) == ("start", 2026, 2033, 2026)
    columns = columns_of([knob], np.array([[2028.4]]), {"storage": 4})
    assert columns[lever_scalar("storage", "start_year")].tolist() == [2028]
    assert columns[lever_scalar("storage", "full_year")].tolist() == [2032]
    changes = changes_of([knob], np.array([2028.0]), {"storage": 4})
    assert changes == {"storage": Scheduled(None, 2028, 2032)}


def test_settings_are_rounded_away_from_the_start(project: Project, plan: Settings) -> None:
    moves = (Move(levers=("storage", "ground_pv", "onsite_electrification")),)
    knobs = knobs_of(replace(QUESTION, moves=moves), plan, project.tables)
    found = rounded(knobs, np.array([1.231, 0.777, 1.0]))
    assert found.tolist() == [1.24, 0.77, 1.0]
    assert changes_of(knobs, found, {}) == {"ground_pv": 1.24, "storage": 0.77}


def test_the_case_is_a_scenario_with_the_changes_in_it(project: Project, plan: Settings) -> None:
    case = case_of(plan, {"storage": 0.5}, project.tables, "mine", ("我", "me"))
    assert (case.id, case.titles, case.levers["storage"]) == ("mine", ("我", "me"), 0.5)
    assert case.constants == {**plan.constants, lever_scalar("storage"): 0.5}
    assert case.changes == {}
    assert case.scenario.extends == plan.scenario.id
