"""The files `zysim run --out` writes: tables, manifest, and the chart in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import matplotlib as mpl

from zysim.files import SEAL, staged_folder
from zysim.metrics.summary import Summary
from zysim.plots.peak_figure import draw_peak_figure
from zysim.plots.style import house_style, save_figure
from zysim.report.peak_story import peak_table, tell_peaks
from zysim.runs.iamc import read_mapping
from zysim.runs.results import Runs
from zysim.runs.store import write_results
from zysim.wording import Lang, Pair

FORMATS = ("png", "svg", "pdf")


def write_everything(
    lines: Runs,
    tables: Runs,
    summaries: Sequence[Summary],
    titles: Mapping[str, Pair],
    quality: Mapping[str, int],
    root: Path,
    out: Path,
    *,
    boundary: str,
    excel: bool,
) -> list[Path]:
    """Write all files of a run; return their final paths, the pictures first.

    ``lines`` are drawn; ``tables`` hold all variables.

    Raises
    ------
    InputError
        If ``params/iamc.csv`` breaks a rule.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    mapping = read_mapping(root / "params" / "iamc.csv", frozenset(tables.values))
    with staged_folder(out) as stage:
        written = draw_charts(lines, summaries, titles, quality, stage, boundary=boundary)
        summary = stage / "summary.json"
        records = [each.to_record() for each in summaries]
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        summary.write_text(text + "\n", encoding="utf-8")
        written += [summary, *write_results(tables, stage, mapping, excel=excel)]
        names = sorted((path.name for path in written), key=lambda name: name == SEAL)
    return [out / name for name in names]


def draw_charts(
    runs: Runs,
    summaries: Sequence[Summary],
    titles: Mapping[str, Pair],
    quality: Mapping[str, int],
    folder: Path,
    *,
    boundary: str,
) -> list[Path]:
    """Draw the peak figure in both languages and all formats; return the files."""
    mpl.use("Agg")
    data = peak_table(runs)
    written: list[Path] = []
    for lang in get_args(Lang):
        story = tell_peaks(
            summaries,
            titles,
            quality,
            boundary=boundary,
            runs=runs,
            lang=lang,
        )
        with house_style():
            figure = draw_peak_figure(data, story, lang)
            written += save_figure(figure, folder / f"peak.{lang}", FORMATS)
    return written
