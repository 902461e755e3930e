"""An update as plain values, and the files that keep it and its vintages."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import zysim
from zysim.calibration.outlook import Outlook
from zysim.calibration.reasons import Arrival
from zysim.calibration.tracks import Track
from zysim.calibration.update import Update
from zysim.errors import ResultError
from zysim.files import SEAL, staged_folder
from zysim.metrics.plan_path import rule_text
from zysim.metrics.verdict import WORDS
from zysim.runs.execute import describe
from zysim.runs.project import Project
from zysim.runs.worlds_file import write_worlds
from zysim.wording import Lang, pick

VINTAGE = "vintage-"
"""Files of an update's folder that begin so are the statistics it rests on."""
DELIVERED = "delivered.csv"


def update_record(found: Update, lang: Lang) -> dict[str, Any]:
    """Return an update as plain values for JSON; words are in the reader's language."""
    before, after = found.before.chance, found.after.chance
    tempered = found.after.tempered
    return {
        "zysim": zysim.__version__,
        "case": found.case.id,
        "title_zh": found.case.title_zh,
        "title_en": found.case.title_en,
        "boundary": found.boundary,
        "goal": found.goal,
        "year": found.year,
        "seed": found.seed,
        "particles": len(found.after.points),
        "prior": found.prior.value,
        "before": before.chance.value,
        "before_interval": [before.chance.low, before.chance.high],
        "before_range": [before.lowest.value, before.highest.value],
        "after": after.chance.value,
        "after_interval": [after.chance.low, after.chance.high],
        "after_range": [after.lowest.value, after.highest.value],
        "all_delivered": {
            "before": found.all_delivered[0].value,
            "after": found.all_delivered[1].value,
        },
        "ess": found.after.effective,
        "ess_before": found.before.effective,
        "temperatures": [] if tempered is None else list(tempered.temperatures),
        "acceptance": [] if tempered is None else list(tempered.acceptance),
        "verdict": pick(WORDS[found.colour], lang),
        "word": pick(found.word, lang),
        "colour": found.colour,
        "gap": found.gap,
        "observations": [_arrival(each, lang) for each in found.arrivals],
        "reasons": [
            {
                "series": each.series,
                "label": pick(each.newest.label, lang),
                "year": each.newest.year,
                "change": each.change,
                "error": each.error,
            }
            for each in found.reasons
        ],
        "rest": found.rest,
        "targets": [_track(each, lang) for each in found.tracks],
        "signposts": [_outlook(each, lang) for each in found.outlooks],
        "structures": {
            "before": before.to_record(lang)["structures"],
            "after": after.to_record(lang)["structures"],
        },
        "delivered": {
            name: {"setting": each.setting, "year": each.year}
            for name, each in found.delivered.items()
        },
        "notes": [each.zh if lang == "zh" else each.en for each in found.notes],
    }


def vintages(folder: Path) -> list[Path]:
    """Return the files of statistics that a folder keeps, by name."""
    return sorted(folder.glob(f"{VINTAGE}*")) if folder.is_dir() else []


