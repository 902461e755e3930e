// All that changes while the page is open, in one place; whoever shows it asks to be told.

import { costAbove } from "./cost";
import type { CostAbove, Paid } from "./cost";
import { choicesOf } from "./drawings";
import type { Choice, Wedge } from "./drawings";
import type { Boundary, Control, Leading, Open, Payload, Question, Scenario, Years } from "./payload";
import type { Many, Single } from "./results";
import { changesFromRoot, changesOf, rootOf } from "./case";
import { leadingOf } from "./leading";
import { History, keyOf, presetState, sameNumbers, withValue, withYears } from "./state";
import type { State, View } from "./state";
import { judge } from "./statistics";
import type { Figure, Judged } from "./statistics";
import { answeredAnew, chanceIn, chancesOf } from "./structures";

/** A result and the state it is of. */
export interface Of<T> {
  state: State;
  found: T;
}

/** A case the reader kept: what is set, its name, and whether it is compared. */
export interface Kept {
  name: string;
  state: State;
  ticked: boolean;
}

/** How the chance by the record moves in two steps: questions are answered, then the change. */
export interface Record {
  before: number;
  fixed: number; // nothing changed but that what the case answers is no longer drawn
  after: number;
  questions: Question[];
}

export class Store {
  readonly city: boolean;
  readonly choices: Choice[];
  readonly start: string; // the preset the page opens with
  readonly baselineState: State;
  view: View;
  history: History;
  dragged: State | null = null; // what stands while a slider moves or a change is replayed
  line: Of<Single> | null = null;
  members: Of<Many> | null = null;
  baseline: Single | null = null;
  wedge: (Of<Wedge> & { rows: Many | null }) | null = null;
  tried: Of<Many> | null = null; // each lever alone, in the order of triedStates
  structured: Of<Many> | null = null; // members under the structure that each has drawn
  fixed: Of<Many> | null = null; // what a case changes, with only those questions drawn that it leaves open
  figures: Figure[] = []; // published figures that the reader typed
  watched: Of<Many> | null = null; // what statistics are of, in members under their structures
  weighed = false; // whether the worlds are those of an update, which cards and costs are not of
  cases: Kept[] = [];
  axis: number | null = null; // top of the axes while cases are compared, Mt a year
  ownOnly = false; // whether only measures are listed that the city decides on
  readonly sets = new Map<string, Many>(); // members of whole states, by key
  readonly parts = new Map<string, Many>(); // what sectors emit in members of states, by key
  readonly paid = new Map<string, Paid>(); // what states pay, by key

  constructor(readonly payload: Payload) {
    this.city = payload.kind === "city";
    this.choices = choicesOf(payload);
    this.start = payload.scenarios[Math.min(1, payload.scenarios.length - 1)].id;
    this.baselineState = presetState(payload, payload.scenarios[0].id);
    this.history = new History(presetState(payload, this.start));
    this.view = {
      lang: document.documentElement.lang === "en" ? "en" : "zh",
      boundary: payload.boundary,
      charts: [this.choices[0].id, this.choices[Math.min(1, this.choices.length - 1)].id],
    };
  }

  /** What is shown now. */
  get state(): State {
    return this.dragged ?? this.history.now;
  }

  get scenario(): Scenario {
    return this.payload.scenarios.find((each) => each.id === this.state.scenario)!;
  }

  /** The account that all numbers are of; none for another model than a city's. */
  get boundary(): Boundary | undefined {
    return this.payload.boundaries.find((each) => each.id === this.view.boundary);
  }

  /** Scalar id of the emissions under the account. */
  get output(): string {
    return this.boundary?.output ?? "";
  }

  get isPreset(): boolean {
    return !changesOf(this.payload, this.state).length;
  }

  /** Whether the members shown are of an older state than the line. */
  get stale(): boolean {
    return this.members !== null && this.line !== null && !sameNumbers(this.members.state, this.line.state);
  }

  /** The chance over open structures: that of the preset, or what was computed for the case as it is. */
  get open(): Open | null {
    if (this.isPreset && !this.weighed) return this.scenario.open?.[this.view.boundary] ?? null;
    const found = this.ofNow(this.structured);
    return found && chancesOf(this.payload, this.state, found, this.output);
  }

  /** Members of a case of the reader's under the structures they drew; null while they are not run. */
  get drawn(): Many | null {
    return this.ofNow(this.structured);
  }

  /** The chance over open structures of the preset that the case changes. */
  get openBefore(): Open | null {
    if (this.weighed) return null;
    const root = rootOf(this.payload, this.state).scenario;
    return this.payload.scenarios.find((each) => each.id === root)!.open?.[this.view.boundary] ?? null;
  }

  /** Whether the case answers questions that are drawn where it is unchanged. */
  get answersAnew(): boolean {
    return changesFromRoot(this.payload, this.state).length > 0 && answeredAnew(this.payload, this.state).length > 0;
  }

  /** Why the chance over open structures moves, where questions are no longer drawn. */
  get record(): Record | null {
    const { open, openBefore } = this;
    const fixed = this.answersAnew ? this.ofNow(this.fixed) : null;
    if (!open || !openBefore || !fixed) return null;
    return {
      before: openBefore.chance,
      fixed: chanceIn(this.payload, fixed.get(this.output)!),
      after: open.chance,
      questions: answeredAnew(this.payload, this.state),
    };
  }

  /** Which measures matter most: in the preset, or as worked out for the case as it is; null while they are not. */
  get leading(): Leading | null {
    const preset = this.scenario.leading?.[this.view.boundary] ?? null;
    if (!preset || (this.isPreset && !this.weighed)) return preset;
    const found = this.ofNow(this.tried);
    return found && leadingOf(this.payload, this.state, found, this.output, preset.caption);
  }

  /** What the reader's figures say of the present case. */
  get judged(): Judged | null {
    const found = this.figures.length ? this.ofNow(this.watched) : null;
    return found && judge(this.payload, this.state, found, this.output, this.figures);
  }

  /** A result under structures where it is of the present state: what is open hangs on the preset too. */
  private ofNow(result: Of<Many> | null): Many | null {
    const { state } = this;
    const fits = result && result.state.scenario === state.scenario && sameNumbers(result.state, state);
    return fits ? result.found : null;
  }

  /** Whether what each group of measures does is still being worked out for what is set. */
  get crediting(): boolean {
    const { wedge, state } = this;
    return !wedge || wedge.found.state === "computing" || !sameNumbers(wedge.state, state);
  }

  /** Whether the chance over open structures is still to come. */
  get opening(): boolean {
    return this.payload.structures.length > 0 && !this.open;
  }

  /** What a state costs above another, the baseline unless named; null while it is not worked out. */
  costOf(state: State, from: State = this.baselineState): CostAbove | null {
    const [mine, other] = [state, from].map((each) => this.paid.get(keyOf(each)));
    return mine && other ? costAbove(mine, other) : null;
  }

  drag(control: Control, value: number): void {
    this.dragged = withValue(this.history.now, control, value);
  }

  /** Makes a state the present one; moves of one kind in a row are one step back. */
  settle(state: State, further = false): void {
    this.dragged = null;
    this.history.add(state, further);
  }

  setValue(control: Control, value: number | null): State {
    return withValue(this.history.now, control, value);
  }

  setYears(control: Control, years: Years | null): State {
    return withYears(this.history.now, control, years);
  }

  /** Goes one state back or forth; false where there is none. */
  step(which: "undo" | "redo"): boolean {
    const before = this.history.now;
    this.history[which]();
    if (this.history.now === before) return false;
    return true;
  }
}
