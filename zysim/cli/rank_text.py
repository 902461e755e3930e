"""The answer of `zysim rank` as text, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zysim.cli.show import terminal_width
from zysim.columns import columns, fold
from zysim.inputs.study import Study
from zysim.metrics.outcomes import OUTCOMES
from zysim.report.ranking_story import basis_text, verdict_text
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.cli.rank_files import Answer
    from zysim.sensitivity.ranking import Ranking
    from zysim.sensitivity.screening import Screening
    from zysim.sensitivity.space import Space

SHOWN = 15
HEADS: tuple[Pair, ...] = (
    ("", ""),
    ("因素", "factor"),
    ("S1（单独）", "S1 (alone)"),
    ("ST（含交互）", "ST (with others)"),
    ("居前三概率", "P(top 3)"),
)
SHOWN_EFFECTS = ("peak_time", "level_2030", "cumulative")
EFFECT_HEADS: tuple[Pair, ...] = (
    ("达峰时间/年", "peak time, years"),
    ("2030 年/百万吨", "2030, Mt"),
    ("累计/百万吨", "sum, Mt"),
)
STEP: Pair = (
    "效应：措施每提高 1（方案力度），或未知数由最低到最高；95% 区间见 indices.csv。"
    "S1、ST 为占“{outcome}”方差的份额，± 为 95% 区间的一半。",
    "Effects: per setting of 1 (the plan) of a lever, or from the lowest to the highest value of "
    "an unknown; intervals in indices.csv. S1 and ST are shares of the variance of “{outcome}”, "
    "± half of the 95 % interval.",
)
NOISE: Pair = (
    "ΣS1 = {total:.2f}；按公式虚拟因素，ST 的粗略噪声限为 {noise:.3f}。其余 {rest} 个因素未列出。",
    "Sum of S1 {total:.2f}; the formula dummy puts the coarse noise of ST at {noise:.3f}. {rest} "
    "more factors not shown.",
)
LEFT_OUT: Pair = ("未排序的结果：{names}。", "Outcomes not ranked: {names}.")
MU_HEADS: tuple[Pair, ...] = (
    ("", ""),
    ("因素", "factor"),
    ("μ*（平均幅度）", "mu* (mean size)"),
    ("μ（方向）", "mu (direction)"),
    ("σ（交互与非线性）", "sigma (interplay)"),
)
MU_NOTE: Pair = (
    "由最低到最高对“{outcome}”的基本效应（{rows} 条轨迹）；"
    "幅度不足最大者 2% 的 {small} 个因素可固定不动。",
    "Elementary effects on “{outcome}”, lowest to highest ({rows} trajectories); {small} factors "
    "with less than 2 % of the largest effect may be held fixed.",
)
NEGLIGIBLE = 0.02


def ranking_text(answer: Answer, space: Space, study: Study, lang: Lang) -> str:
    """Return the ranked factors with intervals, effects and the verdict."""
    ranking = answer.ranking
    if ranking is None:
        return ""
    main = ranking.outcomes[0]
    order = ranking.order(main)
    heads = [pick(head, lang) for head in (*HEADS, *EFFECT_HEADS)]
    rows = [
        [str(place), pick(space.factors[at].label, lang), *_cells(ranking, at)]
        for place, at in enumerate(order[:SHOWN], start=1)
    ]
    noise = abs(ranking.indices.dummy_total.value[0]) + ranking.indices.dummy_total.half_width[0]
    wide = terminal_width()
    lines = [
        fold(pick(study.question, lang), wide),
        fold(basis_text(ranking, study, lang), wide),
        "",
        columns([heads, *rows], right=frozenset({0, 2, 3, 4, 5, 6, 7})),
        "",
        fold(verdict_text(ranking.verdict(main), lang), wide),
        fold(
            pick(NOISE, lang).format(
                total=ranking.indices.first.value[:, 0].sum(),
                noise=noise,
                rest=max(0, len(order) - SHOWN),
            ),
            wide,
        ),
        fold(pick(STEP, lang).format(outcome=pick(OUTCOMES[main].label, lang)), wide),
    ]
    lines += [fold(each.zh if lang == "zh" else each.message, wide) for each in ranking.cautions]
    if ranking.left_out:
        names = ", ".join(f"{name} ({why})" for name, why in ranking.left_out.items())
        lines.append(fold(pick(LEFT_OUT, lang).format(names=names), wide))
    return "\n".join(lines)


def _cells(ranking: Ranking, at: int) -> list[str]:
    first, total = ranking.indices.first.value[at, 0], ranking.indices.total.value[at, 0]
    chance = ranking.ranks.top[min(2, ranking.ranks.top.shape[0] - 1), at, 0]
    cells = [
        f"{first:.3f} ±{ranking.half_width('first', at, 0):.3f}",
        f"{total:.3f} ±{ranking.half_width('total', at, 0):.3f}",
        f"{chance:.0%}",
    ]
    for name in SHOWN_EFFECTS:
        shown = at in ranking.single and name in ranking.outcomes
        value = (
            ranking.effects.value[ranking.single.index(at), ranking.outcomes.index(name)]
            if shown
            else None
        )
        cells.append("–" if value is None else f"{value:+.2f}")
    return cells


def screening_text(screening: Screening, space: Space, study: Study, lang: Lang) -> str:
    """Return the factors by mean absolute elementary effect."""
    main = screening.outcomes[0]
    order = screening.order(main)
    heads = [pick(head, lang) for head in MU_HEADS]
    rows = [
        [
            str(place),
            pick(space.factors[at].label, lang),
            f"{screening.size[at, 0]:.4f} ±{screening.size_half[at, 0]:.4f}",
            f"{screening.mean[at, 0]:+.4f}",
            f"{screening.spread[at, 0]:.4f}",
        ]
        for place, at in enumerate(order[:SHOWN], start=1)
    ]
    small = int((screening.size[:, 0] < NEGLIGIBLE * screening.size[:, 0].max()).sum())
    note = pick(MU_NOTE, lang).format(
        outcome=pick(OUTCOMES[main].label, lang), rows=study.rows, small=small
    )
    wide = terminal_width()
    return "\n".join(
        [
            fold(pick(study.question, lang), wide),
            "",
            columns([heads, *rows], right=frozenset({0, 2, 3, 4})),
            "",
            fold(note, wide),
        ]
    )
