"""The table of structures: what is read, and every way a row can be wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.structures import Delivery, read_structures
from zysim.inputs.tables import Tables

HEAD = (
    "question,question_zh,question_en,alternative,label_zh,label_en,weight,sets,"
    "source,locator,quality,note\n"
)
ROWS = """\
plant,何时,When,early,早,early,0.25,gas_output*1@2026-2029,authors,,estimate,A guess
plant,何时,When,half,半,half,0.5,gas_output*0.5;plant_hours=2000,authors,,estimate,A guess
plant,何时,When,open,开放,open,0.25,plant_hours=drawn,authors,,estimate,A guess
"""


def read(tables: Tables, folder: Path, rows: str):
    path = folder / "structures.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return read_structures(
        path, tables.levers, tables.parameters, tables.uncertainty, tables.sources, tables.city
    )


def test_alternatives_say_what_they_set(tables: Tables, tmp_path: Path) -> None:
    (question,) = read(tables, tmp_path, ROWS)
    early, half, opened = question.alternatives
    assert early.levers == {"gas_output": Delivery(share=1.0, years=(2026, 2029))}
    assert half.levers == {"gas_output": Delivery(share=0.5, years=None)}
    assert half.constants == {"plant_hours": 2000.0}
    assert opened.constants == {"plant_hours": None}
    assert question.levers == {"gas_output"}


def test_a_city_without_the_table_has_no_structures(tables: Tables, tmp_path: Path) -> None:
    assert read_structures(tmp_path / "none.csv", tables.levers, None, None, None) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "0.5,gas_output",
            "0.4,gas_output",
            "rows 2, 3, 4 (plant early, plant half, plant open): weights sum to 0.9",
        ),
        ("0.5,gas_output", "0,gas_output", "row 3 (plant half): weight must be a number above 0"),
        (
            "plant_hours=drawn",
            "gas_output*1@2026-2029",
            "row 4 (plant open): sets the same as early",
        ),
        ("plant_hours=drawn", "", "sets is empty (what it sets: constant=value"),
        ("gas_output*0.5", "gas_outptu*0.5", "unknown lever 'gas_outptu'. Did you mean 'gas_out"),
        ("plant_hours=2000", "plant_hour=2000", "unknown constant 'plant_hour'"),
        ("plant_hours=2000", "plant_hours=9000", "9000 is outside 1500 to 4500 h/year"),
        ("plant_hours=drawn", "policy_delay=drawn", "unknown uncertain constant 'policy_delay'"),
        ("@2026-2029", "@2029-2026", "2029-2026 ends before it starts"),
        ("plant_hours=2000", "plant_hours=2000@2030", "is a constant, which has no years"),
        ("plant,何时,When,half", "plant,何时,When,early", "is used twice"),
        ("A guess", "", "note is empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(
    tables: Tables, tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in ROWS
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read(tables, tmp_path, ROWS.replace(old, new, 1))
    assert "structures.csv" in str(caught.value)
    assert re.search(
        r"structures\.csv：1 处错误\n  - 第 \d+(、\d+)* 行（plant ", str(caught.value.zh)
    )
