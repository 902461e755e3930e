// Newly published figures typed by the reader: on track in the present case or not.

import { wordOf } from "./case";
import { byId, h, replace } from "./dom";
import { lightBounds, SIGNS, verdict } from "./lights";
import type { Colour } from "./lights";
import { FEWEST } from "./statistics";
import type { Arrival, Awaited, Figure, Judged, Reason } from "./statistics";
import type { Statistic } from "./payload";
import type { Store } from "./store";
import { amountText, colon, digits, listing, paren, percentText, pick, rounded, say, semicolon, signed, stop, told } from "./words";

const EMPTY_ROWS = 2;

export interface BulletinHost {
  judge(figures: Figure[]): void;
  tell(message: string): void;
}

interface Field {
  row: HTMLElement;
  named: HTMLSelectElement;
  year: HTMLInputElement;
  value: HTMLInputElement;
}

export class Bulletin {
  private fields: Field[] = [];

  constructor(
    private readonly store: Store,
    private readonly host: BulletinHost,
  ) {}

  /** Builds the form again, after a change of language; what was typed stays. */
  build(): void {
    const { statistics } = this.store.payload;
    byId("bulletin").hidden = !statistics.length;
    if (!statistics.length) return;
    const typed = this.fields.map(({ named, year, value }) => [named.value, year.value, value.value]);
    while (typed.length < EMPTY_ROWS) typed.push(["", "", ""]);
    this.fields = [];
    replace(
      "bulletin",
      h("h2", {}, say("bulletinHead")),
      h("p", { class: "hint" }, say("bulletinHint")),
      h("div", { id: "figures" }),
      h(
        "span",
        { class: "buttons" },
        h("button", { type: "button", id: "figure-add", onclick: () => this.add(["", "", ""]).named.focus() }, say("figureAdd")),
        h("button", { type: "button", id: "figures-judge", onclick: () => this.judge() }, say("figuresJudge")),
      ),
      h("div", { id: "judged", role: "status" }),
    );
    for (const each of typed) this.add(each);
    this.draw();
  }

  private add([id, year, value]: string[]): Field {
    const { payload } = this.store;
    const unit = h("span", { class: "unit" });
    const at = String(this.fields.length + 1);
    const named = h(
      "select",
      { "aria-label": say("statistic") + at, onchange: () => show() },
      h("option", { value: "" }, say("statisticChoose")),
      ...payload.statistics.map((each) => h("option", { value: each.id, selected: each.id === id }, pick(each.label))),
    );
    const when = h("input", {
      type: "number",
      class: "year",
      "aria-label": say("year") + at,
      value: year || payload.years.history + 1,
      min: payload.clock.first,
      max: payload.clock.last,
    });
    const amount = h("input", {
      type: "number",
      step: "any",
      "aria-label": say("amount") + at,
      value,
      onkeydown: (event) => (event as KeyboardEvent).key === "Enter" && this.judge(),
    });
    const show = () => {
      const found = payload.statistics.find((each) => each.id === named.value);
      unit.textContent = found ? pick(found.unit) : "";
      named.title = found ? pick(found.definition) : "";
    };
    show();
    const field = { row: h("div", { class: "figure" }, named, when, h("span", {}, say("yearWord")), amount, unit), named, year: when, value: amount };
    byId("figures").append(field.row);
    this.fields.push(field);
    return field;
  }

  /** Takes what was typed; a row without a number is passed over, and what is wrong is said. */
  private judge(): void {
    const { payload } = this.store;
    const figures: Figure[] = [];
    for (const { named, year, value } of this.fields) {
      if (!named.value || value.value.trim() === "") continue;
      const statistic = payload.statistics.find((each) => each.id === named.value)!;
      const first = payload.clock.first + (statistic.measure === "growth" ? 1 : 0);
      const when = year.valueAsNumber;
      if (!(Number.isInteger(when) && when >= first && when <= payload.clock.last)) {
        return this.host.tell(pick(statistic.label) + colon() + say("figureYear", { first }));
      }
      if (!Number.isFinite(value.valueAsNumber) || (statistic.relative && value.valueAsNumber === 0)) {
        return this.host.tell(pick(statistic.label) + colon() + say("figureNumber"));
      }
      figures.push({ id: statistic.id, year: when, value: value.valueAsNumber });
    }
    if (!figures.length) return this.host.tell(say("figureNone"));
    this.host.judge(figures);
  }

