"""`zysim calibrate`: weigh the states of the world by history, and say what that changes."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.calibration import PRIOR_RUNS
from zysim.cli.framework import command, option, say, typed_command
from zysim.cli.options import json_option, seed_option
from zysim.cli.progress import progress_line
from zysim.cli.show import show
from zysim.runs.project import open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

NEXT: Pair = (
    "在这些情形下运行情景：zysim ensemble {main} --posterior {path}",
    "Run scenarios in these worlds: zysim ensemble {main} --posterior {path}",
)


@command(
    "calibrate",
    about=(
        "按历史观测为不确定情形加权：缩小了什么，达峰概率变了多少",
        "weigh the states of the world by history: what it narrows, and the chance of the peak",
    ),
    details=(
        "例：zysim calibrate --out out\n    zysim ensemble {main} --posterior out/posterior.csv",
        "Examples: zysim calibrate --out out\n"
        "          zysim ensemble {main} --posterior out/posterior.csv",
    ),
)
@option(
    "--runs",
    type=int,
    default=PRIOR_RUNS,
    metavar="N",
    about=(
        f"先验抽样的运行次数，默认 {PRIOR_RUNS}",
        f"runs of the prior, {PRIOR_RUNS} if not given",
    ),
)
@option(
    "--members",
    type=int,
    default=MEMBERS,
    metavar="N",
    about=(f"后验样本的个数，默认 {MEMBERS}", f"worlds of the posterior, {MEMBERS} if not given"),
)
@seed_option
@option(
    "--aims/--no-aims",
    "aims",
    default=False,
    about=(
        "把方案自己的 2025 年目标也作为证据（各核算口径同等可能），默认不用",
        "let the plan's own aims for 2025 count as evidence too, on every account; not by default",
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=(
        "写出后验样本、各常数的缩小程度、摘要与清单",
        "write the worlds, how much each constant is narrowed, a summary and a manifest",
    ),
)
@json_option
def calibrate(
    runs: int, members: int, seed: int, aims: bool, out: Path | None, as_json: bool
) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.calibrate import answer_calibrate

    with progress_line() as progress:
        found = answer_calibrate(
            open_project(),
            runs=runs,
            members=members,
            seed=seed,
            aims=aims,
            progress=progress,
            command=typed_command(),
        )
    show(found, [] if out is None else found.save(out), as_json=as_json)
    if out is not None and not as_json:
        click.echo(say(NEXT, main=found.project.city.main, path=out / "posterior.csv"))
