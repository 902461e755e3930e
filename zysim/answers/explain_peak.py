"""Why the peak moves from one case to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.result import CityResult, read_lang
from zysim.columns import columns, fold, terminal_width
from zysim.files import SEAL, staged_folder
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.report.peak_difference import (
    credit_head,
    credit_shown,
    credit_table,
    difference_record,
    difference_text,
    draw_difference,
    shown,
    year_credit_table,
)
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.sensitivity.credit import NEAR, Explanation, explain_difference
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

GROUP: Pair = ("措施类别", "group of measures")
SUM: Pair = ("合计", "sum")
NOTE: Pair = (
    "份额为各类措施在所有实施次序下的平均作用（Shapley 值，最接近中位数的 {near} 种情形各 {runs} 次"
    "运行），重叠部分平分；合计为 {members} 种情形的中位数。",
    "Credit is the mean effect over all orders in which groups may come (Shapley value, {runs} "
    "runs in each of the {near} states nearest to the median): measures that overlap share what "
    "they do together; sums are medians of {members} states.",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class ExplainPeakResult(CityResult[Explanation]):
    """Credit of groups of measures and of sectors for what moves between two cases."""

    NAME = "explain_peak"
    LABELS = ("group", "outcome")

    @property
    def design(self) -> Mapping[str, int | str]:
        """How many states of the world medians are taken over."""
        return {"members": self.found.members}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        return difference_record(self.found, (self.cases[0].id, self.cases[1].id), read_lang(lang))

    def to_frame(self) -> pd.DataFrame:
        """Return credit: one row a group of measures and outcome; they sum to the whole change."""
        table = credit_table(self.found)
        return table[["group", "outcome", "credit", "unit", "label_zh", "label_en"]]

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return credit by group, the largest for the peak time first, and the sum."""
        found = self.found
        names = shown(found.city)
        heads = ["{} ({})".format(*credit_head(name, found.city, lang)) for name in names]
        rows = [[pick(GROUP, lang), *heads]]
        for at in (-found.credit[names[0]]).argsort():
            cells = (_cell(name, float(found.credit[name][at]), lang) for name in names)
            rows.append([pick(found.groups[at].label, lang), *cells])
        sums = (_cell(name, float(found.credit[name].sum()), lang) for name in names)
        return [*rows, [pick(SUM, lang), *sums]]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, wide = read_lang(lang), terminal_width()
        words = {"runs": 2 ** len(self.found.groups), "near": NEAR, "members": self.found.members}
        rows = self.rows(told)
        return "\n\n".join(
            [
                fold(difference_text(self.found, self._names(told), told), wide),
                columns(rows, right=frozenset(range(1, len(rows[0])))),
                fold(pick(NOTE, told).format(**words), wide),
            ]
        )

    def _names(self, lang: Lang) -> tuple[str, str]:
        return pick(self.cases[0].titles, lang), pick(self.cases[1].titles, lang)

    def _draw(self, lang: Lang) -> Figure:
        return draw_difference(self.found, self._names(lang), lang)

    def save(self, folder: str | Path) -> list[Path]:
        """Write tables of credit, by group and by year, and wedges in both languages.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        out = Path(folder)
        with staged_folder(out) as stage:
            credit_table(self.found).to_csv(stage / "credit.csv", index=False)
            year_credit_table(self.found).to_csv(stage / "credit_by_year.csv", index=False)
            self.save_pictures(stage, "wedge")
            (stage / SEAL).write_text(self.manifest().to_json(), encoding="utf-8")
            names = sorted(path.name for path in stage.iterdir())
        return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def _cell(outcome: str, value: float, lang: Lang) -> str:
    size, places = credit_shown(outcome, value, lang)
    return f"{round(size, places) + 0.0:+.{places}f}".replace("-", "−")


def explain_peak(
    first: str | Path,
    second: str | Path,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
) -> ExplainPeakResult:
    """Say why the peak moves from one case to another.

    Parameters
    ----------
    first, second
        Cases, such as ``plan`` or ``plan+gas_output=0.5``.
    changes
        Made to the second.
    boundary
        Id of the account; the city's usual one if None.
    n
        States of the world that medians are taken over; those of :func:`zysim.ensemble` if None.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or the cases are the same.
    """
    project = open_project()
    return answer_explain_peak(
        project,
        choose_one(project, str(first), {}),
        choose_one(project, str(second), changes or {}),
        boundary=boundary,
        members=n or MEMBERS,
        command=python_call("explain_peak", first, second, changes=changes, boundary=boundary, n=n),
    )


def answer_explain_peak(
    project: Project,
    first: Settings,
    second: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    command: str = "",
) -> ExplainPeakResult:
    """Explain cases that are read already; as :func:`explain_peak`."""
    found = explain_difference(project, first, second, boundary=boundary, members=members)
    return ExplainPeakResult(project=project, found=found, cases=(first, second), command=command)
