// What a card says beside the year: sums, intensity, other accounts, counties.
// zysim/metrics/result_numbers.py and zysim/report/card/{sums,next_steps}.py for the reader's own case.

import { doneText, weighedText } from "./basis";
import { labelOf } from "./case";
import { gasesText } from "./gases";
import type { Open, Payload, Three } from "./payload";
import { bands, findPeak, quantile, shareOf } from "./peaks";
import type { Many } from "./results";
import { besideText, cardSays, joined } from "./says";
import type { State } from "./state";
import type { Store } from "./store";
import { chancesWhere, sharesOf } from "./structures";
import { shownYear } from "./tiles";
import { co2, paren, percentText, pick, semicolon, signed, spoken } from "./words";

const TOLERANCE = 0.02; // by which later years may be higher
const AFTER_GOAL = 5; // years after the goal at which the sum ends
const PER_HEAD = 100; // from Mt per 10⁴ people to t per person
const CLEAR = 0.05; // difference of chances that counts as one
const CLEAR_SUM = 0.01; // the same of sums, as a share
const ALIKE = 0.005; // of the peak each year: accounts that close are the same

/** A case in all worlds, as set and under the structures that each has drawn; the latter null where none is open. */
export interface Members {
  state: State;
  runs: Many;
  drawn: Many | null;
}

function threeOf(values: number[]): Three {
  const sorted = Float64Array.from(values).sort();
  return [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)];
}

/** Whether no year after the goal exceeds those up to it by more than a share. */
function inTime({ clock, years }: Payload, series: Float64Array, tolerance: number): boolean {
  const after = years.goal - clock.first + 1;
  const before = Math.max(...series.subarray(0, after));
  return Math.max(...series.subarray(after)) <= before + tolerance * Math.abs(before);
}

/** The chance over open questions, after that of the case as set; "" where no question is open. */
function overText(payload: Payload, { state, drawn }: Members, meets: (runs: Many, row: number) => boolean): string {
  if (!drawn) return "";
  const rows = drawn.values().next().value!.length;
  const open = chancesWhere(payload, state, Array.from({ length: rows }, (_, row) => meets(drawn, row)));
  return open.rows.length ? ofOpen(payload, open) : "";
}

function ofOpen(payload: Payload, open: Open): string {
  const { chance, low, high } = sharesOf(payload, open);
  const over = percentText(chance) + paren(percentText(low) + (spoken() === "zh" ? " 至 " : " to ") + percentText(high));
  return cardSays(payload, "over", { basis: weighedText(payload, open, ["as_record", "weighed"]), over });
}

function chanceText(members: Members, meets: (runs: Many, row: number) => boolean): string {
  const rows = members.runs.values().next().value!.length;
  const count = Array.from({ length: rows }, (_, row) => meets(members.runs, row)).filter(Boolean).length;
  return percentText(shareOf(count, rows));
}

/** When it peaks, how high, and how likely no later year is clearly higher. */
export function peakText({ payload, output }: Store, members: Members, before: Many | null): string {
  const { first } = payload.clock;
  const peaks = members.runs.get(output)!.map((each) => findPeak(each, first));
  const [low, middle, high] = threeOf(peaks.map(({ year }) => year)).map((year) => shownYear(payload, year));
  const rest = before?.get(output);
  const more = rest && threeOf(peaks.map(({ level }, row) => level - findPeak(rest[row], first).level))[1];
  const meets = (runs: Many, row: number) => inTime(payload, runs.get(output)![row], TOLERANCE);
  return cardSays(payload, "peak", {
    done: doneText(payload, members.state, "done"),
    low,
    middle,
    high,
    level: co2(threeOf(peaks.map(({ level }) => level))[1]),
    beside: more === undefined ? "" : besideText(payload, ["higher", "lower"], co2(Math.abs(more)), more >= 0),
    share: percentText(TOLERANCE),
    tolerated: chanceText(members, meets) + overText(payload, members, meets),
  });
}

/** Sums of emissions until some years after the goal, by member. */
export function sumsOf({ clock, years }: Payload, all: Float64Array[]): number[] {
  const from = years.counted - clock.first;
  const to = Math.min(years.goal + AFTER_GOAL, clock.last) - clock.first;
  return all.map((series) => series.subarray(from, to + 1).reduce((sum, each) => sum + each, 0));
}

function sumText(value: number): string {
  const zh = spoken() === "zh";
  return (zh ? 100 * value : value).toFixed(zh ? 0 : 1).replace("-", "−");
}

/** What is emitted in sum and per GDP, and per head where that rises. */
export function sumsText({ payload, output }: Store, members: Members, before: Many | null): string {
  const { years, clock, per_gdp } = payload;
  const sums = sumsOf(payload, members.runs.get(output)!);
  const rest = before && sumsOf(payload, before.get(output)!);
  const more = rest && threeOf(sums.map((each, row) => each - rest[row]))[1];
  const said = [
    cardSays(payload, "total", {
      since: years.counted,
      until: Math.min(years.goal + AFTER_GOAL, clock.last),
      sum: sumText(threeOf(sums)[1]),
      beside: more === null ? "" : besideText(payload, ["more_in_all", "less_in_all"], sumText(Math.abs(more)), more >= 0),
    }),
  ];
  const target = payload.targets.find((each) => per_gdp.output && each.output === per_gdp.output && each.year === years.goal && each.reference_year);
  if (target) {
    const [from, to] = [target.reference_year! - clock.first, target.year - clock.first];
    const change = (runs: Many, row: number) => {
      const [amount, gdp] = [runs.get(output)![row], runs.get(per_gdp.over)![row]];
      return 100 * (amount[to] / gdp[to] / (amount[from] / gdp[from]) - 1);
    };
    const meets = (runs: Many, row: number) => change(runs, row) <= target.threshold;
    const [low, middle, high] = threeOf(sums.map((_, row) => change(members.runs, row))).map((each) => `${signed(each, 0)}%`);
    said.push(
      cardSays(payload, "intensity", {
        since: target.reference_year!,
        until: target.year,
        change: middle,
        low,
        high,
        drop: String(-target.threshold),
        done: doneText(payload, members.state, "as_done"),
        delivered: chanceText(members, meets),
        over: overText(payload, members, meets),
      }),
    );
  }
  return joined([...said, gasesText(payload, members.runs), perHeadText(payload, members.runs, output)]);
}

