"""Values sought of a study's factors, as text and as plain values."""

from __future__ import annotations

from typing import Any

from zysim.columns import columns, fold, terminal_width
from zysim.inputs.study_seek import CHANGE, OutcomeHold
from zysim.metrics.spread import Share, Standing
from zysim.sensitivity.study_seek import Sought
from zysim.wording import Lang, Pair, pick

ASKED: Pair = ("要求：{holds}；{wanted}", "Asked: {holds}; {wanted}")
NO_HOLD: Pair = ("不限", "no condition")
HOLD: Pair = (
    "{label} {side} {bound:g}{unit} 的概率不低于 {p:.0%}",
    "P({label} {side} {bound:g}{unit}) of {p:.0%} or more",
)
SIDES: dict[bool, Pair] = {True: ("不低于", "at least"), False: ("不高于", "at most")}
LEAST_CHANGE: Pair = ("改动最小", "with the least change")
WANTED: dict[bool, Pair] = {
    True: ("{label}最大", "with {label} as large as can be"),
    False: ("{label}最小", "with {label} as small as can be"),
}
FOUND: dict[Standing, Pair] = {
    "met": ("改 {count} 个因素即可。", "{count} factor(s) changed will do."),
    "near": (
        "改 {count} 个因素，接近要求（是否达到在检验误差之内）。",
        "{count} factor(s) changed come close, within the error of the check.",
    ),
    "below": (
        "改 {count} 个因素，接近但未达到要求。",
        "{count} factor(s) changed come close, but short of what is asked.",
    ),
}
MISSED: Pair = (
    "做不到：在给定范围内最好只到下面的概率。",
    "It cannot be done: within the ranges the chances below are the best found.",
)
CHECKED: Pair = (
    "{hold}：{before} → {value}（另取 {fresh:,} 种情形检验，95% 区间 {low}—{high}）",
    "{hold}: {before} → {value} (in {fresh:,} worlds not used before, 95 % interval {low}–{high})",
)
CERTAIN: Pair = (
    "{hold}：{before} → {value}（没有不确定的因素）",
    "{hold}: {before} → {value} (nothing else varies)",
)
YES: Pair = ("成立", "holds")
NO: Pair = ("不成立", "does not hold")
MEAN: Pair = (
    "{label}（平均）：{before:.5g} → {after:.5g}{unit}",
    "{label} (mean): {before:.5g} → {after:.5g}{unit}",
)
CHANGE_SUM: Pair = (
    "改动量 {after:.3f}（各因素变动占其范围的份额之和）",
    "Change {after:.3f} (sum of moves as shares of the ranges)",
)
HEADS: tuple[Pair, ...] = (
    ("因素", "factor"),
    ("原值", "before"),
    ("改为", "after"),
    ("范围", "range"),
    ("单位", "unit"),
)
LOOK: Pair = (
    "查看：zysim run --model {model} {sets}",
    "Look at it: zysim run --model {model} {sets}",
)
HOW: Pair = (
    "差分进化，{worlds:,} 种共同情形，共 {runs:,} 次运行；不改也差不多的因素留在原处。",
    "Differential evolution in {worlds:,} common worlds, {runs:,} runs in all; factors that hardly "
    "matter stay where they were.",
)


def study_seek_text(found: Sought, lang: Lang) -> str:
    """Return what was asked, which factors change, and how sure it is."""
    width = terminal_width()
    question = found.question
    joint = "；" if lang == "zh" else "; "
    holds = joint.join(_hold(each, found, lang) for each in question.holds)
    lines = [
        pick(ASKED, lang).format(holds=holds or pick(NO_HOLD, lang), wanted=_wanted(found, lang))
    ]
    moved = [at for at in range(len(found.names)) if found.after[at] != found.before[at]]
    said = pick(FOUND[found.standing] if found.held else MISSED, lang)
    lines.append(said.format(count=len(moved)))
    for at, hold in enumerate(question.holds):
        lines.append(_chance(hold, found.chances_before[at], found.chances[at], found, lang))
    label, unit = _of(question.wanted, found, lang)
    before, after = found.wanted
    template = CHANGE_SUM if question.wanted == CHANGE else MEAN
    lines.append(pick(template, lang).format(label=label, before=before, after=after, unit=unit))
    blocks = ["\n".join(fold(line, width) for line in lines)]
    blocks.append(columns(study_seek_rows(found, lang), right=frozenset({1, 2})))
    specs = {each.id: each for each in found.study.own}
    sets = [
        f'--set "{specs[found.names[at]].variable}={found.after[at]:.6g}"'
        for at in moved
        if specs[found.names[at]].part == "value"
    ]
    if sets and len(sets) == len(moved) and found.study.model is not None:
        blocks.append(pick(LOOK, lang).format(model=found.study.model.name, sets=" ".join(sets)))
    blocks.append(fold(pick(HOW, lang).format(worlds=found.worlds, runs=found.runs), width))
    return "\n\n".join(blocks)


