// What a person made outlives the tab: cases and the last setting, in this browser only.

import { readScenario, scenarioText } from "./scenario_file";
import type { Damage } from "./link";
import { presetState, sameNumbers } from "./state";
import type { State } from "./state";
import type { Store } from "./store";

interface Stored {
  last: string; // as a scenario file, so that another version of the model can read it
  cases: { text: string; ticked: boolean }[];
  toured: boolean;
}

const NOTHING: Stored = { last: "", cases: [], toured: false };

function placeOf(store: Store): string {
  return `zysim ${store.payload.title[1]}`;
}

/** What was kept; nothing where the browser keeps nothing. */
export function recall(store: Store): Stored {
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(placeOf(store)) ?? "{}") as Partial<Stored>) };
  } catch {
    return NOTHING;
  }
}

/** Keeps cases and setting; a browser that refuses is left in peace. */
export function remember(store: Store, changed: Partial<Stored> = {}): void {
  const kept: Stored = {
    ...recall(store),
    last: store.isPreset ? "" : scenarioText(store.payload, store.history.now),
    cases: store.cases.map(({ name, state, ticked }) => ({ text: scenarioText(store.payload, state, name), ticked })),
    ...changed,
  };
  try {
    localStorage.setItem(placeOf(store), JSON.stringify(kept));
  } catch {
    return;
  }
}

/** Brings the kept cases back, and gives the last setting where it is no preset. */
export function restore(store: Store): { last: State | null; damage: Damage[] } {
  const kept = recall(store);
  const damage: Damage[] = [];
  const read = (text: string) => {
    const found = readScenario(store.payload, text, store.start);
    damage.push(...found.damage);
    return found;
  };
  store.cases = kept.cases.map(({ text, ticked }) => {
    const { state, title } = read(text);
    return { name: title, state, ticked };
  });
  const last = kept.last ? read(kept.last).state : null;
  return { last: last && !sameNumbers(last, presetState(store.payload, last.scenario)) ? last : null, damage };
}
