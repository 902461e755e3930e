// The answer told in five steps, each with the chart that shows it; every number is of the present case.

import { againstText, answerLines, gdpText, gdpYears, recordText } from "./answer";
import { paragraphsNow } from "./card";
import { changesFromRoot, changeText, labelOf, rootOf, shortLabelOf } from "./case";
import { h, replace } from "./dom";
import { triedIn } from "./leading";
import { costText } from "./money";
import { changesText, gdpChangeText, priceText, proposalsOf } from "./proposals";
import type { Store } from "./store";
import { percentText, pick, say, semicolon } from "./words";
import type { Word } from "./words";
import { ownText, rankedNow, rankedText } from "./who";

const NAMED = 4; // measures, and changes
const PROPOSED = 2; // ways out named in the end

interface Step {
  head: Word;
  chart: string | null;
  texts(store: Store): string[];
}

function paragraph(store: Store, id: string): string[] {
  return paragraphsNow(store).filter((each) => each.id === id).map((each) => each.text);
}

/** What was changed, in the first few words. */
function changedText(store: Store): string {
  const { payload, state } = store;
  const changes = changesFromRoot(payload, state);
  if (!changes.length) return "";
  const root = rootOf(payload, state);
  const words = changes.slice(0, NAMED).map((change) => changeText(payload, change, root, state));
  const rest = changes.length - words.length;
  return say("changedHere", { n: changes.length, changes: [...words, ...(rest > 0 ? [say("andMore", { n: rest })] : [])].join(semicolon()) }) + say("stop");
}

/** The first of the ways out that reach what they ask, but for the present case. */
function waysOut(store: Store): string[] {
  const [first, until] = gdpYears(store);
  return proposalsOf(store)
    .filter((each) => each.proposal!.feasible && each.id !== store.state.scenario)
    .slice(0, PROPOSED)
    .map((each) =>
      say("storyProposal", {
        title: pick(each.title),
        changes: changesText(store, each),
        chance: percentText(each.proposal!.probability),
        cost: priceText(store, each),
        first,
        until,
        gdp: gdpChangeText(each),
      }),
    );
}

/** What the first measures do, tried one by one, and those of the city's own; none while they are not worked out. */
function whoTexts(store: Store): string[] {
  const first = rankedNow(store).slice(0, NAMED);
  if (!first.length) return [];
  const head = say("storyTried", { case: shortLabelOf(store.payload, store.state), n: triedIn(store.payload) });
  return [head, ...first.map((each) => rankedText(store, each)), ownText(store)];
}

const STEPS: Step[] = [
  {
    head: "storyQuestion",
    chart: "fan",
    texts: (store) => {
      const { question, answer, peak } = answerLines(store);
      return [question, changedText(store), answer, peak];
    },
  },
  {
    head: "storyWhy",
    chart: "sectors",
    texts: (store) => [...paragraph(store, "why"), recordText(store), ...paragraph(store, "conditions")],
  },
  { head: "storyWho", chart: "wedge", texts: whoTexts },
  { head: "storyCost", chart: null, texts: (store) => [costText(store) || say("storyNoCost"), gdpText(store)] },
  {
    head: "storyEnd",
    chart: "fan",
    texts: (store) => {
      const { answer, peak } = answerLines(store);
      const ways = waysOut(store);
      return [
        say("storySum", { case: labelOf(store.payload, store.state), answer, peak }),
        againstText(store),
        ways.length ? say("storyWays", { ways: ways.join(semicolon()) }) : "",
        ...paragraph(store, "unknown"),
      ];
    },
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
      ...(texts.length ? texts : [say("computing")]).map((text) => h("p", {}, text)),
    );
    if (focused) document.getElementById(focused)?.focus();
  }
}
