"""The answer of `zysim rank` as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zysim.answers.study_text import dead_text
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.study import Study
from zysim.report.ranking_story import (
    basis_text,
    lacking_text,
    not_ranked_text,
    verdict_text,
)
from zysim.units import spoken_unit
from zysim.wording import Lang, Pair, percent_text, pick

if TYPE_CHECKING:
    from zysim.sensitivity.cautions import Caution
    from zysim.sensitivity.given_data import GivenRanking
    from zysim.sensitivity.ranking import Ranking
    from zysim.sensitivity.screening import Screening
    from zysim.sensitivity.space import Space

SHOWN = 15
HEADS: tuple[Pair, ...] = (
    ("", ""),
    ("因素", "factor"),
    ("S1（单独）", "S1 (alone)"),
    ("ST（含交互）", "ST (with others)"),
    ("ST 居前三", "P(ST in top 3)"),
)
FIRST_EFFECTS = ("peak_time", "level_", "cumulative")
"""Outcomes, by how their ids begin, whose effects are shown where a study has them; else its
first ones."""
MOST_EFFECTS = 3
SMALLEST_PLAIN, LARGEST_PLAIN = 0.01, 1e5
"""Changes of another size are shown by their figures, not by their places."""
OF_MODEL: Pair = (
    "效应：因素由最低到最高（按概率）；95% 区间见 indices.csv。"
    "S1、ST 为占“{outcome}”方差的份额，± 为 95% 区间的一半。",
    "Effects: from the lowest to the highest value of a factor (in probability); intervals in "
    "indices.csv. S1 and ST are shares of the variance of “{outcome}”, ± half of the 95 % "
    "interval.",
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
FIRST = 3
"""Factors named of each further outcome of a study of one's own model."""
OTHER: Pair = (
    "“{outcome}”的 ST 居前者：{first}（其余见 indices.csv）。{verdict}",
    "Largest ST for “{outcome}”: {first} (the others in indices.csv). {verdict}",
)
GIVEN: Pair = (
    "S1：已知该因素可减少的方差份额，由 {runs:,} 次运行（{kind} 设计）分组估计，"
    '± 为 95% 区间的一半；含交互的 ST 需 kind = "sobol"。',
    "S1: the share of variance that knowing the factor takes away, by bins of {runs:,} runs "
    "({kind} design), ± half of the 95 % interval; ST, with interactions, needs kind = "
    '"sobol".',
)
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


def ranking_text(ranking: Ranking, space: Space, study: Study, lang: Lang) -> str:
    """Return the ranked factors with intervals, effects and the verdict."""
    main = ranking.main
    step = OF_MODEL if study.model is not None else STEP
    order = ranking.order(main)
    rows = ranking_rows(ranking, space, lang)
    noise = abs(ranking.indices.dummy_total.value[0]) + ranking.indices.dummy_total.half_width[0]
    wide = terminal_width()
    lines = [
        fold(pick(study.question, lang), wide),
        fold(basis_text(ranking, lang), wide),
        "",
        columns(rows, right=frozenset({0, 2, 3, 4, 5, 6, 7})),
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
        fold(pick(step, lang).format(outcome=pick(ranking.measured[main].label, lang)), wide),
    ]
    others = ranking.outcomes[1:] if study.model is not None else ()
    lines += [fold(_first_of(ranking, space, name, lang), wide) for name in others]
    lines += [fold(_caution(ranking, each, lang), wide) for each in ranking.cautions]
    told = [lacking_text(ranking, name, lang) for name in ranking.outcomes if name != main]
    told += not_ranked_text(ranking.left_out, ranking.measured, lang) + dead_text(space.dead, lang)
    lines += [fold(each, wide) for each in told if each]
    return "\n".join(lines)


def _first_of(ranking: Ranking, space: Space, outcome: str, lang: Lang) -> str:
    """Return the first factors of another outcome, and what its rows suffice for."""
    at, total = ranking.outcomes.index(outcome), ranking.indices.total
    told = [
        f"{pick(space.factors[factor].label, lang)} "
        f"{total.value[factor, at]:.3f} ±{total.half_width[factor, at]:.3f}"
        for factor in ranking.order(outcome)[:FIRST]
    ]
    return pick(OTHER, lang).format(
        outcome=pick(ranking.measured[outcome].label, lang),
        first=("、" if lang == "zh" else ", ").join(told),
        verdict=verdict_text(ranking.verdict(outcome), lang),
    )


def _caution(ranking: Ranking, caution: Caution, lang: Lang) -> str:
    name = pick(ranking.measured[ranking.outcomes[caution.output]].label, lang)
    return f"“{name}”：{caution.zh}" if lang == "zh" else f"“{name}”: {caution.message}"


def ranking_rows(ranking: Ranking, space: Space, lang: Lang) -> list[list[str]]:
    """Return headings, then the first factors by total index."""
    moved = _effects_shown(ranking)
    heads = [pick(head, lang) for head in HEADS]
    return [
        [*heads, *(_effect_head(ranking, name, lang) for name in moved)],
        *(
            [str(place), pick(space.factors[at].label, lang), *_cells(ranking, at, moved, lang)]
            for place, at in enumerate(ranking.order(ranking.main)[:SHOWN], start=1)
        ),
    ]


