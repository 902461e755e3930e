// The reader's own: what was changed, cases kept under a name, and those ticked side by side.

import { moneyText } from "./money";
import { gdpYears } from "./answer";
import { changeLine, changesFromRoot, changesOf, labelOf, rootOf, strengthText } from "./case";
import type { Change } from "./case";
import { focusAgain, h, replace } from "./dom";
import { figuresOf } from "./figures";
import type { Control } from "./payload";
import { keyOf } from "./state";
import type { State } from "./state";
import type { Kept, Store } from "./store";
import { shownYear } from "./tiles";
import { co2, co2Signed, comma, listing, percentText, pick, say, signed } from "./words";

/** Changes that a sheet of paper lists with what is said of each; of more it lists the numbers alone. */
const MOST_TOLD = 8;

export interface CasesHost {
  keep(name: string): void;
  tick(kept: Kept, ticked: boolean): void;
  take(kept: Kept): void;
  drop(kept: Kept): void;
  /** Sets a control as the preset has it that the case changes. */
  restore(control: Control): void;
}

/** A case that is compared, and the name it goes by. */
export interface Compared {
  name: string;
  state: State;
}

/** The baseline, what is set now and the ticked cases, each set of numbers once. */
export function comparedNow(store: Store): Compared[] {
  const { payload } = store;
  const all = [
    { name: pick(payload.scenarios[0].title), state: store.baselineState },
    ...store.cases.filter((each) => each.ticked),
    { name: `${say("nowSet")}${labelOf(payload, store.state)}`, state: store.state },
  ];
  const seen = new Set<string>();
  return all.filter(({ state }) => !seen.has(keyOf(state)) && seen.add(keyOf(state)));
}

export function drawCases(store: Store, host: CasesHost): void {
  const { payload, history } = store;
  const focused = document.activeElement?.id;
  const typed = (document.getElementById("case-name") as HTMLInputElement | null)?.value ?? "";
  const changes = changesFromRoot(payload, history.now);
  const root = rootOf(payload, history.now);
  const name = h("input", { type: "text", id: "case-name", maxlength: 60, "aria-label": say("caseName"), placeholder: say("caseName") });
  name.value = typed;
  const keep = () => {
    const chosen = name.value.trim() || labelOf(payload, history.now);
    name.value = "";
    host.keep(chosen);
  };
  replace(
    "cases",
    h("h2", {}, say("casesHead")),
    changes.length
      ? h(
          "ul",
          { id: "own", class: changes.length > MOST_TOLD ? "many" : null, "aria-label": say("ownHead") },
          ...changes.map((change) =>
            h(
              "li",
              {},
              changeLine(payload, change, root, history.now),
              h("span", { class: "hint" }, toldOf(change, strengthText(change, root, history.now))),
              h("button", { type: "button", class: "again", "aria-label": `${say("asPreset")} ${pick(change.control.label)}`, onclick: () => host.restore(change.control) }, "↺"),
            ),
          ),
        )
      : null,
    h("p", { class: "hint", id: "own-hint" }, say(changes.length ? "ownWhose" : "ownNone")),
    h("div", { class: "keep" }, name, h("button", { type: "button", id: "keep", onclick: keep }, say("keep"))),
    h("ul", { id: "kept" }, ...store.cases.map((kept, at) => keptItem(kept, at, host))),
    store.cases.some((each) => each.ticked) && h("div", { class: "wide", tabindex: 0 }, table(store)),
  );
  focusAgain(focused);
}

/** What is said of a changed measure: what a strength of 1 is, who decides, and which office leads, as we read it. */
function toldOf({ control: { decided_by, offices } }: Change, strength: string): string {
  const lead = (offices ?? []).map(pick).join(listing());
  const words = [decided_by ? say("decidedByWho", { who: pick(decided_by) }) : "", lead ? say("officeLeads", { office: lead }) : ""].filter(Boolean);
  return [strength, words.join(comma())].filter(Boolean).map((each) => ` · ${each}`).join("");
}

function keptItem(kept: Kept, at: number, host: CasesHost): HTMLElement {
  const id = `tick-${at}`;
  const button = (word: "take" | "drop", act: () => void) =>
    h("button", { type: "button", id: `${word}-${at}`, "aria-label": `${say(word)} ${kept.name}`, onclick: act }, say(word));
  return h(
    "li",
    {},
    h("input", {
      type: "checkbox",
      id,
      checked: kept.ticked,
      onchange: (event) => host.tick(kept, (event.target as HTMLInputElement).checked),
    }),
    h("label", { for: id }, kept.name),
    button("take", () => host.take(kept)),
    button("drop", () => host.drop(kept)),
  );
}

function table(store: Store): HTMLElement {
  const { payload } = store;
  const [first, until] = gdpYears(store);
  const heads = [say("case"), say("peakYear"), say("chance"), say("levelUnit"), say("differenceUnit"), say("gdpDifference"), say("gdpSum", { first, until }), say("presentCost")];
  const baseline = figuresOf(store, store.baselineState);
  const cells = ({ state }: Compared): string[] => {
    const found = figuresOf(store, state);
    if (!found || !baseline) return heads.slice(1).map(() => "…");
    const [low, middle, high] = found.year.map((year) => shownYear(payload, year));
    const preset = payload.scenarios.find((each) => each.id === state.scenario)!;
    const cost = changesOf(payload, state).length ? store.costOf(state) : preset.cost;
    const same = keyOf(state) === keyOf(store.baselineState);
    return [
      `${middle} (${low}–${high})`,
      percentText(found.chance.value),
      co2(found.level[1]),
      same ? "0" : co2Signed(found.difference("emissions", baseline)),
      same ? "0" : signed(found.difference("gdp", baseline), 1),
      same ? "0" : signed(found.gdpOver([first, until], baseline)[1], 0),
      same ? "0" : cost ? moneyText(payload, cost.present[1]) : "…",
    ];
  };
  return h(
    "table",
    { id: "compared" },
    h("caption", {}, say("comparedCaption", { account: pick(store.boundary!.label) })),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h(
      "tbody",
      {},
      ...comparedNow(store).map((each) =>
        h("tr", {}, h("th", { scope: "row" }, each.name), ...cells(each).map((text) => h("td", {}, text))),
      ),
    ),
  );
}

/** Highest value that compared lines reach, in whole Mt; kept while cases are ticked. */
export function axisOf(store: Store): number | null {
  if (!store.cases.some((each) => each.ticked)) return null;
  const tops = comparedNow(store).map(({ state }) => {
    const all = store.sets.get(keyOf(state))?.get(store.output);
    return all ? Math.max(...all.map((series) => Math.max(...series))) : 0;
  });
  return Math.max(store.axis ?? 0, Math.ceil(Math.max(...tops)));
}
