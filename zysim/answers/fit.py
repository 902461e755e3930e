"""How far the model is from the observed history."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from zysim.answers.result import Listed, read_lang
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.problems import Problem
from zysim.metrics.fit import Fit, far_off, fit_history
from zysim.runs.execute import run_settings
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose, open_project
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

HEADS: tuple[Pair, ...] = (
    ("序列", "series"),
    ("变量", "variable"),
    ("用途", "use"),
    ("年份", "years"),
    ("平均误差 %", "MAPE %"),
    ("泰尔系数", "Theil U"),
    ("偏差", "bias"),
    ("方差", "variance"),
    ("协方差", "covariance"),
)
USES = {"fit": ("拟合", "fitted"), "holdout": ("留出", "held out"), "show": ("对照", "compared")}
FOOT: Pair = (
    "平均误差为平均绝对百分比误差（MAPE）。泰尔系数的三项之和为 1：偏差（均值不同）、"
    "方差（起伏不同）、协方差（逐年差异，最无害）。留出的年份未用于率定；对照为推算、假设或全省的数，基年的多为模型的起点。",
    "MAPE = mean absolute percentage error. Theil's three shares add up to 1: bias (different "
    "means), variance (different spreads), covariance (year by year, the harmless kind). Held-out "
    "years were not used to calibrate; what is compared is derived, assumed or of the province, "
    "and in the base year mostly what the model starts from.",
)
TITLE: Pair = ("模型与历史的平均误差", "How far the model is from history")
AXIS: Pair = ("平均绝对百分比误差 MAPE（%）", "Mean absolute percentage error, MAPE (%)")


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class FitResult(Listed[Fit]):
    """One error a series of observations, fitted, held out or compared."""

    notes: tuple[Problem, ...]
    """Observations that the model is far from."""

    NAME = "fit"
    LABELS = ("series", "use")

    def record(self, lang: str | None = None) -> list[dict[str, Any]]:
        """Return plain values: what ``--json`` prints."""
        del lang
        return [asdict(each) for each in self.found]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a series and use: years, MAPE in percent, Theil's U and its shares."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "series": each.series,
                    "use": each.use,
                    "variable": each.variable,
                    "first": each.years[0],
                    "last": each.years[-1],
                    "mape": each.mape,
                    **asdict(each.theil),
                }
                for each in self.found
            ]
        )

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the errors as they are read."""
        graph = self.project.graph
        rows = [_row(each, pick(graph.label(each.variable), lang), lang) for each in self.found]
        return [[pick(head, lang) for head in HEADS], *rows]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told = read_lang(lang)
        table = columns(self.rows(told), right=frozenset(range(4, 9)))
        return f"{table}\n\n{fold(pick(FOOT, told), terminal_width())}"

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.span_rows import draw_spans

        bars = [
            (row[1], 0.0, each.mape, f"{row[4]}  {row[2]} {row[3]}")
            for each, row in zip(self.found, self.rows(lang)[1:], strict=True)
        ]
        return draw_spans(pick(TITLE, lang), bars, pick(AXIS, lang), lang)


def _row(found: Fit, variable: str, lang: Lang) -> list[str]:
    years = str(found.years[0])
    if len(found.years) > 1:
        years += f"–{found.years[-1]}"
    parts = (found.theil.bias, found.theil.variance, found.theil.covariance)
    return [
        found.series,
        variable,
        pick(USES[found.use], lang),
        years,
        f"{found.mape:.1f}",
        f"{found.theil.u:.4f}",
        *(f"{round(part, 2) + 0.0:.2f}" for part in parts),
    ]


def fit() -> FitResult:
    """Compare the reference case with the observed history.

    Raises
    ------
    InputError
        If a table of the city breaks a rule.

    Examples
    --------
    >>> found = fit()
    >>> all(0 <= each.mape < 100 for each in found)
    True
    """
    return answer_fit(open_project(), command=python_call("fit"))


def answer_fit(project: Project, *, command: str = "") -> FitResult:
    """Compare an open city with its history; as :func:`fit`."""
    history = project.tables.history
    wanted = sorted({row.variable for row in history if row.variable})
    cases = choose(project, [project.city.reference], {})
    runs = run_settings(project, cases, outputs=wanted)
    return FitResult(
        project=project,
        found=fit_history(history, runs.values, runs.years, shown=True),
        cases=tuple(cases),
        command=command,
        notes=tuple(far_off(history, runs.values, runs.years)),
    )
