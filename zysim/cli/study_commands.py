"""`zysim run | ensemble | fan | discover STUDY`: what they do when they are given a study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import click
import numpy as np

from zysim.answers.study_files import (
    draw_fans,
    quantile_rows,
    write_cases,
    write_conditions,
    write_spread,
)
from zysim.answers.study_seek_text import study_seek_record, study_seek_text
from zysim.answers.study_text import cases_text, conditions_text, spread_text
from zysim.cli.framework import say, spoken, typed_command
from zysim.cli.progress import progress_line
from zysim.cli.progress_log import RUNS, ProgressLog
from zysim.cli.show import print_json
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.files import staged_folder
from zysim.inputs.formula import parse_formula
from zysim.inputs.study import Study, changed
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sensitivity.study_answers import discover_event, run_cases, spread_of
from zysim.sensitivity.study_seek import seek_study
from zysim.wording import Lang, Pair

FILES: Pair = ("文件：{names}", "Files: {names}")
CHART: Pair = ("图：{path}", "Chart: {path}")


def run_study(study: Study, out: Path | None, *, as_json: bool) -> int:
    """Run the cases of a study, nothing varied."""
    evaluator = Evaluator(study)
    found = run_cases(evaluator)
    written = [] if out is None else write_cases(found, evaluator, out, typed_command())
    if as_json:
        records = [
            {
                "case": case,
                "settings": dict(settings),
                "outcomes": {
                    name: _plain(found.outcomes[at, place])
                    for place, name in enumerate(found.measured)
                },
            }
            for at, (case, settings) in enumerate(found.cases.items())
        ]
        units = {name: each.unit[1] for name, each in found.measured.items()}
        _print({"cases": records, "units": units}, study, written)
        return 0
    click.echo(cases_text(found, evaluator, spoken()))
    _tell(written)
    return 0


def spread_study(
    study: Study, rows: int | None, seed: int | None, out: Path | None, *, as_json: bool
) -> None:
    """Run the design of a study and tell how its outcomes are spread."""
    evaluator = Evaluator(changed(study, rows, seed, None))
    with progress_line() as progress:
        results = evaluate(evaluator, progress)
    found = spread_of(evaluator, results)
    written = []
    if out is not None:
        written = write_spread(found, evaluator, results, out, typed_command())
    if as_json:
        table = json.loads(quantile_rows(found).to_json(orient="records", double_precision=15))
        inputs = dict(zip(evaluator.space.names, evaluator.space.units, strict=True))
        answer = {"runs": found.runs, "inputs": inputs, "quantiles": table}
        _print(answer | {"not_varied": list(evaluator.space.dead)}, study, written)
        return
    click.echo(spread_text(found, evaluator, spoken()))
    _tell(written)


def fan_study(study: Study, rows: int | None, seed: int | None, out: Path) -> None:
    """Draw a fan of each series that a study keeps."""
    evaluator = Evaluator(changed(study, rows, seed, None))
    if not evaluator.kept:
        msg = f"{study.path}: keeps no series to draw. Name some in [keep] variables."
        raise InputError(
            msg, zh=f"{study.path}：没有保留序列，无图可画。请在 [keep] variables 中列出。"
        )
    with progress_line() as progress:
        found = spread_of(evaluator, evaluate(evaluator, progress))
    with staged_folder(out) as stage:
        names = [path.name for path in draw_fans(found, evaluator, stage)]
    for name in names:
        if name.endswith(f".{spoken()}.png"):
            click.echo(say(CHART, path=out / name))


def discover_study(
    study: Study,
    rows: int | None,
    seed: int | None,
    event: str | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Find the conditions under which the event of a study happens."""
    asked = changed(study, rows, seed, None)
    formula = study.event if event is None else parse_formula(event)
    text = study.event_text if event is None else event
    with progress_line() as progress:
        found = discover_event(asked, formula, text, progress=progress)
    langs: tuple[Lang, ...] = get_args(Lang)
    texts = {lang: conditions_text(found, lang) for lang in langs}
    written = [] if out is None else write_conditions(found, asked, texts, out)
    if as_json:
        box = found.found.box
        answer = {
            "event": found.event,
            "overall": found.found.overall,
            "density": box.density,
            "coverage": box.coverage,
            "tested_density": found.tested.density,
            "tested_overall": found.tested_overall,
            "runs": found.runs,
            "conditions": [
                {
                    "factor": each.id,
                    "unit": each.unit,
                    "low": each.low,
                    "high": each.high,
                    "quasi_p": each.quasi_p,
                    "reproduced": each.reproduced,
                    "alternatives": [one.id for one in each.among],
                }
                for each in found.limits
            ],
        }
        _print(answer, study, written)
        return
    click.echo(texts[spoken()])
    _tell(written)


def seek_in_study(study: Study, log: Path | None, *, as_json: bool) -> None:
    """Find values of a study's factors at which its outcomes are as wanted."""
    with progress_line() as progress, ProgressLog(log, spoken(), RUNS) as written:
        found = seek_study(study, progress=written.beside(progress))
    if as_json:
        print_json(study_seek_record(found))
        return
    click.echo(study_seek_text(found, spoken()))


def _plain(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _print(answer: dict[str, Any], study: Study, written: list[Path]) -> None:
    print_json({"study": study.id, **answer, "files": [str(path) for path in written]})


def _tell(written: list[Path]) -> None:
    if written:
        names = " ".join(path.name for path in written)
        click.echo("\n" + fold(say(FILES, names=names), terminal_width()))
