// What published figures say of a case: zysim/calibration/{bands,reasons,likelihood,weights,outlook}.py for
// the members of the page, which count alike before the figures come.

import { chancesOf } from "./structures";
import { lightOf, onPlan } from "./lights";
import type { Colour, OnPlan } from "./lights";
import type { Payload, Statistic } from "./payload";
import { clockOf, findPeak, shareOf } from "./peaks";
import type { Share } from "./peaks";
import type { Many } from "./results";
import type { State } from "./state";

const BAND = 0.9;
const TWO_SIDED = 1.959963984540054;
const FLOOR = 0.01; // smallest half of the 95 % range of an observation error, as a share of the value
const DISCREPANCY = 0.03; // what the model misses of a series, as a share of the value
const CERTAIN = 3; // standard errors from which a correlation says which way is bad for the goal
const LEAST_SPREAD = 1e-4; // of a chance at 0 or 1, for its error
const NEXT = 5; // statistics to look at next
const FAR_OFF = 2; // times beyond all members: most likely another unit
/** Fewer members of equal weight tell no chance. */
export const FEWEST = 50;

/** A published figure, in the unit of its statistic. */
export interface Figure {
  id: string;
  year: number;
  value: number;
}

/** A figure beside what was expected of it, in the unit of its statistic. */
export interface Arrival {
  statistic: Statistic;
  figure: Figure;
  low: number;
  middle: number;
  high: number;
  place: "below" | "inside" | "above";
  leans: "better" | "worse" | null; // than expected; null within it, or where neither way is progress
  plan: OnPlan | null; // null where the plan names no target; in the unit of the statistic
  bad: "higher" | "lower" | null; // which way off makes a peak in time less likely, if that is certain
  far: boolean; // so far off that the unit is in doubt
}

export interface Judged {
  arrivals: Arrival[];
  before: number; // chance of a peak in time
  after: Share | null; // null where too few members are near the figures
  worth: number; // members of equal weight
  colour: Colour | null; // the light of the goal after the figures; null without a chance
  reasons: Reason[]; // what moves the chance, the strongest first; none without a chance
  next: Awaited[]; // statistics that were not typed, the most telling first
}

/** What the figures of one series do to the chance, taken alone. */
export interface Reason {
  statistics: Statistic[];
  figures: Figure[];
  change: number;
  error: number; // standard error, as of the members drawn
}

/** A statistic to look at next. */
export interface Awaited {
  statistic: Statistic;
  year: number; // the figure is of
  due: [number, number] | null; // year and month it comes in; null where it comes as it happens
}

export function judge(payload: Payload, state: State, runs: Many, output: string, figures: Figure[]): Judged {
  const told = distinct(payload, figures);
  const rows = told.map((figure) => rowOf(payload, runs, figure));
  const emissions = runs.get(output)!;
  const { first, goal } = clockOf(payload);
  const levels = levelsOf(payload, runs, told);
  const met = emissions.map((series) => findPeak(series, first).year <= goal);
  const weights = normalised(logLikelihood(rows, emissions.length));
  const worth = 1 / weights.reduce((sum, each) => sum + each * each, 0);
  const arrivals = rows.map((row) => arrivalOf(payload, row, met, levels));
  const sure = worth >= FEWEST && !arrivals.some((each) => each.far);
  const after = sure ? shareOf(worth * weights.reduce((sum, each, at) => sum + (met[at] ? each : 0), 0), worth) : null;
  return {
    arrivals,
    before: chancesOf(payload, state, runs, output).chance,
    after,
    worth,
    colour: after && lightOf(payload.spoken!, after.value),
    reasons: after ? reasonsOf(rows, met) : [],
    next: awaited(payload, runs, told, met),
  };
}

