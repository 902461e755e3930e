"""The plan's numeric targets, each with the chance that it is met."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.inputs.city import City
from zysim.inputs.targets import SIGNS
from zysim.metrics.target_chances import TargetChance, target_chances
from zysim.plots.style import PRINTED
from zysim.plots.target_board import target_board
from zysim.report.gallery.words import frame
from zysim.runs.project import Project, choose
from zysim.sampling import MEMBERS
from zysim.units import after_number
from zysim.wording import Lang, Pair, pick

TALLEST, ROW = 8.1, 0.3
"""Inches of the picture at most, so that a page holds it with its caption, and of a target."""
HEADLINE: Pair = (
    "{name}：方案各量化目标的达到概率",
    "{name}: chances of the plan's targets",
)
CAPTION: Pair = (
    "{members} 种不确定情形中达到目标的比例；右侧为方案要求与 P10–P50–P90。{history} 年目标为"
    "现状推算，不受 {acting} 年起的措施影响；省下达与我们解读的目标见 params/plan_targets.csv。",
    "Share of {members} states of the world that meet the target; to the right what the "
    "plan asks and P10–P50–P90. Targets for {history} are nowcasts: measures act from {acting}. "
    "Which thresholds are the province's or our reading: params/plan_targets.csv.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The targets of one scenario."""

    city: City
    name: Pair
    """Of the scenario."""
    members: int
    chances: tuple[TargetChance, ...]


def prepare(project: Project) -> Board:
    """Score the main scenario in many states of the world."""
    case = choose(project, [project.city.main], {})[0]
    chances = target_chances(project, case)
    return Board(city=project.city, name=case.titles, members=MEMBERS, chances=chances)


def draw(board: Board, lang: Lang) -> Figure:
    """Draw one row per target."""
    city = board.city
    rows = []
    for each in board.chances:
        target = each.score.target
        name = pick((target.label_zh, target.label_en), lang)
        factor, _ = target.spoken(lang)
        rows.append(
            {
                "label": f"{target.id} {name}",
                "kind": each.score.kind,
                "chance": np.nan if each.chance is None else each.chance.value,
                "wanted": f"{target.year} {SIGNS[target.compare]} "
                f"{factor * target.threshold:.6g}".replace("-", "−"),
                "found": _found(each, city.last, lang),
            }
        )
    data = pd.DataFrame(rows).sort_values("kind", kind="stable", ignore_index=True)
    headline = pick(HEADLINE, lang).format(name=pick(board.name, lang))
    height = min(TALLEST, 1.7 + ROW * len(rows))
    figure, ax = plt.subplots(figsize=(PRINTED, height), layout="constrained")
    target_board(data, history=city.history, lang=lang, ax=ax)
    caption = pick(CAPTION, lang).format(**city.words(lang), members=board.members)
    return frame(figure, headline, caption)


def _found(each: TargetChance, last: int, lang: Lang) -> str:
    if each.value is None:
        return ""
    peak = each.score.target.compare == "peak<="
    factor, unit = each.score.target.spoken(lang)
    shown = [
        f">{last}" if np.isinf(value) else f"{value:.0f}" if peak else f"{factor * value:.3g}"
        for value in each.value
    ]
    return " – ".join(dict.fromkeys(shown)).replace("-", "−") + after_number(unit)
