"""A study of the city or of any model, opened from Python."""

from __future__ import annotations

from pathlib import Path

from zysim.sweeps.open_study import OpenStudy


def study(path: str | Path, *, rows: int | None = None, seed: int | None = None) -> OpenStudy:
    """Open a study of the city or of any model, to run, rank and take along.

    Parameters
    ----------
    path
        A study file, or the name of a shipped one, such as ``levers``.
    rows, seed
        In place of those of the study.

    Raises
    ------
    InputError
        If the study breaks a rule or does not fit its model; all problems at once.
    ModelFileError
        If the model cannot be read.
    """
    return OpenStudy(path, rows=rows, seed=seed)
