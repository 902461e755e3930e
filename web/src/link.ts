// How settings travel in a link: a preset, what differs from it, the view, and a check sum.

import { changed, changesOf, checkSum } from "./case";
import type { Change } from "./case";
import type { Control, Payload, Years } from "./payload";
import type { State, View } from "./state";

const BASE = 36;
const PLACES = 2; // digits of a control's place in the list
const SAME = "s"; // in place of a value that is the preset's
const WHEN = "y"; // before the years of a lever, as distances from the first year
const MODEL = 4; // digits of the model's hash
const NEXT = "_";

/** Writes settings and view as the part of an address behind #. */
export function toLink(payload: Payload, state: State, view: View): string {
  const two = (value: number) => value.toString(BASE).padStart(PLACES, "0");
  const set = changesOf(payload, state).map(({ control, value, years }) => {
    const strength = value === undefined ? SAME : (value ?? "");
    const away = years === undefined ? [] : (years ?? control.schedule!).map((year) => two(year - payload.clock.first));
    return two(payload.controls.indexOf(control)) + strength + (away.length ? WHEN + away.join("") : "");
  });
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
  | { kind: "years"; found: string; first: number; last: number }
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

function readChanges(payload: Payload, set: string, damage: Damage[]): Change[] {
  const changes: Change[] = [];
  for (const part of set.split(NEXT)) {
    const place = /^[0-9a-z]+$/.test(part.slice(0, PLACES)) ? parseInt(part.slice(0, PLACES), BASE) : NaN;
    const control = payload.controls[place];
    if (!control) {
      damage.push({ kind: "unknown", found: part });
      continue;
    }
    const [strength, when] = part.slice(PLACES).split(WHEN);
    const change: Change = { control };
    if (strength !== SAME) Object.assign(change, checkedValue(control, strength, part, damage));
    if (when !== undefined) {
      const years = [when.slice(0, PLACES), when.slice(PLACES)].map((each) => payload.clock.first + parseInt(each, BASE));
      Object.assign(change, checkedYears(payload, control, years as Years, part, damage));
    }
    if (change.value !== undefined || change.years !== undefined) changes.push(change);
  }
  return changes;
}

/** A value within the range of the control; nothing where it is no number. */
export function checkedValue(control: Control, text: string, found: string, damage: Damage[]): Partial<Change> {
  if (text === "") return { value: null };
  const value = Number(text);
  if (!Number.isFinite(value)) {
    damage.push({ kind: "number", found });
    return {};
  }
  const inside = Math.min(Math.max(value, control.low), control.high);
  if (inside !== value) damage.push({ kind: "clamped", found, low: control.low, high: control.high });
  return { value: inside };
}

/** Years that a lever may have; nothing where they are not. */
export function checkedYears(
  payload: Payload,
  control: Control,
  years: Years,
  found: string,
  damage: Damage[],
): Partial<Change> {
  if (control.timing && fitYears(payload, years)) return { years };
  damage.push({ kind: "years", found, first: payload.years.history, last: payload.clock.last });
  return {};
}

/** Whether a lever may act from one year to another: after history, within the horizon, in order. */
export function fitYears(payload: Payload, [start, full]: Years): boolean {
  const whole = Number.isInteger(start) && Number.isInteger(full);
  return whole && start >= payload.years.history && start < full && full <= payload.clock.last;
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
