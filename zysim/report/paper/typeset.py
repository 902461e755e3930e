"""A report as PDF without Word, set by typst from the same blocks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from zysim.errors import InputError
from zysim.plots.style import FONTS
from zysim.report.paper.blocks import (
    Amount,
    Heading,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
    resolved,
    shown,
)

SUPPLEMENTS = {"zh": ("表", "图"), "en": ("Table", "Figure")}
CONTENTS = {"zh": "目录", "en": "Contents"}
HEAD = """\
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (top: 3.7cm, bottom: 3.5cm, left: 2.8cm, right: 2.6cm),
  numbering: "1")
#set text(font: {font}, size: 11pt, lang: "{lang}")
#set par(justify: true, leading: 0.9em, spacing: 1.1em,
  first-line-indent: (amount: {indent}, all: true))
#show heading: set block(above: 1.6em, below: 0.9em)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): it => {{
  show figure.caption: said => block(sticky: true, said)
  it
}}
#show figure.caption: set text(size: 9.5pt)
#set table(stroke: none, inset: (x: 4pt, y: 3.5pt))
#align(center)[
  #text(size: 20pt, weight: "bold")[#{title}] \\
  #v(2pt) #text(size: 13pt)[#{subtitle}]
  {cover}
]
#v(10pt)
"""


def check_typst() -> None:
    """Refuse to begin where the package is missing.

    Raises
    ------
    InputError
        Saying how to install it.
    """
    if find_spec("typst") is None:
        msg = '--pdf needs the package typst: pip install "zysim[pdf]", or leave --pdf out.'
        raise InputError(msg, zh='--pdf 需要 typst：请 pip install "zysim[pdf]"，或不用 --pdf。')


def write_pdf(paper: Paper, path: Path) -> None:
    """Set a report as PDF.

    Raises
    ------
    InputError
        If typst is not installed.
    OSError
        If the file cannot be written.
    """
    check_typst()
    import typst

    source = path.with_suffix(".typ")
    source.write_text("\n".join(typst_text(paper)), encoding="utf-8")
    try:
        made = typst.compile(str(source), root=str(path.parent), font_paths=[str(FONTS)])
    finally:
        source.unlink()
    path.write_bytes(made)


def typst_text(paper: Paper) -> Iterator[str]:
    """Give the lines of the source; every text goes in as a string, so that none is markup."""
    yield HEAD.format(
        title=string(paper.title),
        subtitle=string(paper.subtitle),
        cover=" ".join(f"\\ #v(2pt) #text(size: 12pt)[#{string(each)}]" for each in paper.cover),
        font='("Noto Sans SC", "DejaVu Sans")',
        lang=paper.lang,
        indent="2em" if paper.lang == "zh" else "0em",
    )
    if paper.has_contents:
        yield f"#outline(title: {string(CONTENTS[paper.lang])}, depth: 1)"
        yield "#pagebreak()"
    table_word, figure_word = SUPPLEMENTS[paper.lang]
    for block in paper.blocks:
        match block:
            case Heading(text, level):
                yield f"#heading(level: {level}, {string(text)})"
            case Paragraph(text, _, strong):
                head, rest = text[:strong], resolved(text[strong:], paper)
                yield f"#par([#strong({string(head)})#{string(rest)}])"
            case TableBlock():
                yield from _table(block, table_word)
            case PictureBlock():
                wide = "100%" if block.millimetres is None else f"{block.millimetres}mm"
                yield (
                    f"#figure(image({string(block.path.name)}, width: {wide}, alt: "
                    f"{string(block.alt)}), caption: {string(block.caption)}, "
                    f"supplement: {string(figure_word)})"
                )


def string(text: str) -> str:
    r"""Return a text as a typst string.

    >>> print(string('a "b" #c'))
    "a \"b\" #c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _table(block: TableBlock, word: str) -> Iterator[str]:
    columns = ", ".join(f"{share:.3f}fr" for share in block.shares)
    numbers = [isinstance(cell, Amount) for cell in block.rows[0]]
    aligns = ", ".join("right" if number else "left" for number in numbers)
    yield f"#figure(kind: table, supplement: {string(word)}, caption: {string(block.caption)}, ["
    yield "#set text(size: 8pt)"
    yield "#set par(justify: false, leading: 0.5em, first-line-indent: 0em)"
    yield f"#table(columns: ({columns}), align: ({aligns}), table.hline(stroke: 1.5pt),"
    heads = ", ".join(f"strong({string(head)})" for head in block.heads)
    yield f"table.header({heads}), table.hline(stroke: 0.75pt),"
    for row in block.rows:
        yield ", ".join(f"text({string(shown(cell))})" for cell in row) + ","
    yield "table.hline(stroke: 1.5pt))])"
