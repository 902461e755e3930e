// "What to change for 80 %?": answers of `zysim seek`, each a preset with its price and payers.

import { gdpYears } from "./answer";
import { changesFromRoot, changeText, rootOf } from "./case";
import { h, replace } from "./dom";
import { moneyRange, moneyText } from "./money";
import type { Control, Scenario } from "./payload";
import { presetState } from "./state";
import type { Store } from "./store";
import { colon, comma, paren, percentText, pick, say, semicolon, signed } from "./words";

const NAMED = 4;

/** Those that reach what they ask first, and of them those that change least. */
export function proposalsOf(store: Store): Scenario[] {
  const order = ({ proposal, set }: Scenario) => (proposal!.feasible ? 0 : store.payload.controls.length) + Object.keys(set).length;
  return store.payload.scenarios.filter((each) => each.proposal).sort((a, b) => order(a) - order(b));
}

/** What a proposal changes in the preset it starts from, and who decides on each. */
function changedIn({ payload }: Store, proposal: Scenario): { who: string; words: string }[] {
  const after = presetState(payload, proposal.id);
  const root = rootOf(payload, after);
  const who = ({ decided_by }: Control) => (decided_by ? pick(decided_by) : say("decidesNone"));
  if (root.scenario !== proposal.id)
    return changesFromRoot(payload, after).map((change) => ({ who: who(change.control), words: changeText(payload, change, root, after) }));
  return payload.controls.filter(({ id }) => id in proposal.set).map((each) => ({ who: who(each), words: pick(each.label) }));
}

/** The same, by who decides: those in whose hands most lies first. */
function changesBy(store: Store, proposal: Scenario): { who: string; words: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { who, words } of changedIn(store, proposal)) found.set(who, [...(found.get(who) ?? []), words]);
  return [...found].map(([who, words]) => ({ who, words })).sort((a, b) => b.words.length - a.words.length);
}

/** One line: what it changes, or how many things where they are many, and in whose hands they lie. */
export function changesText(store: Store, proposal: Scenario): string {
  const words = changedIn(store, proposal).map((each) => each.words);
  const rest = words.length - NAMED;
  const decided = changesBy(store, proposal).map(({ who, words }) => say("decidesCount", { who, n: words.length }));
  return words.slice(0, NAMED).join(semicolon()) + (rest > 0 ? semicolon() + say("andMore", { n: rest }) : "") + paren(decided.join(comma()));
}

/** One line for each who decides; those beyond the first are folded. */
function changesCell(store: Store, proposal: Scenario): HTMLElement[] {
  return changesBy(store, proposal).map(({ who, words }) => {
    const rest = words.slice(NAMED);
    return h(
      "div",
      { class: "decided" },
      h("b", {}, who + colon()),
      words.slice(0, NAMED).join(semicolon()) + (rest.length ? semicolon() : ""),
      rest.length ? h("details", {}, h("summary", {}, say("andMore", { n: rest.length })), colon() + rest.join(semicolon())) : null,
    );
  });
}

/** What the changes themselves cost, with P10 and P90. */
export function priceText({ payload }: Store, { proposal }: Scenario): string {
  const { price } = proposal!;
  return price ? moneyText(payload, price[1]) + paren(moneyRange(payload, price, price[1] < 0)) : "–";
}

/** What the changes themselves do to GDP over the years, with P10 and P90. */
export function gdpChangeText({ proposal }: Scenario): string {
  const [low, middle, high] = proposal!.gdp.map((value) => signed(value, 0));
  return `${middle} [${low}, ${high}]`;
}

export function drawProposals(store: Store, choose: (id: string) => void): void {
  const { payload, boundary } = store;
  const all = proposalsOf(store);
  const [first, until] = gdpYears(store);
  const heads = [say("proposal"), say("changes"), say("chance"), say("changesCost"), say("changesGdp", { first, until }), ""];
  const row = (each: Scenario) => {
    const { feasible, probability } = each.proposal!;
    const open = store.weighed ? null : each.open?.[boundary!.id];
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, pick(each.title), feasible ? null : h("span", { class: "hint" }, say("notReached"))),
      h("td", { class: "words" }, ...changesCell(store, each), each.cost ? h("div", { class: "decided" }, h("details", {}, h("summary", {}, say("proposalPays")), pick(each.cost.text))) : null),
      h("td", {}, percentText(probability) + (open ? ` (${percentText(open.chance)})` : "")),
      h("td", { class: "size" }, priceText(store, each)),
      h("td", { class: "size" }, gdpChangeText(each)),
      h("td", {}, h("button", { type: "button", "aria-label": `${say("take")} ${pick(each.title)}`, onclick: () => choose(each.id) }, say("take"))),
    );
  };
  replace(
    "proposals",
    h("h2", {}, say("proposalsHead")),
    all.length
      ? h(
          "div",
          { class: "wide", tabindex: 0 },
          h(
            "table",
            {},
            h("thead", {}, h("tr", {}, ...heads.map((head) => h(head ? "th" : "td", head ? { scope: "col" } : {}, head)))),
            h("tbody", {}, ...all.map(row)),
          ),
        )
      : h("p", {}, say("proposalsNone")),
    all.length ? h("p", { class: "hint" }, say("proposalsNote")) : null,
    payload.stale.length ? h("p", { class: "hint", id: "stale" }, say("stale", { names: payload.stale.map((each) => pick(each.title)).join(semicolon()) })) : null,
  );
}
