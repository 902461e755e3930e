// What a chart shows: its picture and its table from the same numbers.

import type { EChartsCoreOption } from "echarts/core";
import { cliffText } from "./cliffs";
import { compare } from "./compare";
import type { Chart, Payload, Target } from "./payload";
import { findPeak } from "./peaks";
import { reasonText } from "./reasons";
import { SHARES, answerOf, isCounted, linesOf, scoresOf } from "./results";
import type { Many, Score, Single } from "./results";
import { cardSays, joined } from "./says";
import { shownYear } from "./tiles";
import { amountText, changeText, co2Places, co2Scale, digits, isChange, listing, paren, percentText, pick, plainNumber, say, semicolon, shownAmount, signed, spoken } from "./words";

const INK = "#262626";
const QUIET = "#5f5f5f";
const GRID = "#e6e6e6";
const BLUE = "#0072b2";
export const COLOURS = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#d55e00",
  "#56b4e9",
  "#cc79a7",
  "#8c6d1f",
  "#f0e442",
  "#4d4d4d",
  "#7b5ea7",
];
const BANDS: [number, number, string, string][] = [
  [0, 6, "#d6e6f1", "95%"],
  [1, 5, "#adcde3", "80%"],
  [2, 4, "#7fb2d3", "50%"],
];

export interface Wedge {
  state: "none" | "many" | "computing" | "done";
  runs: number;
  groups: { label: [string, string]; credit: Float64Array }[];
}

/** All results that charts are drawn from. */
export interface Scene {
  payload: Payload;
  output: string; // id of the emissions under the chosen boundary; "" for another model
  line: Single;
  members: Many | null; // of an older setting while `stale`
  stale: boolean;
  baseline: Single; // of the typical state
  beside: Many | null; // members of the baseline, in the same worlds
  wedge: Wedge | null;
  width: number; // of a chart, in pixels
  compared: { name: string; members: Float64Array[] | null }[]; // the baseline first
  axis: number | null; // top of the axes while cases are compared, Mt a year
}

export interface Drawing {
  title: string;
  unit: string;
  note: string;
  hint?: string; // what can be done with it on the screen, for no file
  counted: boolean; // whether all of it is of the chosen account
  typical?: boolean; // whether it is of one run, that of the typical state
  option: EChartsCoreOption | null; // null: the table is the picture
  head: string[];
  rows: (string | number)[][];
  scores?: Score[];
}

export interface Choice {
  id: string;
  title(): string;
}

/** The charts a reader can choose from, in the order of the menu. */
export function choicesOf(payload: Payload): Choice[] {
  const given = payload.charts.map((chart) => ({ id: chart.id, title: () => pick(chart.title) }));
  if (payload.kind === "model") return given;
  return [
    { id: "fan", title: () => say("fan") },
    ...given.slice(0, 2),
    { id: "histogram", title: () => say("histogram") },
    { id: "targets", title: () => say("targets") },
    { id: "wedge", title: () => say("wedge") },
    { id: "compare", title: () => say("compareChart") },
    ...given.slice(2),
  ];
}

export function drawingOf(id: string, scene: Scene): Drawing {
  switch (id) {
    case "fan":
      return held(fan(scene), scene);
    case "histogram":
      return histogram(scene);
    case "targets":
      return targets(scene);
    case "wedge":
      return wedge(scene);
    case "compare":
      return held(compare(scene), scene);
    default:
      return plain(scene.payload.charts.find((chart) => chart.id === id)!, scene);
  }
}

/** A chart of emissions with the axis that all compared cases share. */
function held(drawing: Drawing, { axis }: Scene): Drawing {
  if (axis !== null) (drawing.option as Record<string, any>).yAxis.max = axis * co2Scale();
  return drawing;
}

function yearsOf(payload: Payload): number[] {
  return payload.clock.times;
}

const LEGEND = { icon: 16, gap: 10, beside: 5, size: 12, line: 20 };
const pen = document.createElement("canvas").getContext("2d")!;

let font = "";

