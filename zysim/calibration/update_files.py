"""From files of statistics to an update: reading them, and those a folder keeps already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from zysim.calibration.update import PARTICLES, Told, Update, update_case
from zysim.calibration.update_record import DELIVERED, vintages
from zysim.errors import InputError
from zysim.inputs.delivered import read_delivered
from zysim.inputs.problems import Problem, attempt, joined
from zysim.inputs.settings import Settings
from zysim.inputs.statistic import Known, Statistic
from zysim.inputs.statistics import latest, read_statistics
from zysim.runs.project import Project


def update_from(
    project: Project,
    case: Settings,
    files: Sequence[Path],
    *,
    delivered: Path | None = None,
    folder: Path | None = None,
    boundary: str | None = None,
    particles: int = PARTICLES,
    seed: int = 0,
    progress: Told | None = None,
) -> Update:
    """Read statistics and weigh a case by them.

    Parameters
    ----------
    project, case
        Model with its tables, and the case.
    files
        The new statistics.
    delivered
        What was delivered of levers; that which ``folder`` keeps if None.
    folder
        Keeps earlier vintages; they are known before the new ones.
    boundary, particles, seed, progress
        As for :func:`zysim.calibration.update.update_case`.

    Raises
    ------
    InputError
        If a file is not certain in any row; all files and rows at once.
    ResultError
        As :func:`zysim.calibration.update.update_case`.
    """
    city, notes = project.city, list[Problem]()
    known = Known(
        project.graph,
        project.tables.signposts,
        project.tables.history,
        (city.first, city.last),
    )
    given = {path.read_bytes() for path in files if path.is_file()}
    kept = (
        []
        if folder is None
        else [path for path in vintages(folder) if path.read_bytes() not in given]
    )
    errors: list[InputError] = []
    found: list[list[Statistic]] = []
    told_before: list[Problem] = []
    for at, path in enumerate((*kept, *files)):
        told = told_before if at < len(kept) else notes
        found.append(attempt(errors, partial(read_statistics, path, known, told)) or [])
    if delivered is None and folder is not None and (folder / DELIVERED).is_file():
        delivered = folder / DELIVERED
    levers = {}
    if delivered is not None:
        read = partial(
            read_delivered,
            delivered,
            project.tables.levers,
            project.tables.quantities,
            project.graph.constants,
            city.history,
        )
        levers = dict(attempt(errors, read) or {})
    if errors:
        raise joined(errors)
    old = [each for rows in found[: len(kept)] for each in rows]
    came = [each for rows in found[len(kept) :] for each in rows]
    return update_case(
        project,
        case,
        latest([*old, *came], notes),
        earlier=latest(old, told_before),
        delivered=levers,
        boundary=boundary,
        particles=particles,
        seed=seed,
        notes=notes,
        progress=progress,
    )
