"""Vensim's sensitivity set-ups (``.vsc``) and save lists (``.lst``): read as parts of a study."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_text

KINDS = {"M": "lhs", "L": "lhs", "U": "lhs"}
"""Method letter of a set-up to our design: both are independent rows, ours evenly spread."""
FORMS: dict[str, tuple[str, int]] = {
    "RANDOM_UNIFORM": ("uniform", 2),
    "RANDOM_TRIANGULAR": ("triangular", 5),
    "RANDOM_NORMAL": ("normal", 4),
    "VECTOR": ("discrete", 3),
}
"""Distribution to ours, and how many numbers it is given."""
_CALL = re.compile(r"^(?P<name>.+?)\s*=\s*(?P<form>[A-Z_ ]+?)\s*\((?P<numbers>[^)]*)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class VscFactor:
    """One constant of a set-up."""

    variable: str
    distribution: str
    low: float
    high: float
    mode: float | None
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vsc:
    """A sensitivity set-up."""

    rows: int
    kind: str
    seed: int
    factors: tuple[VscFactor, ...]


def read_vsc(path: Path) -> Vsc:
    """Read a sensitivity set-up.

    The first line holds the number of runs, the method's letter and the seed; each further line
    a constant and its distribution: ``name=RANDOM_UNIFORM(0,1)``, ``RANDOM_TRIANGULAR(min,max,
    start,peak,stop)``, ``RANDOM_NORMAL(min,max,mean,sd)`` or ``VECTOR(min,max,step)``. A normal
    distribution keeps its mean and 95 % range, cut off at its limits.

    Raises
    ------
    InputError
        If the file cannot be read, a line is of another form, or the method is none of ours; all
        problems at once.
    """
    lines = [line.strip() for line in read_text(path).splitlines() if line.strip()]
    problems: list[Problem] = []
    rows, kind, seed = _first(lines[0] if lines else "", problems)
    factors = []
    for number, line in enumerate(lines[1:], start=2):
        found = _factor(line)
        if isinstance(found, Problem):
            problems.append(found.under(f"line {number}", f"第 {number} 行"))
        else:
            factors.append(found)
    if not factors and not problems:
        problems.append(Problem("no constant varies", "没有变化的常数"))
    if problems:
        raise refuse(path, problems)
    return Vsc(rows=rows, kind=kind, seed=seed, factors=tuple(factors))


def read_lst(path: Path) -> tuple[str, ...]:
    """Return the variables of a save list, one a line.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    lines = (line.strip() for line in read_text(path).splitlines())
    return tuple(line for line in lines if line and not line.startswith((":", "!")))


def _first(line: str, problems: list[Problem]) -> tuple[int, str, int]:
    parts = [part.strip() for part in line.split(",")]
    letter = parts[1].upper() if len(parts) > 1 else "M"
    if letter not in KINDS:
        problems.append(
            Problem(
                f"method {letter!r} is not read: write a study with [design] kind instead",
                f"不能读取方法 {letter!r}：请改写研究文件的 [design] kind",
            )
        )
    if not parts[0].isdigit() or int(parts[0]) < 2:
        problems.append(
            Problem(
                f"line 1: {line!r} must begin with the number of runs",
                f"第 1 行：{line!r} 应以运行次数开头",
            )
        )
        return 2, "lhs", 0
    seed = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    return int(parts[0]), KINDS.get(letter, "lhs"), seed


def _factor(line: str) -> VscFactor | Problem:
    found = _CALL.match(line)
    form = found["form"].strip().replace(" ", "_") if found else ""
    if found is None or form not in FORMS:
        known = ", ".join(FORMS)
        return Problem(
            f"{line[:60]!r} must be NAME=DISTRIBUTION(…) with one of {known}",
            f"{line[:60]!r} 应写作 名称=分布(…)，分布为 {known} 之一",
        )
    distribution, count = FORMS[form]
    numbers = [parse_number(each.strip()) for each in found["numbers"].split(",")]
    bad = next((each for each in numbers if isinstance(each, Problem)), None)
    if bad is not None:
        return bad.under(found["name"], found["name"])
    values = [each for each in numbers if isinstance(each, float)]
    if len(values) != count:
        return Problem(f"{form} needs {count} numbers", f"{form} 需要 {count} 个数")
    make: Callable[[str, list[float]], VscFactor] = {
        "uniform": _uniform,
        "triangular": _triangular,
        "normal": _normal,
        "discrete": _vector,
    }[distribution]
    return make(found["name"].strip(), values)


def _made(name: str, form: str, low: float, high: float, mode: float | None = None) -> VscFactor:
    return VscFactor(variable=name, distribution=form, low=low, high=high, mode=mode, levels=())


def _uniform(name: str, values: list[float]) -> VscFactor:
    return _made(name, "uniform", *values)


def _triangular(name: str, values: list[float]) -> VscFactor:
    low, high, start, peak, stop = values
    return _made(name, "triangular", max(low, start), min(high, stop), peak)


def _normal(name: str, values: list[float]) -> VscFactor:
    low, high, mean, spread = values
    return _made(
        name, "normal", max(low, mean - 1.96 * spread), min(high, mean + 1.96 * spread), mean
    )


def _vector(name: str, values: list[float]) -> VscFactor:
    low, high, step = values
    count = round((high - low) / step) + 1 if step > 0 else 1
    levels = tuple(low + step * at for at in range(max(1, count)))
    return VscFactor(
        variable=name, distribution="discrete", low=low, high=high, mode=None, levels=levels
    )
