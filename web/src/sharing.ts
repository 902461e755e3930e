// A case leaves the page and comes back: by link, by scenario file, by a box to paste into.

import { labelOf, shortLabelOf } from "./case";
import { byId, h, saveBlob } from "./dom";
import { showDialog } from "./dialogs";
import { tell } from "./head";
import { fromLink, toLink } from "./link";
import type { Damage } from "./link";
import { fileStem, readScenario, scenarioText, toldAbove } from "./scenario_file";
import { History, keyOf } from "./state";
import type { State } from "./state";
import type { Store } from "./store";
import { isWorlds, readWorlds } from "./weigh";
import type { Origin } from "./exports";
import { colon, pick, say, semicolon, speak } from "./words";
import type { Word } from "./words";

const DAMAGES: Record<Damage["kind"], Word> = {
  version: "damageVersion",
  model: "damageModel",
  sum: "damageSum",
  scenario: "damageScenario",
  unknown: "damageUnknown",
  number: "damageNumber",
  clamped: "damageClamped",
  years: "damageYears",
  view: "damageView",
};

export function damageText(damage: Damage): string {
  return say(DAMAGES[damage.kind], damage as unknown as Record<string, string | number>);
}

export function tellDamage(damage: Damage[]): void {
  if (damage.length) tell(say("damage") + damage.map(damageText).join(semicolon()), true);
}

let written = "";

/** Puts the present case and view into the address. */
export function writeLink(store: Store): void {
  written = toLink(store.payload, store.history.now, store.view);
  window.history.replaceState(null, "", `#${written}`);
}

/** Whether the address is the one the page wrote itself. */
export function isOwnLink(): boolean {
  return location.hash.slice(1) === written;
}

/** Takes case and view from the address; false where it holds none. */
export function readLink(store: Store): boolean {
  const ids = store.choices.map((choice) => choice.id);
  const found = fromLink(store.payload, location.hash, store.start, store.view, ids);
  if (!found) return false;
  store.view = found.view;
  store.history = new History(found.state);
  speak(store.view.lang);
  tellDamage(found.damage);
  return true;
}

/** Whether the page was opened from a file, whose path means nothing to a colleague. */
function isLocal(): boolean {
  return location.protocol === "file:";
}

export async function copyLink(store: Store): Promise<void> {
  writeLink(store);
  try {
    await navigator.clipboard.writeText(location.href);
    tell([say("copied"), ...(isLocal() ? [say("linkLocal")] : [])].join(semicolon()), isLocal());
  } catch {
    const field = h("input", { type: "text", readonly: true, value: location.href, "aria-label": say("copyLink") });
    showDialog(say("copyThis"), [], h("div", {}, field, isLocal() && h("p", {}, say("linkLocal"))));
    field.select();
  }
}

/** Saves what is set as a scenario file, the one the command line takes. */
export function saveCase(store: Store): void {
  const { payload, history, cases, boundary } = store;
  const kept = cases.find((each) => keyOf(each.state) === keyOf(history.now))?.name;
  const name = `zysim-${fileStem(payload, history.now, kept)}.toml`;
  const head = [say("scenario") + colon() + (kept ?? shortLabelOf(payload, history.now)), say("dated", { day: today() })];
  if (boundary) head.push(say("boundary") + colon() + pick(boundary.label));
  const text = toldAbove(payload, history.now, head) + scenarioText(payload, history.now);
  saveBlob(name, new Blob([text], { type: "application/toml" }));
  tell(say("caseSaved", { name }));
}

/** Opens a link, a scenario file or the worlds of an update that are pasted or chosen. */
export function openCase(store: Store, settle: (state: State) => void, weighed: (draws: Float64Array) => void): void {
  const field = h("textarea", { rows: 7, "aria-label": say("openThis") });
  const take = (text: string) => {
    (byId("dialog") as HTMLDialogElement).close();
    if (isWorlds(text)) openWorlds(store, text, weighed);
    else openText(store, text.trim(), settle);
  };
  const file = h("input", {
    type: "file",
    accept: ".toml,.txt,.csv",
    "aria-label": say("chooseFile"),
    onchange: (event) => void (event.target as HTMLInputElement).files?.[0]?.text().then(take),
  });
  const open = h("button", { type: "button", id: "open-now", onclick: () => take(field.value) }, say("openCase"));
  showDialog(say("openCase"), [], h("div", { class: "open" }, h("p", {}, say("openThis")), field, open, file));
  field.focus();
}

function openWorlds(store: Store, text: string, weighed: (draws: Float64Array) => void): void {
  const found = readWorlds(store.payload, text);
  if (typeof found === "string") return tell(say("worldsWrong", { found }), true);
  tell(say("worldsTaken", { rows: found.rows }), true);
  weighed(found.draws);
}

function openText(store: Store, text: string, settle: (state: State) => void): void {
  if (/^\s*(\[|extends\b|title_|#[^v])/m.test(text) && !/#v=/.test(text)) {
    const { state, damage } = readScenario(store.payload, text, store.start);
    settle(state);
    tellDamage(damage);
    return;
  }
  const hash = /#(v=.*)$/.exec(text) ?? /^(v=.*)$/.exec(text);
  if (hash) location.hash = hash[1];
  else tell(say("damage") + say("nothingToOpen"), true);
}

/** What a file saved from the page carries besides its numbers; the account where they are counted by it. */
export function originOf(store: Store, counted: boolean, typical = false): Origin {
  const { payload, history, members, boundary } = store;
  const title = pick(payload.title) + (store.weighed ? say("weighed") : "");
  const source = [`${title}${store.city ? say("dataUntil") : ""}`, say("dated", { day: today() }), madeBy(store)];
  const count = boundary ? (members?.found.get(boundary.output)?.length ?? 0) : 0;
  return {
    head: [say("scenario") + colon() + labelOf(payload, history.now), ...(boundary && counted ? [say("boundary") + colon() + pick(boundary.label)] : [])],
    foot: [
      say("source") + colon() + source.join(semicolon()),
      ...(boundary ? [[typical ? say("typicalFoot") : `${count} ${say("members")}${semicolon()}${say("seed")} ${payload.draws.seed}`, pick(payload.quality)].join(semicolon())] : []),
    ],
    settings: say("csvNote") + colon() + (setNow(store).join(" ") || "–"),
  };
}

function today(): string {
  return new Intl.DateTimeFormat("sv-SE").format(new Date()); // 2026-01-31
}

function madeBy({ payload }: Store): string {
  return `zysim ${payload.version}, ${say("model")} ${payload.model_sha256.slice(0, 12)}`;
}

/** What is set, as the command line writes it. */
function setNow({ payload, history }: Store): string[] {
  const state = history.now;
  return payload.controls
    .filter((control) => state.values[control.id] !== undefined || state.years[control.id])
    .map((control) => {
      const years = state.years[control.id];
      return `${control.id}=${state.values[control.id] ?? control.default}${years ? `@${years.join("-")}` : ""}`;
    });
}

/** What stands below a print. */
export function settingsText(store: Store): string[] {
  const { head, foot } = originOf(store, true);
  return [...head, ...foot];
}
