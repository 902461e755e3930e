// The few numbers by which cases are told apart, over all members.

import { clockOf, quantile, spreadOf } from "./peaks";
import type { Share } from "./peaks";
import type { Three } from "./payload";
import { inYear } from "./results";
import type { Many } from "./results";
import { keyOf } from "./state";
import type { State } from "./state";
import type { Store } from "./store";

export interface Figures {
  chance: Share; // of a peak in time
  year: [number, number, number]; // of the peak: P10, P50, P90
  level: [number, number, number]; // Mt a year
  /** The median within the same states of what the goal year differs by; as a share if asked. */
  difference(of: "emissions" | "gdp", from: Figures, share?: boolean): number;
  /** P10, P50 and P90 within the same states of what GDP differs by, summed from a year to another. */
  gdpOver(years: [number, number], from: Figures): Three;
  gdp: Float64Array[];
  emissions: Float64Array[]; // Mt a year
  atGoal: Record<"emissions" | "gdp", Float64Array>;
}

const known = new WeakMap<Float64Array[], Figures>();

/** What all members of a state say; null while they are not known. */
export function figuresOf(store: Store, state: State): Figures | null {
  const found = store.sets.get(keyOf(state));
  const all = found?.get(store.output);
  if (!found || !all) return null;
  if (!known.has(all)) known.set(all, figures(store, found));
  return known.get(all)!;
}

function figures(store: Store, found: Many): Figures {
  const { payload, output } = store;
  const all = found.get(output)!;
  const spread = spreadOf(all, clockOf(payload));
  const at = payload.years.goal - payload.clock.first;
  const atGoal = { emissions: inYear(all, at), gdp: inYear(found.get(payload.per_gdp.over)!, at) };
  return {
    chance: spread.byTarget,
    year: spread.year,
    level: spread.level,
    atGoal,
    gdp: found.get(payload.per_gdp.over)!,
    emissions: all,
    gdpOver([first, last], from) {
      const sum = (series: Float64Array) =>
        series.subarray(first - payload.clock.first, last - payload.clock.first + 1).reduce((all, each) => all + each, 0);
      const found = Float64Array.from(this.gdp, (series, row) => sum(series) - sum(from.gdp[row])).sort();
      return [quantile(found, 0.1), quantile(found, 0.5), quantile(found, 0.9)];
    },
    difference(of, from, share = false) {
      const before = from.atGoal[of];
      const each = atGoal[of].map((value, row) => (value - before[row]) / (share ? before[row] : 1));
      return quantile(each.sort(), 0.5);
    },
  };
}
