"""Chances of targets: the share of members, and the lever that each hangs on."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.answers.chances_text import chances_text
from zysim.metrics.target_chances import (
    TargetChance,
    _chance,
    strongest_levers,
    target_chances,
)
from zysim.metrics.targets import Score, score_targets, variables_needed
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose, open_project


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def chances(project: Project) -> tuple[TargetChance, ...]:
    return target_chances(project, choose(project, ["plan"], {})[0], members=24)


def test_a_chance_is_the_share_of_members(
    project: Project, chances: tuple[TargetChance, ...]
) -> None:
    targets = list(project.tables.targets.values())
    settings = choose(project, ["plan"], {})
    found = run_ensemble(project, settings, members=24, outputs=variables_needed(targets))
    for member in (0, 11):
        values = {name: each[0, [member]] for name, each in found.values.items()}
        scores = score_targets(targets, values, found.years, history=2025)
    for score, chance in zip(scores, chances, strict=True):
        if score.met is None or chance.score.met is None:
            assert chance.chance is None
        else:
            assert bool(chance.score.met[member]) == bool(score.met[0])
            if chance.chance is None:
                assert np.ptp(chance.score.value) == 0
            else:
                assert chance.chance.value == pytest.approx(chance.score.met.mean())


def test_what_nothing_moves_is_not_scored(project: Project) -> None:
    """A share of 0 or 100 % of equal members would say what was assumed."""
    target = project.tables.targets["T16"]
    value = np.full(24, 0.58)
    equal = Score(
        target=target, kind="nowcast", value=value, gap=value - 0.5, met=np.ones(24, bool)
    )
    assert _chance(equal, None).chance is None
    assert _chance(equal, None).value == pytest.approx((0.58, 0.58, 0.58))
    signs = {target.compare: "≥"}
    told = {"members": 24, "seed": 0, "worlds": 2, "last": 2060}
    for lang, words in (("zh", "无数据，不评分"), ("en", "no data, not scored")):
        text = chances_text([_chance(equal, None)], {}, told, signs, lang, 96)
        assert words in text
        assert "100%" not in text


def test_every_target_of_the_plan_rests_on_a_number_that_is_drawn(project: Project) -> None:
    """No 0 or 100 % by construction."""
    targets = list(project.tables.targets.values())
    case = choose(project, ["plan"], {})
    found = run_ensemble(project, case, members=128, outputs=variables_needed(targets))
    values = {name: each[0] for name, each in found.values.items()}
    for score in score_targets(targets, values, found.years, history=2025):
        assert score.value is None or np.ptp(score.value) > 0, score.target.id


def test_quantiles_are_ordered_and_know_of_the_horizon(chances: tuple[TargetChance, ...]) -> None:
    modelled = [each.value for each in chances if each.value is not None]
    assert len(modelled) > 20
    assert all(low <= middle <= high for low, middle, high in modelled)


def test_gas_power_hangs_on_its_own_lever(chances: tuple[TargetChance, ...]) -> None:
    capacity = next(each for each in chances if each.score.target.id == "T05")
    assert capacity.strongest is not None
    assert capacity.strongest.lever == "gas_power_capacity"
    assert -1.33 < capacity.strongest.value_change < -1.0  # carbon control holds a part back
    assert capacity.strongest.chance_change <= 0


def test_targets_of_the_past_hang_on_no_lever(chances: tuple[TargetChance, ...]) -> None:
    for each in chances:
        if each.score.target.year <= 2025:
            assert each.strongest is None


def test_the_only_lever_of_a_case_is_named(project: Project) -> None:
    case = choose(project, ["baseline"], {"gas_power_capacity": 1.0})[-1]
    target = project.tables.targets["T05"]
    found = strongest_levers(project, case, [target], worlds=2)["T05"]
    assert found is not None
    assert found.lever == "gas_power_capacity"


def test_a_scenario_without_levers_has_no_strongest(project: Project) -> None:
    settings = choose(project, ["baseline"], {})[0]
    targets = list(project.tables.targets.values())
    found = strongest_levers(project, settings, targets, worlds=2)
    assert set(found.values()) == {None}
    assert np.all([name in found for name in project.tables.targets])
