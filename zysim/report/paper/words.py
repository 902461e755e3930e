"""The sentences of a report, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

TITLE: Pair = ("{city}碳达峰情景分析", "The carbon peak of {city}: an analysis of scenarios")
SUBTITLE: Pair = ("{names}", "{names}")
HEADS: Mapping[str, Pair] = {
    "question": ("摘要：问题与答案", "Summary: question and answer"),
    "terms": ("术语与核算口径", "Terms and accounts"),
    "measures": ("情景与措施", "Scenarios and their measures"),
    "method": ("方法", "Method"),
    "validation": ("与历史的比较", "History and validation"),
    "scenarios": ("各情景的结果", "Results by scenario"),
    "sectors": ("排放来自哪里", "Where emissions come from"),
    "boundaries": ("核算口径的影响", "What the accounting boundary changes"),
    "counties": ("各区县的达峰", "The peak of each county"),
    "targets": ("方案的量化目标", "The plan's own targets"),
    "structures": ("结论取决于什么", "What the answer hangs on"),
    "ranking": ("哪些措施最重要", "Which levers matter most"),
    "difference": ("达峰为何移动", "Why the peak moves"),
    "cost": ("费用与支付者", "Cost and payers"),
    "advice": ("怎么办", "What to do"),
    "track": ("在轨吗", "On track?"),
    "trust": ("不确定性与依据", "Uncertainty, and what this rests on"),
    "sources": ("参考文献", "References"),
    "record": ("运行记录", "Record of the run"),
}
QUESTION: Pair = (
    "本报告回答：{last}时，{city}能源活动二氧化碳何时达峰，能否在 {goal} 年前达峰；与{first}相比，"
    "差别来自哪些措施。数字由 zysim 系统动力学模型计算，时段为 {start}—{end} 年。",
    "This report asks when energy CO₂ of {city} peaks under {last}, whether that is by {goal}, and "
    "which measures make the difference from {first}. Numbers come from the system-dynamics model "
    "zysim, for {start} to {end}.",
)
ANSWER: Pair = (
    "按 {boundary}，考虑 {count} 个参数的不确定性（{members} 种情形），{name}{peak}"
    "（80% 的可能区间：{low}–{high} 年）；{set}，{goal} 年前（含 {goal} 年）"
    "达峰的概率为 {share}"
    "（95% 区间 {share_low}–{share_high}）。",
    "Under boundary {boundary} and over the uncertainty of {count} numbers ({members} states of "
    "the world), {name} {peak} (80% range: {low}–{high}); {set} the "
    "chance of a peak by {goal} is {share} (95 % interval {share_low}–{share_high}).",
)
PEAKS: Pair = (
    "达峰年的中位数为 {year} 年，峰值的中位数为 {level} 万吨/年",
    "has a median peak year of {year} and a median level of {level} Mt a year",
)
NO_PEAK: Pair = (
    "到 {year} 年多半未达峰，最高值的中位数为 {level} 万吨/年",
    "most likely has no peak by {year}, with a median maximum of {level} Mt a year",
)
CENSORED: Pair = (
    "{name}有 {share} 的情形到 {end} 年仍未达峰，计为未达峰，不以任何年份代替。",
    "Under {name}, {share} of the members have no peak by {end}; no year stands in for them.",
)
RULE: Pair = ("达峰规则：{rule}。", "The rule: {rule}.")
SECTORS: Pair = (
    "按 {boundary}，{name}情景 {goal} 年排放的中位数为 {total} 万吨，其中{items}，"
    "其余 {rest} 万吨。",
    "Under boundary {boundary}, the median of {name} in {goal} is {total} Mt, of which {items}, "
    "the rest {rest} Mt.",
)
SINK: Pair = (
    "{name} {sink} 万吨/年，单列，不用来抵减达峰所依据的排放。",
    " The {name} of {sink} Mt a year stands apart and is not taken off the emissions the peak is "
    "read from.",
)
SECTOR_ITEM: Pair = (
    "{label} {value} 万吨（{share:.0%}）",
    "{label} {value} Mt ({share:.0%})",
)
BOUNDARY_TEXT: Pair = (
    "同一次运行按{count}种口径核算，没有一种是该市的官方口径；引用达峰年时请同时写明口径。"
    "{name}情景的中位数：{items}。",
    "One run is counted in {count} ways, and none of them is official for the city: quote a peak "
    "year with its boundary. Medians of {name}: {items}.",
)
BOUNDARY_ITEM: Pair = ("{boundary} {year} 年，{level} 万吨", "{boundary} {year}, {level} Mt")
TARGETS: Pair = (
    "方案的 {count} 项可由模型计算的量化目标中，{name}情景有 {sure} 项的达到概率不低于 90%，"
    "{poor} 项不足 10%。{history} 年的目标属现状推算，不受 {acting} 年起的措施影响。",
    "Of the plan's {count} targets that the model computes, {sure} are met with "
    "a chance of 90 % or "
    "more under {name}, {poor} with less than 10 %. Targets for {history} are nowcasts: "
    "measures act from {acting}.",
)
RANKING: Pair = (
    "换一个问题：如果每项措施的力度都未定，{goal} 年达峰裕度的差异来自哪些措施？把全部措施在其取值"
    "范围内同时变化（其余参数取最可能值，{runs:,} 次运行，口径 {boundary}），占方差最多的依次为"
    "{items}。{verdict}",
    "Another question: if the strength of every lever were open, where would differences in the "
    "margin of a peak by {goal} come from? With every lever varied over its range (other numbers "
    "central, {runs:,} runs, boundary {boundary}), most of the variance is due to {items}. "
    "{verdict}",
)
RANKING_ITEM: Pair = ("{label}（ST {value:.2f}）", "{label} (ST {value:.2f})")
NO_RANKING: Pair = (
    "没有与当前模型和参数表一致的方差研究，因此本报告不引用。可先运行 zysim rank levers --out "
    "ranking，再加 --ranking ranking 重出报告。",
    "There is no study of variance made with the present model and tables, so none is quoted. Run "
    "zysim rank levers --out ranking, then the report again with --ranking ranking.",
)
BANDS: Pair = (
    "区间与概率只含 {count} 个参数取值的不确定性，各情景用同一组抽样；不含模型结构的不确定性、措施"
    "能否落实，以及方案之外的新政策。",
    "Ranges and chances hold the uncertainty of {count} numbers, with the same draws in every "
    "scenario; not that of the model's structure, of whether measures are carried "
    "out, or of policy "
    "beyond the plan.",
)
VARIANCE: Pair = (
    "在达峰裕度的方差中，{share:.0%} 来自质量为“{worst}”的参数（未知数研究，一阶指数）："
    "要缩小不确定性，"
    "应先弄清这些数，见 zysim data-wanted。",
    "Of the variance of the margin, {share:.0%} hangs on numbers of quality “{worst}” "
    "(worlds study, "
    "first order): to narrow it, find these numbers first (zysim data-wanted).",
)
SOURCES: Pair = (
    "以下 {count} 条为数据所依据的文献，著录格式依 GB/T 7714；另有 {own} 个数为本模型编制者的判断，"
    "没有文献依据，不列入。每个数的出处列于工作簿的“来源”表。",
    "The {count} documents that numbers rest on, set as GB/T 7714 asks; {own} numbers are "
    "judgements "
    "of the authors, rest on no document and are not listed. The sheet “Sources” of the workbook "
    "says where each number comes from.",
)
RECORD: Pair = (
    "zysim {version}；模型文件 SHA-256 {model}…；{members} 种情形，种子 {seed}；命令：{command}",
    "zysim {version}; SHA-256 of the model file {model}…; {members} members, seed {seed}; command: "
    "{command}",
)
