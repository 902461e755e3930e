"""Statistics as offices print and save them: read where certain, refused by row where not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from zysim.errors import InputError
from zysim.inputs.numbers import Printed, read_printed, read_year
from zysim.inputs.official_units import factor_to
from zysim.inputs.problems import Problem
from zysim.inputs.statistic import Known, Statistic
from zysim.inputs.statistics import latest, read_statistics
from zysim.inputs.statistics_template import write_template
from zysim.runs.project import open_project

HEAD = "指标,年份,数值,下限,上限,单位,来源,发布日期\n"


@pytest.fixture(scope="module")
def known(root: Path) -> Known:
    project = open_project(root)
    return Known(project.graph, project.tables.signposts, project.tables.history, (2020, 2060))


def read(tmp_path: Path, text: str, known: Known) -> tuple[list[Statistic], list[Problem]]:
    notes: list[Problem] = []
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_statistics(path, known, notes), notes


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,089.34", 1089.34, ""),
        ("１，０８９．３４", 1089.34, ""),
        ("1 089.34", 1089.34, ""),
        ("958.63①", 958.63, ""),
        ("958.63²", 958.63, ""),
        ("958.63[1]", 958.63, ""),
        ("958.63（注1）", 958.63, ""),
        ("-3.1%", -3.1, "%"),
        ("221.8 万 人", 221.8, "万 人"),
        ("−3.1", -3.1, ""),
        ("65亿立方米", 65.0, "亿立方米"),
    ],
)
def test_a_certain_number_is_read(text: str, value: float, unit: str) -> None:
    found = read_printed(text)
    assert isinstance(found, Printed)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    ["10,89", "1,08", "约65", "65—67", ">63", "63以上", "(958.63)", "12.5.3", "5.3×10⁴", "1e999"],
)
def test_an_uncertain_number_is_refused(text: str) -> None:
    assert isinstance(read_printed(text), Problem)


@pytest.mark.parametrize(
    "text", ["2025", "2025年", "２０２５年", "二〇二五年", "2025年末", "2025.0"]
)
def test_a_year_is_read(text: str) -> None:
    assert read_year(text) == 2025


@pytest.mark.parametrize("text", ["2025年1-6月", "2025年上半年", "2025-06", "25年", "“十四五”末"])
def test_what_is_no_whole_year_is_refused(text: str) -> None:
    assert isinstance(read_year(text), Problem)


@pytest.mark.parametrize(
    ("text", "wanted", "factor"),
    [
        ("亿元", "yi CNY/year", 1),
        ("万元", "yi CNY/year", 1e-4),
        ("人", "wan person", 1e-4),
        ("万千瓦", "GW", 0.01),
        ("MW", "GW", 1e-3),
        ("万千瓦时", "yi kWh/year", 1e-4),
        ("吨标准煤/万元", "wan tce/yi CNY", 1),
        ("克/千瓦时", "wan t/yi kWh", 0.01),
        ("%", "dmnl", 0.01),
        ("万吨", "Mt/year", 0.01),
        ("10 000 persons", "wan person", 1.0),
        ("10,000 kW", "GW", 0.01),
        ("100 million m³ a year", "yi m3/year", 1.0),
        ("10^8 kWh", "yi kWh/year", 1.0),
        ("tce per 10 000 yuan", "wan tce/yi CNY", 1.0),
        ("billion yuan", "yi CNY/year", 10.0),
        ("百万吨", "Mt/year", 1),
        ("千吨", "Mt/year", 1e-3),
        ("吉瓦时", "yi kWh/year", 0.01),
        ("兆瓦时", "yi kWh/year", 1e-5),
        ("TWh", "yi kWh/year", 10),
        ("吉瓦", "GW", 1),
        ("千克标准煤/万元", "wan tce/yi CNY", 1e-3),
        ("亿立方米", "yi m3/year", 1),
        ("万亩", "ha", 1e4 / 15),
        ("平方公里", "ha", 100),
        ("公顷", "wan m2", 1),
        ("‰", "1/year", 1e-3),
        ("个百分点", "dmnl", 0.01),
        ("亿户", "wan household", 1e4),
        ("GJ", "MJ", 1e3),
    ],
)
def test_official_units_are_converted(text: str, wanted: str, factor: float) -> None:
    assert factor_to(text, wanted) == pytest.approx(factor)


def test_a_yearbook_is_read(tmp_path: Path, known: Known) -> None:
    text = (
        "表1 主要指标,,,,,,,\n"
        + HEAD
        + '地区生产总值（2020年价）,2025年,"1,089.34①",,,亿元（2020年价）,公报,2026年3月20日\n'
        "天然气产量,2024,6300000,,,万立方米,,\n"
        "常住人口,２０２４,221.8万,,,万人,,\n"
        "城镇化率,2024,45.0,,,%,,2025-04\n"
        "全社会用电量,2025,…,,,亿千瓦时,,\n"
        ",,,,,,,\n"
    )
    path = tmp_path / "gbk.csv"
    path.write_bytes(text.replace("221.8万,", "221.8万人,").encode("gb18030"))
    notes: list[Problem] = []
    gdp, gas, people, urban = read_statistics(path, known, notes)
    assert (gdp.series, gdp.year, gdp.value) == ("gdp", 2025, 1089.34)
    assert gdp.published == date(2026, 3, 20)
    assert gdp.high - gdp.value == pytest.approx(1.96 * 10.8934)
    assert gas.value == pytest.approx(630)
    assert people.value == 221.8
    assert (urban.variable, urban.value) == ("urban_share", pytest.approx(0.45))
    assert [note.zh.partition("：")[0] for note in notes] == [
        "gbk.csv 第 3 行（地区生产总值（2020年价））",
        "gbk.csv 第 7 行（全社会用电量）",
    ]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("gdp,2025,1089,,,万吨标准煤,,", "不是同一种量"),
        ("gdp,2025,1089,,,,,", "单位为空"),
        ("gdp,2025,1089,,,亿元（现价）,,", "基年价格"),
        ("gdp_nominal,2025,1150.8,,,亿元,,", "口径不同"),
        ("gdp,2025,1150.8,,,亿元,,", "gdp_nominal"),
        ("gdp,2025,1089万元,,,亿元,,", "数值后却为 '万元'"),
        ("gdp,2025年上半年,500,,,亿元,,", "不是整年"),
        ("gdp,2019,800,,,亿元,,", "2020—2060"),
        ("gdp_growth,2020,3,,,%,,", "2021—2060"),
        ("gpd,2025,1089,,,亿元,,", "是否指 gdp"),
        ("fleet,2025,30,,,万辆,,", "含有多个分量"),
        ("drought_index,2025,1,,,dmnl,,", "常数"),
        ("cars,2025,约32,,,万辆,,", "不能确定"),
        ("cars,2025,32,26,,万辆,,", "上限与下限"),
        ("cars,2025,32,33,38,万辆,,", "下限 ≤ 数值"),
        ("cars,2025,32,,,万辆,,明年春天", "不是日期"),
        ("cars,2025,32,,,万辆,,2026-03-20或更晚", "不是日期"),
        ("cars,2025,#N/A,,,万辆,,", "电子表格的错误值"),
        ("gdp_per_head,2025,5,,,万元/人,,", "请填写下限与上限"),
        ("gas_power_capacity,2023,0,,,万千瓦,,", "为 0"),
        ("汽车保有量,2025,32,,,万辆,,", "口径不同"),
    ],
)
def test_an_uncertain_row_is_refused(row: str, word: str, tmp_path: Path, known: Known) -> None:
    good = "常住人口,2024,221.8,,,万人,,\n"
    with pytest.raises(InputError) as raised:
        read(tmp_path, HEAD + good + row + "\n", known)
    assert "第 3 行" in str(raised.value.zh)
    assert word in str(raised.value.zh)
    assert "row 3" in str(raised.value)


def test_names_are_read_as_printed(tmp_path: Path, known: Known) -> None:
    head = "指 标①,年 份,数 值,计量 单位,发布日期\n"
    rows = [
        "常 住 人 口①,2024,221.8,万 人,\n",
        "地区生产总值(2020年价),2024,1022.86,亿元,２０２５/３/２０\n",
        "\u200b城镇化率,2024,\ufeff45.0,%,2025-03-20 00:00:00\n",
        "gdp_growth,2024,−,%,\n",
    ]
    found, notes = read(tmp_path, head + "".join(rows), known)
    assert [each.variable for each in found] == ["resident_population", "gdp", "urban_share"]
    assert [each.published for each in found[1:]] == [date(2025, 3, 20)] * 2
    assert [note.zh.rpartition("：")[2] for note in notes] == ["略去注码 '①'", "没有数据，略过"]


def test_a_name_like_no_other_lists_what_is_expected(tmp_path: Path, known: Known) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, HEAD + "ΨΨ,2024,1,,,万人,,\n,2024,1,,,万人,,\n", known)
    told = str(raised.value.zh)
    assert "第 3 行（?）：指标为空" in told
    offered = told.partition("可用：")[2].partition(" ……")[0].split(", ")
    signposts = known.signposts.values()
    assert set(offered) <= {name for x in signposts for name in (x.id, *x.label, *x.aliases)}


def test_all_rows_are_refused_at_once(tmp_path: Path, known: Known) -> None:
    with pytest.raises(InputError, match="2 problem"):
        read(tmp_path, HEAD + "gdp,2025,x,,,亿元,,\ncars,25年,32,,,万辆,,\n", known)


def test_merged_cells_count_in_each_row_but_not_a_merged_value(
    tmp_path: Path, known: Known
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["指标", "年份", "数值", "单位"])
    sheet.append(["地区生产总值（2020年价）", 2024, 1022.86, "亿元"])
    sheet.append([None, 2025, 1089.34, None])
    sheet.append(["城镇化率", 2024, 0.45, "%"])
    sheet["C4"].number_format = "0.0%"
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")
    path = tmp_path / "a.xlsx"
    book.save(path)
    found = read_statistics(path, known, [])
    assert [(each.series, each.year) for each in found[:2]] == [("gdp", 2024), ("gdp", 2025)]
    assert found[2].value == pytest.approx(0.45)
    sheet.merge_cells("C2:C3")
    book.save(path)
    with pytest.raises(InputError) as raised:
        read_statistics(path, known, [])
    assert str(raised.value.zh).count("跨行合并") == 2


def saved(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_sheet_with_the_header_is_read(tmp_path: Path, known: Known) -> None:
    rows: list[list[object]] = [["指标", "年份", "数值", "单位"], ["gdp", 2024, 1022.86, "亿元"]]
    (found,) = read_statistics(saved(tmp_path / "a.xlsx", [["说明"]], rows), known, [])
    assert found.value == 1022.86
    with pytest.raises(InputError, match="2 sheets hold such a table"):
        read_statistics(saved(tmp_path / "b.xlsx", rows, rows), known, [])


def test_a_formula_without_its_result_is_no_empty_cell(tmp_path: Path, known: Known) -> None:
    rows: list[list[object]] = [["指标", "年份", "数值", "单位"], ["gdp", 2024, "=1000+2", "亿元"]]
    with pytest.raises(InputError, match=r"'=1000\+2' is a formula whose result is not in"):
        read_statistics(saved(tmp_path / "a.xlsx", rows), known, [])


def test_an_unquoted_thousands_comma_is_named(tmp_path: Path, known: Known) -> None:
    with pytest.raises(InputError, match="quotation marks"):
        read(tmp_path, "series,year,value,unit\ngdp,2025,1,089,yi CNY\n", known)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.csv", "你好\n".encode(), "表头"),
        ("a.xlsx", "你好\n".encode(), "工作簿"),
        ("a.csv", HEAD.encode("utf-16")[:-1], "不是文本表格"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "旧格式"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "密码"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    name: str, data: bytes, word: str, tmp_path: Path, known: Known
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as raised:
        read_statistics(path, known, [])
    assert word in str(raised.value.zh)


def test_the_newest_vintage_counts_in_any_order(tmp_path: Path, known: Known) -> None:
    rows, _ = read(
        tmp_path,
        HEAD
        + "gdp,2024,1022.86,,,亿元,,2025-03-20\ngdp,2024,1030,,,亿元,,2026-03-20\n"
        + "gdp_growth,2024,6.7,,,%,,2025-01-20\n",
        known,
    )
    notes: list[Problem] = []
    assert [each.printed for each in latest(rows, notes)] == ["1030"]
    assert [each.printed for each in latest(rows[::-1], [])] == ["1030"]
    assert "修订为 1030" in notes[0].zh
    assert "增速不重复计入" in notes[1].zh


def test_two_values_without_dates_are_refused(tmp_path: Path, known: Known) -> None:
    rows, _ = read(tmp_path, HEAD + "gdp,2024,1022.86,,,亿元,,\ngdp,2024,1030,,,亿元,,\n", known)
    with pytest.raises(InputError) as raised:
        latest(rows, [])
    assert "发布日期" in str(raised.value.zh)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_template_is_read_back(name: str, lang: str, tmp_path: Path, known: Known) -> None:
    path = tmp_path / name
    write_template(path, known.signposts.values(), 2025, "zh" if lang == "zh" else "en")
    notes: list[Problem] = []
    assert read_statistics(path, known, notes) == []
    assert len(notes) == len(known.signposts)
    with pytest.raises(InputError, match="there already"):
        write_template(path, known.signposts.values(), 2025, "zh")


def test_a_template_has_a_known_ending(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ends in"):
        write_template(tmp_path / "t.doc", [], 2025, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_the_documents_is_read(
    lang: str, root: Path, tmp_path: Path, known: Known
) -> None:
    text = (root / "docs" / lang / "update.md").read_text(encoding="utf-8")
    table = text.partition("```csv\n")[2].partition("```")[0]
    found, notes = read(tmp_path, table, known)
    assert [each.series for each in found] == [
        "gdp",
        "gdp",
        "gas_output",
        "resident_population",
        "urban_share",
    ]
    assert found[1].value == 1089.34
    assert len(notes) == 2
