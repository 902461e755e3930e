// The bar at the top: which preset, steps back and forth, and ways to take a case away.

import { byId, focusAgain, h, replace, write } from "./dom";
import { labelOf } from "./case";
import { presetState } from "./state";
import type { Store } from "./store";
import { colon, pick, say, spoken } from "./words";
import type { Word } from "./words";

export interface HeadHost {
  choose(scenario: string): void;
  step(which: "undo" | "redo"): void;
  reset(): void;
  replay(): void;
  share(): void;
  save(): void;
  open(): void;
  about(): void;
  turnLanguage(): void;
  account(id: string): void;
}

const DAY = new Intl.DateTimeFormat("sv-SE"); // 2026-01-31

let shown = ""; // all that the buttons and the menu hang on

/** Draws the head; while a slider moves, only the case changes its name. */
export function drawHead(store: Store, host: HeadHost): void {
  const { payload, state, history } = store;
  const hangsOn = [spoken(), state.scenario, store.isPreset, store.weighed, history.canUndo, history.canRedo].join();
  if (hangsOn === shown) {
    byId("scenario").title = labelOf(payload, state);
    write(document.querySelector("#head > .printed")!, printedHead(store));
    return;
  }
  shown = hangsOn;
  const button = (id: string, word: Word, act: () => void, off = false) =>
    h("button", { type: "button", id, disabled: off, onclick: act }, say(word));
  const own = !store.isPreset;
  const focused = document.activeElement?.id;
  const option = (each: (typeof payload.scenarios)[number]) =>
    h("option", { value: each.id, selected: each.id === state.scenario }, pick(each.title));
  replace(
    "head",
    h("h1", {}, pick(payload.title) + (store.weighed ? say("weighed") : "")),
    h("span", { class: "printed" }, printedHead(store)),
    h("label", { for: "scenario" }, say(own ? "own" : "scenario")),
    h(
      "select",
      {
        id: "scenario",
        title: labelOf(payload, state),
        onchange: (event) => host.choose((event.target as HTMLSelectElement).value),
      },
      ...payload.scenarios.map(option),
    ),
    h(
      "span",
      { class: "buttons" },
      button("undo", "undo", () => host.step("undo"), !history.canUndo),
      button("redo", "redo", () => host.step("redo"), !history.canRedo),
      button("reset", "reset", host.reset, !own),
      button("replay", "replay", host.replay, !history.before),
      button("share", "copyLink", host.share),
      ...(store.city ? [button("save-case", "saveCase", host.save), button("open-case", "openCase", host.open)] : []),
      button("print", "print", () => window.print()),
      button("about", "about", host.about),
      h("button", { type: "button", id: "language", lang: spoken() === "zh" ? "en" : "zh-CN", onclick: host.turnLanguage }, say("language")),
    ),
  );
  focusAgain(focused);
}

/** What a sheet says of itself in place of menus: the case, what it is held against, the account, the day. */
function printedHead(store: Store): string {
  const { payload, boundary } = store;
  const day = DAY.format(new Date());
  const against = boundary ? say("printedAgainst", { title: pick(payload.scenarios[0].title) }) : "";
  const account = boundary ? say("boundary") + colon() + pick(boundary.label) : "";
  return [labelOf(payload, store.state), against, account, say("dated", { day })].filter(Boolean).join(" · ");
}

export function drawBoundaries(store: Store, host: HeadHost): void {
  if (!store.city) return;
  replace(
    "boundaries",
    h("legend", {}, say("boundary")),
    ...store.payload.boundaries.map((each) =>
      h(
        "label",
        { title: pick(each.meaning) },
        h("input", {
          type: "radio",
          name: "boundary",
          value: each.id,
          checked: each.id === store.view.boundary,
          onchange: () => host.account(each.id),
        }),
        pick(each.label),
      ),
    ),
  );
}

/** The preset again, without what was changed in it. */
export function unchanged(store: Store) {
  return presetState(store.payload, store.history.now.scenario);
}

let toldUntil = 0;
const TOLD_MS = 6000;

/** Says something in the line under the head; it goes by itself unless it is to stay. */
export function tell(message: string, stays = false, ...more: Node[]): void {
  const place = byId("told");
  replace("told", message, ...more);
  place.hidden = false;
  const mine = (toldUntil = performance.now());
  if (stays) return;
  setTimeout(() => {
    if (toldUntil === mine) place.hidden = true;
  }, TOLD_MS);
}