def write_update(
    project: Project,
    found: Update,
    record: dict[str, Any],
    out: Path,
    *,
    files: Sequence[Path],
    delivered: Path | None = None,
    counted: Collection[str] = (),
    command: str = "",
) -> list[Path]:
    """Write the posterior, the answer and the files of statistics; return their paths.

    A file of statistics is kept as it came; one whose text is there already is not kept twice.

    Parameters
    ----------
    counted
        Names of the files of the folder that the answer counts, beside ``files``.

    Raises
    ------
    ResultError
        If the folder holds statistics that the answer does not count, or cannot be written; it
        then holds what it held before.
    """
    _refuse_uncounted(out, files, counted)
    design: dict[str, int | str] = {
        "members": len(found.after.points),
        "seed": found.seed,
        "method": "tempered",
    }
    manifest = describe(
        project,
        [found.case],
        until=project.city.last,
        engine="auto",
        command=command,
        design=design,
        further=[*files],
    )
    kept = {path.read_bytes() for path in vintages(out)}
    taken = {path.name for path in vintages(out)}
    with staged_folder(out) as stage:
        write_worlds(stage / "posterior.csv", found.worlds)
        text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
        (stage / "update.json").write_text(text + "\n", encoding="utf-8")
        for path in files:
            data = path.read_bytes()
            if data not in kept:
                (stage / _free(f"{VINTAGE}{path.name}", taken)).write_bytes(data)
        if delivered is not None:
            (stage / DELIVERED).write_bytes(delivered.read_bytes())
        (stage / SEAL).write_text(manifest.to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def _refuse_uncounted(out: Path, files: Sequence[Path], counted: Collection[str]) -> None:
    """Refuse a folder that another update wrote into while this one ran."""
    given = {path.read_bytes() for path in files}
    other = [
        path.name
        for path in vintages(out)
        if path.name not in counted and path.read_bytes() not in given
    ]
    if other:
        names = ", ".join(other)
        msg = f"{out}: holds statistics that this answer does not count ({names}). Run it again."
        raise ResultError(msg, zh=f"{out}：其中有本次结果未计入的统计（{names}），请重新运行。")


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, and take it."""
    path, count = Path(name), 2
    while name in taken:
        name = f"{path.stem}-{count}{path.suffix}"
        count += 1
    taken.add(name)
    return name


def _arrival(each: Arrival, lang: Lang) -> dict[str, Any]:
    statistic = each.statistic
    scale = float(statistic.printed) / statistic.value if statistic.value else 1.0
    return {
        "series": statistic.series,
        "label": pick(statistic.label, lang),
        "variable": statistic.variable,
        "year": statistic.year,
        "value": float(statistic.printed),
        "unit": statistic.unit,
        "published": statistic.published.isoformat() if statistic.published else None,
        "source": statistic.source,
        "expected": [each.check.low * scale, each.expected * scale, each.check.high * scale],
        "place": each.check.place,
        "bad": each.bad,
        "better": each.better,
        "leans": each.leans,
        "bodes": each.bodes,
        "plan": _plan(each, scale, lang),
        "colour": each.colour,
        "verdict": None if each.colour is None else pick(WORDS[each.colour], lang),
    }


def _plan(each: Arrival, scale: float, lang: Lang) -> dict[str, Any] | None:
    """Return what the plan asks for of a figure, in the unit it was printed in."""
    if each.plan is None or each.due is None:
        return None
    target, year = each.plan.target, each.statistic.year
    return {
        "target": target.id,
        "label": pick((target.label_zh, target.label_en), lang),
        "start": each.plan.start,
        "due": each.due * scale,
        "gap": each.gap,
        "rule": rule_text(target, each.plan.start, year, lang),
    }


def _track(each: Track, lang: Lang) -> dict[str, Any]:
    found, target = each.progress, each.target
    return {
        "id": target.id,
        "label": pick((target.label_zh, target.label_en), lang),
        "target_year": target.year,
        "threshold": target.threshold,
        "compare": target.compare,
        "unit": target.unit,
        "year": found.year if found else None,
        "start": found.start if found else None,
        "rule": rule_text(target, found.start, found.year, lang) if found else None,
        "due": found.due if found else None,
        "actual": found.actual if found and math.isfinite(found.actual) else None,
        "gap": found.gap if found else None,
        "colour": found.colour if found else None,
        "verdict": pick(WORDS[found.colour], lang) if found else None,
        "before": each.before.value,
        "after": each.after.value,
    }


def _outlook(each: Outlook, lang: Lang) -> dict[str, Any]:
    return {
        "id": each.signpost.id,
        "label": pick(each.signpost.label, lang),
        "variable": each.signpost.variable,
        "year": each.year,
        "due": each.due.isoformat() if each.due else None,
        "when": pick(each.signpost.when, lang),
        "out": each.out,
        "holder": pick(each.signpost.holder, lang),
        "unit": each.signpost.shown_unit(lang),
        "expected": [each.low, each.middle, each.high],
        "tells": each.tells,
        "if_low": each.if_low,
        "if_high": each.if_high,
    }
