// Which measures matter most in the case as it is: zysim/sensitivity/leading.py for the page.

import type { Control, Leading, LeadingLever, Payload } from "./payload";
import { findPeak, quantile } from "./peaks";
import type { Many } from "./results";
import { valueOf, withValue } from "./state";
import type { State } from "./state";

/** States of the world in which every lever is tried: the first ones, as in Python. */
const MEMBERS = 64;
const FIRST = 3;
export const SHOWN = 10;

export function triedIn(payload: Payload): number {
  return Math.min(MEMBERS, payload.draws.members);
}

function levers(payload: Payload): Control[] {
  return payload.controls.filter((control) => control.kind === "lever");
}

export function isUsed(control: Control, state: State): boolean {
  return valueOf(control, state) !== control.default;
}

/** The state with one lever turned: left out where the state does it, else done. */
export function withAlone(control: Control, state: State): State {
  return withValue(state, control, isUsed(control, state) ? control.default : control.plan || 1);
}

/** The state itself, then each lever alone. */
export function triedStates(payload: Payload, state: State): State[] {
  return [state, ...levers(payload).map((control) => withAlone(control, state))];
}

/** What was worked out already, by runs and output: all is drawn far more often than runs change. */
const known = new WeakMap<Many, Map<string, Leading>>();

/** The levers of a state, those that matter most first, from the runs of `triedStates` one after another. */
export function leadingOf(payload: Payload, state: State, runs: Many, output: string, caption: Leading["caption"]): Leading {
  const listed = known.get(runs) ?? new Map<string, Leading>();
  known.set(runs, listed);
  if (!listed.has(output)) listed.set(output, ordered(payload, state, runs, output, caption));
  return listed.get(output)!;
}

function ordered(payload: Payload, state: State, runs: Many, output: string, caption: Leading["caption"]): Leading {
  const size = triedIn(payload);
  const { first } = payload.clock;
  const at = payload.years.goal - first;
  const series = runs.get(output)!;
  const part = (place: number) => series.slice(place * size, (place + 1) * size);
  const peak = (some: Float64Array[]) => {
    const year = quantile(Float64Array.from(some, (each) => findPeak(each, first).year).sort(), 0.5);
    return Number.isFinite(year) ? year : null;
  };
  const whole = part(0);
  const tried = levers(payload).map((control, place) => {
    const then = part(place + 1);
    const used = isUsed(control, state);
    const changed = whole.map((each, world) => (used ? each[at] - then[world][at] : then[world][at] - each[at]));
    return { control, used, changed, year: peak(then) };
  });
  const counts = new Array<number>(tried.length).fill(0);
  for (let world = 0; world < size; world++) {
    const order = tried.map((_, place) => place).sort((a, b) => Math.abs(tried[b].changed[world]) - Math.abs(tried[a].changed[world]));
    for (const place of order.slice(0, FIRST)) if (tried[place].changed[world] !== 0) counts[place] += 1;
  }
  const found: LeadingLever[] = tried.map(({ control, used, changed, year }, place) => {
    const sorted = Float64Array.from(changed).sort();
    return {
      control: control.id,
      used,
      goal: [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)],
      moves: counts[place] / size,
      year,
    };
  });
  found.sort((a, b) => Math.abs(b.goal[1]) - Math.abs(a.goal[1]));
  const own = (each: LeadingLever) => payload.controls.find(({ id }) => id === each.control)!.decides === "city";
  const shown = new Set([...found.slice(0, SHOWN), ...found.filter(own).slice(0, SHOWN)]);
  return { caption, year: peak(whole), levers: found.filter((each) => shown.has(each)) };
}
