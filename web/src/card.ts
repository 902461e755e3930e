// The paragraphs of a card: those of the preset, or the same sentences for the case as it is.

import { belowText } from "./basis";
import { h } from "./dom";
import { figuresOf } from "./figures";
import type { CardText, Open, OpenRow, Paragraph, Payload } from "./payload";
import { atLeast, atMost, shareOf } from "./peaks";
import type { Many } from "./results";
import { cardSays, joined, within } from "./says";
import { keyOf } from "./state";
import type { Store } from "./store";
import { accountsText, countiesText, rushText, sumsText } from "./sums";
import type { Members } from "./sums";
import { controlOf, rankedNow } from "./who";
import { co2Places, co2Scale, comma, paren, percentText, pick, say, signed, spoken } from "./words";

const CAUSES = 3; // named before the rest
const QUESTIONS = 2; // whose alternatives are named

/** The card of the present case where it is a preset, under the chosen account. */
export function cardNow(store: Store): CardText | null {
  const cards = store.isPreset && !store.weighed ? store.scenario.cards : null;
  return cards?.[store.view.boundary]?.[spoken()] ?? null;
}

/** The case in all worlds; null while it is not worked out. */
export function membersNow({ payload, sets, stale, opening, state, drawn }: Store): Members | null {
  const runs = sets.get(keyOf(state));
  return runs && !stale && !opening ? { state, runs, drawn: payload.structures.length ? drawn : null } : null;
}

/** The first preset in the same worlds; null where it is the case itself, or not worked out. */
export function beforeNow({ sets, state, baselineState }: Store): Many | null {
  return keyOf(state) === keyOf(baselineState) ? null : (sets.get(keyOf(baselineState)) ?? null);
}

/** A card of any preset, for what is said alike of every case; none where worlds are those of an update. */
function cardOfAny({ payload, weighed, view }: Store): CardText | null {
  const found = weighed ? undefined : payload.scenarios.find((each) => each.cards?.[view.boundary]);
  return found?.cards?.[view.boundary]?.[spoken()] ?? null;
}

/** The paragraphs of the card without costs, which stand apart; those that take runs come when they are done. */
export function paragraphsNow(store: Store): Paragraph[] {
  const card = cardNow(store);
  if (card) return card.paragraphs.filter((each) => each.id !== "cost");
  const { payload, open, output } = store;
  const members = membersNow(store);
  const told = cardOfAny(store);
  const texts: [string, string][] = [
    ["short", members ? belowText(payload, members.state, output, members.runs) : ""],
    ["why", whyText(store)],
    ["conditions", open ? conditionsText(payload, open) : ""],
    ["total", members ? sumsText(store, members, beforeNow(store)) : ""],
    ["other", members ? joined([accountsText(store, members), told?.plan_account ?? ""]) : ""],
    ["rush", members ? rushText(store, members, beforeNow(store)) : ""],
    ["counties", members ? countiesText(store, members) : ""],
    ["unknown", told?.paragraphs.find((each) => each.id === "unknown")?.text ?? pick(payload.quality)],
  ];
  return texts.filter(([, text]) => text).map(([id, text]) => ({ id, head: pick(payload.spoken!.heads[id]), text }));
}

/** What the case emits more than the baseline, and the measures that make most of it; with the rest they add up. */
function whyText(store: Store): string {
  const { payload, state, baselineState } = store;
  const [before, after] = [figuresOf(store, baselineState), figuresOf(store, state)];
  if (!before || !after || store.stale || keyOf(state) === keyOf(baselineState)) return "";
  const scale = co2Scale() * 10 ** co2Places();
  const whole = (value: number) => Math.round(value * scale);
  const shown = (value: number) => signed(value / 10 ** co2Places(), co2Places());
  const named = { goal: payload.years.goal, against: pick(payload.scenarios[0].title) };
  const total = whole(after.difference("emissions", before));
  if (!total) return cardSays(payload, "alike", named);
  const causes = rankedNow(store).filter((each) => each.used);
  if (!causes.length) return "";
  const parts = causes
    .slice(0, CAUSES)
    .map((each): [string, number] => [pick(controlOf(store, each).label), whole(each.goal[1])])
    .filter(([, size]) => size);
  const left = total - parts.reduce((sum, [, size]) => sum + size, 0);
  const said = parts.map(([label, size]) => cardSays(payload, "part", { label, value: shown(size) }).replace("） ", "）"));
  if (left) said.push(cardSays(payload, "rest_of_levers", { value: shown(left) }));
  return cardSays(payload, "why", {
    ...named,
    more: cardSays(payload, total > 0 ? "many" : "few"),
    size: (Math.abs(total) / 10 ** co2Places()).toFixed(co2Places()),
    basis: cardSays(payload, "by_lever"),
    parts: said.join(comma()),
  });
}

/** Which questions move the chance most, and between which values. */
function conditionsText(payload: Payload, { rows }: Open): string {
  const told = rows.filter((row): row is OpenRow & { chance: number } => row.chance !== null);
  const questions = [...new Set(told.map((row) => row.question[1]))].slice(0, QUESTIONS);
  const said: string[] = [];
  for (const question of questions) {
    const some = told.filter((row) => row.question[1] === question);
    const share = ({ chance, members }: { chance: number; members: number }) => shareOf(Math.round(chance * members), members);
    const most = some.reduce((best, row) => (atLeast(share(row)) > atLeast(share(best)) ? row : best));
    const least = some.reduce((best, row) => (atMost(share(row)) < atMost(share(best)) ? row : best));
    const [high, low] = [most, least].map((row) => percentText(share(row)));
    if (high === low) continue;
    const labels = { question: within(pick(most.question)), high_label: pick(most.alternative), low_label: pick(least.alternative) };
    const sentence = said.length ? "next" : "condition";
    said.push(cardSays(payload, sentence, { ...labels, goal: payload.years.goal, high, low }));
  }
  return said.length ? joined(said) : cardSays(payload, "nothing_moves");
}

/** Which case against which, under which account. */
function basisText({ payload, boundary, state, baselineState }: Store): string {
  if (keyOf(state) === keyOf(baselineState)) return pick(boundary!.label);
  const against = pick(payload.scenarios[0].title);
  return cardSays(payload, "basis", { against, account: pick(boundary!.label), history: payload.years.history });
}

/** The paragraphs under their heads, folded on the screen and whole in print. */
export function cardPart(store: Store): HTMLElement | null {
  const paragraphs = paragraphsNow(store);
  if (!paragraphs.length) return null;
  const card = cardNow(store);
  const heads = paragraphs.map((each) => each.head).join(spoken() === "zh" ? "、" : ", ");
  return h(
    "details",
    { id: "card", open: document.querySelector<HTMLDetailsElement>("#card")?.open ?? false },
    h("summary", {}, say("card") + paren(heads)),
    h("p", { class: "hint" }, card ? card.basis : basisText(store)),
    h("dl", {}, ...paragraphs.flatMap((each) => [h("dt", {}, each.head), h("dd", {}, each.text)])),
    card && h("p", { class: "hint" }, card.source),
  );
}