  /** Writes what the figures say of the present case. */
  draw(): void {
    if (!this.store.payload.statistics.length) return;
    const { judged, figures } = this.store;
    if (!judged) return replace("judged", figures.length ? h("p", {}, say("computing")) : "");
    const heads = ["statistic", "year", "amount", "planAsks", "planRule", "colourHead", "expectedHead", "place", "bodesHead"] as const;
    const { payload } = this.store;
    replace(
      "judged",
      h("p", { class: "lead" }, this.verdict(judged)),
      judged.after && h("p", { id: "figures-why" }, this.whyText(judged)),
      h("p", {}, this.planText(judged)),
      h(
        "div",
        { class: "wide", tabindex: 0 },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, say(head))))),
          h("tbody", {}, ...judged.arrivals.map((each) => this.row(each, judged.reasons))),
        ),
      ),
      h("p", {}, say("lookNext") + judged.next.map(awaitedText).join(semicolon()) + stop()),
      h(
        "p",
        { class: "hint" },
        say("bulletinNote", {
          base: payload.clock.first,
          far: percentText(payload.lights!.far),
          ...lightBounds(payload.spoken!),
          case: wordOf(payload, this.store.state),
        }),
      ),
    );
  }

  private light(colour: Colour): string {
    return SIGNS[colour] + pick(this.store.payload.lights!.words[colour]);
  }

  /** How the figures stand on the plan's own path. */
  private planText({ arrivals }: Judged): string {
    const asked = arrivals.filter((each) => each.plan && !each.far);
    if (!arrivals.some((each) => each.plan)) return say("planNone");
    const items = asked.map(({ statistic, figure, plan }) =>
      say("planItem", {
        light: this.light(plan!.colour),
        name: pick(statistic.label),
        value: amountText(figure.value, pick(statistic.unit)),
        due: amountText(told(plan!.due), pick(statistic.unit)),
      }),
    );
    const far = arrivals.filter((each) => each.far).length;
    if (far) items.push(say("planUnchecked", { rest: far }));
    const rest = arrivals.length - asked.length - far;
    if (rest) items.push(say("planRest", { rest }));
    return say("planText") + items.join(semicolon()) + stop();
  }

  private verdict({ arrivals, before, after, worth, colour }: Judged): string {
    const far = arrivals.find((each) => each.far);
    if (far) return say("figureFar", { name: pick(far.statistic.label), unit: pick(far.statistic.unit) });
    if (!after || !colour) return say("figuresRare", { worth: Math.round(worth), fewest: FEWEST });
    return say("figuresAfter", {
      word: verdict(this.store.payload.spoken!, after.value),
      colour: this.light(colour),
      before: percentText(before),
      after: percentText(after.value),
      low: percentText(after.low),
      high: percentText(after.high),
      worth: Math.round(worth),
      n: this.store.payload.draws.members,
    });
  }

  /** Which of the figures moves the chance by how much; what they do jointly is the rest. */
  private whyText({ before, after, reasons }: Judged): string {
    const items = reasons.map(({ statistics, figures, change, error }) =>
      say("whyFigure", {
        figures: figures.map((each) => this.figureText(statistics.find(({ id }) => id === each.id)!, each)).join(listing()),
        ...pointsOf({ change, error }),
      }) + likeZero({ change, error }),
    );
    const total = inTenths(after!.value - before);
    if (reasons.length === 1) return say("whyChanceOne", { item: items[0] });
    const rest = total - reasons.reduce((sum, each) => sum + inTenths(each.change), 0);
    return say("whyChance", { items: items.join(semicolon()), rest: signed(rest / 10, 1), total: signed(total / 10, 1) });
  }

  private figureText({ label, unit }: Statistic, { year, value }: Figure): string {
    return say("whyOf", { name: pick(label), year, value: amountText(value, pick(unit)) });
  }

  private row(arrival: Arrival, reasons: Reason[]): HTMLElement {
    const { statistic, figure, low, high, place, leans, plan, far } = arrival;
    const colour = far ? undefined : plan?.colour;
    const cell = (text: string, type = "") => h("td", { class: type }, text);
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, pick(statistic.label)),
      cell(String(figure.year)),
      cell(amountText(figure.value, pick(statistic.unit))),
      cell(plan ? told(plan.due) : say("noTarget")),
      cell(plan ? `${plan.target.id} ${plan.rule}` : "–"),
      cell(colour ? this.light(colour) : "–", colour),
      cell(`${rounded([low, high], high - low).join("–")}`),
      cell(far ? say("farPlace") : say(place) + (leans ? paren(say(leans)) : "")),
      cell(bodesText(arrival, reasons)),
    );
  }
}

/** What a figure does to the chance; where no chance is given, which way it points. */
function bodesText({ figure, place, bad, far }: Arrival, reasons: Reason[]): string {
  const reason = reasons.find(({ figures }) => figures.some((each) => each.id === figure.id && each.year === figure.year));
  if (reason) return say("bodesPoints", pointsOf(reason)) + (reason.figures.length > 1 ? paren(say("bodesJoint")) : "") + likeZero(reason);
  if (far || place === "inside" || !bad) return "–";
  return say((place === "above") === (bad === "higher") ? "ill" : "well");
}

type Points = Pick<Reason, "change" | "error">;

function pointsOf({ change, error }: Points): { change: string; error: string } {
  return { change: signed(100 * change, 1), error: digits(100 * error, 1) };
}

/** Said of a change that its error exceeds. */
function likeZero({ change, error }: Points): string {
  return Math.abs(change) < error ? paren(say("likeZero")) : "";
}

/** Tenths of a percentage point, so that what is printed adds up. */
function inTenths(share: number): number {
  return Math.round(1000 * share);
}

/** What to look at next: what, of which year, when it comes, and who holds it. */
function awaitedText({ statistic, year, due }: Awaited): string {
  const when = due ? say("monthOf", { year: due[0], month: due[1], two: String(due[1]).padStart(2, "0") }) : pick(statistic.when);
  return say("awaited", { name: pick(statistic.label), year, when, holder: pick(statistic.holder) });
}
