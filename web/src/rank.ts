// Which levers move the answer most: each put back alone, in the worlds near the median.

import type { Control, Payload } from "./payload";
import { findPeak, quantile } from "./peaks";
import type { Many } from "./results";
import { valueOf, withValue } from "./state";
import type { State } from "./state";

export interface Ranked {
  control: Control;
  back: boolean; // taken back to what stands without the plan; false: brought to setting 1
  atGoal: number; // what that changes of the emissions in the goal year, Mt a year
  margin: number; // and of the margin of the peak, a share: above 0 brings the peak forward
  year: number; // of the peak afterwards
}

function levers(payload: Payload): Control[] {
  return payload.controls.filter((control) => control.kind === "lever");
}

/** The state itself, then each lever taken back; one that does not act is brought to its plan. */
export function rankingRuns(payload: Payload, state: State): State[] {
  return [
    state,
    ...levers(payload).map((control) =>
      withValue(state, control, valueOf(control, state) === control.default ? (control.plan ?? 1) : control.default),
    ),
  ];
}

/** Highest up to a year less highest after it, as a share of the highest of all. */
function marginOf(values: Float64Array, until: number): number {
  const [before, after] = [values.subarray(0, until + 1), values.subarray(until + 1)].map((some) => Math.max(...some));
  return (before - after) / Math.max(before, after);
}

/** What was worked out already, by runs and output: all is drawn far more often than runs change. */
const known = new WeakMap<Many, Map<string, Ranked[]>>();

/**
 * The levers by how far they move the margin of the peak, most first: medians over the worlds near
 * the median, of what runs differ by in the same world.
 */
export function rankingOf(payload: Payload, state: State, runs: Many, output: string): Ranked[] {
  const listed = known.get(runs) ?? new Map<string, Ranked[]>();
  known.set(runs, listed);
  if (!listed.has(output)) listed.set(output, ranked(payload, state, runs, output));
  return listed.get(output)!;
}

/** The median peak year of the state itself in the worlds near the median. */
export function startYear(payload: Payload, runs: Many, output: string): number {
  const now = runs.get(output)!.slice(0, payload.draws.near.length);
  return quantile(Float64Array.from(now, (each) => findPeak(each, payload.clock.first).year).sort(), 0.5);
}

function ranked(payload: Payload, state: State, runs: Many, output: string): Ranked[] {
  const size = payload.draws.near.length;
  const all = runs.get(output)!;
  const now = all.slice(0, size);
  const at = payload.years.goal - payload.clock.first;
  const middle = (values: number[]) => quantile(Float64Array.from(values).sort(), 0.5);
  return levers(payload)
    .map((control, place) => {
      const then = all.slice((place + 1) * size, (place + 2) * size);
      return {
        control,
        back: valueOf(control, state) !== control.default,
        atGoal: middle(then.map((each, row) => each[at] - now[row][at])),
        margin: middle(then.map((each, row) => marginOf(each, at) - marginOf(now[row], at))),
        year: middle(then.map((each) => findPeak(each, payload.clock.first).year)),
      };
    })
    .sort((a, b) => Math.abs(b.margin) - Math.abs(a.margin));
}
