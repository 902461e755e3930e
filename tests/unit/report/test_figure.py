"""A figure as data: one specification, the same numbers in print, tables, workbook and slides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from pptx import Presentation

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.figure_spec import figure_names, parse_figure, read_figure
from zysim.inputs.history import read_history
from zysim.paths import data_root, figures_path
from zysim.plots import style
from zysim.report.figure.draw import draw_figure
from zysim.report.figure.files import write_figure
from zysim.report.figure.find import FigureFound, figure_of, find_figure
from zysim.report.figure.lines import drawn_charts
from zysim.report.figure.native import chart_of
from zysim.report.figure.table import figure_table
from zysim.report.figure.tell import notes_of, statement, title_of
from zysim.runs.project import Project, choose, open_project

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"
POWER, OUTPUT = "with_power", "city_output"
mpl.use("Agg")


@pytest.fixture(scope="module")
def harbour() -> Project:
    return open_project(HARBOUR)


@pytest.fixture(scope="module")
def found(harbour: Project) -> FigureFound:
    return find_figure(harbour, parse_figure(FIELDS | {"variables": [POWER, OUTPUT]}))


FIELDS: dict[str, Any] = {"percentiles": [10, 90], "until": 2045, "members": 16, "width_mm": 89}


def again(found: FigureFound, *cases: str, **fields: Any) -> FigureFound:
    """Return a figure of the same members under other fields."""
    spec = replace(found.spec, **{"variables": (POWER,)} | fields)
    chosen = choose(found.project, cases or found.spec.cases, {})
    return figure_of(found.project, spec, chosen, found.ensemble)


def test_what_is_drawn_are_quantiles_of_the_members(found: FigureFound) -> None:
    members = found.ensemble.of(POWER)[1]
    table = figure_table(found, "zh")
    model = table[(table["case"] == "accord") & (table["variable"] == POWER)]
    assert sorted(set(model["year"])) == list(range(2022, 2046))
    assert set(model["unit"]) == {"万吨/年"}
    for share in (10, 50, 90):
        lines = model[model["statistic"] == f"P{share}"]
        wanted = np.quantile(members[:, :24], share / 100, axis=0, method="inverted_cdf")
        np.testing.assert_allclose(lines["value"], 100 * wanted)
    chart = chart_of(found, found.shown[0], "zh")
    (line,) = [each for each in chart.series if each.name == "约定落实"]
    median = model[model["statistic"] == "P50"]["value"]
    np.testing.assert_allclose(line.values, median.round(), atol=1e-9)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sentence_is_of_the_last_case_and_its_numbers(found: FigureFound, lang: str) -> None:
    said = statement(again(found), lang)
    table = figure_table(found, lang)
    values = table[(table["year"] == 2034) & (table["variable"] == POWER)]
    places = 0 if lang == "zh" else 2
    for share in ("P10", "P50", "P90"):
        (value,) = values[(values["case"] == "accord") & (values["statistic"] == share)]["value"]
        assert f"{value:.{places}f}" in said
    first, last = found.ensemble.of(POWER)[:, :, 12]
    scale = 100 if lang == "zh" else 1
    more = np.quantile(last - first, 0.5, method="inverted_cdf") * scale
    assert f"{abs(more):.{places}f}" in said
    assert (
        ("多" if more > 0 else "少") if lang == "zh" else "more" if more > 0 else "less"
    ) in said
    assert found.titles["today"][lang == "en"] in said


def test_history_says_what_is_published_and_what_was_kept_to_test(found: FigureFound) -> None:
    one = again(found, variables=(OUTPUT,))
    notes = notes_of(one, "zh")
    assert "实心点为公布数" in notes
    assert "方点未用于校准" in notes
    with style.house_style():
        figure = draw_figure(one, "zh")
    marks = [each for each in figure.axes[0].lines if each.get_gid() == "history published"]
    assert [each.get_marker() for each in marks] == ["o", "o", "o", "s"]
    plt.close(figure)
    seen = figure_table(one, "en").query("statistic == 'observed'")
    assert list(seen["value"]) == [720, 792, 866, 939]
    assert "没有可比的历史数据" in notes_of(again(found), "zh")
    assert "历史数据" not in notes_of(again(found, history="none"), "zh")


def test_a_figure_spans_a_year_or_more() -> None:
    assert parse_figure({"from": 2030, "until": 2031}).last == 2031
    with pytest.raises(InputError, match="from 2030 is not before until 2030"):
        parse_figure({"from": 2030, "until": 2030})
    with pytest.raises(InputError, match=r"1 problem\(s\)\n  - percentiles must be a number"):
        parse_figure({"percentiles": [float("inf")]})


def test_another_estimate_outside_the_band_is_said() -> None:
    shown = read_history(data_root() / "params" / "history" / "observed.csv")
    (newest,) = [each for each in shown if each.series == "co2_edgar" and each.year == 2023]
    project = open_project(HARBOUR)
    rows = (*project.tables.history, newest)
    tables = replace(project.tables, history=rows)
    spec = parse_figure({"members": 2, "percentiles": [10, 90]})
    found = find_figure(replace(project, tables=tables), spec)
    low, high = (100 * found.band(POWER, "today", each)[1] for each in (10.0, 90.0))
    said = notes_of(found, "zh")
    inside = low <= 100 * newest.value <= high
    assert "EDGAR" in said
    assert ("与模型不符" in said) != inside
    assert f"{100 * newest.value:.0f}万吨" in said


@pytest.mark.parametrize("width", [60.0, 180.0])
def test_the_page_is_as_wide_as_asked_and_nothing_leaves_it(
    found: FigureFound, width: float
) -> None:
    long = ("x" * 190, "word " * 38)
    for at, lang in enumerate(("zh", "en")):
        for title in (("", ""), long):
            one = again(found, width=width, title=title)
            with style.house_style():
                figure = draw_figure(one, lang)
                figure.canvas.draw()
            assert figure.get_figwidth() * 25.4 == pytest.approx(width)
            boxes = [each.get_window_extent() for each in figure.texts]
            boxes.append(figure.axes[0].get_tightbbox())
            assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 + 1 for box in boxes)
            assert all(box.y0 >= 0 and box.y1 <= figure.bbox.y1 + 1 for box in boxes)
            texts = figure.findobj(mpl.text.Text)
            assert min(each.get_fontsize() for each in texts if each.get_text()) >= 6
            if title == long:
                assert figure.texts[0].get_text().replace("\n", "").count(long[at][0]) >= 38
            plt.close(figure)


def test_a_title_is_never_mathematics_or_a_formula(found: FigureFound, tmp_path: Path) -> None:
    title = ("=1+1 $x^2$", "=1+1 $x^2$")
    one = replace(again(found, title=title), titles={"today": title, "accord": title})
    names = [each.name for each in write_figure(one, tmp_path, ("zh",), ("svg", "xlsx", "pptx"))]
    stem = one.spec.id
    assert names[0] == f"{stem}.zh.svg"
    assert names[-1] == f"{stem}.manifest.json"
    sheet = openpyxl.load_workbook(tmp_path / f"{stem}.zh.xlsx").worksheets[0]
    heads = [cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value]
    assert {cell.data_type for cell in heads} == {"s"}
    assert sheet.cell(1, 1).value == title[0]
    made = Presentation(str(tmp_path / f"{stem}.zh.pptx"))
    assert made.slides[0].shapes.title.text == title[0]
    cells = pd.read_csv(tmp_path / f"{stem}.zh.csv")
    assert set(cells["case_title"].dropna()) == {f"'{title[0]}"}
    record = json.loads((tmp_path / f"{stem}.manifest.json").read_text("utf-8"))
    assert parse_figure(record["figure"]) == replace(one.spec, id="figure")
    with pytest.raises(InputError, match="--force"):
        write_figure(one, tmp_path, ("zh",), ("xlsx",))


def test_bands_of_the_workbook_follow_their_cells(
    found: FigureFound, tmp_path: Path, office_problems: Callable[[Path], list[str]]
) -> None:
    write_figure(again(found), tmp_path, ("en",), ("xlsx",))
    assert office_problems(tmp_path / "figure.en.xlsx") == []
    sheet = openpyxl.load_workbook(tmp_path / "figure.en.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[5]]
    assert heads[:6] == ["year", *(f"As today P{each}" for each in (10, 50, 90)), *heads[4:6]]
    assert sheet.cell(6, 5).value == "=C6-B6"
    assert sheet.cell(6, 6).value == "=D6-C6"
    first = found.band(POWER, "today", 10.0)[0]
    assert sheet.cell(6, 2).value == pytest.approx(first)
    assert len(sheet._charts) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"percentile": [10]}, "Did you mean 'percentiles'"),
        ({"percentiles": [10, 50]}, "10 has no 90 beside it"),
        ({"percentiles": [0, 100]}, "between 0 and 100"),
        ({"from": 2040, "until": 2030}, "from 2040 is not before until 2030"),
        ({"layout": "two"}, "must be one of one, panels"),
        ({"width_mm": 5}, "a number from 60 to 420"),
        ({"until": 2400}, "a whole number from 1900 to 2200"),
    ],
)
def test_a_field_that_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_figure(fields)
    assert said in str(caught.value)
    assert "处错误" in str(caught.value.zh)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": 2090}, "until 2090: the model ends in 2055"),
        ({"from": 1950}, "from 1950: name a year from 1992 on"),
        ({"account": "Q"}, "unknown account 'Q'"),
        ({"variables": ["city_outputt"]}, "Did you mean 'city_output'"),
        ({"variables": ["外来水"]}, "unknown variable '外来水'"),
        ({"cases": ["tody"], "until": 2090}, "Did you mean 'today'"),
    ],
)
def test_a_figure_the_city_cannot_draw_is_refused(
    harbour: Project, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        find_figure(harbour, parse_figure(fields))
    assert said in str(caught.value)
    assert caught.value.zh


def test_five_cases_on_one_pair_of_axes_are_refused_and_panels_are_not(harbour: Project) -> None:
    five = [f"accord+{next(iter(harbour.tables.levers))}={each}" for each in (0, 0.2, 0.4, 0.6)]
    spec = parse_figure({"cases": ["today", *five], "members": 2})
    with pytest.raises(InputError, match="5 cases on one pair of axes") as caught:
        find_figure(harbour, spec)
    assert "5 个情景放在一张图里" in str(caught.value.zh)
    many = find_figure(harbour, replace(spec, layout="panels"))
    with style.house_style():
        figure = draw_figure(many, "en")
    shown = [ax for ax in figure.axes if ax.get_visible()]
    assert len(shown) == 5
    assert len({ax.get_ylim() for ax in shown}) == 1
    plt.close(figure)


def test_names_are_told_apart_in_grey(found: FigureFound) -> None:
    with style.house_style():
        figure = draw_figure(again(found, palette="grey"), "en")
    medians = [each for each in figure.axes[0].lines if each.get_label()[0] != "_"]
    assert len({str(each.get_linestyle()) + str(each._dash_pattern) for each in medians}) == 2
    for each in medians:
        red, green, blue = mpl.colors.to_rgb(each.get_color())
        assert red == green == blue
    plt.close(figure)


def test_without_chinese_characters_nothing_is_begun(
    monkeypatch: pytest.MonkeyPatch, found: FigureFound, tmp_path: Path
) -> None:
    kept = [each for each in style.font_manager.fontManager.ttflist if each.name == "DejaVu Sans"]
    monkeypatch.setattr(style.font_manager.fontManager, "ttflist", kept)
    monkeypatch.setattr(style, "FONTS", tmp_path)
    with pytest.raises(InputError, match="no font with Chinese characters") as caught:
        write_figure(again(found), tmp_path / "o", ("zh", "en"))
    assert "没有中文字体" in str(caught.value.zh)
    assert not (tmp_path / "o").exists()
    assert write_figure(again(found), tmp_path / "o", ("en",), ("png",))


def test_shipped_figures_are_read_and_a_field_goes_before_them() -> None:
    names = figure_names(figures_path())
    assert {"emissions", "accounts"} <= set(names)
    for name in names:
        assert read_figure(name, figures_path(), {"until": 2041}).last == 2041


def test_the_list_names_every_figure_and_every_other_chart_once() -> None:
    listed = CliRunner().invoke(main, ["figure", "--list"]).stdout.split()
    names = figure_names(figures_path())
    drawn = [read_figure(each, figures_path(), {}).chart for each in names]
    charts = [each.id for each in drawn_charts(open_project())]
    assert sorted(listed) == sorted([*names, *(set(charts) - set(drawn))])


@pytest.mark.parametrize("name", ["sectors", "kaya"])
def test_a_chart_of_the_page_is_a_figure_of_the_same_lines(harbour: Project, name: str) -> None:
    spec = read_figure(name, harbour.root / "figures", {"members": 8, "percentiles": [10, 90]})
    found = find_figure(harbour, spec)
    (chart,) = (each for each in drawn_charts(harbour) if each.id == name)
    by_label = {each.label: each for each in chart.lines}
    assert [each.label for each in found.shown] == [
        label for label in by_label if label in {each.label for each in found.shown}
    ]
    case = found.spec.cases[-1]
    for shown in found.shown:
        line = by_label[shown.label]
        members = sum(w * found.ensemble.of(each)[-1] for each, w in line.terms.items())
        if line.over:
            members = members / sum(w * found.ensemble.of(n)[-1] for n, w in line.over.items())
        if chart.kind == "index":
            members = members / members[:, :1]
        wanted = np.quantile(members, 0.5, axis=0, method="inverted_cdf")
        np.testing.assert_allclose(found.band(shown.id, case, 50.0), wanted)
        assert found.bands[shown.id, case].any()
    for lang, unit in zip(("zh", "en"), chart.unit, strict=True):
        table = figure_table(found, lang)
        assert set(table["unit"]) == {unit}
        assert chart.note[lang == "en"].rstrip(".。") in notes_of(found, lang)
        assert title_of(found, lang) == chart.title[lang == "en"]


def test_a_name_that_is_neither_figure_nor_chart_is_answered_with_all(harbour: Project) -> None:
    spec = read_figure("sector", harbour.root / "figures")
    with pytest.raises(InputError, match=r"no figure of this name; there are: .*sectors.*kaya"):
        find_figure(harbour, spec)


def test_every_field_is_an_option(tmp_path: Path) -> None:
    words = [
        *("--city", str(HARBOUR), "fan", "today", "--variable", OUTPUT, "--percentiles", "10，90"),
        *("--from", "2020", "--until", "2040", "--history", "statistics", "--palette", "grey"),
        *("--width", "89", "--height", "40", "--title", "T", "--note", "N", "-n", "4"),
        *("--seed", "3", "--layout", "panels", "--format", "png", "--account", "N"),
    ]
    done = CliRunner().invoke(main, [*words, "-o", str(tmp_path)], env={"ZYSIM_LANG": "en"})
    assert done.exit_code == 0, done.stderr
    record = json.loads((tmp_path / f"fan-{OUTPUT}.manifest.json").read_text("utf-8"))
    assert record["figure"] == {
        "variables": [OUTPUT],
        "cases": ["today"],
        "percentiles": [10.0, 50.0, 90.0],
        "from": 2020,
        "until": 2040,
        "history": "statistics",
        "palette": "grey",
        "width_mm": 89.0,
        "height_mm": 40.0,
        "title_en": "T",
        "note_en": "N",
        "members": 4,
        "seed": 3,
        "layout": "panels",
        "account": "N",
    }
    assert set(record["written"]) == {f"fan-{OUTPUT}.en.png", f"fan-{OUTPUT}.en.csv"}
    for wrong, said in ((["--format", "gif"], "no format 'gif'"), (["--until", "x"], "--until")):
        done = CliRunner().invoke(main, [*words, *wrong], env={"ZYSIM_LANG": "en"})
        assert done.exit_code == 2
        assert said in done.stderr
