"""The words of the chapters beside the results, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

YEARS: Pair = ("年份", "Years")
YEAR_ENDS: tuple[Pair, Pair] = (("起始年", "First year"), ("终止年", "Last year"))
SUM: Pair = ("合计", "Sum")
TERMS: tuple[Pair, ...] = (
    (
        "达峰：{rule}。情景是对措施力度和年份的一组设定，不是预测；中位数、P10 与 P90 "
        "是对同一组不确定情形而言。",
        "A peak: {rule}. A scenario is a set of strengths and years of measures, not a forecast; "
        "medians, P10 and P90 are taken over one set of states of the world.",
    ),
    (
        "可能性（概率）有两种：一是各项措施按设定如期实施时的，"
        "二是把措施能否兑现等未定问题按权重计入后的；"
        "后者总与各条件下的范围一并给出。",
        "A chance is of two kinds: with every measure carried out as set, and with open "
        "questions, such as whether measures are delivered, weighed in; the latter is never given "
        "without its range.",
    ),
)
MEANING: Pair = ("{account}：{rule}。", "{account}: {rule}.")
SET_BY: Mapping[str, Pair] = {
    "plan": ("方案", "Plan"),
    "reading": ("本模型解读", "Our reading"),
    "addition": ("方案外补充", "Addition"),
}
MEASURES: Pair = (
    "全部 {all} 项措施中，“{first}”或“{last}”用到 {count} 项，其中 {readings} 项方案未给数值，"
    "由本模型解读。力度 0 为现状及其趋势，1 为方案所定。",
    "Of {all} measures “{first}” or “{last}” uses {count}; for {readings} of them the plan "
    "gives no "
    "number, and the strength is our reading. Strength 0 is today with its trend, 1 the plan.",
)
MEASURE_TABLE: Pair = (
    "{last}：各项措施的含义、力度与年份",
    "{last}: measures, strengths and years",
)
MEASURE_HEADS: tuple[Pair, ...] = (
    ("措施", "Measure"),
    ("力度 1 的含义", "Strength 1 means"),
    ("{first}", "{first}"),
    ("{last}", "{last}"),
    YEARS,
    ("由谁定", "Set by"),
    ("条款", "Clause"),
)
METHOD: tuple[Pair, ...] = (
    (
        "模型为存量流量（系统动力学）模型，从 {first} 年算到 {last} 年，{method}，"
        "步长 {step} 年；共 {variables} "
        "个变量，其中存量 {stocks} 个、常数 {constants} 个。{levers} 项措施自 {acting} "
        "年起起作用。",
        "The model is one of stocks and flows (system dynamics) from {first} to {last}, {method}, "
        "step {step} year: {variables} variables, of which {stocks} stocks and {constants} "
        "constants. "
        "{levers} measures act from {acting} on.",
    ),
    (
        "不确定性：{drawn} 个数在各自范围内抽取 {members} 种情形（种子 {seed}，Sobol 点列），"
        "各情景用同一组情形，情景之差是同一情形下之差的中位数。另有 {questions} "
        "个结构上的未定问题，"
        "按权重抽取。",
        "Uncertainty: {members} states of the world are drawn of {drawn} numbers within their "
        "ranges "
        "(seed {seed}, Sobol points). Every scenario meets the same states, and a difference is "
        "the "
        "median of differences within one state. {questions} open questions of structure are drawn "
        "by their weights.",
    ),
    (
        "图中框为模型的部分，箭头由一部分指向使用其变量的另一部分，线越粗引用越多；"
        "往返的一对箭头构成"
        "反馈回路。存量图列出每一部分的存量及使其增减的流量。",
        "Boxes are the parts of the model; an arrow leads to the part that uses variables of the "
        "other, the thicker the more of them. Arrows both ways close a feedback loop. The "
        "picture of "
        "stocks names those of each part with what fills and drains them.",
    ),
)
USES: Mapping[str, Pair] = {"fit": ("校准所用", "fitted"), "holdout": ("留作检验", "held out")}
VALIDATION: Pair = (
    "与历史数据比较（参照情景，参数取最可能值）：平均绝对百分误差与 Theil 不等系数；"
    "偏差、方差、协方差三部分之和为 1，协方差所占越大越好。“留作检验”的年份未用于校准。",
    "Against history (the reference scenario, central numbers): mean absolute percentage error and "
    "Theil's inequality coefficient; bias, variance and covariance sum to 1, the more "
    "covariance the "
    "better. Years that were held out did not fit the model.",
)
NO_HISTORY: Pair = (
    "没有可与模型比较的历史数据，模型未经历史检验。",
    "There is no history to compare the model with: it is not validated by it.",
)
FIT_TABLE: Pair = ("与历史数据的误差", "Errors against history")
FIT_HEADS: tuple[Pair, ...] = (
    ("变量", "Variable"),
    YEARS,
    ("用途", "Use"),
    ("平均误差", "MAPE"),
    ("Theil U", "Theil U"),
    ("偏差", "Bias"),
    ("方差", "Variance"),
    ("协方差", "Covariance"),
)
STRUCTURES: Pair = (
    "有 {count} 个结构上的未定问题与本情景有关。下表为每个选项成立时 {goal} "
    "年前达峰的可能性及其 95% "
    "区间；权重多为判断，不是观测。",
    "{count} open questions of structure touch this case. The table gives the chance of a peak by "
    "{goal} if an alternative holds, with its 95 % interval; most weights are judgements.",
)
NO_STRUCTURES: Pair = (
    "没有与本情景有关的结构上的未定问题。",
    "No open question of structure touches this case.",
)
STRUCTURE_TABLE: Pair = (
    "{last}：各条件下 {goal} 年前达峰的可能性",
    "{last}: the chance of a peak by {goal} under each condition",
)
STRUCTURE_HEADS: tuple[Pair, ...] = (
    ("条件", "Condition"),
    ("选项", "Alternative"),
    ("权重", "Weight"),
    ("可能性", "Chance"),
    ("区间下限", "95 % low"),
    ("区间上限", "95 % high"),
)
PAYER: Pair = ("由谁支付", "Payer")
COST_TABLE: Pair = (
    "{last}与{first}相比，各方收支（亿元/年，中位数；+ 净支出，− 净收益）",
    "{last} against {first}, by payer (10⁸ CNY a year, medians; + a cost, − a saving)",
)
COUNTY_TABLE: Pair = ("各区县的达峰年与峰值", "Peak years and levels of the counties")
COUNTY_HEADS: tuple[Pair, ...] = (
    ("区县", "County"),
    ("情景", "Scenario"),
    ("达峰年中位数", "Peak year, median"),
    ("P10", "P10"),
    ("P90", "P90"),
    ("峰值中位数", "Level, median"),
    ("{goal} 年前达峰概率", "P(peak by {goal})"),
)
ADVICE_TABLE: Pair = ("改哪几项、各为什么", "What changes, and what each change is for")
ADVICE_REST: Pair = ("其余 {count} 项", "{count} more")
ADVICE_QUESTION: Pair = ("问题", "Question")
ADVICE_HEADS: tuple[Pair, ...] = (
    ("措施", "Measure"),
    ("由→到", "From and to"),
    ("此项使 {goal} 年排放变化（万吨）", "Emissions in {goal} by it (Mt)"),
    ("若不改此项的概率", "Chance without it"),
)
ARRIVALS_TABLE: Pair = (
    "新公布的统计：对照方案进度与模型预期",
    "New statistics against the plan's own path, and what the model expected",
)
NO_TARGET: Pair = ("方案未定", "no target")
ARRIVAL_HEADS: tuple[Pair, ...] = (
    ("指标", "Statistic"),
    ("年份", "Year"),
    ("数值", "Value"),
    ("单位", "Unit"),
    ("方案应达", "Plan asks"),
    ("算法", "Rule"),
    ("三色", "Colour"),
    ("模型预期下限（90%）", "Model expects from (90 %)"),
    ("预期上限", "to"),
)
TRACKS_TABLE: Pair = (
    "方案目标与时序进度（先列脱轨、预警）",
    "Targets of the plan against their schedule, those off track first",
)
TRACK_HEADS: tuple[Pair, ...] = (
    ("三色", "Colour"),
    ("目标", "Target"),
    ("截至", "As of"),
    ("应达", "Due"),
    ("算法", "Rule"),
    ("现状", "Now"),
    ("单位", "Unit"),
)
AHEAD_TABLE: Pair = ("下一步看什么（按作用大小）", "What to look at next, the most telling first")
AHEAD_HEADS: tuple[Pair, ...] = (
    ("指标", "Statistic"),
    ("数据年份", "Year"),
    ("何时公布", "When"),
    ("找谁", "Holder"),
    ("预期下限（90%）", "Expected from (90 %)"),
    ("预期上限", "to"),
    ("单位", "Unit"),
    ("若偏低", "Chance if low"),
    ("若偏高", "if high"),
)
