"""`zysim data-wanted`: which numbers, if measured, would narrow the peak most."""

from __future__ import annotations

import json
from pathlib import Path

import click

from zysim.cli.framework import command, option, say, spoken
from zysim.cli.options import boundary_option, members_option, seed_option
from zysim.columns import columns, fold, terminal_width
from zysim.runs.project import open_project
from zysim.wording import Pair, pick

MEMBERS = 32_768
HEADS: tuple[Pair, ...] = (
    ("数字", "number"),
    ("达峰时间的方差", "variance of the peak time"),
    ("“{goal} 年前达峰”的方差", "variance of peak by {goal}"),
    ("判断正确率：方案", "calls right: plan"),
    ("判断正确率：基线", "calls right: baseline"),
)
MEANING: Pair = (
    "知道真值后平均可减少的方差份额，和猜对“{goal} 年前是否达峰”的概率的提高；± 为 95% 区间的一半。"
    "{members} 种不确定情形，种子 {seed}。",
    "Mean share of the variance that knowing the true value would take away, and the gain in the "
    "probability to call right whether the peak comes by {goal}; ± is half of the 95 % interval. "
    "{members} states of the world, seed {seed}.",
)
WRITTEN: Pair = ("已写入 {page}，数字在 {numbers}", "wrote {page}, its numbers to {numbers}")


@command(
    "data-wanted",
    about=(
        "最需要的数据：测准哪些数字最能收窄达峰判断",
        "data wanted: which numbers, if measured, would narrow the peak most",
    ),
    details=(
        "--out FILE.md 写出给统计部门的中文清单。",
        "--out FILE.md writes the list for the city's statisticians, in Chinese.",
    ),
)
@boundary_option
@members_option(MEMBERS)
@seed_option
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("写出清单（.md）；数字写入同名 .json", "write the list (.md); numbers to .json beside"),
)
def data_wanted(boundary: str, members: int, seed: int, out: Path | None) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.files import write_text
    from zysim.inputs.data_requests import read_data_requests
    from zysim.report.data_wanted import render_wanted
    from zysim.sensitivity import data_wanted as wanting
    from zysim.sensitivity.space import label_of

    project = open_project()
    tables = project.tables
    requests = read_data_requests(tables.folder / "data_requests.csv", tables.uncertainty)
    wanted = wanting.data_wanted(project, boundary=boundary, members=members, seed=seed)
    lang = spoken()
    rows = [
        [
            pick(label_of(each.id, tables), lang),
            *(
                f"{100 * value:.1f}% ± {100 * half:.1f}%"
                for value, half in (
                    each.year_variance,
                    each.call_variance,
                    each.call_gain,
                    each.call_gain_baseline,
                )
            ),
        ]
        for each in wanted.numbers
    ]
    click.echo(
        columns(
            [[say(head, goal=wanted.goal) for head in HEADS], *rows], right=frozenset({1, 2, 3, 4})
        )
    )
    click.echo(
        "\n" + fold(say(MEANING, goal=wanted.goal, members=members, seed=seed), terminal_width())
    )
    if out is not None:
        numbers = out.with_suffix(".json")
        write_text(out, render_wanted(wanted, tables, requests))
        write_text(numbers, json.dumps(wanted.to_record(), indent=1) + "\n")
        click.echo("\n" + say(WRITTEN, page=out, numbers=numbers))
