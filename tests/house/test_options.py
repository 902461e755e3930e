"""An option means the same in every command, and says so in the same words."""

from __future__ import annotations

import re
from collections import defaultdict

import click
import pytest

from zysim.cli.framework import Option
from zysim.cli.main import main
from zysim.wording import Pair

OTHERS = {
    "--out": "each command tells what it writes there",
    "-o": "the short form of --out",
    "--boundary": "rank takes it in place of that of a study",
    "--case": "figure shows several, update judges one",
    "--check": "describe and model sync compare other files",
    "--data": "run: values of data variables; fit: observations",
    "--format": "of pictures, and of the dataset of a sweep",
    "--from": "first year of a picture, and a finished sweep to rank",
    "--method": "of integration, and of draws",
    "--model": "run, page, seek and study each say what they do with another model",
    "-n": "update draws a posterior, the others states of the world",
    "--probability": "a number to seek, and a question to targets",
    "--quick": "fewer worlds of a search, and a surrogate of a ranking",
    "--seed": "seek and rank take it in place of that of their file",
    "--template": "a table to fill in, a Word document, a presentation",
    "--title": "of a figure, and of the cover of a report",
    "--until": "last year simulated, and last year shown",
    "--variable": "of another model, and of one or more pictures",
}
"""Options that commands mean differently, with the reason."""


def declared() -> dict[str, dict[Pair, list[str]]]:
    """Return each way of writing an option, what it is said to mean, and by which commands."""
    found: dict[str, dict[Pair, list[str]]] = defaultdict(lambda: defaultdict(list))
    todo = [("zysim", main)]
    while todo:
        name, command = todo.pop()
        if isinstance(command, click.Group):
            inside = click.Context(command)
            names = command.list_commands(inside)
            todo += [(f"{name} {each}", command.get_command(inside, each)) for each in names]
        for param in command.params:
            if isinstance(param, Option):
                for flag in param.opts:
                    found[flag][param.about].append(name)
    return found


def differing(abouts: list[Pair]) -> bool:
    """Return whether meanings differ in more than a number or what is added behind."""
    for texts in zip(*abouts, strict=True):
        plain = sorted({re.sub(r"[0-9]+", "0", each) for each in texts}, key=len)
        if not all(each.startswith(plain[0]) for each in plain):
            return True
    return False


@pytest.fixture(scope="module")
def options() -> dict[str, dict[Pair, list[str]]]:
    return declared()


def test_an_option_has_one_meaning(options: dict[str, dict[Pair, list[str]]]) -> None:
    wrong = {
        flag: dict(abouts)
        for flag, abouts in options.items()
        if flag not in OTHERS and differing([*abouts])
    }
    assert not wrong, "declare it once in cli/options.py, or say in OTHERS why not"


def test_reasons_are_needed(options: dict[str, dict[Pair, list[str]]]) -> None:
    assert not {flag for flag in OTHERS if not differing([*options[flag]])}


def test_what_differs_is_seen() -> None:
    same = [("个数，默认 8", "count, 8"), ("个数，默认 512；另抽", "count, 512; again")]
    assert not differing(same)
    assert differing([*same, ("种子", "count, 8")])
