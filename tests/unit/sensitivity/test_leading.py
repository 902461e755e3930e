"""Which measures matter most: one order, told alike by the ranking, the page, card and report."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.inputs.settings import Settings, read_case
from zysim.metrics.middle import middle
from zysim.page.measures import SHOWN, leading_of, leading_part
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, open_project
from zysim.sensitivity.leading import FIRST, Leading, among_first, leading_measures, tried_alone

MEMBERS = 4


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def usual(project: Project) -> tuple[Settings, Settings]:
    """The reference and the main case."""
    reference, main = (read_case(name, project.tables) for name in project.city.usual)
    return reference, main


@pytest.fixture(scope="module")
def leading(project: Project, usual: tuple[Settings, Settings]) -> Leading:
    reference, main = usual
    return leading_measures(project, main, reference, members=MEMBERS)[project.city.account]


def test_the_page_ships_this_order(
    project: Project, usual: tuple[Settings, Settings], leading: Leading
) -> None:
    account = project.city.account
    found = leading_of(project, [usual[1]], members=MEMBERS, seed=0)
    part = leading_part(project.tables, found[usual[1].id])[account]
    own = {name for name, each in project.tables.deciders.items() if each.decides == "city"}
    first = [*leading.levers[:SHOWN], *[each for each in leading.levers if each.id in own][:SHOWN]]
    first = [each for each in leading.levers if each in first]
    assert [each["control"] for each in part["levers"]] == [each.id for each in first]
    for each, told in zip(first, part["levers"], strict=True):
        assert told["goal"][1] == round(float(middle(each.goal)) / 100, 4)
        assert told["moves"] == each.moves
    assert part["caption"] == leading.caption(project.city)
    assert str(leading.members) in part["caption"][0]


def test_what_a_lever_changes_is_the_paired_difference(
    project: Project, usual: tuple[Settings, Settings], leading: Leading
) -> None:
    reference, main = usual
    used = next(each for each in leading.levers if each.used)
    more = next(each for each in leading.levers if not each.used)
    cases = [main, *tried_alone(main, reference, project.tables, [used.id, more.id])]
    variable = project.city.accounts[leading.account].variable
    found = run_ensemble(project, cases, members=MEMBERS, outputs=[variable])
    goal = 100 * found.of(variable)[:, :, found.years == leading.goal][:, :, 0]
    np.testing.assert_allclose(used.goal, goal[0] - goal[1], rtol=1e-6)
    np.testing.assert_allclose(more.goal, goal[2] - goal[0], rtol=1e-6)
    assert cases[1].levers[used.id] == reference.levers[used.id]
    assert main.levers[more.id] == reference.levers[more.id] != cases[2].levers[more.id]


def test_those_that_move_most_come_first_up_or_down(leading: Leading) -> None:
    sizes = [abs(float(middle(each.goal))) for each in leading.levers]
    assert sizes == sorted(sizes, reverse=True)
    moved = sum(each.moves for each in leading.levers)
    assert moved == pytest.approx(FIRST)


def test_chances_of_the_first_three_count_either_direction_or_only_down() -> None:
    goals = {
        name: np.array([value, value]) for name, value in zip("abcde", range(-2, 3), strict=True)
    }
    moves, lowers = among_first(goals)
    assert lowers == {"a": 1.0, "b": 1.0, "c": 0.0, "d": 0.0, "e": 0.0}
    assert moves == {"a": 1.0, "b": 1.0, "c": 0.0, "d": 0.0, "e": 1.0}
    crowd = {str(at): np.array([-1.0 - at, at - 5.0]) for at in range(4)}
    assert among_first(crowd)[1] == {"0": 0.5, "1": 1.0, "2": 1.0, "3": 0.5}
