// Every word of the page that does not come from Python, in Chinese and English.

import type { Lang, Pair } from "./payload";

export const WORDS = {
  scenario: ["情景", "Scenario"],
  own: ["（已改动）", " (changed)"],
  undo: ["撤销", "Undo"],
  redo: ["重做", "Redo"],
  reset: ["恢复预设", "Reset"],
  replay: ["重放上一步", "Replay last change"],
  changedTo: ["改：{changes}", "changed: {changes}"],
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
  office: ["牵头单位（推断）", "Office in charge (our reading)"],
  copyLink: ["复制链接", "Copy link"],
  copied: ["链接已复制", "Link copied"],
  copyThis: ["请复制此链接：", "Copy this link:"],
  print: ["打印", "Print"],
  about: ["说明", "About"],
  language: ["English", "中文"],
  levers: ["政策措施", "Policy levers"],
  assumptions: ["假设与未知数", "Assumptions"],
  leversHint: [
    "0 = {history} 年底状况及其趋势，1 = 方案",
    "0 = as at the end of {history} with its trend, 1 = the plan",
  ],
  assumptionsHint: [
    "未设定时每个成员各取一值；设定后全部成员取同一值",
    "Left alone, every member draws its own value; once set, all members take it",
  ],
  assumptionsHintModel: ["模型文件中的常数", "Constants of the model file"],
  search: ["查找措施或假设", "Find a lever or assumption"],
  none: ["没有找到", "Nothing found"],
  plan: ["方案", "plan"],
  draw: ["恢复抽样", "Draw again"],
  info: ["说明：", "About "],
  boundary: ["核算口径", "Accounting boundary"],
  peakYear: ["达峰年", "Peak year"],
  middle: ["中位数，括号为 P10–P90", "median, P10–P90 in brackets"],
  chance: ["{goal} 年前达峰概率", "Chance of a peak by {goal}"],
  interval: ["95% 区间", "95 % interval"],
  level: ["峰值", "Peak level"],
  cumulative: ["{counted}—{last} 年累计", "Sum {counted}–{last}"],
  difference: ["{goal} 年与基线之差", "{goal} less baseline"],
  central: ["典型情形：", "typical state: "],
  mt: ["万吨", "Mt"],
  mtYear: ["万吨/年", "Mt a year"],
  members: ["个成员", "members"],
  computing: ["计算中……", "computing …"],
  confirmed: ["确认", "confirmed"],
  provisional: ["暂定", "provisional"],
  noPeak: ["未达峰", "no peak"],
  fan: ["排放扇形图", "Fan of emissions"],
  histogram: ["达峰年分布", "Distribution of the peak year"],
  targets: ["方案目标", "Targets of the plan"],
  wedge: ["各类措施的作用（楔形图）", "Wedges: what each group does"],
  emissions: ["能源活动二氧化碳（万吨/年）", "Energy CO₂ (Mt a year)"],
  median: ["中位数", "Median"],
  line: ["典型情形", "Typical state"],
  baseline: ["基线", "Baseline"],
  current: ["当前情景", "This scenario"],
  history: ["历史（推算）", "History (derived)"],
  share: ["占成员比例（%）", "Share of members (%)"],
  upTo: ["累计概率（%）", "Cumulative (%)"],
  year: ["年份", "Year"],
  time: ["时刻", "Time"],
  method: ["积分方法", "Integration"],
  euler: ["欧拉法", "Euler"],
  rk2: ["二阶龙格-库塔法（中点）", "Runge-Kutta of second order (midpoint)"],
  rk4: ["四阶龙格-库塔法", "Runge-Kutta of fourth order"],
  wedgeUnit: ["使排放增减（万吨/年）", "Added or taken away (Mt a year)"],
  wedgeNone: [
    "当前设定与基线相同，没有可分摊的差别。",
    "The settings equal the baseline: there is nothing to share out.",
  ],
  wedgeMany: [
    "涉及的类别太多，请减少改动的假设。",
    "Too many groups differ; change fewer assumptions.",
  ],
  wedgeNote: [
    "与基线相比，每类措施在所有实施次序下的平均作用（Shapley 值，{runs} 次运行）；零线以上为增加。",
    "Against the baseline: mean effect over all orders in which groups may come (Shapley value, {runs} runs); above zero they add.",
  ],
  fanNote: [
    "色带为 {n} 个成员的 50%、80%、95% 区间，只含参数的不确定性，不含模型结构与未来政策变化；虚线为基线。",
    "Bands hold 50, 80 and 95 % of {n} members: uncertain numbers only, not the structure of the model or later policy; dashed: baseline.",
  ],
  fanNoteWaiting: ["区间计算中……；虚线为基线。", "Bands are being computed …; dashed: baseline."],
  histogramNote: [
    "{n} 个成员；“≤{first}”为起点之前已达峰，“>{last}”为模拟期内未达峰。",
    "{n} members; ≤{first} means peaked before the start, >{last} no peak within the horizon.",
  ],
  targetsNote: [
    "按方案取整的习惯，与目标值相差千分之五以内算达到；数值为各成员的中位数；{history} 年及以前为推算。点击目标看来源。",
    "Values are medians of the members. Within half a percent of the threshold counts as met, since the plan writes rounded numbers; up to {history} it is a nowcast. Press a target for its source.",
  ],
  under: ["（口径 {account}）", " (account {account})"],
  target: ["目标", "Target"],
  threshold: ["方案值", "Plan"],
  value: ["模型值", "Model"],
  met: ["达到", "Met"],
  missed: ["未达到", "Missed"],
  chanceMet: ["达到概率", "Chance"],
  chart: ["图", "Chart"],
  table: ["看数据表", "Show table"],
  picture: ["看图", "Show chart"],
  why: ["达峰为何移动", "Why did the peak move"],
  whyNothing: [
    "改动一项措施后，这里说明达峰为何移动。",
    "Change a lever, and this says why the peak moved.",
  ],
  whyMoved: [
    "{change}：达峰年由 {before} 变为 {after}，峰值由 {low} 变为 {high} 万吨（典型情形）。",
    "{change}: the peak year moves from {before} to {after}, the peak from {low} to {high} Mt (typical state).",
  ],
  whySame: ["{change}：达峰时间与峰值不变。", "{change}: neither time nor level of the peak changes."],
  whyParts: [
    "{year} 年排放变化 {total} 万吨：{parts}。",
    "Emissions of {year} change by {total} Mt: {parts}.",
  ],
  manyChanges: ["{n} 项改动", "{n} changes"],
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
  remark: ["备注（英文）", "Note"],
  note: ["说明", "Note"],
  group: ["类别", "Group"],
  distribution: ["分布", "Distribution"],
  reading: [
    "方案未给出数字，取 1 为本模型的解读",
    "the plan gives no number: 1 is this model's reading",
  ],
  stated: ["方案写明数字", "the plan states the number"],
  close: ["关闭", "Close"],
  rule: ["达峰规则", "Rule of the peak"],
  data: ["数据质量", "Data"],
  version: ["版本", "Version"],
  seed: ["随机种子", "seed"],
  model: ["模型", "model"],
  tablesWord: ["参数表", "tables"],
  offline: [
    "本页为单个文件，全部计算在浏览器内完成，不联网、不上传。",
    "This page is one file: it computes in the browser and never goes online.",
  ],
  openShort: ["照兑现推算 {chance}（{low}—{high}）", "by the record {chance} ({low}–{high})"],
  openHead: ["取决于什么", "What it hangs on"],
  openText: [
    "措施全部按期兑现为 {plain}；照以往的兑现情况推算为 {chance}，因条件不同在 {low} 到 {high} 之间（{account}）。",
    "{plain} with everything on time; {chance} as the record suggests, from {low} to {high} by condition ({account}).",
  ],
  openChanged: [
    "这张表只为预设情景计算；改动后的范围请存为情景文件，用 zysim ensemble 计算。",
    "This table holds for the presets only; for a changed case save it as a file and run zysim ensemble.",
  ],
  openCondition: ["条件", "Condition"],
  openWeight: ["权重", "Weight"],
  rest: ["其余", "the rest"],
  damage: ["有误，已按能读懂的部分打开：", "Something is wrong; what could be read was opened: "],
  damageVersion: ["链接版本 {found} 与本页不同", "version {found} of the link is not that of this page"],
  damageModel: [
    "链接来自另一版模型（{found}），其中的改动未打开，只打开原情景",
    "the link comes from another model ({found}); its changes were left out, only the preset opened",
  ],
  damageSum: [
    "链接不完整或被改动过，请核对所设各项",
    "the link is cut or was altered: check what is set",
  ],
  openCase: ["打开", "Open"],
  saveCase: ["存为情景文件", "Save as a file"],
  openThis: [
    "粘贴链接或情景文件的内容，或选择文件（.toml，与命令行所用相同）",
    "Paste a link or the text of a scenario file, or choose a file (.toml, as the command line takes)",
  ],
  chooseFile: ["选择文件", "Choose a file"],
  nothingToOpen: ["这里没有链接，也没有情景", "there is neither a link nor a scenario in it"],
  caseSaved: ["已存为 {name}：可用 zysim run {name} 运行，也可发给同事打开", "saved as {name}: zysim run {name} runs it, and a colleague can open it here"],
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
  outside: ["请填 {low}–{high} 之间的数", "give a number from {low} to {high}"],
  notFinite: [
    "这组设定下模型得到非有限值，未画图；请放宽极端的假设。",
    "With these settings the model gives a value that is not finite, so nothing is drawn; relax extreme assumptions.",
  ],
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

export function paren(text: string): string {
  return lang === "zh" ? `（${text}）` : ` (${text})`;
}

export function colon(): string {
  return lang === "zh" ? "：" : ": ";
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

/** A probability as it is read: whole percent, and never 0 or 100 where it is not. */
export function percentText(share: number): string {
  if (share < 0.005) return "<1%";
  return share > 0.995 ? ">99%" : `${Math.round(100 * share)}%`;
}

/** A number with a sensible number of digits, the same in both languages. */
export function digits(value: number, places = 2): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 10000) return Math.round(value).toLocaleString("en-US");
  const shown = value.toFixed(size >= 100 ? Math.min(places, 1) : places);
  return (Number(shown) === 0 ? (0).toFixed(places) : shown).replace("-", "−");
}

export function signed(value: number, places = 2): string {
  const text = digits(Math.abs(value), places);
  if (Number(text) === 0) return text;
  return (value > 0 ? "+" : "−") + text;
}

/** A number as short as it is exact. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
