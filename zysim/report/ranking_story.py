"""What a ranking says, in sentences for the terminal, the table and the figure."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.inputs.study import Study
from zysim.sensitivity.convergence import Verdict
from zysim.sensitivity.measures import Measure
from zysim.sensitivity.ranking import Ranking
from zysim.sensitivity.space import Space
from zysim.wording import Lang, Pair, pick

SETTLED: Pair = (
    "已收敛：指数大小、排序、筛选均稳定（{rows} 行）。",
    "Converged: sizes, order and screening of the indices are settled ({rows} rows).",
)
PARTLY: Pair = (
    "部分收敛（{rows} 行）：{good}已稳定；{bad}尚未，约需 {wanted} 行。",
    "Partly converged ({rows} rows): settled: {good}; not yet: {bad}; about {wanted} rows needed.",
)
OPEN: Pair = (
    "未收敛（{rows} 行）：指数大小、排序、筛选都不稳定，约需 {wanted} 行，请勿引用。",
    "Not converged ({rows} rows): nothing is settled, about {wanted} rows needed; do not quote.",
)
PARTS: Mapping[str, Pair] = {
    "indices": ("指数大小", "sizes"),
    "ranking": ("排序", "order"),
    "screening": ("筛选", "screening"),
}
BASIS: Pair = ("{about}；结果：{outcome}。", "{about}; outcome: {outcome}.")
LACKING: Pair = (
    "“{outcome}”：{share:.1%} 的运行没有此值，所在的行不计入（用 {used:,}/{rows:,} 行）。",
    "“{outcome}”: {share:.1%} of the runs have no such value; their rows are left out ({used:,} "
    "of {rows:,} rows used).",
)
NOT_RANKED: Pair = ("“{outcome}”未排序：{why}。", "“{outcome}” is not ranked: {why}.")


def verdict_text(verdict: Verdict, lang: Lang) -> str:
    """Return in one sentence what the rows suffice for."""
    states = {name: getattr(verdict, name) for name in PARTS}
    comma = "、" if lang == "zh" else ", "
    good = comma.join(pick(PARTS[name], lang) for name, held in states.items() if held)
    bad = comma.join(pick(PARTS[name], lang) for name, held in states.items() if not held)
    words = SETTLED if not bad else PARTLY if good else OPEN
    return pick(words, lang).format(
        rows=verdict.rows, good=good, bad=bad, wanted=verdict.rows_wanted
    )


def basis_text(ranking: Ranking, lang: Lang, outcome: str | None = None) -> str:
    """Return what was ranked, and which of its rows do not count."""
    name = outcome or ranking.main
    basis = pick(BASIS, lang).format(
        about=pick(ranking.about, lang), outcome=pick(ranking.measured[name].label, lang)
    )
    return (basis if lang == "zh" else f"{basis} ") + lacking_text(ranking, name, lang)


STEPS: Mapping[bool, Pair] = {
    False: (
        "效应：措施每提高 1（方案力度），或未知数由最低到最高。",
        "Effects: per setting of 1 (the plan), or from the lowest to the highest value of an "
        "unknown.",
    ),
    True: (
        "效应：因素由最低到最高（按概率）。",
        "Effects: from the lowest to the highest value of a factor (in probability).",
    ),
}
"""What an effect is per; by whether the model is another one than the city's."""


def lacking_text(ranking: Ranking, outcome: str, lang: Lang) -> str:
    """Say in how many runs an outcome has no value, "" where it always has one."""
    if not ranking.lacking[outcome] or outcome not in ranking.rows_used:
        return ""
    return pick(LACKING, lang).format(
        outcome=pick(ranking.measured[outcome].label, lang),
        share=ranking.lacking[outcome],
        used=ranking.rows_used[outcome],
        rows=ranking.rows,
    )


def not_ranked_text(
    left_out: Mapping[str, Pair], measured: Mapping[str, Measure], lang: Lang
) -> list[str]:
    """Return a sentence for each outcome that is not ranked, with the reason."""
    return [
        pick(NOT_RANKED, lang).format(outcome=pick(measured[name].label, lang), why=pick(why, lang))
        for name, why in left_out.items()
    ]


def verdict_record(ranking: Ranking, space: Space, study: Study) -> dict[str, object]:
    """Return verdicts, cautions and what was left out, as plain values for JSON."""
    return {
        "study": study.id,
        "question_zh": study.question_zh,
        "question_en": study.question_en,
        "boundary": study.boundary,
        "main": ranking.main,
        "rows": ranking.rows,
        "runs": ranking.rows * (len(space.factors) + 2),
        "not_varied": list(space.dead),
        "inputs": dict(zip(space.names, space.units, strict=True)),
        "rows_used": dict(ranking.rows_used),
        "lacking": dict(ranking.lacking),
        "left_out": {name: {"zh": zh, "en": en} for name, (zh, en) in ranking.left_out.items()},
        "verdicts": {
            name: {
                "indices": each.indices,
                "ranking": each.ranking,
                "screening": each.screening,
                "settled_at": each.settled_at,
                "rows_wanted": each.rows_wanted,
                "sentence_zh": verdict_text(each, "zh"),
                "sentence_en": verdict_text(each, "en"),
            }
            for name in ranking.outcomes
            for each in [ranking.verdict(name)]
        },
        "sum_S1": {
            name: float(ranking.indices.first.value[:, at].sum())
            for at, name in enumerate(ranking.outcomes)
        },
        "dummy_ST": {
            name: float(ranking.indices.dummy_total.value[at])
            for at, name in enumerate(ranking.outcomes)
        },
        "cautions": [
            {"outcome": ranking.outcomes[each.output], "en": each.message, "zh": each.zh}
            for each in ranking.cautions
        ],
    }
