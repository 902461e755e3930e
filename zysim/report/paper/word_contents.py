"""Contents, and lists of figures and tables, of a report in Word."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from zysim.report.paper.blocks import WORDS, Heading, Paper
from zysim.report.paper.word_fields import add_field, bookmark, sum_of
from zysim.report.paper.word_styles import text_width

LINES = ("toc 1", "table of figures")
"""Styles of the lines of contents and of lists, by the names that Word gives them."""
TITLES = {
    "zh": ("目录", "图表清单"),
    "en": ("Contents", "Figures and tables"),
}


def heading_name(text: str) -> str:
    """Return the bookmark of a heading."""
    return f"_Toc_{sum_of(text)}"


def add_heading(document: Any, text: str, level: int, paper: Paper) -> None:
    """Add a heading that the contents lead to."""
    heading = document.add_heading(text, level)
    if paper.has_contents:
        bookmark(heading, heading_name(text))


def add_contents(document: Any, paper: Paper) -> None:
    """Add contents and lists as fields, filled with what they will show, on pages of their own.

    Word counts the pages when the document is opened; until then entries stand without them.
    """
    contents, lists = TITLES[paper.lang]
    _break(document)
    for name in LINES:
        _set_lines(document, name)
    document.add_paragraph(contents, style="Subtitle")
    headings = [each.text for each in paper.blocks if isinstance(each, Heading)]
    entries = [(each, heading_name(each)) for each in headings]
    _field(document, 'TOC \\o "1-2" \\h \\z \\u', entries, LINES[0])
    document.add_paragraph(lists, style="Subtitle")
    for kind, blocks in (("figure", paper.pictures), ("table", paper.tables)):
        word = WORDS[paper.lang][kind]
        shown = [(f"{word} {paper.numbers[each.mark][1]}  {each.caption}", "") for each in blocks]
        if shown:
            _field(document, f'TOC \\h \\z \\c "{word}"', shown, LINES[1])
    _break(document)


def _set_lines(document: Any, name: str) -> None:
    """Set the lines of contents close, with dots to the number of the page that Word adds."""
    if name in {each.name for each in document.styles}:
        return
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles["Normal"]
    look = style.paragraph_format
    look.space_after, look.line_spacing = Pt(2), 1.2
    look.tab_stops.add_tab_stop(
        Emu(text_width(document)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def _field(document: Any, code: str, entries: list[tuple[str, str]], style: str) -> None:
    """Add a field of several paragraphs, which Word makes anew when the document is opened."""
    last = len(entries) - 1
    for at, (text, place) in enumerate(entries):
        line = document.add_paragraph(style=style)
        if at == 0:
            add_field(line, code, "", dirty=True)
            runs = list(line._p)
            line._p.remove(runs[-1])  # its end stands in the last paragraph
        if place:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), place)
            run = line.add_run(text)
            link.append(run._r)
            line._p.append(link)
        else:
            line.add_run(text)
        if at == last:
            end = OxmlElement("w:fldChar")
            end.set(qn("w:fldCharType"), "end")
            line.add_run()._r.append(end)


def _break(document: Any) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
