"""The files `zysim ensemble --out` writes: quantiles, members, summary and manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from zysim.files import SEAL, staged_folder
from zysim.metrics.spread import PeakSpread
from zysim.report.ensemble_tables import member_table, quantile_table
from zysim.runs.ensemble import Ensemble


def write_ensemble(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    out: Path,
    *,
    excel: bool,
) -> list[Path]:
    """Write all files of an ensemble; return their final paths.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    encoding = "utf-8-sig" if excel else "utf-8"
    with staged_folder(out) as stage:
        quantile_table(found).to_csv(stage / "quantiles.csv", index=False, encoding=encoding)
        member_table(found).to_parquet(stage / "members.parquet", index=False)
        records = {
            name: {letter: each.to_record() for letter, each in by_letter.items()}
            for name, by_letter in spreads.items()
        }
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "summary.json").write_text(text + "\n", encoding="utf-8")
        (stage / SEAL).write_text(found.manifest.to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]
