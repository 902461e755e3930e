"""Write the diagrams of a model file: one view a sector, laid out from the equations alone.

Equations are kept byte for byte; everything behind them is written again, except the settings
Vensim keeps at the end of the file.
"""

from __future__ import annotations

import re

from zysim.reading.model_text import SKETCH
from zysim.reading.view_layout import draw_view
from zysim.reading.view_parts import find_views

HEADER = (
    f"{SKETCH} Sketch information - do not modify anything except names\n"
    "V300  Do not put anything below this section - it will be ignored\n"
)
END = "///---\\\\\\"
LOOK = "$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,80,0"
"""Colours and font of a view, and its zoom in per cent."""
SETTINGS = (
    ":L\x7f<%^E!@\n1:Current.vdfx\n9:Current\n15:0,0,0,0,0,0\n19:100,0\n27:0,\n34:0,\n4:Time\n"
)


def write_views(text: str) -> str:
    """Return a model text with its diagrams written anew.

    Parameters
    ----------
    text
        The contents of a ``.mdl`` file, with or without diagrams.

    Returns
    -------
    str
        The same equations with one view for each group (dimensions and simulation control left
        out). Every variable stands in the view of its group, once; causes that stand elsewhere
        or far away are shadows. Writing twice gives the same text.
    """
    body, _, behind = text.partition(SKETCH)
    newline = "\r\n" if "\r\n" in body else "\n"
    views, names = find_views(body.replace("\r\n", "\n"))
    parts = [
        f"{HEADER}*{_safe(view.title)}\n{LOOK}\n{draw_view(view, names).text()}" for view in views
    ]
    _, mark, settings = behind.partition(END)
    kept = settings.lstrip("\r\n").replace("\r\n", "\n") if mark else ""
    sketch = "".join([*parts, END, "\n", kept or SETTINGS])
    gap = "" if body.endswith("\n") else newline
    return body + gap + sketch.replace("\n", newline)


def _safe(title: str) -> str:
    """Return a title on one line, without what starts another part of the file."""
    return re.sub(r"[\s*|~]+", " ", title).strip() or "View"
