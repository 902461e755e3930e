"""One look for all pictures: the fonts the package brings, colours, and byte-stable files."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.figure import Figure

from zysim.errors import InputError
from zysim.files import staged_file

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Zysim Sans SC"
FORMATS = ("png", "svg", "pdf")
"""Of every picture that is written."""
OTHER_CHINESE = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
)
"""Fonts of systems that serve where the package's own are missing."""
OKABE_ITO = {
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "red": "#D55E00",
    "pink": "#CC79A7",
    "black": "#000000",
}
"""Okabe and Ito (2008): eight colours that stay apart for most colour-blind readers."""
PRINTED = 6.14
"""Inches across the text of a page, on which a letter is printed in the size it is drawn in."""
INK = "#262626"
QUIET = "#6E6E6E"
SHADE = "#F0F0F0"

LINE_COLOURS = tuple(OKABE_ITO[name] for name in ("blue", "red", "green", "pink", "orange", "sky"))
LINE_DASHES: tuple[Any, ...] = (
    "-",
    (0, (6, 1.5)),
    (0, (1, 1.2)),
    (0, (6, 1.5, 1, 1.5)),
    (0, (3, 1)),
    "-",
)
"""Dashes differ too, so that lines stay apart when printed in grey."""
BASELINE_DASH = (0, (4, 2.5))

_RC: dict[Any, Any] = {
    "font.size": 9.0,
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "ytick.major.size": 0.0,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    # Letters as outlines: WPS and Word draw an SVG with fonts of their own, and Chinese would be
    # boxes or reflow where ours is missing. PDF keeps text; charts of pptx and xlsx are edited.
    "svg.fonttype": "path",
    "svg.hashsalt": "zysim",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style inside the block; the reader's own settings come back after.

    Examples
    --------
    >>> before = mpl.rcParams["pdf.fonttype"]
    >>> with house_style():
    ...     inside = mpl.rcParams["pdf.fonttype"]
    >>> inside, mpl.rcParams["pdf.fonttype"] == before
    (42, True)
    """
    register_fonts()
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    families = [each for each in (FAMILY, *OTHER_CHINESE) if each in known][:1]
    with mpl.rc_context(_RC | {"font.family": [*families, "DejaVu Sans"]}):
        yield


def register_fonts() -> None:
    """Make the package's fonts known to matplotlib, once per process.

    Nothing is said when they are missing: matplotlib then falls back to DejaVu Sans and
    warns about the Chinese glyphs it lacks; ``zysim doctor`` names the missing files.
    """
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(FONTS.glob("*.ttf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))


def need_chinese() -> None:
    """Refuse to begin where no font has Chinese characters, which would be drawn as boxes.

    Raises
    ------
    InputError
        Saying what to do.
    """
    register_fonts()
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if not known & {FAMILY, *OTHER_CHINESE}:
        names = ", ".join(OTHER_CHINESE[:3])
        msg = (
            f"no font with Chinese characters: {FONTS} is incomplete and none of {names} is "
            "installed. Install zysim again or one of these fonts, or choose --lang en."
        )
        zh = (
            f"没有中文字体：{FONTS} 不完整，系统也没有 {names}。请重新安装 zysim "
            "或其中一种字体，或用 --lang en 出英文图。"
        )
        raise InputError(msg, zh=zh)


def drawn_quotes(text: str) -> str:
    """Return an English text with straight quotes: the font draws the others as wide as Chinese.

    >>> drawn_quotes("more than “Baseline”"), drawn_quotes("比“基线”多")
    ('more than "Baseline"', '比“基线”多')
    """
    chinese = any("\u2e80" <= each <= "\uffef" for each in text)
    return text if chinese else text.replace("“", '"').replace("”", '"')


def save_figure(figure: Figure, stem: Path, formats: tuple[str, ...] | None = None) -> list[Path]:
    """Write a figure as ``stem.png``, ``stem.svg`` … with no date inside, and close it.

    Parameters
    ----------
    figure
        Drawn inside :func:`house_style`; call this inside the same block.
    stem
        Path without an ending; the folder must exist.
    formats
        Any of ``png`` (300 dpi), ``svg`` and ``pdf``; those of ``FORMATS`` if None.

    Returns
    -------
    list of pathlib.Path
        The files written, in the order of ``formats``.
    """
    dateless: dict[str, dict[str, str | None]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    }
    written = []
    for ending in FORMATS if formats is None else formats:
        path = stem.with_name(f"{stem.name}.{ending}")
        with staged_file(path) as part, warnings.catch_warnings():
            # A name may hold a sign that no font at hand has, such as an emoji: a box is drawn.
            warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
            figure.savefig(part, dpi=300, metadata=dateless[ending])
        written.append(path)
    plt.close(figure)
    return written
