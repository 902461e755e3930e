"""The files `zysim ensemble --out` writes: fan charts, quantiles, members and manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import matplotlib as mpl

from zysim.files import SEAL, staged_folder
from zysim.metrics.spread import PeakSpread
from zysim.plots.fan_figure import draw_fan_figure
from zysim.plots.style import house_style, save_figure
from zysim.report.ensemble_tables import member_table, quantile_table
from zysim.report.fan_story import fan_tables, tell_fan
from zysim.runs.ensemble import Ensemble
from zysim.wording import Lang, Pair

FORMATS = ("png", "svg", "pdf")


def write_ensemble(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    titles: Mapping[str, Pair],
    out: Path,
    *,
    boundary: str,
    excel: bool,
) -> list[Path]:
    """Write all files of an ensemble; return their final paths, the pictures first.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    encoding = "utf-8-sig" if excel else "utf-8"
    with staged_folder(out) as stage:
        pictures = draw_fans(found, spreads, titles, stage, boundary=boundary)
        quantile_table(found).to_csv(stage / "quantiles.csv", index=False, encoding=encoding)
        member_table(found).to_parquet(stage / "members.parquet", index=False)
        records = {
            name: {letter: each.to_record() for letter, each in by_letter.items()}
            for name, by_letter in spreads.items()
        }
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "summary.json").write_text(text + "\n", encoding="utf-8")
        (stage / SEAL).write_text(found.manifest.to_json(), encoding="utf-8")
        names = [path.name for path in pictures]
        names += sorted(path.name for path in stage.iterdir() if path.name not in names)
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def draw_fans(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    titles: Mapping[str, Pair],
    folder: Path,
    *,
    boundary: str,
    formats: tuple[str, ...] = FORMATS,
) -> list[Path]:
    """Draw the fan figure in both languages; return the files."""
    mpl.use("Agg")
    tables = fan_tables(found, boundary)
    written: list[Path] = []
    for lang in get_args(Lang):
        story = tell_fan(found, spreads, titles, boundary=boundary, lang=lang)
        with house_style():
            figure = draw_fan_figure(*tables, story, lang)
            written += save_figure(figure, folder / f"fan.{lang}", formats)
    return written