/** The fonts of the page, quoted so that they can stand in an attribute of an SVG. */
export function fontNow(): string {
  font ||= getComputedStyle(document.body).fontFamily.replace(/"/g, "'");
  return font;
}

/** Lines that the names of a legend need in a given width. */
function linesFor(names: string[], width: number): number {
  pen.font = `${LEGEND.size}px ${fontNow()}`;
  let lines = 1;
  let used = 0;
  for (const name of names) {
    const size = LEGEND.icon + LEGEND.beside + pen.measureText(name).width + LEGEND.gap;
    if (used && used + size > width) {
      lines++;
      used = 0;
    }
    used += size;
  }
  return names.length ? lines : 0;
}

export function frame(
  scene: Scene,
  years: (number | string)[],
  unit: string,
  names: string[],
  places = 2,
): EChartsCoreOption {
  const top = LEGEND.line * linesFor(names, scene.width - 16);
  return {
    animation: false,
    textStyle: { fontFamily: fontNow(), color: INK },
    color: COLOURS,
    grid: { left: 12, right: 20, top: top + 26, bottom: 8, containLabel: true },
    legend: {
      data: names,
      top: 0,
      left: 0,
      padding: 0,
      itemWidth: LEGEND.icon,
      itemHeight: 9,
      itemGap: LEGEND.gap,
      textStyle: { color: INK, fontSize: LEGEND.size, lineHeight: 14 },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      renderMode: "richText",
      valueFormatter: (value: unknown) => (typeof value === "number" ? digits(value, places) : String(value ?? "")),
    },
    xAxis: {
      type: "category",
      data: years.map(String),
      boundaryGap: false,
      axisLine: { lineStyle: { color: QUIET } },
      axisLabel: {
        color: QUIET,
        interval:
          scene.payload.kind === "model" ? "auto" : (_: number, year: string) => Number(year) % 10 === 0,
      },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: unit,
      nameLocation: "end",
      nameTextStyle: { color: QUIET, align: "left", padding: [0, 0, 0, -24] },
      nameGap: 10,
      axisLabel: { color: QUIET },
      splitLine: { lineStyle: { color: GRID } },
    },
  };
}

function markGoal(payload: Payload): object {
  if (payload.kind === "model") return {};
  const { goal } = payload.years;
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: QUIET, type: "dotted" },
    // The axis names every tenth year.
    label: { show: goal % 10 !== 0, formatter: String(goal), color: QUIET },
    data: [{ xAxis: String(goal) }],
  };
}

export function dashed(name: string, values: Float64Array): object {
  return {
    name,
    type: "line",
    data: Array.from(values),
    symbol: "none",
    lineStyle: { type: "dashed", color: QUIET, width: 1.5 },
    itemStyle: { color: QUIET },
    z: 3,
  };
}

