"""`zysim structures`: what is open about the structure, with weights and what each sets."""

from __future__ import annotations

from typing import Any

import click

from zysim.cli.framework import command, spoken
from zysim.cli.options import json_option
from zysim.cli.show import print_json
from zysim.columns import columns
from zysim.inputs.constants import assumption_words, constant_label
from zysim.inputs.correlation import Correlation
from zysim.inputs.structures import Alternative
from zysim.inputs.tables import Tables
from zysim.runs.project import open_project
from zysim.wording import QUALITIES, Lang, Pair, pick

HEADS: tuple[Pair, ...] = (
    ("选项", "alternative"),
    ("权重", "weight"),
    ("所设内容", "sets"),
    ("质量", "quality"),
)
DRAWN: Pair = ("{name} 按分布抽样", "{name} as drawn")
WHEN: Pair = ("，{start}—{full} 年", ", {start}–{full}")
TOGETHER: Pair = (
    "与“{name}”同向：秩相关系数 {rank:g}（假定，质量：估计）",
    "goes with “{name}”: rank correlation {rank:g} (assumed, quality: estimate)",
)
DELIVERED: Pair = ("{name} 兑现 {share:.0%}{years}", "{name} delivered {share:.0%}{years}")


@command(
    "structures",
    about=(
        "列出结构上的未定问题、各选项的权重和所设内容",
        "list what is open about the structure, with weights and what each alternative sets",
    ),
    details=(
        "数据：params/structures.csv；相关：params/correlation.csv",
        "Data: params/structures.csv; what goes together: params/correlation.csv",
    ),
)
@json_option
def structures(as_json: bool) -> None:
    tables = open_project().tables
    questions = tables.structures
    if as_json:
        print_json(
            [
                {
                    "question": question.id,
                    "label_zh": question.label[0],
                    "label_en": question.label[1],
                    "alternatives": [_record(each) for each in question.alternatives],
                    "goes_with": [
                        {"question": other, "rank_correlation": tied.rank, "note": tied.note}
                        for other, tied in _together(question.id, tables)
                    ],
                }
                for question in questions
            ]
        )
        return
    lang = spoken()
    for question in questions:
        rows = [
            [
                pick(each.label, lang),
                f"{each.weight:.0%}",
                pick(("；", "; "), lang).join(_sets(each, tables, lang)),
                pick(QUALITIES[each.provenance.quality], lang),
            ]
            for each in question.alternatives
        ]
        click.echo(f"{question.id}  {pick(question.label, lang)}")
        table = columns([[pick(head, lang) for head in HEADS], *rows], right=frozenset({1}))
        labels = {each.id: pick(each.label, lang) for each in questions}
        lines = [
            *table.splitlines(),
            *(
                pick(TOGETHER, lang).format(name=labels[other], rank=tied.rank)
                for other, tied in _together(question.id, tables)
            ),
        ]
        click.echo("\n".join(f"  {line}" for line in lines) + "\n")


def _together(question: str, tables: Tables) -> list[tuple[str, Correlation]]:
    """Return the questions that go with one, each with the row that says so."""
    return [
        (each.second if each.first == question else each.first, each)
        for each in tables.correlations
        if question in (each.first, each.second)
    ]


def _record(each: Alternative) -> dict[str, Any]:
    return {
        "alternative": each.id,
        "label_zh": each.label[0],
        "label_en": each.label[1],
        "weight": each.weight,
        "constants": dict(each.constants),
        "levers": {
            name: {"share": delivery.share, "years": delivery.years}
            for name, delivery in each.levers.items()
        },
        "source": each.provenance.source,
        "locator": each.provenance.locator,
        "quality": each.provenance.quality,
        "note": each.provenance.note,
    }


def _sets(each: Alternative, tables: Tables, lang: Lang) -> list[str]:
    parameters = tables.parameters
    words = [
        assumption_words(name, value, parameters, lang)
        if value is not None
        else pick(DRAWN, lang).format(name=pick(constant_label(name, parameters), lang))
        for name, value in each.constants.items()
    ]
    for name, delivery in each.levers.items():
        lever = tables.levers[name]
        years = ""
        if delivery.years:
            start, full = delivery.years
            years = pick(WHEN, lang).format(start=start, full=full)
        label = pick((lever.label_zh, lever.label_en), lang)
        words.append(pick(DELIVERED, lang).format(name=label, share=delivery.share, years=years))
    return words
