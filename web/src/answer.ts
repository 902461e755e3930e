// The answer to the question of the page: the card of a preset, or the same sentences for a change.

import { changesFromRoot, changeText, labelOf, rootOf } from "./case";
import { cardNow, cardPart } from "./card";
import { readParts } from "./cost";
import { focusAgain, h, replace } from "./dom";
import type { Open, Spoken, Three } from "./payload";
import { movedNow } from "./explain";
import { figuresOf } from "./figures";
import type { Figures } from "./figures";
import { crossing, verdict } from "./lights";
import { keyOf } from "./state";
import type { State } from "./state";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { capitalised, co2, co2Signed, colon, comma, digits, fill, listing, paren, percentText, pick, say, semicolon, signed, spoken } from "./words";

const NAMED = 4; // changes named before the rest is folded

/** Whether it peaks in time, in the sentence of a card. */
function answerText(words: Spoken, { chance }: Figures, open: Open | null): string {
  const delivered = verdict(words, chance.value);
  if (!open) {
    const range = { low: percentText(chance.low), high: percentText(chance.high) };
    return fill(pick(words.plain), { delivered: capitalised(delivered), chance: percentText(chance.value), ...range });
  }
  return fill(pick(words.answer), {
    delivered,
    chance: percentText(chance.value),
    basis: pick(open.delivery ? words.delivery : words.structure),
    record: verdict(words, open.chance, open.low, open.high),
    over: percentText(open.chance),
    low: percentText(open.low),
    high: percentText(open.high),
    crossing: crossing(words, open.low, open.high),
  });
}

/** Question, answer and when it peaks: two lines that stand before all else. */
export function answerLines(store: Store): { question: string; answer: string; peak: string } {
  const card = cardNow(store);
  if (card) return card;
  const { payload } = store;
  const words = payload.spoken!;
  const question = fill(pick(words.question), {
    case: labelOf(payload, store.state),
    city: pick(payload.city),
    goal: payload.years.goal,
  });
  const found = figuresOf(store, store.state);
  if (!found || store.stale || store.opening) return { question, answer: say("computing"), peak: "" };
  const [low, middle, high] = found.year.map((year) => shownYear(payload, year));
  return {
    question,
    answer: answerText(words, found, store.open),
    peak: say("answerPeak", { low, middle, high, level: co2(found.level[1]) }),
  };
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
    price: price ? say("againstPrice", rangeOf(price, 0)) : "",
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

/** What the case costs and who pays, in the sentence of a card. */
export function costText(store: Store): string {
  const { payload, scenario, state } = store;
  const { money } = payload;
  if (store.weighed || !money) return "";
  if (store.isPreset) return scenario.cost ? pick(scenario.cost.text) : "";
  const found = store.stale ? null : store.costOf(state);
  if (!found) return say("computing");
  const parts = readParts(found);
  const named = money.payers
    .map((name, at) => [pick(name), parts[at]] as const)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${signed(value, 1)}`.replace("） ", "）"));
  const [low, size, high] = found.size;
  const spends = Math.round(10 * size) >= 0;
  const ends = spends ? [low, high] : [-high, -low];
  const [worthLow, worth, worthHigh] = found.present.map((value) => signed(value, 0));
  return fill(pick(money.sentence), {
    year: money.year,
    against: pick(payload.scenarios[0].title),
    more: pick(spends ? money.spends : money.earns),
    size: digits(Math.abs(size), 1),
    low: digits(ends[0], 1),
    high: digits(ends[1], 1),
    payers: named.join(comma()),
    first: money.years[0],
    last: money.years[1],
    present: worth,
    worth_low: worthLow,
    worth_high: worthHigh,
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
