// Why the peak moved: two cases in the same worlds, in words. Every number is a median; what a
// difference is made of is the median of differences within the same world, closed by the rest.

import { changesFromRoot, changesOf, rootOf, shortLabelOf } from "./case";
import { figuresOf } from "./figures";
import type { Figures } from "./figures";
import { inYear, middleDifference } from "./results";
import type { Many } from "./results";
import { keyOf, sameNumbers } from "./state";
import type { State } from "./state";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { co2, co2Places, co2Scale, co2Signed, comma, pick, say, spoken } from "./words";

const NAMED = 3;

/**
 * The two cases that are compared: before and after the last move. A preset that was gone back to is held against no
 * change that was given up, but against the case kept last; anything else against the preset that it changes.
 */
export function movedNow({ payload, state, history, cases }: Store): [State, State] | null {
  const { before, now } = history;
  const givenUp = before?.scenario === now.scenario && !changesOf(payload, now).length;
  if (before && sameNumbers(state, now) && !givenUp) return [before, now];
  if (changesFromRoot(payload, state).length) return [rootOf(payload, state), state];
  const kept = cases.filter((each) => !sameNumbers(each.state, state)).pop();
  return kept ? [kept.state, state] : null;
}

/** What moved the peak between them; nothing where there are no two. */
export function whyText(store: Store): string {
  const moved = movedNow(store);
  if (!moved) return "";
  const [before, after] = moved.map((state) => figuresOf(store, state));
  if (!before || !after || store.stale) return say("computing");
  const { payload } = store;
  const [was, is] = [before, after].map(({ year, level }) => ({ year: shownYear(payload, year[1]), level: co2(level[1]) }));
  const [from, to] = moved.map((state) => store.cases.find((each) => sameNumbers(each.state, state))?.name ?? shortLabelOf(payload, state));
  const alike = was.year === is.year && was.level === is.level;
  const peak = alike
    ? say("whySame", is)
    : say("whyMoved", {
        year: movedText(say("oneYear", { year: is.year }), was.year === is.year, `${was.year}→${is.year}`),
        level: movedText(say("whyMt", { size: is.level }), was.level === is.level, say("whyMt", { size: `${was.level}→${is.level}` })),
      });
  const years = [...new Set([payload.years.goal, ...(Number.isFinite(after.year[1]) ? [after.year[1]] : [])])];
  const parts = years.map((year) => partsText(store, moved, [before, after], year));
  return [say("whyCases", { from, to }) + peak, ...parts].filter(Boolean).join(spoken() === "zh" ? "" : " ");
}

/** From what to what; in words where, as printed, it stays. */
function movedText(value: string, stays: boolean, change: string): string {
  return stays ? say("whyStays", { value }) : (spoken() === "zh" ? " " : "") + change;
}

/** What sectors change in a year, the largest first; as printed they add up with the rest. Nothing where nothing does. */
function partsText(store: Store, moved: [State, State], figures: [Figures, Figures], year: number): string {
  const { payload, boundary } = store;
  const at = year - payload.clock.first;
  const [before, after] = moved.map((state) => store.parts.get(keyOf(state)));
  const [emittedBefore, emittedAfter] = figures.map(({ emissions }) => inYear(emissions, at));
  const total = middleDifference(emittedBefore, emittedAfter);
  // Rounded as they are read, and closed by the rest, so that the printed numbers add up.
  const places = 10 ** co2Places() * co2Scale();
  const whole = (size: number) => Math.round(size * places);
  if (!before || !after) return !whole(total) ? "" : say("whyTotal", { year, total: co2Signed(total) }) + say("stop");
  const groups = payload.sectors.map(({ label, outputs }) => ({ label, of: (runs: Many) => summed(runs, outputs, at) }));
  const every = payload.sectors.flatMap((each) => each.outputs);
  const emitted = new Map([
    [before, emittedBefore],
    [after, emittedAfter],
  ]);
  const restOf = (runs: Many) => {
    const some = summed(runs, every, at);
    return emitted.get(runs)!.map((value, row) => value - some[row]);
  };
  if (boundary!.rest[0]) groups.push({ label: boundary!.rest, of: restOf });
  const listed = groups
    .map(({ label, of }): [string, number] => [pick(label), whole(middleDifference(of(before), of(after)))])
    .filter(([, size]) => size !== 0)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, NAMED);
  if (!whole(total) && !listed.length) return "";
  const left = whole(total) - listed.reduce((sum, [, size]) => sum + size, 0);
  if (left) listed.push([say("rest"), left]);
  const parts = listed.map(([label, size]) => `${label} ${co2Signed(size / places)}`).join(comma());
  return say("whyTotal", { year, total: co2Signed(total) }) + (parts ? say("whyParts", { parts }) : "") + say("stop");
}

/** The sum of outputs in a year, in every run. */
function summed(runs: Many, outputs: string[], at: number): Float64Array {
  const [first, ...others] = outputs.map((id) => runs.get(id)!);
  return Float64Array.from(first, (series, row) => others.reduce((sum, each) => sum + each[row][at], series[at]));
}
