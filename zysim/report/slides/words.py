"""The sentences of slides, in Chinese and English; every number is put in from a result."""

from __future__ import annotations

from zysim.wording import Pair

ANSWER: Pair = (
    "{case}，{goal} 年前能否达峰：{word}（{share}）",
    "{case}, does it peak by {goal}? {word} ({share})",
)
ANSWERS: Pair = (
    "{case}，{goal} 年前能否达峰：按设定{plain}（{on_time}），{basis}{record}（{share}）",
    "{case}, does it peak by {goal}? As set {plain} ({on_time}); {basis}, {record} ({share})",
)
CHANCE_PLAIN: Pair = (
    "{set}：达峰可能性 {share}",
    "{set}: a chance of {share}",
)
CHANCE_RECORD: Pair = (
    "{basis}：{share}，因条件不同在 {low}—{high} 之间{crossing}",
    "{basis}: {share}, from {low} to {high} by condition{crossing}",
)
PEAK: Pair = (
    "{done}达峰年中位数 {year}（80% 的可能区间 {low}—{high}），峰值 {level} {unit}",
    "{done}the median peak year is {year} (80 % between {low} and {high}), at {level} {unit}",
)
DIFFERENCE: Pair = (
    "{goal} 年比“{first}”{total} {unit}：{items}",
    "In {goal}, {total} {unit} against “{first}”: {items}",
)
CO2_A_YEAR: Pair = ("二氧化碳，{unit}/年", "CO₂, {unit} a year")
TOTAL: Pair = ("合计", "Total")
ACCOUNTS: Pair = (
    "换一个核算口径，{case}在 {goal} 年前达峰的可能性为 {low} 到 {high}",
    "{case}: by the account chosen, the chance of a peak by {goal} is {low} to {high}",
)
ACCOUNT_YEARS: Pair = ("达峰年（中位数）", "Median peak year")
ACCOUNT_YEAR: Pair = ("{account}：{year}", "{account}: {year}")
CHANCE_AXIS: Pair = ("{goal} 年前达峰的可能性", "Chance of a peak by {goal}")
CONDITIONS: Pair = (
    "关键看“{question}”：{best}时 {high}，{worst}时 {low}",
    "It hangs on “{question}”: {best} gives {high}, {worst} gives {low}",
)
COST: Pair = (
    "与“{first}”相比，{case}在 {year} 年{total} 亿元",
    "{case} against “{first}” in {year}: {total} ×10⁸ CNY",
)
PAYER: Pair = (
    "各方收支（亿元/年；+ 净支出，− 净收益）",
    "Payer (10⁸ CNY a year; + a cost, − a saving)",
)
COST_YEAR: Pair = ("{year} 年", "{year}")
TARGETS: Pair = (
    "{count} 项目标中，{sure} 项有九成以上把握，{poor} 项不足一成",
    "Of {count} targets, {sure} are met with 90 % or more, {poor} with less than 10 %",
)
TARGET_HEADS: tuple[Pair, ...] = (("目标", "Target"), ("年份", "Year"), ("可能性", "Chance"))
SECTORS: Pair = (
    "{case}：{year} 年{band}占 {share}，为最大一项",
    "{case}: in {year} the largest part is {band}, {share}",
)
COUNTIES: Pair = (
    "各区县达峰年（中位数）：{items}",
    "Peak years of the counties (medians): {items}",
)
COUNTY: Pair = ("{county} {year}", "{county} {year}")
RANKING: Pair = (
    "最要紧的措施依次是{}、{}、{}",
    "The measures that matter most: {}, {}, {}",
)
RANKING_SERIES: Pair = ("做与不做，{goal} 年相差", "Done against not, {goal}")
RANKING_NOTE: Pair = (
    "{order}。各项有重叠，不能相加。",
    "The measures are {order}. They overlap and do not add up.",
)
HISTORY: Pair = (
    "与历史相比：拟合的误差 {fitted}，留作检验的误差 {held}（取最大的序列）",
    "Against history: errors of {fitted} where fitted, {held} where held out (the largest)",
)
HISTORY_HEADS: tuple[Pair, ...] = (
    ("序列", "Series"),
    ("用途", "Use"),
    ("年份", "Years"),
    ("平均绝对误差", "Mean absolute error"),
)
ON_TRACK: Pair = (
    "是否在轨：公布新数后用 zysim update 检验，下列 {count} 项最先可看",
    "On track? zysim update tells when figures come out; these {count} come first",
)
ON_TRACK_HEADS: tuple[Pair, ...] = (
    ("统计", "Statistic"),
    ("公布时间", "Comes out"),
    ("掌握单位", "Holder"),
    ("误差", "Error"),
)
ON_TRACK_NOTE: Pair = (
    "误差与时间多为本模型作者的判断，见 params/signposts.csv；共 {count} 项。",
    "Errors and dates are mostly the authors' judgement (params/signposts.csv, {count} in all).",
)
TRUST: Pair = ("方法，以及哪些数还不确定", "The method, and what is not known")
METHOD_POINTS: tuple[Pair, ...] = (
    (
        "系统动力学模型：{variables} 个逐年计算的量、{parameters} 个参数，{sources} 个来源。",
        "A system dynamics model: {variables} quantities a year, {parameters} numbers, {sources} "
        "sources.",
    ),
    (
        "{members} 种不确定情形，每种抽取 {drawn} 个数；图中线为中位数，虚线为 P10 与 P90。",
        "{members} states of the world with {drawn} numbers drawn in each; lines are medians, "
        "dashes P10 and P90.",
    ),
    (
        "达峰年为排放最高的年份（并列取最早）；最高值在末年为未达峰。",
        "The peak year is that of the highest emissions, the earliest if repeated; none if it is "
        "the last year.",
    ),
)
FOOT: Pair = (
    "{city} · {account} · {members} 种情形 · zysim {version} · {made}",
    "{city} · {account} · {members} states of the world · zysim {version} · {made}",
)
NOTES: Pair = (
    "口径：{account}；统计量：{members} 种情形的中位数。命令：{command}。模型 SHA-256：{model}。",
    "Account: {account}; statistic: medians of {members} states of the world. Command: {command}. "
    "Model SHA-256: {model}.",
)
FAN_NOTE: Pair = (
    "虚线为 P10 与 P90；各情景的措施按设定实施。",
    "Dashes are P10 and P90, with the measures of each case carried out as set.",
)
ACCOUNTS_NOTE: Pair = (
    "按设定实施时的可能性，不含结构与兑现的不确定。",
    "Chances with all carried out as set; structure and delivery are not in them.",
)
WHY_NOTE: Pair = (
    "同一情形下逐一相比的中位数；各项之和等于合计。",
    "Medians of differences within the same state of the world; the parts sum to the total.",
)
CONDITIONS_NOTE: Pair = (
    "每一行为该条件成立时的可能性，其余条件按权重抽取；权重多为估计。",
    "Each row is the chance given that condition, the others drawn by their weights; most weights "
    "are estimates.",
)
COST_NOTE: Pair = (
    "投资按寿命以折现率 {rate} 折成年金；合计为各情形的中位数，逐项相加等于合计。",
    "Investment as annuities at {rate}; the total is the median, and the payers sum to it.",
)
TARGETS_NOTE: Pair = (
    "列出把握最小的 {shown} 项，其余见报告。",
    "The {shown} least likely; the rest stand in the report.",
)
SECTORS_NOTE: Pair = ("各项之和等于中位线。", "The parts sum to the median line.")
COUNTIES_NOTE: Pair = (
    "区县份额按活动量固定分摊（假设），没有区县能源统计。",
    "Counties get fixed shares by activity (assumed): there are no energy statistics by county.",
)
ADVISED: Pair = (
    "{title}：改 {count} 项，可能性由 {before} 变为 {after}",
    "{title}: the chance goes from {before} to {after} (measures changed: {count})",
)
NOT_FOUND: Pair = (
    "{title}：做不到，最多由 {before} 变为 {after}",
    "{title}: out of reach, at most from {before} to {after}",
)
ADVICE_CHECKED: Pair = (
    "另取情形检验，95% 区间 {low}—{high}",
    "Tried in other states of the world: 95 % interval {low} to {high}",
)
DEARER: Pair = (
    "比原方案多花约 {cost} 亿元（净现值）",
    "About {cost} × 10⁸ CNY dearer (net present)",
)
CHEAPER: Pair = (
    "比原方案少花约 {cost} 亿元（净现值）",
    "About {cost} × 10⁸ CNY cheaper (net present)",
)
ADVICE_NOTE: Pair = (
    "各项按“若不改此项”的概率由低到高排列，最要紧的在前。",
    "Changes are listed by the chance without each, the most needed first.",
)
TRACKED: Pair = (
    "截至 {year} 年的统计：{goal} 年前达峰：{word}（{verdict}），可能性由 {before} 变为 {after}",
    "Statistics up to {year}: a peak by {goal} is {word} ({verdict}); the chance goes from "
    "{before} to {after}",
)
TRACK_RANGE: Pair = (
    "各条件下 {low} 至 {high}{crossing}",
    "{low} to {high} by condition{crossing}",
)
TRACK_NOTE: Pair = (
    "三色对照方案自己的进度，达峰按可能性判定；模型预期为统计公布前所料的 90% 区间，不定三色。",
    "Colours are against the plan's own path, of the peak by its chance; what the model expects is "
    "its 90 % band before the figure, and sets no colour.",
)
