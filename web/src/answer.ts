// The answer to the question of the page: the card of a preset, or the same sentences for a change.

import { changesFromRoot, changeText, labelOf, rootOf } from "./case";
import { beforeNow, cardNow, cardPart, membersNow } from "./card";
import { inCase, setText, weighedText } from "./basis";
import { focusAgain, h, replace } from "./dom";
import { movedNow } from "./explain";
import { figuresOf } from "./figures";
import type { Figures } from "./figures";
import { crossing, verdict } from "./lights";
import { costText, moneyRange, moneyText } from "./money";
import type { Open, Payload, Three } from "./payload";
import { cardSays } from "./says";
import { keyOf } from "./state";
import type { State } from "./state";
import type { Store } from "./store";
import { sharesOf } from "./structures";
import { peakText } from "./sums";
import type { Members } from "./sums";
import { shownYear } from "./tiles";
import { capitalised, co2Signed, colon, listing, paren, percents, percentText, pick, say, semicolon, signed, spoken } from "./words";

const NAMED = 4; // changes named before the rest is folded

/** Whether it peaks in time, in the sentence of a card. */
function answerText(payload: Payload, members: Members, { chance }: Figures, open: Open | null): string {
  const words = payload.spoken!;
  const given = {
    set: setText(payload, members.state, members.runs),
    delivered: verdict(words, chance.value),
    chance: percentText(chance),
  };
  if (!open?.rows.length) return cardSays(payload, "plain", { ...given, low: percentText(chance.low), high: percentText(chance.high) });
  const { chance: over, ...ends } = percents(sharesOf(payload, open));
  return cardSays(payload, "answer", {
    ...given,
    basis: weighedText(payload, open, ["delivery", "structure"]),
    record: verdict(words, open.chance, open.low, open.high),
    over,
    range: cardSays(payload, ends.low === ends.high ? "any_condition" : "range", { ...ends, crossing: crossing(words, open.low, open.high) }),
  });
}

/** Question, answer and when it peaks: two lines that stand before all else. */
export function answerLines(store: Store): { question: string; answer: string; peak: string } {
  const card = cardNow(store);
  if (card) return card;
  const { payload, state } = store;
  const question = cardSays(payload, "question", {
    case: inCase(payload, labelOf(payload, state)),
    city: pick(payload.city),
    goal: payload.years.goal,
  });
  const [found, members] = [figuresOf(store, state), membersNow(store)];
  if (!found || !members) return { question, answer: say("computing"), peak: "" };
  const peak = capitalised(peakText(store, members, beforeNow(store)));
  return { question, answer: answerText(payload, members, found, store.open), peak };
}

/** What a case does to the preset it changes: nothing where nothing is changed. */
export function againstText(store: Store): string {
  const { payload, state } = store;
  if (!changesFromRoot(payload, state).length) return "";
  const root = rootOf(payload, state);
  const [before, after] = [figuresOf(store, root), figuresOf(store, state)];
  if (!before || !after || store.stale) return say("computing");
  const [first, until] = gdpYears(store);
  const [low, sum, high] = after.gdpOver([first, until], before).map((value) => signed(value, 0));
  const record = [store.openBefore?.chance, store.open?.chance];
  const price = store.isPreset && store.scenario.proposal ? store.scenario.proposal.price : (store.costOf(state, root)?.present ?? null);
  return say("against", {
    title: titleOf(store, root),
    year: `${shownYear(payload, before.year[1])}→${shownYear(payload, after.year[1])}`,
    chance: `${percentText(before.chance.value)}→${percentText(after.chance.value)}`,
    record: record.every((each) => each !== undefined) ? paren(say("againstRecord", { chances: record.map((each) => percentText(each!)).join("→") })) : "",
    emissions: co2Signed(after.difference("emissions", before)),
    gdp: signed(after.difference("gdp", before), 1),
    percent: `${signed(100 * after.difference("gdp", before, true), 2)}%`,
    first,
    until,
    sum,
    low,
    high,
    price: price ? say("againstPrice", { middle: moneyText(payload, price[1]), range: moneyRange(payload, price, price[1] < 0) }) : "",
  });
}

