"""The city's model with its tables and scenarios: what every command starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zysim.inputs.changes import Changes
from zysim.inputs.city import City
from zysim.inputs.lever_names import former_names, lever_of
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.provenance import QUALITIES
from zysim.inputs.settings import Settings, read_case
from zysim.inputs.tables import Tables
from zysim.paths import data_root
from zysim.reading.graph import ModelGraph
from zysim.runs.city_pack import Mark, mark_of, read_pack, write_pack
from zysim.runs.worlds_file import Posterior, read_posterior

CONTROL = ("final_time", "initial_time", "saveper", "time_step")
"""The clock of the model file, which no table sets."""


@dataclass(frozen=True, slots=True)
class Project:
    """A model with its tables: what every command starts from."""

    root: Path
    """The folder that holds ``city.toml``, ``models/`` and ``params/``."""
    model: Path
    graph: ModelGraph
    """The model with the numbers of the tables."""
    tables: Tables
    edited: Mapping[str, float]
    """Numbers of the tables that the model file does not hold, by scalar id: those count."""
    posterior: Posterior | None = None
    """States of the world to take members from, in place of new draws."""
    mark: Mark | None = field(default=None, compare=False, repr=False)
    """What the files came to; None where the model reads files beside its own."""

    @property
    def city(self) -> City:
        """The record of the city."""
        return self.tables.city

    @property
    def as_filed(self) -> str | None:
        """The mark of the files, where all that is drawn and run is what they say; else None."""
        mark = self.mark
        if mark is None or self.posterior is not None:
            return None
        same = mark.graph is self.graph and mark.tables is self.tables
        return mark.text if same else None


def open_project(root: Path | None = None, *, posterior: Path | None = None) -> Project:
    """Read the city's model and tables.

    Parameters
    ----------
    root
        Folder with ``city.toml``, ``models/`` and ``params/``; that of the installation if None.
    posterior
        File of ``zysim update`` or ``zysim calibrate``, or its folder: all that is drawn from the
        project is taken from these states of the world.

    Raises
    ------
    InputError
        If ``city.toml`` or a table breaks a rule, or they and the model name different things.
    ModelFileError
        If the model cannot be read.
    """
    root = data_root() if root is None else root
    text = mark_of(root)
    packed = read_pack(text)
    tables, graph, edited = _read_city(root) if packed is None else packed
    # A file that changed while it was read may be of neither state: nothing is kept of it.
    alone = not graph.tables and (packed is not None or mark_of(root) == text)
    if packed is None and alone:
        write_pack(text, tables, graph, edited)
    given = None if posterior is None else read_posterior(posterior, tables)
    mark = Mark(text, graph, tables) if alone else None
    model = root / "models" / tables.city.model
    return Project(root, model, graph, tables, edited, given, mark)


def _read_city(root: Path) -> tuple[Tables, ModelGraph, Mapping[str, float]]:
    """Read and check tables and model; return them with the numbers the model file lacks."""
    # Only here: a warm start finds them read and checked.
    from zysim.inputs.city_check import check_city
    from zysim.inputs.read_tables import read_tables
    from zysim.inputs.rows_check import check_rows, in_model_units
    from zysim.reading.vensim import read_model

    tables = read_tables(root / "params")
    model = root / "models" / tables.city.model
    graph = read_model(model)
    check_city(tables.city, graph, tables)
    check_rows(tables, graph)
    tables = in_model_units(tables, graph)
    edited = _edited(graph, tables, model)
    graph = replace(
        graph, constants={**graph.constants, **edited}, formerly=former_names(tables.levers)
    )
    return tables, graph, edited


def _edited(graph: ModelGraph, tables: Tables, model: Path) -> dict[str, float]:
    """Return the numbers of the tables that the model file does not hold.

    Raises
    ------
    InputError
        If a row stands for no constant of the model, or a constant has no row.
    """
    rows, known = tables.constants, graph.constants
    problems = [
        Problem(
            "has a row in the tables, and the model has no such constant: add it to "
            f"{model.name}, or take the row out",
            f"表中有这一行，但模型没有这个常数：请加入 {model.name}，或删去该行",
        ).under(name, name)
        for name in rows
        if name not in known
    ]
    problems += [
        _without_row(name).under(name, name)
        for name in known
        if name not in rows and name not in CONTROL
    ]
    if problems:
        raise refuse(tables.folder, problems)
    return {name: value for name, value in rows.items() if value != known[name]}


def _without_row(name: str) -> Problem:
    """Say where a constant of the model without a row belongs."""
    lever = lever_of(name)
    if lever:
        return Problem(
            f"is of a lever without a row: add {lever} to params/levers.csv",
            f"属于一项措施，但表中没有对应的行：请在 params/levers.csv 补上 {lever}",
        )
    return Problem(
        "is a constant of the model without a row: add it to params/coefficients.csv (or "
        "base_year.csv) with unit and source",
        "是模型的常数，但表中没有对应的行：请在 params/coefficients.csv（或 base_year.csv）"
        "补上单位和来源",
    )


def edited_note(project: Project) -> list[Problem]:
    """Say in one line that numbers of the tables differ from the model file's, if any do."""
    if not project.edited:
        return []
    count, first = len(project.edited), next(iter(project.edited))
    return [
        Problem(
            f"{count} number(s) of params/ differ from {project.model.name}, such as {first}: "
            "those of params/ count; zysim model sync writes them into the file",
            f"params/ 有 {count} 个数与 {project.model.name} 不同，如 {first}：以 params/ 为准；"
            "zysim model sync 可写入模型文件",
        )
    ]


