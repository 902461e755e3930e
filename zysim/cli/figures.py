"""`zysim figures`: the pictures of the plan, in both languages."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import list_option
from zysim.columns import fold, terminal_width
from zysim.wording import Pair, pick

FILES: Pair = ("写到 {folder}：{names}", "In {folder}: {names}")
OTHERS: Pair = (
    "达峰图、扇形图与排序图由 zysim run、ensemble、fan、rank 的 --out 写出。",
    "Peaks, fans and rankings are drawn by --out of zysim run, ensemble, fan and rank.",
)


@command(
    "figures",
    about=(
        "分行业、区县、能源流向、目标、响应面等图",
        "sectors, counties, energy flows, targets …",
    ),
    details=(
        "例：zysim figures --out figures/out\n    zysim figures energy targets",
        "Examples: zysim figures --out figures/out\n          zysim figures energy targets",
    ),
)
@argument("names", nargs=-1, metavar="[NAME…]", about=("图名，默认全部", "pictures, all if none"))
@list_option
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    metavar="FOLDER",
    about=("写到哪个文件夹，默认 out", "folder to write to, out if not given"),
)
def figures(names: tuple[str, ...], listed: bool, out: Path) -> None:
    # Only here: matplotlib and scipy take a second that the help can spare.
    from zysim.files import staged_folder
    from zysim.report.gallery import draw_gallery, pictures_of
    from zysim.runs.project import open_project

    if listed:
        for name, picture in pictures_of(open_project()).items():
            click.echo(f"{name:10}{pick(picture.about, spoken())}")
        return
    with staged_folder(out) as stage:
        written = draw_gallery(open_project(), names, stage)
    shown = " ".join(path.name for path in written)
    click.echo(fold(say(FILES, folder=out, names=shown), terminal_width()))
    click.echo(fold(say(OTHERS), terminal_width()))
