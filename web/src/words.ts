// Every word of the page that does not come from Python, in Chinese and English.

import type { Lang, Pair, Target } from "./payload";

export const WORDS = {
  scenario: ["情景", "Scenario"],
  own: ["所改情景", "Changes to"],
  undo: ["撤销", "Undo"],
  redo: ["重做", "Redo"],
  reset: ["恢复预设", "Reset"],
  replay: ["重放上一步", "Replay"],
  changedTo: ["改：{changes}", "changed: {changes}"],
  oneYear: ["{year} 年", "{year}"],
  yearsText: ["{start}—{full} 年", "{start}–{full}"],
  acts: ["起", "from"],
  actsEnd: ["年到位", "in full"],
  startYear: ["起始年", "first year"],
  fullYear: ["到位年", "year in full force"],
  yearsOutside: [
    "年份应在 {first} 至 {last} 之间，到位晚于起始",
    "years lie from {first} to {last}, and full force comes after the first",
  ],
  asPreset: ["恢复为预设", "As in the preset"],
  leading: ["最起作用的 {n} 项", "The {n} that matter most"],
  leadingRest: ["其余 {n} 项按行动排列：", "The other {n}, by action:"],
  foundCharts: ["有关的图：", "Charts: "],
  foundNumbers: ["有关的数：", "Numbers: "],
  foundMore: ["另 {n} 个", "{n} more"],
  office: ["牵头单位（推断）", "Lead office (our reading)"],
  skip: ["跳到结论", "Skip to the answer"],
  gdpEffect: [
    "地区生产总值比“{against}”：{goal} 年 {goalSize}，{later} 年 {laterSize}，{first}—{until} 年累计 {middle} 亿元（80% 的可能区间 {low} 至 {high}）。",
    "GDP against “{against}”: {goalSize} in {goal}, {laterSize} in {later}, {middle} over {first}–{until}, in 10⁸ CNY (80% range {low} to {high}).",
  ],
  against: [
    "与未改的“{title}”相比：达峰年的中位数 {year}，{goal} 年前达峰的可能 {chance}{record}；{goal} 年排放 {emissions} 万吨；地区生产总值 {goal} 年 {gdp} 亿元（{percent}），{first}—{until} 年累计 {sum} 亿元（80% 的可能区间 {low} 至 {high}）{price}。",
    "Against “{title}” unchanged: median peak year {year}; chance of a peak by {goal} {chance}{record}; emissions of {goal} {emissions} Mt; GDP {gdp} ×10⁸ CNY in {goal} ({percent}), {sum} over {first}–{until} (80% range {low} to {high}){price}.",
  ],
  againstRecord: ["照以往的兑现情况推算 {chances}", "judging by past delivery {chances}"],
  againstPrice: ["；改动的净现值：{middle} 亿元（{range}）", "; net present value of the changes: {middle} ×10⁸ CNY ({range})"],
  changedHere: ["改动 {n} 项：{changes}", "{n} changed: {changes}"],
  stop: ["。", "."],
  strength: ["力度", "strength"],
  strengthOne: ["1 即{one}", "1 is: {one}"],
  recordMoves: [
    "照以往的兑现情况推算，可能性由 {before} 变为 {after}，分两步：“{names}”由设定写定，不再按以往的兑现情况抽取（{likeliest}），仅此一步由 {before} 变为 {fixed}；改动本身由 {fixed} 变为 {after}。",
    "Judging by past delivery, the chance goes from {before} to {after} in two steps: “{names}” is settled by what is set and no longer drawn ({likeliest}), which alone takes it from {before} to {fixed}; the change itself takes it from {fixed} to {after}.",
  ],
  recordLikeliest: ["未设定时最可能的是“{alternative}”，权重 {weight}", "left open, most likely “{alternative}”, weight {weight}"],
  costHead: ["花多少钱、谁出：", "What it costs, and who pays: "],
  proposalPays: ["花多少钱、谁出", "Costs and payers"],
  card: ["结论卡全文", "The full conclusion card"],
  story: ["五步讲解", "In five steps"],
  storyQuestion: ["问题", "Question"],
  storyWhy: ["为什么", "Why"],
  storyWho: ["谁能动", "Who can act"],
  storyCost: ["代价", "Cost"],
  storyEnd: ["结论", "Conclusion"],
  storyNoCost: ["与基线相同，没有另外的费用。", "The same as the baseline: no extra cost."],
  storySum: ["“{case}”：{answer}{peak}", "“{case}”: {answer} {peak}"],
  storyWays: ["可选的办法：{ways}。", "Options: {ways}."],
  storyProposal: [
    "“{title}”——{changes}，达峰可能 {chance}，净现值：{cost} 亿元，{first}—{until} 年地区生产总值累计 {gdp} 亿元（均比所改的方案，括号内为 80% 的可能区间）",
    "“{title}”: {changes}; chance of a peak {chance}, net present value: {cost} ×10⁸ CNY, GDP {gdp} ×10⁸ CNY over {first}–{until} (both against the case that is changed, 80% range in brackets)",
  ],
  back: ["上一步", "Back"],
  next: ["下一步", "Next"],
  tour: ["四步导览", "Tour"],
  skipTour: ["跳过", "Skip"],
  tourSetHead: ["改一项措施", "Set a measure"],
  tourSet: [
    "这里是措施：拖动或填数改力度，填两个年份改起始与到位；最起作用的排在最前，其余按行动折叠。可按名称、条款、单位、拼音首字母查找。",
    "These are the measures: drag or type a strength, type two years for when it acts. Those that matter most come first. Search by name, clause or office.",
  ],
  tourAnswerHead: ["看结论", "Read the answer"],
  tourAnswer: [
    "这里先给结论：能否按期达峰、多大可能、花多少钱谁出。改动后自动与未改的情景相比。上方的口径对整页起作用。",
    "The answer comes first: whether the peak comes in time, how likely that is, and at what cost. A change is compared with the case without it. The accounting boundary chosen above applies to the whole page.",
  ],
  tourChartsHead: ["看图与表", "Look at charts and tables"],
  tourCharts: ["两幅图各有菜单，可看数据表，可存为 CSV、PNG、SVG；“回路与方程”说明图由哪些回路、存量和方程得来。", "Each chart has a menu, a data table, files to download, and the loops, stocks and equations behind it."],
  tourKeepHead: ["保存与对比", "Save and compare"],
  tourKeep: [
    "给当前方案起名保存，勾选几个并列对比；也可复制链接或存为情景文件发给同事。内容只留在本机浏览器。",
    "Save a case under a name and tick several to compare; send a link or a file to a colleague. Everything stays in this browser.",
  ],
  casesHead: ["我的方案与对比", "My cases, side by side"],
  ownHead: ["我的改动", "My changes"],
  ownNone: ["尚未改动：改动会逐项列在这里。", "Nothing has been changed yet; changes will be listed here."],
  caseName: ["方案名称", "Name of the case"],
  keep: ["保存当前方案", "Save this case"],
  take: ["打开", "Open"],
  drop: ["删除", "Delete"],
  case: ["方案", "Case"],
  nowSet: ["当前：", "now: "],
  levelUnit: ["峰值（万吨/年）", "Peak level (Mt a year)"],
  differenceUnit: ["{goal} 年与基线之差（万吨）", "{goal}, difference from baseline (Mt)"],
  gdpDifference: ["{goal} 年地区生产总值与基线之差（亿元）", "GDP in {goal}, difference from baseline (10⁸ CNY)"],
  gdpSum: ["{first}—{until} 年地区生产总值累计与基线之差（亿元）", "GDP over {first}–{until}, difference from baseline (10⁸ CNY)"],
  presentCost: ["净现值（亿元，比基线）", "Net present value, difference from baseline (10⁸ CNY)"],
  comparedCaption: ["并列对比（{account}；中位数，括号内为 80% 的可能区间）", "Side by side ({account}; medians, 80% range in brackets)"],
  compareChart: ["方案对比", "Cases compared"],
  compareNote: ["{n} 个方案的中位数；对比期间纵轴不变。", "Medians of {n} cases; the axes stay while cases are compared."],
  compareNone: ["保存并勾选方案后，在同一坐标中对比。", "Save cases and tick them to compare them on the same axes."],
  peaksOf: ["各线为各种情形的中位数，圆点为达峰年的中位数：{peaks}。", "Lines are medians over all states, dots median peak years: {peaks}."],
  typicalFoot: ["典型情形：最接近中位数的一种情形", "Typical state: the one state nearest to the medians"],
  notKnown: ["无法给出", "not known"],
  effectHead: ["作用与时间", "Effect over time"],
  effectDone: ["现已做，与不做相比（其余不变，方括号内为 80% 的可能区间）：", "Done now; against leaving it out, all the rest unchanged (80% range in brackets): "],
  effectNot: ["现未做，做与不做相比（其余不变，方括号内为 80% 的可能区间）：", "Not done now; done against left out, all the rest unchanged (80% range in brackets): "],
  effectYear: ["{year} 年排放 {middle} [{low}, {high}] 万吨", "{middle} [{low}, {high}] Mt in {year}"],
  effectPeak: ["达峰年的中位数 {was}→{is}，按期达峰的可能 {before}→{after}", "median peak year {was}→{is}, chance of a peak in time {before}→{after}"],
  effectPeakStays: ["达峰年的中位数仍为 {is}，按期达峰的可能 {before}→{after}", "the median peak year stays {is}, chance of a peak in time {before}→{after}"],
  gainsHead: ["对经济和其他目标", "GDP and other targets"],
  gainsGdp: ["地区生产总值 {first}—{until} 年累计 {middle} [{low}, {high}] 亿元；", "GDP {middle} [{low}, {high}] ×10⁸ CNY over {first}–{until}; "],
  gainsTargets: ["达到目标的可能——{targets}", "chance of meeting targets: {targets}"],
  gainsNone: ["没有别的目标因它变动 {least} 以上", "no other target moves by {least} or more"],
  effectCost: ["费用与支付者", "Cost, and who pays"],
  effectPresent: ["{first}—{last} 年净现值：{middle} 亿元（80% 的可能区间：{range}）", "net present value {first}–{last}: {middle} ×10⁸ CNY (80% range: {range})"],
  effectPayers: ["；{year} 年（亿元）：{payers}", "; in {year} (10⁸ CNY): {payers}"],
  effectLoops: ["哪些反馈放大或削弱它", "Feedback behind it"],
  loopsMove: ["典型情形、{goal} 年的作用：{loops}", "on its effect in {goal}, typical state: {loops}"],
  loopMore: ["{loop}带来其中 {size}", "{loop} makes {size} of it"],
  loopLess: ["{loop}抵消 {size}", "{loop} takes off {size}"],
  loopsFew: ["没有一条反馈使它变动 {least} 以上", "no loop moves it by {least} or more"],
  dashedNote: ["虚线为基线。", " Dashed: baseline."],
  notYet: ["还在计算，请稍候再导出。", "Still being computed: export it in a moment."],
  peaksTypical: ["达峰年（典型情形，圆点）：{peaks}。", "Peak years (typical state, dots): {peaks}."],
  keptFound: ["上次关闭时的设定：{label}。", "Settings when the page was last closed: {label}. "],
  keptTake: ["继续", "Continue"],
  proposalsHead: ["要提高按期达峰的把握，改哪几项？", "What would make a peak in time more likely?"],
  proposal: ["要求", "Goal"],
  changes: ["改动", "Changes"],
  changesCost: ["改动的净现值（亿元）", "Net present value of the changes (10⁸ CNY)"],
  changesGdp: ["改动使地区生产总值增减（{first}—{until} 年累计，亿元）", "Effect of the changes on GDP ({first}–{until} in total, 10⁸ CNY)"],
  andMore: ["另 {n} 项", "{n} more"],
  notReached: ["（达不到，此为最好结果）", " (not reachable; this is the best found)"],
  proposalsNone: ["没有可用的建议：请技术人员求解后重新生成本页。", "No proposals yet: ask technical staff to run the search and build the page again."],
  proposalsNote: [
    "由寻优计算求得；可能性为求解时未用过的情形中的比例，括号内照以往的兑现情况推算。由谁决定为本模型的推断。费用与地区生产总值都与所改的方案相比：地区生产总值为负是减少，括号内为 80% 的可能区间；“花多少钱、谁出”展开后是与基线相比的费用和支付者。打开后可继续改。",
    "Found by search. Chances are checked in states the search had not used; in brackets judging by past delivery. Who decides is our reading. Costs and GDP are differences from the case that is changed: a negative GDP is a loss, with the 80% range in brackets; “Costs and payers” unfolds what is spent against the baseline, and by whom. Open one to change it further.",
  ],
  stale: ["以下建议是用旧的数求得的，已略去：{names}。", "Left out because they were found with older numbers: {names}."],
  whoHead: ["哪几项最要紧、谁牵头", "Which measures matter most, and who leads them"],
  measure: ["措施", "Measure"],
  officeHead: ["牵头单位（推断）", "Lead office (our reading)"],
  decidesHead: ["由谁决定（推断）", "Who decides (our reading)"],
  decidesNone: ["未列明由谁决定", "not said who decides"],
  decidedByWho: ["{who}决定", "decided by {who}"],
  officeLeads: ["{office}牵头", "led by {office}"],
  ownWhose: ["谁决定、谁牵头为本模型的推断。", "Who decides and who leads is our reading."],
  decidesCount: ["{who} {n} 项", "{who}: {n}"],
  decidedBy: ["由{who}决定，", "decided by {who}, "],
  ownOnly: ["只看市里能定的", "Only measures the city itself decides on"],
  ownMeasures: ["市里自己能定、作用最大的 {n} 项：{measures}。", "The {n} most effective measures the city itself decides on: {measures}."],
  ownMeasure: ["{name}（做与不做，{goal} 年相差 {size} 万吨，{office}）", "{name} (effect of doing it: {size} Mt in {goal}; {office})"],
  endsSize: ["力度 0＝{zero}，1＝{one} {unit}；现 {setting}＝{now}", "strength 0 = {zero}, 1 = {one} {unit}; now {setting} = {now}"],
  endsWords: ["力度 1＝{one}", "strength 1 = {one}"],
  tried: ["试一试", "What was tried"],
  takenBack: ["不做这一项", "leaving it out"],
  brought: ["按方案做这一项", "doing it as planned"],
  added: ["补充这一项：力度 1", "adding it at strength 1"],
  doingIt: ["做与不做，{goal} 年相差（万吨）", "Effect of doing it, {goal} (Mt)"],
  amongThree: ["在全部措施中居前三的可能", "Chance of ranking in the top three of all measures"],
  thenPeak: ["达峰年变为", "Resulting peak year"],
  withoutIt: [
    "{name}：{office}；已做，假如不做，{goal} 年排放变化 {change} 万吨，{peak}。",
    "{name} ({office}) is in the case: without it, emissions in {goal} would change by {change} Mt, {peak}.",
  ],
  withIt: [
    "{name}：{office}；未做，假如按方案做，{goal} 年排放变化 {change} 万吨，{peak}。",
    "{name} ({office}) is not in the case: done as planned, emissions in {goal} would change by {change} Mt, {peak}.",
  ],
  addedIt: [
    "{name}：{office}；方案未列，也未做，假如按力度 1 补充，{goal} 年排放变化 {change} 万吨，{peak}。",
    "{name} ({office}) is neither in the plan nor in the case: added at strength 1, emissions in {goal} would change by {change} Mt, {peak}.",
  ],
  storyTried: [
    "在“{case}”中逐项试算，其余不变（取 {n} 种情形的中位数，与用全部情形算得的可能略有不同）：",
    "Tried one by one in “{case}”, all else unchanged (medians over {n} states, which may differ a little from those over all):",
  ],
  peakMoves: ["达峰年由 {before} 变为 {after}", "and the peak year go from {before} to {after}"],
  peakStays: ["达峰年仍为 {year}", "and the peak year stay at {year}"],
  ledBy: ["牵头单位（推断）为{office}", "led by {office} (our reading)"],
  whoWaiting: ["正在按现在的设定重新计算；下表仍是表下所写情形的。", "Recalculating for the present settings; the table still shows the case named below it."],
  whoNote: [
    "在“{case}”中{order}；方括号内为 80% 的可能区间。“试一试”为做了的不做、没做的加做，都不改动时这些情形达峰年的中位数为 {year}，“达峰年变为”从它算起。次序与结论卡“为什么”和报告相同；改动左侧措施或假设、换口径后重新计算。各项有重叠，不能相加；相加等于总差的，见“各类措施的作用（楔形图）”。",
    "In “{case}”, {order}; 80% range in brackets. “What was tried”: a measure in the case is left out, one not in it is added; with nothing changed the median peak year of these states is {year}, from which “Resulting peak year” starts. The order is that of the card’s “Why” and the report; it is recalculated for your changes and for the boundary. Effects overlap and do not add up; for shares that do, see the wedge chart.",
  ],
  copyLink: ["复制链接", "Copy link"],
  copied: ["链接已复制", "Link copied"],
  linkLocal: [
    "本页是从文件打开的，链接中的路径同事打不开：请用“存为情景文件”把文件发给同事；或把这条链接当代码发去，同事在自己的页面点“打开”，粘贴即可",
    "This page was opened from a file and a colleague cannot open its path: send the file of “Save file” instead; or send the link as a code, which a colleague pastes under “Open” in a page of their own",
  ],
  fileChanges: ["{n}项改动", "{n}-changes"],
  fileChanged: ["与“{against}”相比的改动", "Changes against “{against}”"],
  leftOutTable: ["{head}的分项表", "the table of “{head}”"],
  leftOut: ["本页未印：{names}（见网页）。", "Not on this sheet, see the page: {names}. "],
  copyThis: ["请复制此链接：", "Copy this link:"],
  print: ["打印", "Print"],
  about: ["说明", "About"],
  language: ["English", "中文"],
  levers: ["政策措施", "Policy measures"],
  assumptions: ["假设与未知数", "Assumptions"],
  leversHint: [
    "0 = {history} 年底状况及其趋势，1 = 方案；到位年指该年全年有效，即上一年底前建成",
    "0 = as at the end of {history} with its trend, 1 = the plan; in full: in place for the whole of that year, built by the end of the year before",
  ],
  assumptionsHint: [
    "未设定时各种情形各取一值；设定后全部情形取同一值",
    "Unless set, each state draws its own value; once set, all states use it",
  ],
  assumptionsHintModel: ["模型文件中的常数", "Constants of the model file"],
  search: ["查找措施或假设", "Find a measure or assumption"],
  none: ["没有找到", "Nothing found"],
  foundPart: ["没有“{typed}”，这些含“{part}”", "Nothing for “{typed}”; these contain “{part}”"],
  plan: ["方案", "plan"],
  draw: ["恢复抽样", "Back to drawing"],
  info: ["说明：", "About "],
  boundary: ["核算口径", "Accounting boundary"],
  peakYear: ["达峰年", "Peak year"],
  middle: ["中位数，括号为 80% 的可能区间", "median, 80% range in brackets"],
  chance: ["{goal} 年前达峰概率", "Chance of a peak by {goal}"],
  interval: ["95% 区间", "95 % interval"],
  level: ["峰值", "Peak level"],
  cumulative: ["{counted}—{last} 年累计", "Total {counted}–{last}"],
  difference: ["{goal} 年与基线之差", "{goal}, difference from baseline"],
  shift: ["达峰时间 {years} 年", "peak shifts {years} years"],
  central: ["典型情形：", "typical state: "],
  mt: ["万吨", "Mt"],
  mtYear: ["万吨/年", "Mt a year"],
  likelyRange: ["80% 的可能区间", "80% range"],
  members: ["种情形", "states"],
  computing: ["计算中……", "computing …"],
  confirmed: ["确认", "confirmed"],
  provisional: ["暂定", "provisional"],
  noPeak: ["未达峰", "no peak"],
  fan: ["排放扇形图", "Fan of emissions"],
  histogram: ["达峰年分布", "Distribution of the peak year"],
  targets: ["方案目标", "Targets of the plan"],
  wedge: ["各类措施的作用（楔形图）", "Wedges: contribution of each group of measures"],
  emissions: ["能源活动二氧化碳（万吨/年）", "Energy CO₂ (Mt a year)"],
  median: ["中位数", "Median"],
  line: ["典型情形", "Typical state"],
  baseline: ["基线", "Baseline"],
  current: ["当前情景", "This scenario"],
  history: ["历史（推算）", "History (derived)"],
  share: ["占全部情形的比例（%）", "Share of states (%)"],
  upTo: ["累计概率（%）", "Cumulative (%)"],
  year: ["年份", "Year"],
  time: ["时刻", "Time"],
  method: ["积分方法", "Integration"],
  euler: ["欧拉法", "Euler"],
  rk2: ["二阶龙格-库塔法（中点）", "Runge-Kutta of second order (midpoint)"],
  rk4: ["四阶龙格-库塔法", "Runge-Kutta of fourth order"],
  wedgeUnit: ["使排放增减（万吨/年）", "Change of emissions (Mt a year)"],
  wedgeNone: [
    "当前设定与基线相同，没有可分摊的差别。",
    "The settings equal the baseline: there is no difference to attribute.",
  ],
  wedgeMany: [
    "涉及的类别太多，请减少改动的假设。",
    "Too many groups differ: change fewer assumptions.",
  ],
  wedgeNote: [
    "与基线相比，每类措施在所有实施次序下的平均作用（Shapley 值，{runs} 次运行）；零线以上为增加。",
    "Against the baseline: mean effect of each group over all orders of implementation (Shapley value, {runs} runs); above zero it adds emissions.",
  ],
  fanNote: [
    "色带为 {n} 种情形的 50%、80%、95% 区间，只含参数的不确定性，不含模型结构与未来政策变化；虚线为基线。",
    "Bands cover 50%, 80% and 95% of {n} states: uncertainty of parameters only, not of model structure or future policy; dashed: baseline.",
  ],
  fanNoteWaiting: ["区间计算中……；虚线为基线。", "Bands are being computed …; dashed: baseline."],
  histogramNote: [
    "{n} 种情形；“≤{first}”为起点之前已达峰，“>{last}”为模拟期内未达峰。",
    "{n} states; ≤{first}: peaked before the start; >{last}: no peak within the period modelled.",
  ],
  targetsNote: [
    "按方案取整的习惯，与目标值相差千分之五以内算达到；数值为各种情形的中位数；{history} 年及以前为推算。“按设定实施”指措施都按设定的力度和年份去做。",
    "Values are medians over all states. Within half a percent of the threshold counts as met, since the plan gives rounded numbers; values up to {history} are estimates. “Carried out as set” means that every measure is started at its strength and on schedule.",
  ],
  targetsHint: ["点击目标看来源。", " Click a target for its source."],
  under: ["（口径 {account}）", " (account {account})"],
  target: ["目标", "Target"],
  threshold: ["方案值", "Plan"],
  value: ["模型值", "Model"],
  amountField: ["数值", "value"],
  met: ["达到", "Met"],
  missed: ["未达到", "Missed"],
  chanceMet: ["达到概率", "Chance"],
  whyMissed: ["未达到的，为什么", "Why it is missed"],
  setBy: ["数由谁定", "Who set the number"],
  setByPlan: ["方案写明", "the plan states it"],
  setByUs: ["方案未给数，本模型的读法", "no figure in the plan; our reading"],
  quantityAccount: ["实物量", "a quantity"],
  noRise: ["不上升", "no rise"],
  noFall: ["不下降", "no fall"],
  points: ["{points} 个百分点", "{points} points"],
  relative: ["相对", "relative"],
  notScored: ["无数据，不评分", "no data, not scored"],
  chart: ["图", "Chart"],
  table: ["看数据表", "Show table"],
  picture: ["看图", "Show chart"],
  why: ["达峰为何移动", "Why the peak moves"],
  whyCases: ["“{to}”与“{from}”相比（均为中位数）：", "“{to}” against “{from}” (medians throughout): "],
  whyMoved: ["达峰年{year}，峰值{level}。", "peak year {year}, peak {level}."],
  whyStays: ["不变（{value}）", "unchanged ({value})"],
  whyMt: ["{size} 万吨", "{size} Mt"],
  whySame: ["达峰年仍为 {year}，峰值仍为 {level} 万吨。", "peak year still {year}, peak still {level} Mt."],
  whyTotal: ["{year} 年排放变化 {total} 万吨（同一情形下相减）", "Emissions in {year} change by {total} Mt (within the same state)"],
  whyParts: ["：{parts}", ": {parts}"],
  manyChanges: ["改动 {n} 项", "{n} changes"],
  from: ["由", "from"],
  to: ["改为", "to"],
  meaning: ["含义", "Meaning"],
  clause: ["方案条款", "Clause of the plan"],
  schedule: ["实施时间", "Schedule"],
  range: ["取值范围", "Range"],
  now: ["当前取值", "Present setting"],
  standard: ["默认值", "Default"],
  quality: ["数据质量", "Quality"],
  source: ["来源", "Source"],
  remark: ["备注", "Note"],
  original: ["（原文）", ""],
  note: ["说明", "Note"],
  group: ["类别", "Group"],
  distribution: ["分布", "Distribution"],
  reading: [
    "方案未给出数字，取 1 为本模型的解读",
    "the plan gives no number: 1 is this model's reading",
  ],
  addition: ["方案未列，为补充措施", "not in the plan: an addition"],
  stated: ["方案写明数字", "the plan states the number"],
  close: ["关闭", "Close"],
  rule: ["达峰规则", "Rule of the peak"],
  likelihoodHead: ["表示可能性的用词", "Words for a chance"],
  likelihoodFrom: ["{word}：{share} 以上", "{word}: {share} or more"],
  likelihoodBelow: ["{word}：不到 {share}", "{word}: below {share}"],
  likelihoodNote: [
    "界限为 IPCC 第五、六次评估报告的可能性用语；头尾两个词要求各条件下都成立。",
    " The likelihood scale of the IPCC (fifth and sixth assessment); the first and the last word hold only where every condition agrees.",
  ],
  data: ["数据质量", "Data"],
  version: ["版本", "Version"],
  seed: ["随机种子", "seed"],
  model: ["模型", "model"],
  tablesWord: ["参数表", "tables"],
  offline: [
    "本页为单个文件，全部计算在浏览器内完成，不联网、不上传。",
    "This page is one file: it computes in the browser and never goes online.",
  ],
  openShort: ["照以往兑现 {chance}（{low} 至 {high}）", "by past delivery {chance} ({low} to {high})"],
  openShortWeighed: ["计入结构上的未定问题 {chance}（{low} 至 {high}）", "open questions weighed in {chance} ({low} to {high})"],
  openHead: ["取决于什么", "What it depends on"],
  openText: [
    "{set}为 {plain}；{basis}为 {chance}，因条件不同在 {low} 到 {high} 之间（{account}）。",
    "{set}: {plain}. {basis}: {chance}, and {low} to {high} depending on conditions ({account}).",
  ],
  openSettled: [
    "措施的兑现由当前设定给定，没有别的条件可分：可能性为 {chance}（{account}）。",
    "Delivery is fixed by your settings and no condition is left open: the chance is {chance} ({account}).",
  ],
  openNote: [
    "给定一项条件时，其余各问仍按权重抽取，所以“按设定实施”的可能可以落在各条件之外。",
    "Given one condition, the other questions are still drawn by their weights, so “carried out as set” may lie outside the range.",
  ],
  openAnswered: ["不含：{names}（当前设定已写定，不再抽取），不能与计入的情景相比。", " Excluded: {names} (fixed by the settings, not drawn); not comparable with cases where it is open."],
  openLess: ["另有 {few} 项条件情形太少，未列。", " Not listed: {few} conditions with too few states."],
  openFew: ["情形太少（{members} 种）", "too few states ({members})"],
  bulletinHead: ["新公布的统计：还能按期达峰吗", "New statistics: does it still peak in time?"],
  bulletinHint: [
    "填公报或部门给出的数（几项即可），按“判断”：先看计入后按期达峰的可能变为多少、由哪个数引起，再看是否跟上方案自己的进度。",
    "Enter figures from a bulletin or an office (a few will do) and press “Assess”: first how they change the chance of a peak in time and which figure causes it, then whether the plan is keeping its own pace.",
  ],
  statistic: ["指标", "Statistic"],
  statisticChoose: ["选择指标", "choose a statistic"],
  amount: ["数值", "Value"],
  yearWord: ["年", ""],
  figureAdd: ["再加一项", "Add a row"],
  figuresJudge: ["判断", "Assess"],
  figureYear: ["年份应为 {first}—{last} 年之间的整数", "the year is a whole number from {first} to {last}"],
  figureNumber: ["数值应为不是 0 的数", "the value is a number other than 0"],
  figureNone: ["请至少选一项指标并填上数值", "choose a statistic and enter its value"],
  planAsks: ["方案应达", "Due under the plan"],
  planRule: ["目标与算法", "Target and rule"],
  noTarget: ["方案未定数", "no target"],
  planText: [
    "另一个问题是跟没跟上方案自己的进度（跟上了未必能达峰，没跟上也未必不能）：",
    "A separate question is whether the plan is keeping its own pace (on pace does not guarantee a peak in time, nor does falling behind rule it out): ",
  ],
  whyChance: [
    "可能性为什么变（逐项单独计入）：{items}；其余（各项相互作用）{rest} 个百分点；合计 {total} 个百分点。",
    "Why the chance changes (each figure on its own): {items}; the rest (interaction) {rest} points; total {total} points.",
  ],
  whyChanceOne: ["可能性为什么变：{item}。", "Why the chance changes: {item}."],
  whyFigure: ["{figures}：{change} ± {error} 个百分点", "{figures}: {change} ± {error} points"],
  whyOf: ["{name} {year} 年 {value}", "{name} {value} in {year}"],
  planItem: ["{light}，{name} {value}（应达 {due}）", "{light}, {name} {value} (due {due})"],
  planRest: ["另 {rest} 项方案没有定数", "{rest} with no target in the plan"],
  planNone: ["这些指标方案都没有定数，只能看模型预期和对达峰的影响。", "The plan sets no target for these; only the model's expectation and the effect on the peak can be given."],
  usedIn: ["用于", "Used in"],
  dependsOn: ["取决于", "Depends on"],
  equationHead: ["算式", "Equation"],
  equationRaw: ["原式", "As in the model file"],
  equationIf: ["（若 {a}，则 {b}；否则 {c}）", "(if {a}, then {b}; else {c})"],
  equationInteg: ["逐年累积（{a}），初值为 {b}", "added up over time ({a}), from {b}"],
  equationInitial: ["初始时的（{a}）", "at the start ({a})"],
  equationMax: ["取大（{all}）", "the larger of ({all})"],
  equationMin: ["取小（{all}）", "the smaller of ({all})"],
  equationAbs: ["|{a}|", "|{a}|"],
  equationInteger: ["取整（{a}）", "whole part of ({a})"],
  equationExp: ["e 的（{a}）次方", "exp({a})"],
  equationLn: ["ln({a})", "ln({a})"],
  unitHead: ["单位", "Unit"],
  definitionHead: ["指标解释", "Definition"],
  modelGives: ["模型给出（中位数，80% 的可能区间）", "Model result (median, 80% range)"],
  holderHead: ["由谁掌握", "Who holds it"],
  ofYear: ["{year} 年 {value}", "{value} in {year}"],
  spanWords: ["{middle} {unit}（{low}—{high}）", "{middle} {unit} ({low}–{high})"],
  computed: ["由模型逐年计算，没有单独的出处", "Calculated by the model each year; it has no source of its own"],
  computedStock: ["存量，由模型逐年累积计算，没有单独的出处", "A stock accumulated by the model; it has no source of its own"],
  grounds: ["；直接依据的参数：{counts}", "; parameters it rests on directly: {counts}"],
  gradeCount: ["{grade} {count} 个", "{count} {grade}"],
  andOthers: ["等，另有 {rest} 个", " and {rest} more"],
  lookNext: ["下一步看什么（按作用大小）：", "What to watch next, most informative first: "],
  awaited: ["{name}（{year} 年数，{when}，{holder}）", "{name} (of {year}; {when}; {holder})"],
  monthOf: ["{year} 年 {month} 月", "{year}-{two}"],
  expectedHead: ["模型预期（90%）", "Model expects (90 %)"],
  place: ["与预期相比", "Against expectation"],
  better: ["好于预期", "better"],
  worse: ["差于预期", "worse"],
  below: ["低于预期", "below"],
  inside: ["预期之内", "as expected"],
  above: ["高于预期", "above"],
  bodesHead: ["对按期达峰", "For a peak in time"],
  well: ["有利", "good"],
  ill: ["不利", "bad"],
  bodesPoints: ["{change} ± {error} 个百分点", "{change} ± {error} points"],
  bodesJoint: ["同一指标各年合计", "its years together"],
  likeZero: ["与零难以区分", "not distinguishable from zero"],
  farPlace: ["远在各种情形之外，请核对单位；未评", "far outside all states: check its unit; not rated"],
  planUnchecked: ["另 {rest} 项待核对单位，未评", "{rest} not rated until the unit is checked"],
  colourHead: ["三色", "Status"],
  figuresAfter: [
    "粗算，只凭这几个数（zysim update 还计入历史观测和全部目标，可能相差几个百分点）：{goal} 年前达峰：{word}（{after}，{colour}）。计入这些数，可能性由 {before} 变为 {after}（95% 区间 {low}—{high}；{n} 种情形按与这些数的接近程度加权，折合 {worth} 种）。",
    "A rough reckoning on these figures alone (zysim update also counts the history and all targets and may differ by several points). Peak by {goal}: {word} ({after}, {colour}). With these figures the chance goes from {before} to {after} (95% interval {low}–{high}; {n} states weighted by how near they come, equivalent to {worth}).",
  ],
  figuresRare: [
    "与这些数相近的情形太少（折合 {worth} 种，不足 {fewest} 种），网页不给出达峰的可能：请技术人员用更多情形计算。",
    "Too few states come near these figures (equivalent to {worth}, fewer than {fewest}), so the page gives no chance of a peak: ask technical staff to calculate it with more states.",
  ],
  figureFar: [
    "{name}远在各种情形之外：请核对单位（{unit}）与口径。",
    "{name} is far outside all states: check its unit ({unit}) and definition.",
  ],
  bulletinNote: [
    "三色与正式判断同一规则，对照方案自己的进度：水平目标由上一个目标年（没有的从 {base} 年）到目标年按直线，变化目标按年均摊；落后不超过目标的 {far} 为预警，超过为脱轨，其余在轨，方案没有定数的不标。达峰看概率，与结论同一规则：不低于 {likely} 为在轨，低于 {open} 为脱轨，之间为预警。模型预期为当前情景中间 90% 的情形，含结构与兑现情况和统计误差，未按历史加权，只说明是否意外。正式判断（zysim update）由技术人员计算（方案代码：{case}）。",
    "Status follows the same rule as the formal assessment, against the plan's own path: a level target runs in a straight line from the previous target (from {base} where there is none), a change target in equal yearly parts; behind by up to {far} of the target is a warning, by more is off track, otherwise on track; no status where the plan gives no figure. The peak is rated by its chance, as in the conclusion: {likely} or more is on track, below {open} is off track, between is a warning. The model's expectation is the middle 90% of states of the present case, including structure, delivery and statistical error, not weighted by history; it only shows whether a figure is a surprise. The formal assessment (zysim update) is run by technical staff (case code: {case}).",
  ],
  openCondition: ["条件", "Condition"],
  openWeight: ["权重", "Weight"],
  rest: ["其余", "the rest"],
  damage: ["有误，已按能读懂的部分打开：", "There are errors; what could be read was opened: "],
  damageVersion: ["链接版本 {found} 与本页不同", "version {found} of the link is not that of this page"],
  damageModel: [
    "链接来自另一版模型（{found}），其中的改动未打开，只打开原情景",
    "the link comes from another model ({found}); its changes were left out, only the preset opened",
  ],
  damageSum: [
    "链接不完整或被改动过，请核对所设各项",
    "the link is incomplete or was altered: check the settings",
  ],
  openCase: ["打开", "Open"],
  saveCase: ["存为情景文件", "Save file"],
  openThis: [
    "粘贴链接或情景文件的内容，或选择文件：情景文件（.toml），或按新统计更新后得到的情形表（posterior.csv）",
    "Paste a link or the text of a scenario file, or choose a file: a scenario (.toml), or the states written by an update (posterior.csv)",
  ],
  weighed: ["（按新统计加权的不确定情形）", " (states weighted by new statistics)"],
  worldsTaken: [
    "已按新统计加权的 {rows} 种情形重算，结论卡也只留重算的段落；费用按原来的情形，此时不显示。刷新网页即恢复。",
    "Recalculated in {rows} states weighted by new statistics; the card shows only recalculated paragraphs, and costs of the old states are hidden. Reload the page to go back.",
  ],
  worldsWrong: [
    "这不是本页模型的情形表：缺少或不是数的是 {found}。请用同一版本的程序重新生成情形表。",
    "This is not a table of states of this page's model: {found} is missing or not a number. Generate it with the same version.",
  ],
  chooseFile: ["选择文件", "Choose a file"],
  nothingToOpen: ["这里没有链接，也没有情景", "there is neither a link nor a scenario in it"],
  caseSaved: ["已存为 {name}：可发给同事，用“打开”读入", "saved as {name}: a colleague can open it here"],
  damageScenario: ["没有情景“{found}”", "there is no scenario “{found}”"],
  damageUnknown: ["没有“{found}”这一项", "there is nothing called “{found}”"],
  damageNumber: ["“{found}”不是数字", "“{found}” is not a number"],
  damageClamped: [
    "“{found}”超出范围 {low}–{high}，已取边界值",
    "“{found}” is outside {low}–{high}; the limit was taken",
  ],
  damageYears: [
    "“{found}”的年份不在 {first}—{last} 之内，已按预设的年份",
    "the years of “{found}” do not lie in {first}–{last}; those of the preset were taken",
  ],
  damageView: ["没有“{found}”这一视图", "there is no view “{found}”"],
  typedNothing: ["没有填数，保持原值；请填 {low}–{high} 之间的数", "nothing was typed, so nothing changes; give a number from {low} to {high}"],
  typedNoNumber: ["“{typed}”不是数，保持原值；请填 {low}–{high} 之间的数", "“{typed}” is no number, so nothing changes; give one from {low} to {high}"],
  typedUnit: ["“{typed}”的单位不对，保持原值；单位是{unit}", "“{typed}” is of another unit, so nothing changes; the unit is {unit}"],
  typedPlain: ["“{typed}”的单位不对，保持原值；请只填 {low}–{high} 之间的数", "“{typed}” has a unit that does not fit, so nothing changes; give a plain number from {low} to {high}"],
  typedOutside: ["“{typed}”超出范围，保持原值；请填 {low}–{high} 之间的数", "“{typed}” is out of range, so nothing changes; give a number from {low} to {high}"],
  typedAmounts: ["即 {low}–{high} {unit}；填实物量请带单位", "{low} to {high} {unit}; type an amount with its unit"],
  typedTaken: ["“{typed}”即力度 {setting}", "“{typed}” is a strength of {setting}"],
  notFinite: [
    "这组设定下模型得到非有限值，未画图；请放宽极端的假设。",
    "With these settings the model gives a value that is not finite, so nothing is drawn; relax extreme assumptions.",
  ],
  behindIt: ["回路与方程", "Loops and equations"],
  loopsHead: ["反馈回路", "Feedback loops"],
  stocksHead: ["背后的存量", "Stocks behind it"],
  reinforces: ["增强", "reinforces"],
  balances: ["调节", "balances"],
  loopUp: ["有它，{goal} 年{line}高 {size}。", "With it, {line} is {size} higher in {goal}."],
  loopDown: ["有它，{goal} 年{line}低 {size}。", "With it, {line} is {size} lower in {goal}."],
  loopTimes: ["有它，{goal} 年{line}为没有时的 {size} 倍。", "With it, {line} is {size} times as much in {goal}."],
  ofEmissions: ["排放", "CO₂"],
  loopsIdle: ["切断后几乎不变的：{names}。", "Almost no change when cut: {names}."],
  loopsNote: ["按当前设定、典型情形，在页内逐条切断重算，由大到小；各条相互影响，不能相加。", "Each loop is cut in turn and the model rerun under the present settings, typical state, largest first; loops interact, so effects do not add up."],
  fills: ["增加来自 {names}", "increased by {names}"],
  drains: ["减少由于 {names}", "decreased by {names}"],
  printedAgainst: ["与“{title}”相比", "against “{title}”"],
  dated: ["{day} 制", "made on {day}"],
  dataUntil: ["，数据截至 {history} 年", ", data up to {history}"],
  saved: ["已保存 {name}", "Saved {name}"],
  csvNote: ["设定", "Settings"],
  unit: ["单位", "Unit"],
} satisfies Record<string, Pair>;

