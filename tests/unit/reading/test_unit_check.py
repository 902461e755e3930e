"""Each rule of units, kept and broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zysim.errors import InputError
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_algebra import parse_unit
from zysim.reading.unit_check import check_units

Read = Callable[..., ModelGraph]

KNOWN = (
    "fuel : coal, oil",
    "use[fuel] = 1, 2 ~ wan tce/year",
    "price = 3 ~ yi CNY/wan tce",
    "gdp = 4 ~ yi CNY/year",
    "share = 0.5",
    "life = 6 ~ year",
    "start = 2025 ~ year",
    "area = 7 ~ m2",
)


@pytest.mark.parametrize(
    "equation",
    [
        "x = gdp + 0 ~ yi CNY/year",
        "x = MAX(0, gdp - gdp*share) ~ yi CNY/year",
        "x = 1 + share*2",
        "x = SUM(use[fuel!]) ~ wan tce/year",
        "x = SUM(use[fuel!]*price) - gdp ~ yi CNY/year",
        "x = IF THEN ELSE(gdp > 0, life, 0) ~ year",
        "x = IF THEN ELSE(share > 0.3 :AND: Time > start, 1, 2)",
        "x = gdp/price ~ wan tce/year",
        "x = gdp/(price*use[coal])",
        "x = EXP(-life/(Time - start)) + LN(share)",
        "x = share^0.5",
        "x = area^2 ~ m2*m2",
        "x = area^-1 ~ 1/m2",
        "x = (gdp/gdp)^share",
        "x = SQRT(area*area) ~ m2",
        "x = ABS(-gdp) ~ yi CNY/year",
        "x = STEP(gdp, start) ~ yi CNY/year",
        "x = RAMP(gdp, start, start + life) ~ yi CNY",
        "x = PULSE(start, life)",
        "x = ZIDZ(gdp, price) ~ wan tce/year",
        "x = XIDZ(gdp, gdp, 1)",
        "x = Time - INITIAL TIME ~ year",
        "x = INTEG(gdp - x/life, 0) ~ yi CNY",
        "x = INTEG(0, gdp*life) ~ yi CNY",
        "x = INITIAL(gdp) ~ yi CNY/year",
        "x = 12345 ~ wan tce",
        "x = gdp*0 ~ year",
    ],
)
def test_units_that_fit(read: Read, equation: str) -> None:
    assert check_units(read(*KNOWN, equation)) == []


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        (
            "x = gdp + life ~ yi CNY/year",
            "in `gdp + life`: `gdp` is in yi CNY/year, `life` in year.",
        ),
        ("x = gdp - 1 ~ yi CNY/year", "in `gdp - 1`: `gdp` is in yi CNY/year, `1` in dmnl."),
        ("x = MAX(life, share) ~ year", "in `max(life, share)`: `life` is in year, `share` in"),
        ("x = gdp > life", "in `gdp > life`: `gdp` is in yi CNY/year, `life` in year."),
        (
            "x = IF THEN ELSE(Time > start, gdp, life) ~ yi CNY/year",
            "`gdp` is in yi CNY/year, `life` in",
        ),
        ("x = IF THEN ELSE(life, 1, 2)", "`life` is in year, but the condition must be in dmnl."),
        ("x = gdp*price ~ yi CNY", "is in yi CNY^2/wan tce/year, but the variable must be in yi"),
        ("x = EXP(life)", "`life` is in year, but the argument of exp must be in dmnl."),
        ("x = LN(gdp)", "`gdp` is in yi CNY/year, but the argument of ln must be in dmnl."),
        ("x = share > 0.3 :AND: life", "`life` is in year, but the argument of and must be in"),
        (
            "x = area^0.5",
            "the base of a power whose exponent is not a whole number must be in dmnl",
        ),
        ("x = share^life", "`life` is in year, but the exponent of a power must be in dmnl."),
        ("x = SQRT(area) ~ m2", "`sqrt(area)` is in m2^(1/2), but the variable must be in m2."),
        ("x = STEP(gdp, share) ~ yi CNY/year", "but the time in step must be in year."),
        ("x = RAMP(gdp, start, start) ~ yi CNY/year", "is in yi CNY, but the variable must be in"),
        ("x = PULSE(start, share)", "`share` is in dmnl, but the time in pulse must be in year."),
        ("x = ZIDZ(gdp, price)", "is in wan tce/year, but the variable must be in dmnl."),
        ("x = XIDZ(gdp, gdp, life)", "but the third argument of xidz must be in dmnl."),
        ("x = Time", "`time` is in year, but the variable must be in dmnl."),
        ("x = INTEG(life, 0) ~ year", "but the flow of the stock must be in dmnl."),
        ("x = INTEG(0, 5) ~ year", "but the initial value of the stock must be in year."),
        ("x = INITIAL(gdp) ~ year", "`gdp` is in yi CNY/year, but the variable must be in year."),
        ("x = SUM(use[fuel!]) ~ Mt/year", "`sum(use)` is in wan tce/year, but the variable must"),
        ("x = -life ~ m2", "`-life` is in year, but the variable must be in m2."),
    ],
)
def test_units_that_do_not_fit(read: Read, equation: str, message: str) -> None:
    problems = check_units(read(*KNOWN, equation))
    assert len(problems) == 1
    assert problems[0].variable == "x"
    assert message in str(problems[0])
    assert problems[0].zh


def test_an_array_is_told_of_once(read: Read) -> None:
    problems = check_units(read(*KNOWN, "x[fuel] = use[fuel] + life ~ year"))
    assert [each.message for each in problems] == [
        "in `use + life`: `use` is in wan tce/year, `life` in year.",
        "`use + life` is in wan tce/year, but the variable must be in year.",
    ]


def test_missing_and_unknown_units_are_problems_of_their_own_variable(read: Read) -> None:
    graph = read("a = 1 ~ apples", "b = a*2 ~ year", "c = b + b ~ wan tce/")
    assert [str(each) for each in check_units(graph)] == [
        "a: unknown unit 'apples'. Known: CNY, GJ, GW, GWh, MJ, Mt, MtC, charger, dmnl, h, ha, "
        "household … (38 in all).",
        "c: unit 'wan tce/' cannot be read at its end. Write products and quotients of unit names",
    ]


def test_no_unit_at_all(read: Read) -> None:
    graph = read("a = 1 ~ [0,1]", "b = 2 ~ year")
    assert "a: no unit. Write one behind the first ~, dmnl if there is none" in map(
        str, check_units(graph)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wan t/year/year", "wan t/(year*year)"),
        ("wan t/year^2", "wan t/year/year"),
        ("yi CNY/(yi m3/year)", "yi CNY*year/yi m3"),
        ("wan  tce", "wan tce"),
        ("m3/m3", "dmnl"),
        ("1/year", "year^-1"),
        ("(m2)^2/m2", "m2"),
        ("dmnl/year*year", "1"),
    ],
)
def test_two_ways_to_write_a_unit(one: str, other: str) -> None:
    assert parse_unit(one) == parse_unit(other)


@pytest.mark.parametrize(
    "text", ["(m2", "m2)", "m2**m2", "/year", "m2^", "m2^x", "^2", "m2 (year)"]
)
def test_units_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InputError, match=r"cannot be read|unknown unit"):
        parse_unit(text)


def test_long_equations_are_cut_in_messages(read: Read) -> None:
    long = " + ".join(["share"] * 40)
    message = check_units(read(*KNOWN, f"x = {long} ~ year"))[0].message
    assert "…" in message
    assert len(message) < 200
