// Numbers as people type them: full-width digits, blanks, thousands, a per cent sign, a unit behind.

import { scaleOf, sizeOf, toldValue } from "./case";
import type { Size } from "./case";
import { h } from "./dom";
import type { Control, Payload } from "./payload";
import type { State } from "./state";
import { paren, pick, say } from "./words";

const PARTS = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(.*)$/i;
const THOUSANDS = /^([+-]?\d{1,3})((?:,\d{3})+)(?!\d)/;
const SHARES = ["", "—", "per year", "1/year"]; // units whose numbers may be typed in per cent

/** A number and what stands behind it; null where there is no number. */
export function readNumber(text: string): { value: number; unit: string } | null {
  const plain = text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[−–]/g, "-")
    .replace(/。/g, ".")
    .replace(THOUSANDS, (_, first: string, rest: string) => first + rest.replace(/,/g, ""));
  const found = PARTS.exec(plain);
  return found && { value: Number(found[1]), unit: found[2] };
}

/** What a text means, and what to say of it: nothing where it is the number that stands in the field. */
export interface Typed {
  value: number | null; // null where it is refused
  said: string;
}

/** The value of a control that a text means: a setting, or an amount with its unit behind. */
export function readAmount(payload: Payload, control: Control, text: string, state: State): Typed {
  const refused = (said: string): Typed => ({ value: null, said });
  const range = { low: toldValue(control, control.low), high: toldValue(control, control.high) };
  if (!text.trim()) return refused(say("typedNothing", range));
  const typed = text.trim();
  const found = readNumber(text);
  if (!found) return refused(say("typedNoNumber", { typed, ...range }));
  const size = sizeOf(payload, control, state);
  const own = control.kind === "lever" && size ? size.unit : pick(control.unit);
  const value = meant(control, found, own, size);
  if (value === null) return refused(own && own !== "—" ? say("typedUnit", { typed, unit: own }) : say("typedPlain", { typed, ...range }));
  if (value >= control.low && value <= control.high) {
    return { value, said: found.unit && control.kind === "lever" ? say("typedTaken", { typed, setting: toldValue(control, value) }) : "" };
  }
  const amounts = size ? paren(say("typedAmounts", { low: size.at(control.low), high: size.at(control.high), unit: size.unit })) : "";
  return refused(say("typedOutside", { typed, ...range }) + amounts);
}

function meant(control: Control, { value, unit }: { value: number; unit: string }, own: string, size: Size | null): number | null {
  const exact = (number: number) => Number(number.toPrecision(12));
  if (unit === "") return exact(value / scaleOf(control));
  if (unit === "%" && !own.includes("%")) return control.kind === "lever" || SHARES.includes(control.unit[1]) ? exact(value / 100 / scaleOf(control)) : null;
  if (!isUnit(unit, own)) return null;
  return size ? exact(size.setting(value)) : exact(value / scaleOf(control));
}

/** Whether a text is a unit, or the beginning of one that goes on after a stroke or a blank. */
function isUnit(text: string, unit: string): boolean {
  const plain = (words: string) => words.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
  return [unit, unit.split(/[/ ]/)[0], unit.split(/\/| a | of /)[0]].some((each) => each !== "" && plain(each) === plain(text));
}

/** A step of about a hundredth of the range, round enough to read. */
export function stepOf(control: Control): number {
  const size = (control.high - control.low) / 100;
  const power = 10 ** Math.floor(Math.log10(size));
  const tens = size / power;
  return power * (tens < 1.5 ? 1 : tens < 3.5 ? 2 : tens < 7.5 ? 5 : 10);
}

/** The value on the grid of steps, at a mark or an end where one is near. */
export function onGrid(value: number, control: Control, step: number): number {
  for (const mark of [control.default, control.plan]) {
    if (mark !== null && Math.abs(value - mark) < step * 0.75) return mark;
  }
  if (value <= control.low + step / 2) return control.low;
  if (value >= control.high - step / 2) return control.high;
  return Number((Math.round(value / step) * step).toPrecision(10));
}

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** A field that hands over what is typed when it is left or Enter pressed; arrows step, Escape takes back. */
export function numberField(label: string, act: { take(text: string): void; step(moves: number): void }): HTMLInputElement {
  const commit = () => {
    if (field.value !== field.dataset.stands) act.take(field.value);
  };
  const field = h("input", {
    type: "text",
    inputmode: "decimal",
    role: "spinbutton",
    autocomplete: "off",
    "aria-label": label,
    onfocus: () => field.select(),
    onblur: commit,
    onkeydown: (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      const moves = STEPS[key];
      if (isComposing || !(moves || key === "Enter" || key === "Escape")) return;
      if (moves) event.preventDefault();
      if (key === "Escape") field.value = field.dataset.stands!;
      else if (key === "Enter") act.take(field.value);
      else commit();
      if (moves) act.step(moves);
    },
  });
  return field;
}

/** Writes what stands into a field, and the range it lies in. */
export function put(field: HTMLInputElement, text: string, [low, high]: string[]): void {
  field.dataset.stands = text;
  if (field.value !== text) field.value = text;
  field.setAttribute("aria-valuenow", text);
  field.setAttribute("aria-valuemin", low);
  field.setAttribute("aria-valuemax", high);
}

/** Puts back what stands, where something else was typed. */
export function putBack(field: HTMLInputElement): void {
  const { stands } = field.dataset;
  if (stands !== undefined && field.value !== stands) field.value = stands;
}