export type Word = keyof typeof WORDS;

let lang: Lang = "zh";
let years: Record<string, number> = {};

/** Tell the years that words name: goal, history, counted, last. */
export function know(named: Record<string, number>): void {
  years = named;
}

export function speak(chosen: Lang): void {
  lang = chosen;
}

export function spoken(): Lang {
  return lang;
}

export function pick(pair: Pair | readonly string[]): string {
  return pair[lang === "zh" ? 0 : 1];
}

export function say(word: Word, values: Record<string, string | number> = {}): string {
  return pick(WORDS[word] as Pair).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? years[name] ?? all));
}

/** A word in both languages. */
export function both(word: Word): Pair {
  return WORDS[word] as Pair;
}

export function paren(text: string): string {
  return lang === "zh" ? `（${text}）` : ` (${text})`;
}

export function colon(): string {
  return lang === "zh" ? "：" : ": ";
}

export function comma(): string {
  return lang === "zh" ? "，" : ", ";
}

/** Between two sentences. */
export function gap(): string {
  return lang === "zh" ? "" : " ";
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Between names that are listed. */
export function listing(): string {
  return lang === "zh" ? "、" : ", ";
}

export function stop(): string {
  return lang === "zh" ? "。" : ".";
}

export function semicolon(): string {
  return lang === "zh" ? "；" : "; ";
}

/** What an amount of CO2 in Mt is multiplied with: Chinese readers are given 万吨. */
export function co2Scale(): number {
  return lang === "zh" ? 100 : 1;
}

/** Digits behind the point of an amount of CO2: none of 万吨. */
export function co2Places(): number {
  return lang === "zh" ? 0 : 2;
}

/** An amount of CO2 in Mt as it is read. */
export function co2(value: number): string {
  return digits(value * co2Scale(), co2Places());
}

/** A difference of CO2 in Mt as it is read. */
export function co2Signed(value: number): string {
  return signed(value * co2Scale(), co2Places());
}

/** The same of what one measure does, which may be small: in 万吨 one decimal below 10, in Mt as many in value. */
export function co2Fine(value: number): string {
  const small = Math.abs(value) < 0.1;
  return signed(value * co2Scale(), co2Places() + (small ? 1 : 0));
}

/** A sentence with its slots filled; what is not known stays. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}

/**
 * A probability as it is read: whole percent, and never 0 or 100. Of a share of members, where all of them agree, or
 * none, what so few of them allow is told: the end of its interval.
 */
export function percentText(share: number | { value: number; low: number; high: number }): string {
  const [value, low, high] = typeof share === "number" ? [share, 1, 0] : [share.value, share.low, share.high];
  const whole = (part: number) => Number((100 * part).toFixed(6));
  if (value < 0.005) return `<${Math.max(Math.ceil(whole(high)), 1)}%`;
  return value > 0.995 ? `>${Math.min(Math.floor(whole(low)), 99)}%` : `${toEven(100 * value)}%`;
}

/** A chance and the ends of its range, as they are read. */
export function percents({ chance, low, high }: Record<"chance" | "low" | "high", Parameters<typeof percentText>[0]>) {
  return { chance: percentText(chance), low: percentText(low), high: percentText(high) };
}

/** The nearest whole number, of two as near the even one: as Python has it. */
export function toEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 ? up - 1 : up;
}

