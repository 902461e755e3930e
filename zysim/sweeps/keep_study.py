"""Keep a study with its result: the text, and the files it reads beside it."""

from __future__ import annotations

from pathlib import Path

from zysim.files import write_bytes, write_text
from zysim.inputs.study import Study
from zysim.inputs.study_file import portable_text

STUDY = "study.toml"


def write_study(study: Study, folder: Path) -> None:
    """Write a study and the files it names into a folder, so that the folder can be moved.

    A file of the city's own folder stays there; data files that a model reads itself are not
    taken along.

    Raises
    ------
    InputError
        If the study cannot be read.
    ResultError
        If the folder cannot be written.
    """
    write_text(folder / STUDY, portable_text(study.path))
    for path in (study.model, *study.further):
        if path is not None and path.parent != folder.resolve():
            write_bytes(folder / path.name, path.read_bytes())
