// What a changed preset is called: by people, by the command line, and what differs in it.

import type { Control, Payload, Years } from "./payload";
import type { State } from "./state";
import { presetState, sameControl, valueOf, withValue, withYears, yearsOf } from "./state";
import { colon, paren, pick, plainNumber, say, semicolon, spoken } from "./words";

/** One control that differs from the preset; what does not is undefined. */
export interface Change {
  control: Control;
  value?: number | null; // null: left at its default
  years?: Years | null; // null: those of the table
}

/** What was found to differ, since all that is drawn asks for it. */
const known = new WeakMap<State, Map<State, Change[]>>();

/** What differs from the preset. */
export function changesOf(payload: Payload, state: State): Change[] {
  return differences(payload, state, presetState(payload, state.scenario));
}

function differences(payload: Payload, state: State, preset: State): Change[] {
  const found = known.get(state) ?? new Map<State, Change[]>();
  known.set(state, found);
  if (!found.has(preset)) found.set(preset, compared(payload, state, preset));
  return found.get(preset)!;
}

function compared(payload: Payload, state: State, preset: State): Change[] {
  return payload.controls
    .filter((control) => !sameControl(control, state, preset))
    .map((control) => {
      const id = control.id;
      const moved = String(state.years[id]) !== String(preset.years[id]);
      return {
        control,
        ...(state.values[id] !== preset.values[id] ? { value: state.values[id] ?? null } : {}),
        ...(moved ? { years: state.years[id] ?? null } : {}),
      };
    });
}

/** The preset that a case changes: where a preset itself changes another one, that one. */
export function rootOf(payload: Payload, state: State): State {
  const { id, base } = payload.scenarios.find((each) => each.id === state.scenario)!;
  const known = payload.scenarios.some((each) => each.id === base && each.base === base);
  return presetState(payload, known ? base : id);
}

/** What differs from the preset that a case changes. */
export function changesFromRoot(payload: Payload, state: State): Change[] {
  return differences(payload, state, rootOf(payload, state));
}

/** A preset with changes made to it. */
export function changed(payload: Payload, scenario: string, changes: Change[]): State {
  return changes.reduce((state, { control, value, years }) => {
    const set = value === undefined ? state : withValue(state, control, value);
    return years === undefined ? set : withYears(set, control, years);
  }, presetState(payload, scenario));
}

/** A preset's title, with what was changed in it, as the command line writes it. */
export function labelOf(payload: Payload, state: State): string {
  const title = pick(payload.scenarios.find((each) => each.id === state.scenario)!.title);
  const changes = changesOf(payload, state);
  if (!changes.length) return title;
  const preset = presetState(payload, state.scenario);
  const words = changes.map((change) => changeText(payload, change, preset, state));
  return title + paren(say("changedTo", { changes: words.join(semicolon()) }));
}

/** The same, shorter where much was changed. */
export function shortLabelOf(payload: Payload, state: State): string {
  const changes = changesOf(payload, state).length;
  if (changes <= 1) return labelOf(payload, state);
  return pick(payload.scenarios.find((each) => each.id === state.scenario)!.title) + paren(say("manyChanges", { n: changes }));
}

/** One change in words: 天然气发电二期 280→148 万千瓦，2028—2032 年. */
export function changeText(payload: Payload, change: Change, before: State, after: State): string {
  const { control } = change;
  const was = valueOf(control, before);
  const is = valueOf(control, after);
  const parts = was === is ? [] : [amountText(payload, control, was, is, after)];
  if (change.years !== undefined) {
    const [start, full] = yearsOf(control, after)!;
    parts.push(say("yearsText", { start, full }));
  }
  return `${pick(control.label)} ${parts.join(spoken() === "zh" ? "，" : ", ")}`;
}

function amountText(payload: Payload, control: Control, was: number, is: number, state: State): string {
  const found = sizeOf(payload, control, state);
  if (found) return `${found.at(was)}→${found.at(is)} ${found.unit}`;
  const unit = pick(control.unit);
  return `${toldValue(control, was)}→${toldValue(control, is)}${unit && unit !== "—" ? ` ${unit}` : ""}`;
}

/** What a lever is at a setting, and the setting at which it is so much, in the unit of its clause. */
export interface Size {
  at(setting: number): string;
  setting(amount: number): number;
  unit: string;
}

/** What a lever is in the unit of its clause; null where that is no number. */
export function sizeOf(payload: Payload, control: Control, state: State): Size | null {
  const found = control.quantity;
  if (!found) return null;
  const [zero, one] = found.constants.map((id, at) => {
    const assumed = payload.controls.find((each) => each.constant === id);
    return (assumed && state.values[assumed.id]) ?? found.values[at];
  });
  const factor = found.factor[spoken() === "zh" ? 0 : 1];
  return {
    at: (setting) => String(Number(((zero + setting * (one - zero)) * factor).toPrecision(4))),
    setting: (amount) => (amount / factor - zero) / (one - zero),
    unit: pick(found.unit),
  };
}

/** From the unit of the model to the one of the reader's language. */
export function scaleOf({ scale }: { scale: [number, number] }): number {
  return scale[spoken() === "zh" ? 0 : 1];
}

/** A value of a control as it is read. */
export function toldValue(control: Control, value: number): string {
  return plainNumber(value * scaleOf(control));
}

/** The case as it is typed after `zysim run`. */
export function wordOf(payload: Payload, state: State): string {
  const changes = changesOf(payload, state);
  const names = new Set(changes.map(({ control }) => control.id));
  const preset = payload.scenarios.find((each) => each.id === state.scenario)!;
  const kept = Object.entries(preset.set).filter(([name]) => !names.has(name));
  const own = changes.map(({ control, value, years }) => {
    const strength = value === undefined ? "" : String(value ?? control.default);
    const when = years === undefined ? "" : `@${(years ?? control.schedule!).join("-")}`;
    return `${control.id}=${strength}${when}`;
  });
  return [preset.base, ...[...kept.map((each) => each.join("=")), ...own].sort()].join("+");
}

/** The part of a changed case's name that files carry: short, and different for different cases. */
export function stemOf(payload: Payload, state: State): string {
  const whole = wordOf(payload, state).replace(/[^\p{L}\p{N}_.+=@-]+/gu, "_");
  return whole.length <= 80 ? whole : `${whole.slice(0, 72)}-${checkSum(whole)}`;
}

/** Four letters that differ where a letter of a text does (FNV-1a). */
export function checkSum(text: string): string {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return sum.toString(36).padStart(7, "0").slice(-4);
}

/** A change's name, and from what to what it goes, for a list. */
export function changeLine(payload: Payload, change: Change, before: State, after: State): string {
  const { control } = change;
  const name = pick(control.label);
  const strength = moved(change, before, after) && control.ends && !control.quantity ? `${say("strength")} ` : "";
  return name + colon() + strength + changeText(payload, change, before, after).slice(name.length + 1);
}

/** What a strength of 1 is of a change whose numbers do not say it. */
export function strengthText(change: Change, before: State, after: State): string {
  const { ends, quantity } = change.control;
  return moved(change, before, after) && ends && !quantity ? say("strengthOne", { one: pick(ends[1]) }) : "";
}

function moved({ control }: Change, before: State, after: State): boolean {
  return valueOf(control, before) !== valueOf(control, after);
}
