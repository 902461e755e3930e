"""Pictures of rankings show the numbers they were given, and their names stay readable."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from zysim.errors import InputError
from zysim.plots.pair_heat import pair_heat
from zysim.plots.rank_chance import rank_chance
from zysim.plots.sobol_bars import sobol_bars
from zysim.plots.sobol_years import sobol_years
from zysim.plots.style import house_style
from zysim.plots.target_board import target_board
from zysim.plots.tornado import UNSURE, tornado

mpl.use("Agg")
COUNT = 18
SIZES = np.array([0.5, -2.0, 1.0, -0.1, *np.linspace(0.08, 0.01, COUNT - 4)])
NAMES = {
    "zh": [f"单位地区生产总值用能弹性系数{at:02d}" for at in range(COUNT)],
    "en": [f"Elasticity of energy use to GDP, its limit {at:02d}" for at in range(COUNT)],
}


def _factors(lang: str = "en") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": NAMES[lang],
            "effect": SIZES,
            "effect_half": 0.2,
            "S1": abs(SIZES) / 6,
            "S1_half": 0.02,
            "ST": abs(SIZES) / 4,
            "ST_half": 0.03,
            "kind": ["nowcast", "projection"] * (COUNT // 2),
            "chance": np.linspace(0, 1, COUNT),
            "wanted": "≤ -14.5 %",
            "found": "-18.2 / -13.9 / -9.6 %",
            "place": 1,
        }
    )


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "plot", [tornado, sobol_bars, rank_chance, partial(target_board, history=2025)]
)
def test_long_names_neither_cover_each_other_nor_leave_the_page(plot: Callable, lang: str) -> None:
    with house_style():
        figure, ax = plt.subplots(figsize=(8.6, 7), layout="constrained")
        plot(_factors(lang), lang=lang, ax=ax)
        figure.canvas.draw()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert len(boxes) >= 12
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert min(box.x0 for box in boxes) >= 0


class TestTornado:
    def test_bars_are_the_effects_the_largest_first(self) -> None:
        _, ax = plt.subplots()
        tornado(_factors(), most=4, lang="en", ax=ax)
        assert [bar.get_width() for bar in ax.patches] == [-2.0, 1.0, 0.5, -0.1]
        assert "(14 smaller ones are not drawn)" in ax.get_xlabel()

    def test_effects_that_may_be_nothing_are_empty_and_rises_are_hatched(self) -> None:
        _, ax = plt.subplots()
        tornado(_factors(), most=4, lang="en", ax=ax)
        assert [to_hex(bar.get_facecolor()).upper() == UNSURE for bar in ax.patches] == [
            False,
            False,
            False,
            True,
        ]
        assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True, True, False]

    def test_numbers_lie_inside_the_axes(self) -> None:
        with house_style():
            figure, ax = plt.subplots(figsize=(7, 5), layout="constrained")
            tornado(_factors(), lang="en", ax=ax)
            figure.canvas.draw()
            inside = ax.get_window_extent()
            assert all(inside.contains(*t.get_window_extent().min) for t in ax.texts)
            assert all(inside.contains(*t.get_window_extent().max) for t in ax.texts)
        assert "-2.00 ± 0.20" in [text.get_text() for text in ax.texts]

    def test_factors_without_an_effect_are_left_out(self) -> None:
        data = _factors()
        data.loc[1, "effect"] = np.nan
        _, ax = plt.subplots()
        tornado(data, lang="en", ax=ax)
        assert ax.patches[0].get_width() == 1.0
        with pytest.raises(InputError, match="tornado: data has no rows"):
            tornado(data.assign(effect=np.nan))


class TestSobolBars:
    def test_bars_are_the_indices_in_the_order_of_st(self) -> None:
        _, ax = plt.subplots()
        sobol_bars(_factors(), most=3, dummy=0.04, verdict="Not converged", lang="en", ax=ax)
        widths = [bar.get_width() for bar in ax.patches]
        assert widths == pytest.approx([2 / 6, 1 / 6, 0.5 / 6, 2 / 4, 1 / 4, 0.5 / 4])
        assert [list(line.get_xdata()) for line in ax.lines if line.get_label()[0] != "_"] == [
            [0.04, 0.04]
        ]

    def test_verdict_and_key_stand_above_the_bars(self) -> None:
        with house_style():
            figure, ax = plt.subplots(figsize=(7, 5), layout="constrained")
            sobol_bars(_factors(), dummy=0.04, verdict="Not converged", lang="en", ax=ax)
            figure.canvas.draw()
            legend = ax.get_legend()
            assert legend.get_window_extent().y0 >= ax.get_window_extent().y1
            assert figure.bbox.contains(*legend.get_window_extent().max)
        assert legend.get_title().get_text() == "Not converged"
        keys = [text.get_text() for text in legend.get_texts()]
        assert keys == ["S1 alone", "ST with interactions", "dummy factor (noise)"]


class TestSobolYears:
    def test_lines_are_chosen_by_their_share_of_all_years(self) -> None:
        years = np.arange(2020, 2041)
        late = pd.DataFrame({"year": years, "label": "late", "ST": (years - 2020) / 20})
        early = pd.DataFrame({"year": years, "label": "early", "ST": 1 - (years - 2020) / 20})
        data = pd.concat([early, late]).assign(
            ST_half=0.02, variance=lambda table: (table["year"] - 2019.0) ** 2
        )
        _, ax = plt.subplots()
        sobol_years(data, most=1, lang="en", ax=ax)
        upper, lower = ax.child_axes
        assert list(upper.lines[0].get_ydata()) == list(late["ST"])
        assert "early" not in [text.get_text() for text in upper.texts]
        assert list(lower.lines[0].get_ydata()) == pytest.approx(list(years - 2019.0))


class TestPairHeat:
    DATA = pd.DataFrame(
        [("a", "b", 0.2, 0.05), ("c", "a", -0.01, 0.05), ("d", "b", 0.06, 0.05)],
        columns=["first", "second", "S2", "S2_half"],
    )

    def _cells(self, data: pd.DataFrame) -> list[tuple[tuple[float, float], str]]:
        _, ax = plt.subplots()
        pair_heat(data, lang="en", ax=ax)
        cells = [p for p in ax.patches if isinstance(p, Rectangle) and p.get_gid()]
        return [(cell.get_xy(), cell.get_gid()) for cell in cells]

    def test_one_cell_a_pair_hatched_where_it_may_be_nothing(self) -> None:
        found = self._cells(self.DATA)
        assert found == [
            ((-0.5, 0.5), "sure"),
            ((-0.5, 2.5), "not different from 0"),
            ((0.5, 1.5), "sure"),
        ]

    def test_the_order_in_a_pair_does_not_matter(self) -> None:
        turned = self.DATA.rename(columns={"first": "second", "second": "first"})
        assert sorted(self._cells(turned)) == sorted(self._cells(self.DATA))

    def test_only_the_strongest_factors_are_shown(self) -> None:
        _, ax = plt.subplots()
        pair_heat(self.DATA, most=2, lang="en", ax=ax)
        assert [text.get_text() for text in ax.get_yticklabels()] == ["1 a", "2 b"]


def test_bars_of_chances_start_at_zero_and_the_narrow_ones_lie_in_front() -> None:
    chances = {"gas": (0.2, 0.7, 0.9), "kilns": (0.8, 0.9, 1.0), "never": (0.0, 0.0, 0.004)}
    data = pd.DataFrame(
        [
            (name, place, chance)
            for name, each in chances.items()
            for place, chance in zip((1, 3, 5), each, strict=True)
        ],
        columns=["label", "place", "chance"],
    )
    _, ax = plt.subplots()
    rank_chance(data, lang="en", ax=ax)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["kilns", "gas"]
    assert "(1 smaller ones are not drawn)" in ax.get_xlabel()
    assert [bar.get_width() for bar in ax.patches] == [1.0, 0.9, 0.9, 0.7, 0.8, 0.2]
    assert {bar.get_x() for bar in ax.patches} == {0.0}
    assert [text.get_text() for text in ax.texts] == ["80% / 90% / 100%", "20% / 70% / 90%"]
