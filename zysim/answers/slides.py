"""A comparison as a presentation whose charts can be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zysim.answers.result import CityResult, read_lang
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.report.card.evidence import Sought, Tracked
from zysim.report.ensemble_tables import spread_table
from zysim.report.paper.findings import find
from zysim.report.slides.compose import compose_deck
from zysim.report.slides.deck import Deck
from zysim.report.slides.told import Told, tell
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd

Pages = Literal[1, 5, 12]
PAGES: Mapping[str, Pages] = {"1": 1, "5": 5, "12": 12}
NAME = "slides.pptx"
HEADS: tuple[Pair, ...] = (("页", "slide"), ("要点", "what it says"))


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class SlidesResult(CityResult[Told]):
    """What the slides tell; :meth:`save` makes the presentation."""

    pages: Pages

    NAME = "slides"
    LABELS = ("case", "account")

    def deck(self, lang: str | None = None) -> Deck:
        """Return the slides in one language."""
        return compose_deck(self.found, self.pages, read_lang(lang))

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return titles, points and notes of every slide."""
        deck = self.deck(lang)
        return {
            "title": deck.title,
            "slides": [
                {
                    "id": each.id,
                    "title": each.title,
                    "points": list(each.points),
                    "notes": each.notes,
                }
                for each in deck.slides
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the chance and the medians of the peak: one row a case and account."""
        return spread_table(self.found.found.spreads)

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the sentence of each slide."""
        slides = enumerate(self.deck(lang).slides, start=1)
        heads = [pick(head, lang) for head in HEADS]
        return [heads, *([str(at), each.title] for at, each in slides)]

    def text(self, lang: str | None = None) -> str:
        """Return the sentence of each slide, a line each."""
        return "\n".join(" ".join(row) for row in self.rows(read_lang(lang))[1:])

    def save(
        self,
        folder: str | Path,
        lang: str | None = None,
        *,
        template: str | Path | None = None,
        force: bool = False,
    ) -> list[Path]:
        """Write the presentation: to a file that ends in ``.pptx``, else into the folder.

        Raises
        ------
        InputError
            If the template is no presentation, or, without ``force``, the file is there already.
        """
        from zysim.report.slides.powerpoint import (
            open_template,
            refuse_to_replace,
            write_powerpoint,
        )

        path = Path(folder)
        path = path if path.suffix == ".pptx" else path / NAME
        if not force:
            refuse_to_replace(path)
        design = open_template(None if template is None else Path(template))
        write_powerpoint(self.deck(lang), path, design)
        return [path]

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found.found.ensemble.manifest


def slides(
    *cases: str | Path,
    pages: Pages = 5,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
) -> SlidesResult:
    """Find what slides of two cases or more tell; :meth:`SlidesResult.save` writes them.

    Parameters
    ----------
    cases
        The first is compared with, the last is what the slides are about; the reference and the
        main one if none is named.
    pages
        1: the conclusion; 5: a talk; 12: a hearing.
    changes
        Made to the last case.
    boundary
        Id of the account that is told; the city's usual one if None.
    n
        States of the world; those of :func:`zysim.ensemble` if None.
    seed
        Of the draws.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    project = open_project()
    names = [str(each) for each in cases]
    return answer_slides(
        project,
        choose(project, names or project.city.usual, changes or {}),
        pages=pages,
        boundary=boundary,
        members=n or MEMBERS,
        seed=seed,
        command=python_call(
            "slides",
            *names,
            pages=pages,
            changes=changes,
            boundary=boundary,
            n=n,
            seed=seed or None,
        ),
    )


def answer_slides(
    project: Project,
    chosen: Sequence[Settings],
    *,
    pages: Pages = 5,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    command: str = "",
    sought: Sequence[Sought] = (),
    tracked: Tracked | None = None,
) -> SlidesResult:
    """Find what slides of cases that are read already tell; as :func:`slides`."""
    found = find(
        project,
        chosen,
        boundary=boundary,
        members=members,
        seed=seed,
        command=command,
        sought=sought,
        tracked=tracked,
    )
    return SlidesResult(
        project=project,
        found=tell(found, seed=seed),
        cases=tuple(chosen),
        command=command,
        pages=pages,
    )
