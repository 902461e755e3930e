"""The files `zysim ensemble --out` writes: fan charts, quantiles, members and manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from matplotlib.figure import Figure

from zysim.files import SEAL, staged_folder
from zysim.plots.fan_figure import draw_fan_figure
from zysim.report.ensemble_tables import member_parts, quantile_table
from zysim.report.fan_story import fan_tables, tell_fan
from zysim.wording import Lang

if TYPE_CHECKING:
    from zysim.answers.ensemble import EnsembleResult
    from zysim.runs.ensemble import Ensemble


def write_ensemble(result: EnsembleResult, out: Path, *, excel: bool) -> list[Path]:
    """Write all files of an ensemble; return their final paths, the pictures first.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    encoding = "utf-8-sig" if excel else "utf-8"
    found = result.found
    with staged_folder(out) as stage:
        pictures = result.save_pictures(stage, "fan")
        quantile_table(found).to_csv(stage / "quantiles.csv", index=False, encoding=encoding)
        _write_members(found, stage / "members.parquet")
        records = {
            name: {letter: each.to_record() for letter, each in by_letter.items()}
            for name, by_letter in result.spreads.items()
        }
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "summary.json").write_text(text + "\n", encoding="utf-8")
        (stage / SEAL).write_text(found.manifest.to_json(), encoding="utf-8")
        names = [path.name for path in pictures]
        names += sorted(path.name for path in stage.iterdir() if path.name not in names)
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def _write_members(found: Ensemble, path: Path) -> None:
    """Write one row a case and member, some at a time."""
    writer = None
    for part in member_parts(found):
        table = pa.Table.from_pandas(part, preserve_index=False)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def draw_fans(result: EnsembleResult, lang: Lang) -> Figure:
    """Draw the fans of every case; call it inside the house style."""
    story = tell_fan(
        result.found, result.spreads, result.titles, boundary=result.boundary, lang=lang
    )
    return draw_fan_figure(*fan_tables(result.found, result.boundary), story, lang)
