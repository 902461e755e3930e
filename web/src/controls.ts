// Levers by action of the plan, those that matter most first, and assumptions apart from them.

import { h, replace, svg } from "./dom";
import { fitYears } from "./link";
import type { Control, Pair, Payload, Years } from "./payload";
import { matches, nearestPart } from "./search";
import type { Sought } from "./search";
import { presetState, sameControl, valueOf, yearsOf } from "./state";
import type { State } from "./state";
import { numberField, onGrid, put, putBack, readAmount, readNumber, stepOf } from "./typed";
import { colon, paren, pick, say } from "./words";
import { sizeOf, toldValue } from "./case";

const SHOWN_FIRST = 10;
const LEADING = "leading";
const MOST_FOUND = 4; // charts named under the search
const MOST_NUMBERS = 12; // and numbers that are no sliders

/** By what a group of controls is remembered. */
function keyOfGroup({ kind, group }: Control): string {
  return `${kind} ${group[1]}`;
}

/** A number that is no slider, or a published statistic: what is searched of it, and who tells of it. */
interface Told {
  label: Pair;
  sought: Sought;
  tell(): void;
}

export interface ControlsHost {
  state(): State;
  drag(control: Control, value: number): void; // while the slider moves
  settle(control: Control, value: number | null, further?: boolean): void; // when it is let go, or a number is typed
  restore(control: Control): void; // as the preset has it
  settleYears(control: Control, years: Years | null): void;
  charts(): { id: string; sought: Sought; title: string }[];
  show(chart: string): void;
  inform(control: Control): void;
  informNumber(number: Payload["numbers"][number]): void;
  informStatistic(statistic: Payload["statistics"][number]): void;
  tell(message: string): void;
}

interface Row {
  control: Control;
  row: HTMLElement;
  slider: HTMLInputElement;
  number: HTMLInputElement;
  again: HTMLButtonElement;
  years: [HTMLInputElement, HTMLInputElement] | null;
  curve: SVGPathElement | null;
  ends: HTMLElement | null; // what 0, 1 and the present setting are
  shown: string; // what it was written for
  sought: Sought;
}

export class Controls {
  private rows: Row[] = [];
  private readonly open = new Set<string>([LEADING]);
  /** Remembers which groups are open but for what a search opens or closes. */
  private readonly toggled = (event: Event): void => {
    const { open, dataset } = event.target as HTMLDetailsElement;
    if (this.text.trim()) return;
    if (open) this.open.add(dataset.key!);
    else this.open.delete(dataset.key!);
  };
  private readonly numbers: Told[];
  private text = "";
  private first: Control[] = []; // the levers that matter most, once known
  private lastKey = ""; // what the arrows moved last: further moves are the same step

  constructor(
    private readonly payload: Payload,
    private readonly host: ControlsHost,
  ) {
    this.numbers = [
      ...payload.statistics.map((each) => ({
        label: each.label,
        sought: { names: each.label, words: [each.id], more: [...each.definition, ...each.unit] },
        tell: () => host.informStatistic(each),
      })),
      ...payload.numbers.map((each) => ({
        label: each.label,
        sought: { names: each.label, words: [each.id], more: moreOf(payload, each) },
        tell: () => host.informNumber(each),
      })),
    ];
    if (payload.kind === "model") for (const control of payload.controls.slice(0, 1)) this.open.add(keyOfGroup(control));
  }

  /** Puts the levers that matter most first; does nothing while they are known for a preset, and says so. */
  lead(controls: Control[]): boolean {
    const first = controls.slice(0, SHOWN_FIRST);
    if (!first.length || (first.every((each) => this.first.includes(each)) && this.first.length)) return false;
    const focused = document.activeElement?.id;
    this.first = first;
    this.build();
    if (focused) document.getElementById(focused)?.focus();
    return true;
  }

