"""Every way a table can be wrong, and what the reader is told about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.read_tables import read_tables

ROW = "row 2 (population): "
CASES = [
    # cells that hold no usable number
    ("base_year.csv", "230.86", "", "row 2 (population): value is empty: write a number"),
    ("base_year.csv", "230.86", "many", "value 'many' is not a number: write digits"),
    ("base_year.csv", "230.86", "nan", "value 'nan' is not a finite number"),
    ("base_year.csv", "231.5", "inf", "high 'inf' is not a finite number"),
    ("base_year.csv", "231.5", "1e999", "high '1e999' is not a finite number"),
    ("base_year.csv", "230.86", '"2,308.6"', "value '2,308.6' has a comma: write 2308.6"),
    ("base_year.csv", "24.5", "2.5%", "value '2.5%' has a percent sign: write 0.025, or 2.5"),
    ("base_year.csv", "230.86", "２３０", "value '２３０' has full-width characters: write 230"),
    ("base_year.csv", "230.86", "#REF!", "value '#REF!' is a spreadsheet error"),
    ("base_year.csv", "230.86", "2_308", "value '2_308' is not a number"),
    # numbers that contradict each other
    ("base_year.csv", "230.86", "300", ROW + "need low <= value <= high, got 230, 300, 231.5"),
    ("uncertainty.csv", "uniform,20,,29", "uniform,29,,20", "need low < high, got 29, 20"),
    ("uncertainty.csv", "1500,2400,4500", "1500,1400,4500", "need low <= mode <= high"),
    ("uncertainty.csv", "uniform,20,,29", "uniform,20,,99", "outside its own range 20 to 29"),
    ("uncertainty.csv", "uniform,0,,1.2", "triangular,0,,1.2", "mode is empty: triangular"),
    ("uncertainty.csv", "1500,2400,4500", "2500,,4500", "low <= mode <= high, got 2500, 2400"),
    ("uncertainty.csv", "uniform,20,,29", "uniform,20,24,29", "a uniform constant has none"),
    ("uncertainty.csv", "uniform,0,,1.2", "lognormal,0,1,1.2", "a lognormal constant is above 0"),
    (
        "correlation.csv",
        "0.3",
        "1",
        "rank_correlation must be a number above -1 and below 1, it is 1",
    ),
    ("correlation.csv", ",fleet[car]", ",plant_hours", "a constant cannot go with itself"),
    ("correlation.csv", "fleet[car]", "fleet[bus]", "unknown uncertain constant 'fleet[bus]'"),
    (
        "correlation.csv",
        "fleet[car]",
        "lever_setting[gas_output_measure]",
        "unknown uncertain constant 'lever_",
    ),
    (
        "not_drawn.csv",
        "policy_delay",
        "policy_dealy",
        "row 2 (policy_dealy): unknown constant 'policy_dealy'. Did you mean 'policy_delay'?",
    ),
    ("not_drawn.csv", "policy_delay", "plant_hours", "row 2 (plant_hours): is sampled in uncert"),
    ("not_drawn.csv", ",A choice", ",", "reason_en is empty"),
    # ids
    ("base_year.csv", "population,人口", ",人口", "row 2 (no id): id is empty"),
    ("base_year.csv", "population,人口", "Total Pop,人口", "id 'Total Pop' is not an id"),
    (
        "base_year.csv",
        "fleet[bus]",
        "fleet[car]",
        "row 4 (fleet[car]): is used twice, first in row",
    ),
    ("coefficients.csv", "policy_delay", "population", "population: is already in base_year.csv"),
    ("levers.csv", "gas_output,增产", "gas[output],增产", "a lever is no array element"),
    ("sources.csv", "panel,A", "A panel,A", "key 'A panel' is not a key"),
    ("plan_targets.csv", "T05,", "target5,", "id 'target5' is not a target id: write T01 or T20a"),
    (
        "plan_coverage.csv",
        "C9,全民",
        "clause 9,全民",
        "clause 'clause 9' must be written as C1.1, C7 or P2",
    ),
    (
        "uncertainty.csv",
        "plant_hours",
        "plant_hour",
        "constant 'plant_hour'. Did you mean 'plant_h",
    ),
    # where a number comes from
    ("base_year.csv", "panel,table 1", "pannel,table 1", "source 'pannel'. Did you mean 'panel'?"),
    ("base_year.csv", "literature", "memory", "quality 'memory' must be one of plan, statistic, "),
    ("base_year.csv", "table 1", "", "locator is empty: give the page, table or clause"),
    ("base_year.csv", "Own judgement", "", "note is empty: say how this estimate value was made"),
    ("coefficients.csv", "Output over capacity", "", "say how this derived value was made"),
    ("base_year.csv", "wan person", "wan people", "unit 'wan people'. Did you mean 'wan person'"),
    ("base_year.csv", "wan person", "", "unit is empty (unit; dmnl for a pure number)"),
    ("base_year.csv", "wan person", "10/2", "unit '10/2' names no unit"),
    ("base_year.csv", "人口,Population", ",Population", "label_zh is empty"),
    ("sources.csv", "2026-11-22", "22.11.2026", "read_on '22.11.2026' is not a date"),
    ("sources.csv", "2023,City", "soon,City", "year 'soon' is not a year between 1990 and 2100"),
    # levers
    (
        "levers.csv",
        "0,1.2,2026",
        "0,0.8,2026",
        "high must be a number of 1 or more, it is 0.8 (highest setting; 1 is the plan)",
    ),
    ("levers.csv", "2026,2030", "2030,2026", "full 2026 must come after start 2030"),
    ("levers.csv", "2026,2030", "2021,2030", "start 2021 lies in the history"),
    ("levers.csv", "2026,2030", "2026.5,2030", "start '2026.5' is not a year"),
    ("levers.csv", "2030,up", "2030,upwards", "sign 'upwards' must be one of down, up, either"),
    ("levers.csv", "reading,0", "plan,0", "reading plan and quality plan go together"),
    ("levers.csv", "C9,全民", "C99,全民", "green_living: unknown clause 'C99'. Did you mean 'C9'?"),
    ("levers.csv", "C9,全民", ",全民", "clause is empty"),
    # targets
    ("plan_targets.csv", "peak<=", "peaks", "compare 'peaks' must be one of <=, >=, ==, change<="),
    ("plan_targets.csv", "%,2020", "%,", "reference_year is empty: change<= needs it"),
    ("plan_targets.csv", "%,2020", "%,2026", "reference_year 2026 must come before year 2025"),
    ("plan_targets.csv", "GW,,C1.1", "GW,2020,C1.1", "reference_year 2020: >= has none"),
    ("plan_targets.csv", "-14.5,%", "-14.5,dmnl", "unit 'dmnl': change<= is measured in %"),
    ("plan_targets.csv", "2.8,GW", "2.8,%", "unit '%': >= compares the variable in its own unit"),
    ("plan_targets.csv", "not modelled: ", "", "begin the note with 'not modelled: '"),
    ("plan_targets.csv", "aims;C9", "aims;C7", "T08: unknown clause 'C7'"),
    # history
    ("history/observed.csv", "2024,221.8", "2023,221.8", "(people 2023): is used twice"),
    (
        "history/observed.csv",
        ",wan person,panel",
        ",万头牛,panel",
        "unit '万头牛' is no unit: write",
    ),
    ("history/observed.csv", "literature,holdout", "literature,fit", "use fit in 2024: from 2024"),
    (
        "history/observed.csv",
        "table 2,literature,show",
        "table 2,literature,fit",
        "needs a variable",
    ),
    # coverage
    (
        "plan_coverage.csv",
        "modelled,gas_output",
        "modelled,gas_outptu",
        "Did you mean 'gas_output'",
    ),
    ("plan_coverage.csv", "T05,gas", "T06,gas", "unknown target 'T06'. Did you mean 'T0"),
    ("plan_coverage.csv", "not modelled,,", "not modelled,gas_output,", "yet names levers"),
    (
        "plan_coverage.csv",
        "partly,green_living",
        "partly,",
        "yet names no lever, target or variable",
    ),
    ("plan_coverage.csv", "Company disclosure is left out", "", "reason_en is empty"),
    # the shape of the file
    (
        "base_year.csv",
        "230.86,",
        "230.86,1,",
        "row 2 (population): has 12 cells where the header has",
    ),
    ("base_year.csv", ",table 1,literature,", ",literature", "has 9 cells where the header has 11"),
    ("base_year.csv", "label_zh,", "", "column 'label_zh' is missing"),
    ("base_year.csv", "label_zh,", "label_cn,", "unknown column 'label_cn'. Did you mean 'label_"),
    ("base_year.csv", "id,label_zh", "id,id,label_zh", "column 'id' is there twice"),
    ("base_year.csv", "人口", '"人口', "not a CSV file (unexpected end of data). Close every quot"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    CASES,
    ids=[f"{file.partition('.')[0]}: {message[-40:]}" for file, _, _, message in CASES],
)
def test_what_is_wrong_is_said(folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read_tables(folder)

    assert str(path) in str(caught.value)
    assert caught.value.zh is not None
    assert re.search(r"[\u4e00-\u9fff]", caught.value.zh)


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    """Four mistakes in three files: one error, four lines."""
    for file, old, new in [
        ("base_year.csv", "230.86", "x"),
        ("base_year.csv", "Own judgement", ""),
        ("levers.csv", "2030,up", "2030,both"),
        ("sources.csv", "2026-11-22", "yesterday"),
    ]:
        path = folder / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_tables(folder)

    said = str(caught.value)
    assert said.count("\n  - ") == 4
    assert "base_year.csv: 2 problem(s)" in said
    assert "row 4 (fleet[bus])" in said
    assert (caught.value.zh or "").count("\n  - ") == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "the file is empty. Its first line must be: id, label_zh", id="empty"),
        pytest.param(b"\n\n", "the file is empty", id="blank lines"),
        pytest.param("人口".encode("gbk"), "line 1: not UTF-8, it seems to be GBK", id="GBK"),
        pytest.param("人口".encode("utf-16"), "it seems to be UTF-16", id="UTF-16"),
        pytest.param(
            b"id\n\xff\xff\xff", "line 2: not UTF-8, it seems to be of an unk", id="bytes"
        ),
        pytest.param(b"id,\0label", "it seems to be a binary file", id="binary"),
        pytest.param(
            b"id;label_zh;label_en\n", "Separate the columns with commas", id="semicolons"
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(folder: Path, content: bytes, message: str) -> None:
    (folder / "base_year.csv").write_bytes(content)
    with pytest.raises(InputError, match=re.escape(message)):
        read_tables(folder)


def test_gbk_message_says_how_to_save(folder: Path) -> None:
    path = folder / "base_year.csv"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    with pytest.raises(InputError, match="save it as 'CSV UTF-8'") as caught:
        read_tables(folder)
    assert "另存为" in (caught.value.zh or "")
    assert "第 2 行" in (caught.value.zh or "")


def test_header_alone_is_refused(folder: Path) -> None:
    path = folder / "base_year.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no rows below the header"):
        read_tables(folder)


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "levers.csv").unlink()
    with pytest.raises(InputError, match=r"levers\.csv.*\n.*cannot be read \(No such file"):
        read_tables(folder)
