"""Checks of model behaviour, tried on a hand-made model of two levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError, ResultError
from zysim.inputs.lever_names import lever_scalar
from zysim.metrics.check_file import read_checks
from zysim.metrics.checks import Verdict, World, run_checks

YEARS = np.arange(2020, 2061)
WORLD = World(
    elements={
        "co2": ("co2",),
        "again": ("again",),
        "part": ("part[a]", "part[b]"),
        "share": ("share",),
    },
    levers={lever_scalar("gas"): (0.0, 2.0), lever_scalar("cars"): (0.0, 1.0)},
    scenarios={
        "baseline": {lever_scalar("gas"): 0.0},
        "plan": {lever_scalar("gas"): 1.0, lever_scalar("cars"): 1.0},
    },
    reference="baseline",
    first=2020,
    last=2060,
)
CONSTANTS = (
    lever_scalar("gas"),
    lever_scalar("cars"),
    "growth",
    "price[a]",
    "price[b]",
)


def simulate(batch: Sequence[Mapping[str, float]], outputs: Sequence[str]):
    """CO2 rises with gas, falls with cars, and grows with `growth`; two parts add up to it."""

    def column(name: str, default: float) -> np.ndarray:
        return np.array([run.get(name, default) for run in batch])[:, None]

    grown = 1 + column("growth", 0.01) * (YEARS - 2020)
    acts = np.clip((YEARS - 2025) / 5, 0, 1)
    co2 = 4 * grown + acts * (
        column(lever_scalar("gas"), 0) - 0.5 * column(lever_scalar("cars"), 0)
    )
    share = np.clip(0.2 + acts * 0.5 * column(lever_scalar("gas"), 0), 0, 2)
    every = {"co2": co2, "again": co2.copy(), "part[a]": 0.25 * co2, "part[b]": 0.75 * co2}
    every["share"] = share * np.ones_like(co2)
    return YEARS, {name: every[name] for name in outputs}


def verdicts(tmp_path: Path, text: str) -> list[Verdict]:
    path = tmp_path / "checks.toml"
    path.write_text(text, encoding="utf-8")
    return run_checks(read_checks(path, WORLD, CONSTANTS), WORLD, simulate)


def one(tmp_path: Path, body: str) -> Verdict:
    return verdicts(tmp_path, f'[[check]]\nsays_zh = "句"\nsays_en = "Says"\n{body}')[0]


@pytest.mark.parametrize(
    ("body", "held"),
    [
        pytest.param('kind="bounds"\nvariables=["share"]\nat_least=0\nat_most=1', True, id="in"),
        pytest.param(
            'kind="bounds"\nvariables=["share"]\nat_most=1\ntried_in="each lever at both ends"',
            False,
            id="a lever's end breaks the bound",
        ),
        pytest.param(
            'kind="bounds"\nvariables=["share"]\nat_most=1\ntried_in="all levers at both ends"',
            False,
            id="all levers break the bound",
        ),
        pytest.param(
            'kind="bounds"\nvariables=["part"]\nat_least=1.0\ntried_in="baseline"',
            True,
            id="every element of an array",
        ),
        pytest.param(
            'kind="bounds"\nvariables=["co2"]\nat_least=4.1\ntried_in="baseline"',
            False,
            id="first years are below",
        ),
        pytest.param(
            'kind="bounds"\nvariables=["co2"]\nat_least=4.1\nsince=2030\ntried_in="baseline"',
            True,
            id="only later years count",
        ),
        pytest.param(
            'kind="bounds"\nvariables=["co2"]\nat_least=4.42\nsince=2030\ntried_in="baseline"',
            False,
            id="the first of the later years counts",
        ),
        pytest.param(
            'kind="direction"\nlever="gas"\nvariables="co2"\nyears=[2035,2050]\nexpect="up"',
            True,
            id="up",
        ),
        pytest.param(
            'kind="direction"\nlever="cars"\nvariables="co2"\nyears=[2035]\nexpect="up"',
            False,
            id="wrong way",
        ),
        pytest.param(
            'kind="direction"\nlever="cars"\nvariables="co2"\nyears=[2035]\nexpect="down"\n'
            'scenario="plan"',
            True,
            id="around another scenario",
        ),
        pytest.param(
            'kind="direction"\nlever="cars"\nvariables="share"\nyears=[2035]\nexpect="down"',
            False,
            id="a lever that does nothing is no down",
        ),
        pytest.param(
            'kind="direction"\nlever="cars"\nvariables="share"\nyears=[2035]\nexpect="not up"',
            True,
            id="a lever that does nothing is not up",
        ),
        pytest.param(
            'kind="ratio"\nset={growth=0.0}\nvariables="co2"\nyear=2060\nagainst=2020\nat_most=1.0',
            True,
            id="no growth, no rise",
        ),
        pytest.param(
            'kind="ratio"\nvariables="co2"\nyear=2060\nagainst=2020\nat_most=1.0',
            False,
            id="growth rises",
        ),
        pytest.param(
            'kind="ratio"\nset={gas=2}\nvariables="co2"\nyear=2040\nagainst="baseline"\nat_least=1.1',
            True,
            id="against the baseline, lever by its name",
        ),
        pytest.param(
            'kind="ratio"\nset={gas=2}\nvariables="co2"\nyear=2040\nagainst="baseline"\nat_least=2',
            False,
            id="not twice the baseline",
        ),
        pytest.param(
            'kind="ratio"\nset={gas=2}\nbase={gas=1}\nvariables="co2"\nyear=2040\n'
            'against="baseline"\nat_least=1.1\nat_most=1.25',
            True,
            id="against other settings",
        ),
        pytest.param(
            'kind="moves"\nlever="gas"\nvariables="part"\nyear=2035\nat_least=0.2\nat_most=0.25',
            True,
            id="a lever moves the sum of its quantities",
        ),
        pytest.param(
            'kind="moves"\nlever="gas"\nset={growth=9.0}\nvariables="co2"\nyear=2035\nat_least=0.01',
            False,
            id="a lever lost in what is held beside it",
        ),
        pytest.param(
            'kind="moves"\nlever="gas"\nvariables="co2"\nyear=2035\nat_most=0.01',
            False,
            id="a reason that no longer holds",
        ),
        pytest.param('kind="equal"\nvariables=["co2","again"]', True, id="equal"),
        pytest.param('kind="equal"\nvariables=["co2","share"]', False, id="not equal"),
        pytest.param('kind="sum"\nvariables="part"\nequals="co2"', True, id="parts make the whole"),
        pytest.param('kind="sum"\nvariables="part"\nequals=1.0', False, id="parts do not make 1"),
    ],
)
def test_verdict(tmp_path: Path, body: str, held: bool) -> None:
    verdict = one(tmp_path, body)
    assert verdict.held is held
    assert verdict.check.says == ("句", "Says")


def test_a_broken_bound_names_variable_value_year_and_run(tmp_path: Path) -> None:
    verdict = one(
        tmp_path,
        'kind="bounds"\nvariables=["share"]\nat_most=1\ntried_in="each lever at both ends"',
    )
    assert verdict.problems == ("share = 1.2 > 1 (2030, lever_setting[gas_measure] = 2)",)


def test_same_runs_are_made_once(tmp_path: Path) -> None:
    asked = []

    def counted(batch, outputs):
        asked.append(len(batch))
        return simulate(batch, outputs)

    body = '[[check]]\nsays_zh="句"\nsays_en="S"\nkind="bounds"\nvariables="co2"\nat_least=0\n'
    path = tmp_path / "checks.toml"
    path.write_text(body * 3, encoding="utf-8")
    run_checks(read_checks(path, WORLD, CONSTANTS), WORLD, counted)
    assert asked == [2]


def test_whole_array_constant_is_set_for_all_elements(tmp_path: Path) -> None:
    body = 'kind="ratio"\nset={price=3}\nvariables="co2"\nyear=2030\nagainst=2020\nat_least=0'
    path = tmp_path / "checks.toml"
    path.write_text(f'[[check]]\nsays_zh="句"\nsays_en="S"\n{body}', encoding="utf-8")
    (check,) = read_checks(path, WORLD, CONSTANTS)
    assert check.cases(WORLD)["changed"]["price[b]"] == 3.0


def test_no_check_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no check to run"):
        verdicts(tmp_path, "")


BAD = """
[[check]]
says_zh = ""
says_en = "First"
kind = "bounds"
variables = ["shar"]
tried_in = "some scenarios"

