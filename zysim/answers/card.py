"""The conclusion about a case on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zysim
from zysim.answers.result import CityResult, read_lang
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.metrics.result_numbers import intensity_target
from zysim.metrics.spread import spreads_of
from zysim.report.card.evidence import Sought, Tracked
from zysim.report.card.files import plain, write_card
from zysim.report.card.find import CardFindings, find_card
from zysim.report.card.numbers_table import numbers_rows
from zysim.report.card.record import record_of
from zysim.report.card.tell import CardText, tell_card
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose_against, choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CardResult(CityResult[CardFindings]):
    """Peak in time or not, why, what would overturn it, what it costs, what is unknown."""

    NAME = "card"
    LABELS = ("case", "account")

    def tell(self, lang: str | None = None) -> CardText:
        """Return the card in words, part by part."""
        return tell_card(self.found, read_lang(lang))

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values, the text among them: what ``--json`` prints."""
        return {"zysim": zysim.__version__, **record_of(self.found, self.tell(lang))}

    def to_frame(self) -> pd.DataFrame:
        """Return the chance and the medians of the peak: one row a case and account."""
        from zysim.report.ensemble_tables import spread_table

        return spread_table(spreads_of(self.found.found))

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the numbers of the case as they are read."""
        project = self.project
        numbers, target = self.found.numbers[1], intensity_target(project)
        return [list(row) for row in numbers_rows(numbers, project.city, target, lang)]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, wide = self.tell(lang), terminal_width()
        parts = [fold(each, wide) for each in plain(told)]
        if told.rows:
            table = columns([list(told.heads), *map(list, told.rows)])
            parts.append(f"{told.table}\n{table}")
        return "\n\n".join([*parts, fold(told.source, wide)])

    def _draw(self, lang: Lang) -> Figure:
        from zysim.report.card.draw import draw_card

        return draw_card(self.found, self.tell(lang))

    def write(self, path: str | Path, lang: str | None = None, *, force: bool = False) -> Path:
        """Write the card as a picture, a Word document or Markdown, by the ending of its name.

        Raises
        ------
        InputError
            If the ending is not known, or, without ``force``, a document stands there already.
        """
        write_card(self.found, self.tell(lang), Path(path), force=force)
        return Path(path)

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found.found.manifest


def card(
    case: str | Path,
    against: str | Path | None = None,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
) -> CardResult:
    """Tell the conclusion about a case against another, the city's reference if none is named.

    The reference itself is held against the city's main case.

    Parameters
    ----------
    case, against
        Scenarios, files, or a scenario with changes.
    changes
        Made to ``case``.
    boundary
        Id of the account; the city's usual one if None.
    n
        States of the world; those of :func:`zysim.ensemble` if None.
    seed
        Of the draws.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or the cases are the same.
    """
    project = open_project()
    chosen = choose_one(project, str(case), changes or {})
    return answer_card(
        project,
        chosen,
        choose_against(project, against, [chosen]),
        boundary=boundary,
        members=n or MEMBERS,
        seed=seed,
        command=python_call(
            "card",
            case,
            against=against,
            changes=changes,
            boundary=boundary,
            n=n,
            seed=seed or None,
        ),
    )


def answer_card(
    project: Project,
    case: Settings,
    against: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    sought: Sequence[Sought] = (),
    tracked: Tracked | None = None,
    command: str = "",
) -> CardResult:
    """Tell about cases that are read already; as :func:`card`."""
    found = find_card(
        project,
        case,
        against,
        account=boundary,
        members=members,
        seed=seed,
        command=command,
        sought=sought,
        tracked=tracked,
    )
    return CardResult(project=project, found=found, cases=(against, case), command=command)
