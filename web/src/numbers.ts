// Where a number comes from: value, range, quality, source, and the equations it stands in.

import { scaleOf } from "./case";
import { h } from "./dom";
import { equationUnit, provenance, showDialog, unitWords } from "./dialogs";
import type { Entry } from "./dialogs";
import { equationNode, patternOf } from "./equation";
import type { Control, Number, Pair, Payload, Statistic } from "./payload";
import { colon, listing, paren, pick, plainNumber, rounded, say, semicolon } from "./words";

const MOST = 14; // names of a list before the rest is counted

/** A number of the tables that is no slider. */
export function informNumber(payload: Payload, number: Number): void {
  const words = (value: number) => `${plainNumber(value * scaleOf(number))} ${unitWords(number.unit)}`.trim();
  const entries: Entry[] = [
    [say("amount"), words(number.value)],
    [say("range"), `${plainNumber(number.low * scaleOf(number))} – ${words(number.high)}`],
    ...provenance(payload, number),
    [say("usedIn"), usesOf(payload, number.id)],
    ["ID", number.id],
  ];
  showDialog(pick(number.label), entries.filter(([, text]) => text !== ""));
}

/** A published statistic: what it is, who holds it, what the model gives, and how that is worked out. */
export function informStatistic(payload: Payload, statistic: Statistic): void {
  const { label, definition, unit, holder, when, typical, output } = statistic;
  const span = ([low, middle, high]: number[]) => {
    const [a, b, c] = rounded([low, middle, high], high - low);
    return a === c ? `${b} ${pick(unit)}` : say("spanWords", { middle: b, low: a, high: c, unit: pick(unit) });
  };
  const values = typical.map(({ title, years, spans }) =>
    h("li", {}, pick(title) + colon() + years.map((year, at) => say("ofYear", { year, value: span(spans[at]) })).join(semicolon())),
  );
  showDialog(pick(label), [
    ...(pick(definition) ? [[say("definitionHead"), pick(definition)] as Entry] : []),
    [say("modelGives"), h("ul", {}, ...values)],
    [say("holderHead"), `${pick(holder)}${paren(pick(when))}`],
    ...equationOf(payload, output.split("[")[0]),
  ]);
}

/** A variable that the model works out. */
export function informVariable(payload: Payload, name: string): void {
  showDialog(pick(titleOf(payload, name)), [...equationOf(payload, name), ["ID", name]]);
}

/** Unit, that it is computed and on what grounds, equation, what it depends on and what uses it. */
function equationOf(payload: Payload, name: string): Entry[] {
  const { unit, equation, kind } = payload.variables[name];
  const causes = causesOf(payload, name);
  const amount = equationUnit(unit);
  return [
    ...(amount && amount !== "—" ? [[say("unitHead"), amount] as Entry] : []),
    [say("quality"), groundsText(payload, causes, kind)],
    [say("equationHead"), equationNode(payload, equation)],
    ...(causes.length ? [[say("dependsOn"), links(payload, causes)] as Entry] : []),
    [say("usedIn"), usesOf(payload, name)],
  ];
}

/** That the model computes it, and how sure the numbers are that it rests on directly. */
function groundsText(payload: Payload, causes: string[], kind: string): string {
  const grades = causes.flatMap((name) => {
    const found = tableRow(payload, name);
    return found ? [found.quality] : [];
  });
  const counts = Object.keys(payload.qualities)
    .map((each): [string, number] => [each, grades.filter((grade) => grade === each).length])
    .filter(([, count]) => count)
    .map(([each, count]) => say("gradeCount", { grade: pick(payload.qualities[each]), count }));
  return say(kind === "stock" ? "computedStock" : "computed") + (counts.length ? say("grounds", { counts: counts.join(listing()) }) : "");
}

/** The row of the tables that a constant of the model has its value from. */
function tableRow(payload: Payload, name: string): Control | Number | undefined {
  const own = (id: string) => id.split("[")[0] === name;
  return payload.controls.find((each) => own(each.constant)) ?? payload.numbers.find((each) => own(each.id));
}

function titleOf(payload: Payload, name: string): Pair {
  return payload.variables[name].title;
}

function causesOf(payload: Payload, name: string): string[] {
  const { names, byName } = patternOf(payload);
  const found = payload.variables[name].equation.replace(/\[[^\]]*\]/g, " ").match(names) ?? []; // no elements
  return [...new Set(found.map((each) => byName.get(each.toLowerCase())!))].filter((each) => each !== name);
}

function usersOf(payload: Payload, name: string): string[] {
  if (!payload.variables[name]) return [];
  const title = titleOf(payload, name)[1].toLowerCase();
  const near = Object.keys(payload.variables).filter((each) => payload.variables[each].equation.toLowerCase().includes(title));
  return near.filter((each) => each !== name && causesOf(payload, each).includes(name));
}

/** The variables that use one, or one of its elements. */
export function usesOf(payload: Payload, scalar: string): HTMLElement | "" {
  return links(payload, usersOf(payload, scalar.split("[")[0]));
}

/** The variables whose equations read a lever, which is an element of the levers' array. */
export function usesOfLever(payload: Payload, constant: string): HTMLElement | "" {
  const [whole, element] = constant.split("[");
  const own = whole.slice(0, whole.indexOf("_") + 1);
  const read = `[${element.replace(/_/g, " ")}`;
  const near = Object.keys(payload.variables).filter((each) => payload.variables[each].equation.toLowerCase().includes(read));
  return links(payload, near.filter((each) => !each.startsWith(own)));
}

/** Names that open what stands behind them, in the dialog. */
function links(payload: Payload, names: string[]): HTMLElement | "" {
  if (!names.length) return "";
  const shown = names.slice(0, MOST).flatMap((name, at) => [at ? listing() : "", link(payload, name)]);
  const rest = names.length - MOST;
  return h("span", {}, ...shown, rest > 0 ? say("andOthers", { rest }) : "");
}

function link(payload: Payload, name: string): HTMLElement {
  const row = tableRow(payload, name);
  const value = row && "value" in row ? paren(`${plainNumber(row.value * scaleOf(row))} ${unitWords(row.unit)}`.trim()) : "";
  const open = () => (row && "value" in row ? informNumber(payload, row) : informVariable(payload, name));
  return h("button", { type: "button", class: "link", onclick: open }, pick(titleOf(payload, name)) + value);
}
