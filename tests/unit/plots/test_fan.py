"""What a fan and the small charts draw, read back from the axes."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from zysim.plots.fan import fan
from zysim.plots.fan_figure import FanStory, draw_fan_figure
from zysim.plots.panels import draw_panel
from zysim.plots.style import SHADE

mpl.use("Agg")
YEARS = np.arange(2020, 2061)
LEVELS = {0.025: 1.0, 0.1: 2.0, 0.25: 3.0, 0.5: 4.0, 0.75: 6.0, 0.9: 8.0, 0.975: 10.0}
TABLE = pd.DataFrame(
    [
        {"year": year, "quantile": share, "value": level}
        for share, level in LEVELS.items()
        for year in YEARS
    ]
)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def shaded(ax) -> tuple[float, float]:
    (patch,) = (
        each
        for each in ax.patches
        if isinstance(each, Rectangle) and each.get_facecolor() == to_rgba(SHADE)
    )
    return patch.get_x(), patch.get_x() + patch.get_width()


def marks(ax) -> list[float]:
    """Years of the vertical lines."""
    return [line.get_xdata()[0] for line in ax.lines if len(set(line.get_xdata())) == 1]


def test_each_band_reaches_from_its_lower_to_its_upper_quantile() -> None:
    _, ax = plt.subplots()
    fan(TABLE, ax=ax)
    reach = {}
    for band in ax.collections:
        assert isinstance(band, PolyCollection)
        (path,) = band.get_paths()
        heights = path.vertices[:, 1]
        reach[band.get_label()] = (heights.min(), heights.max())
    assert reach == {"95%": (1.0, 10.0), "80%": (2.0, 8.0), "50%": (3.0, 6.0)}
    (median,) = (line for line in ax.lines if line.get_label() == "中位数")
    assert set(median.get_ydata()) == {4.0}


@pytest.mark.parametrize("until", [2025, 2023])
def test_history_is_shaded_to_its_last_year_and_the_goal_marked(until: int) -> None:
    _, ax = plt.subplots()
    fan(TABLE, history_until=until, mark=2030, ax=ax)
    assert shaded(ax) == (2020, until)
    assert marks(ax) == [2030]


def test_nothing_is_marked_if_nothing_is_said() -> None:
    _, ax = plt.subplots()
    fan(TABLE, ax=ax)
    assert not [each for each in ax.patches if isinstance(each, Rectangle)]
    assert marks(ax) == []


@pytest.mark.parametrize(("until", "mark"), [(2025, 2030), (2023, 2028)])
def test_a_small_chart_shades_history_and_marks_the_goal(until: int, mark: int) -> None:
    _, ax = plt.subplots()
    line = TABLE[TABLE["quantile"] == 0.5].assign(scenario="plan")
    draw_panel(
        ax,
        line,
        x="year",
        y="value",
        scenario="scenario",
        peaks={"plan": (2033.0, 4.0)},
        scenarios=["plan"],
        baseline="baseline",
        history_until=until,
        mark=mark,
        limits=(0.0, 4.0),
    )
    assert shaded(ax) == (2020, until)
    assert mark in marks(ax)
    assert marks(ax)[-1] == mark
    assert (2033.0, 4.0) in [
        (*line.get_xdata(), *line.get_ydata()) for line in ax.lines if len(line.get_xdata()) == 1
    ]


def test_the_fifth_scenario_goes_on_in_the_next_row() -> None:
    names = list("abcde")
    members = pd.DataFrame(
        {"scenario": names * 2, "peak_year": pd.array([2020, 2030] * 5, dtype="Int64")}
    )
    texts = dict.fromkeys(("headline", "subtitle", "caption"), "words")
    story = FanStory(
        **texts,
        titles={name: f"case {name}" for name in names},
        notes=dict.fromkeys(names, ("note",)),
        first=2020,
        last=2060,
        reference="a",
        goal=2030,
        history=2025,
    )
    table = pd.concat([TABLE.assign(scenario=name) for name in names])
    figure = draw_fan_figure(table, members, story, "en")
    drawn = [ax for ax in figure.axes if ax.get_visible() and ax.get_title()]
    assert [ax.get_title() for ax in drawn] == [f"case {name}" for name in names]