function titleOf({ payload }: Store, state: State): string {
  return pick(payload.scenarios.find((each) => each.id === state.scenario)!.title);
}

/** Words of a median with P10 and P90. */
function rangeOf(three: Three, places: number): { low: string; middle: string; high: string } {
  const [low, middle, high] = three.map((value) => signed(value, places));
  return { low, middle, high };
}

/** What the case changes, from what to what; those beyond the first are folded. */
function changesNow(store: Store): HTMLElement | null {
  const { payload, state } = store;
  const changes = changesFromRoot(payload, state);
  if (!changes.length) return null;
  const root = rootOf(payload, state);
  const words = changes.map((change) => changeText(payload, change, root, state));
  const rest = words.slice(NAMED);
  const wasOpen = document.querySelector<HTMLDetailsElement>("#changed details")?.open ?? false;
  return h(
    "div",
    { id: "changed" },
    h("p", {}, say("changedHere", { n: words.length, changes: words.slice(0, NAMED).join(semicolon()) }) + (rest.length ? semicolon() : say("stop"))),
    rest.length ? h("details", { open: wasOpen }, h("summary", {}, say("andMore", { n: rest.length })), h("p", {}, rest.join(semicolon()))) : null,
  );
}

/** Why the chance by the record moves where the case answers questions that were drawn before. */
export function recordText(store: Store): string {
  const { record } = store;
  if (!record) return "";
  const { before, fixed, after, questions } = record;
  const likeliest = questions.map(({ label, alternatives }) => {
    const most = alternatives.reduce((best, each) => (each.weight > best.weight ? each : best));
    const words = say("recordLikeliest", { alternative: pick(most.label), weight: percentText(most.weight) });
    return questions.length > 1 ? pick(label) + colon() + words : words;
  });
  return say("recordMoves", {
    before: percentText(before),
    fixed: percentText(fixed),
    after: percentText(after),
    names: questions.map(({ label }) => pick(label)).join(listing()),
    likeliest: likeliest.join(semicolon()),
  });
}

/** The years over which the effect on GDP is summed. */
export function gdpYears({ payload }: Store): [number, number] {
  return [payload.years.history + 1, payload.years.later];
}

/** What a case does to GDP against the first preset, in years and in all; nothing of that one itself. */
export function gdpText(store: Store): string {
  const { payload, state, baselineState } = store;
  const [before, after] = [figuresOf(store, baselineState), figuresOf(store, state)];
  if (!before || !after || store.stale || keyOf(state) === keyOf(baselineState)) return "";
  const { goal, later } = payload.years;
  const [first, until] = gdpYears(store);
  return say("gdpEffect", {
    against: pick(payload.scenarios[0].title),
    goalSize: signed(after.gdpOver([goal, goal], before)[1], 1),
    later,
    laterSize: signed(after.gdpOver([later, later], before)[1], 1),
    first,
    until,
    ...rangeOf(after.gdpOver([first, until], before), 0),
  });
}

export function drawAnswer(store: Store, buttons: Node[]): void {
  const { question, answer, peak } = answerLines(store);
  const [against, record] = [againstText(store), recordText(store)];
  const cost = costText(store);
  const focused = document.activeElement?.id;
  replace(
    "answer",
    h("div", { class: "top" }, h("h2", { id: "question" }, question), h("span", { class: "buttons" }, ...buttons)),
    h("p", { class: "lead" }, answer),
    peak && h("p", {}, peak),
    record && h("p", { id: "record" }, record),
    against && h("p", { id: "against" }, against),
    changesNow(store),
    cost && h("p", { id: "cost" }, h("b", {}, say("costHead")), cost, spoken() === "en" ? " " : "", gdpText(store)),
    cardPart(store),
  );
  focusAgain(focused);
}

/** The states that the present one is held against. */
export function heldAgainst(store: Store): State[] {
  const { payload, state, baselineState } = store;
  const moved = movedNow(store);
  return [baselineState, ...(changesFromRoot(payload, state).length ? [rootOf(payload, state)] : []), ...(moved ? [moved[0]] : [])];
}
