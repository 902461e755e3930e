"""Vensim's optimisation files: ranges searched (``.voc``) and payoff definitions (``.vpd``)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_text

REMARK = re.compile(r"\{[^{}\n]*\}")
WEIGHED = {"C": "weight", "CALIBRATION": "weight", "CG": "deviation", "CK": "variance"}
"""Type of a comparison with data to the meaning of its last number."""
SUMMED = {"P": "area", "POLICY": "area", "PF": "end", "PI": "start"}
"""Type of a term of the model alone to the moment at which it is taken."""
_NAME = r'(?P<{}>"[^"]+"|[^|/"]+?)'
_COMPARED = re.compile(
    rf"{_NAME.format('variable')}\s*\|\s*{_NAME.format('data')}\s*/\s*(?P<number>[^/|]+)"
)
_TERM = re.compile(rf"{_NAME.format('variable')}\s*/\s*(?P<number>[^/|]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One constant and the range it is sought in."""

    variable: str
    low: float
    high: float
    place: str
    """File and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoffTerm:
    """One line of a payoff."""

    variable: str
    data: str
    """Data variable that it is compared with; "" for a term of the model alone."""
    weight: float
    """With data: one over the standard deviation of an observation."""
    taken: str
    """``data``; ``area`` under the curve; or its value at the ``start`` or the ``end``."""
    place: str
    """File and line."""


def read_voc(path: Path) -> tuple[Searched, ...]:
    """Return the constants that an optimisation may move.

    A line is ``low <= constant <= high``, or ``low <= constant = first <= high``. Where a search
    begins, its options (``:OPTIMIZER=…``) and tolerances (after ``|``) are those of another
    optimiser and passed over, and so are remarks in braces.

    Raises
    ------
    InputError
        If the file cannot be read, or a line is of another form; all lines at once.
    """
    found, problems = [], []
    for number, line in _lines(path):
        if line.startswith(":"):
            continue
        each = _searched(line, f"{path}, line {number}")
        if isinstance(each, Problem):
            problems.append(_placed(each, number, line))
        else:
            found.append(each)
    if not found and not problems:
        problems.append(Problem("no constant varies", "没有变化的常数"))
    if problems:
        raise refuse(path, problems)
    return tuple(found)


def read_vpd(path: Path) -> tuple[PayoffTerm, ...]:
    """Return the terms of a payoff.

    ``*C`` is followed by lines ``variable|data/weight``, the weight one over the standard
    deviation of an observation; ``*CG`` and ``*CK`` give that deviation or its square instead.
    ``*P`` is followed by ``variable/weight``, taken as the area under its curve, ``*PF`` and
    ``*PI`` by the same, taken at the end and at the start.

    Raises
    ------
    InputError
        If the file cannot be read, a type is none of these, or a line is of another form; all
        lines at once.
    """
    found, problems = [], []
    kind: str | None = "C"
    for number, line in _lines(path):
        if line.startswith("*"):
            kind = line.strip("*").strip().upper()
            if kind not in WEIGHED and kind not in SUMMED:
                known = ", ".join(f"*{each}" for each in (*WEIGHED, *SUMMED))
                unread = Problem(f"type *{kind} is not read: {known} are", f"可读类型为 {known}")
                problems.append(_placed(unread, number, line))
                kind = None
        elif kind is not None:
            each = _term(line, kind, f"{path}, line {number}")
            if isinstance(each, Problem):
                problems.append(_placed(each, number, line))
            else:
                found.append(each)
    if not found and not problems:
        problems.append(Problem("no payoff is defined", "没有定义目标"))
    if problems:
        raise refuse(path, problems)
    return tuple(found)


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = (REMARK.sub("", line).strip() for line in read_text(path).splitlines())
    return [(number, line) for number, line in enumerate(lines, start=1) if line]


def _placed(problem: Problem, number: int, line: str) -> Problem:
    return problem.under(f"line {number}: {line[:60]!r}", f"第 {number} 行：{line[:60]!r}")


def _searched(line: str, place: str) -> Searched | Problem:
    form, _, tolerance = line.partition("|")
    parts = [part.strip() for part in form.split("<=")]
    name = parts[1].partition("=")[0].strip() if len(parts) > 1 else ""
    if len(parts) != 3 or not all(parts) or not name:
        return Problem(
            "must be LOW <= CONSTANT <= HIGH, with both bounds",
            "应写作 下限 <= 常数 <= 上限，两端都要有",
        )
    if re.match(r"\s*DIS", tolerance, re.IGNORECASE):
        return Problem(
            "steps between values are not fitted: take out |DIS",
            "离散取值不能拟合，请去掉 |DIS",
        )
    low, high = parse_number(parts[0]), parse_number(parts[2])
    for bound in (low, high):
        if isinstance(bound, Problem):
            return bound
    assert isinstance(low, float)
    assert isinstance(high, float)
    if not low < high:
        return Problem(f"need low < high, got {low:g}, {high:g}", "下限应小于上限")
    return Searched(variable=name, low=low, high=high, place=place)


def _term(line: str, kind: str, place: str) -> PayoffTerm | Problem:
    compared = kind in WEIGHED
    match = (_COMPARED if compared else _TERM).fullmatch(line)
    if match is None:
        return Problem(
            "must be VARIABLE|DATA/WEIGHT" if compared else "must be VARIABLE/WEIGHT",
            "应写作 变量|数据/权重" if compared else "应写作 变量/权重",
        )
    number = parse_number(match["number"].strip())
    if isinstance(number, Problem):
        return number
    if compared and number <= 0:
        return Problem(f"weight {number:g}: must be above 0", f"权重 {number:g}：应大于 0")
    if not compared:
        return PayoffTerm(
            variable=match["variable"], data="", weight=number, taken=SUMMED[kind], place=place
        )
    meaning = WEIGHED[kind]
    weight = number if meaning == "weight" else 1 / number
    return PayoffTerm(
        variable=match["variable"],
        data=match["data"],
        weight=math.sqrt(weight) if meaning == "variance" else weight,
        taken="data",
        place=place,
    )
