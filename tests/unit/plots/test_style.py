"""Fonts and files: Chinese on any machine, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from fontTools.ttLib import TTFont

from zysim import wording
from zysim.plots import style

mpl.use("Agg")


def _draw(folder: Path, title: str) -> list[bytes]:
    folder.mkdir()
    with style.house_style():
        figure, ax = plt.subplots()
        ax.set_title(title)
        ax.plot([-1, 2], [-1, 1])
        written = style.save_figure(figure, folder / "a.zh", ("png", "svg", "pdf"))
    assert [path.name for path in written] == ["a.zh.png", "a.zh.svg", "a.zh.pdf"]
    return [path.read_bytes() for path in written]


def test_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    title = "资阳市 CO₂ 排放 −1.5 ≤ 2.0"
    assert _draw(tmp_path / "one", title) == _draw(tmp_path / "two", title)


def test_pdf_text_can_be_searched_and_has_no_type_3_font(tmp_path: Path) -> None:
    _png, _svg, pdf = _draw(tmp_path / "one", "资阳市")
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf
    assert b"ZysimSansSC" in pdf


def test_saving_closes_the_figure(tmp_path: Path) -> None:
    before = plt.get_fignums()
    _draw(tmp_path / "one", "x")
    assert plt.get_fignums() == before


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_fonts_are_small_and_carry_their_licence(weight: str) -> None:
    path = style.FONTS / f"ZysimSansSC-{weight}.ttf"
    assert path.stat().st_size < 1_600_000
    assert "SIL OPEN FONT LICENSE" in (style.FONTS / "OFL.txt").read_text(encoding="utf-8")
    names = TTFont(path)["name"]
    assert names.getDebugName(1) == style.FAMILY
    assert "Open Font License" in names.getDebugName(13)


def test_fonts_have_every_character_of_the_readers_texts() -> None:
    known = set(TTFont(style.FONTS / "ZysimSansSC-Regular.ttf").getBestCmap())
    root = Path(wording.__file__).parents[1]
    texts = [path for part in ("params", "models") for path in (root / part).rglob("*")]
    texts += [*(root / "zysim" / "plots").glob("*.py"), *(root / "zysim" / "report").glob("*.py")]
    texts += [root / "zysim" / "wording.py", root / "zysim" / "metrics" / "summary.py"]
    wanted: set[str] = set()
    for path in texts:
        if path.suffix in {".csv", ".toml", ".mdl", ".py"}:
            wanted |= set(path.read_text(encoding="utf-8-sig"))
    missing = {char for char in wanted if ord(char) not in known and char.isprintable()}
    assert not missing, f"run scripts/make_fonts.py: {''.join(sorted(missing))}"
