// Worlds of an update in place of those the page was made with: the posterior.csv it wrote.

import type { Compute } from "./compute";
import type { Payload } from "./payload";
import { quantile } from "./peaks";
import type { Many } from "./results";
import { presetState } from "./state";
import type { Store } from "./store";

const MEMBER = "member";

/** Whether a text is a table of states of the world. */
export function isWorlds(text: string): boolean {
  return text.replace(/^\ufeff/, "").startsWith(`${MEMBER},`);
}

/** The draws of the page's members, evenly over the rows; the name of what is missing or no number. */
export function readWorlds(payload: Payload, text: string): { draws: Float64Array; rows: number } | string {
  const [head, ...lines] = text.replace(/^\ufeff/, "").trim().split(/\r\n|\r|\n/);
  const names = columnsOf(head);
  const { constants, members } = payload.draws;
  const places = constants.map((id) => names.indexOf(id));
  const missing = constants.find((_, at) => places[at] < 0);
  if (missing) return missing;
  if (lines.length < 2) return MEMBER;
  const draws = new Float64Array(members * constants.length);
  for (let member = 0; member < members; member++) {
    const at = Math.trunc((member * (lines.length - 1)) / Math.max(members - 1, 1));
    const cells = lines[at].split(",");
    for (let i = 0; i < places.length; i++) {
      const value = cells[places[i]]?.trim() ? Number(cells[places[i]]) : NaN;
      if (!Number.isFinite(value)) return `${constants[i]} (${at + 2})`;
      draws[member * constants.length + i] = value;
    }
  }
  return { draws, rows: lines.length };
}

/** Names of a head; those of array elements hold commas and stand in quotes or brackets. */
function columnsOf(head: string): string[] {
  return (head.match(/"[^"]*"|[^,[]+(\[[^\]]*\])?/g) ?? []).map((name) => name.replace(/^"|"$/g, ""));
}

/** Runs everything again in other states of the world. */
export async function weigh(store: Store, compute: Compute, draws: Float64Array): Promise<void> {
  compute.takeWorlds(draws);
  store.sets.clear();
  store.paid.clear();
  store.parts.clear();
  store.wedge = store.members = store.tried = store.structured = store.fixed = store.watched = null;
  store.weighed = true;
  const some = [store.baselineState, presetState(store.payload, store.start)];
  const found: Many[] = [];
  for (const state of some) {
    const set = await compute.setOf(state, { live: true });
    if (set) found.push(set);
  }
  const far = distances(found.map((set) => set.get(store.output)!));
  const { draws: kept } = store.payload;
  kept.typical = far.indexOf(Math.min(...far));
  await compute.begin();
}

/** How far the emissions of each member lie from the medians of all cases. */
function distances(cases: Float64Array[][]): Float64Array {
  const far = new Float64Array(cases[0].length);
  for (const all of cases) {
    for (let year = 0; year < all[0].length; year++) {
      const column = Float64Array.from(all, (series) => series[year]);
      const middle = quantile(column.slice().sort(), 0.5);
      column.forEach((value, member) => (far[member] += (value - middle) ** 2));
    }
  }
  return far;
}
