// The peak rule and what many members say of it: the same as zysim/metrics/{peak,spread}.py.

import type { Payload } from "./payload";

const NORMAL_95 = 1.959963984540054;
const YEARS_TO_CONFIRM = 5;

/** Years of a series, and what they mean for the peak. */
export interface Clock {
  first: number; // of the series
  counted: number; // first year of sums
  goal: number; // last year that counts as in time
}

export function clockOf(payload: Payload): Clock {
  return { first: payload.clock.first, ...payload.years };
}

export interface Peak {
  year: number; // infinity where the highest year is the last one
  time: number;
  level: number;
  already: boolean;
  status: "none" | "provisional" | "confirmed";
}

export function findPeak(values: ArrayLike<number>, first: number): Peak {
  const last = values.length - 1;
  let at = 0;
  for (let i = 1; i <= last; i++) if (values[i] > values[at]) at = i;
  let offset = 0;
  if (at > 0 && at < last) {
    const rise = values[at] - values[at - 1];
    const fall = values[at] - values[at + 1];
    offset = (0.5 * (rise - fall)) / (rise + fall);
  }
  let status: Peak["status"] = at === last ? "none" : "provisional";
  if (at + YEARS_TO_CONFIRM <= last) {
    let slope = 0;
    for (let i = 0; i <= YEARS_TO_CONFIRM; i++) slope += (i - 2.5) * values[at + i];
    if (slope < 0) status = "confirmed";
  }
  return {
    year: at === last ? Infinity : first + at,
    time: first + at + offset,
    level: values[at],
    already: at === 0,
    status,
  };
}

/** The smallest value with at least the share of members at or below it. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = Math.ceil(share * sorted.length - 1e-12) - 1;
  return sorted[Math.min(Math.max(place, 0), sorted.length - 1)];
}

export interface Share {
  value: number;
  low: number;
  high: number;
}

/** What a share counts for as an end of a range: where all members agree, or none, what so few allow. */
export const atLeast = ({ value, low }: Share): number => (value > 0.995 ? low : value);
export const atMost = ({ value, high }: Share): number => (value < 0.005 ? high : value);

/** A share with its 95 % interval after Wilson. */
export function shareOf(count: number, members: number): Share {
  const value = count / members;
  const square = NORMAL_95 * NORMAL_95;
  const middle = (value + square / (2 * members)) / (1 + square / members);
  const half =
    (NORMAL_95 * Math.sqrt((value * (1 - value)) / members + square / (4 * members * members))) /
    (1 + square / members);
  return {
    value,
    low: count === 0 ? 0 : middle - half,
    high: count === members ? 1 : middle + half,
  };
}

export interface Spread {
  members: number;
  byTarget: Share;
  year: [number, number, number];
  level: [number, number, number];
  total: [number, number, number];
  years: number[]; // peak year of each member, infinity where there is none
  times: number[]; // the same within the year; the last year where there is no peak: a lower bound
}

/** Sums a yearly series over the counted years, both ends included. */
export function cumulative(values: ArrayLike<number>, { first, counted }: Clock): number {
  let total = 0;
  for (let i = Math.max(0, counted - first); i < values.length; i++) total += values[i];
  return total;
}

export function spreadOf(series: ArrayLike<number>[], clock: Clock): Spread {
  const peaks = series.map((each) => findPeak(each, clock.first));
  const three = (values: number[]): [number, number, number] => {
    const sorted = Float64Array.from(values).sort();
    return [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)];
  };
  const years = peaks.map((peak) => peak.year);
  return {
    members: series.length,
    byTarget: shareOf(years.filter((year) => year <= clock.goal).length, series.length),
    year: three(years),
    level: three(peaks.map((peak) => peak.level)),
    total: three(series.map((each) => cumulative(each, clock))),
    years,
    times: peaks.map((peak) => peak.time),
  };
}

/** Quantiles of each year over members: one array for each share. */
export function bands(series: ArrayLike<number>[], shares: number[]): Float64Array[] {
  const years = series[0].length;
  const found = shares.map(() => new Float64Array(years));
  const column = new Float64Array(series.length);
  for (let year = 0; year < years; year++) {
    for (let i = 0; i < series.length; i++) column[i] = series[i][year];
    column.sort();
    shares.forEach((share, at) => (found[at][year] = quantile(column, share)));
  }
  return found;
}
