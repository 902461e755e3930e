// What the reader has set, and how it is undone.

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
