"""What the two checklists ask, and what holds of the model, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

Items = Mapping[Pair, tuple[tuple[Pair, Pair], ...]]
HEADS: tuple[Pair, Pair] = (("要求", "Asked"), ("本模型", "Answer"))
INTRODUCTION: Pair = (
    "本页由模型文件 `{model}`（SHA-256 `{sha}…`）与参数表生成，数字随之更新。",
    "Made from the model file `{model}` (SHA-256 `{sha}…`) and its tables; numbers follow them.",
)
NO_FITS: Pair = ("没有可比的历史数据", "no comparable history")
FIT: Pair = ("{name}（{use}）{mape:.1f}%，U {u:.3f}", "{name} ({use}) {mape:.1f} %, U {u:.3f}")
USES: Mapping[str, Pair] = {"fit": ("校准", "fitted"), "holdout": ("留出", "held out")}
STRESS_TITLE: Pair = ("STRESS-SD 报告清单", "STRESS-SD: the checklist")
MINIMUM_TITLE: Pair = (
    "模型报告的最低与推荐要求（Rahmandad 与 Sterman，2012）",
    "Minimum and preferred reporting (Rahmandad and Sterman, 2012)",
)
STRESS: Items = {
    ("1 目标", "1 Objectives"): (
        (
            ("1.1 目的", "1.1 Purpose"),
            (
                "判断{city}的二氧化碳何时达峰、能否在 {goal} 年前达峰，哪些措施会改变这一年份，"
                "费用由谁承担。"
                "用于比较情景，不用于预测单一年份。",
                "When the CO₂ of {city} peaks, whether by {goal}, which measures move that "
                "year, what they "
                "cost and who pays. For comparing scenarios, not for forecasting one year.",
            ),
        ),
        (
            ("1.2 输出", "1.2 Outputs"),
            (
                "各口径（{accounts}）的年排放、达峰年与峰值、累计排放，{targets} "
                "项方案目标的达到概率。",
                "Yearly emissions, peak year and level, and sums under each account "
                "({accounts}); chances "
                "of {targets} targets of the plan.",
            ),
        ),
        (
            ("1.3 试验目的", "1.3 Aims of experiments"),
            (
                "{levers} 项措施的情景比较；{uncertain} 个数的不确定性与 {questions} "
                "个结构问题；全局敏感性"
                "（Sobol、Morris）；寻解与更新。",
                "Scenarios of {levers} measures; uncertainty of {uncertain} numbers and "
                "{questions} "
                "questions of structure; global sensitivity (Sobol, Morris); seeking and updating.",
            ),
        ),
    ),
    ("2 逻辑", "2 Logic"): (
        (
            ("2.1 总体结构图", "2.1 Overview"),
            (
                "[模型图](diagrams.md)：{parts} 个部分、{links} 条联系、{loops} 对相互反馈。",
                "[Diagrams](diagrams.md): {parts} parts, {links} links, {loops} pairs that feed "
                "back.",
            ),
        ),
        (
            ("2.2 基本模型逻辑", "2.2 Logic of the base model"),
            (
                "[全部方程](equations.md)，[各部分说明](../model.md)；基线为现状及其趋势，"
                "措施自 {acting} 年起。",
                "[All equations](equations.md), [the parts](../model.md); the baseline is today "
                "with its "
                "trends, measures act from {acting}.",
            ),
        ),
        (
            ("2.3 情景逻辑", "2.3 Logic of scenarios"),
            (
                "情景为一组措施力度（0 为现状，1 为方案）与年份，见 `params/scenarios`。",
                "A scenario is a set of strengths (0 today, 1 the plan) and years of measures: "
                "`params/scenarios`.",
            ),
        ),
        (
            ("2.4 算法", "2.4 Algorithms"),
            (
                "{method}，步长 {step} 年；达峰规则见[方法](../method.md)。",
                "{method}, step {step} year; the rule of the peak: [method](../method.md).",
            ),
        ),
        (
            ("2.5 组成：存量、流量、辅助变量", "2.5 Components: stocks, flows, auxiliaries"),
            (
                "{variables} 个变量：存量 {stocks}、辅助变量 {computed}、初值 {initials}、常数 "
                "{constants}。",
                "{variables} variables: {stocks} stocks, {computed} auxiliaries, {initials} "
                "initial "
                "values, {constants} constants.",
            ),
        ),
    ),
    ("3 数据", "3 Data"): (
        (
            ("3.1 来源", "3.1 Sources"),
            (
                "{documents} 种文献；另有 {own} 个数为编制者的判断。{about}。",
                "{documents} documents; {own} further numbers are judgements of the authors. "
                "{about}.",
            ),
        ),
        (
            ("3.2 预处理", "3.2 Preprocessing"),
            (
                "每个数附单位、范围、来源、位置和质量；"
                "推算办法写在备注里（[参数](../parameters.md)）。",
                "Each number has unit, range, source, locator and quality; how it was derived "
                "stands in "
                "its note ([parameters](../parameters.md)).",
            ),
        ),
        (
            ("3.3 输入参数", "3.3 Input parameters"),
            (
                "{parameters} 个参数：{qualities}。",
                "{parameters} parameters: {qualities}.",
            ),
        ),
        (
            ("3.4 假设", "3.4 Assumptions"),
            (
                "质量为“估计”的数和 {questions} 个结构问题的权重为假设，逐条可查、可改。",
                "Numbers of quality “estimate” and the weights of {questions} questions of "
                "structure are "
                "assumptions, each of which can be read and changed.",
            ),
        ),
    ),
    ("4 试验", "4 Experimentation"): (
        (
            ("4.1 初始化", "4.1 Initialisation"),
            (
                "自 {first} 年的基年表起，不设预热期；{history} 年及以前为历史。",
                "From the table of the base year {first}, without warm-up; up to {history} is "
                "history.",
            ),
        ),
        (
            ("4.2 运行时长", "4.2 Run length"),
            ("{first}—{last} 年。", "{first} to {last}."),
        ),
        (
            ("4.3 估计方法", "4.3 Estimation"),
            (
                "{members} 种不确定情形（默认），各情景同用一组；中位数、P10、P90，份额附 "
                "Wilson 区间。",
                "{members} states of the world (default), the same for every scenario; medians, "
                "P10, P90, "
                "shares with Wilson intervals.",
            ),
        ),
    ),
    ("5 实现", "5 Implementation"): (
        (
            ("5.1 软件", "5.1 Software"),
            (
                "zysim（Apache-2.0），Python、NumPy、LLVM；模型文件可用 Vensim 打开，PySD 复核。",
                "zysim (Apache-2.0) on Python, NumPy and LLVM; the model file opens in Vensim "
                "and is "
                "refereed by PySD.",
            ),
        ),
        (
            ("5.2 随机抽样", "5.2 Random sampling"),
            (
                "扰乱的 Sobol 点列，相关组用高斯 Copula，种子写在清单里。",
                "Scrambled Sobol points, correlated groups through a Gaussian copula; the seed "
                "stands in "
                "the manifest.",
            ),
        ),
        (
            ("5.3 执行", "5.3 Execution"),
            (
                "同一命令、同一种子给出同样的数；一次运行数毫秒。",
                "The same command and seed give the same numbers; a run takes milliseconds.",
            ),
        ),
        (
            ("5.4 系统", "5.4 System"),
            (
                "Linux、macOS、Windows，Python 3.11 以上；清单记录版本。",
                "Linux, macOS, Windows, Python 3.11 or newer; manifests record versions.",
            ),
        ),
    ),
    ("6 代码获取", "6 Code access"): (
        (
            ("6.1 共享", "6.1 Sharing"),
            (
                "模型、参数、代码、测试均在本仓库；引用见 CITATION.cff。",
                "Model, parameters, code and tests stand in this repository; cite by CITATION.cff.",
            ),
        ),
    ),
}
MINIMUM: Items = {
    ("模型：最低要求", "Model: minimum"): (
        (
            ("全部方程与计算顺序", "All equations and the algorithm"),
            (
                "[全部方程](equations.md)（{computed} 个辅助变量、{stocks} 个存量、{initials} "
                "个初值）；{method}，"
                "步长 {step} 年。",
                "[All equations](equations.md) ({computed} auxiliaries, {stocks} stocks, "
                "{initials} "
                "initial values); {method}, step {step} year.",
            ),
        ),
        (
            ("参数值与来源", "Parameter values and sources"),
            (
                "[参数](../parameters.md)：{parameters} 个，附范围、质量与来源。",
                "[Parameters](../parameters.md): {parameters}, with range, quality and source.",
            ),
        ),
        (
            ("初始条件", "Initial conditions"),
            (
                "存量的初值在方程中给出，取自 {first} 年基年表。",
                "Initial values of stocks stand in their equations and come from the table of "
                "{first}.",
            ),
        ),
        (
            ("未说明的外生输入", "Exogenous inputs"),
            (
                "没有不在参数表中的外生输入。",
                "There is none that is not a row of the tables.",
            ),
        ),
    ),
    ("模型：推荐", "Model: preferred"): (
        (
            ("单位", "Units"),
            (
                "每个变量都有单位，`zysim check` 检查量纲。",
                "Every variable has a unit; `zysim check` checks dimensions.",
            ),
        ),
        (
            ("图", "Diagrams"),
            (
                "[部分与回路、存量与流量](diagrams.md)。",
                "[Parts and loops, stocks and flows](diagrams.md).",
            ),
        ),
        (
            ("可运行的模型文件", "A model file that runs"),
            ("`models/{model}`，Vensim 格式。", "`models/{model}`, in Vensim's format."),
        ),
        (
            ("变量的概念定义", "Definitions of variables"),
            (
                "`zysim explain 变量名` 给出定义、方程、来源。",
                "`zysim explain NAME` gives meaning, equation and sources.",
            ),
        ),
    ),
    ("模拟运行：最低要求", "Simulation runs: minimum"): (
        (
            ("软件与硬件", "Software and hardware"),
            (
                "清单（manifest.json）记录各软件版本；结果不依赖硬件，引擎之间相差不超过 1e-12。",
                "The manifest records versions; results do not hang on hardware, engines agree "
                "within "
                "1e-12.",
            ),
        ),
        (
            ("随机数与重复次数", "Random numbers and replications"),
            (
                "种子与 {members} 种情形（默认），均写在结果里。",
                "Seed and {members} states (default), both kept with the result.",
            ),
        ),
        (
            ("结果的统计量", "Statistics of results"),
            (
                "中位数与分位数为成员的值；差为同一情形下之差的中位数。",
                "Medians and quantiles are values of members; differences are medians within "
                "one state.",
            ),
        ),
    ),
    ("检验", "Tests"): (
        (
            ("与历史比较（MAPE、Theil）", "Fit to history (MAPE, Theil)"),
            (
                "{observed} 个观测（{held_out} 年起留作检验），另有 {shown} 个只展示：{fits}。",
                "{observed} observations (from {held_out} on held out), {shown} more only "
                "shown: {fits}.",
            ),
        ),
        (
            ("行为与极端条件", "Behaviour and extreme conditions"),
            (
                "`zysim check` 的全部规则与 `tests/physics`（守恒、极端条件、步长、措施方向）。",
                "All rules of `zysim check`, and `tests/physics` (conservation, extremes, step, "
                "signs).",
            ),
        ),
        (
            ("未经检验的", "Not validated"),
            (
                "排放总量没有官方统计可比；只有独立估算，与模型不符时图上写明。",
                "The level of emissions has no official statistic to be held against; independent "
                "estimates are drawn, and a mismatch is said.",
            ),
        ),
    ),
}
