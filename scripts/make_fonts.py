"""Make the two fonts of ``zysim/plots/fonts`` from Noto Sans SC; run it when texts change.

    python scripts/make_fonts.py [NotoSansSC[wght].ttf]

Without a file it fetches the PyPI package that carries the variable font. The result is
cut down to the characters a chart of this project can hold, made static at two weights,
given composed small digits (for CO₂ and 10⁸), and named "Zysim Sans SC", so that it can never
be mistaken for a full font installed on the reader's machine. Needs fonttools.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "zysim" / "plots" / "fonts"
PACKAGE = "justmytype-intl-cjk==0.1.0"
WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILY = "Zysim Sans SC"
SYMBOLS = "·—–−×÷±≈≠≤≥℃‰°→←↑↓…‘’“”、。《》〈〉「」『』【】〔〕（）％，：；！？￥∑αβγδλμτφ①②③④⑤⑥⑦⑧⑨⑩"
LOW, HIGH = -130, 380
"""How far below and above its place a small digit stands, in units of the font."""
SMALL_DIGITS = {chr(0x2080 + digit): (str(digit), LOW) for digit in range(10)}
SMALL_DIGITS |= {chr(0x2070 + digit): (str(digit), HIGH) for digit in (0, *range(4, 10))}
TEXTS = ("*.md", "docs/**/*.md", "models/*.mdl", "models/*.toml", "params/**/*.csv")
MORE_TEXTS = ("params/**/*.toml", "zysim/**/*.py", "figures/*.py")


def main(words: list[str]) -> None:
    """Write both fonts and print their sizes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(words[0]) if words else fetch(Path(folder))
        for style, weight in WEIGHTS.items():
            font = instancer.instantiateVariableFont(TTFont(source), {"wght": weight})
            cut(font, characters())
            add_small_digits(font)
            rename(font, style)
            path = OUT / f"ZysimSansSC-{style}.ttf"
            font.save(path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.2f} MB")


def fetch(folder: Path) -> Path:
    """Download the package that carries the variable font and unpack the font."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", PACKAGE]
    subprocess.run([*command, "--dest", str(folder)], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("NotoSansSC[wght].ttf"))
        return Path(wheel.extract(name, folder))


def characters() -> set[str]:
    """Return Latin-1, common symbols, level 1 of GB 2312, and what this project's texts use."""
    found = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))} | set(SYMBOLS)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            found |= set(bytes([row, cell]).decode("gb2312", "ignore"))
    for pattern in (*TEXTS, *MORE_TEXTS):
        for path in sorted(ROOT.glob(pattern)):
            found |= set(path.read_text(encoding="utf-8"))
    return found


def cut(font: TTFont, wanted: set[str]) -> None:
    """Keep the glyphs of ``wanted`` and drop hints, layout features and spare names."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "GPOS", "GSUB", "GDEF"]
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(wanted))
    cutter.subset(font)
    font.recalcTimestamp = False


def add_small_digits(font: TTFont) -> None:
    """Compose ₀–₉ and ⁰⁴–⁹ from the digits: Noto Sans SC lacks most, and CO₂ is in every title."""
    cmap, scale = font.getBestCmap(), 0.62
    order = font.getGlyphOrder()
    for character, (digit, drop) in SMALL_DIGITS.items():
        if ord(character) in cmap:
            continue
        base = cmap[ord(digit)]
        name = f"uni{ord(character):04X}"
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = base, 0, drop, 0x0002
        part.transform = [[scale, 0], [0, scale]]
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [part]
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        advance, _left = font["hmtx"][base]
        font["hmtx"][name] = (round(advance * scale), glyph.xMin)
        for table in font["cmap"].tables:
            table.cmap[ord(character)] = name
        if name not in order:
            order.append(name)
    font.setGlyphOrder(list(dict.fromkeys(order)))


def rename(font: TTFont, style: str) -> None:
    """Give the cut font a name of its own; keep copyright and licence entries."""
    names = font["name"]
    keep = {0, 5, 13, 14}
    names.names = [record for record in names.names if record.nameID in keep]
    full = f"{FAMILY} {style}"
    entries = {1: FAMILY, 2: style, 3: f"zysim:{full}", 4: full, 6: f"ZysimSansSC-{style}"}
    for number, text in entries.items():
        names.setName(text, number, 3, 1, 0x409)
        names.setName(text, number, 1, 0, 0)
    font["OS/2"].usWeightClass = WEIGHTS[style]
    bold = style == "Bold"
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


if __name__ == "__main__":
    main(sys.argv[1:])