function fan(scene: Scene): Drawing {
  const { payload, output } = scene;
  const years = yearsOf(payload);
  const answer = answerOf(payload, output, scene.line, scene.members);
  const scaled = (values: Float64Array) => values.map((value) => value * co2Scale());
  const fanned = answer.fan?.map(scaled) ?? null;
  const line = scaled(scene.line.get(output)!);
  // One statistic in both: medians, or the typical state until members of both are there.
  const middles = fanned && answerOf(payload, output, scene.baseline, scene.beside).fan;
  const baseline = scaled(middles ? middles[3] : scene.baseline.get(output)!);
  const before = say("baseline") + paren(say(middles ? "median" : "line").toLowerCase());
  const history = payload.history.filter((each) => each.output === output);
  const names = [
    ...(fanned ? [say("median"), ...BANDS.map((band) => band[3])] : []),
    ...(fanned ? [] : [say("line")]),
    before,
    ...(history.length ? [say("history")] : []),
  ];
  const series: object[] = [];
  if (fanned) {
    for (const [low, high, colour, name] of BANDS) {
      series.push({
        name,
        type: "custom",
        silent: true,
        itemStyle: { color: colour },
        data: [0],
        tooltip: { show: false },
        encode: { x: -1, y: -1 },
        renderItem: (_: unknown, api: { coord(point: [string, number]): [number, number] }) => {
          const upper = years.map((year, at) => api.coord([String(year), fanned[high][at]]));
          const lower = years.map((year, at) => api.coord([String(year), fanned[low][at]]));
          return {
            type: "polygon",
            shape: { points: [...upper, ...lower.reverse()] },
            style: { fill: colour, opacity: scene.stale ? 0.45 : 1 },
          };
        },
      });
    }
    series.push({
      name: say("median"),
      type: "line",
      data: Array.from(fanned[3]),
      symbol: "none",
      lineStyle: { color: BLUE, width: 2.5, opacity: scene.stale ? 0.45 : 1 },
      itemStyle: { color: BLUE },
      z: 4,
      markLine: markGoal(payload),
    });
  } else {
    series.push({
      name: say("line"),
      type: "line",
      data: Array.from(line),
      symbol: "none",
      lineStyle: { color: BLUE, width: 1.8, type: "dotted" },
      itemStyle: { color: BLUE },
      markLine: markGoal(payload),
    });
  }
  series.push(dashed(before, baseline));
  if (history.length) {
    series.push({
      name: say("history"),
      type: "scatter",
      symbolSize: 7,
      itemStyle: { color: INK },
      data: history.map((each) => [String(each.year), each.value * co2Scale()]),
      z: 6,
    });
  }
  // Polygons do not stretch the axis; these unseen lines do.
  for (const edge of fanned ? [fanned[0], fanned[6]] : []) {
    series.push({
      type: "line",
      data: Array.from(edge),
      symbol: "none",
      silent: true,
      lineStyle: { opacity: 0 },
      tooltip: { show: false },
    });
  }
  const option = frame(scene, years, say("emissions"), names, co2Places()) as Record<string, any>;
  option.series = series;
  const heads = SHARES.map((share) => `P${100 * share}`);
  return {
    title: say("fan"),
    counted: true,
    unit: say("mtYear"),
    note: (fanned ? say("fanNote", { n: scene.members!.get(output)!.length }) : say("fanNoteWaiting")) + cliffNote(scene, [scene.line.get(output)!]),
    option,
    head: [say("year"), ...(fanned ? heads : [say("line")]), before],
    rows: years.map((year, at) => [
      year,
      ...(fanned ? fanned.map((each) => each[at]) : [line[at]]),
      baseline[at],
    ]),
  };
}

function histogram(scene: Scene): Drawing {
  const { payload, output } = scene;
  const { first, last } = payload.clock;
  const spread = answerOf(payload, output, scene.line, scene.members).spread;
  const bins = [`≤${first}`, ...yearsOf(payload).slice(1, -1).map(String), `>${last}`];
  const counts = new Array(bins.length).fill(0) as number[];
  for (const year of spread?.years ?? []) counts[Number.isFinite(year) ? year - first : bins.length - 1]++;
  const total = spread?.members ?? 1;
  const shares = counts.map((count) => (100 * count) / total);
  let sum = 0;
  const upTo = shares.map((share) => (sum += share));
  const option = frame(scene, bins, say("share"), [say("share"), say("upTo")]) as Record<string, any>;
  option.xAxis.boundaryGap = true;
  option.xAxis.axisLabel.interval = (at: number, name: string) =>
    at === 0 || at === bins.length - 1 || Number(name) % 10 === 0;
  const right = { ...option.yAxis, name: say("upTo"), max: 100, min: 0, splitLine: { show: false } };
  right.nameTextStyle = { ...right.nameTextStyle, align: "right", padding: [0, -20, 0, 0] };
  option.yAxis = [option.yAxis, right];
  option.series = [
    {
      name: say("share"),
      type: "bar",
      data: shares.map((value, at) => ({
        value,
        itemStyle: { color: at <= payload.years.goal - first ? BLUE : "#e69f00" },
      })),
      itemStyle: { color: BLUE },
      barCategoryGap: "15%",
      markLine: markGoal(payload),
    },
    {
      name: say("upTo"),
      type: "line",
      step: "end",
      yAxisIndex: 1,
      symbol: "none",
      data: upTo,
      lineStyle: { color: INK, width: 1.5 },
      itemStyle: { color: INK },
    },
  ];
  return {
    title: say("histogram"),
    counted: true,
    unit: "%",
    note: spread ? say("histogramNote", { n: total, first, last }) : say("computing"),
    option,
    head: [say("year"), say("share"), say("upTo")],
    rows: bins.map((name, at) => [name, shares[at], upTo[at]]),
  };
}

