// How settings travel in a link: a preset, what differs from it, the view, and a check sum.

import type { Control, Payload } from "./payload";
import type { State, View } from "./state";
import { presetValues, withValue } from "./state";

const BASE = 36;
const PLACES = 2; // digits of a control's place in the list
const MODEL = 4; // digits of the model's hash
const NEXT = "_";

/** Controls whose value is not that of the preset; null where it is left at its default. */
export function changesOf(payload: Payload, state: State): [Control, number | null][] {
  const preset = presetValues(payload, state.scenario);
  return payload.controls
    .filter((control) => state.values[control.id] !== preset[control.id])
    .map((control) => [control, state.values[control.id] ?? null]);
}

/** A preset with changes made to it. */
export function changed(payload: Payload, scenario: string, changes: [Control, number | null][]): State {
  return changes.reduce((state, [control, value]) => withValue(state, control, value), {
    scenario,
    values: presetValues(payload, scenario),
  } as State);
}

/** Four letters that differ where a letter of a text does (FNV-1a). */
function checkSum(text: string): string {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return sum.toString(BASE).padStart(7, "0").slice(-4);
}

/** Writes settings and view as the part of an address behind #. */
export function toLink(payload: Payload, state: State, view: View): string {
  const set = changesOf(payload, state).map(
    ([control, value]) =>
      payload.controls.indexOf(control).toString(BASE).padStart(PLACES, "0") + (value ?? ""),
  );
  const words = new URLSearchParams({
    v: String(payload.format),
    m: payload.model_sha256.slice(0, MODEL),
    s: state.scenario,
    ...(set.length ? { d: set.join(NEXT) } : {}),
    b: view.boundary,
    l: view.lang,
    c: view.charts.join(NEXT),
  });
  words.set("k", checkSum(words.toString()));
  return words.toString();
}

export type Damage =
  | { kind: "version"; found: string }
  | { kind: "model"; found: string }
  | { kind: "sum"; found: string }
  | { kind: "scenario"; found: string }
  | { kind: "unknown"; found: string }
  | { kind: "number"; found: string }
  | { kind: "clamped"; found: string; low: number; high: number }
  | { kind: "view"; found: string };

/** Reads a link; what is damaged is left as in the preset or put within its range, and named. */
export function fromLink(
  payload: Payload,
  hash: string,
  start: string,
  view: View,
  charts: string[],
): { state: State; view: View; damage: Damage[] } | null {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  if (![...words.keys()].length) return null;
  const damage: Damage[] = [];
  const version = words.get("v");
  const model = words.get("m");
  const other = version !== null && version !== String(payload.format);
  const foreign = other || (model !== null && model !== payload.model_sha256.slice(0, MODEL));
  if (foreign) damage.push(other ? { kind: "version", found: version } : { kind: "model", found: model! });
  let scenario = words.get("s") ?? start;
  if (!payload.scenarios.some((each) => each.id === scenario)) {
    damage.push({ kind: "scenario", found: scenario });
    scenario = start;
  }
  const set = words.get("d");
  const sum = words.get("k");
  if (set !== null && !foreign) {
    words.delete("k");
    if (sum !== checkSum(words.toString())) damage.push({ kind: "sum", found: sum ?? "" });
  }
  // Places in the list of controls mean nothing in a page of another model.
  const changes = set !== null && !foreign ? readChanges(payload, set, damage) : [];
  return { state: changed(payload, scenario, changes), view: readView(payload, words, view, charts, damage), damage };
}

function readChanges(payload: Payload, set: string, damage: Damage[]): [Control, number | null][] {
  const changes: [Control, number | null][] = [];
  for (const part of set.split(NEXT)) {
    const place = /^[0-9a-z]+$/.test(part.slice(0, PLACES)) ? parseInt(part.slice(0, PLACES), BASE) : NaN;
    const control = payload.controls[place];
    if (!control) {
      damage.push({ kind: "unknown", found: part });
      continue;
    }
    changes.push(...checked(control, part.slice(PLACES), part, damage));
  }
  return changes;
}

/** A change with its number within the range of the control; nothing where it is no number. */
export function checked(
  control: Control,
  text: string,
  found: string,
  damage: Damage[],
): [Control, number | null][] {
  if (text === "") return [[control, null]];
  const value = Number(text);
  if (!Number.isFinite(value)) {
    damage.push({ kind: "number", found });
    return [];
  }
  const inside = Math.min(Math.max(value, control.low), control.high);
  if (inside !== value) damage.push({ kind: "clamped", found, low: control.low, high: control.high });
  return [[control, inside]];
}

function readView(payload: Payload, words: URLSearchParams, view: View, charts: string[], damage: Damage[]): View {
  const seen: View = { ...view, charts: [...view.charts] };
  const boundary = words.get("b");
  if (payload.boundaries.some((each) => each.id === boundary)) seen.boundary = boundary!;
  else if (boundary) damage.push({ kind: "view", found: boundary });
  const lang = words.get("l");
  if (lang === "zh" || lang === "en") seen.lang = lang;
  else if (lang) damage.push({ kind: "view", found: lang });
  // Names of charts may hold the mark themselves: of all ways to cut, the first of known names.
  const asked = words.get("c") ?? "";
  const first = charts.find((id) => asked === id || asked.startsWith(id + NEXT));
  const named = first === undefined ? [asked] : [first, asked.slice(first.length + NEXT.length)];
  named.forEach((id, at) => {
    if (charts.includes(id)) seen.charts[at] = id;
    else if (id) damage.push({ kind: "view", found: id });
  });
  return seen;
}