def choose(
    project: Project,
    names: Sequence[str],
    changes: Changes,
    notes: list[Problem] | None = None,
) -> list[Settings]:
    """Return the cases named; changes make one more case, beside the last one named.

    A what-if is a comparison: ``choose(project, ["plan"], {"gas_output": 0.5})`` gives the plan
    and the changed plan.

    Parameters
    ----------
    names
        As for :func:`zysim.inputs.settings.read_case`.
    changes
        Lever or constant to value, made to the last case.
    notes
        Takes what the reader should know: a case named twice, a change that changes nothing.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or two files hold one scenario id.
    """
    notes = [] if notes is None else notes
    found = [read_case(name, project.tables) for name in names]
    if changes and found:
        found.append(read_case(names[-1], project.tables, changes))
    _refuse_one_id_for_two(found)
    kept: dict[str, Settings] = {}
    for each in found:
        for name in each.same:
            word = f"{each.scenario.id}: {name}"
            notes.append(
                Problem("is as the scenario has it already", "与情景原值相同").under(word, word)
            )
        if each.id in kept:
            again = Problem("is the same case again; shown once", "与前者为同一方案，只列一次")
            notes.append(again.under(each.id, each.id))
        kept.setdefault(each.id, each)
    return list(kept.values())


def choose_one(project: Project, name: str, changes: Changes) -> Settings:
    """Return one case, with the changes made to it."""
    return read_case(name, project.tables, changes)


def choose_against(
    project: Project, named: str | Path | None, cases: Sequence[Settings]
) -> Settings:
    """Return the case to hold cases against: the one named, else the city's reference.

    The reference itself is held against the city's main case.
    """
    if named is not None:
        return choose_one(project, str(named), {})
    reference = choose_one(project, project.city.reference, {})
    if all(each.constants == reference.constants for each in cases):
        return choose_one(project, project.city.main, {})
    return reference


def _refuse_one_id_for_two(found: Sequence[Settings]) -> None:
    """Two files must not share an id: one would stand under the other's name."""
    files: dict[str, Path] = {}
    problems = []
    for scenario in (each.scenario for each in found):
        own = scenario.files[0].resolve()
        other = files.setdefault(scenario.id, own)
        if other != own:
            both = f"{other.name}, {own.name}"
            problems.append(
                Problem(
                    f"id {scenario.id!r} is used by two files: give one of them another id",
                    f"id {scenario.id!r} 有两个文件在用：请给其中一个换个 id",
                ).under(both, both)
            )
    if problems:
        raise refuse("id", problems)


def quality_counts(tables: Tables) -> dict[str, int]:
    """Return how many parameters there are of each quality, best first."""
    found: list[str] = [each.provenance.quality for each in tables.parameters.values()]
    return {quality: found.count(quality) for quality in QUALITIES}