function targets(scene: Scene): Drawing {
  const { payload, output } = scene;
  const scores = scoresOf(payload, output, scene.line, scene.members);
  const account = payload.boundaries.find((each) => each.output === output)?.id ?? "";
  const runs: Many = scene.members ?? new Map([...scene.line].map(([id, series]) => [id, [series]]));
  const under = (score: Score) => (isCounted(payload, score.target) ? say("under", { account }) : "");
  return {
    title: say("targets"),
    counted: true,
    unit: "",
    note: joined([say("targetsNote"), payload.spoken ? cardSays(payload, "achieved") : ""]),
    hint: say("targetsHint"),
    option: null,
    head: [say("target"), say("year"), say("threshold"), say("value"), say("met"), say("chanceMet"), say("whyMissed"), say("setBy"), say("boundary")],
    rows: scores.map((score) => [
      `${score.target.id} ${pick(score.target.label)}${under(score)}`,
      String(score.target.year),
      thresholdText(score.target),
      valueText(score),
      say(score.met ? "met" : "missed"),
      score.fixed ? say("notScored") : score.chance ? percentText(score.chance.value) : "…",
      score.met ? "" : reasonText(payload, score.target, output, runs),
      setByText(score.target),
      isCounted(payload, score.target) ? account : score.target.counted ? payload.boundary : say("quantityAccount"),
    ]),
    scores,
  };
}

const SIGNS: Record<string, string> = { "==": "=", "<=": "≤", ">=": "≥" };

/** Who set the number: the plan itself, or whoever read it, with the clause and the office in charge. */
function setByText({ quality, clauses, offices }: Target): string {
  const where = [...clauses.map(pick), ...offices.map(pick)].join(listing());
  return say(quality === "plan" ? "setByPlan" : "setByUs") + paren(where);
}

/** What a target asks for, in the unit of official texts. */
export function thresholdText(target: Target): string {
  if (isChange(target)) {
    if (target.threshold) return changeText(target.threshold, true);
    return say(target.compare.endsWith("<=") ? "noRise" : "noFall");
  }
  const size = target.threshold * target.scale[spoken() === "zh" ? 0 : 1];
  const exact = target.compare === "peak<=" ? String(target.threshold) : amountText(plainNumber(size).replace("-", "−"), pick(target.unit));
  return `${SIGNS[target.compare.slice(-2)]} ${exact}`;
}

function valueText({ target, value, points }: Score): string {
  if (Number.isNaN(value)) return say("noPeak");
  return amount(target, value) + (points === null ? "" : paren(say("points", { points: signed(points, 1) })));
}

function amount(target: Target, value: number): string {
  return target.compare === "peak<=" ? String(value) : shownAmount(target, value);
}

function wedge(scene: Scene): Drawing {
  const { payload } = scene;
  const years = yearsOf(payload);
  const found = scene.wedge;
  const groups = found?.state === "done" ? found.groups : [];
  const names = groups.map((group) => pick(group.label));
  const option = frame(scene, years, say("wedgeUnit"), names, co2Places()) as Record<string, any>;
  option.xAxis.boundaryGap = true;
  option.series = groups.map((group) => ({
    name: pick(group.label),
    type: "bar",
    stack: "all",
    barCategoryGap: "0%",
    data: Array.from(group.credit, (value) => value * co2Scale()),
  }));
  const words = { none: "wedgeNone", many: "wedgeMany", computing: "computing" } as const;
  return {
    title: say("wedge"),
    counted: true,
    typical: true,
    unit: say("mtYear"),
    note:
      found?.state === "done"
        ? say("wedgeNote", { runs: found.runs })
        : say(words[(found?.state ?? "computing") as keyof typeof words]),
    option,
    head: [say("year"), ...names],
    rows: years.map((year, at) => [year, ...groups.map((group) => group.credit[at] * co2Scale())]),
  };
}

/** A line with a dot on the year of its peak. */
function marked(values: Float64Array, year: number, { payload }: Scene): (number | object)[] {
  return Array.from(values, (value, at) =>
    payload.clock.first + at === year ? { value, symbol: "circle", symbolSize: 8 } : value,
  );
}

/** Lines that are told by their peaks: medians of the members in each year, and of the baseline's. */
interface Middles {
  lines: Float64Array[];
  before: Float64Array[];
  years: number[]; // median peak years
}

