"""What every plot function promises, checked once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from zysim.errors import InputError
from zysim.plots.boundaries import boundary_panels
from zysim.plots.cost_rows import cost_rows
from zysim.plots.county_panels import county_panels
from zysim.plots.fan import fan
from zysim.plots.fan_axes import fan_axes
from zysim.plots.pair_heat import pair_heat
from zysim.plots.peak_lines import peak_lines
from zysim.plots.peak_years import peak_years
from zysim.plots.rank_chance import rank_chance
from zysim.plots.response_surface import response_surface
from zysim.plots.sankey import sankey
from zysim.plots.sectors import sector_stack
from zysim.plots.sobol_bars import sobol_bars
from zysim.plots.sobol_years import sobol_years
from zysim.plots.span_rows import span_rows
from zysim.plots.style import house_style
from zysim.plots.target_board import target_board
from zysim.plots.tornado import tornado
from zysim.plots.wedge import wedge

mpl.use("Agg")
YEARS = np.arange(2020, 2061)


def _table(**labels: str) -> pd.DataFrame:
    height = 3 + len(labels["key"]) * 0.1
    values = height - ((YEARS - 2032) / 25) ** 2
    return pd.DataFrame({"year": YEARS, "value": values, **labels})


LINES = pd.concat([_table(key=name, scenario=name) for name in ("baseline", "plan", "late")])
PANELS = pd.concat(
    [
        _table(key=name + letter, scenario=name, boundary=letter)
        for name in ("baseline", "plan")
        for letter in "ABCD"
    ]
)
SECTORS = pd.concat([_table(key=name, sector=name) for name in ("industry", "homes", "power")])
SINK = _table(key="sink", sector="sink").assign(value=-0.5)
FAN = pd.concat(
    [
        _table(key="", scenario="plan").assign(quantile=share, value=lambda t, s=share: t.value + s)
        for share in (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
    ]
)
SHARES = FAN.assign(percentile=100 * FAN["quantile"], case=FAN["scenario"])


def _without_words(data: pd.DataFrame, *, lang: str = "zh", **given: Axes) -> Axes:
    """Fans alone, which hold no words of a language."""
    del lang
    return fan_axes(data, **given)


PEAKS = pd.DataFrame({"value": pd.array([2020, 2028, 2028, 2033, pd.NA], dtype="Int64")})
COUNTIES = pd.concat([_table(key=name, scenario="plan", county=name) for name in ("雁江", "安岳")])
FACTORS = pd.DataFrame(
    {
        "label": ["燃气 gas", "窑炉 kilns"],
        "effect": [-1.2, 0.3],
        "effect_half": [0.2, 0.4],
        "S1": [0.4, -0.01],
        "S1_half": [0.1, 0.02],
        "ST": [0.6, 0.01],
        "ST_half": [0.1, 0.02],
    }
)
BY_YEAR = FACTORS.merge(pd.DataFrame({"year": YEARS, "variance": 0.01}), how="cross")
PAIR = pd.DataFrame({"first": ["燃气"], "second": ["kilns"], "S2": [0.1], "S2_half": [0.2]})
CHANCES = pd.DataFrame({"label": ["燃气"] * 2, "place": [1, 3], "chance": [0.4, 0.9]})
CREDITS = BY_YEAR.rename(columns={"effect": "credit"})
GRID = pd.DataFrame(
    {"first": [0, 1, 0, 1], "second": [0, 0, 1, 1], "value": [4, 3, 3, 2], "margin": [-1, 0, 0, 1]}
)
TARGETS = pd.DataFrame(
    {
        "label": ["能耗 energy", "达峰 peak", "森林 forest"],
        "kind": ["nowcast", "projection", "projection"],
        "chance": [0.4, 0.9, np.nan],
        "wanted": ["≤ -14.5 %", "≤ 2030", "≥ 41 %"],
        "found": ["-18 / -14 / -9 %", "2028 / 2033 / >2060", ""],
    }
)
TONNES = pd.DataFrame(
    {
        "label": ["光伏 PV", "改造 retrofit"],
        "cny_per_tonne": [-300.0, 1200.0],
        "low": [-500.0, 400.0],
        "high": [-100.0, 2500.0],
        "avoided_wan_t": [45.0, 10.0],
    }
)
ACCOUNTS = {letter: f"{letter} 口径" for letter in "ABCD"}
FLOWS = pd.DataFrame({"source": ["煤", "gas"], "target": ["工业"] * 2, "value": [3.0, 1.0]})
SPANS = pd.DataFrame(
    {"label": ["光伏 PV", "改造"], "start": [1.0, 1.0], "end": [2.0, 0.5], "words": ["+1", "−0.5"]}
)
PLOTS = [
    pytest.param(fan, FAN, id="fan"),
    pytest.param(_without_words, SHARES, id="fan_axes"),
    pytest.param(
        partial(peak_years, y="value", first=2020, last=2060, mark=2030), PEAKS, id="peak_years"
    ),
    pytest.param(peak_lines, LINES, id="peak_lines"),
    pytest.param(partial(boundary_panels, accounts=ACCOUNTS), PANELS, id="boundary_panels"),
    pytest.param(sector_stack, pd.concat([SECTORS, SINK]), id="sector_stack"),
    pytest.param(county_panels, COUNTIES, id="county_panels"),
    pytest.param(tornado, FACTORS, id="tornado"),
    pytest.param(partial(sobol_bars, dummy=0.02, verdict="收敛 ok"), FACTORS, id="sobol_bars"),
    pytest.param(sobol_years, BY_YEAR, id="sobol_years"),
    pytest.param(pair_heat, PAIR, id="pair_heat"),
    pytest.param(rank_chance, CHANCES, id="rank_chance"),
    pytest.param(wedge, CREDITS, id="wedge"),
    pytest.param(partial(response_surface, goal=2030), GRID, id="response_surface"),
    pytest.param(partial(target_board, history=2025), TARGETS, id="target_board"),
    pytest.param(cost_rows, TONNES, id="cost_rows"),
    pytest.param(sankey, FLOWS, id="sankey"),
    pytest.param(span_rows, SPANS, id="span_rows"),
]


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(("plot", "data"), PLOTS)
class TestAxesContract:
    """Same axes back, labels from columns, no side effects."""

    def test_returns_the_axes_it_was_given(self, plot: Callable, data: pd.DataFrame) -> None:
        _, (given, current) = plt.subplots(1, 2)  # the last one made is the current one
        assert plot(data, ax=given, lang="en") is given
        assert not current.has_data()

    def test_draws_on_the_current_axes(self, plot: Callable, data: pd.DataFrame) -> None:
        _, current = plt.subplots()
        assert plot(data, lang="en") is current

    def test_leaves_data_and_style_alone(self, plot: Callable, data: pd.DataFrame) -> None:
        before, style = data.copy(), mpl.rcParams.copy()
        plot(data, ax=plt.figure().subplots(), lang="en")
        pd.testing.assert_frame_equal(data, before)
        assert mpl.rcParams == style

    def test_missing_column_is_named(self, plot: Callable, data: pd.DataFrame) -> None:
        with pytest.raises(InputError, match=r"no column \['wrong'\]"):
            plot(data, y="wrong")

    def test_empty_table_is_refused(self, plot: Callable, data: pd.DataFrame) -> None:
        with pytest.raises(InputError, match="no rows"):
            plot(data.iloc[:0])

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_glyph_is_there(self, plot: Callable, data: pd.DataFrame, lang: str) -> None:
        # A missing glyph is a warning of matplotlib, and warnings are errors here.
        with house_style():
            figure, ax = plt.subplots()
            plot(data, ax=ax, lang=lang)
            figure.canvas.draw()


def test_negative_band_lies_below_zero_and_a_net_line_is_drawn() -> None:
    _, ax = plt.subplots()
    sector_stack(pd.concat([SECTORS, SINK]), ax=ax, lang="en")
    assert ax.get_ylim()[0] < -0.5
    assert "net" in [text.get_text() for text in ax.texts]


def test_without_a_sink_there_is_no_net_line() -> None:
    _, ax = plt.subplots()
    sector_stack(SECTORS, ax=ax, lang="en")
    assert "net" not in [text.get_text() for text in ax.texts]


def test_years_of_close_peaks_do_not_cover_each_other() -> None:
    with house_style():
        figure, ax = plt.subplots(figsize=(8, 5))
        peaks = {"baseline": (2033.0, 3.9), "plan": (2032.0, 3.5), "late": (2032.0, 3.4)}
        peak_lines(LINES, peaks=peaks, lang="en", ax=ax)
        figure.canvas.draw()
        boxes = [t.get_window_extent() for t in ax.texts if t.get_text().startswith("203")]
    years = [box for box in boxes if box.width < 60]
    assert len(years) == 3
    assert not any(a.overlaps(b) for i, a in enumerate(years) for b in years[i + 1 :])


def test_end_labels_do_not_cover_each_other() -> None:
    many = pd.concat([_table(key="x" * (i % 2), scenario=f"s{i}") for i in range(6)])
    notes = {f"s{i}": "peaks in 2032 (confirmed)\nat 3.00 Mt" for i in range(6)}
    with house_style():
        figure, ax = plt.subplots(figsize=(8, 6), layout="constrained")
        peak_lines(many, notes=notes, lang="en", ax=ax)
        figure.canvas.draw()
        kept = [t for t in ax.texts if t.get_text().startswith(("s", "peaks"))]
        boxes = [t.get_window_extent() for t in kept]
    assert len(boxes) == 12
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_bands_of_a_fan_hold_the_median_below_zero_too() -> None:
    _, ax = plt.subplots()
    fan(FAN.assign(value=FAN["value"] - 4), baseline=LINES, ax=ax, lang="en")
    median = ax.lines[0].get_ydata()
    for band in ax.collections[:3]:
        points = band.get_paths()[0].vertices
        for year, value in zip(YEARS, median, strict=True):
            heights = points[points[:, 0] == year, 1]
            assert heights.min() <= value <= heights.max()
    assert ax.get_ylim()[0] < float(FAN["value"].min() - 4)
    assert min(median) < 0


def test_a_fan_without_its_quantiles_is_refused() -> None:
    with pytest.raises(InputError, match=r"no quantiles \[0.9\]"):
        fan(FAN[FAN["quantile"] != 0.9])


def test_bars_add_up_and_what_the_horizon_hides_has_its_own() -> None:
    _, ax = plt.subplots()
    peak_years(PEAKS, y="value", first=2020, last=2060, mark=2030, ax=ax, lang="en")
    heights = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in ax.patches}
    assert sum(heights.values()) == pytest.approx(1)
    assert (heights[2020], heights[2028], heights[2061]) == pytest.approx((0.2, 0.4, 0.2))
    labels = [tick.get_text() for tick in ax.get_xticklabels()]
    assert (labels[0], labels[-1]) == ("≤2020", ">2060")


def test_costs_of_a_tonne_stand_in_their_order() -> None:
    _, ax = plt.subplots()
    cost_rows(TONNES.iloc[::-1], ax=ax, lang="en")
    assert [bar.get_width() for bar in ax.patches] == [-300.0, 1200.0]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["光伏 PV", "改造 retrofit"]
    assert [text.get_text() for text in ax.texts] == ["45×10⁴ t", "10×10⁴ t"]
