"""A study: a model, what varies, what is measured, and the design that answers the question.

One kind of file for the city and for any model; see :mod:`zysim.inputs.study_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from zysim.errors import InputError
from zysim.inputs.cin import Changes
from zysim.inputs.formula import Formula
from zysim.inputs.study_seek import StudySeek
from zysim.inputs.uncertainty import Distribution
from zysim.wording import Pair

Kind = Literal["sobol", "morris", "lhs", "points", "grid", "factorial", "file"]
"""``sobol``, ``morris``: for rankings; ``lhs``: evenly spread; ``grid``: all combinations of
levels; ``factorial``: all combinations of lowest and highest; ``file``: rows of a table."""
Vary = Literal["levers", "worlds", "all", "none"]
"""Of the city's tables: what it chooses, what it does not, both, or nothing."""
RankBy = Literal["each", "kind", "group"]
Part = Literal["value", "initial", "point", "switch"]
Missing = Literal["leave out", "refuse"]
LEAST_ROWS: Mapping[str, int] = {"sobol": 32, "morris": 2, "lhs": 2, "points": 2}
"""Fewer rows of a replicate say nothing of shares of variance, of effects, or of a spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSpec:
    """One thing that varies, as the study says it."""

    id: str
    variable: str
    """Constant, stock or lookup of the model, or a lever of the city; "" with ``options`` and
    ``structure``."""
    part: Part
    """What of the variable: its value; the initial value of a stock; the y of one point of a
    lookup; or the moment from which it takes another value."""
    place: float | None
    """The x of the point."""
    to: float | None
    """The value it takes from the moment on."""
    distribution: Distribution
    low: float | None
    """None, with ``high``: the range the city's tables give."""
    high: float | None
    mode: float | None
    levels: tuple[float, ...]
    options: tuple[Mapping[str, float], ...]
    """Whole sets of constants, one of which is chosen: structures of a model."""
    structure: str
    """The city: question about structure whose alternatives it draws, by their weights."""
    group: str
    label: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSpec:
    """One number of a run, as the study says it."""

    id: str
    usual: str
    """Id of one of the city's own outcomes, "" with a formula."""
    formula: Formula | None
    text: str
    """The formula as written."""
    label: Pair
    unit: str
    """"" where the unit of the variable is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One series that a fit compares with observations."""

    variable: str
    column: str
    """Heading of the observations."""
    weight: float | None
    """One over the standard deviation of an observation; None: that of its own residuals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSpec:
    """What ``zysim fit`` compares."""

    data: Path | None
    series: tuple[Compared, ...]
    """Empty: every column of the observations with the variable of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One question, and the design that answers it."""

    path: Path
    id: str
    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    model: Path | None
    """The model file; None for the city."""
    data: tuple[Path, ...]
    """Runs exported as ``.tab`` or ``.csv``, for data variables without an equation."""
    fit: FitSpec
    scenario: str
    """The city: what everything stands at that is not varied; "" for its main scenario."""
    boundary: str
    """The city: account of its own outcomes; "" for the one shown where none is asked for."""
    cases: Mapping[str, Changes]
    """Any model: case to the constants and lookups it sets; the first holds for what is not
    varied."""
    clock: Mapping[str, float]
    """``start``, ``end``, ``step``: in place of those of the model file."""
    integration: str
    """Method of integration, "" for that of the model file."""
    method: Kind
    vary: Vary
    factors: RankBy
    """What is ranked: ``each`` constant (those that are correlated as one), each ``kind``
    (levers, worlds and structures), or each ``group``."""
    own: tuple[FactorSpec, ...]
    """Factors that the study names."""
    outcomes: tuple[OutcomeSpec, ...]
    """Those that the study names; the city's own seven where it names none."""
    keep: tuple[str, ...] | None
    """Variables whose series are kept, none if empty; None where the study does not say."""
    every: int
    """Each how many-th reported moment of them is kept."""
    event: Formula | None
    """What discovery looks for: true or false in every run."""
    event_text: str
    missing: Missing
    """What is done with runs in which a value is not finite."""
    rows: int
    """Base rows N of one replicate; Sobol: a power of 2; Morris: number of trajectories."""
    replicates: int
    """Independent repetitions, each with its own scrambling."""
    steps: int
    """Levels of a factor in a grid that names none."""
    rows_file: Path | None
    further: tuple[Path, ...]
    """Files besides the model that the study reads: rows, changed constants."""
    top: int
    """How many leading factors get second-order indices and the range-width check."""
    seed: int
    seek: StudySeek | None = None
    """What may move and what must hold, for ``zysim seek``."""

    @property
    def title(self) -> Pair:
        """Title in Chinese and English."""
        return self.title_zh, self.title_en

    @property
    def question(self) -> Pair:
        """Question in Chinese and English."""
        return self.question_zh, self.question_en


def changed(study: Study, rows: int | None, seed: int | None, boundary: str | None) -> Study:
    """Return the study with what was asked on the command line, checked.

    Raises
    ------
    InputError
        If the rows are no power of 2 (Sobol), too few, or the design has rows of its own; if the
        seed is negative; if a boundary is asked of a model other than the city's.
    """
    if rows is not None and study.method not in LEAST_ROWS:
        msg = f"--rows {rows}: the rows of a {study.method} design follow from the study."
        raise InputError(msg, zh=f"--rows {rows}：{study.method} 设计的行数由研究决定，请去掉。")
    least = LEAST_ROWS.get(study.method, 1)
    if rows is not None and (rows < least or (study.method == "sobol" and rows & (rows - 1))):
        msg = f"--rows {rows}: need {least} or more; for Sobol a power of 2, such as 256."
        zh = f"--rows {rows} 应不小于 {least}；Sobol 研究须为 2 的幂，如 256。"
        raise InputError(msg, zh=zh)
    if seed is not None and seed < 0:
        msg = f"--seed {seed}: must be 0 or more."
        raise InputError(msg, zh=f"--seed {seed} 应为不小于 0 的整数。")
    if boundary and study.model is not None:
        msg = f"--boundary {boundary}: part of the city's model, not of {study.model.name}."
        raise InputError(msg, zh=f"--boundary {boundary} 只用于城市模型，请去掉。")
    return replace(
        study,
        rows=study.rows if rows is None else rows,
        seed=study.seed if seed is None else seed,
        boundary=boundary or study.boundary,
    )
