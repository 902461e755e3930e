"""The closed language of outcomes: what it reads, and that nothing else runs."""

from __future__ import annotations

import pytest

from zysim.errors import InputError
from zysim.inputs.formula import Apply, At, Literal, Series, is_series, parse_formula, series_in


def test_precedence_is_that_of_arithmetic() -> None:
    one, two = Literal(1.0), Literal(2.0)
    assert parse_formula("1 - 2 - 1") == Apply("-", (Apply("-", (one, two)), one))
    assert parse_formula("-2^2") == Apply("neg", (Apply("^", (two, two)),))
    assert parse_formula("2**2^1") == Apply("^", (two, Apply("^", (two, one))))
    assert parse_formula("1 + 2 > 2") == Apply(">", (Apply("+", (one, two)), two))


def test_brackets_hold_moments_or_elements() -> None:
    food = Series("capital[food,north]")
    assert parse_formula('Capital["Food", north][-3.5]') == At(food, -3.5)
    assert parse_formula("x[start] / x[end]") == Apply(
        "/", (At(Series("x"), "start"), At(Series("x"), "end"))
    )
    assert parse_formula('"Hot Water"[2050]') == At(Series("hot_water"), 2050.0)
    assert parse_formula("人口[2050]") == At(Series("人口"), 2050.0)


def test_names_are_found_wherever_they_stand() -> None:
    formula = parse_formula("first_above(a / b[2], if(c > 1, d[e], 2))")
    assert list(series_in(formula)) == ["a", "b", "c", "d[e]"]
    assert not is_series(formula)


@pytest.mark.parametrize(
    ("text", "what", "what_zh"),
    [
        ("__import__('os').system('id')", '"\'" at character 12', '第 12 个字符处的 "\'"'),
        ('open("x")', "function 'open' at character 1", "函数 'open'"),
        ("().__class__", "'.' at character 3", "第 3 个字符处的 '.'"),
        ("()", "')' at character 2", "第 2 个字符处的 ')'"),
        ("a.b", "'.' at character 2", "'.'"),
        ("(lambda: 1)", "':' at character 8", "':'"),
        ("a if b else c", "'if' at character 3", "'if'"),
        ("x; y", "';' at character 2", "';'"),
        ("exec(a)", "function 'exec' at character 1", "函数 'exec'"),
        ("maxx(a)", "function 'maxx' (max?)", "函数 'maxx'（是否指 max？）"),
        ("max(a, b", "the end (expected ')')", "结尾（应为 ')'）"),
        ("", "the end at character 1", "结尾"),
        ("ln(a, b)", "ln with 2 argument(s)", "2 个参数的 ln"),
        ("mean(3)", "mean of what is one number already", "对单个数的 mean"),
        ("max(x)[2050]", "'[' of what is one number already", "对单个数取时刻的 '['"),
        ("x[-end]", "'-'", "'-'"),
        ("1 2", "'2' at character 3", "'2'"),
    ],
)
def test_anything_else_is_refused_with_its_place(text: str, what: str, what_zh: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_formula(text)
    assert what in str(caught.value)
    assert what_zh in str(caught.value.zh)


@pytest.mark.parametrize("text", ["(" * 200 + "1" + ")" * 200, "-" * 500 + "1", "1+" * 5000 + "1"])
def test_deep_and_long_formulas_are_refused_not_crashed(text: str) -> None:
    with pytest.raises(InputError, match=r"nesting deeper|formula of 10001 characters"):
        parse_formula(text)
