// Asks for the runs that the present state needs, in the order in which they are missed.

import { heldAgainst } from "./answer";
import { cardNow } from "./card";
import { changesOf, rootOf } from "./case";
import { paidIn, pricesOf } from "./cost";
import type { Wedge } from "./drawings";
import { movedNow } from "./explain";
import type { Pair } from "./payload";
import { triedIn, triedStates } from "./leading";
import { many, single } from "./results";
import type { Many } from "./results";
import { NotFinite, Runner } from "./runner";
import type { Token } from "./runner";
import { constantsOf, keyOf, sameControl, sameNumbers, withControlOf } from "./state";
import type { State } from "./state";
import type { Of, Store } from "./store";
import { fixedRuns, structuredRuns } from "./structures";
import type { Structured } from "./structures";
import { say } from "./words";

const WHILE_DRAGGING = 128;
const MOST_GROUPS = 10;
const MOST_SETS = 12;

export class Compute {
  readonly runner: Runner;
  /** Milliseconds from input to paint: of the line, and of members while dragging and after. */
  readonly timings = { line: [] as number[], dragging: [] as number[], full: [] as number[] };
  private lineToken: Token = { live: false };
  private cycle: Token = { live: false };
  private wedgeToken: Token = { live: false };
  private leadToken: Token = { live: false };
  private prices: Float64Array[] | null = null;
  private worlds = 0; // how often they were replaced
  private readonly asked = new Map<string, Promise<Many | null>>();

  constructor(
    private readonly store: Store,
    private readonly draw: () => void,
    private readonly ready: () => void,
    private readonly tell: (message: string) => void,
  ) {
    this.runner = new Runner(store.payload);
  }

  constantsOf(state: State): Record<string, number> {
    return constantsOf(this.store.payload, state);
  }

  /** The baseline first, since all else is held against it. */
  async begin(): Promise<void> {
    const { store } = this;
    await this.runner.opened;
    const run = this.typical(store.baselineState);
    const found = this.runner.now("all", run) ?? (await this.runner.run("all", [run], { live: true }));
    store.baseline = single(store.payload.reports.all, found!);
  }

  /** Takes other states of the world; what still runs in those before is dropped when it comes. */
  takeWorlds(draws: Float64Array): void {
    this.worlds += 1;
    this.asked.clear();
    this.runner.draw(draws);
  }

  /** Computes anew what hangs on the present state; while dragging, in the frame after the move. */
  refresh(dragging: boolean, moved?: number): void {
    const began = moved ?? performance.now();
    document.body.dataset.state = "computing";
    this.leadToken.live = false;
    const line = this.runLine(began, dragging, moved !== undefined);
    if (!this.store.city) return;
    if (!dragging) {
      this.cycle.live = false;
      void this.runMembers(began, false, line);
    } else if (!this.cycle.live) void this.runMembers(began, true);
  }

  private typical(state: State) {
    return this.runner.runOf(constantsOf(this.store.payload, state), this.store.payload.draws.typical);
  }

  rows(state: State, from: number, to: number) {
    const run = this.runner.runOf(constantsOf(this.store.payload, state));
    return Array.from({ length: to - from }, (_, at) => ({ ...run, member: from + at }));
  }

  /** The line of the newest state, before anything else that waits. */
  private async runLine(began: number, dragging: boolean, inFrame: boolean): Promise<void> {
    const { store } = this;
    this.lineToken.live = false;
    const token = (this.lineToken = { live: true });
    const state = store.state;
    const run = this.typical(state);
    const here = this.runner.now("all", run); // drawn before anything else of the page runs
    const found = here ?? (await this.guarded(this.runner.run("all", [run], token, true)));
    if (!found || !token.live) return;
    store.line = { state, found: single(store.payload.reports.all, found) };
    this.draw();
    this.painted(began, this.timings.line, inFrame && here !== null);
    if (!store.city) this.ready();
    if (!dragging && store.view.charts.includes("wedge")) void this.credit();
  }

