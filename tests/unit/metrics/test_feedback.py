"""Feedback found by cutting links, on the teaching fleet, whose links can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.kernel.compile import compile_model
from zysim.metrics.feedback import Effect, FeedbackTest, measure_feedback, read_feedback
from zysim.paths import data_root
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph
from zysim.reading.held import hold

TEST = FeedbackTest(
    from_case="short",
    to_case="long",
    variable="scrapping[electric]",
    year=2040,
    links=("total_sales",),
    at_least=0.1,
)
CASES = {"short": {}, "long": {"fleet_growth": 0.05}}


@pytest.fixture(scope="module")
def fleet() -> ModelGraph:
    return read_model(data_root() / "models" / "teaching" / "fleet.mdl", cache=False)


def test_a_link_that_carries_everything(fleet: ModelGraph) -> None:
    """Growth reaches the cars through sales alone: with sales held nothing is left."""
    found = measure_feedback(fleet, TEST, CASES)
    assert found.level.whole > 0.1
    assert found.level.direct == pytest.approx(0, abs=1e-12)
    assert found.share == pytest.approx(1)
    assert found.held


def test_a_link_that_carries_nothing(fleet: ModelGraph) -> None:
    """Total sales do not see the share of electric cars, so that lever acts past them."""
    cases = {"short": {"electric_cars_setting": 0.0}, "long": {"electric_cars_setting": 1.0}}
    found = measure_feedback(fleet, TEST, cases)
    assert found.level.direct == pytest.approx(found.level.whole, rel=1e-4)
    assert found.share < 1e-4
    assert not found.held


def test_a_stock_can_be_held_too(fleet: ModelGraph) -> None:
    paths = {"cars[petrol]": [20.0, 50.0]}
    _, values = compile_model(hold(fleet, [2020, 2050], paths), "python").integrate({})
    assert values["cars[petrol]"][0] == pytest.approx(np.linspace(20, 50, 31))
    assert values["cars[electric]"][0, 0] == 1


def test_held_on_its_own_path_a_model_stays_as_it_is(fleet: ModelGraph) -> None:
    """Yearly points of a path that is straight within a year: nothing moves."""
    years, values = compile_model(fleet, "python").integrate({})
    held = hold(fleet, years.tolist(), {"electric_share": values["electric_share"][0]})
    _, again = compile_model(held, "python").integrate({}, outputs=["cars"])
    assert again["cars[electric]"] == pytest.approx(values["cars[electric]"], rel=1e-9)


def test_effects_of_nothing_have_no_share() -> None:
    assert Effect(whole=0.0, direct=0.0).share == 0
    assert Effect(whole=2.0, direct=1.0).share == Effect(whole=1.0, direct=2.0).share == 0.5


def test_everything_wrong_with_the_table_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    path.write_text(
        '[feedback]\nfrom_case = "base"\nto_case = "plan"\nvariable = "co2"\nyear = 2020\n'
        'at_least = 1.5\nlinks = ["income"]\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_feedback(path, ("baseline", "plan"), ("co2", "incomes"), (2026, 2060))
    for words in (
        "[feedback]: unknown scenario 'base'. Did you mean 'baseline'?",
        "unknown variable 'income'. Did you mean 'incomes'?",
        "year must lie in 2026 to 2060, got 2020",
        "at_least must be a number of 0 or more and below 1, it is 1.5",
    ):
        assert words in str(caught.value)
    assert "year 应在 2026 至 2060 之间，现为 2020" in (caught.value.zh or "")
    assert read_feedback_of(tmp_path, "") is None


def read_feedback_of(folder: Path, text: str) -> FeedbackTest | None:
    path = folder / "other.toml"
    path.write_text(text, encoding="utf-8")
    return read_feedback(path, ("baseline", "plan"), ("co2",), (2026, 2060))


def test_links_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="links is missing"):
        read_feedback_of(tmp_path, "[feedback]\n")


def test_one_link_at_a_time(fleet: ModelGraph) -> None:
    with pytest.raises(InputError, match="unknown variable 'income'"):
        measure_feedback(fleet, replace(TEST, links=("income",)), CASES)
