"""Files for Word and PowerPoint: nothing in them that these would refuse or repair."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from pptx import Presentation
from pptx.oxml import parse_xml

from zysim.report.paper.blocks import Amount, Heading, Paper, Paragraph, PictureBlock, TableBlock
from zysim.report.paper.word import write_word
from zysim.report.slides.deck import Chart, Deck, Series, Slide, Table
from zysim.report.slides.powerpoint import open_template, write_powerpoint

Problems = Callable[[Any], list[str]]
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000165d45a520000000049454e44ae426082"
)
"""A picture of one point."""
SECTIONS = (
    '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="一" '
    'id="{6E1B5C1A-0000-4000-8000-000000000001}"><p14:sldIdLst><p14:sldId id="256"/>'
    "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
)
SHOWS = (
    '<p:custShowLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<p:custShow name="短" id="0"><p:sldLst><p:sld r:id="{}"/></p:sldLst></p:custShow>'
    "</p:custShowLst>"
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    picture = tmp_path_factory.mktemp("picture") / "dot.png"
    picture.write_bytes(DOT)
    table = TableBlock("sums", "合计", ("部门", "万吨"), (("电力", Amount(1.5, 1)),))
    drawn = PictureBlock("dot", "一点", "一点", picture)
    words = Paragraph("“按方案”见⟦figure-dot⟧、⟦table-sums⟧。", "first-0")
    return Paper(
        title="题目",
        subtitle="副题",
        lang="zh",
        blocks=(Heading("一、甲"), words, table, Heading("二、乙"), drawn),
    )


@pytest.fixture(scope="module")
def deck() -> Deck:
    series = tuple(Series(name=each, values=(1.0, 2.0), colour="1A2B3C") for each in "甲乙")
    charts = [
        Chart(kind=kind, categories=("2025", "2030"), series=series, unit="万吨", form="0")
        for kind in ("line", "bar", "column", "stacked")
    ]
    table = Table(heads=("部门", "万吨"), rows=(("电力", Amount(1.5, 1)),))
    pages = [Slide(id=each.kind, title="一", chart=each, notes="出处") for each in charts]
    last = Slide(id="table", title="二", points=("要点",), table=table, notes="出处")
    return Deck(title="题目", foot="脚注", lang="zh", slides=(*pages, last))


@pytest.fixture(scope="module")
def files(
    paper: Paper, deck: Deck, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """The parts of a report, of slides and of a workbook."""
    folder = tmp_path_factory.mktemp("office")
    write_word(paper, folder / "a.docx")
    write_powerpoint(deck, folder / "a.pptx", open_template(None))
    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        sheet = book.add_worksheet("扇形图")
        sheet.write_row(0, 0, ["年份", 1])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": ["扇形图", 0, 1, 0, 1]})
        sheet.insert_chart(2, 0, chart)
    made = {}
    for path in folder.iterdir():
        with zipfile.ZipFile(path) as packed:
            made[path.suffix[1:]] = {name: packed.read(name) for name in packed.namelist()}
    return made


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_what_is_written_needs_no_repair(
    kind: str, files: dict[str, dict[str, bytes]], office_problems: Problems
) -> None:
    assert office_problems(packed(files[kind])) == []


DOCUMENT = "word/document.xml"
BROKEN = [
    (
        "docx",
        DOCUMENT,
        "(<w:tblBorders>.*?</w:tblBorders>)(.*?)(</w:tblPr>)",
        r"\2\1\3",
        "too late",
    ),
    ("docx", DOCUMENT, '<w:bookmarkEnd w:id="(\\d+)"/>', "", "has no end"),
    ("docx", DOCUMENT, 'w:name="_Ref_table_sums"', f'w:name="{"x" * 41}"', "not allowed"),
    (
        "docx",
        DOCUMENT,
        'w:name="_Ref_table_sums"',
        'w:name="other"',
        "_Ref_table_sums is not there",
    ),
    ("docx", DOCUMENT, '<w:fldChar w:fldCharType="begin"/>', "", "in the wrong place"),
    ("docx", DOCUMENT, '<w:fldChar w:fldCharType="end"/>', "", "a field has no end"),
    ("docx", DOCUMENT, 'w:val="Caption"', 'w:val="Nothing"', "the style Nothing is not there"),
    ("docx", DOCUMENT, "<w:gridCol [^>]*/>", "", "than its grid"),
    ("docx", DOCUMENT, "(<w:tc>.*?)<w:p>.*?</w:p></w:tc>", r"\1</w:tc>", "end with a paragraph"),
    ("docx", DOCUMENT, 'r:embed="[^"]*"', 'r:embed="rId99"', "refers to rId99"),
    ("docx", DOCUMENT, ' xml:space="preserve">([^<]*) </w:t>', r">\1 </w:t>", "are lost"),
    ("docx", "word/settings.xml", 'w:val="15"', 'w:val="14"', "compatibility mode"),
    ("docx", "docProps/core.xml", "2000-01-01T", "2000/01/01 ", "W3CDTF"),
    ("docx", "[Content_Types].xml", '<Default Extension="png"[^>]*/>', "", "png: has no type"),
    ("docx", "word/_rels/document.xml.rels", 'Target="media/', 'Target="lost/', "leads to lost/"),
    (
        "pptx",
        "ppt/presentation.xml",
        "<p:notesMasterIdLst>.*?</p:notesMasterIdLst>",
        "",
        "no master",
    ),
    ("pptx", "ppt/presentation.xml", 'id="257"', 'id="256"', "the slide 256 is given twice"),
    ("pptx", "ppt/presentation.xml", 'id="256"', 'id="12"', "too low a number"),
    ("pptx", "ppt/slides/slide1.xml", 'cNvPr id="3"', 'cNvPr id="2"', "shape 2 is given twice"),
    ("pptx", "ppt/charts/chart1.xml", 'axId val="1"', 'axId val="-1"', "below 0"),
    ("pptx", "ppt/charts/chart1.xml", r"Sheet1!\$B\$2", "Sheet1!$Z$2", "empty|does not hold"),
    ("xlsx", "xl/workbook.xml", 'name="扇形图"', 'name="a/b"', "the sheet a/b"),
    ("xlsx", "xl/sharedStrings.xml", 'uniqueCount="1"', 'uniqueCount="2"', "count of texts"),
    ("xlsx", "xl/charts/chart1.xml", r"\$B\$1", "$C$1", "is empty"),
]


@pytest.mark.parametrize(("kind", "part", "old", "new", "said"), BROKEN)
def test_each_rule_finds_what_breaks_it(
    kind: str,
    part: str,
    old: str,
    new: str,
    said: str,
    files: dict[str, dict[str, bytes]],
    office_problems: Problems,
) -> None:
    parts = dict(files[kind])
    changed, count = re.subn(old, new, parts[part].decode("utf-8"), count=1, flags=re.DOTALL)
    assert count == 1
    parts[part] = changed.encode("utf-8")
    assert any(re.search(said, each) for each in office_problems(packed(parts)))


def test_a_template_leaves_its_pictures_and_remarks_behind(
    paper: Paper, tmp_path: Path, office_problems: Problems
) -> None:
    ours, out = docx.Document(), tmp_path / "out.docx"
    ours.add_picture(str(paper.pictures[0].path))
    ours.add_comment(ours.add_paragraph("旧文").runs, "内部批注")
    ours.save(str(tmp_path / "ours.docx"))
    write_word(
        Paper(title="题目", subtitle="", lang="zh", blocks=(Paragraph("新文"),)),
        out,
        tmp_path / "ours.docx",
    )
    with zipfile.ZipFile(out) as parts:
        assert not [name for name in parts.namelist() if "media" in name or "comments" in name]
    assert office_problems(out) == ["Word opens it in compatibility mode: ['14']"]


def test_sections_and_shows_of_a_template_go_with_its_slides(
    deck: Deck, tmp_path: Path, office_problems: Problems
) -> None:
    ours, out = Presentation(), tmp_path / "out.pptx"
    ours.slides.add_slide(ours.slide_layouts[0])
    element = ours.part._element
    (old,) = ours.slides._sldIdLst
    element.insert(-1, parse_xml(SHOWS.format(old.rId)))
    element.append(parse_xml(SECTIONS))
    ours.save(str(tmp_path / "ours.pptx"))
    write_powerpoint(deck, out, open_template(tmp_path / "ours.pptx"))
    assert office_problems(out) == []
    with zipfile.ZipFile(out) as parts:
        assert sum(name.startswith("ppt/slides/slide") for name in parts.namelist()) == len(
            deck.slides
        )
        assert not re.search(b"custShow|sectionLst", parts.read("ppt/presentation.xml"))
