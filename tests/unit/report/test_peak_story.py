"""From results to the words and numbers of the peak figure."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

from zysim.inputs.read_city import read_city
from zysim.metrics.summary import Summary, summarise, variables_summarised
from zysim.plots.peak_figure import draw_peak_figure
from zysim.plots.style import house_style
from zysim.reading.graph import Variable
from zysim.report.peak_story import headline, peak_table, tell_peaks
from zysim.runs.manifest import Manifest
from zysim.runs.results import Runs

mpl.use("Agg")
YEARS = np.arange(2020, 2061)
SHAPES = {
    "baseline": 4.0 + 0.02 * (YEARS - 2020),
    "plan": 4.0 - ((YEARS - 2031) / 20.0) ** 2,
    "strengthened": 4.0 - 0.05 * (YEARS - 2020),
}
TITLES = {
    "baseline": ("基线", "Baseline"),
    "plan": ("按方案实施", "Plan carried out"),
    "strengthened": ("强化", "Strengthened"),
}
QUALITY = {"plan": 2, "estimate": 8}


@pytest.fixture
def runs() -> Runs:
    names = variables_summarised(read_city())
    block = np.stack(list(SHAPES.values()))
    variables = {
        name: Variable(
            name=name,
            identifier=name,
            unit="Mt/year",
            title_zh=name,
            comment="",
            sector="accounts",
            kind="auxiliary",
            dims=(),
            elements=(name,),
            equation="1",
        )
        for name in names
    }
    manifest = Manifest(
        command="",
        engine="numpy",
        until=2060,
        scenarios={},
        files={},
        versions={},
        git={"git_commit": None, "git_clean": None},
        created="",
    )
    return Runs(
        scenarios=tuple(SHAPES),
        years=YEARS,
        values={name: block * (1 + 0.1 * at) for at, name in enumerate(names)},
        variables=variables,
        manifest=manifest,
        record=read_city(),
    )


@pytest.fixture
def summaries(runs: Runs) -> tuple[Summary, ...]:
    return summarise(runs)


def test_summary_has_all_boundaries_and_the_lines_beside_them(summaries) -> None:
    plan = summaries[1]
    assert list(plan.boundaries) == list(read_city().accounts) == list("ABCD")
    assert list(plan.beside) == list(read_city().beside)
    peak = plan.boundaries["A"]
    assert (peak.year, peak.status, peak.already) == (2031, "confirmed", False)
    assert peak.level == pytest.approx(4.0)
    assert peak.level_goal == pytest.approx(4.0 - 0.0025)
    assert peak.cumulative == pytest.approx(SHAPES["plan"][1:].sum())
    assert plan.boundaries["B"].level == pytest.approx(4.4)


@pytest.mark.parametrize(
    ("at", "shown", "in_time", "margin"),
    [(0, ">2060", False, -1), (1, "2031", False, -1), (2, "≤2020", True, 1)],
)
def test_years_cut_off_by_the_horizon_are_shown_so(summaries, at, shown, in_time, margin) -> None:
    peak = summaries[at].boundaries["B"]
    assert peak.shown_year == shown
    assert peak.by(2030) is in_time
    assert np.sign(peak.margin) == margin


def test_json_has_no_year_for_a_peak_that_was_not_reached(summaries) -> None:
    record = summaries[0].to_record()["boundaries"]["B"]
    assert (record["peak_year"], record["status"]) == (None, "none")
    assert "peak_time" not in record


@pytest.mark.parametrize(
    ("at", "lang", "words"),
    [
        (0, "zh", "基线到 2060 年未达峰"),
        (0, "en", "Baseline has no peak by 2060"),
        (1, "zh", "按方案实施 2031 年达峰"),
        (1, "en", "Plan carried out peaks in 2031"),
        (2, "zh", "强化在 2020 年或更早达峰"),
        (2, "en", "Strengthened peaked in 2020 or before"),
    ],
)
def test_headline_says_the_answer(summaries, at, lang, words) -> None:
    name = TITLES[summaries[at].scenario][0 if lang == "zh" else 1]
    assert headline(summaries[at], "B", name, lang) == words


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("boundary", ["A", "B"])
def test_figure_is_drawn_without_a_missing_glyph_and_says_what_it_rests_on(
    runs, summaries, lang, boundary
) -> None:
    story = tell_peaks(summaries, TITLES, QUALITY, boundary=boundary, runs=runs, lang=lang)
    assert ("10 个参数" if lang == "zh" else "of 10 parameters") in story.caption
    assert boundary in story.caption
    assert set(story.notes) == set(SHAPES)
    with house_style():
        figure = draw_peak_figure(peak_table(runs), story, lang)
        figure.canvas.draw()
        every = figure.findobj(mpl.text.Text)
        # Numbers on an axis are texts too, and those past its end are kept but not drawn.
        found = [each for each in every if not each.get_text().strip().isdigit()]
        found = [each for each in found if each.get_text().strip()]
        texts = [each.get_text() for each in found]
        outside = [
            each.get_text()
            for each in found
            if each.get_visible() and not _inside(each.get_window_extent(), figure.bbox)
        ]
    assert outside == []
    assert any("2031" in each.get_text() for each in every)
    assert story.headline in texts
    mpl.pyplot.close(figure)


def _inside(box: mpl.transforms.Bbox, page: mpl.transforms.Bbox) -> bool:
    return box.x0 >= -1 and box.y0 >= -1 and box.x1 <= page.x1 + 1 and box.y1 <= page.y1 + 1


def test_headline_is_about_the_last_case(runs, summaries) -> None:
    story = tell_peaks(summaries, TITLES, QUALITY, boundary="B", runs=runs, lang="en")
    assert story.headline == "Energy CO₂ of Ziyang: Strengthened peaked in 2020 or before"
    other = tell_peaks(summaries[:1], TITLES, QUALITY, boundary="B", runs=runs, lang="zh")
    assert other.headline == "资阳市能源活动二氧化碳排放：基线到 2060 年未达峰"


def test_missing_peaks_get_no_circle(runs, summaries) -> None:
    story = tell_peaks(summaries, TITLES, QUALITY, boundary="B", runs=runs, lang="en")
    assert ("baseline", "B") not in story.peaks
    assert story.peaks["plan", "A"] == (2031.0, pytest.approx(4.0))
