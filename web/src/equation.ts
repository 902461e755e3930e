// An equation as it is read: names of the reader's language, elements as subscripts, and words for functions.

import { h } from "./dom";
import type { Payload } from "./payload";
import { comma, say, spoken } from "./words";
import type { Word } from "./words";

type Piece = Node | string;

/** Functions that are told in words; each argument fills a slot. Others keep their names. */
const TOLD: Record<string, Word> = {
  "IF THEN ELSE": "equationIf",
  INTEG: "equationInteg",
  INITIAL: "equationInitial",
  MAX: "equationMax",
  MIN: "equationMin",
  ABS: "equationAbs",
  INTEGER: "equationInteger",
  EXP: "equationExp",
  LN: "equationLn",
};
const CALL = new RegExp(`(?<![\\w])(${[...Object.keys(TOLD), "SUM"].join("|")})\\s*\\(`, "i");

const SIGNS: [RegExp, string][] = [
  [/:AND:/gi, " ∧ "],
  [/:OR:/gi, " ∨ "],
  [/:NOT:/gi, " ¬ "],
  [/<>/g, " ≠ "],
  [/>=/g, " ≥ "],
  [/<=/g, " ≤ "],
  [/\*/g, " × "],
  [/\//g, " ÷ "],
  [/(?<!\de)-/gi, " − "],
  [/ {2,}/g, " "],
];

/** The equation in words, a line for each part of it, and the one of the model file behind a fold. */
export function equationNode(payload: Payload, equation: string): HTMLElement {
  const lines = equation.split("\n").map((line) => {
    const own = /^([^=<>()]+?)\s=\s(.*)$/s.exec(line); // parts of an array say which elements they are of
    return h("div", {}, ...(own ? [...render(payload, own[1]), " = ", ...render(payload, own[2])] : ["= ", ...render(payload, line)]));
  });
  return h(
    "div",
    { class: "equation" },
    ...lines,
    h("details", {}, h("summary", {}, say("equationRaw")), h("code", {}, equation)),
  );
}

function render(payload: Payload, text: string): Piece[] {
  const found = CALL.exec(text);
  if (!found) return plain(payload, text);
  const start = found.index + found[0].length;
  const end = closing(text, start);
  const name = found[1].toUpperCase();
  const inside = text.slice(start, end);
  const told = name === "SUM" ? sum(payload, inside) : call(payload, name, inside);
  return [...plain(payload, text.slice(0, found.index)), ...told, ...render(payload, text.slice(end + 1))];
}

/** A function in words, its arguments in their slots. */
function call(payload: Payload, name: string, inside: string): Piece[] {
  const given = argumentsOf(inside).map((each) => render(payload, each));
  return say(TOLD[name])
    .split(/(\{\w+\})/)
    .flatMap((part) => {
      const slot = /^\{(\w+)\}$/.exec(part);
      if (!slot) return [part];
      return slot[1] === "all" ? given.flatMap((each, at) => (at ? [comma(), ...each] : each)) : (given["abc".indexOf(slot[1])] ?? []);
    });
}

/** A sum over the elements that are marked with "!". */
function sum(payload: Payload, inside: string): Piece[] {
  const over = [...new Set([...inside.matchAll(/([\w ]+)!/g)].map(([, name]) => elementOf(payload, name)))];
  return ["∑", h("sub", {}, over.join(comma())), " (", ...render(payload, inside.replace(/!/g, "")), ")"];
}

/** Names and signs without functions. */
function plain(payload: Payload, text: string): Piece[] {
  return text.split(/(\[[^\]]*\])/).map((part) => {
    if (part[0] === "[") return h("sub", {}, part.replace(/[^[\],]+/g, (each) => elementOf(payload, each)));
    const signs = SIGNS.reduce((told, [sign, shown]) => told.replace(sign, shown), named(payload, part));
    return signs.replace(/(?<![\p{L}\p{N}])Time(?![\p{L}\p{N}])/gu, say("time"));
  });
}

function elementOf(payload: Payload, name: string): string {
  const own = name.trim();
  return spoken() === "zh" ? (payload.elements[own.toLowerCase()] ?? own) : own;
}

function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && !--depth) return at;
  }
  return text.length;
}

/** The arguments of a function, which commas part outside brackets. */
function argumentsOf(inside: string): string[] {
  const found = [""];
  let depth = 0;
  for (const sign of inside) {
    if ("([".includes(sign)) depth++;
    if (")]".includes(sign)) depth--;
    if (sign === "," && !depth) found.push("");
    else found[found.length - 1] += sign;
  }
  return found.map((each) => each.trim());
}

/** A text with the names of the reader's language. */
function named(payload: Payload, text: string): string {
  if (spoken() === "en") return text;
  const { names, byName } = patternOf(payload);
  return text.replace(names, (name) => payload.variables[byName.get(name.toLowerCase())!].title[0]);
}

const patterns = new WeakMap<Payload, { names: RegExp; byName: Map<string, string> }>();

/** Every name that may stand in an equation, the longest first. */
export function patternOf(payload: Payload): { names: RegExp; byName: Map<string, string> } {
  let found = patterns.get(payload);
  if (!found) {
    const byName = new Map(Object.entries(payload.variables).map(([id, { title }]) => [title[1].toLowerCase(), id]));
    const all = [...byName.keys()].sort((a, b) => b.length - a.length).map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    found = { names: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${all.join("|")})(?![\\p{L}\\p{N}_])`, "giu"), byName };
    patterns.set(payload, found);
  }
  return found;
}
