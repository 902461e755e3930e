"""The files of a study's answers: one row a run, one labelled dataset, pictures, the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zysim.files import SEAL, staged_folder
from zysim.runs.manifest import describe_run
from zysim.runs.safe_names import for_netcdf, without_formulas
from zysim.sensitivity.study_answers import SHARES
from zysim.sweeps.keep_study import write_study
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.inputs.study import Study
    from zysim.sensitivity.evaluate import Evaluator, Part
    from zysim.sensitivity.study_answers import Cases, Conditions, Spread

RUNS = "runs.nc"
CAPTION: Pair = (
    "{runs:,} 次独立运行（{kind} 设计，种子 {seed}）；色带按时刻划分。",
    "{runs:,} independent runs ({kind} design, seed {seed}); bands are by moment.",
)


def manifest_of(evaluator: Evaluator, command: str) -> str:
    """Return what the runs of a study rest on, as JSON."""
    study, subject = evaluator.study, evaluator.subject
    return describe_run(
        root=subject.root,
        files=[*subject.files, study.path, *study.further],
        scenarios={next(iter(subject.cases)): evaluator.space.fixed},
        engine=evaluator.engine,
        until=int(evaluator.years[-1]),
        command=command,
        method=subject.method,
        design={
            "study": study.id,
            "method": study.method,
            "rows": evaluator.plan.rows,
            "replicates": study.replicates,
            "seed": study.seed,
        },
    ).to_json()


def write_cases(found: Cases, evaluator: Evaluator, out: Path, command: str) -> list[Path]:
    """Write outcomes and series of the cases; return the paths."""
    rows = [
        {
            "case": case,
            **{name: found.outcomes[at, place] for place, name in enumerate(found.measured)},
        }
        for at, case in enumerate(found.cases)
    ]
    series = pd.concat(
        [
            pd.DataFrame(
                {
                    "case": case,
                    "variable": name,
                    "time": found.times,
                    "value": found.series[at, place],
                    "unit": found.units[place],
                }
            )
            for at, case in enumerate(found.cases)
            for place, name in enumerate(found.kept)
        ],
        ignore_index=True,
    )
    with staged_folder(out) as stage:
        without_formulas(pd.DataFrame(rows)).to_csv(stage / "cases.csv", index=False)
        without_formulas(series).to_csv(stage / "series.csv", index=False)
        _seal(stage, evaluator, command)
        return _paths(stage, out)


def write_spread(
    found: Spread, evaluator: Evaluator, results: Part, out: Path, command: str
) -> list[Path]:
    """Write every run with its inputs, quantiles and fans; return the paths."""
    with staged_folder(out) as stage:
        without_formulas(run_table(found, evaluator)).to_csv(stage / "runs.csv", index=False)
        without_formulas(quantile_rows(found)).to_csv(stage / "quantiles.csv", index=False)
        write_runs(evaluator, results, stage / RUNS, command, series=True)
        draw_fans(found, evaluator, stage)
        _seal(stage, evaluator, command)
        return _paths(stage, out)


def write_conditions(
    found: Conditions, study: Study, texts: dict[Lang, str], out: Path
) -> list[Path]:
    """Write the conditions of an event and the answer in both languages; return the paths."""
    table = pd.DataFrame(
        [
            {
                "factor": each.id,
                "unit": each.unit,
                "low": each.low,
                "high": each.high,
                "drawn_low": each.drawn[0],
                "drawn_high": each.drawn[1],
                "quasi_p": each.quasi_p,
                "reproduced": each.reproduced,
                "alternatives": " ".join(one.id for one in each.among),
            }
            for each in found.limits
        ]
    )
    with staged_folder(out) as stage:
        without_formulas(table).to_csv(stage / "conditions.csv", index=False)
        for lang, text in texts.items():
            (stage / f"answer.{lang}.txt").write_text(text + "\n", encoding="utf-8")
        write_study(study, stage)
        return _paths(stage, out)


def write_runs(
    evaluator: Evaluator, results: Part, path: Path, command: str, *, series: bool
) -> None:
    """Write all runs as one labelled dataset."""
    from zysim.sweeps.labels import run_dataset

    frame = run_dataset(evaluator, results, {"source": command}, series=series)
    for_netcdf(frame).to_netcdf(path, engine="netcdf4")


def run_table(found: Spread, evaluator: Evaluator) -> pd.DataFrame:
    """Return one row a run: what was varied, then the outcomes."""
    space = evaluator.space
    return pd.DataFrame(
        {
            "run": np.arange(found.runs),
            **{name: found.inputs[:, at] for at, name in enumerate(space.names)},
            **{name: found.outcomes[:, at] for at, name in enumerate(found.measured)},
        }
    )


def quantile_rows(found: Spread) -> pd.DataFrame:
    """Return one row for each outcome and quantile."""
    return pd.DataFrame(
        [
            {
                "outcome": name,
                "unit": each.unit[1],
                "quantile": share,
                "value": found.quantiles[place, at],
                "lacking": found.lacking[at],
            }
            for at, (name, each) in enumerate(found.measured.items())
            for place, share in enumerate(SHARES)
        ]
    )


def draw_fans(found: Spread, evaluator: Evaluator, folder: Path) -> list[Path]:
    """Draw a fan of each kept variable in both languages; return the files."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    from zysim.plots.fan import fan
    from zysim.plots.style import QUIET, house_style, save_figure
    from zysim.report.figure.find import file_names

    mpl.use("Agg")
    study, written = evaluator.study, []
    langs: tuple[Lang, ...] = ("zh", "en")
    files = file_names(evaluator.kept)
    for at, name in enumerate(evaluator.kept):
        table = pd.DataFrame(
            {
                "year": np.tile(evaluator.moments, len(SHARES)),
                "quantile": np.repeat(SHARES, evaluator.moments.size),
                "value": found.bands[:, at].ravel(),
            }
        )
        unit = f"{name} ({evaluator.units[at]})" if evaluator.units[at] else name
        for lang in langs:
            caption = pick(CAPTION, lang).format(
                runs=found.runs, kind=study.method, seed=study.seed
            )
            with house_style():
                figure, ax = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
                fan(table, unit=(unit, unit), history_until=None, mark=None, lang=lang, ax=ax)
                ax.legend(loc="best", fontsize=7.5)
                figure.suptitle(pick(study.title, lang), x=0.012, ha="left", fontweight="bold")
                figure.supxlabel(caption, x=0.012, ha="left", fontsize=7.5, color=QUIET)
                written += save_figure(figure, folder / f"{files[name]}.{lang}")
    return written


def _seal(stage: Path, evaluator: Evaluator, command: str) -> None:
    write_study(evaluator.study, stage)
    (stage / SEAL).write_text(manifest_of(evaluator, command), encoding="utf-8")


def _paths(stage: Path, out: Path) -> list[Path]:
    names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]
