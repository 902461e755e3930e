"""The answer of `zysim calibrate` as plain values, and the files `--out` writes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import zysim
from zysim.calibration.aims import ERROR
from zysim.calibration.calibrate import Calibration
from zysim.files import SEAL, staged_folder
from zysim.metrics.spread import PeakSpread
from zysim.runs.manifest import Manifest
from zysim.runs.worlds_file import write_worlds

Spreads = Mapping[str, Mapping[str, PeakSpread]]


def calibration_record(
    found: Calibration, prior: Spreads, posterior: Spreads, seed: int
) -> dict[str, Any]:
    """Return a calibration and its peaks before and after as plain values for JSON."""
    tempered = found.tempered
    return {
        "zysim": zysim.__version__,
        "method": found.method,
        "runs": found.runs,
        "members": found.members,
        "seed": seed,
        "floor": found.errors.floor,
        "discrepancy": found.errors.discrepancy,
        "observations": len(found.prior),
        "effective_size": found.effective,
        "distinct_worlds": found.distinct,
        "temperatures": [] if tempered is None else list(tempered.temperatures),
        "acceptance": [] if tempered is None else list(tempered.acceptance),
        "not_narrowed": sum(not each.narrowed for each in found.narrowing),
        "narrowing": [each.to_record() for each in found.narrowing],
        "prior_check": [check.to_record() for check in found.prior],
        "silent": [f"{row.series} {row.year}" for row in found.silent],
        "holdout": [check.to_record() for check in found.holdout],
        "aims": None
        if found.aims is None
        else {
            "targets": [target.id for target in found.aims.targets],
            "error": ERROR,
            "accounts": [
                {"account": account, "conversion": conversion, "probability": chance}
                for (account, conversion), chance in zip(
                    found.aims.accounts, found.account_chances, strict=True
                )
            ],
        },
        "peaks": {
            name: {
                letter: {
                    "prior": prior[name][letter].to_record(),
                    "posterior": posterior[name][letter].to_record(),
                }
                for letter in prior[name]
            }
            for name in prior
        },
    }


def write_calibration(
    found: Calibration, record: Mapping[str, Any], manifest: Manifest, out: Path
) -> list[Path]:
    """Write all files of a calibration; return their final paths.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    with staged_folder(out) as stage:
        write_worlds(stage / "posterior.csv", found.worlds)
        table = pd.DataFrame([each.to_record() for each in found.narrowing])
        table.to_csv(stage / "narrowing.csv", index=False)
        text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "summary.json").write_text(text + "\n", encoding="utf-8")
        (stage / SEAL).write_text(manifest.to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]
