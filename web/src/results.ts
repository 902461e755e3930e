// From yearly values to what the page says: the line, the members, targets, drivers, credit.

import type { Chart, Payload, Target } from "./payload";
import { bands, clockOf, cumulative, findPeak, quantile, shareOf, spreadOf } from "./peaks";
import type { Clock, Peak, Share, Spread } from "./peaks";

export const SHARES = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

/** One deterministic run: yearly values by output id. */
export type Single = Map<string, Float64Array>;

/** Many members: for each output id the series of every member. */
export type Many = Map<string, Float64Array[]>;

export function single(outputs: string[], found: Float64Array[][]): Single {
  return new Map(outputs.map((id, at) => [id, found[at][0]]));
}

export function many(outputs: string[], found: Float64Array[][]): Many {
  return new Map(outputs.map((id, at) => [id, found[at]]));
}

export interface Answer {
  peak: Peak;
  total: number;
  spread: Spread | null;
  fan: Float64Array[] | null; // a series for each of SHARES
}

/** What is known of members already, since the line is drawn anew far more often than they. */
const known = new WeakMap<Float64Array[], { spread: Spread; fan: Float64Array[] }>();

function summaryOf(all: Float64Array[], clock: Clock): { spread: Spread; fan: Float64Array[] } {
  const found = known.get(all) ?? { spread: spreadOf(all, clock), fan: bands(all, SHARES) };
  known.set(all, found);
  return found;
}

export function answerOf(
  payload: Payload,
  output: string,
  line: Single,
  members: Many | null,
): Answer {
  const clock = clockOf(payload);
  const series = line.get(output)!;
  const all = members?.get(output);
  const { spread, fan } = all ? summaryOf(all, clock) : { spread: null, fan: null };
  return { peak: findPeak(series, clock.first), total: cumulative(series, clock), spread, fan };
}

/** The series of a chart's lines, in the order of the chart. */
export function linesOf(chart: Chart, line: Single): Float64Array[] {
  const years = line.values().next().value!.length;
  const sum = (terms: Record<string, number>) => {
    const total = new Float64Array(years);
    for (const [id, weight] of Object.entries(terms)) {
      const series = line.get(id)!;
      for (let year = 0; year < years; year++) total[year] += weight * series[year];
    }
    return total;
  };
  return chart.lines.map((each) => {
    let values = sum(each.terms);
    if (each.over) {
      const over = sum(each.over);
      values = values.map((value, year) => value / over[year]);
    }
    return chart.kind === "index" ? values.map((value) => value / values[0]) : values;
  });
}

/** Value of a target in the unit of its threshold; NaN where a run has no peak. */
export function targetValue(target: Target, series: Float64Array, first: number): number {
  const at = target.year - first;
  if (target.compare === "peak<=") {
    const year = findPeak(series, first).year;
    return Number.isFinite(year) ? year : NaN;
  }
  if (target.reference_year === null) return series[at];
  const from = target.reference_year - first;
  if (target.compare === "rising>=") {
    let least = Infinity;
    for (let i = from; i < at; i++) least = Math.min(least, 100 * (series[i + 1] / series[i] - 1));
    return least;
  }
  return 100 * (series[at] / series[from] - 1);
}

export function isMet(target: Target, value: number, rounding: number): boolean {
  const room = target.compare === "peak<=" ? 0 : rounding * Math.abs(target.threshold);
  const gap = value - target.threshold;
  if (target.compare === "==") return Math.abs(gap) <= room;
  return target.compare.endsWith("<=") ? gap <= room : gap >= -room;
}

export interface Score {
  target: Target;
  value: number;
  met: boolean;
  chance: Share | null;
  points: number | null; // change of a share in percentage points, the median; null of other targets
  fixed: boolean; // the same in every member, so that a share would say what was assumed
}

/** Whether a target is counted as the chosen account counts. */
export function isCounted(payload: Payload, target: Target): boolean {
  return target.output === payload.per_gdp.output || payload.boundaries.some((each) => each.output === target.output);
}

/** The series of a target in every run: emissions as the chosen account counts them. */
export function seriesOf(payload: Payload, target: Target, account: string, runs: Many): Float64Array[] {
  if (!isCounted(payload, target)) return runs.get(target.output)!;
  const counted = runs.get(account)!;
  if (target.output !== payload.per_gdp.output) return counted;
  const over = runs.get(payload.per_gdp.over)!;
  return counted.map((series, row) => series.map((value, at) => value / over[row][at]));
}

/** What every run has in a year. */
export function inYear(runs: Float64Array[], at: number): Float64Array {
  return Float64Array.from(runs, (series) => series[at]);
}

/** The median of what members differ by between two states: the same row is the same world. */
export function middleDifference(before: Float64Array, after: Float64Array): number {
  const count = Math.min(before.length, after.length);
  return quantile(Float64Array.from({ length: count }, (_, row) => after[row] - before[row]).sort(), 0.5);
}

/** The median of how many years later members peak in a second state: a lower bound without a peak. */
export function middleShift(before: Spread, after: Spread): number {
  const count = Math.min(before.members, after.members);
  return quantile(Float64Array.from({ length: count }, (_, row) => after.times[row] - before.times[row]).sort(), 0.5);
}

/** The median change of a share in percentage points. */
function pointsOf({ year, reference_year }: Target, series: Float64Array[], first: number): number {
  const changes = series.map((each) => 100 * (each[year - first] - each[reference_year! - first]));
  return quantile(changes.sort((a, b) => a - b), 0.5);
}

export function scoresOf(payload: Payload, account: string, line: Single, members: Many | null): Score[] {
  const first = payload.clock.first;
  const runs = members ?? new Map([...line].map(([id, series]) => [id, [series]]));
  return payload.targets.map((target) => {
    const all = members;
    const values = seriesOf(payload, target, account, runs).map((series) => targetValue(target, series, first));
    const count = values.filter((each) => isMet(target, each, payload.rounding)).length;
    // No peak counts as later than any year.
    const sorted = values.map((each) => (Number.isNaN(each) ? Infinity : each)).sort((a, b) => a - b);
    const median = quantile(sorted, 0.5);
    const value = Number.isFinite(median) ? median : NaN;
    const fixed = all !== null && target.compare !== "peak<=" && sorted.length > 1 && sorted[0] === sorted[sorted.length - 1];
    return {
      target,
      fixed,
      value,
      points: target.share ? pointsOf(target, seriesOf(payload, target, account, runs), first) : null,
      met: isMet(target, value, payload.rounding),
      chance: all && !fixed ? shareOf(count, values.length) : null,
    };
  });
}

/** Exact credit of groups from the outcomes of all subsets (row r holds group i if bit i is set). */
export function shapley(rows: Float64Array[]): Float64Array[] {
  const groups = Math.round(Math.log2(rows.length));
  const years = rows[0].length;
  const weight: number[] = [];
  let choose = 1;
  for (let size = 0; size < groups; size++) {
    weight.push(1 / (groups * choose));
    choose = (choose * (groups - 1 - size)) / (size + 1);
  }
  const bits = (row: number): number => (row ? (row & 1) + bits(row >> 1) : 0);
  return Array.from({ length: groups }, (_, group) => {
    const credit = new Float64Array(years);
    for (let row = 0; row < rows.length; row++) {
      if (row & (1 << group)) continue;
      const share = weight[bits(row)];
      const without = rows[row];
      const joined = rows[row | (1 << group)];
      for (let year = 0; year < years; year++) credit[year] += share * (joined[year] - without[year]);
    }
    return credit;
  });
}
