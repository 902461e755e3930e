"""`zysim sweep`: a whole study into files, by many workers, going on after a kill."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import zysim
from zysim.cli.framework import argument, command, option, say, say_error, spoken
from zysim.cli.progress import progress_line
from zysim.cli.show import print_json
from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.sweeps.dataset import Format
    from zysim.sweeps.study import StudySweep
    from zysim.sweeps.sweep import Finished

COUNTS: Pair = (
    "共 {chunks:,} 块、{runs:,} 次运行：本次计算 {computed:,} 块，原有 {whole:,} 块校验无误。",
    "{chunks:,} chunks, {runs:,} runs: {computed:,} computed now, {whole:,} verified.",
)
MENDED: Pair = (
    "重新计算：缺失 {missing:,} 块，缺少校验文件 {unsealed:,} 块，损坏 {damaged:,} 块。",
    "Computed again: {missing:,} missing, {unsealed:,} without a hash, {damaged:,} damaged.",
)
DIGEST: Pair = ("校验值：{digest}", "Digest: {digest}")
WRITTEN: Pair = ("文件：{path}", "File: {path}")
GO_ON: Pair = (
    "已停止，完成的部分都已保留。继续：{words}",
    "Stopped; every finished chunk is kept. Go on with: {words}",
)


@command(
    "sweep",
    about=(
        "把整个研究分块算入文件：多进程或集群，中断后可继续",
        "a whole study into files, by processes or a cluster; goes on after a kill",
    ),
    details=(
        "例：zysim sweep levers --out out\n"
        "    zysim sweep levers --out out --resume           （中断后继续）\n"
        "    zysim sweep levers --out out --dask tcp://10.0.0.1:8786",
        "Examples: zysim sweep levers --out out\n"
        "          zysim sweep levers --out out --resume     (after a kill)\n"
        "          zysim sweep levers --out out --dask tcp://10.0.0.1:8786",
    ),
)
@argument("study", about=("研究名或 .toml 文件", "name of a study, or a .toml file"))
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
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
    "--dask",
    metavar="ADDRESS",
    about=("dask 调度器的地址，代替本机进程", "of a dask scheduler, instead of processes here"),
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
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def sweep(
    study: str,
    out: Path,
    workers: int | None,
    dask: str | None,
    resume: bool,
    form: Format,
    as_json: bool,
) -> None:
    if dask is not None and workers is not None:
        msg = f"--workers {workers} and --dask {dask}: give one of them."
        raise InputError(msg, zh=f"--workers {workers} 与 --dask {dask} 只能给一个。")
    chosen = read_study(study, studies_path())
    # Only here: scipy, SALib and xarray take a second that the help can spare.
    from zysim.sweeps.dataset import check_format, write_dataset
    from zysim.sweeps.executors import dask_crew, local_crew
    from zysim.sweeps.study import StudySweep
    from zysim.sweeps.sweep import claimed, run_sweep

    check_format(form)
    whole = StudySweep(chosen)
    words = ["zysim", "sweep", study, "--out", str(out)]
    crew = local_crew(workers) if dask is None else dask_crew(dask)
    try:
        with crew as hands, claimed(out, resume=resume), progress_line() as progress:
            finished = run_sweep(
                whole, out, hands, resume=resume, command=shlex.join(words), progress=progress
            )
            path = write_dataset(whole, out, finished, form)
    except (KeyboardInterrupt, SystemExit):
        same = ["--workers", str(workers)] if workers else ["--dask", dask] if dask else []
        same += ["--format", form] if form != "netcdf" else []
        say_error(say(GO_ON, words=shlex.join([*words, *same, "--resume"])), spoken())
        raise
    if as_json:
        print_json(_document(study, whole, finished, path))
        return
    runs = whole.evaluator.rows * whole.evaluator.blocks
    found = finished.found
    click.echo(
        say(
            COUNTS,
            chunks=finished.chunks,
            runs=runs,
            computed=finished.computed,
            whole=found["whole"],
        )
    )
    if resume and finished.computed:
        click.echo(say(MENDED, **found))
    click.echo(say(DIGEST, digest=finished.digest))
    if path is not None:
        click.echo(say(WRITTEN, path=path))


def _document(
    study: str, whole: StudySweep, finished: Finished, path: Path | None
) -> dict[str, Any]:
    return {
        "zysim": zysim.__version__,
        "study": study,
        "rows": whole.evaluator.rows,
        "blocks": whole.evaluator.blocks,
        "chunks": finished.chunks,
        "computed": finished.computed,
        "found": finished.found,
        "digest": finished.digest,
        "file": None if path is None else str(path),
    }
