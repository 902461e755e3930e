// Where a number comes from, shown over the page.

import { toldValue } from "./case";
import { h } from "./dom";
import { thresholdText } from "./drawings";
import { equationNode } from "./equation";
import { stocksOf } from "./loops";
import { usesOf, usesOfLever } from "./numbers";
import type { Control, Pair, Payload, Target } from "./payload";
import type { State } from "./state";
import { valueOf, yearsOf } from "./state";
import { colon, comma, paren, percentText, pick, say, semicolon, spoken, stop } from "./words";

export type Entry = [string, string | Node];

/** Opens a dialog with a title and a list of entries; focus goes back where it was. */
export function showDialog(title: string, entries: Entry[], before?: Node): void {
  const old = document.getElementById("dialog");
  old?.remove();
  const came = document.activeElement as HTMLElement | null;
  const dialog = h(
    "dialog",
    { id: "dialog", "aria-labelledby": "dialog-title" },
    h("h2", { id: "dialog-title" }, title),
    before ?? null,
    h("dl", {}, ...entries.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])),
    h("form", { method: "dialog" }, h("button", {}, say("close"))),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    came?.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** What a text is marked with where the reader's language is Chinese and the text is not. */
function original(text: string): string {
  return spoken() === "zh" && text && !/[\u4e00-\u9fff]/.test(text) ? text + say("original") : text;
}

type Provenance = Pick<Control, "source" | "locator" | "quality" | "note">;

/** A unit as it follows a number; a pure number has none. */
export function unitWords(unit: Pair): string {
  return pick(unit) === "—" ? "" : pick(unit);
}

/** The unit that an equation gives, counted as official texts do. */
export function equationUnit(unit: Pair): string {
  return pick(unit).replace("百万吨", "100 万吨").replace("吉瓦", "100 万千瓦");
}

/** How sure a number is, where it was found, and what is said of it. */
export function provenance(payload: Payload, { source, locator, quality, note }: Provenance): Entry[] {
  const known = payload.qualities[quality];
  return [
    [say("quality"), known ? pick(known) : quality],
    [say("source"), original([payload.sources[source] && pick(payload.sources[source]), pick(locator)].filter(Boolean).join(" · "))],
    [say("remark"), original(pick(note))],
  ];
}

/** What a slider is; `effect` tells what a measure does in the case as it is. */
export function informControl(payload: Payload, control: Control, state: State, effect: Entry[]): void {
  const number = (value: number) => `${toldValue(control, value)} ${unitWords(control.unit)}`.trim();
  const entries: Entry[] = [[say("group"), pick(control.group)]];
  if (control.ends) {
    entries.push(
      [say("meaning"), `0${colon()}${pick(control.ends[0])}${semicolon()}1${colon()}${pick(control.ends[1])}${paren(say(control.reading === "plan" ? "stated" : control.reading!))}`],
      [say("clause"), control.clauses!.map(([id, name]) => (spoken() === "zh" ? `${id} ${name}`.trim() : id)).join(semicolon())],
      [say("office"), (control.offices ?? []).map(pick).join(semicolon())],
      [say("decidesHead"), decidesText(control)],
      [say("schedule"), scheduleText(control, state)],
      ...effect,
    );
  }
  entries.push(
    [say("range"), `${toldValue(control, control.low)} – ${number(control.high)}`],
    [say("standard"), number(control.default)],
    [say("now"), number(valueOf(control, state))],
    ...provenance(payload, control),
    [say("usedIn"), control.kind === "lever" ? usesOfLever(payload, control.constant) : usesOf(payload, control.constant)],
    ["ID", control.id],
  );
  showDialog(pick(control.label), entries.filter(([, text]) => text !== ""));
}

/** Who takes the step that a lever hangs on, and why we think so. */
function decidesText(control: Control): string {
  if (!control.decided_by) return "";
  return pick(control.decided_by) + (control.decides_why?.[0] ? paren(original(pick(control.decides_why))) : "");
}

/** Years of the table, and those set where they differ. */
function scheduleText(control: Control, state: State): string {
  const [usual, set] = [control.schedule!, yearsOf(control, state)!].map((years) => years.join(" → "));
  return usual === set ? usual : usual + paren(`${say("now")} ${set}`);
}

export function informTarget(payload: Payload, target: Target): void {
  showDialog(`${target.id} ${pick(target.label)}`, [
    [say("clause"), target.clauses.map(pick).join(semicolon())],
    [say("year"), String(target.year)],
    [say("threshold"), thresholdText(target)],
    ...provenance(payload, target),
    ["ID", target.output],
  ]);
}

/** What stands behind a chart: loops, stocks, and the variables of the model with their equations. */
export function informChart(payload: Payload, title: string, note: string, outputs: string[], loops: Node | null): void {
  const names = [...new Set(outputs.map((output) => output.split("[")[0]))];
  const entries = names.map((name): Entry => {
    const { title: label, unit, equation } = payload.variables[name];
    const amount = equationUnit(unit);
    const words = amount === "—" || amount === "" ? "" : paren(amount);
    return [pick(label) + words, equationNode(payload, equation)];
  });
  const stocks = stocksOf(payload, names);
  showDialog(title, [
    [say("note"), note],
    ...(loops ? [[say("loopsHead"), loops] as Entry] : []),
    ...(stocks ? [[say("stocksHead"), stocks] as Entry] : []),
    ...entries,
  ]);
}

export function informTile(payload: Payload, title: string, boundary: Pair, meaning: Pair): void {
  showDialog(title, [
    [say("boundary"), pick(boundary) + colon() + pick(meaning)],
    [say("rule"), pick(payload.rule)],
    [say("data"), pick(payload.quality)],
    ...likelihoods(payload),
    ...versions(payload),
  ]);
}

/** The words for a chance, from what on each is said, and whose scale it is. */
function likelihoods({ spoken }: Payload): Entry[] {
  if (!spoken) return [];
  const words = spoken.verdicts.map(([least, word], at) => {
    const above = at < spoken.verdicts.length - 1;
    return say(above ? "likelihoodFrom" : "likelihoodBelow", { word: pick(word), share: percentText(above ? least : spoken.verdicts[at - 1][0]) });
  });
  return [[say("likelihoodHead"), words.join(semicolon()) + stop() + say("likelihoodNote")]];
}

export function informPage(payload: Payload): void {
  const entries: Entry[] = payload.kind === "city" ? [[say("rule"), pick(payload.rule)], [say("data"), pick(payload.quality)], ...likelihoods(payload)] : [];
  showDialog(pick(payload.title), [...entries, ...versions(payload), ["", say("offline")]]);
}

function versions(payload: Payload): Entry[] {
  const members = payload.draws.members;
  return [
    [say("method"), say(payload.clock.method)],
    [
      say("version"),
      [
        `zysim ${payload.version}`,
        `${say("model")} ${payload.model_sha256.slice(0, 12)}`,
        payload.tables_sha256 && `${say("tablesWord")} ${payload.tables_sha256.slice(0, 12)}`,
        members ? `${members} ${say("members")}${comma()}${say("seed")} ${payload.draws.seed}` : "",
      ]
        .filter(Boolean)
        .join(semicolon()),
    ],
  ];
}
