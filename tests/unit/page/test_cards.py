"""The page's cards and costs are those of the commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


KEYS = ("question", "basis", "answer", "peak", "source")


def held_against_the_command(
    cards: Mapping[str, Any], account: str, case: str, against: str
) -> dict[str, Any]:
    """Return what the command tells under an account, after the page's card was held against it."""
    words = ["card", case, "--against", against, "-n", str(MEMBERS), "--boundary", account]
    done = CliRunner().invoke(main, [*words, "--json", "--lang", "zh"])
    told: dict[str, Any] = json.loads(done.stdout)["text"]
    mine = cards[account]["zh"]
    assert {key: mine[key] for key in KEYS} == {key: told[key] for key in KEYS}
    assert [(each["head"], each["text"]) for each in mine["paragraphs"]] == [
        (each["head"], each["text"]) for each in told["paragraphs"]
    ]
    return told


def test_a_card_follows_every_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    project = open_project()
    reference = project.city.reference
    cases = choose(project, [reference, "accord"], {})
    leading = leading_of(project, cases, members=MEMBERS, seed=0)
    cards = cards_of(project, cases, {}, leading, members=MEMBERS, seed=0)["accord"]
    assert set(cards) == set(project.city.accounts)
    for account in cards:
        held_against_the_command(cards, account, "accord", reference)


def test_a_card_is_told_as_the_command_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    project = open_project()
    cases = choose(project, ["accord", CASE], {})
    costs = accounts_of(project, cases, seed=0)
    leading = leading_of(project, cases, members=MEMBERS, seed=0)
    cards = cards_of(project, cases, costs, leading, members=MEMBERS, seed=0)
    assert project.city.reference != "accord"
    assert list(cards[CASE]) == [project.city.account]
    told = held_against_the_command(cards[CASE], project.city.account, CASE, "accord")
    cost = cost_of(project, costs[CASE], cases[0].titles)
    assert cost is not None
    assert cost["text"][0] in [each["text"] for each in told["paragraphs"]]
    low, middle, high = cost["present"]
    assert low <= middle <= high