  /** Builds all rows again, after a change of language. */
  build(): void {
    this.rows = [];
    const search = h("input", {
      type: "search",
      id: "search",
      "aria-label": say("search"),
      placeholder: say("search"),
      value: this.text,
      oninput: (event) => this.find((event.target as HTMLInputElement).value),
    });
    const city = this.payload.kind === "city";
    const parts: (Node | null)[] = [
      search,
      h("p", { id: "found-charts", class: "hint", hidden: true }),
      h("p", { id: "found-numbers", class: "hint", hidden: true }),
      h("p", { id: "nothing", class: "hint", hidden: true }, say("none")),
    ];
    for (const kind of ["lever", "assumption"] as const) {
      const some = this.payload.controls.filter((control) => control.kind === kind);
      if (!some.length) continue;
      const hint = kind === "lever" ? "leversHint" : city ? "assumptionsHint" : "assumptionsHintModel";
      parts.push(
        h(
          "section",
          { class: "kind", "aria-label": say(kind === "lever" ? "levers" : "assumptions") },
          h("h2", {}, say(kind === "lever" ? "levers" : "assumptions") + paren(String(some.length))),
          h("p", { class: "hint" }, say(hint)),
          ...(kind === "lever" ? this.leading() : []),
          ...this.groups(some.filter((control) => !this.first.includes(control))),
        ),
      );
    }
    replace("controls", ...parts);
    this.update();
    this.find(this.text);
  }

  private leading(): HTMLElement[] {
    if (!this.first.length) return [];
    const left = this.payload.controls.filter((each) => each.kind === "lever").length - this.first.length;
    return [
      h(
        "details",
        { open: this.open.has(LEADING), id: LEADING, "data-key": LEADING, ontoggle: this.toggled },
        h("summary", {}, say("leading", { n: this.first.length }), h("span", { class: "changed" })),
        ...this.first.map((control) => this.row(control)),
      ),
      h("p", { class: "hint" }, say("leadingRest", { n: left })),
    ];
  }

  private groups(some: Control[]): HTMLElement[] {
    const names = [...new Set(some.map((control) => control.group[1]))];
    return names.map((name) => {
      const members = some.filter((control) => control.group[1] === name);
      const key = keyOfGroup(members[0]);
      return h(
        "details",
        {
          open: this.open.has(key),
          "data-key": key,
          ontoggle: this.toggled,
        },
        h("summary", {}, pick(members[0].group), h("span", { class: "changed" })),
        ...members.map((control) => this.row(control)),
      );
    });
  }

  private row(control: Control): HTMLElement {
    const id = `c-${this.payload.controls.indexOf(control)}`;
    const name = pick(control.label);
    const unit = pick(control.unit);
    const step = stepOf(control);
    const label = unit && unit !== "—" ? name + paren(unit) : name;
    const slider = h("input", {
      type: "range",
      id,
      min: control.low,
      max: control.high,
      step: "any",
      "data-control": control.id,
      "aria-label": label,
      oninput: () => this.host.drag(control, onGrid(slider.valueAsNumber, control, step)),
      onchange: () => this.host.settle(control, onGrid(slider.valueAsNumber, control, step)),
      onkeydown: (event) => this.key(event as KeyboardEvent, control, step),
    });
    const lever = control.kind === "lever";
    const number = numberField(`${label} ${say(lever ? "strength" : "amountField")}`, {
      take: (text) => this.take(control, text),
      step: (moves) => this.move(control, moves * step, step),
    });
    const undo = say(control.drawn ? "draw" : "asPreset");
    const again = h(
      "button",
      { type: "button", class: "again", title: undo, "aria-label": `${undo} ${name}`, onclick: () => this.host.restore(control) },
      "↺",
    );
    const years = control.timing ? this.yearFields(control, name) : null;
    const ends = control.ends ? h("p", { class: "ends" }) : null;
    const curve = control.timing ? svg("path", { fill: "none", stroke: "currentColor", "stroke-width": "1.5" }) : null;
    const row = h(
      "div",
      { class: "control" },
      h(
        "div",
        { class: "name" },
        h("label", { for: id }, name),
        unit !== "" && unit !== "—" && h("span", { class: "unit" }, unit),
        h("button", { type: "button", class: "info", "aria-label": say("info") + name, onclick: () => this.host.inform(control) }, "i"),
      ),
      h("div", { class: "line" }, h("div", { class: "track" }, slider, this.ticks(control)), number),
      ends,
      h(
        "div",
        { class: "when" },
        ...(years
          ? [
              svg("svg", { width: 44, height: 16, viewBox: "0 0 44 16", "aria-hidden": "true" }, curve!),
              h("span", {}, say("acts")),
              years[0],
              h("span", {}, "–"),
              years[1],
              h("span", {}, say("actsEnd")),
            ]
          : []),
        again,
      ),
    );
    this.rows.push({ control, row, slider, number, again, years, curve, ends, shown: "", sought: soughtOf(this.payload, control) });
    return row;
  }

