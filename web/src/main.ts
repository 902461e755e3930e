// The page: the store, who computes, who draws, and what the reader can do.

import { drawAnswer } from "./answer";
import { labelOf, rootOf, stemOf } from "./case";
import { axisOf, comparedNow, drawCases } from "./cases";
import { drawBar, watchBar } from "./bar";
import { Bulletin } from "./bulletin";
import { Compute } from "./compute";
import { Controls } from "./controls";
import { informChart, informControl, informPage, informTarget, informTile } from "./dialogs";
import { byId, h } from "./dom";
import { drawingOf } from "./drawings";
import type { Scene, Wedge } from "./drawings";
import { effectOf } from "./effect";
import { whyText } from "./explain";
import { drawBoundaries, drawHead, tell, unchanged } from "./head";
import { remember, recall, restore } from "./keep";
import { drawOpen } from "./open";
import { loopsOf } from "./loops";
import { informNumber, informStatistic } from "./numbers";
import { Panel } from "./panel";
import { readPayload } from "./payload";
import { drawProposals } from "./proposals";
import { answerOf, inYear, middleDifference, shapley } from "./results";
import type { Many } from "./results";
import { copyLink, isOwnLink, openCase, originOf, readLink, saveCase, tellDamage, writeLink } from "./sharing";
import { laySheet } from "./sheet";
import { keyOf, presetState, withControlOf } from "./state";
import type { State } from "./state";
import { Store } from "./store";
import type { Kept } from "./store";
import { Story } from "./story";
import { drawTiles } from "./tiles";
import { Tour } from "./tour";
import { weigh } from "./weigh";
import { controlOf, drawWho } from "./who";
import { know, percentText, pick, say, semicolon, speak } from "./words";
import type { Engine } from "./model";

const REPLAY_MS = 1200;

const payload = readPayload();
know({ ...payload.years, last: payload.clock.last });
const store = new Store(payload);
const compute = new Compute(store, draw, ready, tell);

/** Makes a state the present one, and everything that hangs on it. */
function settle(state: State, further = false): void {
  withdrawKept();
  store.settle(state, further);
  refresh(false);
}

let moved: number | null = null; // when a slider moved first that no frame has shown since

/** Shows what is dragged in the coming frame, however often it moves until then. */
function follow(): void {
  if (moved === null) {
    requestAnimationFrame(() => {
      const began = moved!;
      moved = null;
      if (store.dragged) refresh(true, began); // else it was let go meanwhile, which is shown already
    });
  }
  moved ??= performance.now();
}

function refresh(dragging: boolean, began?: number): void {
  controls.update();
  drawHead(store, host);
  if (!dragging && store.city) {
    writeLink(store);
    drawOwn();
    remember(store);
  }
  compute.refresh(dragging, began);
}

function showChart(panel: number, id: string): void {
  store.view.charts[panel] = id;
  writeLink(store);
  panels[panel].frame(id);
  draw();
  if (id === "wedge") void compute.credit();
}

