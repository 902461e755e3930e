"""The page's cards and costs are those of the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.page.cards import accounts_of, cards_of, cost_of
from zysim.page.measures import leading_of
from zysim.paths import CITY
from zysim.runs.project import choose, open_project

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"
CASE = "accord+shore_power=0"
MEMBERS = 16


def test_a_card_is_told_as_the_command_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    project = open_project()
    cases = choose(project, ["accord", CASE], {})
    costs = accounts_of(project, cases, seed=0)
    leading = leading_of(project, cases, members=MEMBERS, seed=0)
    cards = cards_of(project, cases, costs, leading, members=MEMBERS, seed=0)
    words = ["card", CASE, "--against", "accord", "-n", str(MEMBERS), "--json", "--lang", "zh"]
    told = json.loads(CliRunner().invoke(main, words).stdout)["text"]
    mine = cards[CASE]["zh"]
    assert {key: mine[key] for key in ("question", "basis", "answer", "peak", "source")} == {
        key: told[key] for key in ("question", "basis", "answer", "peak", "source")
    }
    assert [(each["head"], each["text"]) for each in mine["paragraphs"]] == [
        (each["head"], each["text"]) for each in told["paragraphs"]
    ]
    cost = cost_of(project, costs[CASE], cases[0].titles)
    assert cost is not None
    assert cost["text"][0] in [each["text"] for each in told["paragraphs"]]
    low, middle, high = cost["present"]
    assert low <= middle <= high