/** The medians of a chart whose lines are one output each; null where members do not hold all. */
function middlesOf(chart: Chart, { payload, line, baseline, members, beside, stale }: Scene): Middles | null {
  const ids = chart.lines.map(({ terms }) => Object.keys(terms));
  if (!chart.peaks || stale || !ids.every(([id, ...more]) => !more.length && members?.has(id) && beside?.has(id))) return null;
  const found = ids.map(([id]) => answerOf(payload, id, line, members));
  return {
    lines: found.map((each) => each.fan![MIDDLE]),
    before: ids.map(([id]) => answerOf(payload, id, baseline, beside).fan![MIDDLE]),
    years: found.map((each) => each.spread!.year[1]),
  };
}

/** What stands behind the note of a chart where its lines break as plants retire. */
function cliffNote({ payload, line }: Scene, lines: Float64Array[]): string {
  const text = cliffText(payload, line, lines);
  return text && (spoken() === "zh" ? "" : " ") + text.trim();
}

const WIDEST = 4;
const MIDDLE = SHARES.indexOf(0.5);

function colourOf(chart: Chart, at: number): string {
  return chart.lines[at].colour || COLOURS[at % COLOURS.length];
}

function plain(chart: Chart, scene: Scene): Drawing {
  const years = yearsOf(scene.payload);
  const scale = chart.scale[spoken() === "zh" ? 0 : 1];
  const middles = middlesOf(chart, scene);
  const [lines, before] = [middles?.lines ?? linesOf(chart, scene.line), middles?.before ?? linesOf(chart, scene.baseline)].map((some) =>
    some.map((each) => each.map((value) => value * scale)),
  );
  const peaks = middles?.years ?? lines.map((values) => findPeak(values, scene.payload.clock.first).year);
  const names = chart.lines.map((line) => pick(line.label));
  const stacked = chart.kind === "stack";
  const shown = stacked ? [...names, say("baseline")] : names;
  const option = frame(scene, years, pick(chart.unit), shown, scale === 1 ? 2 : 0) as Record<string, any>;
  option.series = lines.map((values, at) => ({
    name: names[at],
    type: "line",
    symbol: "none",
    data: chart.peaks ? marked(values, peaks[at], scene) : Array.from(values),
    ...(stacked
      ? {
          stack: values.every((value) => value <= 0) ? "minus" : "plus",
          areaStyle: { color: colourOf(chart, at), opacity: 1 },
          lineStyle: { width: 1, color: "#ffffff" },
          itemStyle: { color: colourOf(chart, at) },
        }
      : { lineStyle: { width: WIDEST - ((WIDEST - 2) * at) / lines.length } }), // equal lines show
    markLine: at === 0 ? markGoal(scene.payload) : undefined,
  }));
  if (stacked) {
    const total = years.map((_, year) => before.reduce((sum, each) => sum + Math.max(each[year], 0), 0));
    option.series.push(dashed(say("baseline"), Float64Array.from(total)));
  } else {
    before.forEach((values, at) => {
      const line = dashed(`${say("baseline")} · ${names[at]}`, values) as Record<string, any>;
      line.lineStyle = { ...line.lineStyle, color: COLOURS[at % COLOURS.length], width: 1.2 };
      line.tooltip = { show: false };
      option.series.push(line);
    });
  }
  const told = names.map((name, at) => `${name} ${shownYear(scene.payload, peaks[at])}`).join(semicolon());
  const peaksText = (spoken() === "zh" ? "" : " ") + say(middles ? "peaksOf" : "peaksTypical", { peaks: told });
  return {
    title: pick(chart.title),
    counted: false,
    unit: pick(chart.unit),
    typical: !middles,
    note: pick(chart.note) + (chart.peaks ? peaksText : "") + (stacked || !before.length ? "" : say("dashedNote")) + cliffNote(scene, lines),
    option,
    head: [
      say(scene.payload.kind === "model" ? "time" : "year"),
      ...names,
      ...names.map((name) => `${say("baseline")} · ${name}`),
    ],
    rows: years.map((year, at) => [
      year,
      ...lines.map((values) => values[at]),
      ...before.map((values) => values[at]),
    ]),
  };
}