  /** Members of the state: some while dragging, then again for what is set by then; all after. */
  private async runMembers(began: number, dragging: boolean, line?: Promise<void>): Promise<void> {
    const { store } = this;
    const token = (this.cycle = { live: true });
    const state = store.state;
    if (dragging) {
      const some = Math.min(WHILE_DRAGGING, store.payload.draws.members);
      const found = await this.guarded(this.runner.run("core", this.rows(state, 0, some), token));
      if (!found || !token.live) return;
      this.show(state, many(store.payload.reports.core, found), began, this.timings.dragging);
      this.cycle.live = false;
      const { dragged } = store;
      if (dragged && !sameNumbers(dragged, state)) void this.runMembers(performance.now(), true);
      return;
    }
    const found = await this.setOf(state, token);
    if (!found || !token.live) return;
    this.show(state, found, began, this.timings.full);
    if (store.payload.structures.length && !cardNow(store) && !store.drawn) {
      store.structured = (await this.structured("core", state, token)) ?? store.structured;
      this.draw();
    }
    await this.watch(token);
    if (!token.live) return;
    // What the answer is held against, in the same worlds.
    for (const beside of heldAgainst(store)) await this.setOf(beside, { live: true });
    if (store.answersAnew && !store.record) {
      store.fixed = (await this.structured("core", state, token, fixedRuns(store.payload, state))) ?? store.fixed;
    }
    await this.compare();
    if (!store.isPreset) await this.priceAbove(state, token);
    await this.split(token);
    await line; // which members that were kept can be ahead of
    if (!token.live) return;
    this.cycle.live = false;
    this.draw();
    this.ready();
    void this.lead(state);
  }

  private show(state: State, found: Many, began: number, times: number[]): void {
    this.store.members = { state, found };
    this.draw();
    this.painted(began, times);
  }

  /** All members of a state; kept, so that going back takes no time. */
  setOf(state: State, token: Token): Promise<Many | null> {
    const { sets, payload } = this.store;
    const key = keyOf(state);
    const known = sets.get(key);
    if (known) return Promise.resolve(known);
    const running = this.asked.get(key);
    if (running) return running.then((found) => found ?? this.setOf(state, token));
    const work = this.guarded(this.runner.run("core", this.rows(state, 0, payload.draws.members), token)).then(
      (found) => {
        this.asked.delete(key);
        if (!found) return null;
        const set = many(payload.reports.core, found);
        sets.set(key, set);
        this.forget();
        return set;
      },
    );
    this.asked.set(key, work);
    return work;
  }

  /** A block of outputs of all members of a state under the structures they drew. */
  private async structured(
    block: "core" | "watch",
    state: State,
    token: Token,
    runs: Structured[] = structuredRuns(this.store.payload, state),
  ): Promise<Of<Many> | null> {
    const { payload } = this.store;
    const found = await this.guarded(
      this.runner.run(block, runs.map(({ member, constants }) => this.runner.runOf(constants, member)), token),
    );
    if (!found) return null;
    const byMember = found.map((series) => {
      const placed: Float64Array[] = new Array(series.length);
      runs.forEach(({ member }, at) => (placed[member] = series[at]));
      return placed;
    });
    return { state, found: many(payload.reports[block], byMember) };
  }

  /** What statistics are of in the present state, where the reader has typed figures. */
  async watch(token: Token = { live: true }): Promise<void> {
    const { store } = this;
    if (!store.figures.length || store.judged) return;
    store.watched = (await this.structured("watch", store.state, token)) ?? store.watched;
    this.draw();
  }

  /** What sectors emit in the two cases whose difference is explained; those before are let go. */
  private async split(token: Token): Promise<void> {
    const { parts, payload } = this.store;
    const moved = movedNow(this.store) ?? [];
    for (const key of [...parts.keys()]) if (!moved.some((each) => keyOf(each) === key)) parts.delete(key);
    for (const state of moved) {
      if (parts.has(keyOf(state))) continue;
      const found = await this.guarded(this.runner.run("parts", this.rows(state, 0, payload.draws.members), token));
      if (found) parts.set(keyOf(state), many(payload.reports.parts, found));
    }
  }

  /** Each lever alone, where the page does not bring what the present state's measures do. */
  private async lead(state: State): Promise<void> {
    const { store } = this;
    if (!store.scenario.leading || store.leading) return;
    const token = (this.leadToken = { live: true });
    const size = triedIn(store.payload);
    const runs = triedStates(store.payload, state).flatMap((each) => this.rows(each, 0, size));
    const found = await this.guarded(this.runner.run("core", runs, token));
    if (!found || !token.live) return;
    store.tried = { state, found: many(store.payload.reports.core, found) };
    this.draw();
  }

