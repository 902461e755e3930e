"""What a Word document says of itself beside its text: its version, its languages, its parts."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

VERSION = "15"
"""The Word whose layout is asked for; below it Word opens a document in compatibility mode."""
STALE = ("/stylesWithEffects", "/thumbnail", "/extended-properties")
"""Ends of the types of parts that tell of another document: older styles, a picture of it, counts
of its words. Each may be left out."""
TIED = tuple(
    f"/{each}"
    for each in (
        *("image", "hyperlink", "chart", "chartEx", "oleObject", "package"),
        *(f"diagram{part}" for part in ("Data", "Layout", "QuickStyle", "Colors", "Drawing")),
        *("comments", "commentsExtended", "commentsExtensible", "commentsIds"),
    )
)
"""Ends of the types of parts to which only the text of a document leads."""
TABLE_PROPERTIES = (
    "w:shd",
    "w:tblLayout",
    "w:tblCellMar",
    "w:tblLook",
    "w:tblCaption",
    "w:tblDescription",
    "w:tblPrChange",
)
"""What follows the borders of a table, in the order that Word reads."""


def settle(document: Any, *, own: bool) -> None:
    """Let a package tell of this document only, in Chinese of the mainland.

    Parameters
    ----------
    document
        To be changed.
    own
        Whether it has our own styles; a template keeps the version it is made for.
    """
    settings = document.settings.element
    zoom = settings.find(qn("w:zoom"))
    if zoom is not None and zoom.get(qn("w:percent")) is None:
        zoom.set(qn("w:percent"), "100")
    fonts = settings.find(qn("w:themeFontLang"))
    if fonts is not None:
        fonts.set(qn("w:eastAsia"), "zh-CN")
    if own:
        for each in settings.iter(qn("w:compatSetting")):
            if each.get(qn("w:name")) == "compatibilityMode":
                each.set(qn("w:val"), VERSION)
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(STALE)]:
            del relations[key]


def drop_tied(document: Any) -> None:
    """Leave out the pictures, links and remarks of a text that was taken out of a document."""
    relations = document.part.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith(TIED)]:
        del relations[key]


def set_borders(table: Any, borders: Any) -> None:
    """Put borders among the properties of a table where Word reads them."""
    properties = table._tbl.tblPr
    later = {qn(each) for each in TABLE_PROPERTIES}
    place = next((each for each in properties if each.tag in later), None)
    if place is None:
        properties.append(borders)
    else:
        place.addprevious(borders)


def set_language_of(properties: Any) -> None:
    """Tag the text of one style, in the place among its properties where Word reads it."""
    tag = properties.find(qn("w:lang"))
    if tag is None:
        tag = OxmlElement("w:lang")
        later = {qn(f"w:{each}") for each in ("eastAsianLayout", "specVanish", "oMath")}
        place = next((each for each in properties if each.tag in later), None)
        if place is None:
            properties.append(tag)
        else:
            place.addprevious(tag)
    for name, value in (("val", "en-US"), ("eastAsia", "zh-CN"), ("bidi", "ar-SA")):
        tag.set(qn(f"w:{name}"), value)