def study_seek_rows(found: Sought, lang: Lang) -> list[list[str]]:
    """Return headings, then each factor that may move: where it stood and where it is to stand."""
    return [
        [pick(head, lang) for head in HEADS],
        *(
            [
                pick(found.labels[at], lang),
                f"{found.before[at]:.6g}",
                f"{found.after[at]:.6g}",
                f"{found.low[at]:g} – {found.high[at]:g}",
                found.units[at],
            ]
            for at in range(len(found.names))
        ),
    ]


def study_seek_record(found: Sought) -> dict[str, Any]:
    """Return plain values for JSON."""
    question = found.question
    return {
        "study": found.study.id,
        "feasible": found.held,
        "standing": found.standing,
        "factors": [
            {
                "id": name,
                "before": float(found.before[at]),
                "after": float(found.after[at]),
                "low": float(found.low[at]),
                "high": float(found.high[at]),
                "unit": found.units[at],
            }
            for at, name in enumerate(found.names)
        ],
        "holds": [
            {
                "outcome": hold.outcome,
                "at_least" if hold.least else "at_most": hold.bound,
                "asked": hold.probability,
                "share": found.shares[at],
                "verified": _plain(found.chances[at]),
                "verified_start": _plain(found.chances_before[at]),
            }
            for at, hold in enumerate(question.holds)
        ],
        "wanted": question.wanted,
        "most": question.most,
        "before": found.wanted[0],
        "after": found.wanted[1],
        "worlds": found.worlds,
        "fresh": found.fresh,
        "runs": found.runs,
        "seed": found.study.seed,
    }


def _of(name: str, found: Sought, lang: Lang) -> tuple[str, str]:
    """Return label and unit of an outcome, the unit with a space before it."""
    for each in found.study.outcomes:
        if each.id == name:
            unit = pick(found.outcome_units[name], lang)
            return pick(each.label, lang), f" {unit}" if unit else ""
    return name, ""


def _hold(hold: OutcomeHold, found: Sought, lang: Lang) -> str:
    label, unit = _of(hold.outcome, found, lang)
    return pick(HOLD, lang).format(
        label=label,
        side=pick(SIDES[hold.least], lang),
        bound=hold.bound,
        unit=unit,
        p=hold.probability,
    )


def _wanted(found: Sought, lang: Lang) -> str:
    if found.question.wanted == CHANGE:
        return pick(LEAST_CHANGE, lang)
    label, _ = _of(found.question.wanted, found, lang)
    return pick(WANTED[found.question.most], lang).format(label=label)


def _chance(hold: OutcomeHold, before: Share, after: Share, found: Sought, lang: Lang) -> str:
    label, unit = _of(hold.outcome, found, lang)
    side = pick(SIDES[hold.least], lang)
    words = f"{label} {side} {hold.bound:g}{unit}"
    if found.fresh == 1:
        was, now = (pick(YES if each.value else NO, lang) for each in (before, after))
        return pick(CERTAIN, lang).format(hold=words, before=was, value=now)
    return pick(CHECKED, lang).format(
        hold=words,
        before=f"{before.value:.1%}",
        value=f"{after.value:.1%}",
        low=f"{after.low:.1%}",
        high=f"{after.high:.1%}",
        fresh=found.fresh,
    )


def _plain(share: Share) -> dict[str, float]:
    return {"probability": share.value, "low": share.low, "high": share.high}
