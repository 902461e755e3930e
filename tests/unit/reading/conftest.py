"""Small model texts, written for one test each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.reading import read_model
from zysim.reading.graph import ModelGraph

STARS = "*" * 56
CONTROL = f"""
{STARS}
	.Control
{STARS}~
		Simulation Control Parameters
	|

FINAL TIME = 2030 ~ year ~ 终止时间。Last year. |
INITIAL TIME = 2020 ~ year ~ 起始时间。First year. |
SAVEPER = 1 ~ year ~ 保存间隔。Once a year. |
TIME STEP = 0.25 ~ year ~ 时间步长。Step. |
"""


def group(key: str, title: str) -> str:
    return f"{STARS}\n\t.{key}\n{STARS}~\n\t\t{title}\n\t|\n\n"


def model_text(*equations: str) -> str:
    """Equations written as ``name = expression ~ unit``, the unit left out if dmnl."""
    lines = []
    for equation in equations:
        left, _, unit = equation.partition("~")
        lines.append(f"{left.strip()}\n\t~\t{unit.strip() or 'dmnl'}\n\t~\t名。Text.\n\t|\n\n")
    return "{UTF-8}\n" + group("main", "主。Main") + "".join(lines) + CONTROL


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a model of the given equations; return its path."""

    def write(*equations: str) -> Path:
        path = tmp_path / "model.mdl"
        path.write_text(model_text(*equations), encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., ModelGraph]:
    """Read a model of the given equations."""

    def read(*equations: str) -> ModelGraph:
        return read_model(write(*equations), cache=False)

    return read


@pytest.fixture
def with_groups(tmp_path: Path) -> Path:
    """Two sectors, one stock moved by a flow of each kind, an array, a name with a hyphen."""
    text = (
        "{UTF-8}\n"
        + group("dimensions", "维度。Dimensions")
        + "age :\n\tyoung, old\n\t~\t\n\t~\t年龄。Ages.\n\t|\n\n"
        + group("people", "人口。People")
        + "people[young] = INTEG(births - ageing[young], 10) ~ wan person ~ 人。People. |\n"
        + "people[old] = INTEG(ageing[young] - deaths, 5) ~ wan person ~ 人。People. |\n"
        + "ageing[age] = people[age]/stage time ~ wan person/year ~ 老。Age. |\n"
        + "births = people[young]*birth rate ~ wan person/year ~ 生。Births. |\n"
        + "deaths = people[old]/stage time*hardship ~ wan person/year ~ 死。Deaths. |\n"
        + "stage time = 30 ~ year ~ 时。Time. |\nbirth rate = 0.03 ~ 1/year ~ 率。Rate. |\n"
        + group("work", "工作。Work")
        + "hardship = MAX(1, workload index)*exp(-wealth/rich) ~ dmnl ~ 难。Hardship. |\n"
        + "workload index = SUM(people[age!])/normal ~ dmnl ~ 载。Load. |\n"
        + "wealth = INTEG(earning - spending, rich) ~ yi CNY ~ 富。Wealth. |\n"
        + "earning = 2 + STEP(1, 2025) ~ yi CNY/year ~ 挣。Earn. |\n"
        + "spending = wealth/(Time - INITIAL TIME + 5) ~ yi CNY/year ~ 花。Spend. |\n"
        + "rich = 40 ~ yi CNY ~ 富裕。Rich. |\nnormal = 15 ~ wan person ~ 常。Normal. |\n"
        + "unused number = 1 ~ dmnl ~ 闲。Idle. |\n"
        + CONTROL
    )
    path = tmp_path / "grouped.mdl"
    path.write_text(text, encoding="utf-8")
    return path
