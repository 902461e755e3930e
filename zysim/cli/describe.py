"""`zysim describe`: every variable of the model in one table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from zysim.cli.framework import NOT_HELD, command, option, say
from zysim.files import write_text
from zysim.inputs.read_city import model_path
from zysim.paths import data_root
from zysim.reading.graph import ModelGraph
from zysim.reading.vensim import read_model
from zysim.wording import Pair

COLUMNS = ("id", "中文", "English", "unit", "sector", "kind", "elements", "equation")
WRITTEN: Pair = ("已写入 {path}：{count} 个变量", "wrote {path}: {count} variables")
CURRENT: Pair = ("{path} 与模型一致", "{path} agrees with the model")
OUTDATED: Pair = (
    "zysim：{path} 与模型不一致，请运行 zysim describe --out {path}",
    "zysim: {path} does not agree with the model; run zysim describe --out {path}",
)


@command(
    "describe",
    about=("列出模型的全部变量（CSV）", "list every variable of the model (CSV)"),
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("写入文件，不给则显示", "write to a file; shown if not given"),
)
@option(
    "--check",
    is_flag=True,
    about=("只核对，不一致时退出码为 3", "only compare; exit with 3 when it is out of date"),
)
def describe(out: Path | None, check: bool) -> int:
    path = out or data_root() / "docs" / "variables.csv"
    graph = read_model(model_path())
    text = variables_table(graph)
    if check:
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        click.echo(say(CURRENT if same else OUTDATED, path=path), err=not same)
        return 0 if same else NOT_HELD
    if out is None:
        click.echo(text, nl=False)
        return 0
    write_text(path, text)
    click.echo(say(WRITTEN, path=path, count=len(graph.variables)))
    return 0


def variables_table(graph: ModelGraph) -> str:
    """Return the table as CSV text, sorted by sector as in the model, then by id."""
    sectors = list(dict.fromkeys(each.sector for each in graph.variables.values()))
    ordered = sorted(
        graph.variables.values(), key=lambda each: (sectors.index(each.sector), each.identifier)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in ordered:
        row = (each.identifier, each.title_zh, each.comment, each.unit, each.sector, each.kind)
        equation = " ".join(each.equation.split())
        writer.writerow((*row, len(each.elements), equation))
    return text.getvalue()