/** Emissions per head where they rise from the goal year to the last, or stay; "" where they fall. */
function perHeadText(payload: Payload, runs: Many, output: string): string {
  const { clock, years, people } = payload;
  if (!people) return "";
  const heads = runs.get(people)!;
  const [low, high] = [years.goal, clock.last].map((year) => {
    const at = year - clock.first;
    return threeOf(runs.get(output)!.map((series, row) => (PER_HEAD * series[at]) / heads[row][at]))[1];
  });
  const ends = { first: years.goal, last: clock.last, low: low.toFixed(1), high: high.toFixed(1) };
  if (ends.low === ends.high) return cardSays(payload, "per_head_same", ends);
  return high > low ? cardSays(payload, "per_head", ends) : "";
}

/** A warning of the likelier of two cases where it emits more until some years after the goal. */
export function rushText(store: Store, members: Members, before: Many | null): string {
  const { payload, output, open, view } = store;
  if (!before) return "";
  const sums = [before, members.runs].map((runs) => sumsOf(payload, runs.get(output)!));
  const [, more] = threeOf(sums[1].map((each, row) => each - sums[0][row]));
  if (Math.abs(more) <= CLEAR_SUM * Math.abs(threeOf(sums[0])[1])) return "";
  const share = (runs: Many) => {
    const all = runs.get(output)!;
    return shareOf(all.filter((series) => inTime(payload, series, 0)).length, all.length);
  };
  const pairs = [[share(before), share(members.runs)]];
  const first = store.weighed ? null : payload.scenarios[0].open?.[view.boundary];
  if (first && open && String(first.settled) === String(open.settled)) pairs.push([first, open].map((each) => sharesOf(payload, each).chance));
  const found = pairs.find(([one, other]) => Math.abs(other.value - one.value) > CLEAR && other.value > one.value === more > 0);
  if (!found) return "";
  const names = [pick(payload.scenarios[0].title), labelOf(payload, members.state)];
  const rises = found[1].value > found[0].value;
  const [other, likelier] = rises ? names : [...names].reverse();
  const [low, high] = rises ? found : [...found].reverse();
  return cardSays(payload, "rush", {
    account: view.boundary,
    likelier,
    other,
    high: percentText(high),
    low: percentText(low),
    since: payload.years.counted,
    until: Math.min(payload.years.goal + AFTER_GOAL, payload.clock.last),
    more: sumText(Math.abs(more)),
  });
}

/** Account to the one before it with the same medians. */
function alike({ boundaries }: Payload, runs: Many): Map<string, string> {
  const found = new Map<string, string>();
  const kept: [string, Float64Array][] = [];
  for (const { id, output } of boundaries) {
    const [line] = bands(runs.get(output)!, [0.5]);
    const size = ALIKE * Math.max(...line.map(Math.abs));
    const same = kept.find(([, other]) => Math.max(...other.map((each, at) => Math.abs(each - line[at]))) < size);
    if (same) found.set(id, same[0]);
    else kept.push([id, line]);
  }
  return found;
}

/** The answer under the other accounts, and which of them are the same. */
export function accountsText({ payload, view }: Store, members: Members): string {
  const same = alike(payload, members.runs);
  const said = payload.boundaries
    .filter(({ id }) => id !== view.boundary)
    .map(({ id, label, output }) => {
      const account = pick(label);
      if (same.has(id)) return cardSays(payload, "same", { account, other: same.get(id)! });
      const meets = (runs: Many, row: number) => inTime(payload, runs.get(output)![row], 0);
      const years = members.runs.get(output)!.map((each) => findPeak(each, payload.clock.first).year);
      return cardSays(payload, "other", {
        account,
        year: shownYear(payload, threeOf(years)[1]),
        done: doneText(payload, members.state, "as_done"),
        delivered: chanceText(members, meets),
        over: overText(payload, members, meets),
      });
    });
  return joined(said);
}

/** When each county peaks, and how high; "" for a city without counties. */
export function countiesText({ payload }: Store, { runs }: Members): string {
  const { counties } = payload;
  if (!counties) return "";
  const items = counties.outputs.map(({ label, output }) => {
    const peaks = runs.get(output)!.map((each) => findPeak(each, payload.clock.first));
    const [low, year, high] = threeOf(peaks.map((each) => each.year)).map((each) => shownYear(payload, each));
    const level = co2(threeOf(peaks.map((each) => each.level))[1]);
    return cardSays(payload, "county", { county: pick(label), year, low, high, level });
  });
  return cardSays(payload, "counties", { account: pick(counties.account), items: items.join(semicolon()) });
}
