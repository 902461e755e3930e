"""Single effects: signs, pairs, folding with a reason, and the table that tells them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from zysim.answers.effects_text import effects_text
from zysim.cli.main import main
from zysim.inputs.settings import read_case
from zysim.metrics.middle import middle
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, open_project
from zysim.sensitivity.leading import caption_of, leading_measures
from zysim.sensitivity.single_effects import IDLE, Effects, FromOne, _reason, single_effects

MEMBERS = 4


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def effects(project: Project) -> Effects:
    return single_effects(project, boundary="B", members=MEMBERS)


def one(goal: float, late: float = 0.0, gases: float = 0.0, moved: float | None = 0.5) -> FromOne:
    def of(value: float) -> np.ndarray:
        return np.full(3, value)

    return FromOne(
        used=True,
        goal=of(goal),
        sum=of(0.0),
        late=of(late),
        gases=of(gases),
        moves=0.0,
        lowers=0.0,
        cost=None,
        moved=moved,
    )


def test_every_lever_is_there_once_and_those_that_move_most_come_first(
    effects: Effects, project: Project
) -> None:
    assert sorted(each.id for each in effects.levers) == sorted(project.tables.levers)
    reference, main = (read_case(name, project.tables) for name in project.city.usual)
    leading = leading_measures(project, main, reference, members=MEMBERS)["B"]
    assert [each.id for each in effects.levers] == [each.id for each in leading.levers]
    assert len(effects.shown) + len(effects.folded) == len(effects.levers)


def test_an_effect_is_the_paired_difference_of_two_ensembles(
    effects: Effects, project: Project
) -> None:
    gas = next(each for each in effects.levers if each.id == "gas_power_capacity")
    words = ("plan", "plan+gas_power_capacity=0", "baseline", "baseline+gas_power_capacity=1")
    cases = [read_case(word, project.tables) for word in words]
    found = run_ensemble(project, cases, members=MEMBERS, outputs=["energy_co2_provincial"])
    paths = 100 * found.of("energy_co2_provincial")[:, :, found.years == 2030][:, :, 0]
    np.testing.assert_allclose(gas.from_main.goal, paths[0] - paths[1], rtol=1e-6)
    np.testing.assert_allclose(gas.from_reference.goal, paths[3] - paths[2], rtol=1e-6)
    assert (gas.from_main.goal > 0).all()
    record = next(each for each in effects.to_records() if each["lever"] == gas.id)
    for name, of in (("from_main", gas.from_main), ("from_reference", gas.from_reference)):
        assert (record[name]["first_three"], record[name]["best_three"]) == (of.moves, of.lowers)
    assert gas.from_main.moves > gas.from_main.lowers == 0  # it only raises emissions


@pytest.mark.parametrize(
    ("effect", "reason"),
    [
        (one(-IDLE), None),
        (one(0.0, gases=-5.0), "elsewhere"),
        (one(-0.1, late=-2.0), "later"),
        (one(-0.1, moved=0.001), "already"),
        (one(-0.1, moved=float("nan")), "absent"),
        (one(-0.1), "small"),
        (one(-0.1, moved=None), "small"),
    ],
)
def test_a_lever_is_folded_for_a_reason(effect: FromOne, reason: str | None) -> None:
    assert _reason(effect, effect) == reason
    assert _reason(one(-1.0), effect) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_tells_its_numbers(effects: Effects, project: Project, lang: Any) -> None:
    text = effects_text(effects, project.city, lang)
    caption = caption_of(project.city, "B", effects.members)[0 if lang == "zh" else 1]
    assert "".join(caption.split()) in "".join(text.split())
    lines = text.splitlines()
    for each in effects.shown:
        label = each.label[0 if lang == "zh" else 1]
        row = next(line for line in lines if line.startswith(label + " "))
        assert f"{middle(each.from_reference.goal):+z.1f}" in row
        assert f"{middle(each.from_main.sum):+z,.0f}" in row
        assert f"{middle(each.from_main.cost):+z.1f}" in row
        assert each.office is not None
        assert row.endswith(each.office[0 if lang == "zh" else 1])
    told = text.replace("\n  ", "" if lang == "zh" else " ")
    for each in effects.folded:
        assert each.label[0 if lang == "zh" else 1] in told
    assert str(len(effects.folded)) in text
    assert "百万吨" not in text


def test_the_command_begins_with_the_effects_and_lists_the_studies(
    effects: Effects, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The effects of the fixture in place of new ones: they take seconds.
    monkeypatch.setattr(
        "zysim.sensitivity.single_effects.single_effects", lambda *_words, **_options: effects
    )
    text = CliRunner().invoke(main, ["rank", "--lang", "en"])
    assert text.exit_code == 0, text.stderr
    assert text.stdout.startswith(effects_text(effects, project.city, "en"))
    result = CliRunner().invoke(main, ["rank", "--json"])
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    for name in ("levers", "worlds", "hands", "screening"):
        assert name in document["studies"]
        assert f"  {name}\n" in text.stdout
    records = {each["lever"]: each for each in document["effects"]}
    for each in effects.levers:
        assert records[each.id]["folded"] == each.reason
        told = records[each.id]["from_reference"]["goal_wan_t"]
        assert told["median"] == float(middle(each.from_reference.goal))
