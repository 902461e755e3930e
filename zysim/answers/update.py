"""Whether the city is on track, now that new statistics are out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.result import CityResult, read_lang
from zysim.answers.update_text import track_rows, update_text
from zysim.calibration.update import PARTICLES, Update
from zysim.calibration.update_files import update_from
from zysim.calibration.update_record import update_record, vintages, write_update
from zysim.columns import terminal_width
from zysim.inputs.settings import Settings
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose_one, open_project
from zysim.wording import Lang

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class UpdateResult(CityResult[Update]):
    """The verdict, what each new figure adds to it, and every target on its track."""

    files: tuple[Path, ...]
    delivered_file: Path | None
    counted: tuple[str, ...] = ()
    """Names of the earlier files of statistics that count, in the folder that keeps them."""

    NAME = "update"
    LABELS = ("id",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How worlds were drawn and weighted."""
        return {
            "members": len(self.found.after.points),
            "seed": self.found.seed,
            "method": "tempered",
        }

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        return update_record(self.found, read_lang(lang))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a target: due and actual, and its chance before and after."""
        import pandas as pd

        return pd.DataFrame(self.record("en")["targets"])

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return each target: on track or not, due and actual, chance then and now."""
        return track_rows(self.found.tracks, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        return update_text(self.found, self.project, read_lang(lang), terminal_width())

    def save(self, folder: str | Path, lang: str | None = None) -> list[Path]:
        """Write the posterior, the answer and the files of statistics, which later ones add to.

        Raises
        ------
        ResultError
            If the folder holds statistics that this answer does not count, or cannot be
            written; it then holds what it held before.
        """
        return write_update(
            self.project,
            self.found,
            self.record(lang),
            Path(folder),
            files=self.files,
            delivered=self.delivered_file,
            counted=self.counted,
            command=self.command,
        )


def update(
    *files: str | Path,
    case: str | Path | None = None,
    delivered: str | Path | None = None,
    out: str | Path | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
) -> UpdateResult:
    """Say what newly published statistics do to the chance of a peak in time.

    Parameters
    ----------
    files
        Tables of statistics, CSV or XLSX; ``zysim update FILE --template`` writes one to fill in.
    case
        Case that is judged, such as ``plan+storage=0``; the city's main scenario if None.
    delivered
        Table of what was delivered of levers to date.
    out
        Folder that keeps vintages and the posterior; earlier ones in it count.
    boundary
        Id of the account; the city's usual one if None.
    n
        Draws of the posterior, 2048 or more.
    seed
        0 or more; the same seed gives the same numbers.

    Raises
    ------
    InputError
        If a name is unknown, or a file is not certain in any row.
    ResultError
        If no world comes near a figure, or the draws are worth too little.
    """
    project = open_project()
    folder = None if out is None else Path(out)
    found = answer_update(
        project,
        choose_one(project, str(case or project.city.main), {}),
        [Path(each) for each in files],
        delivered=None if delivered is None else Path(delivered),
        folder=folder,
        boundary=boundary,
        particles=n or PARTICLES,
        seed=seed,
        command=python_call(
            "update",
            *files,
            case=case,
            delivered=delivered,
            out=out,
            boundary=boundary,
            n=n,
            seed=seed or None,
        ),
    )
    if folder is not None:
        found.save(folder)
    return found


def answer_update(
    project: Project,
    case: Settings,
    files: Sequence[Path],
    *,
    delivered: Path | None = None,
    folder: Path | None = None,
    boundary: str | None = None,
    particles: int = PARTICLES,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> UpdateResult:
    """Judge a case that is read already; as :func:`update`."""
    counted = () if folder is None else tuple(path.name for path in vintages(folder))
    found = update_from(
        project,
        case,
        files,
        delivered=delivered,
        folder=folder,
        boundary=boundary,
        particles=particles,
        seed=seed,
        progress=progress,
    )
    return UpdateResult(
        project=project,
        found=found,
        cases=(case,),
        command=command,
        files=tuple(files),
        delivered_file=delivered,
        counted=counted,
    )
