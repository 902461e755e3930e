"""The sentences of `zysim update`, in Chinese and English; every number is put in from a result."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

TITLE: Pair = (
    "{case}（{id}）；{account}；统计截至 {year} 年",
    "{case} ({id}); {account}; statistics up to {year}",
)
VERDICT: Pair = (
    "【{light}】{goal} 年前（含）达峰：{word}；概率 {before:.1%} → {after:.1%}",
    "[{light}] Peak by {goal}: {word}; P(peak by {goal}) {before:.1%} → {after:.1%}",
)
ON_PLAN: Pair = (
    "另一个问题是跟没跟上方案自己的进度（跟上了未必能达峰，没跟上也未必不能）："
    "新到统计{figures}；全部目标{targets}。",
    "Another question is whether the plan keeps its own pace (a plan on its path may peak too "
    "late, and one behind it in time): new statistics {figures}; all targets {targets}.",
)
COUNTED: Pair = ("{word} {count} 项", "{count} {word}")
NO_TARGET: Pair = ("方案没有定数 {count} 项", "{count} without a target")
RANGE: Pair = (
    "各结构条件下的范围：{b_low}—{b_high} → {a_low}—{a_high}{crossing}；"
    "若按设定实施：{d_before:.1%} → {d_after:.1%}",
    "Range over structures: {b_low} to {b_high} → {a_low} to {a_high}{crossing}; "
    "all carried out as set: {d_before:.1%} → {d_after:.1%}",
)
GAP: Pair = (
    "三分之二的情形里，{goal} 年后的排放最高值比此前最高值高出不超过 {gap:.1%}。",
    "In two of three draws, emissions after {goal} exceed those up to it by {gap:.1%} at most.",
)
AHEAD: Pair = (
    "三分之二以上的情形里，排放在 {goal} 年前（含）达峰。",
    "In two of three draws or more, emissions peak by {goal}.",
)
ARRIVED: Pair = ("新到的统计", "New statistics")
ARRIVAL_HEADS: tuple[Pair, ...] = (
    ("指标", "statistic"),
    ("年份", "year"),
    ("数值", "value"),
    ("单位", "unit"),
    ("方案应达", "plan asks"),
    ("算法", "rule"),
    ("三色", "colour"),
    ("模型预期（90%）", "model expects (90 %)"),
    ("", ""),
    ("对按期达峰", "for the peak"),
)
NO_PLAN: Pair = ("方案未定", "no target")
PLACES: Mapping[str, Pair] = {
    "below": ("低于预期", "below"),
    "inside": ("预期之内", "as expected"),
    "above": ("高于预期", "above"),
}
LEANS: Mapping[str | None, Pair] = {
    "better": ("（好于预期）", ", better"),
    "worse": ("（差于预期）", ", worse"),
    None: ("", ""),
}
BODES: Mapping[str | None, Pair] = {
    "well": ("有利", "good"),
    "ill": ("不利", "bad"),
    None: ("", ""),
}
WHY: Pair = ("概率为什么变", "Why the chance moves")
NOTHING_NEW: Pair = (
    "没有新的数：与此前各期相同。",
    "Nothing new: the figures are those of earlier vintages.",
)
BECAUSE: Pair = (
    "{at}. {label} {year} 年为 {value} {unit}，{place}（{low}—{high}）：单独看，概率 "
    "{change:+z.1f} ± {error:.1f} 个百分点",
    "{at}. {label} {year}: {value} {unit}, {place} ({low} to {high}): alone it moves the chance by "
    "{change:+z.1f} ± {error:.1f} points",
)
REST: Pair = (
    "其余 {count} 项、相互作用与抽样误差：{change:+z.1f} 个百分点；合计 {total:+z.1f}",
    "The other {count}, interplay and sampling error: {change:+z.1f} points; in all {total:+z.1f}",
)
TARGETS: Pair = ("方案目标（按时序进度）", "Targets of the plan, on their schedule")
TARGET_HEADS: tuple[Pair, ...] = (
    ("三色", "colour"),
    ("目标", "target"),
    ("截至", "as of"),
    ("应达", "due"),
    ("算法", "rule"),
    ("现状", "now"),
    ("单位", "unit"),
    ("达到概率", "P(met)"),
)
NOT_BEGUN: Pair = ("未到考核期", "not begun")
LOOK: Pair = ("下一步看什么（按作用大小）", "What to look at next, the most telling first")
LOOK_HEADS: tuple[Pair, ...] = (
    ("指标", "statistic"),
    ("数据年份", "year"),
    ("何时", "when"),
    ("找谁", "holder"),
    ("预期（90%）", "expected (90 %)"),
    ("单位", "unit"),
    ("若偏低", "if low"),
    ("若偏高", "if high"),
)
OUT_NOW: Pair = ("{due}（已可索取）", "{due} (out: ask)")
STRUCTURES: Pair = ("各条件下的概率", "The chance given each condition")
STRUCTURE_HEADS: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("份额：前→后", "share: before → after"),
    ("概率：前→后", "chance: before → after"),
)
NOTES: Pair = ("读入时的说明", "Notes on reading")
METHOD: Pair = (
    "三色规则：对照方案自己的进度。水平目标由上一个目标年（没有的从 {base} 年）到目标年按直线，"
    "变化目标按年均摊；落后于应达且差额超过目标的 {far:.0%} 为脱轨（红），落后不超过 {far:.0%} 为"
    "预警（黄），其余为在轨（绿）；方案没有定数的指标不标。达峰看概率，与结论卡同一规则：不低于 "
    "{likely:.0%}（较可能以上）为在轨，低于 {open:.0%}（不大可能以下）为脱轨，之间（大致各半）"
    "为预警。模型预期另列，只说明是否意外，不定三色。“现状”有公布数的用公布数，其余为模型推算的中位数。"
    "“若偏低”“若偏高”是该数落在预期最低、最高三分之一时的概率。"
    "历史观测已计入“此前”；未计任何观测时为 {prior:.1%}。退火序贯蒙特卡罗，{particles} 个样本，"
    "有效 {ess:.0f} 个；模型误差按每个序列 3% 计。",
    "Three colours, against the plan's own path: a level goes along a line from the target before "
    "(from {base} where there is none), a change in equal yearly parts. Behind what is due by more "
    "than {far:.0%} of the target is off track (red), by up to {far:.0%} a warning (yellow), else "
    "on track (green); a statistic that the plan names no figure for has no colour. The peak goes "
    "by its chance, as on the conclusion card: {likely:.0%} or more (likely or better) is on "
    "track, below {open:.0%} (unlikely or worse) off track, between (about as likely as not) a "
    "warning. What the model expects stands beside: it tells a surprise, and sets no colour. Now "
    "is the published figure, or the model's median where there is none. If low, if high: the "
    "chance where the figure comes out in the lowest or highest third of what is expected. "
    "Observed history counts in the chance before; without any observation it is {prior:.1%}. "
    "Tempered sequential Monte Carlo, {particles} draws worth {ess:.0f}; 3 % model error a series.",
)
JOINT: Pair = ("—", " to ")
