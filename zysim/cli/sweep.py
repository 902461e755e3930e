"""`zysim sweep`: a whole study into files, by many workers, going on after a kill."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say, say_error, spoken
from zysim.cli.options import json_option
from zysim.cli.progress import progress_line
from zysim.cli.show import print_json
from zysim.cli.sweep_text import (
    COUNTS,
    DIGEST,
    GO_ON,
    MENDED,
    NOT_ENCRYPTED,
    WRITTEN,
    document,
    plain_estimate,
    spread_table,
    told_estimate,
)
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path

if TYPE_CHECKING:
    from zysim.sweeps.dataset import Format
    from zysim.sweeps.executors import Crew
    from zysim.sweeps.study import StudySweep
    from zysim.sweeps.summary import Spread
    from zysim.sweeps.sweep import Finished

LARGE = 100_000
"""Runs from which on a sweep says what it will take before it starts."""


@command(
    "sweep",
    about=(
        "把整个研究分块算入文件：多进程或集群，中断后可继续",
        "a whole study into files, by processes or a cluster; goes on after a kill",
    ),
    details=(
        "例：zysim sweep levers --out out\n"
        "    zysim sweep levers --out out --resume           （中断后继续）\n"
        "    zysim sweep levers --out out --scheduler tls://10.0.0.1:8786",
        "Examples: zysim sweep levers --out out\n"
        "          zysim sweep levers --out out --resume     (after a kill)\n"
        "          zysim sweep levers --out out --scheduler tls://10.0.0.1:8786",
    ),
)
@argument("study", about=("研究名或 .toml 文件", "name of a study, or a .toml file"))
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("存放各块结果、清单与数据集", "for the chunks, the manifest and the dataset"),
)
@option(
    "--workers",
    type=int,
    metavar="N",
    about=("进程数，默认为处理器数", "processes, as many as processors if not given"),
)
@option(
    "--scheduler",
    metavar="ADDRESS",
    about=(
        "已有 dask 集群的调度器：地址，或其写出的 .json 文件；代替本机进程",
        "of a dask cluster that runs already: its address, or the .json file it wrote; "
        "instead of processes here",
    ),
)
@option(
    "--estimate",
    is_flag=True,
    about=(
        "只估计运行次数、时间和字节数，不开始",
        "say how many runs, hours and bytes it will take, and do not start",
    ),
)
@option(
    "--resume",
    is_flag=True,
    about=("校验已有的块，只算缺失或损坏的", "verify what is there, compute what is not"),
)
@option(
    "--format",
    "form",
    type=click.Choice(["netcdf", "zarr", "none"]),
    default="netcdf",
    about=("最后写出的数据集，默认 netcdf", "dataset written at the end, netcdf if not given"),
)
@json_option
def sweep(
    study: str,
    out: Path | None,
    workers: int | None,
    scheduler: str | None,
    estimate: bool,
    resume: bool,
    form: Format,
    as_json: bool,
) -> None:
    if scheduler is not None and workers is not None:
        msg = f"--workers {workers} and --scheduler {scheduler}: give one of them."
        raise InputError(msg, zh=f"--workers {workers} 与 --scheduler {scheduler} 只能给一个。")
    if out is None and not estimate:
        msg = "--out: give a folder for the chunks, or --estimate to see what a sweep takes."
        raise InputError(msg, zh="请用 --out 给出文件夹；或加 --estimate，只看需要多少。")
    chosen = read_study(study, studies_path())
    # Only here: scipy, SALib and xarray take a second that the help can spare.
    from zysim.sweeps.dataset import check_format
    from zysim.sweeps.executors import dask_crew, local_crew
    from zysim.sweeps.study import StudySweep

    check_format(form)
    whole = StudySweep(chosen)
    with local_crew(workers) if scheduler is None else dask_crew(scheduler) as crew:
        if crew.open_to_all:
            say_error(say(NOT_ENCRYPTED), spoken())
        if estimate or out is None:
            _say_estimate(whole, crew, form, as_json=as_json)
            return
        if whole.evaluator.runs >= LARGE:
            _say_estimate(whole, crew, form)
        same = ["--workers", str(workers)] if workers else []
        same += ["--scheduler", scheduler] if scheduler else []
        finished, written, spreads = _computed(study, whole, crew, out, form, same, resume=resume)
    if as_json:
        print_json(document(study, whole, finished, written[0], spreads))
        return
    found = finished.found
    counts = {"chunks": finished.chunks, "computed": finished.computed, "whole": found["whole"]}
    click.echo(say(COUNTS, runs=whole.evaluator.runs, **counts))
    if resume and finished.computed:
        click.echo(say(MENDED, **found))
    click.echo(say(DIGEST, digest=finished.digest))
    for path in filter(None, written):
        click.echo(say(WRITTEN, path=path))
    if spreads:
        click.echo("\n" + spread_table(spreads, whole.evaluator.outcomes))


def _computed(
    study: str,
    whole: StudySweep,
    crew: Crew,
    out: Path,
    form: Format,
    same: list[str],
    *,
    resume: bool,
) -> tuple[Finished, tuple[Path | None, Path | None], list[Spread]]:
    """Compute what is left and write dataset and summary; when stopped, say how to go on."""
    from zysim.runs.manifest import without_folders
    from zysim.sweeps.dataset import write_dataset
    from zysim.sweeps.summary import summarise_sweep, write_summary
    from zysim.sweeps.sweep import claimed, run_sweep

    words = ["zysim", "sweep", study, "--out", str(out)]
    command = without_folders(shlex.join(words))
    try:
        with claimed(out, resume=resume), progress_line() as progress:
            finished = run_sweep(
                whole, out, crew, resume=resume, command=command, progress=progress
            )
            path = write_dataset(whole, out, finished, form)
            spreads = summarise_sweep(whole, out)
            summary = write_summary(spreads, out)
    except (KeyboardInterrupt, SystemExit):
        same = [*same, *(["--format", form] if form != "netcdf" else [])]
        say_error(say(GO_ON, words=shlex.join([*words, *same, "--resume"])), spoken())
        raise
    return finished, (path, summary), spreads


def _say_estimate(
    whole: StudySweep, crew: Crew, form: Format, *, as_json: bool | None = None
) -> None:
    """Print what a sweep will take; beside its own answer, on stderr, where ``as_json`` is None."""
    from zysim.sweeps.estimate import estimate_sweep

    found = estimate_sweep(whole)
    if as_json:
        print_json(plain_estimate(found, crew.workers))
        return
    told = told_estimate(found, crew.workers, form)
    if as_json is None:
        say_error(told, spoken())
    else:
        click.echo(fold(told, terminal_width()))
