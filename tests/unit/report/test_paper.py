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
from hypothesis import given
from hypothesis import strategies as st

from zysim.columns import width as columns_width
from zysim.errors import InputError
from zysim.report.ensemble_tables import member_table
from zysim.report.paper import typeset
from zysim.report.paper.blocks import Amount, Paragraph
from zysim.report.paper.compose import compose
from zysim.report.paper.files import write_report
from zysim.report.paper.findings import find
from zysim.report.paper.tables import (
    boundary_table,
    sector_table,
    target_table,
    variance_by_quality,
)
from zysim.runs.manifest import without_folders

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request, folders):
    lang = request.param
    return lang, folders[lang], docx.Document(str(folders[lang] / f"report.{lang}.docx"))


def test_headings_captions_and_pictures(written):
    lang, _, document = written
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert len(headings) == 10
    assert headings[0] == ("一、问题与答案" if lang == "zh" else "1  Question and answer")
    captions = [each for each in document.paragraphs if each.style.name == "Caption"]
    assert len(captions) == len(document.tables) + len(document.inline_shapes) == 14
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


def test_page_and_fonts_follow_the_standard(written):
    _, _, document = written
    section = document.sections[0]
    assert round(section.top_margin.cm, 1) == 3.7
    assert round(section.left_margin.cm, 1) == 2.8
    for name, font in (("Body Text", "仿宋"), ("Heading 1", "黑体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font


NAMES = [
    "conditions",
    "scenarios",
    "sectors",
    "boundaries",
    "targets",
    "ranking",
    "credit",
    "quality",
]


def csv_of(folder: Path, name: str) -> list[list[str]]:
    text = (folder / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))


def test_numbers_of_word_workbook_and_csv_are_the_same(written):
    lang, folder, document = written
    book = openpyxl.load_workbook(folder / f"report.{lang}.xlsx")
    numbers = 0
    for name, table, sheet in zip(NAMES, document.tables, book.worksheets[1:9], strict=True):
        words = [[cell.text for cell in row.cells] for row in table.rows]
        lines = csv_of(folder, name)
        assert len(lines) == len(words)
        if name in ("scenarios", "targets"):  # several numbers in a printed cell
            read = [re.findall(r"\d+(?:\.\d+)?%?", " ".join(row)) for row in words[1:]]
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
                if name in ("scenarios", "targets"):
                    continue
                shown = words[at - 3][place - 1]
                percent = cell.number_format.endswith("%")
                read_back = float(shown.replace("−", "-").rstrip("%")) / (100 if percent else 1)
                assert cell.value == pytest.approx(read_back, abs=1e-12), (name, shown)
    assert numbers > 150


def test_every_cell_of_the_tables_is_one_number_or_words(folders):
    """Numbers are read by pandas as numbers: no sign but an ASCII minus, no ranges."""
    for lang, folder in folders.items():
        for name in NAMES:
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
    for name, sheet in zip(NAMES, book.worksheets[1:9], strict=True):
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
    assert len({value for (name, _), value in chances.items() if name.startswith("Plan")}) > 1


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
    answer = next(each for each in body if "95" in each and "P10–P90" in each)
    assert ("万吨/年" if lang == "zh" else "Mt a year") in answer
    assert "百万吨" not in answer
    assert ("“按方案实施”" if lang == "zh" else "“Plan carried out in full”") in answer
    assert re.search(r"\d\.\d%.*\d\.\d%–\d+\.\d%", answer)
    assert not any("{" in each or "nan" in each for each in body)


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
    fan = book.worksheets[9]
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

    names = ("fan", "peaks", "sectors", "targets", "wedge", "ranking")
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