  /** Takes what was typed beside a slider, or says why not. */
  private take(control: Control, text: string): void {
    const state = this.host.state();
    const { value, said } = readAmount(this.payload, control, text, state);
    if (said) this.host.tell(pick(control.label) + colon() + said);
    if (value === null || value === state.values[control.id]) this.update();
    else this.host.settle(control, value);
  }

  /** Two fields for the years of a lever: when it begins, and when it is in full force. */
  private yearFields(control: Control, name: string): [HTMLInputElement, HTMLInputElement] {
    const set = (at: number, year: number) => {
      const years = [...yearsOf(control, this.host.state())!] as Years;
      years[at] = year;
      if (fitYears(this.payload, years)) return this.host.settleYears(control, years);
      this.host.tell(name + colon() + say("yearsOutside", { first: this.payload.years.history, last: this.payload.clock.last }));
      this.update();
    };
    const field = (at: number): HTMLInputElement => {
      const made = numberField(`${name} ${say(at ? "fullYear" : "startYear")}`, {
        take: (text) => {
          const typed = readNumber(text);
          set(at, typed && ["", "年"].includes(typed.unit) ? typed.value : NaN);
        },
        step: (moves) => set(at, yearsOf(control, this.host.state())![at] + moves),
      });
      made.className = "year";
      return made;
    };
    return [field(0), field(1)];
  }

  private ticks(control: Control): HTMLElement {
    const at = (value: number) => `left:${(100 * (value - control.low)) / (control.high - control.low)}%`;
    return h(
      "div",
      { class: "ticks", "aria-hidden": "true" },
      h("span", { class: "tick default", style: at(control.default) }),
      control.plan !== null && h("span", { class: "tick plan", style: at(control.plan), title: say("plan") }, say("plan")),
    );
  }

  private key(event: KeyboardEvent, control: Control, step: number): void {
    const moves: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.move(control, move * step, step);
  }

  /** Moves a control by so much; further moves the same way are the same step back. */
  private move(control: Control, by: number, step: number): void {
    const value = valueOf(control, this.host.state()) + by;
    const inside = Math.min(Math.max(onGrid(value, control, step), control.low), control.high);
    const key = `${control.id} ${Math.sign(by)}`;
    const further = this.lastKey === key;
    this.host.settle(control, inside, further);
    this.lastKey = key;
  }

  private find(typed: string): void {
    this.text = typed;
    const every = [...this.rows, ...this.host.charts(), ...this.numbers].map((each) => each.sought);
    const part = every.some((each) => matches(typed, each)) ? "" : nearestPart(typed, every);
    const text = part || typed;
    let found = 0;
    for (const { row, sought } of this.rows) {
      row.hidden = !matches(text, sought);
      if (!row.hidden) found++;
    }
    const asked = text.trim() !== "";
    for (const group of document.querySelectorAll<HTMLDetailsElement>("#controls details")) {
      const some = [...group.querySelectorAll<HTMLElement>(".control")].some((row) => !row.hidden);
      group.hidden = !some;
      if (asked && some) group.open = true;
      else if (!asked && group.dataset.key) group.open = this.open.has(group.dataset.key);
    }
    for (const kind of document.querySelectorAll<HTMLElement>("#controls .kind")) {
      kind.hidden = ![...kind.querySelectorAll<HTMLElement>(".control")].some((row) => !row.hidden);
      for (const hint of kind.querySelectorAll<HTMLElement>(":scope > .hint")) hint.hidden = asked;
    }
    const charts = asked ? this.host.charts().filter((each) => matches(text, each.sought)) : [];
    document.getElementById("found-charts")!.hidden = !charts.length;
    replace(
      "found-charts",
      say("foundCharts"),
      ...charts
        .slice(0, MOST_FOUND)
        .map((each) => h("button", { type: "button", class: "link", onclick: () => this.host.show(each.id) }, each.title)),
    );
    const numbers = asked ? this.numbers.filter((each) => matches(text, each.sought)) : [];
    this.nameNumbers(numbers);
    const nothing = document.getElementById("nothing")!;
    nothing.hidden = !part && found + charts.length + numbers.length > 0;
    nothing.textContent = part ? say("foundPart", { typed: typed.trim(), part }) : say("none");
  }

