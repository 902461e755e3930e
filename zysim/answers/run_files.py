"""The files `zysim run --out` writes: tables, manifest, and the chart in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from zysim.files import SEAL, staged_folder
from zysim.plots.peak_figure import draw_peak_figure
from zysim.report.peak_story import peak_table, tell_peaks
from zysim.runs.iamc import read_mapping
from zysim.runs.project import quality_counts
from zysim.runs.store import write_results
from zysim.wording import Lang

if TYPE_CHECKING:
    from zysim.answers.run import RunResult


def write_everything(found: RunResult, out: Path, *, excel: bool) -> list[Path]:
    """Write all files of a run; return their final paths, the pictures first.

    Raises
    ------
    InputError
        If ``params/iamc.csv`` breaks a rule.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    tables = found.tables
    mapping = read_mapping(found.project.root / "params" / "iamc.csv", frozenset(tables.values))
    with staged_folder(out) as stage:
        written = found.save_pictures(stage, "peak")
        records = [each.to_record() for each in found.summaries]
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "summary.json").write_text(text + "\n", encoding="utf-8")
        written += [stage / "summary.json", *write_results(tables, stage, mapping, excel=excel)]
        names = sorted((path.name for path in written), key=lambda name: name == SEAL)
    return [out / name for name in names]


def draw_peaks(found: RunResult, lang: Lang) -> Figure:
    """Draw the accounts of every case; call it inside the house style."""
    story = tell_peaks(
        found.summaries,
        found.titles,
        quality_counts(found.project.tables),
        boundary=found.boundary,
        runs=found.found,
        lang=lang,
    )
    return draw_peak_figure(peak_table(found.found), story, lang)
