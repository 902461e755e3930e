"""Fields and bookmarks of a Word document: what Word counts, and what a later report finds."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

MADE = re.compile(r"^_zy_(?P<id>.+)_(?P<sum>[0-9a-f]{8})$")
"""Bookmark around what was generated: its id, and a sum of its text as it was written."""


def add_field(paragraph: Any, code: str, result: str, *, dirty: bool = False) -> None:
    """Add a field with what it shows until Word counts it."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", result), ("end", "")):
        run = paragraph.add_run(result if kind == "text" else None)
        if kind == "text":
            continue
        run._r.append(_field_part(kind, text, dirty=dirty and kind == "begin"))


def _field_part(kind: str, text: str, *, dirty: bool) -> Any:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        if dirty:
            part.set(qn("w:dirty"), "true")
        return part
    part = OxmlElement("w:instrText")
    part.set(qn("xml:space"), "preserve")
    part.text = text
    return part


def reference_name(name: str) -> str:
    """Return the bookmark of the number of a picture or table."""
    return "_Ref_" + name.replace("-", "_")


def bookmark(paragraph: Any, name: str, first: int = 0) -> None:
    """Put a bookmark around the runs of a paragraph from a place on."""
    children = [each for each in paragraph._p if each.tag != qn("w:pPr")]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(int(hashlib.sha256(name.encode()).hexdigest()[:7], 16))
    for each in (start, end):
        each.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    children[first].addprevious(start)
    paragraph._p.append(end)


def made_name(name: str, text: str) -> str:
    """Return the bookmark of something generated.

    >>> made_name("cost-0", "a")
    '_zy_cost_0_ca978112'
    """
    return f"_zy_{name.replace('-', '_')}_{sum_of(text)}"


def sum_of(text: str) -> str:
    """Return eight digits by which a text is found to be as it was written."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
