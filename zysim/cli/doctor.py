"""`zysim doctor`: tell whether everything a run needs is there."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click
from matplotlib import font_manager

import zysim
from zysim.cli.framework import FAILED, command, say, spoken
from zysim.cli.options import json_option
from zysim.cli.show import print_json
from zysim.columns import columns
from zysim.errors import ZysimError, reason_of
from zysim.inputs.read_city import model_path
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import read_scenarios
from zysim.model_sync import sync_text
from zysim.paths import cache_path
from zysim.plots.style import FAMILY, FONTS, register_fonts
from zysim.runs.project import open_project
from zysim.wording import Pair, pick

PACKAGES = (
    "click",
    "matplotlib",
    "netCDF4",
    "numpy",
    "pandas",
    "pyarrow",
    "pysd",
    "SALib",
    "scipy",
    "seaborn",
    "xarray",
)
MARKS = {True: "✓", False: "✗"}
PROGRAM: Pair = ("程序", "program")
PACKAGE: Pair = ("软件包", "packages")
FONT: Pair = ("中文字体", "Chinese font")
CACHE: Pair = ("缓存", "cache")
FOLDER: Pair = ("当前文件夹", "this folder")
TABLES: Pair = ("参数表", "tables")
SCENARIOS: Pair = ("情景", "scenarios")
MODEL: Pair = ("模型", "model")
TERMINAL: Pair = ("终端编码", "terminal")
FONT_MISSING: Pair = (
    "缺少 {folder} 中的字体，图中汉字会显示为方框；请重新安装 zysim",
    "fonts are missing in {folder}: Chinese would show as boxes. Reinstall zysim",
)
WRITABLE: Pair = ("可写：{path}", "writable: {path}")
NOT_WRITABLE: Pair = ("不可写：{path}（{reason}）", "not writable: {path} ({reason})")
COUNTED: Pair = (
    "{parameters} 个参数、{levers} 项措施、{sources} 个来源",
    "{parameters} parameters, {levers} levers, {sources} sources",
)
SAME: Pair = ("与参数表一致：{path}", "agrees with the tables: {path}")
DIFFERS: Pair = (
    "有 {count} 个数与参数表不同；请运行 zysim model sync",
    "{count} numbers differ from the tables; run zysim model sync",
)
PLAIN_TERMINAL: Pair = (
    "{encoding}：不能显示汉字；请设 PYTHONIOENCODING=utf-8",
    "{encoding}: cannot show Chinese; set PYTHONIOENCODING=utf-8",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    fine: bool
    text: str


@command(
    "doctor",
    about=("检查安装是否完好", "check the installation"),
    details=(
        "有一项不好时退出码为 1。把输出贴到问题报告里即可。",
        "The exit code is 1 when anything is wrong. Paste the output into a report of a problem.",
    ),
)
@json_option
def doctor(as_json: bool) -> int:
    findings = [finding for look in _LOOKS for finding in look()]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [[MARKS[each.fine], each.name, each.text] for each in findings]
        click.echo(columns(rows))
    return 0 if all(finding.fine for finding in findings) else FAILED


def _look_at_program() -> Iterator[Finding]:
    text = f"zysim {zysim.__version__} · Python {platform.python_version()} · {platform.platform()}"
    yield Finding(say(PROGRAM), True, text)
    found = {name: _version(name) for name in PACKAGES}
    text = " · ".join(f"{name} {version or '?'}" for name, version in found.items())
    yield Finding(say(PACKAGE), all(found.values()), text)
    encoding = (sys.stdout.encoding or "ascii").lower()
    shows = _can_encode(encoding)
    yield Finding(
        say(TERMINAL), shows, encoding if shows else say(PLAIN_TERMINAL, encoding=encoding)
    )


def _look_at_fonts() -> Iterator[Finding]:
    register_fonts()
    found = [entry for entry in font_manager.fontManager.ttflist if entry.name == FAMILY]
    text = ", ".join(Path(entry.fname).name for entry in found)
    yield Finding(say(FONT), bool(found), text if found else say(FONT_MISSING, folder=FONTS))


def _look_at_folders() -> Iterator[Finding]:
    for name, path in ((CACHE, cache_path()), (FOLDER, Path.cwd())):
        reason = _why_not_writable(path)
        text = say(NOT_WRITABLE, path=path, reason=reason) if reason else say(WRITABLE, path=path)
        yield Finding(say(name), not reason, text)


def _look_at_inputs() -> Iterator[Finding]:
    try:
        tables = read_tables()
    except ZysimError as error:
        yield Finding(say(TABLES), False, _told(error))
        return
    counts = {
        "parameters": len(tables.parameters),
        "levers": len(tables.levers),
        "sources": len(tables.sources),
    }
    yield Finding(say(TABLES), True, say(COUNTED, **counts))
    try:
        names = [scenario.id for scenario in read_scenarios(tables)]
        yield Finding(say(SCENARIOS), bool(names), ", ".join(names))
        open_project()
        path = model_path()
        _text, differences = sync_text(path.read_text(encoding="utf-8"), tables.constants)
    except ZysimError as error:
        yield Finding(say(MODEL), False, _told(error))
        return
    text = say(DIFFERS, count=len(differences)) if differences else say(SAME, path=path)
    yield Finding(say(MODEL), not differences, text)


def _told(error: ZysimError) -> str:
    return pick((error.zh or str(error), str(error)), spoken())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _can_encode(encoding: str) -> bool:
    try:
        "汉字".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _why_not_writable(path: Path) -> str:
    """Return why no file can be made in a folder, or nothing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path, prefix=".zysim-")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        english, chinese = reason_of(error)
        return pick((chinese, english), spoken())
    return ""


_LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _look_at_program,
    _look_at_fonts,
    _look_at_folders,
    _look_at_inputs,
)
