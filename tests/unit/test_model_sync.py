"""Numbers of tables put into a model text, and nothing else touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.model_sync import find_numbers, number_text, sync_text, without_row
from zysim.reading import read_model
from zysim.reading.model_text import SKETCH

ROWS = ("anyue", "lezhi", "yanjiang")
CLOCK = "INITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nSAVEPER = 1 ~~|\n"

TEXT = """{UTF-8}
fuel :
	coal, natural gas
	~	dmnl
	~	燃料。Fuels.
	|

county :
	Anyue, Lezhi
	~	dmnl
	~	县。
	|

growth rate = 0.050
	~	1/year
	~	增长。A note with a number 3 and an = sign.
	|

Price[fuel] =
	2, 3.50
	~	CNY
	~	价格。
	|

weight[county, fuel] =
	0.1, 0.2;
	0.3, -4e-2;
	~	dmnl
	~	权重。
	|

tax[coal] = 7
	~	CNY
	~	税。
	|

tax rate = 0
	~	dmnl [0,1.2]
	~	设定。
	|

demand = growth rate*3
	~	dmnl
	~	需求。
	|

TIME STEP = 0.25
	~	year [0,?]
	~	步长。
	|

\\\\\\---/// Sketch information
growth rate = 9
"""


def test_every_constant_is_found_with_its_elements() -> None:
    assert {name: spot.value for name, spot in find_numbers(TEXT).items()} == {
        "growth_rate": 0.05,
        "price[coal]": 2.0,
        "price[natural_gas]": 3.5,
        "weight[anyue,coal]": 0.1,
        "weight[anyue,natural_gas]": 0.2,
        "weight[lezhi,coal]": 0.3,
        "weight[lezhi,natural_gas]": -0.04,
        "tax[coal]": 7.0,
        "tax_rate": 0.0,
        "tax_rate:low": 0.0,
        "tax_rate:high": 1.2,
    }


def test_equal_numbers_leave_the_text_byte_for_byte() -> None:
    numbers = {name: spot.value for name, spot in find_numbers(TEXT).items()}
    assert sync_text(TEXT, numbers) == (TEXT, [])


def test_only_the_digits_that_differ_change() -> None:
    text, differences = sync_text(
        TEXT,
        {"growth_rate": 0.06, "weight[lezhi,natural_gas]": 1.0, "tax_rate:high": 1.5},
    )
    expected = TEXT.replace("0.050", "0.06", 1).replace("-4e-2", "1").replace("0,1.2", "0,1.5")
    assert text == expected
    assert [str(each) for each in differences] == [
        "growth_rate: 0.05 -> 0.06",
        "weight[lezhi,natural_gas]: -0.04 -> 1",
        "tax_rate:high: 1.2 -> 1.5",
    ]


def test_one_number_for_all_elements_is_written_out_where_they_differ() -> None:
    text = TEXT.replace("2, 3.50", "2")
    same = {"price[coal]": 3.0, "price[natural_gas]": 3.0}
    assert sync_text(text, same)[0] == text.replace("\n\t2\n", "\n\t3\n")
    other = {**same, "price[coal]": 2.0}
    found, differences = sync_text(text, other)
    assert found == text.replace("\n\t2\n", "\n\t2, 3\n")
    assert [str(each) for each in differences] == ["price[natural_gas]: 2 -> 3"]


def test_a_new_element_gets_its_numbers_from_the_tables() -> None:
    text = TEXT.replace("coal, natural gas", "coal, oil, natural gas").replace(
        "\t0.3, -4e-2;\n", ""
    )
    numbers = {"price[coal]": 2.0, "price[oil]": 9.0, "price[natural_gas]": 3.5}
    weights = [f"weight[{county},{fuel}]" for county in ("anyue", "lezhi") for fuel in ("coal",)]
    with pytest.raises(
        InputError, match=r"2 numbers for 6 elements.*: weight\[anyue,oil\], "
    ) as no:
        sync_text(text, {**numbers, **dict.fromkeys(weights, 1.0)})
    assert "weight：6 个元素却有 2 个数" in str(no.value.zh)
    text = re.sub(r"weight\[.*?\|\n", "", text, flags=re.DOTALL)
    found, differences = sync_text(text, numbers)
    assert found == text.replace("\n\t2, 3.50\n", "\n\t2, 9, 3.5\n")
    assert "price[natural_gas]: - -> 3.5" in map(str, differences)
    assert sync_text(found, numbers) == (found, [])


def test_a_list_of_two_dimensions_is_written_in_rows(tmp_path: Path) -> None:
    """As the model language reads it: without semicolons it is refused."""
    text = TEXT.replace("Anyue, Lezhi", "Anyue, Lezhi, Yanjiang")
    ids = [f"weight[{row},{fuel}]" for row in ROWS for fuel in ("coal", "natural_gas")]
    found, _ = sync_text(text, {name: float(at) for at, name in enumerate(ids)})
    assert "\n\t0, 1;\n\t2, 3;\n\t4, 5;\n\t~" in found
    path = tmp_path / "grown.mdl"
    path.write_text(f"{found.partition(SKETCH)[0]}{CLOCK}", encoding="utf-8")
    constants = read_model(path).constants
    assert [constants[name] for name in ids] == [0, 1, 2, 3, 4, 5]


def test_syncing_twice_changes_nothing_more() -> None:
    numbers = {"growth_rate": 0.061, "price[coal]": 1e-7}
    once, _ = sync_text(TEXT, numbers)
    assert sync_text(once, numbers) == (once, [])


def test_ids_the_model_does_not_have_are_listed_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        sync_text(TEXT, {"growth_rat": 1.0, "price[oil]": 2.0, "demand": 3.0})
    assert "3 problem(s)" in str(caught.value)
    assert "growth_rat: the model has no such constant. Did you mean 'growth_rate'?" in str(
        caught.value
    )


def test_constants_without_a_row_are_named() -> None:
    assert without_row(TEXT, {"growth_rate": 0.05, "tax[coal]": 7.0})[:2] == [
        "price[coal]",
        "price[natural_gas]",
    ]


def test_list_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InputError, match="price: 3 numbers for 2 elements"):
        find_numbers(TEXT.replace("2, 3.50", "2, 3.50, 4"))


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e22, -2.5e-9, 123456789.0])
def test_written_numbers_read_back_the_same(value: float) -> None:
    assert float(number_text(value)) == value
