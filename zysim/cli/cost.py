"""`zysim cost`: what a case costs against another, who pays, and what a tonne costs."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say_notes, typed_command
from zysim.cli.options import (
    OF_LAST,
    Number,
    against_option,
    boundary_option,
    excel_option,
    json_option,
    members_asked,
    members_option,
    posterior_option,
    seed_option,
    set_option,
)
from zysim.cli.show import show
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, choose_against, edited_note, open_project

USUAL_MEMBERS = 256
USUAL_RATE = 0.06


@command(
    "cost",
    about=(
        "方案比参照多花多少钱、由谁支付、每吨减排费用",
        "what a case costs against a reference, who pays, and what a tonne costs",
    ),
    details=(
        "例：zysim cost {main}\n"
        "    zysim cost {main}+{lever}=0 --against {main} --rate 0.08\n"
        "数据：params/costs.csv（单价）、params/payments.csv（谁付给谁）",
        "Examples: zysim cost {main}\n"
        "          zysim cost {main}+{lever}=0 --against {main} --rate 0.08\n"
        "Data: params/costs.csv (prices), params/payments.csv (who pays whom)",
    ),
)
@argument(
    "cases",
    nargs=-1,
    metavar="[CASE…]",
    about=("情景、文件或 情景+措施=取值", "scenarios, files, or scenario+lever=value"),
)
@against_option
@option(
    "--rate",
    type=Number(),
    default=USUAL_RATE,
    metavar="RATE",
    about=(
        "折现率，也用于投资年金，默认 0.06",
        "discount rate, also of the annuities, 0.06 if not given",
    ),
)
@members_option(USUAL_MEMBERS)
@seed_option
@posterior_option
@set_option(OF_LAST)
@option(
    "--each",
    "each_lever",
    is_flag=True,
    about=("逐项措施而非分组列出每吨费用", "cost per tonne of each lever, not of groups"),
)
@option(
    "--health",
    is_flag=True,
    about=(
        "另列少排污染物而避免的健康损失（各研究相差十倍，不计入费用）",
        "tell the health saved by less pollution (studies ten times apart; no part of the costs)",
    ),
)
@boundary_option
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=(
        "写出逐年、分项、分措施和大气污染物表格、每吨费用图与清单",
        "write tables of years, items, measures and pollutants, a picture and the manifest",
    ),
)
@excel_option
@json_option
def cost(
    cases: tuple[str, ...],
    against: str | None,
    rate: float,
    members: int,
    seed: int,
    posterior: Path | None,
    changes: tuple[str, ...],
    each_lever: bool,
    health: bool,
    boundary: str,
    out: Path | None,
    excel: bool,
    as_json: bool,
) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.cost import answer_cost

    project = open_project(posterior=posterior)
    notes = edited_note(project)
    chosen = choose(project, cases or (project.city.main,), parse_changes(changes), notes)
    say_notes(notes)
    found = answer_cost(
        project,
        chosen,
        choose_against(project, against, chosen),
        boundary=boundary,
        members=members_asked(project, members),
        seed=seed,
        rate=rate,
        each_lever=each_lever,
        health=health,
        command=typed_command(),
    )
    show(found, [] if out is None else found.save(out, excel=excel), as_json=as_json)