  /** Names the numbers of the tables that were found; each tells where it comes from. */
  private nameNumbers(found: Told[]): void {
    document.getElementById("found-numbers")!.hidden = !found.length;
    const rest = found.length - MOST_NUMBERS;
    replace(
      "found-numbers",
      say("foundNumbers"),
      ...found
        .slice(0, MOST_NUMBERS)
        .map((each) => h("button", { type: "button", class: "link", onclick: each.tell }, pick(each.label))),
      rest > 0 ? say("foundMore", { n: rest }) : null,
    );
  }

  /** Shows the values of the present state; fields are the reader's, all else is written where it changes. */
  update(): void {
    const state = this.host.state();
    const preset = presetState(this.payload, state.scenario);
    this.lastKey = "";
    let marks = false;
    for (const each of this.rows) {
      const { control, row, slider, number, years, ends } = each;
      const value = valueOf(control, state);
      const own = !sameControl(control, state, preset);
      marks = marks || row.classList.contains("set") !== own;
      const words = ends ? this.endsText(control, value, state) : "";
      const shown = [value, yearsOf(control, state), own, state.values[control.id], words].join();
      if (shown !== each.shown) this.write(each, state, own, words);
      each.shown = shown;
      if (slider.valueAsNumber !== value) slider.valueAsNumber = value;
      for (const field of [number, ...(years ?? [])]) putBack(field);
    }
    if (marks) this.count();
  }

  private write(each: Row, state: State, own: boolean, words: string): void {
    const { control, row, slider, number, again, years, curve, ends } = each;
    const value = valueOf(control, state);
    slider.setAttribute("aria-valuetext", toldValue(control, value));
    put(number, toldValue(control, value), [control.low, control.high].map((end) => toldValue(control, end)));
    if (ends) ends.textContent = words;
    const when = yearsOf(control, state);
    if (years && when) {
      const ends = [this.payload.years.history, this.payload.clock.last].map(String);
      years.forEach((field, at) => put(field, String(when[at]), ends));
      curve!.setAttribute("d", this.curveOf(when, (value - control.low) / (control.high - control.low)));
    }
    row.classList.toggle("set", own);
    again.style.visibility = own || (control.drawn && state.values[control.id] !== undefined) ? "visible" : "hidden";
  }

  /** Tells beside the name of each group how many of it are set. */
  private count(): void {
    for (const group of document.querySelectorAll("#controls details")) {
      const count = group.querySelectorAll(".control.set").length;
      group.querySelector(".changed")!.textContent = count ? String(count) : "";
    }
  }

  /** What a lever is at 0, at 1 and as it is set, in the unit of its clause; else what 1 is. */
  private endsText(control: Control, value: number, state: State): string {
    const size = sizeOf(this.payload, control, state);
    if (!size) return say("endsWords", { one: pick(control.ends![1]) });
    return say("endsSize", { zero: size.at(0), one: size.at(1), unit: size.unit, setting: toldValue(control, value), now: size.at(value) });
  }

  /** A lever over the years: nothing until it begins, then straight up to its strength. */
  private curveOf([start, full]: Years, height: number): string {
    const { history } = this.payload.years;
    const { last } = this.payload.clock;
    const x = (year: number) => (2 + (40 * (year - history)) / (last - history)).toFixed(1);
    const top = (14 - 12 * height).toFixed(1);
    return `M2 14H${x(start)}L${x(full)} ${top}H42`;
  }
}

function soughtOf(payload: Payload, control: Control): Sought {
  const clauses = (control.clauses ?? []).flat();
  const offices = (control.offices ?? []).flat();
  return { names: control.label, words: [control.id, ...control.group, ...clauses, ...offices], more: moreOf(payload, control) };
}

/** What stands beside a number: its unit, source and notes. */
function moreOf(payload: Payload, { unit, source, locator, note }: Pick<Control, "unit" | "source" | "locator" | "note">): string[] {
  return [...unit, ...(payload.sources[source] ?? []), ...locator, ...note].filter(Boolean);
}
