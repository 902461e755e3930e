"""`zysim run --model`: what the variables of any Vensim model do over its own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import zysim
from zysim.cli.framework import say, spoken
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.files import SEAL, staged_folder
from zysim.kernel.methods import METHOD_NAMES, Method
from zysim.reading.graph import ModelGraph
from zysim.reading.vensim import read_model
from zysim.runs.execute import Engine
from zysim.runs.other_model import run_model, scalars_of, stocks_of, unit_of_time
from zysim.runs.results import Runs
from zysim.wording import Pair, pick

SHOWN = 40
"""Rows of the table; the rest is counted."""
DRAWN = 12
"""Panels of the chart."""
TITLE: Pair = ("{name}，{first}—{last}（{unit}）", "{name}, {first} to {last} ({unit})")
NO_UNIT: Pair = ("时间单位未注明", "no unit of time given")
HEADS: tuple[Pair, ...] = (
    ("变量", "variable"),
    ("单位", "unit"),
    ("{time} 时", "at {time}"),
    ("{time} 时", "at {time}"),
    ("{time} 时", "at {time}"),
    ("最大值", "maximum"),
    ("出现于", "at"),
)
CLOCK: Pair = (
    "{method}，步长 {step:g}，每 {saveper:g} 报告一次（{count} 个时刻）。",
    "{method}, step {step:g}; reported every {saveper:g} ({count} moments).",
)
SET: Pair = ("已改：{changed}", "Changed: {changed}")
MORE: Pair = (
    "另有 {count} 个，用 --variable NAME 选择。",
    "{count} more; choose with --variable NAME.",
)
WARNING: Pair = ("提示：{text}", "Note: {text}")
CHART: Pair = ("图：{path}", "Chart: {path}")
FILES: Pair = ("文件：{names}", "Files: {names}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after `zysim run --model`."""

    model: Path
    changes: Mapping[str, float]
    variables: tuple[str, ...]
    until: int | None
    engine: Engine
    method: Method | None
    out: Path | None
    excel: bool
    command: str
    data: tuple[Path, ...] = ()


def answer(asked: Asked, *, as_json: bool) -> int:
    """Run the model, write its files if asked, and print what the variables do."""
    graph = read_model(asked.model, data=asked.data)
    names = [each for name in asked.variables for each in scalars_of(graph, name)]
    shown = list(dict.fromkeys(names)) or stocks_of(graph)
    runs = run_model(
        asked.model,
        asked.changes,
        data=asked.data,
        until=asked.until,
        engine=asked.engine,
        method=asked.method,
        outputs=[*shown, *(_all_but_constants(graph) if asked.out else [])],
        command=asked.command,
    )
    unit = unit_of_time(graph)
    written = _write(runs, shown[:DRAWN], unit, asked.out, asked.excel) if asked.out else []
    if as_json:
        print_json(_document(runs, graph, shown, unit, written))
        return 0
    click.echo(_text(runs, graph, shown, unit))
    if runs.warnings:
        click.echo()
        for each in runs.warnings:
            click.echo(fold(say(WARNING, text=pick(each, spoken())), terminal_width()))
    if written:
        click.echo()
        click.echo(say(CHART, path=written[0]))
        listed = say(FILES, names=" ".join(each.name for each in written))
        click.echo(fold(listed, terminal_width()))
    return 0


def _all_but_constants(graph: ModelGraph) -> list[str]:
    return [name for name in graph.scalars if name in graph.home]


def _write(runs: Runs, drawn: Sequence[str], unit: str, out: Path, excel: bool) -> list[Path]:
    """Write tables, manifest and chart; return their final paths, the picture first."""
    # Only here: pandas, xarray and matplotlib take a second that a plain answer can spare.
    from zysim.plots.model_lines import draw_model_lines
    from zysim.runs.store import write_results

    with staged_folder(out) as stage:
        written = draw_model_lines(runs, drawn, unit, stage / "lines")
        written += write_results(runs, stage, excel=excel)
        names = sorted((path.name for path in written), key=lambda name: name == SEAL)
    return [out / name for name in sorted(names, key=lambda name: name != "lines.png")]


def _text(runs: Runs, graph: ModelGraph, shown: Sequence[str], unit: str) -> str:
    spots = [0, runs.years.size // 2, runs.years.size - 1]
    times = iter(f"{runs.years[spot]:g}" for spot in spots)
    heads = [
        pick(head, spoken()).format(time=next(times) if "{time}" in head[0] else "")
        for head in HEADS
    ]
    rows = []
    for name in shown[:SHOWN]:
        values = runs.of(name)[0]
        top = int(values.argmax())
        numbers = [f"{values[spot]:.6g}" for spot in (*spots, top)]
        rows.append([name, runs.unit(name), *numbers, f"{runs.years[top]:g}"])
    lines = [
        say(
            TITLE,
            name=runs.scenarios[0],
            first=f"{runs.years[0]:g}",
            last=f"{runs.years[-1]:g}",
            unit=unit or say(NO_UNIT),
        ),
        "",
        columns([heads, *rows], right=frozenset({2, 3, 4, 5, 6})),
        "",
    ]
    if len(shown) > SHOWN:
        lines.append(say(MORE, count=len(shown) - SHOWN))
    changed = runs.manifest.scenarios[runs.scenarios[0]]
    if changed:
        listed = ", ".join(f"{name}={value:g}" for name, value in changed.items())
        lines.append(fold(say(SET, changed=listed), terminal_width()))
    method = pick(METHOD_NAMES[runs.manifest.method], spoken())
    clock = {"step": graph.time_step, "saveper": graph.reported_every, "count": runs.years.size}
    lines.append(say(CLOCK, method=method, **clock))
    return "\n".join(lines)


def _document(
    runs: Runs, graph: ModelGraph, shown: Sequence[str], unit: str, written: Sequence[Path]
) -> dict[str, Any]:
    records = []
    for name in shown:
        values, variable = runs.of(name)[0], graph.variables[graph.home[name]]
        top = int(values.argmax())
        records.append(
            {
                "id": name,
                "unit": variable.unit,
                "title_zh": variable.title_zh,
                "comment": variable.comment,
                "maximum": float(values[top]),
                "time_of_maximum": runs.years[top].item(),
                "values": values.tolist(),
            }
        )
    return {
        "zysim": zysim.__version__,
        "model": runs.scenarios[0],
        "sha256": graph.sha256,
        "engine": runs.manifest.engine,
        "settings": dict(runs.manifest.scenarios[runs.scenarios[0]]),
        "unit_of_time": unit,
        "method": runs.manifest.method,
        "step": graph.time_step,
        "saveper": graph.reported_every,
        "times": runs.years.tolist(),
        "warnings": [pick(each, spoken()) for each in runs.warnings],
        "variables": records,
        "files": [str(path) for path in written],
    }
