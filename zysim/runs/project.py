"""The city's model with its tables and scenarios: what every command starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.provenance import QUALITIES
from zysim.inputs.scenarios import read_scenario
from zysim.inputs.settings import Settings, resolve
from zysim.inputs.tables import Tables, read_tables
from zysim.paths import data_root
from zysim.reading.graph import ModelGraph
from zysim.reading.vensim import read_model


@dataclass(frozen=True, slots=True)
class Project:
    """A model with its tables: what every command starts from."""

    root: Path
    """The folder that holds ``models/`` and ``params/``."""
    model: Path
    graph: ModelGraph
    tables: Tables


def open_project(root: Path | None = None) -> Project:
    """Read the city's model and tables.

    Parameters
    ----------
    root
        Folder with ``models/`` and ``params/``; that of the installation if None.

    Raises
    ------
    InputError
        If a table breaks a rule.
    ModelFileError
        If the model cannot be read.
    """
    root = data_root() if root is None else root
    model = root / "models" / "ziyang.mdl"
    return Project(root, model, read_model(model), read_tables(root / "params"))


def choose(project: Project, names: Sequence[str], changes: Mapping[str, float]) -> list[Settings]:
    """Return the settings of scenarios, with the same changes made to each.

    Raises
    ------
    InputError
        If a scenario or a changed name is unknown, or a value is out of range.
    """
    tables = project.tables
    once = list(dict.fromkeys(names))
    return [resolve(read_scenario(name, tables), tables, changes) for name in once]


def quality_counts(tables: Tables) -> dict[str, int]:
    """Return how many parameters there are of each quality, best first."""
    found: list[str] = [each.provenance.quality for each in tables.parameters.values()]
    return {quality: found.count(quality) for quality in QUALITIES}
