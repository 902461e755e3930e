// Who can move the answer: the measures that matter most, what each does and who leads it.

import { labelOf } from "./case";
import { h, replace } from "./dom";
import { SHOWN } from "./leading";
import type { Control, LeadingLever } from "./payload";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { co2Fine, percentText, pick, say, semicolon } from "./words";

const OWN_NAMED = 3;

/** The measures of the present case in the order of `zysim rank`; none while they are not worked out. */
export function rankedNow(store: Store): LeadingLever[] {
  return store.leading?.levers ?? [];
}

export function controlOf(store: Store, found: LeadingLever): Control {
  return store.payload.controls.find((each) => each.id === found.control)!;
}

function officesText(control: Control): string {
  return (control.offices ?? []).map(pick).join(semicolon()) || "–";
}

function yearText(store: Store, year: number | null): string {
  return shownYear(store.payload, year ?? Infinity);
}

/** What is tried of a measure: left out where the preset does it, done where it does not. */
function triedWord(control: Control, found: LeadingLever): "takenBack" | "brought" | "added" {
  if (found.used) return "takenBack";
  return control.plan === null ? "added" : "brought";
}

const SENTENCES = { takenBack: "withoutIt", brought: "withIt", added: "addedIt" } as const;

function peakText(before: string, after: string): string {
  return before === after ? say("peakStays", { year: after }) : say("peakMoves", { before, after });
}

/** What a measure does in the case as it is, in one sentence. */
export function rankedText(store: Store, found: LeadingLever): string {
  const control = controlOf(store, found);
  return say(SENTENCES[triedWord(control, found)], {
    name: pick(control.label),
    office: (control.decided_by ? say("decidedBy", { who: pick(control.decided_by) }) : "") + say("ledBy", { office: officesText(control) }),
    change: co2Fine(found.used ? -found.goal[1] : found.goal[1]),
    peak: peakText(yearText(store, store.leading!.year), yearText(store, found.year)),
  });
}

/** The measures that are listed: the first of all, or of those that the city decides on. */
function listedNow(store: Store): LeadingLever[] {
  return rankedNow(store)
    .filter((each) => !store.ownOnly || controlOf(store, each).decides === "city")
    .slice(0, SHOWN);
}

/** The first measures that the city decides on, in one sentence; empty where it is not known who does. */
export function ownText(store: Store): string {
  const own = rankedNow(store).filter((each) => controlOf(store, each).decides === "city");
  if (!own.length) return "";
  const named = own.slice(0, OWN_NAMED).map((each) => {
    const control = controlOf(store, each);
    return say("ownMeasure", { name: pick(control.label), size: co2Fine(each.goal[1]), office: officesText(control) });
  });
  return say("ownMeasures", { n: named.length, measures: named.join(semicolon()) });
}

function decidesText({ decided_by }: Control): string {
  return decided_by ? pick(decided_by) : "–";
}

export function drawWho(store: Store): void {
  if (!store.scenario.leading) return replace("who");
  const { leading } = store;
  const waiting = document.querySelector<HTMLElement>("#who-waiting");
  if (!leading && waiting) {
    waiting.textContent = say("whoWaiting"); // the table so far stays: its note names the case it is of
    return;
  }
  if (!leading) return replace("who", h("h2", {}, say("whoHead")), h("p", {}, say("computing")));
  const focused = document.activeElement?.id;
  const known = store.payload.controls.some((each) => each.decides);
  const only = h("input", {
    type: "checkbox",
    id: "own-only",
    checked: store.ownOnly,
    onchange: () => {
      store.ownOnly = only.checked;
      drawWho(store);
    },
  });
  const heads = [say("measure"), ...(known ? [say("decidesHead")] : []), say("officeHead"), say("doingIt"), say("amongThree"), say("tried"), say("thenPeak")];
  replace(
    "who",
    h("h2", {}, say("whoHead")),
    h("p", { id: "who-waiting", class: "hint", role: "status" }),
    known ? h("p", {}, only, " ", h("label", { for: "own-only" }, say("ownOnly"))) : null,
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
          ...listedNow(store).map((each) => {
            const control = controlOf(store, each);
            const [low, middle, high] = each.goal.map(co2Fine);
            return h(
              "tr",
              {},
              h("th", { scope: "row" }, pick(control.label)),
              known ? h("td", {}, decidesText(control)) : null,
              h("td", { class: "words" }, officesText(control)),
              h("td", {}, `${middle} [${low}, ${high}]`),
              h("td", {}, percentText(each.moves)),
              h("td", {}, say(triedWord(control, each))),
              h("td", {}, yearText(store, each.year)),
            );
          }),
        ),
      ),
    ),
    h(
      "p",
      { class: "hint" },
      say("whoNote", { case: labelOf(store.payload, store.state), order: pick(leading.caption), year: yearText(store, leading.year) }),
    ),
  );
  if (focused === "own-only") document.getElementById(focused)?.focus();
}
