"""The plan's numeric targets, each with the chance that it is met."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.target_chances import TargetChance, target_chances
from zysim.plots.target_board import target_board
from zysim.report.gallery.words import frame
from zysim.runs.project import Project, choose
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick

SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "change<=": "≤", "change>=": "≥"}
SIGNS |= {"peak<=": "≤", "rising>=": "≥"}
PLAN: Pair = ("按方案实施", "Plan carried out in full")
HEADLINE: Pair = (
    "{name}：方案各量化目标的达到概率",
    "{name}: chances of the plan's targets",
)
CAPTION: Pair = (
    "{members} 种不确定情形中达到目标的比例；右侧为方案要求与 P10–P50–P90。2025 年目标为"
    "现状推算，不受 2026 年起的措施影响；省下达与我们解读的目标见 params/plan_targets.csv。",
    "Share of {members} states of the world that meet the target; to the right what the "
    "plan asks and P10–P50–P90. Targets for 2025 are nowcasts: measures act from 2026. Which "
    "thresholds are the province's or our reading: params/plan_targets.csv.",
)


def prepare(project: Project) -> tuple[TargetChance, ...]:
    """Score the plan in many states of the world."""
    return target_chances(project, choose(project, ["plan"], {})[0])


def draw(
    chances: tuple[TargetChance, ...],
    lang: Lang,
    *,
    scenario: str | None = None,
    members: int = MEMBERS,
) -> Figure:
    """Draw one row per target; of a scenario by its name, the plan if None."""
    rows = []
    for each in chances:
        target = each.score.target
        name = pick((target.label_zh, target.label_en), lang)
        rows.append(
            {
                "label": f"{target.id} {name}",
                "kind": each.score.kind,
                "chance": np.nan if each.chance is None else each.chance.value,
                "wanted": f"{target.year} {SIGNS[target.compare]} {target.threshold:g}",
                "found": _found(each),
            }
        )
    data = pd.DataFrame(rows).sort_values("kind", kind="stable", ignore_index=True)
    headline = pick(HEADLINE, lang).format(name=scenario or pick(PLAN, lang))
    figure, ax = plt.subplots(figsize=(11.5, 9.2), layout="constrained")
    target_board(data, lang=lang, ax=ax)
    return frame(figure, headline, pick(CAPTION, lang).format(members=members))


def _found(each: TargetChance) -> str:
    if each.value is None:
        return ""
    peak = each.score.target.compare == "peak<="
    shown = [
        ">2060" if np.isinf(value) else f"{value:.0f}" if peak else f"{value:.3g}"
        for value in each.value
    ]
    unit = "" if each.score.target.unit in ("dmnl", "year") else f" {each.score.target.unit}"
    return " – ".join(dict.fromkeys(shown)) + unit
