"""The report: its parts, its numbers in three files, both languages, the same bytes again."""

from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zysim.columns import width as columns_width
from zysim.errors import InputError
from zysim.metrics.plan_path import rule_text
from zysim.plots.style import PRINTED
from zysim.report.ensemble_tables import member_table
from zysim.report.paper import next_steps, typeset
from zysim.report.paper.blocks import Amount, Paragraph, TableBlock, shown
from zysim.report.paper.compose import CHAPTERS, compose
from zysim.report.paper.files import free_name, refresh_report, write_report
from zysim.report.paper.findings import find
from zysim.report.paper.front import Front
from zysim.report.paper.pictures import DrawnPictures
from zysim.report.paper.references import cited, own_judgements, reference
from zysim.report.paper.tables import (
    boundary_table,
    sector_table,
    target_table,
    variance_by_quality,
)
from zysim.report.paper.word import write_word
from zysim.report.paper.word_contents import LINES
from zysim.report.paper.word_parts import make_picture
from zysim.report.paper.word_refresh import refresh_word
from zysim.report.paper.word_styles import text_width
from zysim.report.paper.workbook import SHEETS
from zysim.runs.manifest import without_folders
from zysim.wording import LITTLE

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, folders):
    lang = request.param
    return lang, folders[lang], docx.Document(str(folders[lang] / f"report.{lang}.docx"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_brought_is_told_in_tables(brought, seek_record, lang):
    blocks = [*next_steps.advice(brought, {}, lang), *next_steps.track(brought, {}, lang)]
    tables = {each.id: each for each in blocks if isinstance(each, TableBlock)}
    rows = {name: [tuple(map(shown, row)) for row in each.rows] for name, each in tables.items()}
    zh = lang == "zh"
    (change,) = rows["advice"]
    assert change[0] == seek_record["title_zh" if zh else "title_en"]
    assert "1→0" in change[2]
    assert change[3:] == ("−7.3" if zh else "−0.073", "15%")
    wells, people = rows["arrivals"]
    unit, people_unit = ("亿立方米", "万人") if zh else ("10⁸ m³", "万人")
    rule = rule_text(brought.project.tables.targets["T07"], 2025, 2027, lang)
    off, on = ("脱轨", "在轨") if zh else ("off track", "on track")
    assert wells[1:] == ("2027", "71.5", unit, "120", rule, off, "72.3", "91")
    none = "方案未定" if zh else "no target"
    assert people[1:] == ("2027", "101", people_unit, none, "", "", "98.5", "103")
    assert [each[0] for each in rows["tracks"]] == [off, off, on]
    rule = rule_text(brought.project.tables.targets["T01"], 2020, 2025, lang)
    assert rows["tracks"][0][2:] == ("2025", "−14.5", rule, "−3.26", "%")
    assert (rows["tracks"][1][3], rows["tracks"][1][5]) == ("2030", "–")
    (ahead,) = rows["signposts"]
    signpost = brought.project.tables.signposts["gas_running_hours"]
    assert ahead[0] == signpost.label[0 if zh else 1]
    assert ahead[4:6] == ("1402", "2804")
    assert ahead[7:] == ("73%", "57%")
    assert set(tables) <= set(SHEETS)
    if not zh:
        told = [cell for each in rows.values() for row in each[1:] for cell in row]
        assert [cell for cell in told if HAN.search(cell)] == [people_unit]


def test_headings_captions_and_pictures(written):
    lang, folder, document = written
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert len(headings) == len(CHAPTERS) - 2  # nothing was sought, no statistics were brought
    first = "一、摘要：问题与答案" if lang == "zh" else "1  Summary: question and answer"
    assert headings[0] == first
    captions = [each for each in document.paragraphs if each.style.name == "Caption"]
    assert len(captions) == len(document.tables) + len(document.inline_shapes)
    assert len(document.tables) == len(names_in(folder))
    for caption in captions:
        codes = "".join(each.text for each in caption._p.iter(qn("w:instrText")))
        assert re.match(r"SEQ (表|图|Table|Figure) \\\* ARABIC", codes)
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")


def test_tables_have_three_lines_and_repeat_their_head(written):
    _, _, document = written
    for table in document.tables:
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        sizes = {each.tag: each.get(qn("w:sz")) for each in borders}
        assert sizes == {qn("w:top"): "12", qn("w:bottom"): "12"}
        head = table.rows[0]
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        for cell in head.cells:
            line = cell._tc.tcPr.find(qn("w:tcBorders")).find(qn("w:bottom"))
            assert line.get(qn("w:sz")) == "6"
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def codes_of(document) -> list[str]:
    return [each.text for each in document.element.body.iter(qn("w:instrText"))]


def test_text_refers_to_figures_and_tables_by_fields(written):
    _, _, document = written
    body = document.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    asked = {code.split()[1] for code in codes_of(document) if code.startswith("REF ")}
    assert len(asked) == len(document.tables) + len(document.inline_shapes)
    assert asked <= names
    assert "⟦" not in "".join(each.text or "" for each in body.iter(qn("w:t")))


def test_contents_and_lists_are_fields_that_lead_to_headings(written):
    lang, _, document = written
    codes = [code for code in codes_of(document) if code.startswith("TOC")]
    words = ("图", "表") if lang == "zh" else ("Figure", "Table")
    assert [code.split()[-1].strip('"') for code in codes[1:]] == list(words)
    body = document.element.body
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    assert len(links) == len(CHAPTERS) - 2
    assert set(links) <= names
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_word_and_excel_have_nothing_to_repair(written, office_problems):
    lang, folder, _ = written
    assert office_problems(folder / f"report.{lang}.docx") == []
    assert office_problems(folder / f"report.{lang}.xlsx") == []


def test_pictures_are_as_wide_as_the_text_so_that_letters_keep_their_size(folders):
    pictures = list(folders["zh"].glob("*.png"))
    assert len(pictures) > 5
    for each in pictures:
        with Image.open(each) as drawn:
            assert drawn.width / drawn.info["dpi"][0] <= PRINTED + 0.02, each.name


def test_quotation_marks_stand_in_the_font_of_their_language(written):
    lang, _, document = written
    marks = [run for run in document.element.body.iter(qn("w:r")) if "“" in _words(run)]
    wide = [run for run in marks if run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None]
    assert marks
    assert len(wide) == (len(marks) if lang == "zh" else 0)
    assert {_words(run) for run in wide} <= {"“", "”“", "“‘"}


def _words(run):
    return "".join(each.text or "" for each in run.iter(qn("w:t")))


def test_lines_of_contents_lead_to_a_number_at_the_right(written):
    _, _, document = written
    for name in LINES:
        style = document.styles[name]
        (stop,) = style.paragraph_format.tab_stops
        assert stop.position == text_width(document)
        assert any(each.style.name == name for each in document.paragraphs)


def test_chinese_is_tagged_as_chinese_of_the_mainland(written):
    _, _, document = written
    tags = list(document.styles.element.iter(qn("w:lang")))
    assert {each.get(qn("w:eastAsia")) for each in tags} == {"zh-CN"}


def test_an_edited_report_gets_new_numbers_and_keeps_its_words(
    found, folders, tmp_path, office_problems
):
    report = tmp_path / "report.zh.docx"
    document = docx.Document(str(folders["zh"] / report.name))
    body = [each for each in document.paragraphs if each.style.name == "Body Text"]
    changed, renewed = body[1].text, body[2].text
    body[1].runs[-1].text = "我改过这一段。"
    body[0].insert_paragraph_before("我自己写的一段。")
    for each in document.element.body.iter(qn("w:t")):  # as Word does when a figure is put in
        if re.fullmatch(r"图 \d", each.text or ""):
            each.text = f"图 {int(each.text[-1]) + 1}"
    document.tables[0].rows[1].cells[0].paragraphs[0].runs[0].text = "改过的表"
    document.save(str(report))
    moved = replace(found, boundary="A")
    fresh = compose(moved, draw_pictures_of(folders["zh"]), "zh")
    made, done = refresh_word(fresh, report)
    report.write_bytes(made)
    assert office_problems(report) == []
    assert set(done.kept) == {"question_1", "table_conditions"}
    assert done.absent == ()
    after = docx.Document(str(report))
    texts = [each.text for each in after.paragraphs]
    assert "我自己写的一段。" in texts
    assert "我改过这一段。" in [each[-7:] for each in texts]
    assert changed not in texts
    assert renewed in texts
    assert after.tables[0].rows[1].cells[0].text == "改过的表"
    (wanted,) = [each for each in fresh.tables if each.id == "scenarios"]
    at = [each.id for each in fresh.tables].index("scenarios")
    cells = [cell.text for cell in after.tables[at].rows[1].cells]
    assert cells == [shown(cell) for cell in wanted.rows[0]]
    assert len(after.inline_shapes) == len(fresh.pictures)
    again, done = refresh_word(fresh, report)
    report.write_bytes(again)
    assert [each.text for each in docx.Document(str(report)).paragraphs] == texts
    assert "question_0" in done.renewed
    body[3]._p.getparent().remove(body[3]._p)
    document.save(str(report))
    assert refresh_word(fresh, report)[1].absent == ("question_3",)
    report.write_text("no document")
    with pytest.raises(InputError, match="cannot be read as a Word document"):
        refresh_word(fresh, report)
    docx.Document().save(str(report))
    with pytest.raises(InputError, match="holds nothing that can be renewed"):
        refresh_word(fresh, report)
    with pytest.raises(InputError, match="no report to refresh"):
        refresh_report(moved, tmp_path / "o", "en")
    assert free_name(tmp_path, "report.zh", "docx") == "report.zh.2.docx"


def test_a_template_gives_its_styles_and_none_of_its_words(found, folders, tmp_path):
    template, out = tmp_path / "ours.docx", tmp_path / "o.docx"
    ours = docx.Document()
    ours.add_paragraph("letter head")
    ours.styles["Heading 1"].font.name = "Ours"
    ours.save(str(template))
    paper = compose(found, draw_pictures_of(folders["zh"]), "zh", front=Front(chapters=("cost",)))
    write_word(paper, out, template)
    made = docx.Document(str(out))
    assert made.styles["Heading 1"].font.name == "Ours"
    assert "letter head" not in "".join(each.text for each in made.paragraphs)
    for name in ("Caption", "Body Text"):
        style = ours.styles[name]
        style.element.getparent().remove(style.element)
    ours.save(str(template))
    with pytest.raises(
        InputError, match=r"ours\.docx.*\n.*lacks the style\(s\) Body Text, Caption"
    ):
        write_word(paper, out, template)
    template.write_text("letter")
    with pytest.raises(InputError, match="cannot be read as a Word document"):
        write_word(paper, out, template)


def test_a_cover_says_who_and_when_and_chapters_are_chosen(found, folders):
    front = Front(
        title="=1+1", author="李四", unit="市发改委", date="2026-11-30", chapters=("cost",)
    )
    paper = compose(found, draw_pictures_of(folders["zh"]), "zh", front=front)
    assert paper.title == "=1+1"
    assert paper.cover == ("编制：李四", "单位：市发改委", "2026 年 11 月 30 日")
    assert [each.id for each in paper.tables] == ["cost"]
    assert not paper.has_contents
    with pytest.raises(InputError, match="unknown chapter 'costs'") as caught:
        compose(found, {}, "zh", front=Front(chapters=("costs",)))
    assert "可选的章：question" in str(caught.value.zh)
    with pytest.raises(InputError, match="title of 191 characters"):
        Front(title="x" * 191)


def test_only_the_pictures_of_the_chapters_chosen_are_drawn(found, tmp_path: Path) -> None:
    for chapters, wanted in ((("question", "cost"), set()), (("scenarios",), {"fan"})):
        pictures = DrawnPictures(found, tmp_path, "zh")
        compose(found, pictures, "zh", front=Front(chapters=chapters))
        assert {path.stem for path in tmp_path.iterdir()} == wanted


def test_a_summary_alone_ends_with_the_fan_where_asked_in_its_own_width(found, folders):
    pictures = draw_pictures_of(folders["zh"])

    def shown(*chapters: str, fan: bool) -> list[str]:
        front = Front(chapters=chapters, fan=fan)
        return [each.id for each in compose(found, pictures, "zh", front=front).pictures]

    assert shown("question", fan=True) == ["fan"]
    assert shown("question", fan=False) == []
    assert shown("question", "scenarios", fan=True) == ["fan"]
    document = docx.Document()
    for wide in (89.0, 900.0, None):
        make_picture(document, replace(pictures["fan"], millimetres=wide))
    most = text_width(document)
    assert [each.width for each in document.inline_shapes] == [Mm(89), most, most]


def test_references_are_documents_as_the_standard_sets_them(found, written):
    _, _, document = written
    entries = [each.text for each in document.paragraphs if re.match(r"\[\d+\]", each.text)]
    documents = [each for each, _ in cited(found.project.tables) if each.key != "zysim_authors"]
    assert len(entries) == len(documents)
    for entry, source in zip(entries, documents, strict=True):
        assert entry.endswith(reference(source))
        assert re.search(r"\[(S|DB|J|R|Z|EB)(/OL)?\]", entry), entry
        assert ("/OL" in entry) == bool(re.search(r"\. \S+\.\S+\.$", entry)), entry
    said = " ".join(each.text for each in document.paragraphs)
    assert str(own_judgements(found.project.tables)) in said


def test_page_and_fonts_follow_the_standard(written):
    _, _, document = written
    section = document.sections[0]
    assert round(section.top_margin.cm, 1) == 3.7
    assert round(section.left_margin.cm, 1) == 2.8
    for name, font in (("Body Text", "仿宋"), ("Heading 1", "黑体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font


NAMES = [
    *("conditions", "measures", "fit", "scenarios", "sectors", "boundaries", "counties"),
    *("targets", "structures", "credit", "leading", "ranking", "cost", "quality"),
]
APART = ("scenarios", "targets", "measures", "fit")
"""Tables whose printed cells hold several numbers."""


def names_in(folder: Path) -> list[str]:
    """Return the tables of a report; one without a ranking of today's model has none of it."""
    return [each for each in NAMES if each != "ranking" or (folder / f"{each}.csv").exists()]


def csv_of(folder: Path, name: str) -> list[list[str]]:
    text = (folder / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))


def test_numbers_of_word_workbook_and_csv_are_the_same(written):
    lang, folder, document = written
    book = openpyxl.load_workbook(folder / f"report.{lang}.xlsx")
    numbers, names = 0, names_in(folder)
    for name, table, sheet in zip(
        names, document.tables, book.worksheets[1 : 1 + len(names)], strict=True
    ):
        words = [[cell.text for cell in row.cells] for row in table.rows]
        lines = csv_of(folder, name)
        assert len(lines) == len(words)
        if name in APART:  # several numbers in a printed cell
            # A chance of next to nothing is only bounded where it is read.
            printed = [re.sub(r"[<>]\d+%", "", " ".join(row)) for row in words[1:]]
            read = [re.findall(r"\d+(?:\.\d+)?%?", row) for row in printed]
            for row, said in zip(lines[1:], read, strict=True):
                cells = [cell for cell in row if re.fullmatch(r"-?[\d.]+", cell)]
                values = {abs(float(cell)) for cell in cells}
                for text in said:
                    places = len(text.rstrip("%").partition(".")[2])
                    value = float(text.rstrip("%"))
                    near = {value, round(value / 100, places + 2)}
                    known = near & values or any(text in cell for cell in row)
                    assert known, (name, text, row)
        for at, row in enumerate(lines[1:], start=4):
            for place, said in enumerate(row, start=1):
                cell = sheet.cell(at, place)
                if isinstance(cell.value, str) or cell.value is None:
                    assert (cell.value or "") == said
                    continue
                numbers += 1
                assert cell.value == pytest.approx(float(said), abs=1e-12), (name, said)
                if name in APART:
                    continue
                shown = words[at - 3][place - 1]
                if shown[0] in "<>":  # a chance that is only bounded where it is read
                    assert f'"{shown}"' in cell.number_format
                    assert (cell.value < LITTLE) == (shown[0] == "<")
                    assert (cell.value > 1 - LITTLE) == (shown[0] == ">")
                    continue
                percent = cell.number_format.endswith("%")
                read_back = float(shown.replace("−", "-").rstrip("%")) / (100 if percent else 1)
                assert cell.value == pytest.approx(read_back, abs=1e-12), (name, shown)
    assert numbers > 150


def test_every_cell_of_the_tables_is_one_number_or_words(folders):
    """Numbers are read by pandas as numbers: no sign but an ASCII minus, no ranges."""
    for lang, folder in folders.items():
        for name in [
            each for each in names_in(folder) if each != "measures"
        ]:  # those are sentences
            text = (folder / f"{name}.csv").read_text("utf-8-sig")
            assert "−" not in text
            for row in csv_of(folder, name)[1:]:
                for cell in row:
                    assert not re.match(r"\+", cell), (name, cell)
                    assert not re.search(r"\d%?\s*–\s*-?\d", cell), (name, cell)
        credit = pd.read_csv(folder / "credit.csv")
        assert all(map(pd.api.types.is_numeric_dtype, credit.dtypes.iloc[1:])), lang
        assert (credit.iloc[:, 1:] < 0).any().any()


def test_columns_of_the_workbook_are_as_wide_as_their_cells(written):
    lang, folder, _ = written
    book = openpyxl.load_workbook(folder / f"report.{lang}.xlsx")
    names = names_in(folder)
    for name, sheet in zip(names, book.worksheets[1 : 1 + len(names)], strict=True):
        for place in range(1, sheet.max_column + 1):
            letter = openpyxl.utils.get_column_letter(place)
            cells = [sheet.cell(row, place).value for row in range(4, sheet.max_row + 1)]
            texts = [text for text in cells if isinstance(text, str)]
            needed = max(map(columns_width, texts), default=0)
            assert sheet.column_dimensions[letter].width > needed, (name, letter)


def test_a_number_that_the_plan_does_not_give_is_not_printed_as_its_own(found):
    table = target_table(found, "zh")
    assert "方案值" not in table.heads
    who = {row[0].split()[0]: row[table.heads.index("由谁定")] for row in table.rows}
    text = (found.project.root / "params/plan_targets.csv").read_text("utf-8")
    lines = csv.DictReader(text.splitlines(keepends=True))
    for line in lines:
        if line["id"] not in who:
            continue
        assert (who[line["id"]] == "方案") == (line["quality"] == "plan"), line["id"]
    assert who["T14"] == who["T21a"] == "本模型解读"
    assert who["T21b"] == "上级"


def test_a_report_that_is_there_is_kept(found, folders, tmp_path):
    mine = tmp_path / "report.zh.docx"
    mine.write_text("edited")
    with pytest.raises(InputError, match="--force"):
        write_report(found, tmp_path, "zh")
    assert mine.read_text() == "edited"
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    write_report(found, tmp_path, "zh", force=True)
    for path in sorted(folders["zh"].iterdir()):  # the same findings give the same bytes
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_no_folder_of_the_machine_stands_in_a_file(tmp_path):
    command = without_folders(f"zysim report baseline {tmp_path}/mine.toml -o {tmp_path}/out")
    assert command == "zysim report baseline mine.toml -o out"
    private = r"zysim report 'C:\Users\li\my case.toml' ~/x.toml --out=/srv/out"
    assert without_folders(private) == "zysim report 'my case.toml' x.toml --out=out"


def test_each_boundary_has_its_own_chance(found):
    members = member_table(found.ensemble)
    table = boundary_table(found, "en")
    chances = {(row[0], row[1]): row[4].value for row in table.rows}
    assert len(chances) == 8
    for scenario in ("baseline", "plan"):
        mine = members[members["scenario"] == scenario]
        for letter in "ABCD":
            key = (found.titles[scenario][1], found.project.city.accounts[letter].label[1])
            early = (mine[f"peak_year_{letter}"] <= 2030).fillna(value=False)
            assert chances[key] == pytest.approx(early.mean()), key
    assert (
        len({value for (name, _), value in chances.items() if name == found.titles["plan"][1]}) > 1
    )


def median(values):
    """By hand: the smallest value with at least half of the members at or below it."""
    return np.sort(values)[(values.size + 1) // 2 - 1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sectors_add_up_as_printed_to_the_median_of_the_account(found, lang):
    table = sector_table(found, lang)
    assert found.account.label[0 if lang == "zh" else 1] in table.caption
    rows = [[cell.stored for cell in row[1:]] for row in table.rows]
    *parts, total, sink = rows
    assert total == pytest.approx(np.sum(parts, axis=0), abs=1e-9)
    at = found.ensemble.scenarios.index("plan")
    scale, near = (100, 0.51) if lang == "zh" else (1, 0.0051)
    for year, said, taken in zip(table.heads[1:], total, sink, strict=True):
        place = list(found.ensemble.years).index(int(year))
        members = found.ensemble.of("energy_co2_provincial")[at, :, place]
        assert said == pytest.approx(scale * median(members), abs=near), year
        forest = found.ensemble.of("forest_sink")[at, :, place]
        assert taken == pytest.approx(-scale * median(forest), abs=near)


def test_bands_hold_every_sector_once(found):
    sectors = found.project.graph.variables["sector_co2"].elements
    held = [part for band in found.project.city.bands for part in found.project.city.parts(band)]
    assert sorted(held) == sorted(sectors)


def test_sentences_give_unit_and_scenario(written):
    lang, _, document = written
    body = [each.text for each in document.paragraphs if each.style.name == "Body Text"]
    answer = next(
        each
        for each in body
        if re.search("95 ?%", each) and re.search("80% (的可能区间|range)", each)
    )
    assert ("万吨/年" if lang == "zh" else "Mt a year") in answer
    assert "百万吨" not in answer
    assert ("“按方案实施”" if lang == "zh" else "“All measures of the plan”") in answer
    assert re.search(r"\d\.\d%.*\d\.\d%–\d+\.\d%", answer)
    assert not any("{" in each or re.search(r"\bnan\b", each) for each in body)


def test_english_is_english_but_for_titles_of_sources(folders):
    document = docx.Document(str(folders["en"] / "report.en.docx"))
    body = [each.text for each in document.paragraphs if not re.match(r"\[\d+\]", each.text)]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [each for each in [*body, *cells] if HAN.search(each)] == []


def test_the_workbook_explains_itself_and_holds_a_chart_to_edit(written):
    lang, folder, _ = written
    path = folder / f"report.{lang}.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == ("说明" if lang == "zh" else "About")
    about = {row[0].value: row[1].value for row in book.worksheets[0].rows}
    assert "32, 0" in about.values()
    with zipfile.ZipFile(path) as packed:
        chart = packed.read("xl/charts/chart1.xml").decode()
    assert "areaChart" in chart
    assert "lineChart" in chart
    fan = book["扇形图" if lang == "zh" else "Fan chart"]
    heads = [fan.cell(5, place).value for place in (2, 5, 8)]
    assert [each.rpartition(" ")[2] for each in heads] == ["P2.5", "P50", "P97.5"]
    assert fan.cell(6, 9).value == "=C6-B6"


def test_without_a_stored_ranking_it_says_so(found, folders):
    paper = compose(
        replace(found, levers=None, worlds=None),
        draw_pictures_of(folders["zh"]),
        "zh",
    )
    said = [each.text for each in paper.blocks if isinstance(each, Paragraph)]
    assert any("zysim rank levers --out" in each for each in said)
    assert not any(table.id == "ranking" for table in paper.tables)


def draw_pictures_of(folder: Path):
    from zysim.report.paper.blocks import PictureBlock

    names = [path.stem for path in folder.glob("*.png")]
    return {each: PictureBlock(each, each, each, folder / f"{each}.png") for each in names}


def test_shares_of_variance_by_quality_add_up(found):
    shares = variance_by_quality(found)
    assert shares is not None
    assert sum(shares.values()) == pytest.approx(1)


def test_one_scenario_is_not_enough(found):
    with pytest.raises(InputError, match="name two scenarios or more"):
        find(found.project, found.chosen[:1])


def test_pdf_without_typst_says_how_to_get_it(monkeypatch, found, tmp_path):
    monkeypatch.setattr(typeset, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r'pip install "zysim\[pdf\]"'):
        write_report(found, tmp_path, "zh", pdf=True)


def test_pdf_is_set_from_the_same_blocks(found, folders):
    pytest.importorskip("typst")
    folder = folders["zh"]
    paper = compose(found, draw_pictures_of(folder), "zh")
    typeset.write_pdf(paper, folder / "a.pdf")
    made = (folder / "a.pdf").read_bytes()
    (folder / "a.pdf").unlink()
    assert made.startswith(b"%PDF")
    assert not list(folder.glob("*.typ"))
    source = "\n".join(typeset.typst_text(replace(paper, title='a"] #evil')))
    assert r'"a\"] #evil"' in source


@given(
    value=st.floats(-1e6, 1e6, allow_nan=False),
    places=st.integers(0, 4),
    kind=st.sampled_from(["", "%", "+"]),
)
def test_an_amount_reads_as_it_is_stored(value, places, kind):
    amount = Amount(value, places, kind)
    read = float(amount.text.replace("−", "-").rstrip("%")) / (100 if kind == "%" else 1)
    assert read == pytest.approx(amount.stored, abs=1e-9)
    assert not re.fullmatch(r"[−+]0\.?0*%?", amount.text)
