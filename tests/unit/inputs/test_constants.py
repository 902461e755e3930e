"""What a constant is called, and which one a label stands for."""

from __future__ import annotations

from zysim.inputs.constants import assumption_words, constant_label, identify
from zysim.inputs.parameters import Parameter
from zysim.inputs.provenance import Provenance

PROVENANCE = Provenance(source="authors", locator="", quality="estimate", note="")


def _parameter(name: str, zh: str, en: str, unit: str = "GW") -> Parameter:
    return Parameter(
        id=name,
        label_zh=zh,
        label_en=en,
        value=0.5,
        low=0.1,
        high=1.0,
        unit=unit,
        provenance=PROVENANCE,
        file="coefficients.csv",
    )


KNOWN = {
    each.id: each
    for each in (
        _parameter("floor[town]", "人均面积", "Floor per head – town", "m2/person"),
        _parameter("floor[village]", "人均面积", "Floor per head – village", "m2/person"),
        _parameter("price[coal]", "煤价", "Price – coal", "CNY/t"),
        _parameter("price[oil]", "油价", "Price – oil", "CNY/t"),
        _parameter("storage", "储能", "Storage"),
        _parameter("share", "占比", "Share", "dmnl"),
        _parameter("growth", "增速", "Growth", "1/year"),
    )
}


def test_a_label_of_all_elements_is_the_whole_array() -> None:
    assert identify("人均面积", {}, KNOWN) == "floor"
    assert identify("煤价", {}, KNOWN) == "price[coal]"
    assert identify("Floor per head – town", {}, KNOWN) == "floor[town]"
    assert identify("无此名", {}, KNOWN) == "无此名"


def test_elements_of_one_label_are_told_apart() -> None:
    assert constant_label("floor", KNOWN) == ("人均面积", "Floor per head")
    assert constant_label("floor[town]", KNOWN) == ("人均面积（town）", "Floor per head – town")
    assert constant_label("price[oil]", KNOWN) == ("油价", "Price – oil")
    assert constant_label("price", KNOWN) == ("price", "Price")


def test_a_value_is_told_in_the_unit_people_read() -> None:
    assert assumption_words("storage", 0.25, KNOWN, "zh") == "储能 25 万千瓦"
    assert assumption_words("storage", 0.25, KNOWN, "en") == "Storage 0.25 GW"
    assert assumption_words("share", 0.35, KNOWN, "zh") == "占比 0.35"
    assert assumption_words("growth", 0.02, KNOWN, "zh") == "增速 0.02 每年"
