"""Keep a study with its result: the text, and the files it reads beside it."""

from __future__ import annotations

from pathlib import Path

from zysim.files import write_bytes, write_text
from zysim.inputs.study import Study
from zysim.inputs.study_file import portable_text
from zysim.reading.vensim import read_model

STUDY = "study.toml"


def write_study(study: Study, folder: Path) -> None:
    """Write a study and the files it names into a folder, so that the folder can be moved.

    Tables that a model reads itself keep their place beside it; a file of the city's own folder
    stays there.

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
    if study.model is None or study.model.parent == folder.resolve():
        return
    for path in read_model(study.model, data=study.data).tables:
        kept = folder / path.relative_to(study.model.parent)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(kept, path.read_bytes())
