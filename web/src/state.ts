// What the reader has set, and how it is undone.

import type { Control, Lang, Payload, Scenario, Years } from "./payload";

export interface State {
  scenario: string; // the preset the settings started from
  values: Readonly<Record<string, number>>; // control id to value, where it is not the default
  years: Readonly<Record<string, Years>>; // lever id to years, where they are not the table's
}

export interface View {
  lang: Lang;
  boundary: string;
  charts: [string, string];
}

const presets = new WeakMap<Scenario, State>();

/** The settings of a preset. */
export function presetState(payload: Payload, id: string): State {
  const scenario = payload.scenarios.find((each) => each.id === id)!;
  const found = presets.get(scenario) ?? settingsOf(scenario);
  presets.set(scenario, found);
  return found;
}

function settingsOf(scenario: Scenario): State {
  const values: Record<string, number> = { ...scenario.assumptions };
  for (const [lever, value] of Object.entries(scenario.levers)) if (value !== 0) values[lever] = value;
  return { scenario: scenario.id, values, years: { ...scenario.years } };
}

/** Constants of the model that a state sets. */
export function constantsOf(payload: Payload, state: State): Record<string, number> {
  const found: Record<string, number> = {};
  for (const control of payload.controls) {
    const value = state.values[control.id];
    if (value !== undefined) found[control.constant] = value;
    const years = state.years[control.id];
    if (years) control.timing!.forEach((constant, at) => (found[constant] = years[at]));
  }
  return found;
}

export function valueOf(control: Control, state: State): number {
  return state.values[control.id] ?? control.default;
}

/** When a lever acts; null for what has no years. */
export function yearsOf(control: Control, state: State): Years | null {
  return state.years[control.id] ?? control.schedule ?? null;
}

/** A state with one control set; a lever at its default is left out, so that equal is equal. */
export function withValue(state: State, control: Control, value: number | null): State {
  const values = { ...state.values };
  if (value === null || (!control.drawn && value === control.default)) delete values[control.id];
  else values[control.id] = value;
  return { ...state, values };
}

/** A state with the years of one lever set; null takes those of the table. */
export function withYears(state: State, control: Control, years: Years | null): State {
  const all = { ...state.years };
  if (!years || equalYears(years, control.schedule!)) delete all[control.id];
  else all[control.id] = years;
  return { ...state, years: all };
}

/** A state with one control as another state has it. */
export function withControlOf(state: State, control: Control, other: State): State {
  const set = withValue(state, control, other.values[control.id] ?? null);
  return control.timing ? withYears(set, control, other.years[control.id] ?? null) : set;
}

function equalYears(a: Years | undefined, b: Years | undefined): boolean {
  return a === b || (!!a && !!b && a[0] === b[0] && a[1] === b[1]);
}

/** Whether two states set one control alike. */
export function sameControl(control: Control, a: State, b: State): boolean {
  return (
    a.values[control.id] === b.values[control.id] && equalYears(a.years[control.id], b.years[control.id])
  );
}

/** Whether two states give the same numbers, whatever preset they started from. */
export function sameNumbers(a: State, b: State): boolean {
  return keyOf(a) === keyOf(b);
}

const keys = new WeakMap<State, string>();

/** One text for all states that give the same numbers. */
export function keyOf(state: State): string {
  const sorted = (all: object) => Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = keys.get(state) ?? JSON.stringify([sorted(state.values), sorted(state.years)]);
  keys.set(state, found);
  return found;
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

  /** Adds a state; a further move of the same kind takes the place of the last one. */
  add(state: State, further = false): void {
    if (sameNumbers(state, this.now) && state.scenario === this.now.scenario) return;
    const kept = further && this.canUndo ? this.at : this.at + 1;
    this.states = [...this.states.slice(0, kept), state];
    this.at = kept;
  }

  undo(): void {
    if (this.canUndo) this.at--;
  }

  redo(): void {
    if (this.canRedo) this.at++;
  }
}
