"""The fit of a study as text, and the files `zysim fit --out` writes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zysim.columns import columns, fold, terminal_width
from zysim.files import staged_folder
from zysim.runs.safe_names import without_formulas
from zysim.sensitivity.study_fit import StudyFit
from zysim.wording import Lang, Pair, pick

HEADS: tuple[Pair, ...] = (
    ("因素", "factor"),
    ("估计值", "estimate"),
    ("± 95%", "± 95 %"),
    ("范围", "range"),
    ("单位", "unit"),
    ("", ""),
)
SERIES: tuple[Pair, ...] = (
    ("序列", "series"),
    ("观测数", "observations"),
    ("均方根误差", "RMSE"),
    ("MAPE %", "MAPE %"),
    ("R²", "R²"),
)
AT_END: Pair = ("在范围端点", "at an end of its range")
NOT_TOLD: Pair = ("观测不能确定", "not told by the data")
PAIR: Pair = (
    "{first} 与 {second} 的估计相关系数 {value:+z.2f}：观测难以分辨二者，宜固定其一或补充观测。",
    "{first} and {second} can stand for each other (correlation {value:+z.2f}): fix one of them, "
    "or observe more.",
)
NOTE: Pair = (
    "最小二乘，未给权重的序列按自身残差加权；从 {followed} 个起点出发，{agreeing} 个到达同一最优值"
    "（相差 1% 以内）；共运行 {runs:,} 次。区间按最优点处的线性近似（t 分布），"
    "未计模型本身的误差。",
    "Least squares, a series without a weight weighed by its own residuals; of {followed} starts "
    "{agreeing} end at the same optimum (within 1 %); {runs:,} runs. Intervals are those of the "
    "linear model at the optimum (Student's t), without the error of the model itself.",
)


def study_fit_text(found: StudyFit, lang: Lang) -> str:
    """Return estimates, what the data do not tell, and how near each series comes."""
    rows = [
        [
            pick(found.labels[at], lang),
            f"{found.estimate[at]:.5g}",
            f"{found.half_width[at]:.2g}" if found.told[at] else "–",
            f"{found.low[at]:g} – {found.high[at]:g}",
            found.units[at],
            _remark(found, at, lang),
        ]
        for at in range(len(found.names))
    ]
    series = [
        [
            each.id,
            str(each.count),
            f"{each.rmse:.4g}",
            "–" if each.mape is None else f"{each.mape:.1f}",
            "–" if np.isnan(each.explained) else f"{each.explained:.3f}",
        ]
        for each in found.series
    ]
    wide = terminal_width()
    pairs = [
        fold(pick(PAIR, lang).format(first=first, second=second, value=value), wide)
        for first, second, value in found.pairs
    ]
    note = pick(NOTE, lang).format(
        followed=found.followed, agreeing=found.agreeing, runs=found.runs
    )
    heads, others = ([pick(each, lang) for each in table] for table in (HEADS, SERIES))
    return "\n".join(
        [
            columns([heads, *rows], right=frozenset({1, 2, 3})),
            "",
            *([*pairs, ""] if pairs else []),
            columns([others, *series], right=frozenset({1, 2, 3, 4})),
            "",
            fold(note, wide),
        ]
    )


def _remark(found: StudyFit, at: int, lang: Lang) -> str:
    if found.at_end[at]:
        return pick(AT_END, lang)
    return "" if found.told[at] else pick(NOT_TOLD, lang)


def write_study_fit(found: StudyFit, out: Path) -> list[Path]:
    """Write ``estimates.csv`` and ``fitted.csv``; return their paths.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    estimates = pd.DataFrame(
        {
            "factor": found.names,
            "estimate": found.estimate,
            "half_width_95": found.half_width,
            "low": found.low,
            "high": found.high,
            "unit": found.units,
            "at_end": found.at_end,
            "told": found.told,
        }
    )
    fitted = pd.concat(
        [
            pd.DataFrame(
                {
                    "series": each.id,
                    "time": each.times,
                    "observed": each.values,
                    "fitted": values,
                }
            )
            for each, values in zip(found.observed, found.fitted, strict=True)
        ]
    )
    with staged_folder(out) as stage:
        without_formulas(estimates).to_csv(stage / "estimates.csv", index=False)
        without_formulas(fitted).to_csv(stage / "fitted.csv", index=False)
    return [out / "estimates.csv", out / "fitted.csv"]
