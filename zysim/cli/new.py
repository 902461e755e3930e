"""`zysim new`: a city folder of one's own, to edit numbers, scenarios and equations in."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from zysim.cli.framework import argument, command, say
from zysim.errors import InputError
from zysim.files import staged_folder
from zysim.inputs.charts import FILE as CHARTS
from zysim.inputs.read_city import read_city
from zysim.paths import CITY_FILE, CITY_FOLDERS, FURTHER_FOLDERS, data_root
from zysim.wording import Pair

WRITTEN: Pair = (
    "已建立 {folder}：{names}。用法：zysim --city {folder} run {main}（或设环境变量 ZYSIM_CITY）",
    "made {folder}: {names}. Use it: zysim --city {folder} run {main} (or set ZYSIM_CITY)",
)


@command(
    "new",
    about=(
        "把本城市的设定、模型、数表、研究复制到新文件夹，以便修改",
        "copy the city's record, model, tables and studies to a folder of your own",
    ),
    details=(
        "例：zysim new mycity，改 mycity/params 中的数，再 zysim --city mycity run {main}",
        "Example: zysim new mycity, edit a number in mycity/params, zysim --city mycity run {main}",
    ),
)
@argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    about=("新文件夹，须不存在或为空", "the new folder; must not exist, or be empty"),
)
def new(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        msg = f"{folder}: is there already and not empty. Name a new folder."
        raise InputError(msg, zh=f"{folder}：已存在且不为空，请另取名称。")
    root = data_root()
    with staged_folder(folder) as stage:
        folders = [name for name in (*CITY_FOLDERS, *FURTHER_FOLDERS) if (root / name).is_dir()]
        for name in folders:
            leave = shutil.ignore_patterns("results", "__pycache__")
            shutil.copytree(root / name, stage / name, ignore=leave)
        shutil.copy(root / CITY_FILE, stage)
        figures = sorted((root / CHARTS.parent).glob("*.toml"))
        if figures:
            (stage / CHARTS.parent).mkdir()
            folders.append(CHARTS.parent.name)
        for each in figures:
            shutil.copy(each, stage / CHARTS.parent)
    names = ", ".join([CITY_FILE, *folders])
    click.echo(say(WRITTEN, folder=folder, names=names, main=read_city(root).main))
