"""Write a deck as .pptx, with native charts, on our own page or on an office's template."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from zysim.columns import width as columns_of
from zysim.errors import InputError
from zysim.files import write_bytes
from zysim.inputs.text_file import read_bytes
from zysim.report.paper.blocks import Amount, shown
from zysim.report.paper.word import property_text, same_dates
from zysim.report.slides.deck import Deck, Slide, Table
from zysim.report.slides.native_chart import GREY, INK, add_chart, set_font
from zysim.wording import Lang

WIDE = (Inches(13.333), Inches(7.5))
SIZES = {"title": 26, "point": 18, "small": 14, "cell": 13, "foot": 10}
MUCH = 320
"""Columns of text from which on points beside a chart or table are set small."""
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""Names the extension that holds the sections of a presentation."""
STALE = ("/thumbnail", "/extended-properties", "/printerSettings")
"""Ends of the types of parts that may be left out."""
HEAD, PAPER = "E8EEF4", "FFFFFF"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def open_template(template: Path | None) -> Any:
    """Return an empty presentation of our own size, or with the design of an office.

    Parameters
    ----------
    template
        A presentation whose master, fonts and size are taken; its own slides are left out.

    Raises
    ------
    InputError
        If the template cannot be read as a presentation.
    """
    if template is None:
        plain = Presentation()
        plain.slide_width, plain.slide_height = WIDE
        _drop_stale(plain)
        return plain
    data = read_bytes(template)
    try:
        found = Presentation(BytesIO(data))
    except (OSError, KeyError, ValueError, BadZipFile, PackageNotFoundError) as error:
        msg = f"{template}: cannot be read as a presentation. Save it as .pptx in your program."
        zh = f"{template}：不是可读取的演示文稿。请在 PowerPoint 或 WPS 中另存为 .pptx。"
        raise InputError(msg, zh=zh) from error
    _drop_slides(found)
    _drop_stale(found)
    return found


def _drop_slides(presentation: Any) -> None:
    """Take the slides out, and first what lists them by number: sections and custom shows.

    PowerPoint asks to repair a file whose sections or shows name a slide that is not there.
    """
    element = presentation.part._element
    for shows in element.findall(qn("p:custShowLst")):
        element.remove(shows)
    for extension in list(element.iter(qn("p:ext"))):
        if extension.get("uri") == SECTIONS:
            extension.getparent().remove(extension)
    for extensions in element.findall(qn("p:extLst")):
        if not len(extensions):
            element.remove(extensions)
    for each in presentation.part.rels.values():
        if each.reltype.endswith("/presProps"):  # may say that one of those shows is to be given
            told = parse_xml(each.target_part.blob)
            for choice in [*told.iter(qn("p:custShow"), qn("p:sldRg"))]:
                choice.getparent().replace(choice, OxmlElement("p:sldAll"))
            each.target_part.blob = serialize_part_xml(told)
    listed = presentation.slides._sldIdLst
    for each in list(listed):
        presentation.part.drop_rel(each.rId)
        listed.remove(each)


def _drop_stale(presentation: Any) -> None:
    """Leave out what tells of another file: a picture of it, counts of its slides, its printer."""
    for relations in (presentation.part.package._rels, presentation.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(STALE)]:
            relations.pop(key)


def refuse_to_replace(path: Path) -> None:
    """Refuse to write over a file: someone may have worked on it.

    Raises
    ------
    InputError
        If the file is there.
    """
    if path.exists():
        msg = f"{path}: is there already. Name another file with -o, or add --force."
        raise InputError(msg, zh=f"{path}：文件已存在。请用 -o 另起名称，或加 --force 覆盖。")


def write_powerpoint(deck: Deck, path: Path, presentation: Any) -> None:
    """Write a deck.

    Parameters
    ----------
    deck
        What to show.
    path
        File to write, ending in ``.pptx``.
    presentation
        From :func:`open_template`.

    Raises
    ------
    ResultError
        If the file cannot be written, such as one that is open in PowerPoint.
    """
    layout = _layout(presentation)
    for slide in deck.slides:
        _add(presentation, layout, slide, deck)
    _list_notes(presentation)
    core = presentation.core_properties
    core.title, core.author = property_text(deck.title), "zysim"
    core.last_modified_by = "zysim"
    core.created = core.modified = EPOCH
    buffer = BytesIO()
    presentation.save(buffer)
    write_bytes(path, same_dates(buffer.getvalue()))


