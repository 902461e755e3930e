"""The pictures of a ranking: indices, years, chances, effects and pairs, with the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zysim.columns import fold
from zysim.inputs.study import Study
from zysim.plots.pair_heat import pair_heat
from zysim.plots.rank_chance import rank_chance
from zysim.plots.sobol_bars import sobol_bars
from zysim.plots.sobol_years import sobol_years
from zysim.plots.style import QUIET, house_style, save_figure
from zysim.plots.tornado import tornado
from zysim.report.ranking_story import STEPS, basis_text, verdict_text
from zysim.sensitivity.ranking import Ranking
from zysim.sensitivity.space import Space
from zysim.wording import Lang, Pair, pick

WIDE = 8.2
"""Inches."""
CAPTION_WIDTH: Mapping[Lang, int] = {"zh": 138, "en": 142}
HEADS: Mapping[str, Pair] = {
    "sobol": ("各因素占“{outcome}”方差的份额", "Shares of the variance of “{outcome}”"),
    "years": (
        "各因素占每一时刻“{leading}”方差的份额（ST）",
        "Shares of the variance of “{leading}” at each moment",
    ),
    "chance": (
        "排名的把握：居前几位的概率",
        "How sure the ranks are: chance to be among the first",
    ),
    "tornado": ("各因素对“{outcome}”的效应", "Effects on “{outcome}”"),
    "pairs": ("两两交互（S2）", "Effects of pairs together (S2)"),
}
PAIRS: Pair = ("斜线格的区间含 0。", "Hatched: the interval holds 0.")
YEARS: Pair = ("{about}。", "{about}.")


def draw_ranking(
    ranking: Ranking,
    space: Space,
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
) -> list[Path]:
    """Draw the pictures of a ranking in both languages.

    Parameters
    ----------
    ranking, space, study
        What was ranked.
    tables
        ``indices``, ``years`` and, where there are some, ``pairs``, as of
        :mod:`zysim.report.ranking_tables`.
    folder
        Where the files go; it must exist.

    Returns
    -------
    list of pathlib.Path
        The files written, ``sobol.zh.png`` and so on.
    """
    mpl.use("Agg")
    written: list[Path] = []
    for lang in get_args(Lang):
        for name in _jobs(ranking, space, tables, lang):
            with house_style():
                figure = draw_one(ranking, space, study, tables, name, lang)
                written += save_figure(figure, folder / f"{name}.{lang}")
    return written


def draw_one(
    ranking: Ranking,
    space: Space,
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    name: str,
    lang: Lang,
) -> Figure:
    """Draw one picture of a ranking, such as ``sobol``; call it inside the house style."""
    draw, data, rows = _jobs(ranking, space, tables, lang)[name]
    captions = _captions(ranking, study, verdict_text(ranking.verdict(), lang), lang)
    figure, ax = plt.subplots(figsize=(WIDE, 2.0 + 0.3 * rows), layout="constrained")
    draw(data, lang=lang, ax=ax)
    about = _moved(ranking) if name == "tornado" else ranking.main
    shown = pick(ranking.measured[about].label, lang)
    leading = pick(ranking.leading, lang)
    head = pick(HEADS[name], lang).format(outcome=shown, leading=leading)
    heading = figure.suptitle(
        f"{pick(study.title, lang)}\n{head}", x=0.012, ha="left", fontweight="bold"
    )
    heading.set(fontsize=11.5, linespacing=1.35)
    caption = fold(captions[name], CAPTION_WIDTH[lang])
    figure.supxlabel(caption, x=0.012, ha="left", fontsize=7.5, color=QUIET)
    return figure


Job = tuple[Callable[..., Axes], pd.DataFrame, int]
"""A plot function, its table, and how many rows it draws."""


def _jobs(
    ranking: Ranking, space: Space, tables: Mapping[str, pd.DataFrame], lang: Lang
) -> dict[str, Job]:
    labels = {each.id: pick(each.label, lang) for each in space.factors}
    verdict = verdict_text(ranking.verdict(), lang)
    indices = tables["indices"].assign(label=lambda table: table["factor"].map(labels))
    main = indices[indices["outcome"] == ranking.main]
    count = min(15, len(labels))
    noise = float(abs(ranking.indices.dummy_total.value[0]))

    def bars(data: pd.DataFrame, **words: Any) -> Axes:
        return sobol_bars(data, dummy=noise, verdict=verdict, **words)

    years = tables["years"]
    yearly = years[years["year"] != "all"].assign(
        year=lambda table: table["year"].astype(int),
        label=lambda table: table["factor"].map(labels),
    )
    jobs: dict[str, Job] = {"sobol": (bars, main, count)}
    if not yearly.empty:
        jobs["years"] = (partial(sobol_years, unit=ranking.leading_unit), yearly, 11)
    places = [name for name in ("top1", "top3", "top5") if name in main]
    chances = main.melt("label", places, "place", "chance")
    chances["place"] = chances["place"].str[3:].astype(int)
    if len(places) > 1:
        jobs["chance"] = (rank_chance, chances, min(12, count))
    moved = indices[(indices["outcome"] == _moved(ranking)) & indices["effect"].notna()]
    if not moved.empty:
        jobs["tornado"] = (partial(tornado, unit=_unit_moved(ranking)), moved, count)
    if "pairs" in tables:
        pairs = tables["pairs"].assign(
            first=lambda table: table["first"].map(labels),
            second=lambda table: table["second"].map(labels),
        )
        jobs["pairs"] = (pair_heat, pairs, 12)
    return jobs


def _captions(ranking: Ranking, study: Study, verdict: str, lang: Lang) -> dict[str, str]:
    basis, about = basis_text(ranking, lang), pick(ranking.about, lang)
    shown = basis_text(ranking, lang, _moved(ranking))
    return {
        "sobol": basis,
        "years": f"{pick(YEARS, lang).format(about=about)}{_gap(lang)}{verdict}",
        "chance": f"{basis}{_gap(lang)}{verdict}",
        "tornado": f"{pick(STEPS[study.model is not None], lang)}{_gap(lang)}{shown}",
        "pairs": f"{pick(PAIRS, lang)}{_gap(lang)}{basis}",
    }


def _moved(ranking: Ranking) -> str:
    """Return the outcome whose signed effects are drawn: the peak time where it is ranked."""
    return "peak_time" if "peak_time" in ranking.outcomes else ranking.main


def _unit_moved(ranking: Ranking) -> Pair:
    """Return the label of the axis of effects, with the unit."""
    of = ranking.measured[_moved(ranking)]
    zh, en = f"“{of.label[0]}”的变动", f"Change of “{of.label[1]}”"
    return (f"{zh}（{of.unit[0]}）", f"{en} ({of.unit[1]})") if of.unit[0] else (zh, en)


def _gap(lang: Lang) -> str:
    return "" if lang == "zh" else " "
