// Levers by action of the plan, and assumptions apart from them.

import { h, replace } from "./dom";
import type { Control, Payload } from "./payload";
import { valueOf } from "./state";
import type { State } from "./state";
import { colon, paren, pick, say } from "./words";

export interface ControlsHost {
  state(): State;
  drag(control: Control, value: number): void; // while the slider moves
  settle(control: Control, value: number | null): void; // when it is let go, or a number is typed
  inform(control: Control): void;
  tell(message: string): void;
}

/** A step of about a hundredth of the range, round enough to read. */
export function stepOf(control: Control): number {
  const size = (control.high - control.low) / 100;
  const power = 10 ** Math.floor(Math.log10(size));
  const tens = size / power;
  return power * (tens < 1.5 ? 1 : tens < 3.5 ? 2 : tens < 7.5 ? 5 : 10);
}

/** A number as short as it is exact. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}

interface Row {
  control: Control;
  row: HTMLElement;
  slider: HTMLInputElement;
  number: HTMLInputElement;
  again: HTMLButtonElement | null;
}

export class Controls {
  private rows: Row[] = [];
  private readonly open = new Set<string>();
  private text = "";

  constructor(
    private readonly payload: Payload,
    private readonly host: ControlsHost,
  ) {
    for (const control of payload.controls.slice(0, 1)) this.open.add(control.group[1]);
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
    const parts: (Node | null)[] = [search, h("p", { id: "nothing", class: "hint", hidden: true }, say("none"))];
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
          ...this.groups(some),
        ),
      );
    }
    replace("controls", ...parts);
    this.update();
    this.find(this.text);
  }

  private groups(some: Control[]): HTMLElement[] {
    const names = [...new Set(some.map((control) => control.group[1]))];
    return names.map((name) => {
      const members = some.filter((control) => control.group[1] === name);
      const key = `${members[0].kind} ${name}`;
      return h(
        "details",
        {
          open: this.open.has(name) || this.open.has(key),
          ontoggle: (event) => {
            if ((event.target as HTMLDetailsElement).open) this.open.add(key);
            else this.open.delete(key), this.open.delete(name);
          },
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
    const number = h("input", {
      type: "number",
      min: control.low,
      max: control.high,
      step: "any",
      "aria-label": `${label} ${say("value")}`,
      onchange: () => {
        const value = number.value.trim() === "" ? NaN : Number(number.value);
        const range = { low: plainNumber(control.low), high: plainNumber(control.high) };
        if (value >= control.low && value <= control.high) this.host.settle(control, value);
        else {
          this.host.tell(name + colon() + say("outside", range));
          this.update();
        }
      },
    });
    const again = control.drawn
      ? h("button", { type: "button", class: "again", title: say("draw"), "aria-label": `${say("draw")} ${name}`, onclick: () => this.host.settle(control, null) }, "↺")
      : null;
    const row = h(
      "div",
      { class: "control", "data-name": `${control.label[0]} ${control.label[1]} ${control.id}`.toLowerCase() },
      h(
        "div",
        { class: "name" },
        h("label", { for: id }, name),
        unit !== "" && unit !== "—" && h("span", { class: "unit" }, unit),
        h("button", { type: "button", class: "info", "aria-label": say("info") + name, onclick: () => this.host.inform(control) }, "i"),
      ),
      h("div", { class: "line" }, h("div", { class: "track" }, slider, this.ticks(control)), number, again),
    );
    this.rows.push({ control, row, slider, number, again });
    return row;
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
    const value = valueOf(control, this.host.state()) + move * step;
    const inside = Math.min(Math.max(onGrid(value, control, step), control.low), control.high);
    this.host.settle(control, inside);
  }

  private find(text: string): void {
    this.text = text;
    const words = text.trim().toLowerCase();
    let found = 0;
    for (const { row } of this.rows) {
      row.hidden = words !== "" && !row.dataset.name!.includes(words);
      if (!row.hidden) found++;
    }
    for (const group of document.querySelectorAll<HTMLDetailsElement>("#controls details")) {
      const some = [...group.querySelectorAll<HTMLElement>(".control")].some((row) => !row.hidden);
      group.hidden = !some;
      if (words && some) group.open = true;
    }
    document.getElementById("nothing")!.hidden = found > 0;
  }

  /** Shows the values of the present state. */
  update(): void {
    const state = this.host.state();
    for (const { control, row, slider, number, again } of this.rows) {
      const value = valueOf(control, state);
      const changed = state.values[control.id] !== undefined;
      slider.valueAsNumber = value;
      slider.setAttribute("aria-valuetext", plainNumber(value));
      if (document.activeElement !== number || Number(number.value) !== value) number.value = plainNumber(value);
      row.classList.toggle("set", changed);
      if (again) again.style.visibility = changed ? "visible" : "hidden";
    }
    for (const group of document.querySelectorAll("#controls details")) {
      const count = group.querySelectorAll(".control.set").length;
      group.querySelector(".changed")!.textContent = count ? String(count) : "";
    }
  }
}

function onGrid(value: number, control: Control, step: number): number {
  for (const mark of [control.default, control.plan]) {
    if (mark !== null && Math.abs(value - mark) < step * 0.75) return mark;
  }
  if (value <= control.low + step / 2) return control.low;
  if (value >= control.high - step / 2) return control.high;
  return Number((Math.round(value / step) * step).toPrecision(10));
}
