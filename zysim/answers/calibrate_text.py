"""The answer of `zysim calibrate` as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zysim.calibration.aims import ERROR, Aims
from zysim.calibration.bands import Check
from zysim.calibration.calibrate import HOLDOUT_BAND, PRIOR_BAND, Calibration
from zysim.calibration.narrowing import NOT_NARROWED
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.city import Account, City
from zysim.inputs.history import Observation
from zysim.metrics.spread import PeakSpread
from zysim.units import official_yearly
from zysim.wording import Lang, Pair, co2_text, conversion_label, percent_text, pick

COMMA: Pair = ("，", ", ")
OF_YEAR: Pair = ("{name}（{year} 年）", "{name} in {year}")
Spreads = Mapping[str, Mapping[str, PeakSpread]]
TITLE: Pair = (
    "按历史加权：{series} 个序列的 {used} 个观测；{runs:,} 次先验抽样加权后相当于 {size:,.0f} 次",
    "Weighted by history: {used} observations of {series} series; {runs:,} draws of the prior are "
    "worth {size:,.0f}",
)
IMPORTANCE: Pair = (
    "方法：重要性重抽样，{members} 个成员，其中 {distinct} 个互不相同。",
    "Method: importance resampling, {members} members, {distinct} of them distinct.",
)
TEMPERED: Pair = (
    "方法：先验抽样中接近历史的太少，改用退火序贯蒙特卡罗：{steps} 个温度，移动接受率 "
    "{low:.0%}–{high:.0%}，{members} 个成员。",
    "Method: too few draws are near history, so they were tempered (sequential Monte Carlo): "
    "{steps} temperatures, {low:.0%} to {high:.0%} of the moves accepted, {members} members.",
)
CONFLICT: Pair = (
    "观测与先验矛盾：先验的 {share:.0%} 区间不含下列观测，加权结果不可靠；"
    "请核对观测，或放宽 params/uncertainty.csv。",
    "In conflict with the prior: its {share:.0%} band does not hold these observations, so the "
    "weights cannot be relied on. Check them, or widen params/uncertainty.csv.",
)
SILENT: Pair = (
    "所有情形对此取值相同，不起作用的观测：{names}。",
    "Observations that all worlds agree on, so that they weigh nothing: {names}.",
)
NARROW_HEADS: tuple[Pair, ...] = (
    ("历史缩小了的常数", "constants that history narrows"),
    ("", ""),
    ("标准差之比", "sd ratio"),
    ("中位数：先验", "median: prior"),
    ("后验", "posterior"),
)
REST: Pair = (
    "{total} 个常数中有 {rest} 个历史没有缩小（后验与先验标准差之比大于 {limit:g}）：历史观测"
    "对它们几乎没有信息，其不确定性仍是 params/uncertainty.csv 的假设。",
    "History does not narrow {rest} of the {total} constants at all (posterior over prior standard "
    "deviation above {limit:g}): what is assumed of them in params/uncertainty.csv still stands.",
)
HOLDOUT: Pair = (
    "检验：{total} 个未用的观测中 {inside} 个在后验的 {share:.0%} 区间内",
    "Check: {inside} of {total} observations held out are inside the posterior's {share:.0%} band",
)
MISSED: Pair = (
    "区间之外的观测说明：所用年份之后的走势与按历史加权的模型不同（{names}）；下表后验与先验之差"
    "可能正出于此，不宜单独引用。",
    "Outside the band: after the years used, things went another way than worlds weighted by "
    "history expect ({names}). What the posterior changes below may rest on just that; do not "
    "quote it alone.",
)
CHECK_HEADS: tuple[Pair, ...] = (
    ("序列", "series"),
    ("年份", "year"),
    ("观测", "observed"),
    ("区间", "band"),
    ("单位", "unit"),
    ("", ""),
)
PLACES: Mapping[str, Pair] = {
    "inside": ("在内", "inside"),
    "below": ("偏低", "below"),
    "above": ("偏高", "above"),
}
AIMS: Pair = (
    "方案 {history} 年及以前的目标（{targets}）也作为证据：方案没有写明口径，"
    "各口径起初同等可能；结果与目标之差的标准差取目标的 {error:.0%}（判断）。"
    "据此，方案按下列口径计算的可能性：",
    "The plan's aims up to {history} ({targets}) count as evidence too: it names no account, so "
    "each is as likely at first; results differ from aims by a standard deviation of "
    "{error:.0%} of the aim (a judgement). How likely the plan counts on each account:",
)
AIM_HEADS: tuple[Pair, ...] = (
    ("口径", "account"),
    ("电力折标", "conversion of power"),
    ("可能性", "probability"),
)
PEAKS: Pair = (
    "达峰，{boundary}（P10–P50–P90，万吨）",
    "The peak, {boundary} (P10–P50–P90, Mt)",
)
PEAK_HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("", ""),
    ("{goal} 年前达峰概率", "P(peak by {goal})"),
    ("达峰年", "peak year"),
    ("峰值", "peak level"),
    ("{goal} 年", "in {goal}"),
)
SIDES: Mapping[str, Pair] = {"prior": ("先验", "prior"), "posterior": ("后验", "posterior")}
NOTE: Pair = (
    "假设：观测误差取表中 low–high 为 95% 区间（半宽不小于观测值的 {floor:.0%}），逐点独立；"
    "每个序列另有一个模型偏差，标准差为 {discrepancy:.0%}，各年相同。方括号内为 95% 威尔逊区间，"
    "只含抽样误差；标准差之比的抽样误差约 {noise:.2f}。区间检验含观测误差，不含模型偏差。",
    "Assumed: the observation error has low to high of the table as its 95 % range (half of it at "
    "least {floor:.0%} of the value), independent from point to point; each series has one "
    "discrepancy of the model besides, standard deviation {discrepancy:.0%}, the same in all "
    "years. Brackets hold the 95 % Wilson interval: sampling error only; that of an sd ratio is "
    "about {noise:.2f}. Bands hold the observation error, not the discrepancy.",
)


def calibration_text(
    found: Calibration,
    prior: Spreads,
    posterior: Spreads,
    titles: Mapping[str, Pair],
    city: City,
    labels: Mapping[str, Pair],
    series: Mapping[str, Pair],
    lang: Lang,
) -> str:
    """Return what history weighs, narrows and changes, and what that rests on."""
    wide = terminal_width()
    title = pick(TITLE, lang).format(
        series=len({check.row.series for check in found.prior}),
        used=len(found.prior),
        runs=found.runs,
        size=found.effective,
    )
    parts = [fold(title, wide), fold(_method(found, lang), wide)]
    if found.conflicts:
        conflict = fold(pick(CONFLICT, lang).format(share=PRIOR_BAND), wide)
        parts.append(conflict + "\n" + _checks(found.conflicts, series, lang))
    parts += [_narrowed(found, labels, lang), fold(_rest(found, lang), wide)]
    if found.silent:
        names = _listed(found.silent, series, lang)
        parts.append(fold(pick(SILENT, lang).format(names=names), wide))
    if found.holdout:
        holdout = pick(HOLDOUT, lang).format(
            total=len(found.holdout),
            inside=sum(check.inside for check in found.holdout),
            share=HOLDOUT_BAND,
        )
        parts.append(holdout + "\n" + _checks(found.holdout, series, lang))
        parts.append(fold(_missed(found, series, lang), wide))
    if found.aims is not None:
        parts.append(_aims(found, found.aims, city, lang))
    parts.append(_peaks(prior, posterior, titles, city.accounts[city.account], lang))
    note = pick(NOTE, lang).format(
        floor=found.errors.floor,
        discrepancy=found.errors.discrepancy,
        noise=(2 * found.members) ** -0.5,
    )
    parts.append(fold(note, wide))
    return "\n\n".join(part for part in parts if part)


def _method(found: Calibration, lang: Lang) -> str:
    if found.tempered is None:
        return pick(IMPORTANCE, lang).format(members=found.members, distinct=found.distinct)
    accepted = found.tempered.acceptance
    return pick(TEMPERED, lang).format(
        steps=len(accepted), low=min(accepted), high=max(accepted), members=found.members
    )


def narrowed_rows(found: Calibration, labels: Mapping[str, Pair], lang: Lang) -> list[list[str]]:
    """Return headings, then the constants that history narrows."""
    return [
        [pick(head, lang) for head in NARROW_HEADS],
        *(
            [
                pick(labels[each.id], lang),
                each.id,
                f"{each.ratio:.2f}",
                f"{each.prior_median:.4g}",
                f"{each.posterior_median:.4g}",
            ]
            for each in found.narrowing
            if each.narrowed
        ),
    ]


def _narrowed(found: Calibration, labels: Mapping[str, Pair], lang: Lang) -> str:
    rows = narrowed_rows(found, labels, lang)
    return columns(rows, right=frozenset({2, 3, 4})) if len(rows) > 1 else ""


def _rest(found: Calibration, lang: Lang) -> str:
    rest = sum(not each.narrowed for each in found.narrowing)
    return pick(REST, lang).format(rest=rest, total=len(found.narrowing), limit=NOT_NARROWED)


def _missed(found: Calibration, series: Mapping[str, Pair], lang: Lang) -> str:
    missed = [check.row for check in found.holdout if not check.inside]
    names = _listed(missed, series, lang)
    return pick(MISSED, lang).format(names=names) if missed else ""


def _listed(rows: Iterable[Observation], series: Mapping[str, Pair], lang: Lang) -> str:
    """Return observations by name and year."""
    form = pick(OF_YEAR, lang)
    return pick(COMMA, lang).join(
        form.format(name=pick(series[row.variable], lang), year=row.year) for row in rows
    )


def _checks(checks: tuple[Check, ...], series: Mapping[str, Pair], lang: Lang) -> str:
    rows = []
    for check in checks:
        factor, unit = official_yearly(check.row.unit, lang)
        rows.append(
            [
                pick(series[check.row.variable], lang),
                str(check.row.year),
                f"{factor * check.row.value:.5g}",
                f"{factor * check.low:.5g} – {factor * check.high:.5g}",
                unit,
                pick(PLACES[check.place], lang),
            ]
        )
    return columns([[pick(head, lang) for head in CHECK_HEADS], *rows], right=frozenset({2}))


def _aims(found: Calibration, aims: Aims, city: City, lang: Lang) -> str:
    """Return how likely each account is, the likeliest first."""
    told = pick(AIMS, lang).format(
        history=city.history,
        targets=pick(COMMA, lang).join(target.id for target in aims.targets),
        error=ERROR,
    )
    pairs = sorted(
        zip(aims.accounts, found.account_chances, strict=True), key=lambda pair: -pair[1]
    )
    rows = [
        [
            pick(city.accounts[account].label, lang),
            pick(conversion_label(way), lang),
            percent_text(p),
        ]
        for (account, way), p in pairs
    ]
    heads = [pick(head, lang) for head in AIM_HEADS]
    return fold(told, terminal_width()) + "\n" + columns([heads, *rows], right=frozenset({2}))


def _peaks(
    prior: Spreads, posterior: Spreads, titles: Mapping[str, Pair], account: Account, lang: Lang
) -> str:
    rows = [
        [
            pick(titles[name], lang) if side == "prior" else "",
            pick(SIDES[side], lang),
            *_peak(spreads[name][account.id], lang),
        ]
        for name in prior
        for side, spreads in (("prior", prior), ("posterior", posterior))
    ]
    goal = next(iter(prior.values()))[account.id].goal
    heads = [pick(each, lang).format(goal=goal) for each in PEAK_HEADS]
    head = pick(PEAKS, lang).format(boundary=pick(account.label, lang))
    return head + "\n" + columns([heads, *rows])


def _peak(spread: PeakSpread, lang: Lang) -> list[str]:
    share = spread.in_time
    return [
        f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}]",
        "–".join(spread.shown_year(at) for at in range(3)),
        " – ".join(co2_text(value, lang) for value in spread.level),
        " – ".join(co2_text(value, lang) for value in spread.level_goal),
    ]