def _list_notes(presentation: Any) -> None:
    """Name the master of the notes in the presentation, which python-pptx leaves out."""
    element = presentation.part._element
    if element.find(qn("p:notesMasterIdLst")) is not None:
        return
    listed, master = OxmlElement("p:notesMasterIdLst"), OxmlElement("p:notesMasterId")
    master.set(
        qn("r:id"), presentation.part.relate_to(presentation.notes_master.part, RT.NOTES_MASTER)
    )
    listed.append(master)
    element.find(qn("p:sldMasterIdLst")).addnext(listed)


def _layout(presentation: Any) -> Any:
    """Return the layout with a title and nothing else, or the nearest to it."""
    layouts = presentation.slide_layouts
    titled = [
        each for each in layouts if any(p.placeholder_format.type == 1 for p in each.placeholders)
    ]
    return min(titled or layouts, key=lambda each: len(each.placeholders))


def _add(presentation: Any, layout: Any, slide: Slide, deck: Deck) -> None:
    page = presentation.slides.add_slide(layout)
    for each in list(page.placeholders):
        if each.placeholder_format.idx:
            each.element.getparent().remove(each.element)
    width, height = presentation.slide_width, presentation.slide_height
    margin, foot = int(width * 0.045), int(height * 0.06)
    inner = width - 2 * margin
    title = page.shapes.title or page.shapes.add_textbox(0, 0, 1, 1)
    title.left, title.top, title.width, title.height = (
        margin,
        int(height * 0.04),
        inner,
        int(height * 0.15),
    )
    _write(title.text_frame, (slide.title,), SIZES["title"], deck.lang, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    top, bottom = int(height * 0.21), height - foot - int(height * 0.02)
    whole = slide.chart or slide.table
    if slide.points:
        share = 0.36 if whole else 1.0
        box = page.shapes.add_textbox(margin, top, int(inner * share), bottom - top)
        much = sum(map(columns_of, slide.points)) > MUCH and bool(whole)
        _write(box.text_frame, slide.points, SIZES["small" if much else "point"], deck.lang)
    left = margin + (int(inner * 0.38) if slide.points else 0)
    room = (left, top, margin + inner - left, bottom - top)
    if slide.chart:
        add_chart(page, slide.chart, room, deck.lang)
    elif slide.table:
        _add_table(page, slide.table, room, deck.lang)
    line = page.shapes.add_textbox(margin, height - foot, inner, foot)
    _write(line.text_frame, (deck.foot,), SIZES["foot"], deck.lang, colour=GREY)
    page.notes_slide.notes_text_frame.text = slide.notes
    page.name = slide.id


def _write(
    frame: Any,
    lines: tuple[str, ...],
    size: int,
    lang: Lang,
    *,
    bold: bool = False,
    colour: str = INK,
) -> None:
    frame.word_wrap = True
    frame.clear()
    for at, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * 0.5)
        run = paragraph.add_run()
        run.text = text
        set_font(run.font, size, lang, bold=bold, colour=colour)
        run._r.get_or_add_rPr().set("lang", "zh-CN" if lang == "zh" else "en-GB")


def _add_table(page: Any, table: Table, room: tuple[int, int, int, int], lang: Lang) -> None:
    rows, columns = len(table.rows) + 1, len(table.heads)
    left, top, width, height = room
    each = min(height // rows, int(Inches(0.42)))
    drawn = page.shapes.add_table(rows, columns, left, top, width, each * rows).table
    shares = table.widths or (2.2, *[1.0] * (columns - 1))
    numbers = [isinstance(cell, Amount) for cell in table.rows[0]]
    for at, share in enumerate(shares):
        drawn.columns[at].width = Emu(int(width * share / sum(shares)))
    size = SIZES["cell"] if rows <= 13 else SIZES["cell"] - 3
    for row, cells in enumerate((table.heads, *table.rows)):
        for column, cell in enumerate(cells):
            target = drawn.cell(row, column)
            target.margin_top = target.margin_bottom = Emu(int(Inches(0.03)))
            target.vertical_anchor = MSO_ANCHOR.MIDDLE
            target.fill.solid()
            target.fill.fore_color.rgb = RGBColor.from_string(HEAD if row == 0 else PAPER)
            _write(target.text_frame, (shown(cell),), size, lang, bold=row == 0)
            target.text_frame.paragraphs[0].space_after = Pt(0)
            if isinstance(cell, Amount) or (row == 0 and numbers[column]):
                target.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
