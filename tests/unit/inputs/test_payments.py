"""The tables of costs and payments: what is read, and every way a row can be wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.costs import read_costs
from zysim.inputs.payments import Term, read_payments
from zysim.inputs.tables import Tables

COSTS = """\
id,label_zh,label_en,value,low,high,unit,price_year,lifetime,scope,source,locator,quality,note
plant,电厂,Plant,2400,2000,4000,CNY/kW,2022,25,city,panel,page 1,literature,
gas,气价,Gas,1.9,1.6,2.4,CNY/m3,2024,,province,authors,,estimate,A guess
"""
PAYMENTS = """\
id,label_zh,label_en,kind,price,quantity,payer,receiver,levers,note
plants,电厂,Plants,capital,plant,gas_power_capacity,firms,outside,gas_output,
fuel,燃料,Fuel,energy,gas,gas_export - gas_import,outside,gas_company,,
habits,习惯,Habits,less_service,,,,,green_living,Less is used
"""


def read(tables: Tables, folder: Path, costs: str = COSTS, payments: str = PAYMENTS):
    for name, text in (("costs.csv", costs), ("payments.csv", payments)):
        (folder / name).write_text(text, encoding="utf-8")
    found = read_costs(folder / "costs.csv", tables.sources)
    return found, read_payments(folder / "payments.csv", found, tables.levers, tables.city.payers)


def test_costs_and_payments_are_read(tables: Tables, tmp_path: Path) -> None:
    costs, payments = read(tables, tmp_path)
    assert costs["plant"].lifetime == 25
    assert costs["gas"].lifetime is None
    assert payments["fuel"].quantity == (
        Term(sign=1.0, name="gas_export"),
        Term(sign=-1.0, name="gas_import"),
    )
    assert not payments["fuel"].inside
    assert not payments["habits"].paid
    assert payments["plants"].levers == ("gas_output",)


def test_a_city_without_the_tables_has_no_costs(tables: Tables, tmp_path: Path) -> None:
    assert read_costs(tmp_path / "costs.csv", tables.sources) == {}
    assert read_payments(tmp_path / "payments.csv", {}, tables.levers, tables.city.payers) == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2400,2000", "1400,2000", "row 2 (plant): need low <= value <= high"),
        ("CNY/kW", "CNY/kw", "unknown unit 'kw'"),
        (",25,city", ",2.5,city", "lifetime must be a whole number of 1 or more, it is 2.5"),
        (",25,city", ",25,town", "scope 'town' must be one of city, province, nation"),
        ("A guess", "", "note is empty"),
        (",capital,", ",capitol,", "kind 'capitol' must be one of capital"),
        (",capital,", ",upkeep,", "kind capital and a lifetime go together"),
        ("capital,plant,", "capital,,", "kind capital and a lifetime go together"),
        ("firms,outside", "firms,firms", "payer and receiver are both firms: nothing would flow"),
        ("firms,outside", "firm,outside", "city.toml: unknown payer 'firm'. Did you mean 'firms'?"),
        ("gas_export - gas_import", "gas_export-gas_import", "is not an id of the model; join"),
        ("gas_output,", "gas_outptu,", "unknown lever 'gas_outptu'. Did you mean 'gas_output'?"),
        ("less_service,,,", "less_service,,gas_output,", "quantity must be empty in a row of kind"),
        ("Less is used", "", "row 4 (habits): note is empty"),
        ("green_living,Less", ",Less", "green_living: has no row: add its payments"),
        ("energy,gas,", "energy,,", "gas: has a cost in costs.csv and no payment"),
    ],
)
def test_a_wrong_row_is_refused(
    tables: Tables, tmp_path: Path, old: str, new: str, message: str
) -> None:
    costs, payments = COSTS, PAYMENTS
    assert (old in costs) or (old in payments)
    with pytest.raises(InputError, match=re.escape(message)) as refusal:
        read(tables, tmp_path, costs.replace(old, new, 1), payments.replace(old, new, 1))
    assert re.search("[\u4e00-\u9fff]", refusal.value.zh or "")
