"""States of the world weighted by history: what it narrows, and the chance of the peak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.calibrate_files import Spreads, calibration_record, write_calibration
from zysim.answers.calibrate_text import calibration_text, narrowed_rows
from zysim.answers.result import CityResult, read_lang
from zysim.calibration import PRIOR_RUNS
from zysim.calibration.calibrate import Calibration
from zysim.calibration.calibrate import calibrate as weigh
from zysim.calibration.narrowing import NOT_NARROWED
from zysim.metrics.spread import spreads_of
from zysim.runs.ensemble import run_ensemble
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
MOST = 15
"""Constants drawn, those that history narrows most."""
TITLE: Pair = ("历史缩小了哪些数", "Which numbers history narrows")
AXIS: Pair = (
    "标准差之比（后验/先验；1 为历史没有说明什么，虚线以左算作缩小）\n"
    "其余 {rest} 个缩小得更少，未画出",
    "Posterior over prior standard deviation (1: history says nothing; left of the line: "
    "narrowed)\nthe other {rest} are narrowed less and not drawn",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CalibrateResult(CityResult[Calibration]):
    """Worlds of the posterior, how far each constant is narrowed, and the peak before and after."""

    seed: int
    prior_spreads: Spreads
    posterior_spreads: Spreads

    NAME = "calibrate"
    LABELS = ("id",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How worlds were drawn and weighted."""
        found = self.found
        return {
            "runs": found.runs,
            "members": found.members,
            "seed": self.seed,
            "method": found.method,
        }

    @property
    def _labels(self) -> dict[str, Pair]:
        parameters = self.project.tables.parameters.values()
        return {each.id: (each.label_zh, each.label_en) for each in parameters}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        del lang
        return calibration_record(self.found, self.prior_spreads, self.posterior_spreads, self.seed)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a constant: medians and spreads before and after."""
        import pandas as pd

        return pd.DataFrame([each.to_record() for each in self.found.narrowing])

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the constants that history narrows."""
        return narrowed_rows(self.found, self._labels, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        city, graph, rows = self.project.city, self.project.graph, self.project.tables.history
        return calibration_text(
            self.found,
            self.prior_spreads,
            self.posterior_spreads,
            self.titles,
            city,
            self._labels,
            {row.variable: graph.label(row.variable) for row in rows if row.variable},
            read_lang(lang),
        )

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.span_rows import draw_spans

        found = sorted(self.found.narrowing, key=lambda each: each.ratio)
        bars = [
            (pick(self._labels[each.id], lang), 1.0, each.ratio, f"{each.ratio:.2f}")
            for each in found[:MOST]
        ]
        axis = pick(AXIS, lang).format(rest=len(found) - len(bars))
        return draw_spans(pick(TITLE, lang), bars, axis, lang, line=NOT_NARROWED)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the worlds (``posterior.csv``), how far each constant is narrowed, a summary.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        return write_calibration(self.found, self.record(), self.manifest(), Path(folder))


def calibrate(
    *, runs: int = PRIOR_RUNS, members: int = MEMBERS, seed: int = 0, aims: bool = False
) -> CalibrateResult:
    """Weigh states of the world by history.

    Parameters
    ----------
    runs
        Draws of the prior.
    members
        Worlds of the posterior.
    seed
        Of the draws.
    aims
        Whether the plan's own aims for years behind us count as evidence, on every account.

    Raises
    ------
    InputError
        If a setting is out of range.
    """
    call = python_call(
        "calibrate", runs=runs, members=members, seed=seed or None, aims=aims or None
    )
    return answer_calibrate(
        open_project(), runs=runs, members=members, seed=seed, aims=aims, command=call
    )


def answer_calibrate(
    project: Project,
    *,
    runs: int = PRIOR_RUNS,
    members: int = MEMBERS,
    seed: int = 0,
    aims: bool = False,
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> CalibrateResult:
    """Weigh the worlds of an open city; as :func:`calibrate`."""
    cases = choose(project, project.city.usual, {})
    found = weigh(project, runs=runs, members=members, seed=seed, aims=aims, progress=progress)
    return CalibrateResult(
        project=project,
        found=found,
        cases=tuple(cases),
        command=command,
        seed=seed,
        prior_spreads=spreads_of(run_ensemble(project, cases, members=members, seed=seed)),
        posterior_spreads=spreads_of(run_ensemble(project, cases, worlds=found.worlds)),
    )