  /** Members of the ticked cases. */
  async compare(): Promise<void> {
    const ticked = this.store.cases.filter((each) => each.ticked);
    for (const { state } of ticked) {
      await this.setOf(state, { live: true });
      if (changesOf(this.store.payload, state).length) await this.priceAbove(state, { live: true });
    }
  }

  /** What a state, the preset it changes and the baseline pay. */
  private priceAbove(state: State, token: Token): Promise<void> {
    const { payload, baselineState } = this.store;
    return this.price([baselineState, rootOf(payload, state), state], token);
  }

  /** What states pay, in the worlds that prices are drawn for. */
  async price(states: State[], token: Token = { live: true }): Promise<void> {
    const { paid, payload } = this.store;
    const { money } = payload;
    if (!money) return;
    this.prices ??= pricesOf(money);
    for (const each of states) {
      if (paid.has(keyOf(each))) continue;
      const found = await this.guarded(this.runner.run("cost", this.rows(each, 0, money.members), token));
      if (!found || !token.live) return;
      if (paid.size > MOST_SETS) paid.clear();
      paid.set(keyOf(each), paidIn(money, this.prices, found, payload.clock.first));
    }
  }

  /** Lets the oldest sets go that nothing on the page is held against. */
  private forget(): void {
    const { store } = this;
    const kept = store.cases.map((each) => each.state);
    const held = new Set([store.state, ...heldAgainst(store), ...kept].map(keyOf));
    for (const key of store.sets.keys()) {
      if (store.sets.size <= MOST_SETS) return;
      if (!held.has(key)) store.sets.delete(key);
    }
  }

  /** Shapley credit of the groups in which the state differs from the baseline. */
  async credit(): Promise<void> {
    const { store } = this;
    const { payload, baselineState } = store;
    const state = store.history.now;
    if (store.wedge && store.wedge.rows && sameNumbers(store.wedge.state, state)) return;
    this.wedgeToken.live = false;
    const token = (this.wedgeToken = { live: true });
    const groups = new Map<string, { label: Pair; controls: typeof payload.controls }>();
    for (const control of payload.controls) {
      if (sameControl(control, state, baselineState)) continue;
      const label: Pair = [say("assumptions"), say("assumptions")];
      const { id, label: name } = control.credit ?? { id: "assumed", label };
      if (!groups.has(id)) groups.set(id, { label: name, controls: [] });
      groups.get(id)!.controls.push(control);
    }
    const listed = [...groups.values()];
    const show = (found: Wedge, rows: Many | null) => {
      store.wedge = { state, found, rows };
      this.draw();
    };
    if (!listed.length) return show({ state: "none", runs: 0, groups: [] }, null);
    if (listed.length > MOST_GROUPS) return show({ state: "many", runs: 0, groups: [] }, null);
    show({ state: "computing", runs: 0, groups: [] }, null);
    const runs = Array.from({ length: 1 << listed.length }, (_, row) => {
      const some = listed.filter((_, at) => row & (1 << at)).flatMap((group) => group.controls);
      return this.typical(some.reduce((set, control) => withControlOf(set, control, state), baselineState));
    });
    const found = await this.guarded(this.runner.run("core", runs, token));
    if (!found || !token.live) return;
    show(
      { state: "done", runs: runs.length, groups: listed.map(({ label }) => ({ label, credit: new Float64Array(0) })) },
      many(payload.reports.core, found),
    );
  }

  /** Says a failed run instead of drawing it; what was run in other worlds is nothing. */
  private async guarded<T>(work: Promise<T>): Promise<T | null> {
    const { worlds } = this;
    try {
      const found = await work;
      return worlds === this.worlds ? found : null;
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      this.tell(say("notFinite"));
      return null;
    }
  }

  /** Notes when what was drawn is painted: at the end of this frame or of the next one. */
  private painted(began: number, times: number[], inFrame = false): void {
    const note = () => setTimeout(() => times.push(performance.now() - began), 0);
    if (inFrame) note();
    else requestAnimationFrame(note);
  }
}
