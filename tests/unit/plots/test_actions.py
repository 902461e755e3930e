"""Pictures of actions, targets and energy: wedges, surface, board, Sankey, counties."""

from __future__ import annotations

from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import PathPatch

from zysim.errors import InputError
from zysim.plots.county_panels import county_panels
from zysim.plots.response_surface import response_surface
from zysim.plots.sankey import sankey
from zysim.plots.sankey_layout import lay_out
from zysim.plots.style import house_style
from zysim.plots.target_board import target_board
from zysim.plots.wedge import wedge

mpl.use("Agg")
YEARS = np.arange(2020, 2061)
RAMP = np.linspace(0.0, 1.0, YEARS.size)
SETTINGS = np.linspace(0, 1, 6)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


class TestWedge:
    CREDITS = pd.concat(
        [
            pd.DataFrame({"year": YEARS, "label": name, "credit": size * RAMP})
            for name, size in (("energy", 1.5), ("gas field", -0.4), ("homes", 0.5))
        ]
    )

    @pytest.mark.parametrize("height", [4.0, 1.0])
    def test_savings_hang_from_the_baseline_and_additions_stand_on_it(self, height: float) -> None:
        _, ax = plt.subplots()
        baseline = pd.DataFrame({"year": YEARS, "value": height})
        wedge(self.CREDITS, baseline=baseline, lang="en", ax=ax)
        tops = {each.get_gid(): each.get_paths()[0].vertices[:, 1] for each in ax.collections}
        assert tops["wedge energy"].max() == height
        assert tops["wedge energy"].min() == pytest.approx(height - 1.5)
        assert tops["wedge homes"].min() == pytest.approx(height - 2.0)
        assert tops["wedge gas field"].min() == height
        assert tops["wedge gas field"].max() == pytest.approx(height + 0.4)
        lines = {line.get_gid(): line.get_ydata() for line in ax.lines}
        assert lines["all actions"] == pytest.approx(height - 1.6 * RAMP)
        low, high = ax.get_ylim()
        assert low <= min(0.0, height - 2.0)
        assert high > height + 0.4

    def test_without_a_baseline_it_shows_the_difference(self) -> None:
        _, ax = plt.subplots()
        wedge(self.CREDITS, lang="en", ax=ax)
        assert ax.get_ylabel() == "Difference from the baseline (Mt per year)"
        lines = {line.get_gid(): line.get_ydata() for line in ax.lines}
        assert lines["all actions"] == pytest.approx(-1.6 * RAMP)
        names = [text.get_text() for text in ax.texts]
        assert {"energy −1.50", "gas field +0.40"} <= set(names)


class TestResponseSurface:
    GRID = pd.DataFrame(
        [(one, two, 4 - one - two, one + two - 0.7) for one in SETTINGS for two in SETTINGS],
        columns=["first", "second", "value", "margin"],
    )

    def test_the_line_runs_where_the_margin_is_zero(self) -> None:
        _, ax = plt.subplots()
        response_surface(self.GRID, points={"plan": (1, 1)}, goal=2030, lang="en", ax=ax)
        edge = [each for each in ax.collections if list(getattr(each, "levels", [])) == [0.0]]
        (path,) = edge[0].get_paths()
        assert len(path.vertices) > 3
        assert path.vertices.sum(axis=1) == pytest.approx(0.7)
        assert "line: peak just by 2030" in ax.get_xlabel()

    @pytest.mark.parametrize(
        ("shift", "words"), [(1.0, "peak by 2030 everywhere"), (-2.0, "after 2030 everywhere")]
    )
    def test_without_a_line_it_says_on_which_side_all_lies(self, shift: float, words: str) -> None:
        _, ax = plt.subplots()
        data = self.GRID.assign(margin=self.GRID["margin"] + shift)
        response_surface(data, goal=2030, lang="en", ax=ax)
        assert words in ax.get_xlabel()
        assert not [each for each in ax.collections if list(getattr(each, "levels", [])) == [0.0]]

    def test_a_grid_with_a_hole_is_refused(self) -> None:
        with pytest.raises(InputError, match="every pair of at least 2 by 2 settings, got 35 rows"):
            response_surface(self.GRID.iloc[1:], goal=2030)


def test_target_board_draws_chances_and_marks_what_is_no_forecast() -> None:
    data = pd.DataFrame(
        {
            "label": ["peak", "forest", "energy"],
            "kind": ["projection", "projection", "nowcast"],
            "chance": [0.25, np.nan, 0.95],
            "wanted": ["≤ 2030", "≥ 41 %", "≤ -14.5 %"],
            "found": ["2028 / 2033 / >2060", "unread", "-18 / -14 / -9 %"],
        }
    )
    with house_style():
        figure, ax = plt.subplots(figsize=(8, 3), layout="constrained")
        target_board(data, history=2025, lang="en", ax=ax)
        figure.canvas.draw()
        bars = [bar for bar in ax.patches if bar.get_gid() == "chance"]
        written = {text.get_text(): text.get_window_extent() for text in ax.texts}
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["energy", "peak", "forest"]
    assert [(bar.get_width(), bool(bar.get_hatch())) for bar in bars] == [
        (0.95, True),
        (0.25, False),
    ]
    assert {
        "25%",
        "95%",
        "no data or not modelled: not scored",
        "≥ 41 %",
        "2028 / 2033 / >2060",
    } <= set(written)
    assert "unread" not in written
    assert written["≤ -14.5 %"].x1 < written["-18 / -14 / -9 %"].x0
    assert written["Result P10–P50–P90"].x1 <= figure.bbox.x1


