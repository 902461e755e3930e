"""`zysim scenarios`: what can be run by name."""

from __future__ import annotations

from typing import Any

import click

from zysim.cli.framework import command, say, spoken
from zysim.cli.options import json_option
from zysim.cli.show import heading, print_json
from zysim.columns import fold, terminal_width
from zysim.inputs.constants import assumption_words
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import Scenario, read_scenarios
from zysim.inputs.tables import Tables
from zysim.wording import Pair, pick

LEVERS: Pair = ("非零措施 {count} 项", "{count} levers away from 0")
ASSUMED: Pair = ("假设：{words}", "assumes {words}")
EXTENDS: Pair = ("在 {name} 之上", "on top of {name}")
FOOT: Pair = (
    '运行：zysim run {reference} {main}。自己的情景：写一个 .toml 文件（extends = "{main}"，'
    "只写不同之处），再运行 zysim run 文件名.toml",
    'Run them: zysim run {reference} {main}. For your own, write a .toml file (extends = "{main}", '
    "only what differs) and run: zysim run FILE.toml",
)


@command("scenarios", about=("列出全部情景", "list the scenarios"))
@json_option
def scenarios(as_json: bool) -> None:
    tables = read_tables()
    found = read_scenarios(tables)
    if as_json:
        print_json([_record(each) for each in found])
        return
    for each in found:
        _print_one(each, tables)
    foot = say(FOOT, reference=tables.city.reference, main=tables.city.main)
    click.echo(fold(foot, terminal_width()))


def _print_one(scenario: Scenario, tables: Tables) -> None:
    lang = spoken()
    heading(f"{scenario.id}  {pick((scenario.title_zh, scenario.title_en), lang)}")
    moved = [name for name, setting in scenario.levers.items() if setting]
    facts = [say(LEVERS, count=len(moved))]
    if scenario.extends:
        facts.insert(0, say(EXTENDS, name=scenario.extends))
    if scenario.assumptions:
        assumed = [
            assumption_words(name, value, tables.parameters, lang)
            for name, value in scenario.assumptions.items()
        ]
        words = pick(("，", ", "), lang).join(assumed)
        facts.append(say(ASSUMED, words=words))
    for text in (pick((scenario.why_zh, scenario.why_en), lang), " · ".join(facts)):
        click.echo("  " + fold(text, terminal_width() - 2, "  "))
    click.echo()


def _record(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title_zh": scenario.title_zh,
        "title_en": scenario.title_en,
        "why_zh": scenario.why_zh,
        "why_en": scenario.why_en,
        "extends": scenario.extends,
        "levers": dict(scenario.levers),
        "assumptions": dict(scenario.assumptions),
    }
