// The answer to the question of the page: the card of a preset, or the same sentences for a change.

import { changesOf, labelOf } from "./case";
import { readParts } from "./cost";
import { h, replace } from "./dom";
import type { CardText, Open, Spoken } from "./payload";
import { figuresOf } from "./figures";
import type { Figures } from "./figures";
import { verdict } from "./lights";
import { keyOf, presetState } from "./state";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { co2, co2Signed, comma, digits, fill, percentText, pick, say, signed, spoken } from "./words";

const LATER = 5; // years after the goal that the effect on GDP is told of

/** The card of the present case where it is a preset under the account of the card. */
export function cardNow(store: Store): CardText | null {
  const card = store.isPreset && !store.weighed ? store.scenario.card : null;
  return card && card.account === store.view.boundary ? card[spoken()] : null;
}

/** Whether it peaks in time, in the sentence of a card. */
function answerText(words: Spoken, { chance }: Figures, open: Open | null): string {
  const capital = (text: string) => (spoken() === "en" ? text[0].toUpperCase() + text.slice(1) : text);
  const delivered = verdict(words, chance.value);
  if (!open) {
    const range = { low: percentText(chance.low), high: percentText(chance.high) };
    return fill(pick(words.plain), { delivered: capital(delivered), chance: percentText(chance.value), ...range });
  }
  return fill(pick(words.answer), {
    delivered,
    chance: percentText(chance.value),
    basis: pick(open.delivery ? words.delivery : words.structure),
    record: verdict(words, open.chance, open.low, open.high),
    over: percentText(open.chance),
    low: percentText(open.low),
    high: percentText(open.high),
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

/** What a change does to the preset it was made in: nothing where nothing is changed. */
function againstText(store: Store): string {
  const { payload, state } = store;
  if (store.isPreset) return "";
  const [before, after] = [figuresOf(store, presetState(payload, state.scenario)), figuresOf(store, state)];
  if (!before || !after || store.stale) return say("computing");
  return say("against", {
    title: pick(store.scenario.title),
    year: `${shownYear(payload, before.year[1])}→${shownYear(payload, after.year[1])}`,
    chance: `${percentText(before.chance.value)}→${percentText(after.chance.value)}`,
    emissions: co2Signed(after.difference("emissions", before)),
    gdp: signed(after.difference("gdp", before), 1),
    unit: pick(payload.variables[payload.per_gdp.over.split("[")[0]].unit),
    percent: `${signed(100 * after.difference("gdp", before, true), 2)}%`,
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

/** The years over which the effect on GDP is summed: those that costs are. */
export function gdpYears({ payload }: Store): [number, number] {
  return payload.money?.years ?? [payload.years.history + 1, payload.clock.last];
}

/** What a case does to GDP against the first preset, in years and in all; nothing of that one itself. */
function gdpText(store: Store): string {
  const { payload, state, baselineState } = store;
  const [before, after] = [figuresOf(store, baselineState), figuresOf(store, state)];
  if (!before || !after || store.stale || keyOf(state) === keyOf(baselineState)) return "";
  const { goal } = payload.years;
  const later = goal + LATER;
  const [first, until] = gdpYears(store);
  return say("gdpEffect", {
    against: pick(payload.scenarios[0].title),
    goalSize: signed(after.gdpOver([goal, goal], before), 1),
    later,
    laterSize: signed(after.gdpOver([later, later], before), 1),
    first,
    until,
    sum: signed(after.gdpOver([first, until], before), 0),
  });
}

export function drawAnswer(store: Store, buttons: Node[]): void {
  const { question, answer, peak } = answerLines(store);
  const card = cardNow(store);
  const against = againstText(store);
  const cost = costText(store);
  const wasOpen = (document.getElementById("card") as HTMLDetailsElement | null)?.open ?? false;
  const focused = document.activeElement?.id;
  const other = store.isPreset && !store.weighed && store.scenario.card && !card;
  replace(
    "answer",
    h("div", { class: "top" }, h("h2", { id: "question" }, question), h("span", { class: "buttons" }, ...buttons)),
    h("p", { class: "lead" }, answer),
    peak && h("p", {}, peak),
    against && h("p", { id: "against" }, against),
    cost && h("p", { id: "cost" }, h("b", {}, say("costHead")), cost, spoken() === "en" ? " " : "", gdpText(store)),
    card !== null &&
      h(
        "details",
        { id: "card", open: wasOpen },
        h("summary", {}, say("card")),
        h("p", { class: "hint" }, card.basis),
        h(
          "dl",
          {},
          ...card.paragraphs
            .filter((each) => each.id !== "cost")
            .flatMap((each) => [h("dt", {}, each.head), h("dd", {}, each.text)]),
        ),
        h("p", { class: "hint" }, card.source),
      ),
    !!other && h("p", { class: "hint" }, say("cardAccount", { account: store.scenario.card!.account })),
  );
  if (focused) document.getElementById(focused)?.focus();
}

/** Keys of the states whose members the answer needs beside those of the present one. */
export function neededBeside(store: Store) {
  const preset = presetState(store.payload, store.state.scenario);
  const all = [store.baselineState, ...(changesOf(store.payload, store.state).length ? [preset] : [])];
  return all.filter((each) => !store.sets.has(keyOf(each)));
}
