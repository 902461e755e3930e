// The answer told in five steps, each with the chart that shows it; every number is looked up.

import { answerLines, cardNow, costText } from "./answer";
import { h, replace } from "./dom";
import { changesText, priceText, proposalsOf } from "./proposals";
import type { Store } from "./store";
import { percentText, pick, say } from "./words";
import type { Word } from "./words";
import { rankedNow, rankedText } from "./who";

const NAMED = 4;

interface Step {
  head: Word;
  chart: string | null;
  texts(store: Store): string[];
}

function paragraph(store: Store, id: string): string[] {
  return cardNow(store)?.paragraphs.filter((each) => each.id === id).map((each) => each.text) ?? [];
}

const STEPS: Step[] = [
  {
    head: "storyQuestion",
    chart: "fan",
    texts: (store) => {
      const { question, answer, peak } = answerLines(store);
      return [question, answer, peak];
    },
  },
  {
    head: "storyWhy",
    chart: "sectors",
    texts: (store) => [...paragraph(store, "why"), ...paragraph(store, "conditions")],
  },
  { head: "storyWho", chart: "wedge", texts: (store) => rankedNow(store).slice(0, NAMED).map((each) => rankedText(store, each)) },
  { head: "storyCost", chart: null, texts: (store) => [costText(store) || say("storyNoCost")] },
  {
    head: "storyEnd",
    chart: "fan",
    texts: (store) => [
      ...proposalsOf(store).map((each) =>
        say("storyProposal", {
          title: pick(each.title) + (each.proposal!.feasible ? "" : say("notReached")),
          changes: changesText(store, each),
          chance: percentText(each.proposal!.probability),
          cost: priceText(each),
        }),
      ),
      ...paragraph(store, "unknown"),
    ],
  },
];

export class Story {
  private at = -1;

  constructor(
    private readonly store: Store,
    private readonly show: (chart: string) => void,
  ) {}

  begin(): void {
    this.go(0);
    document.getElementById("story")!.scrollIntoView({ block: "nearest" });
  }

  private go(at: number): void {
    this.at = at;
    const chart = STEPS[at]?.chart;
    if (chart && this.store.choices.some((each) => each.id === chart)) this.show(chart);
    this.draw();
    document.getElementById(at < 0 ? "begin-story" : "story-next")?.focus();
  }

  /** Writes the step again, with the numbers of now. */
  draw(): void {
    const step = STEPS[this.at];
    document.getElementById("story")!.hidden = !step;
    if (!step) return;
    const focused = document.activeElement?.id;
    const last = this.at === STEPS.length - 1;
    const texts = step.texts(this.store).filter(Boolean);
    replace(
      "story",
      h(
        "div",
        { class: "top" },
        h("h2", {}, `${this.at + 1}/${STEPS.length} ${say(step.head)}`),
        h(
          "span",
          { class: "buttons" },
          h("button", { type: "button", id: "story-back", disabled: this.at === 0, onclick: () => this.go(this.at - 1) }, say("back")),
          h("button", { type: "button", id: "story-next", onclick: () => this.go(last ? -1 : this.at + 1) }, say(last ? "close" : "next")),
        ),
      ),
      ...(texts.length ? texts : [say("storyPreset")]).map((text) => h("p", {}, text)),
    );
    if (focused) document.getElementById(focused)?.focus();
  }
}