def _effects_shown(ranking: Ranking) -> list[str]:
    """Return the outcomes whose effects are shown, ranked or not."""
    usual = [name for first in FIRST_EFFECTS for name in ranking.measured if name.startswith(first)]
    return usual or list(ranking.measured)[:MOST_EFFECTS]


def _effect_head(ranking: Ranking, name: str, lang: Lang) -> str:
    of = ranking.measured[name]
    _, unit = spoken_unit(of.unit, lang)
    if not unit:
        return pick(of.label, lang)
    return f"{of.label[0]}/{unit}" if lang == "zh" else f"{of.label[1]}, {unit}"


def _cells(ranking: Ranking, at: int, moved: Sequence[str], lang: Lang) -> list[str]:
    first, total = ranking.indices.first.value[at, 0], ranking.indices.total.value[at, 0]
    chance = ranking.ranks.top[min(2, ranking.ranks.top.shape[0] - 1), at, 0]
    cells = [
        f"{first:.3f} ±{ranking.indices.first.half_width[at, 0]:.3f}",
        f"{total:.3f} ±{ranking.indices.total.half_width[at, 0]:.3f}",
        percent_text(float(chance)),
    ]
    for name in moved:
        if at not in ranking.single or name not in ranking.outcomes:
            cells.append("–")
            continue
        factor, _ = spoken_unit(ranking.measured[name].unit, lang)
        place = ranking.single.index(at), ranking.outcomes.index(name)
        cells.append(_signed(factor * float(ranking.effects.value[place])))
    return cells


def _signed(value: float) -> str:
    """Return a change with its sign, in two places or three figures.

    >>> _signed(-0.456), _signed(123456.0), _signed(0.0)
    ('-0.46', '+1.23e+05', '+0.00')
    """
    plain = value == 0 or SMALLEST_PLAIN <= abs(value) < LARGEST_PLAIN
    return f"{value:+z.2f}" if plain else f"{value:+.3g}"


def screening_text(screening: Screening, space: Space, study: Study, lang: Lang) -> str:
    """Return the factors by mean absolute elementary effect."""
    main = screening.outcomes[0]
    small = int((screening.size[:, 0] < NEGLIGIBLE * screening.size[:, 0].max()).sum())
    note = pick(MU_NOTE, lang).format(
        outcome=pick(screening.measured[main].label, lang), rows=study.rows, small=small
    )
    wide = terminal_width()
    told = not_ranked_text(screening.left_out, screening.measured, lang)
    return "\n".join(
        [
            fold(pick(study.question, lang), wide),
            "",
            columns(screening_rows(screening, space, lang), right=frozenset({0, 2, 3, 4})),
            "",
            fold(note, wide),
            *(fold(each, wide) for each in told),
            *dead_text(space.dead, lang),
        ]
    )


def screening_rows(screening: Screening, space: Space, lang: Lang) -> list[list[str]]:
    """Return headings, then the first factors by mean absolute elementary effect."""
    return [
        [pick(head, lang) for head in MU_HEADS],
        *(
            [
                str(place),
                pick(space.factors[at].label, lang),
                f"{screening.size[at, 0]:.4g} ±{screening.size_half[at, 0]:.2g}",
                f"{screening.mean[at, 0]:+.4g}",
                f"{screening.spread[at, 0]:.4g}",
            ]
            for place, at in enumerate(screening.order(screening.outcomes[0])[:SHOWN], start=1)
        ),
    ]


def given_rows(found: GivenRanking, space: Space, lang: Lang) -> list[list[str]]:
    """Return headings, then the first factors by first-order index."""
    measured = [found.measured[name] for name in found.outcomes][:MOST_EFFECTS]
    return [
        [
            *(pick(head, lang) for head in HEADS[:2]),
            *(f"S1 {pick(each.label, lang)}" for each in measured),
        ],
        *(
            [
                str(place),
                pick(space.labels[at], lang),
                *(
                    f"{found.first.value[at, n]:.3f} ±{found.first.half_width[at, n]:.3f}"
                    for n in range(len(measured))
                ),
            ]
            for place, at in enumerate(found.order()[:SHOWN], start=1)
        ),
    ]


def given_text(found: GivenRanking, space: Space, study: Study, lang: Lang) -> str:
    """Return the factors by first-order index, from rows of any design."""
    rows = given_rows(found, space, lang)
    wide = terminal_width()
    told = not_ranked_text(found.left_out, found.measured, lang)
    return "\n".join(
        [
            fold(pick(study.question, lang), wide),
            "",
            columns(rows, right=frozenset(range(2, len(rows[0])))),
            "",
            fold(pick(GIVEN, lang).format(runs=found.runs, kind=study.method), wide),
            *(fold(each, wide) for each in told),
            *dead_text(space.dead, lang),
        ]
    )