/** A number with a sensible number of digits, the same in both languages. */
export function digits(value: number, places = 2): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 10000) return Math.round(value).toLocaleString("en-US");
  const shown = value.toFixed(size >= 100 ? Math.min(places, 1) : places);
  return (Number(shown) === 0 ? (0).toFixed(places) : shown).replace("-", "−");
}

/** A result of the model: three digits, more only of whole numbers; no result is surer than that. */
export function told(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)) + 1e-12));
  if (Math.abs(value) >= 10000) return Math.round(value).toLocaleString("en-US").replace("-", "−");
  const text = value.toFixed(places);
  return (places ? text.replace(/\.?0+$/, "") : text).replace("-", "−");
}

export function signed(value: number, places = 2): string {
  const text = digits(Math.abs(value), places);
  if (Number(text) === 0) return text;
  return (value > 0 ? "+" : "−") + text;
}

/** A number with its unit; what begins with a number is multiplied. */
export function amountText(value: number | string, unit: string): string {
  if (unit.startsWith("%")) return value + unit;
  return `${value} ${/^\d/.test(unit) ? "× " : ""}${unit}`;
}

/** Numbers with no more digits than their range has: two of its width, all of them to the same place. */
export function rounded(values: number[], width: number): string[] {
  const size = Number.isFinite(width) && width > 0 ? width : Math.max(...values.map(Math.abs)) / 10 || 1;
  const places = 1 - Math.floor(Math.log10(size) + 1e-9);
  const step = 10 ** Math.max(0, -places);
  return values.map((value) => {
    const shown = places > 0 ? value.toFixed(places) : String(Math.round(value / step) * step);
    return shown.replace(/^-(?=0(\.0+)?$)/, "").replace("-", "−");
  });
}

/** Whether a target is on a change. */
export function isChange({ compare }: Target): boolean {
  return compare.startsWith("change") || compare.startsWith("rising");
}

/** A change in per cent with its direction, so that a fall is never taken for a rise. */
export function changeText(percent: number, exact = false): string {
  const size = Math.abs(percent);
  const text = exact ? plainNumber(size) : size < 10 ? String(Number(size.toPrecision(2))) : size.toFixed(0);
  if (lang === "en") return `${percent < 0 ? "−" : "+"}${text}%`;
  return `${percent < 0 ? "下降" : "上升"} ${text}%`;
}

/** A value of a target in the unit of official texts, a change with its direction. */
export function shownAmount(target: Target, value: number): string {
  if (isChange(target)) return (target.share ? say("relative") + (lang === "en" ? " " : "") : "") + changeText(value);
  const [words, size] = [pick(target.unit), value * target.scale[lang === "zh" ? 0 : 1]];
  return amountText(told(size), words);
}

/** A number as short as it is exact. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