const host = {
  state: () => store.state,
  drag(control: (typeof payload.controls)[number], value: number) {
    store.drag(control, value);
    follow();
  },
  settle: (control: (typeof payload.controls)[number], value: number | null, further = false) =>
    settle(store.setValue(control, value), further),
  settleYears: (control: (typeof payload.controls)[number], years: [number, number] | null) =>
    settle(store.setYears(control, years)),
  restore: (control: (typeof payload.controls)[number]) => settle(withControlOf(store.history.now, control, unchanged(store))),
  inform: (control: (typeof payload.controls)[number]) =>
    informControl(payload, control, store.state, store.city && control.kind === "lever" ? effectOf(store, compute, control) : []),
  tell,
  charts: () =>
    store.choices.map((choice) => {
      const chart = payload.charts.find((each) => each.id === choice.id);
      const lines = chart ? chart.lines.flatMap((each) => each.label) : [];
      const shown = chart ? chart.lines.flatMap((each) => Object.keys(each.terms)) : [];
      const behind = shown.flatMap((id) => payload.variables[id.split("[")[0]].title);
      return { id: choice.id, title: choice.title(), sought: { names: [choice.title(), ...lines], words: [...(chart?.title ?? []), ...behind] } };
    }),
  informStatistic: (statistic: (typeof payload.statistics)[number]) => informStatistic(payload, statistic),
  informNumber: (number: (typeof payload.numbers)[number]) => informNumber(payload, number),
  show(id: string) {
    showChart(0, id);
    byId("tools-0").scrollIntoView({ block: "nearest" });
  },
  choose(panel: number | string, id = "") {
    if (typeof panel === "string") settle(presetState(payload, panel));
    else showChart(panel, id);
  },
  step(which: "undo" | "redo") {
    if (store.step(which)) refresh(false);
  },
  reset: () => settle(unchanged(store)),
  /** Shows the setting before the last change for a moment, then the present one again. */
  replay() {
    store.dragged = store.history.before;
    refresh(true);
    setTimeout(() => {
      store.dragged = null;
      refresh(false);
    }, REPLAY_MS);
  },
  share: () => void copyLink(store),
  save: () => saveCase(store),
  open: () => openCase(store, settle, (draws) => void weigh(store, compute, draws).then(() => refresh(false))),
  about: () => informPage(payload),
  turnLanguage() {
    store.view.lang = store.view.lang === "zh" ? "en" : "zh";
    writeLink(store);
    drawAll();
    byId("language").focus();
  },
  account(id: string) {
    store.view.boundary = id;
    writeLink(store);
    draw();
  },
  origin: (counted: boolean, typical?: boolean) => originOf(store, counted, typical),
  fileName: (id: string, counted: boolean) =>
    ["zysim", stemOf(payload, store.history.now), id, ...(counted && store.boundary ? [store.boundary.id] : []), store.view.lang].join("-"),
  resized: draw,
  waiting: (id: string) => store.city && (store.stale || !store.members || (id === "wedge" && store.crediting)),
  informChart(id: string) {
    const chart = payload.charts.find((each) => each.id === id);
    const outputs = chart
      ? chart.lines.flatMap((each) => [...Object.keys(each.terms), ...Object.keys(each.over ?? {})])
      : id === "targets"
        ? payload.targets.map((target) => target.output)
        : [store.output];
    const choice = store.choices.find((each) => each.id === id)!;
    informChart(payload, choice.title(), byId(`note-${store.view.charts.indexOf(id)}`).textContent!, outputs, payload.loops.length ? loopsOf(store, compute, chart) : null);
  },
  showTarget: (at: number) => informTarget(payload, payload.targets[at]),
};
const cases = {
  keep(name: string) {
    const plain = name.replace(/["\\\r\n]/g, " ").trim();
    store.cases = [...store.cases.filter((each) => each.name !== plain), { name: plain, state: store.history.now, ticked: true }];
    if (store.cases.length > 1) showChart(1, "compare");
    changedCases();
  },
  tick(kept: Kept, ticked: boolean) {
    kept.ticked = ticked;
    changedCases();
  },
  take: (kept: Kept) => settle(kept.state),
  drop(kept: Kept) {
    store.cases = store.cases.filter((each) => each !== kept);
    changedCases();
  },
  restore: (control: (typeof payload.controls)[number]) =>
    settle(withControlOf(store.history.now, control, rootOf(payload, store.history.now))),
};

function changedCases(): void {
  store.axis = null;
  draw();
  refresh(false);
}

const bulletin = new Bulletin(store, {
  judge(figures) {
    store.figures = figures;
    draw();
    void compute.watch();
  },
  tell,
});
const tour = new Tour(() => {
  remember(store, { toured: true });
  byId("begin-tour").focus();
});
const story = new Story(store, (chart) => showChart(0, chart));
const controls = new Controls(payload, host);
const panels = [0, 1].map((at) => new Panel(at, store.choices, host));

/** All that charts are drawn of; nothing until the first line is there. */
function sceneNow(): Scene | null {
  const { line, baseline, members, output, stale } = store;
  if (!line || !baseline) return null;
  return {
    payload,
    output,
    line: line.found,
    members: members?.found ?? null,
    stale,
    baseline,
    beside: store.sets.get(keyOf(store.baselineState)) ?? null,
    wedge: wedgeNow(output),
    width: panels[0].width,
    compared: store.city ? comparedNow(store).map(({ name, state }) => ({ name, members: store.sets.get(keyOf(state))?.get(output) ?? null })) : [],
    axis: store.city ? (store.axis = axisOf(store)) : null,
  };
}

function draw(): void {
  const scene = sceneNow();
  if (!scene) return;
  const { members, output } = store;
  panels.forEach((panel, at) => panel.draw(drawingOf(store.view.charts[at], scene), store.view.charts[at]));
  document.body.dataset.members = String(members?.found.get(output)?.length ?? 0);
  if (!store.city) return;
  drawAnswers();
  const why = whyText(store);
  byId("why").hidden = !why;
  byId("why-text").textContent = why;
}

function drawAnswers(): void {
  const { line, members, output } = store;
  const answer = answerOf(payload, output, line!.found, members?.found ?? null);
  const beside = store.sets.get(keyOf(store.baselineState));
  const inGoal = (runs: Many) => inYear(runs.get(output)!, payload.years.goal - payload.clock.first);
  drawTiles(
    payload,
    {
      answer,
      baseline: answerOf(payload, output, store.baseline!, beside ?? null),
      atGoal: members && beside ? middleDifference(inGoal(beside), inGoal(members.found)) : null,
      stale: store.stale,
      open: store.open,
      opening: store.opening,
    },
    (tile) => {
      const label = byId(`tile-${tile}`).querySelector(".label")!.textContent!;
      informTile(payload, label, store.boundary!.label, store.boundary!.meaning);
    },
  );
  drawBar();
  if (document.body.dataset.state === "ready") tellAnswer();
  drawOpen(store, answer.spread ? percentText(answer.spread.byTarget.value) : "…");
  drawAnswer(store, [
    h("button", { type: "button", id: "begin-story", onclick: () => story.begin() }, say("story")),
    h("button", { type: "button", id: "begin-tour", onclick: () => tour.begin(true) }, say("tour")),
  ]);
  bulletin.draw();
  part("proposals", [store.weighed, store.view], () =>
    drawProposals(store, (id) => {
      host.choose(id);
      byId("answer").scrollIntoView({ block: "nearest" });
    }),
  );
  drawWho(store);
  drawOwn();
  story.draw();
  leadControls();
  tour.point();
}

/** Lists first what matters most in the preset, in its order while its levers move; false where it is so listed. */
function leadControls(): boolean {
  const first = store.scenario.leading?.[store.view.boundary]?.levers ?? [];
  return controls.lead(first.map((each) => controlOf(store, each)));
}

const parts = new Map<string, string>(); // what parts of the page were drawn for

/** Draws a part of the page where what it hangs on is not what it was drawn for. */
function part(id: string, hangsOn: unknown[], drawIt: () => void): void {
  const text = JSON.stringify(hangsOn);
  if (parts.get(id) !== text) drawIt();
  parts.set(id, text);
}

/** The reader's own cases; those ticked are told with numbers that are still to come. */
function drawOwn(): void {
  if (store.cases.some((each) => each.ticked)) parts.delete("cases");
  part("cases", [store.history.now, store.cases, store.view], () => drawCases(store, cases));
}

function wedgeNow(output: string): Wedge | null {
  const { wedge } = store;
  if (!wedge?.rows) return wedge?.found ?? null;
  const credit = shapley(wedge.rows.get(output)!);
  return { ...wedge.found, groups: wedge.found.groups.map(({ label }, at) => ({ label, credit: credit[at] })) };
}

/** Writes every text again, in the present language. */
function drawAll(): void {
  speak(store.view.lang);
  document.documentElement.lang = store.view.lang === "zh" ? "zh-CN" : "en";
  document.title = pick(payload.title);
  byId("why-head").textContent = say("why");
  byId("skip").textContent = say("skip");
  drawHead(store, host);
  if (offered && isOffered()) tellKept(offered);
  drawBoundaries(store, host);
  if (!leadControls()) controls.build();
  bulletin.build();
  panels.forEach((panel, at) => panel.frame(store.view.charts[at]));
  tour.draw();
  draw();
}

/** All that the present state needs is drawn. */
function ready(): void {
  document.body.dataset.state = "ready";
  if (store.city) tellAnswer();
}

/** Tells a screen reader what the first tiles say; the same words are not told twice. */
function tellAnswer(): void {
  const tiles = [...document.querySelectorAll("#tiles .tile")].slice(0, 2);
  const words = tiles.map((tile) => [...tile.children].map((each) => each.textContent).join(" "));
  const text = words.join(semicolon());
  if (byId("spoken").textContent !== text) byId("spoken").textContent = text;
}

/** Brings back what was kept: cases at once, the last setting where the reader wants it. */
function offerKept(linked: boolean): void {
  const { last, damage } = restore(store);
  tellDamage(damage);
  if (!linked && last) tellKept(last);
}

let offered: State | null = null; // the kept setting that the notice offers

function tellKept(last: State): void {
  offered = last;
  tell(say("keptFound", { label: labelOf(payload, last) }), true, h("button", { type: "button", id: "kept-take", onclick: () => settle(last) }, say("keptTake")));
}

/** Whether the notice stands: anything else that was told has taken its place. */
function isOffered(): boolean {
  return !byId("told").hidden && document.getElementById("kept-take") !== null;
}

/** Takes the notice away where another case is opened, which its button would replace. */
function withdrawKept(): void {
  if (isOffered()) byId("told").hidden = true;
  offered = null;
}

async function begin(): Promise<void> {
  const linked = readLink(store);
  speak(store.view.lang);
  if (store.city) offerKept(linked);
  watchBar();
  drawAll();
  await compute.begin();
  refresh(false);
  if (store.city && !recall(store).toured && !linked) requestAnimationFrame(() => setTimeout(() => tour.begin(false))); // the answer first
}

const STEPS: Record<string, "undo" | "redo"> = { z: "undo", Z: "redo", y: "redo" };

window.addEventListener("keydown", (event) => {
  const which = STEPS[event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()];
  if (!(event.ctrlKey || event.metaKey) || !which) return;
  if ((event.target as HTMLElement).matches("input:not([type=range], [type=radio], [type=checkbox]), textarea")) return;
  event.preventDefault();
  host.step(which);
});
window.addEventListener("beforeprint", () => {
  const scene = sceneNow();
  if (!scene) return;
  const card = document.querySelector<HTMLDetailsElement>("#card");
  if (card && !card.open) {
    card.open = true;
    window.addEventListener("afterprint", () => (card.open = false), { once: true });
  }
  laySheet(store, scene);
});
window.addEventListener("hashchange", () => {
  if (isOwnLink()) return;
  withdrawKept();
  readLink(store);
  drawAll();
  refresh(false);
});

/** Yearly values of a state in one world, by scalar id. */
async function yearly(state: State, member: number, engine?: Engine): Promise<Record<string, number[]>> {
  const order = compute.runner.runOf(compute.constantsOf(state), member);
  const found = await compute.runner.run("all", [order], { live: true }, false, engine);
  return Object.fromEntries(payload.reports.all.map((id, at) => [id, Array.from(found![at][0])]));
}

// For whoever checks the page from its console: yearly values of any settings with either engine,
// the engine of the newest runs, and the timings.
(window as unknown as Record<string, unknown>).zysim = {
  payload,
  timings: compute.timings,
  now: (member = payload.draws.typical) => yearly(store.state, member),
  get line() {
    return Object.fromEntries([...store.line!.found].map(([id, series]) => [id, Array.from(series)]));
  },
  run(scenario: string, values: Record<string, number> = {}, member = payload.draws.typical, engine?: Engine) {
    const preset = presetState(payload, scenario);
    return yearly({ ...preset, values: { ...preset.values, ...values } }, member, engine);
  },
  get engine() {
    return compute.runner.engine;
  },
  get open() {
    return store.open;
  },
  get record() {
    return store.record;
  },
  get leading() {
    return store.leading;
  },
  get judged() {
    return store.judged;
  },
  /** Milliseconds that so many members of the present settings take. */
  async time(members: number, engine?: Engine): Promise<number> {
    const began = performance.now();
    await compute.runner.run("core", compute.rows(store.state, 0, members), { live: true }, false, engine);
    return performance.now() - began;
  },
};
void begin();