/** Each series alone: the members weighed by its figures only. */
function reasonsOf(rows: Row[], met: boolean[]): Reason[] {
  const before = met.filter(Boolean).length / met.length;
  return [...seriesOf(rows).values()]
    .map((own) => {
      const weights = normalised(logLikelihood(own, met.length));
      const chance = weights.reduce((sum, each, at) => sum + (met[at] ? each : 0), 0);
      const worth = 1 / weights.reduce((sum, each) => sum + each * each, 0);
      return {
        statistics: [...new Set(own.map((row) => row.statistic))],
        figures: own.map((row) => row.figure),
        change: chance - before,
        error: Math.sqrt(Math.max(chance * (1 - chance), LEAST_SPREAD) / worth),
      };
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

/** Rows by what they are of: those of one variable share what the model misses. */
function seriesOf(rows: Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.statistic.output} ${row.statistic.measure}`;
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  return found;
}

interface Row {
  statistic: Statistic;
  figure: Figure;
  value: number; // in the unit of the model, like those that follow
  error: number;
  members: Float64Array;
}

/** The last figure of each statistic and year; a growth is left out where the level is there. */
function distinct(payload: Payload, figures: Figure[]): Figure[] {
  const last = [...new Map(figures.map((each) => [`${each.id} ${each.year}`, each])).values()];
  const of = (figure: Figure) => payload.statistics.find((each) => each.id === figure.id)!;
  const levels = new Set(last.filter((each) => of(each).measure === "level").map((each) => `${of(each).output} ${each.year}`));
  return last.filter((each) => of(each).measure === "level" || !levels.has(`${of(each).output} ${each.year}`));
}

function rowOf(payload: Payload, runs: Many, figure: Figure): Row {
  const statistic = payload.statistics.find((each) => each.id === figure.id)!;
  const value = figure.value * statistic.factor;
  const deviation = statistic.error * (statistic.relative ? Math.abs(value) : 1);
  return {
    statistic,
    figure,
    value,
    error: Math.max(1.96 * deviation, FLOOR * Math.abs(value)) / TWO_SIDED,
    members: membersOf(payload, runs, statistic, figure.year),
  };
}

/** The level of an output in a year: typed, else published, else the median of the members. */
function levelsOf(payload: Payload, runs: Many, figures: Figure[]): (output: string, year: number) => number {
  const of = (id: string) => payload.statistics.find((each) => each.id === id)!;
  return (output, year) => {
    const typed = figures.find((each) => each.year === year && of(each.id).output === output && of(each.id).measure === "level");
    if (typed) return typed.value * of(typed.id).factor;
    const known = payload.history.filter((each) => each.output === output && each.year === year);
    if (known.length) return known[known.length - 1].value;
    return medianOf(Float64Array.from(runs.get(output)!, (series) => series[year - payload.clock.first]));
  };
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length / 2;
  return (sorted[Math.floor(half - 0.5)] + sorted[Math.floor(half)]) / 2;
}

/** The statistics that were not typed, by how surely they go with the goal; each with the year asked for next. */
function awaited(payload: Payload, runs: Many, figures: Figure[], met: boolean[]): Awaited[] {
  const year = Math.max(...figures.map((each) => each.year));
  return payload.statistics
    .filter((each) => !figures.some(({ id }) => id === each.id))
    .map((statistic) => {
      const tells = Math.abs(correlationOf(membersOf(payload, runs, statistic, year), met));
      const months = statistic.months === null ? null : statistic.months - 1;
      const due: Awaited["due"] = months === null ? null : [year + 1 + Math.floor(months / 12), (months % 12) + 1];
      return { statistic, year, due, tells };
    })
    .sort((a, b) => b.tells - a.tells)
    .slice(0, NEXT)
    .map(({ statistic, year: of, due }) => ({ statistic, year: of, due }));
}

function membersOf({ clock }: Payload, runs: Many, { output, measure }: Statistic, year: number): Float64Array {
  const at = year - clock.first;
  return Float64Array.from(runs.get(output)!, (series) => (measure === "level" ? series[at] : series[at] / series[at - 1] - 1));
}

function arrivalOf(payload: Payload, { statistic, figure, value, error, members }: Row, met: boolean[], levels: ReturnType<typeof levelsOf>): Arrival {
  const low = expected(members, error, (1 - BAND) / 2);
  const high = expected(members, error, (1 + BAND) / 2);
  const middle = medianOf(members);
  const place = value < low ? "below" : value > high ? "above" : "inside";
  const ends = [Math.min(...members), Math.max(...members)];
  const plan = onPlan(payload, statistic, figure.year, value, (year) => levels(statistic.output, year));
  return {
    statistic,
    figure,
    low: low / statistic.factor,
    middle: middle / statistic.factor,
    high: high / statistic.factor,
    place,
    leans: place === "inside" || !statistic.better ? null : (place === "above") === (statistic.better === "higher") ? "better" : "worse",
    plan: plan && { ...plan, due: plan.due / statistic.factor },
    bad: badWay(members, met),
    far: statistic.measure === "level" && ends[0] > 0 && (value < ends[0] / FAR_OFF || value > ends[1] * FAR_OFF),
  };
}

/** Which way a value goes where the goal is missed: the sign of its rank correlation, if that is certain. */
function badWay(members: Float64Array, met: boolean[]): "higher" | "lower" | null {
  const correlation = correlationOf(members, met);
  if (!correlation || Math.abs(correlation) < CERTAIN / Math.sqrt(members.length)) return null;
  return correlation < 0 ? "higher" : "lower";
}

/** Of the ranks of members with the goal; 0 where either does not vary. */
function correlationOf(members: Float64Array, met: boolean[]): number {
  const count = members.length;
  const hits = met.filter(Boolean).length;
  if (!hits || hits === count || Math.max(...members) === Math.min(...members)) return 0;
  const order = [...members.keys()].sort((a, b) => members[a] - members[b]);
  const mean = (count - 1) / 2;
  const joint = order.reduce((sum, member, rank) => sum + (rank - mean) * ((met[member] ? 1 : 0) - hits / count), 0);
  return joint / Math.sqrt(((count * (count * count - 1)) / 12) * ((hits * (count - hits)) / count));
}

/** The value that a share of what is expected lies below: members, each with a normal error. */
function expected(members: Float64Array, error: number, share: number): number {
  let [low, high] = [Math.min(...members) - 6 * error, Math.max(...members) + 6 * error];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const below = members.reduce((sum, each) => sum + normalBelow((middle - each) / error), 0) / members.length;
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The standard normal distribution function within 2e-7 (Abramowitz and Stegun 7.1.26). */
function normalBelow(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp((-x * x) / 2);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}

/** Log likelihood of each member but for a constant: series of one variable share what the model misses. */
function logLikelihood(rows: Row[], members: number): Float64Array {
  const total = new Float64Array(members);
  for (const own of seriesOf(rows).values()) {
    const common = own.map((row) => DISCREPANCY * Math.abs(row.value));
    const grown = 1 + own.reduce((sum, row, at) => sum + (common[at] / row.error) ** 2, 0);
    for (let member = 0; member < members; member++) {
      let square = 0;
      let joint = 0;
      own.forEach((row, at) => {
        const miss = row.members[member] - row.value;
        square += (miss / row.error) ** 2;
        joint += (miss * common[at]) / row.error ** 2;
      });
      total[member] -= 0.5 * (square - (joint * joint) / grown);
    }
  }
  return total;
}

function normalised(logs: Float64Array): Float64Array {
  const highest = logs.reduce((most, each) => Math.max(most, each), -Infinity);
  const relative = logs.map((each) => Math.exp(each - highest));
  const sum = relative.reduce((all, each) => all + each, 0);
  return relative.map((each) => each / sum);
}
