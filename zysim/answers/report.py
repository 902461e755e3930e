"""A report of cases: what was found, and the Word file, workbook and pictures made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zysim
from zysim.answers.result import CityResult, read_lang
from zysim.columns import fold, terminal_width
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.report.card.evidence import Sought, Tracked
from zysim.report.card.files import plain
from zysim.report.card.record import record_of
from zysim.report.card.tell import tell_card
from zysim.report.ensemble_tables import spread_table
from zysim.report.paper.blocks import shown
from zysim.report.paper.findings import Findings, find
from zysim.report.paper.front import Front
from zysim.report.paper.tables import scenario_table
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class ReportResult(CityResult[Findings]):
    """Everything a report tells, computed once for all languages and files."""

    NAME = "report"
    LABELS = ("case", "account")

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: the peaks of every case, and the conclusion."""
        card = self.found.card
        return {
            "zysim": zysim.__version__,
            "boundary": self.found.boundary,
            "scenarios": [each.to_record() for each in self.found.summaries],
            "conclusion": record_of(card, tell_card(card, read_lang(lang))),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the chance and the medians of the peak: one row a case and account."""
        return spread_table(self.found.spreads)

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the first table of the report."""
        table = scenario_table(self.found, lang)
        return [list(table.heads), *([shown(cell) for cell in row] for row in table.rows)]

    def text(self, lang: str | None = None) -> str:
        """Return the conclusion, which the report begins with."""
        told, wide = tell_card(self.found.card, read_lang(lang)), terminal_width()
        return "\n\n".join(fold(each, wide) for each in [*plain(told), told.source])

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.fan_figure import draw_fan_figure
        from zysim.report.fan_story import fan_tables, tell_fan

        found = self.found
        about = found.ensemble, found.spreads, found.titles
        story = tell_fan(*about, boundary=found.boundary, lang=lang)
        return draw_fan_figure(*fan_tables(found.ensemble, found.boundary), story, lang)

    def save(
        self,
        folder: str | Path,
        lang: str | None = None,
        *,
        pdf: bool = False,
        force: bool = False,
        front: Front | None = None,
        template: Path | None = None,
    ) -> list[Path]:
        """Write the Word file first, then workbook, pictures, tables and, if asked for, a PDF.

        Raises
        ------
        InputError
            If a PDF is asked for and typst is missing, or, without ``force``, a report stands in
            the folder already.
        """
        from zysim.report.paper.files import write_report

        return write_report(
            self.found,
            Path(folder),
            read_lang(lang),
            pdf=pdf,
            force=force,
            front=front,
            template=template,
        )

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found.ensemble.manifest


def report(
    *cases: str | Path,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
    rankings: Sequence[str | Path] = (),
    figure: str | Path = "",
) -> ReportResult:
    """Find what a report of two cases or more tells; :meth:`ReportResult.save` writes it.

    Parameters
    ----------
    cases
        The first is compared with, the last is what the report is about; the reference and the
        main one if none is named.
    changes
        Made to the last case.
    boundary
        Id of the account that is told; the city's usual one if None.
    n
        States of the world; those of :func:`zysim.ensemble` if None.
    seed
        Of the draws.
    rankings
        Folders of ``zysim rank --out``, quoted in place of the stored ones.
    figure
        Specification (``.toml``) of the fan: percentiles, years, size and words; the city's if "".

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    project = open_project()
    names = [str(each) for each in cases]
    return answer_report(
        project,
        choose(project, names or project.city.usual, changes or {}),
        boundary=boundary,
        members=n or MEMBERS,
        seed=seed,
        rankings=[Path(each) for each in rankings],
        figure=str(figure),
        command=python_call(
            "report",
            *names,
            changes=changes,
            boundary=boundary,
            n=n,
            seed=seed or None,
            rankings=[Path(each).name for each in rankings] or None,
            figure=figure,
        ),
    )


def answer_report(
    project: Project,
    chosen: Sequence[Settings],
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    rankings: Sequence[Path] = (),
    sought: Sequence[Sought] = (),
    tracked: Tracked | None = None,
    figure: str = "",
    command: str = "",
) -> ReportResult:
    """Find what a report of cases that are read already tells; as :func:`report`."""
    found = find(
        project,
        chosen,
        boundary=boundary,
        members=members,
        seed=seed,
        command=command,
        rankings=rankings,
        sought=sought,
        tracked=tracked,
        figure=figure,
    )
    return ReportResult(project=project, found=found, cases=tuple(chosen), command=command)
