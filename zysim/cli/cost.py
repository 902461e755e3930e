"""`zysim cost`: what a case costs against another, who pays, and what a tonne costs."""

from __future__ import annotations

from pathlib import Path

import click

import zysim
from zysim.cli.framework import argument, command, option, say, say_notes, spoken, typed_command
from zysim.cli.options import (
    boundary_option,
    members_asked,
    members_option,
    posterior_option,
    seed_option,
)
from zysim.cli.show import print_json
from zysim.columns import fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, choose_one, edited_note, open_project
from zysim.wording import Pair

FILES: Pair = ("文件：{names}", "Files: {names}")
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
@option(
    "--against",
    metavar="CASE",
    about=("参照，默认为 city.toml 所定", "the reference; that of city.toml if not given"),
)
@option(
    "--rate",
    type=float,
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
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=(
        "在最后一个方案上改一项措施或常数，可多次使用",
        "change a lever or a constant of the last case; may be repeated",
    ),
)
@option(
    "--each",
    "each_lever",
    is_flag=True,
    about=("逐项措施而非分组列出每吨费用", "cost per tonne of each lever, not of groups"),
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
@option("--excel", is_flag=True, about=("CSV 带 Excel 可识别的标记", "CSV with a mark for Excel"))
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def cost(
    cases: tuple[str, ...],
    against: str | None,
    rate: float,
    members: int,
    seed: int,
    posterior: Path | None,
    changes: tuple[str, ...],
    each_lever: bool,
    boundary: str,
    out: Path | None,
    excel: bool,
    as_json: bool,
) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.cost_text import cost_text
    from zysim.sensitivity.cost_answer import answer_costs

    project = open_project(posterior=posterior)
    members = members_asked(project, members)
    notes = edited_note(project)
    reference = choose_one(project, against or project.city.reference, {})
    chosen = choose(project, cases or (project.city.main,), parse_changes(changes), notes)
    say_notes(notes)
    answers = answer_costs(
        project,
        chosen,
        reference,
        boundary=boundary,
        members=members,
        seed=seed,
        rate=rate,
        each_lever=each_lever,
        command=typed_command(),
    )
    written: list[Path] = []
    if out is not None:
        # Only here: pandas and matplotlib take a second that a plain answer can spare.
        from zysim.answers.cost_files import write_costs

        written = write_costs(answers, out, excel=excel)
    if as_json:
        print_json(
            {
                "zysim": zysim.__version__,
                "reference": reference.id,
                "rate": rate,
                "members": members,
                "seed": seed,
                "unit": "yi CNY",
                "years": [record for each in answers for record in each.year_records()],
                "cases": [each.to_record() for each in answers],
                "files": [str(path) for path in written],
            }
        )
        return
    click.echo("\n\n".join(cost_text(each, project.tables, spoken()) for each in answers))
    if written:
        names = " ".join(path.name for path in written)
        click.echo("\n" + fold(say(FILES, names=names), terminal_width()))
