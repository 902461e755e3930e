// Costs in words: a gain is never told as a spending below 0. zysim/wording.py, zysim/report/card/money.py.

import { readParts } from "./cost";
import type { Payload, Three } from "./payload";
import { cardSays, joined, listed } from "./says";
import type { Store } from "./store";
import { capitalised, percentText, pick, say, semicolon } from "./words";

/** A cost in words, in 10⁸ CNY. */
export function moneyText(payload: Payload, cost: number, places = 0): string {
  const size = Math.abs(cost).toFixed(places);
  return Number(size) ? cardSays(payload, cost < 0 ? "saves" : "costs", { size }) : size;
}

/** Its range, in numbers where all of it is a cost or all of it a saving. */
export function moneyRange(payload: Payload, [low, , high]: Three, saves: boolean, places = 0): string {
  const ends = saves ? [high, low] : [low, high];
  const sizes = ends.map((end) => (saves ? -end : end)).map((size) => (Number(size.toFixed(places)) ? size : 0).toFixed(places));
  const plain = sizes.every((each) => Number(each) >= 0);
  const [from, to] = plain ? sizes : ends.map((end) => moneyText(payload, end, places));
  return cardSays(payload, plain ? "ends" : "across", { low: from, high: to });
}

/** What the case costs and who pays, in the sentences of a card. */
export function costText(store: Store): string {
  const { payload, scenario, state } = store;
  const { money } = payload;
  if (store.weighed || !money) return "";
  if (store.isPreset) return scenario.cost ? pick(scenario.cost.text) : "";
  const found = store.stale ? null : store.costOf(state);
  if (!found) return say("computing");
  const [, size] = found.size;
  const [, worth] = found.present;
  const said = cardSays(payload, Math.round(10 * size) ? "cost" : "cost_alike", {
    against: pick(payload.scenarios[0].title),
    year: money.year,
    size: moneyText(payload, size, 1),
    range: moneyRange(payload, found.size, size < 0, 1),
    payers: payersText(payload, readParts(found)),
  });
  const present = cardSays(payload, "present", {
    first: money.years[0],
    last: money.years[1],
    present: moneyText(payload, worth),
    rate: percentText(money.rate),
    worth: moneyRange(payload, found.present, worth < 0),
  });
  return joined([said, present]);
}

/** Who is better off and who pays more, those of the sign of the sum first. */
export function payersText(payload: Payload, parts: number[]): string {
  const sides: [string, number][] = [
    ["gainers", -1],
    ["spenders", 1],
  ];
  if (parts.reduce((sum, each) => sum + each, 0) >= 0) sides.reverse();
  const said = sides.map(([text, sign]) => {
    const names = payload.money!.payers
      .map((name, at): [string, number] => [pick(name), parts[at]])
      .filter(([, value]) => value * sign > 0)
      .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
      .map(([name, value]) => cardSays(payload, "pays", { name, value: Math.abs(value).toFixed(1) }).replace("） ", "）"));
    return names.length ? cardSays(payload, text, { names: listed(names) }) : "";
  });
  return capitalised(said.filter(Boolean).join(semicolon()));
}
