// Who can move the answer: the measures that matter most, what each does and who leads it.

import { h, replace } from "./dom";
import { rankingOf, startYear } from "./rank";
import type { Ranked } from "./rank";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { co2Signed, pick, say, semicolon } from "./words";

const SHOWN = 10;

/** The measures of the preset last looked at, by how far each moves the peak. */
export function rankedNow(store: Store): Ranked[] {
  const { ranked, payload, output } = store;
  return ranked ? rankingOf(payload, ranked.state, ranked.found, output).slice(0, SHOWN) : [];
}

export function officesText(found: Ranked): string {
  return (found.control.offices ?? []).map(pick).join(semicolon()) || "–";
}

/** Whether the plan has no such measure, so that setting 1 is not its own. */
function isAddition(found: Ranked): boolean {
  return found.control.plan === null;
}

/** What a measure does, in one sentence. */
export function rankedText(store: Store, found: Ranked): string {
  return say(found.back ? "withoutIt" : isAddition(found) ? "addedIt" : "withIt", {
    name: pick(found.control.label),
    office: officesText(found),
    change: co2Signed(found.atGoal),
    year: shownYear(store.payload, found.year),
  });
}

export function drawWho(store: Store): void {
  const all = rankedNow(store);
  const { payload, ranked } = store;
  const year = ranked ? shownYear(payload, startYear(payload, ranked.found, store.output)) : "…";
  const of = payload.scenarios.find((each) => each.id === (ranked?.state.scenario ?? store.state.scenario))!;
  const heads = [say("measure"), say("officeHead"), say("tried"), say("atGoalUnit"), say("thenPeak")];
  replace(
    "who",
    h("h2", {}, say("whoHead")),
    h(
      "div",
      { class: "wide", tabindex: 0 },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
        h(
          "tbody",
          {},
          ...all.map((each) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, pick(each.control.label)),
              h("td", { class: "words" }, officesText(each)),
              h("td", {}, say(each.back ? "takenBack" : isAddition(each) ? "added" : "brought")),
              h("td", {}, co2Signed(each.atGoal)),
              h("td", {}, shownYear(store.payload, each.year)),
            ),
          ),
        ),
      ),
    ),
    h("p", { class: "hint" }, say("whoNote", { n: payload.draws.near.length, preset: pick(of.title), year })),
  );
}