@st.composite
def _flows(draw: st.DrawFn) -> list[tuple[str, str, float]]:
    """Flows from lower to higher numbers, so without a circle."""
    pairs = st.tuples(st.integers(0, 6), st.integers(1, 4))
    chosen = draw(st.lists(pairs, min_size=1, max_size=14, unique=True))
    size = st.floats(0.1, 100)
    return [(str(at), str(at + step), draw(size)) for at, step in chosen]


class TestSankey:
    @given(_flows())
    def test_nothing_lies_on_anything_else_in_a_column(
        self, flows: list[tuple[str, str, float]]
    ) -> None:
        layout = lay_out(flows)
        spans: dict[int, list[tuple[float, float]]] = {}
        for node in layout.nodes.values():
            spans.setdefault(node.column, []).append((node.low, node.high))
        for band in layout.bands:
            assert [column for column, _ in band.stops] == list(
                range(layout.nodes[band.flow[0]].column, layout.nodes[band.flow[1]].column + 1)
            )
            for column, low in band.stops[1:-1]:
                spans.setdefault(column, []).append((low, low + band.thick))
        for column in spans.values():
            column.sort()
            assert column[0][0] >= -1e-9
            assert column[-1][1] <= 1 + 1e-9
            assert all(one[1] <= other[0] for one, other in pairwise(column))

    @given(_flows())
    def test_bands_fill_the_nodes_they_touch(self, flows: list[tuple[str, str, float]]) -> None:
        layout = lay_out(flows)
        for name, node in layout.nodes.items():
            for side, stop in ((0, 0), (1, -1)):
                mine = sorted(
                    (band.stops[stop][1], band.thick)
                    for band in layout.bands
                    if band.flow[side] == name
                )
                for (low, thick), (after, _) in pairwise(mine):
                    assert after == pytest.approx(low + thick)
                if mine:
                    assert mine[0][0] >= node.low - 1e-9
                    assert sum(mine[-1]) <= node.high + 1e-9

    def test_bands_are_as_thick_as_their_flows_and_equal_pairs_are_added_up(self) -> None:
        flows = pd.DataFrame(
            [("coal", "industry", 3.0), ("gas", "industry", 2.0), ("gas", "homes", 1.0)] * 2
            + [("oil", "homes", 0.0)],
            columns=["source", "target", "value"],
        )
        _, ax = plt.subplots()
        sankey(flows, lang="en", ax=ax)
        bands = {each.get_gid(): each for each in ax.patches if isinstance(each, PathPatch)}
        thick = {}
        for name, band in bands.items():
            points = band.get_path().vertices
            thick[name] = np.ptp(points[points[:, 0] == points[:, 0].min(), 1])
        assert set(thick) == {"coal to industry", "gas to industry", "gas to homes"}
        assert thick["coal to industry"] / thick["gas to homes"] == pytest.approx(3)
        assert thick["gas to industry"] / thick["gas to homes"] == pytest.approx(2)
        names = [text.get_text() for text in ax.texts]
        assert {"coal 6", "gas 6", "industry 10", "homes 2"} <= set(names)

    def test_a_circle_is_refused(self) -> None:
        with pytest.raises(InputError, match="the flows run in a circle"):
            lay_out([("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)])

    @pytest.mark.parametrize("value", [-1.0, 0.0, float("nan")])
    def test_a_flow_that_is_none_is_refused(self, value: float) -> None:
        with pytest.raises(InputError, match=f"flow a to b is {value}"):
            lay_out([("a", "b", value)])


def test_counties_share_scale_and_colours() -> None:
    parts = [
        pd.DataFrame({"year": YEARS, "value": height, "scenario": scenario, "county": county})
        for county, height, scenarios in (
            ("Yanjiang", 1.3, ("baseline", "late", "plan")),
            ("Anyue", 1.1, ("baseline", "plan")),
            ("Lezhi", -0.2, ("baseline", "plan")),
        )
        for scenario in scenarios
    ]
    _, ax = plt.subplots()
    peaks = {("plan", "Anyue"): (2030.0, 1.1)}
    county_panels(pd.concat(parts), titles={"plan": "The plan"}, peaks=peaks, lang="en", ax=ax)
    panels = ax.child_axes
    assert [panel.get_gid() for panel in panels] == [
        "county Yanjiang",
        "county Anyue",
        "county Lezhi",
    ]
    assert len({panel.get_ylim() for panel in panels}) == 1
    assert panels[0].get_ylim()[0] < -0.2
    colours = [
        {line.get_label(): line.get_color() for line in panel.lines}["plan"] for panel in panels
    ]
    assert len(set(colours)) == 1
    assert [line.get_xdata()[0] for line in panels[1].lines if line.get_marker() == "o"] == [2030.0]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "baseline",
        "late",
        "The plan",
    ]
