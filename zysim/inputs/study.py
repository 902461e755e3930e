"""Read sensitivity/*.toml: what a sensitivity study asks, varies and measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.errors import InputError, unknown_name
from zysim.inputs.city import City
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import choice, read_toml, unknown_keys, whole, word

Analysis = Literal["sobol", "morris"]
Vary = Literal["levers", "worlds", "all"]
Factors = Literal["each", "kind", "group"]
WORDS = ("id", "title_zh", "title_en", "question_zh", "question_en", "scenario")
CHOICES = {
    "method": get_args(Analysis),
    "vary": get_args(Vary),
    "factors": get_args(Factors),
}
BOUNDS = {
    "rows": (8, 1 << 20),
    "replicates": (1, 64),
    "top": (0, 20),
    "seed": (0, (1 << 31) - 1),
}
KEYS = (*WORDS, *CHOICES, "boundary", *BOUNDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One question of a sensitivity analysis, and the design that answers it."""

    path: Path
    id: str
    title_zh: str
    title_en: str
    question_zh: str
    question_en: str
    scenario: str
    """What everything stands at that is not varied; a study of levers varies all of them."""
    method: Analysis
    vary: Vary
    """``levers``: what the city chooses; ``worlds``: what it does not; ``all``: both."""
    factors: Factors
    """What is ranked: ``each`` constant (those that are correlated as one), each ``kind``
    (levers against worlds), or each ``group`` of params/uncertainty.csv."""
    boundary: str
    rows: int
    """Base rows N of one replicate; Sobol: a power of 2; Morris: number of trajectories."""
    replicates: int
    """Independent repetitions, each with its own scrambling."""
    top: int
    """How many leading factors get second-order indices and the range-width check."""
    seed: int

    @property
    def title(self) -> tuple[str, str]:
        """Title in Chinese and English."""
        return self.title_zh, self.title_en

    @property
    def question(self) -> tuple[str, str]:
        """Question in Chinese and English."""
        return self.question_zh, self.question_en


def read_study(name: str, folder: Path, city: City) -> Study:
    """Read one study.

    Parameters
    ----------
    name
        Name of a shipped study, or path of a file that ends in ``.toml``.
    folder
        Folder of the shipped studies.
    city
        Gives the accounts a study may ask for.

    Raises
    ------
    InputError
        If there is no such study (with the nearest names), or its file breaks a rule; every
        problem is listed.
    """
    if name.endswith(".toml"):
        return _read(Path(name).expanduser(), city)
    names = study_names(folder)
    if name not in names:
        raise unknown_name("study", name, names, "")
    return _read(folder / f"{name}.toml", city)


def study_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the shipped studies, by alphabet."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _read(path: Path, city: City) -> Study:
    data = read_toml(path)
    problems = unknown_keys(data, KEYS)
    words = {key: word(data, key, problems) for key in WORDS}
    chosen = {key: choice(data, key, allowed, problems) for key, allowed in CHOICES.items()}
    chosen["boundary"] = choice(data, "boundary", tuple(city.accounts), problems)
    numbers = {key: whole(data, key, *bounds, problems) for key, bounds in BOUNDS.items()}
    rows = numbers["rows"]
    if chosen["method"] == "sobol" and rows & (rows - 1):
        near = 1 << (rows.bit_length() - 1)
        problems.append(
            Problem(
                f"rows {rows}: a Sobol study needs a power of 2, such as {near} or {2 * near}",
                f"rows {rows}：Sobol 研究须为 2 的幂，如 {near} 或 {2 * near}",
            )
        )
    if chosen["method"] == "morris" and chosen["factors"] != "each":
        problems.append(
            Problem(
                "factors: a Morris study ranks each constant: write factors = 'each'",
                "factors：Morris 研究按单个常数排序，请写 factors = 'each'",
            )
        )
    if problems:
        raise refuse(path, problems)
    return Study(
        path=path,
        method=cast("Analysis", chosen["method"]),
        vary=cast("Vary", chosen["vary"]),
        factors=cast("Factors", chosen["factors"]),
        boundary=chosen["boundary"],
        rows=rows,
        replicates=numbers["replicates"],
        top=numbers["top"],
        seed=numbers["seed"],
        **words,
    )


def changed(study: Study, rows: int | None, seed: int | None, boundary: str | None) -> Study:
    """Return the study with what was asked on the command line, checked.

    Raises
    ------
    InputError
        If the rows are no power of 2 (Sobol), too few, or the seed is negative.
    """
    if rows is not None and (rows < 2 or (study.method == "sobol" and rows & (rows - 1))):
        msg = f"--rows {rows}: a Sobol study needs a power of 2, such as 256 or 1024."
        raise InputError(msg, zh=f"--rows {rows}：Sobol 研究须为 2 的幂，如 256 或 1024。")
    if seed is not None and seed < 0:
        msg = f"--seed {seed}: must be 0 or more."
        raise InputError(msg, zh=f"--seed {seed} 应为不小于 0 的整数。")
    return replace(
        study,
        rows=study.rows if rows is None else rows,
        seed=study.seed if seed is None else seed,
        boundary=boundary or study.boundary,
    )
