"""The sentences of a conclusion card, in Chinese and English; every number is a slot."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

QUESTION: Pair = (
    "{case}，{city}能否在 {goal} 年前达峰？",
    "{case}, does {city} peak by {goal}?",
)
IN_CASE: Pair = ("按“{case}”", "Under “{case}”")
BASIS: Pair = (
    "与“{against}”相比 · {account} · 数据截至 {history} 年",
    "Against “{against}” · {account} · data up to {history}",
)
ANSWER: Pair = (
    "{set}，{delivered}（{chance}）；{basis}，{record}（{over}，{range}）。",
    "{set}: {delivered} ({chance}). {basis}: {record} ({over}; {range}).",
)
RANGE: Pair = ("各条件下 {low} 至 {high}{crossing}", "{low} to {high} by condition{crossing}")
ANY_CONDITION: Pair = ("各条件下相同", "the same under every condition")
PLAIN: Pair = (
    "{set}，{delivered}（{chance}，95% 区间 {low}—{high}）。",
    "{set}: {delivered} ({chance}; 95 % interval {low}–{high}).",
)
NO_MEASURES: Pair = ("不采取新增措施", "With no further measures")
ONE_MEASURE: Pair = ("“{measure}”按设定如期实施", "With “{measure}” carried out as set")
AS_SET: Pair = ("各项措施按设定如期实施", "With every measure carried out as set")
BELOW: Pair = (
    "（其中 {year} 年低于规划的：{values}）",
    " (short of the plan in {year}: {values})",
)
BELOW_VALUE: Pair = (
    "{name} {value}{unit}，规划 {target}",
    "{name} {value}{unit}, {target} planned",
)
BELOW_WHY: Pair = ("{name}：{reason}", "{name}: {reason}")
ACHIEVED: Pair = (
    "做成多少由模型算出，受投资、价格和各种限制影响，可能低于方案数。",
    "How much a measure achieves is calculated by the model from investment, prices and limits, "
    "and may be less than the figure in the plan.",
)
DELIVERY: Pair = ("照以往的兑现情况推算", "As the record of delivery suggests")
STRUCTURE: Pair = ("结构上的未定问题按权重计入后", "With open questions of structure weighed in")
DONE: Pair = ("按设定实施时，", "Carried out as set, ")
PEAK: Pair = (
    "{done}达峰年的中位数为 {middle} 年（80% 的可能区间 {low}—{high} 年），峰值约 {level} 万吨"
    "{beside}。若允许此后高出不超过 {share:.0%}（统计误差之内），可能性为 {tolerated}。",
    "{done}the median peak year is {middle} (80% range: {low}–{high}) at about {level} Mt"
    "{beside}. If later years may be up to {share:.0%} higher (within the error of any "
    "inventory), the chance is {tolerated}.",
)
HIGHER: Pair = ("，比“{against}”高 {size} 万吨", ", {size} Mt more than “{against}”")
LOWER: Pair = ("，比“{against}”低 {size} 万吨", ", {size} Mt less than “{against}”")
CLOSE: Pair = ("，与“{against}”相近", ", about the same as “{against}”")
STOP: Pair = ("。", ".")
MORE: Pair = ("高", "more")
LESS: Pair = ("低", "less")
MANY: Pair = ("多", "more")
FEW: Pair = ("少", "less")
HEADS: Mapping[str, Pair] = {
    "why": ("为什么", "Why"),
    "conditions": ("最能改变这一判断的", "What would overturn this"),
    "total": ("总量与强度", "Sums and intensity"),
    "other": ("换一种口径", "Under another account"),
    "rush": ("提防抢峰", "Beware of rushing"),
    "short": ("未到规划目标的", "Short of the plan"),
    "advice": ("怎么办", "What to do"),
    "cost": ("花多少钱、谁出", "What it costs, and who pays"),
    "track": ("在轨吗", "On track?"),
    "counties": ("各区县", "Counties"),
    "unknown": ("还不清楚的", "What is not known"),
}
SOUGHT: Pair = (
    "寻解“{title}”：由“{start}”改为“{case}”，可能性由 {before} 升到 {after}"
    "（另取情形检验，95% 区间 {low}—{high}）。",
    "Sought, “{title}”: from “{start}” to “{case}” takes the chance from {before} to {after} "
    "(tried in other states, 95 % interval {low}–{high}).",
)
NEARLY: Pair = (
    "是否达到所要求的 {asked} 在检验误差之内。",
    "Whether that is the {asked} asked is within the error of the check.",
)
SHORT: Pair = (
    "略低于所要求的 {asked}。",
    "That is a little short of the {asked} asked.",
)
NOT_FOUND: Pair = (
    "寻解“{title}”：在允许的范围内办不到；由“{start}”最多改为“{case}”，可能性由 {before} 到 {after}"
    "（95% 区间 {low}—{high}）。",
    "Sought, “{title}”: not to be had within the limits; “{start}” changed as far as “{case}” "
    "takes the chance from {before} to {after} (95 % interval {low}–{high}).",
)
DEARER: Pair = ("比原方案多花约 {cost} 亿元。", "It costs about {cost} × 10⁸ CNY more.")
CHEAPER: Pair = ("比原方案少花约 {cost} 亿元。", "It costs about {cost} × 10⁸ CNY less.")
TRACK: Pair = (
    "按截至 {year} 年的新统计，{goal} 年前达峰：{word}，判断为“{verdict}”；可能性由 {before} 变为 "
    "{after}（各条件下 {low} 至 {high}{crossing}）。",
    "By the statistics up to {year}, a peak by {goal} is {word} ({verdict}). The chance goes from "
    "{before} to {after} ({low} to {high} by condition{crossing}).",
)
TRACK_TARGETS: Pair = (
    "按方案自己的进度，目标中在轨 {green} 项、预警 {yellow} 项、脱轨 {red} 项。",
    "On the plan's own path {green} of its targets are on track, {yellow} in warning, {red} off "
    "track.",
)
TRACK_RED: Pair = ("脱轨的是{names}。", "Off track: {names}.")
TRACK_REST: Pair = ("等，另有 {count} 项", " and {count} more")
TRACK_OTHER: Pair = (
    "（这一判断针对“{case}”，{account}。）",
    "(Judged for “{case}”, {account}.)",
)
COUNTIES: Pair = (
    "达峰年中位数与峰值（{account}；份额按活动量固定分摊，没有区县能源统计）：{items}。",
    "Median peak years and levels ({account}; counties get fixed shares by activity, there are no "
    "energy statistics by county): {items}.",
)
COUNTY: Pair = (
    "{county} {year} 年（80% 的可能区间 {low}—{high} 年），{level} 万吨",
    "{county} {year} (80% range {low}–{high}), {level} Mt",
)
WHY: Pair = (
    "{goal} 年比“{against}”{more} {size} 万吨（同一情形下逐一相比的中位数）。{basis}：{parts}。",
    "In {goal} it emits {size} Mt {more} than “{against}” (median within the same state). "
    "{basis}: {parts}.",
)
BY_LEVER: Pair = (
    "相差最大的措施（其余照做，这一项做与不做相比）",
    "The measures that make most of it (done against not done, with all the rest)",
)
BY_SECTOR: Pair = ("按部门", "By sector")
TOGETHER: Pair = ("措施的相互影响与情景假定", "what measures do together, and assumptions")
REST_OF_LEVERS: Pair = (
    "其余措施与相互影响 {value} 万吨",
    "other measures and what they do together {value} Mt",
)
ALIKE: Pair = (
    "{goal} 年与“{against}”相差不到 1 万吨。",
    "In {goal} it differs from “{against}” by less than 0.01 Mt.",
)
PER_HEAD: Pair = (
    "人均排放由 {first} 年的 {low:.1f} 吨升至 {last} 年的 {high:.1f} 吨：总量达峰部分来自"
    "人口减少。",
    "Emissions per head rise from {low:.1f} t in {first} to {high:.1f} t in {last}: the peak of "
    "the total is partly one of the population.",
)
PER_HEAD_SAME: Pair = (
    "人均排放从 {first} 年到 {last} 年基本不变（{low:.1f} 吨）。",
    "Emissions per head are about the same in {first} and {last} ({low:.1f} t).",
)
PART: Pair = ("{label} {value} 万吨", "{label} {value} Mt")
REST: Pair = ("其余 {value} 万吨", "the rest {value} Mt")
CONDITION: Pair = (
    "{question}：{high_label}，可能性 {high}；{low_label}，{low}。",
    "The chance of a peak by {goal} hangs most on {question}: it is {high} if the answer is "
    "“{high_label}”, {low} if it is “{low_label}”.",
)
NEXT: Pair = (
    "其次，{question}：{high_label}，可能性 {high}；{low_label}，{low}。",
    "Next comes {question}: the chance is {high} if the answer is “{high_label}”, {low} if it is "
    "“{low_label}”.",
)
NOTHING_MOVES: Pair = (
    "登记的未定问题都不改变这一判断。",
    "None of the open questions on record changes this.",
)
NO_CONDITION: Pair = ("没有登记结构上的未定问题。", "No open question of structure is on record.")
TOTAL: Pair = (
    "{since}—{until} 年累计排放 {sum} 万吨{beside}。",
    "Over {since} to {until} it emits {sum} Mt{beside}.",
)
MORE_IN_ALL: Pair = ("，比“{against}”多 {size} 万吨", ", {size} Mt more than “{against}”")
LESS_IN_ALL: Pair = ("，比“{against}”少 {size} 万吨", ", {size} Mt less than “{against}”")
INTENSITY: Pair = (
    "{since}—{until} 年单位 GDP 二氧化碳变化 {change}（80% 的可能区间 {low} 至 {high}）；"
    "下降 {drop:g}% 以上的可能：{done}{delivered}{over}。",
    "CO₂ per GDP changes by {change} over {since} to {until} (80% range: {low} to {high}); the "
    "chance of {drop:g} % down or more is {delivered}{done}{over}.",
)
OVER: Pair = ("，{basis} {over}", "; {basis}, {over}")
AS_DONE: Pair = ("按设定实施 ", " as set")
AS_RECORD: Pair = ("按以往兑现", "going by the record of delivery")
WEIGHED: Pair = ("计入未定问题", "with open questions weighed in")
OTHER: Pair = (
    "按 {account}：达峰年的中位数为 {year} 年；按期达峰的可能：{done}{delivered}{over}。",
    "{account}: the median peak year is {year}; the chance of a peak in time is "
    "{delivered}{done}{over}.",
)
PLAN_ACCOUNT: Pair = (
    "方案未写明口径；与方案自己的 {history} 年目标最接近的是 {account}（推断）。",
    "The plan names no account; the one closest to its own aims for {history} is {account} "
    "(inferred).",
)
SAME: Pair = (
    "{account} 与 {other} 相同。",
    "{account} is the same as {other}.",
)
COST: Pair = (
    "与“{against}”相比，{year} 年{size} 亿元（80% 的可能区间：{range}）：{payers}。",
    "Against “{against}”, in {year}: {size} ×10⁸ CNY (80% range: {range}). {payers}.",
)
COST_ALIKE: Pair = (
    "与“{against}”相比，{year} 年费用没有差别。",
    "In {year} nothing more is spent or saved than under “{against}”.",
)
PRESENT: Pair = (
    "{first}—{last} 年净现值：{present} 亿元（折现率 {rate:.0%}，80% 的可能区间：{worth}）。",
    "Net present value {first}–{last}: {present} ×10⁸ CNY (at {rate:.0%}; 80% range: {worth}).",
)
GAINERS: Pair = ("净收益的有{names}", "better off: {names}")
SPENDERS: Pair = ("净支出的有{names}", "worse off: {names}")
PAYS: Pair = ("{name} {value}", "{name} {value}")
NO_COST: Pair = ("没有付款表，未计费用。", "There is no table of payments, so no cost.")
UNKNOWN: Pair = (
    "{about}：{total} 个参数中 {estimates} 个为估计。",
    "{about}: {estimates} of {total} parameters are estimates.",
)
WEIGHTS: Pair = (
    "结构问题 {count} 个选项的权重中 {estimates} 个为估计。",
    "{estimates} of the {count} weights of structural alternatives are estimates.",
)
ALL_WEIGHTS: Pair = (
    "结构问题 {count} 个选项的权重全部为估计。",
    "All {count} weights of structural alternatives are estimates.",
)
INDEPENDENT: Pair = (
    "独立估算（{name}）{year} 年为 {value} 万吨，比口径 {account} 的中位数 {ours} 万吨{more} "
    "{share:.0%}。",
    "An independent estimate ({name}) gives {value} Mt for {year}, {share:.0%} {more} than the "
    "{ours} Mt of account {account}.",
)
SOURCE: Pair = (
    "{members} 种不确定情形，种子 {seed}；zysim {version}，模型 {model}。",
    "{members} states of the world, seed {seed}; zysim {version}, model {model}.",
)
WEIGHTED: Pair = ("（括号内为权重）", " (weights in brackets)")
TABLE: Pair = ("各条件下 {goal} 年前达峰的可能", "Chance of a peak by {goal} by condition")
TABLE_PART: Pair = (
    "（作用最大的 {count} 问；{rest}未列）",
    " ({count} that move it most; not shown: {rest})",
)
OTHER_QUESTIONS: Pair = ("其余 {count} 问", "{count} more")
FEW_MEMBERS: Pair = ("情形太少的 {count} 项", "{count} with too few members")
TABLE_HEADS: tuple[Pair, ...] = (
    ("条件", "Condition"),
    ("选项", "Alternative"),
    ("权重", "Weight"),
    ("可能性", "Chance"),
)
