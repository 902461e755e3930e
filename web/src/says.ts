// The sentences of a card, as the command line has them: zysim/report/card/words.py.

import type { Payload } from "./payload";
import { fill, pick, spoken } from "./words";

/** A sentence of a card by its name, with its slots filled. */
export function cardSays(payload: Payload, name: string, slots: Record<string, string | number> = {}): string {
  return fill(pick(payload.spoken!.says[name]), slots);
}

/** Names joined. */
export function listed(names: string[]): string {
  if (spoken() === "zh" || names.length < 2) return names.join("、");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** A name as it stands within a sentence: "Gas power" begins small, "GDP" does not. */
export function within(name: string): string {
  return /^.[a-z]/.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

/** Sentences one after another, with blanks in English only. */
export function joined(said: string[]): string {
  return said.filter(Boolean).join(spoken() === "zh" ? "" : " ");
}

/** How an amount, as it is read, stands to that of the first preset: more, less, or about the same. */
export function besideText(payload: Payload, [more, less]: [string, string], size: string, up: boolean): string {
  return cardSays(payload, Number(size) ? (up ? more : less) : "close", { size, against: pick(payload.scenarios[0].title) });
}
