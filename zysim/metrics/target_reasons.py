"""Why a target is missed: when the runs reach it, what was published, what outgrew what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.targets import Target
from zysim.metrics.middle import middle
from zysim.metrics.target_accounts import PER_GDP
from zysim.metrics.targets import middle_scores, score_targets
from zysim.units import after_number
from zysim.wording import Lang, Pair, pick, told_number

LATER: Pair = ("中位数到 {year} 年才达到", "the median reaches it in {year}")
NEVER: Pair = (
    "中位数始终未达到，最接近的是 {year} 年的 {value}",
    "the median never reaches it; nearest in {year}, {value}",
)
PAST: Pair = ("目标年已过，措施改变不了", "its year is past: no measure changes it")
SEEN: Pair = ("{year} 年公布的是 {value}", "{value} was published of {year}")
PEAKS: Pair = ("达峰年的中位数是 {year}", "the median peak year is {year}")
NO_PEAK: Pair = ("中位数到 {year} 年未达峰", "the median has no peak by {year}")
PARTS: Pair = (
    "{start}—{end} 年排放{above}，地区生产总值{below}",
    "{start} to {end}: emissions {above}, GDP {below}",
)
WORDS: Mapping[str, Pair] = {
    "later": LATER,
    "never": NEVER,
    "past": PAST,
    "seen": SEEN,
    "peaks": PEAKS,
    "no_peak": NO_PEAK,
    "parts": PARTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that the runs, or what was published, say of a target that is missed."""

    kind: str
    year: int
    value: float | None = None
    """Published, or nearest to the target; in its unit."""
    parts: tuple[float, float] | None = None
    """Change of emissions and of GDP from the reference year, in per cent, medians."""


def reasons_of(
    target: Target,
    values: Mapping[str, FloatArray],
    years: IntArray,
    *,
    history: int,
    published: Mapping[int, float],
) -> tuple[Reason, ...]:
    """Say why a target is missed, from the runs alone; none where it is not modelled.

    Parameters
    ----------
    target
        Of :func:`zysim.metrics.target_accounts.on_account`, missed by the median.
    values
        Scalar id to values ``(member, year)``, the parts of ratios among them.
    years
        Shape ``(year,)``.
    history
        Last year of history.
    published
        Levels of its variable by year, in the unit of the model.
    """
    if not target.modelled:
        return ()
    if target.compare == "peak<=":
        [score] = middle_scores(score_targets([target], values, years, history=history))
        if score.value is None or np.isnan(score.value[0]):
            return (Reason(kind="no_peak", year=int(years[-1])),)
        return (Reason(kind="peaks", year=int(score.value[0])),)
    found = []
    above, joined, below = target.variable.partition(PER_GDP)
    if joined and target.reference_year is not None:
        at = [
            int(np.flatnonzero(years == year)[0]) for year in (target.reference_year, target.year)
        ]
        change = [
            float(middle(100 * (values[name][:, at[1]] / values[name][:, at[0]] - 1)))
            for name in (above, below)
        ]
        found.append(Reason(kind="parts", year=target.year, parts=(change[0], change[1])))
    if target.year <= history:
        seen = [year for year in published if year <= target.year]
        if seen and target.reference_year is None:
            found.append(Reason(kind="seen", year=max(seen), value=published[max(seen)]))
        found.append(Reason(kind="past", year=target.year))
    if target.compare != "rising>=":
        found.append(_when(target, values, years, history))
    return tuple(found)


def _when(
    target: Target, values: Mapping[str, FloatArray], years: IntArray, history: int
) -> Reason:
    """Return the first later year in which the median meets the number of the target."""
    nearest, least = Reason(kind="never", year=target.year), np.inf
    for year in range(target.year, int(years[-1]) + 1):
        scores = score_targets([replace(target, year=year)], values, years, history=history)
        [score] = middle_scores(scores)
        if score.state == "met":
            return Reason(kind="later", year=year)
        if score.value is not None and score.gap is not None and abs(score.gap[0]) < least:
            least = abs(float(score.gap[0]))
            nearest = Reason(kind="never", year=year, value=float(score.value[0]))
    return nearest


def reason_words(found: tuple[Reason, ...], target: Target, lang: Lang) -> str:
    """Say the reasons in one line; "" where there is none."""
    factor, unit = target.spoken(lang)
    said = []
    for each in found:
        slots: dict[str, object] = {"year": each.year}
        if each.value is not None:
            slots["value"] = f"{told_number(each.value * factor)}{after_number(unit)}"
        if each.parts is not None:
            above, below = (change_words(part, lang) for part in each.parts)
            slots |= {
                "start": target.reference_year,
                "end": each.year,
                "above": above,
                "below": below,
            }
        said.append(pick(WORDS[each.kind], lang).format(**slots))
    return ("；" if lang == "zh" else "; ").join(said)


def change_words(percent: float, lang: Lang) -> str:
    """Return a change with its direction, so that a fall is never taken for a rise.

    >>> change_words(24.04, "zh"), change_words(-3.6, "zh"), change_words(-3.6, "en")
    ('上升 24%', '下降 3.6%', '−3.6%')
    """
    size = f"{abs(percent):.2g}" if abs(percent) < 10 else f"{abs(percent):.0f}"
    if lang == "en":
        return f"{'−' if percent < 0 else '+'}{size}%"
    return f"{'下降' if percent < 0 else '上升'} {size}%"