[[check]]
says_zh = "二"
says_en = "Second"
kind = "direction"
lever = "gaz"
variables = "co2"
years = [1999]
expect = "sideways"
colour = "red"

[[check]]
says_zh = "三"
says_en = "Third"
kind = "bound"

[[check]]
says_zh = "四"
says_en = "Fourth"
kind = "equal"
variables = ["co2"]
set = { growht = 1, growth = "fast" }

[[check]]
says_zh = "五"
says_en = "Fifth"
kind = "sum"
equals = 1
tolerance = -1

[[check]]
says_zh = "六"
says_en = "Sixth"
kind = "sum"
variables = ["part"]
equals = true

[[check]]
says_zh = "七"
says_en = "Seventh"
kind = "bounds"
variables = ["part"]
"""


@pytest.mark.parametrize(
    "message",
    [
        "[[check]] 1: says_zh must be a text",
        "unknown variable 'shar'. Did you mean 'share'?",
        "check 'First': tried_in must be one of 'baseline', 'scenarios'",
        "[[check]] 2: unknown lever 'gaz'. Did you mean 'gas'?",
        "check 'Second': years must lie from 2020 to 2060, got 1999",
        "expect 'sideways' must be one of down, up, not down, not up",
        "[[check]] 2: unknown key 'colour'",
        "unknown kind 'bound'. Did you mean 'bounds'?",
        "check 'Fourth': variables must be two scalars, got 1",
        "set: unknown constant 'growht'. Did you mean 'growth'?",
        "growth must be a number, it is 'fast' in quotation marks",
        "tolerance must be a number of 0 or more, it is -1",
        "check 'Sixth': equals must be a scalar or a number, got True",
        "[[check]] 7: needs at_least or at_most",
        "[[check]] 5: variables is missing",
    ],
)
def test_every_problem_is_listed_at_once(tmp_path: Path, message: str) -> None:
    with pytest.raises(InputError) as caught:
        verdicts(tmp_path, BAD)
    assert message in str(caught.value)
    assert caught.value.zh
    assert "处错误" in caught.value.zh


def test_broken_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 1: not a TOML file"):
        verdicts(tmp_path, "[[check]")
