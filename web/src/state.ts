// What the reader has set, how it is undone, and how it travels in a link.

import type { Control, Lang, Payload } from "./payload";

export interface State {
  scenario: string; // the preset the settings started from
  values: Readonly<Record<string, number>>; // control id to value, where it is not the default
}

export interface View {
  lang: Lang;
  boundary: string;
  charts: [string, string];
}

/** Values of a preset by control id. */
export function presetValues(payload: Payload, id: string): Record<string, number> {
  const scenario = payload.scenarios.find((each) => each.id === id)!;
  const values: Record<string, number> = { ...scenario.assumptions };
  for (const [lever, value] of Object.entries(scenario.levers)) if (value !== 0) values[lever] = value;
  return values;
}

/** Constants of the model that a state sets. */
export function constantsOf(payload: Payload, state: State): Record<string, number> {
  const found: Record<string, number> = {};
  for (const control of payload.controls) {
    const value = state.values[control.id];
    if (value !== undefined) found[control.constant] = value;
  }
  return found;
}

export function valueOf(control: Control, state: State): number {
  return state.values[control.id] ?? control.default;
}

/** A state with one control set; a lever at its default is left out, so that equal is equal. */
export function withValue(state: State, control: Control, value: number | null): State {
  const values = { ...state.values };
  if (value === null || (!control.drawn && value === control.default)) delete values[control.id];
  else values[control.id] = value;
  return { ...state, values };
}

export function sameValues(a: State, b: State): boolean {
  const names = Object.keys(a.values);
  return (
    names.length === Object.keys(b.values).length &&
    names.every((name) => a.values[name] === b.values[name])
  );
}

/** States one after another, with the place where the reader stands. */
export class History {
  private states: State[];
  private at = 0;

  constructor(first: State) {
    this.states = [first];
  }

  get now(): State {
    return this.states[this.at];
  }

  get before(): State | null {
    return this.at > 0 ? this.states[this.at - 1] : null;
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  add(state: State): void {
    if (sameValues(state, this.now) && state.scenario === this.now.scenario) return;
    this.states = [...this.states.slice(0, this.at + 1), state];
    this.at++;
  }

  undo(): void {
    if (this.canUndo) this.at--;
  }

  redo(): void {
    if (this.canRedo) this.at++;
  }
}

/** Writes settings and view as the part of an address behind #. */
export function toLink(payload: Payload, state: State, view: View): string {
  const set = Object.entries(state.values).map(([id, value]) => `${id}:${value}`);
  const words = new URLSearchParams({
    v: String(payload.format),
    m: payload.model_sha256.slice(0, 8),
    s: state.scenario,
    x: set.join(","),
    b: view.boundary,
    l: view.lang,
    c: view.charts.join(","),
  });
  return words.toString();
}

export type Damage =
  | { kind: "version"; found: string }
  | { kind: "model"; found: string }
  | { kind: "scenario"; found: string }
  | { kind: "unknown"; found: string }
  | { kind: "number"; found: string }
  | { kind: "clamped"; found: string; low: number; high: number }
  | { kind: "view"; found: string };

/** Reads a link; what is damaged is left out or put within its range, and named. */
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
  if (version !== null && version !== String(payload.format)) damage.push({ kind: "version", found: version });
  const model = words.get("m");
  if (model !== null && model !== payload.model_sha256.slice(0, 8)) damage.push({ kind: "model", found: model });
  let scenario = words.get("s") ?? start;
  const known = payload.scenarios.some((each) => each.id === scenario);
  if (!known) {
    damage.push({ kind: "scenario", found: scenario });
    scenario = start;
  }
  const text = words.get("x");
  let values: Record<string, number> = text === null ? presetValues(payload, scenario) : {};
  for (const part of text ? text.split(",") : []) {
    const [id, number] = part.split(":");
    const control = payload.controls.find((each) => each.id === id);
    if (!control) {
      damage.push({ kind: "unknown", found: part });
      continue;
    }
    const value = number === undefined || number.trim() === "" ? NaN : Number(number);
    if (!Number.isFinite(value)) {
      damage.push({ kind: "number", found: part });
      continue;
    }
    const inside = Math.min(Math.max(value, control.low), control.high);
    if (inside !== value) {
      damage.push({ kind: "clamped", found: part, low: control.low, high: control.high });
    }
    values = { ...withValue({ scenario, values }, control, inside).values };
  }
  const seen: View = { ...view, charts: [...view.charts] };
  const boundary = words.get("b");
  if (payload.boundaries.some((each) => each.id === boundary)) seen.boundary = boundary!;
  else if (boundary) damage.push({ kind: "view", found: boundary });
  const lang = words.get("l");
  if (lang === "zh" || lang === "en") seen.lang = lang;
  else if (lang) damage.push({ kind: "view", found: lang });
  (words.get("c") ?? "").split(",").slice(0, 2).forEach((id, at) => {
    if (charts.includes(id)) seen.charts[at] = id;
    else if (id) damage.push({ kind: "view", found: id });
  });
  return { state: { scenario, values }, view: seen, damage };
}
