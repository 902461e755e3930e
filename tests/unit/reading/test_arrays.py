"""Arrays are written out element by element."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zysim.errors import InputError
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

Read = Callable[..., ModelGraph]
DIMENSIONS = ("fuel : coal, oil, wood chips", "fossil : coal, oil", "user : home, plant")


def test_lists_of_one_and_two_dimensions(read: Read) -> None:
    graph = read(*DIMENSIONS, "a[fuel] = 1, 2.5, -3", "b[user, fuel] = 1, 2, 3; 4, 5, 6;")
    assert [graph.constants[f"a[{f}]"] for f in ("coal", "oil", "wood_chips")] == [1, 2.5, -3]
    assert graph.constants["b[home,wood_chips]"] == 3
    assert graph.constants["b[plant,coal]"] == 4
    assert graph.variables["b"].dims == ("user", "fuel")
    assert graph.variables["b"].kind == "constant"
    assert graph.dimensions["fuel"] == ("coal", "oil", "wood_chips")


def test_a_list_for_one_row_of_two_dimensions(read: Read) -> None:
    graph = read(*DIMENSIONS, "b[home, fuel] = 1, 2, 3", "b[plant, fuel] = 4, 5, 6")
    assert graph.constants["b[plant,oil]"] == 5
    assert graph.variables["b"].elements[:2] == ("b[home,coal]", "b[home,oil]")


def test_one_number_for_all_elements(read: Read) -> None:
    graph = read(*DIMENSIONS, "a[fuel] = 7")
    assert [graph.constants[each] for each in graph.variables["a"].elements] == [7, 7, 7]


def test_an_equation_over_a_subrange_and_one_for_the_rest(read: Read) -> None:
    graph = read(
        *DIMENSIONS,
        "use[fuel] = 1, 2, 3",
        "carbon[fossil] = use[fossil]*2",
        "carbon[wood chips] = use[coal]",
    )
    assert graph.auxiliaries["carbon[oil]"] == Op("*", (Ref("use[oil]"), Number(2)))
    assert graph.auxiliaries["carbon[wood_chips]"] == Ref("use[coal]")
    assert graph.variables["carbon"].elements == (
        "carbon[coal]",
        "carbon[oil]",
        "carbon[wood_chips]",
    )
    assert graph.variables["carbon"].dims == ("fuel",)
    assert "carbon[wood chips] = use[coal]" in graph.variables["carbon"].equation


def test_sums_over_one_and_two_dimensions(read: Read) -> None:
    graph = read(
        *DIMENSIONS,
        "use[user, fossil] = 1, 2; 3, 4;",
        "price[fossil] = 5, 6",
        "by user[user] = SUM(use[user, fossil!]*price[fossil!])",
        "total = SUM(use[user!, fossil!]) + 1",
    )
    assert graph.auxiliaries["by_user[plant]"] == Op(
        "sum",
        (
            Op("*", (Ref("use[plant,coal]"), Ref("price[coal]"))),
            Op("*", (Ref("use[plant,oil]"), Ref("price[oil]"))),
        ),
    )
    total = graph.auxiliaries["total"]
    assert isinstance(total, Op)
    names = ("use[home,coal]", "use[home,oil]", "use[plant,coal]", "use[plant,oil]")
    assert total.arguments[0] == Op("sum", tuple(map(Ref, names)))


def test_stocks_and_kept_values_are_arrays_too(read: Read) -> None:
    graph = read(
        *DIMENSIONS,
        "s[user] = INTEG(-s[user]/2, first[user])",
        "first[user] = 3, 4",
        "kept[user] = INITIAL(s[user]*2)",
    )
    assert graph.stocks["s[plant]"].initial == Ref("first[plant]")
    assert graph.kept["kept[home]"] == Op("*", (Ref("s[home]"), Number(2)))
    assert (graph.variables["s"].kind, graph.variables["kept"].kind) == ("stock", "initial")


def test_names_lead_to_their_scalars(read: Read) -> None:
    graph = read(*DIMENSIONS, "use[user] = 1, 2", "x = SUM(use[user!])")
    assert graph.scalars_of("use") == ("use[home]", "use[plant]")
    assert graph.scalars_of("use[plant]") == ("use[plant]",)
    assert graph.variables["x"].causes == ("use",)
    assert graph.variables["use"].uses == ("x",)
    with pytest.raises(InputError, match=r"unknown variable 'use\[plan\]'. Did you mean 'use\[pl"):
        graph.scalars_of("use[plan]")
    with pytest.raises(InputError, match=r"here: unknown variable 'usee'. Did you mean 'use'"):
        graph.scalars_of("usee", "here")


def test_operators_keep_their_order(read: Read) -> None:
    graph = read(
        "a = 2", "b = a - 1 - a*3/4", "c = -a^2", "d = a^2^3", "e = :NOT: a > 1 :OR: a < 0"
    )
    a, one = Ref("a"), Number(1)
    product = Op("/", (Op("*", (a, Number(3))), Number(4)))
    assert graph.auxiliaries["b"] == Op("-", (Op("-", (a, one)), product))
    assert graph.auxiliaries["d"] == Op("^", (a, Op("^", (Number(2), Number(3)))))
    either = Op("or", (Op("not", (Op(">", (a, one)),)), Op("<", (a, Number(0)))))
    assert graph.auxiliaries["e"] == Op("if", (either, one, Number(0)))


def test_literals_are_added_up_without_running_them(read: Read) -> None:
    graph = read("x = -10 - 5 + 3", "y = 1 - 2.5e0", "z = 10 - 5 - -3")
    assert [graph.constants[name] for name in "xyz"] == [-12, -1.5, 8]


def test_a_dollar_sign_belongs_to_a_name(read: Read) -> None:
    graph = read("cost = 1", "cost$ = 2", "x = cost$*3")
    assert graph.auxiliaries["x"] == Op("*", (Ref("cost$"), Number(3)))
