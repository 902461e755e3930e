// The paragraphs of a card: those of the preset, or the same sentences for the case as it is.

import { h } from "./dom";
import type { CardText, Open, OpenRow, Paragraph, Spoken } from "./payload";
import { figuresOf } from "./figures";
import { keyOf } from "./state";
import type { Store } from "./store";
import { controlOf, rankedNow } from "./who";
import { co2Places, co2Scale, comma, fill, paren, percentText, pick, say, signed, spoken } from "./words";

const CAUSES = 3; // named before the rest
const QUESTIONS = 2; // whose alternatives are named

/** The card of the present case where it is a preset, under the chosen account. */
export function cardNow(store: Store): CardText | null {
  const cards = store.isPreset && !store.weighed ? store.scenario.cards : null;
  return cards?.[store.view.boundary]?.[spoken()] ?? null;
}

/** The paragraphs of the card without costs, which stand apart; those that take runs come when they are done. */
export function paragraphsNow(store: Store): Paragraph[] {
  const card = cardNow(store);
  if (card) return card.paragraphs.filter((each) => each.id !== "cost");
  const { payload, open } = store;
  const words = payload.spoken!;
  const texts: [string, string][] = [
    ["why", whyText(store)],
    ["conditions", open ? conditionsText(words, open) : ""],
    ["unknown", pick(payload.quality)],
  ];
  return texts.filter(([, text]) => text).map(([id, text]) => ({ id, head: pick(words.heads[id]), text }));
}

/** What the case emits more than the baseline, and the measures that make most of it; with the rest they add up. */
function whyText(store: Store): string {
  const { payload, state, baselineState } = store;
  const words = payload.spoken!;
  const [before, after] = [figuresOf(store, baselineState), figuresOf(store, state)];
  if (!before || !after || store.stale || keyOf(state) === keyOf(baselineState)) return "";
  const scale = co2Scale() * 10 ** co2Places();
  const whole = (value: number) => Math.round(value * scale);
  const shown = (value: number) => signed(value / 10 ** co2Places(), co2Places());
  const named = { goal: payload.years.goal, against: pick(payload.scenarios[0].title) };
  const total = whole(after.difference("emissions", before));
  if (!total) return fill(pick(words.alike), named);
  const causes = rankedNow(store).filter((each) => each.used);
  if (!causes.length) return "";
  const parts = causes
    .slice(0, CAUSES)
    .map((each): [string, number] => [pick(controlOf(store, each).label), whole(each.goal[1])])
    .filter(([, size]) => size);
  const left = total - parts.reduce((sum, [, size]) => sum + size, 0);
  const said = parts.map(([label, size]) => fill(pick(words.part), { label, value: shown(size) }).replace("） ", "）"));
  if (left) said.push(fill(pick(words.rest), { value: shown(left) }));
  return fill(pick(words.why), {
    ...named,
    more: pick(total > 0 ? words.many : words.few),
    size: (Math.abs(total) / 10 ** co2Places()).toFixed(co2Places()),
    basis: pick(words.by_lever),
    parts: said.join(comma()),
  });
}

/** Which questions move the chance most, and between which values. */
function conditionsText(words: Spoken, { rows }: Open): string {
  const told = rows.filter((row): row is OpenRow & { chance: number } => row.chance !== null);
  const questions = [...new Set(told.map((row) => row.question[1]))].slice(0, QUESTIONS);
  return questions
    .map((question, at) => {
      const some = told.filter((row) => row.question[1] === question);
      const high = some.reduce((best, row) => (row.chance > best.chance ? row : best));
      const low = some.reduce((best, row) => (row.chance < best.chance ? row : best));
      const text = fill(pick(words.condition), {
        question: pick(high.question),
        high_label: pick(high.alternative),
        high: percentText(high.chance),
        low_label: pick(low.alternative),
        low: percentText(low.chance),
      });
      return at ? pick(words.next) + text : text;
    })
    .join(spoken() === "zh" ? "" : " ");
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
    card && h("p", { class: "hint" }, card.basis),
    h("dl", {}, ...paragraphs.flatMap((each) => [h("dt", {}, each.head), h("dd", {}, each.text)])),
    card && h("p", { class: "hint" }, card.source),
  );
}
