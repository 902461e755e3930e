// The page: holds the state, asks for runs, and has the parts drawn.

import { Controls } from "./controls";
import { informChart, informControl, informPage, informTarget, informTile, showDialog } from "./dialogs";
import { byId, h, replace, saveBlob } from "./dom";
import { choicesOf, drawingOf } from "./drawings";
import type { Scene, Wedge } from "./drawings";
import { describeChange, explainMove } from "./explain";
import { Panel } from "./panel";
import { readPayload } from "./payload";
import type { Control, Open, Pair } from "./payload";
import { answerOf, many, middleDifference, shapley, single } from "./results";
import type { Many, Single } from "./results";
import { NotFinite, Runner } from "./runner";
import type { Token } from "./runner";
import { changesOf, fromLink, toLink } from "./link";
import type { Damage } from "./link";
import { readScenario, scenarioText } from "./scenario_file";
import { History, constantsOf, presetValues, sameValues, withValue } from "./state";
import type { State, View } from "./state";
import { drawTiles } from "./tiles";
import { colon, know, pick, say, semicolon, speak, spoken } from "./words";
import type { Word } from "./words";

const WHILE_DRAGGING = 128;
const MOST_GROUPS = 10;
const REPLAY_MS = 1200;
const TOLD_MS = 6000;

const payload = readPayload();
const city = payload.kind === "city";
know({ ...payload.years, last: payload.clock.last });
const runner = new Runner(payload);
const choices = choicesOf(payload);
const preset = payload.scenarios[Math.min(1, payload.scenarios.length - 1)].id;
const baselineState: State = {
  scenario: payload.scenarios[0].id,
  values: presetValues(payload, payload.scenarios[0].id),
};

let view: View = {
  lang: document.documentElement.lang === "en" ? "en" : "zh",
  boundary: payload.boundary,
  charts: [choices[0].id, choices[Math.min(1, choices.length - 1)].id],
};
let history = new History({ scenario: preset, values: presetValues(payload, preset) });
let dragged: State | null = null; // what stands while a slider moves or a change is replayed

let line: Single | null = null;
let lineOf: State | null = null;
let members: Many | null = null;
let membersOf: State | null = null;
let baseline: Single | null = null;
let baselineMembers: Many | null = null;
let baselineDone: Promise<void> = Promise.resolve();
let change: { before: State; after: State; from: Single | null } | null = null;
let wedge: { state: State; found: Wedge; rows: Many | null } | null = null;

let lineToken: Token = { live: false };
let cycle: Token = { live: false };
let wedgeToken: Token = { live: false };

/** Milliseconds from input to paint: of the line, and of the members while dragging and after. */
const timings = { line: [] as number[], dragging: [] as number[], full: [] as number[] };

const host = {
  state: () => dragged ?? history.now,
  drag(control: Control, value: number) {
    dragged = withValue(history.now, control, value);
    refresh(true);
  },
  settle(control: Control, value: number | null) {
    settle(withValue(history.now, control, value));
  },
  inform: (control: Control) => informControl(payload, control, host.state()),
  tell,
  choose(panel: number, id: string) {
    view.charts[panel] = id;
    writeLink();
    draw();
    if (id === "wedge") void credit();
  },
  settingsText,
  fileName: (id: string) => `zysim-${history.now.scenario}-${id}`,
  resized: draw,
  informChart(id: string) {
    const chart = payload.charts.find((each) => each.id === id);
    const outputs = chart
      ? chart.lines.flatMap((each) => [...Object.keys(each.terms), ...Object.keys(each.over ?? {})])
      : id === "targets"
        ? payload.targets.map((target) => target.output)
        : [boundary()!.output];
    const choice = choices.find((each) => each.id === id)!;
    informChart(payload, choice.title(), byId(`note-${view.charts.indexOf(id)}`).textContent!, outputs);
  },
  showTarget: (at: number) => informTarget(payload, payload.targets[at]),
};
const controls = new Controls(payload, host);
const panels = [0, 1].map((at) => new Panel(at, choices, host));

/** Makes a state the present one, and everything that hangs on it. */
function settle(state: State): void {
  dragged = null;
  change = { before: history.now, after: state, from: lineAt(history.now) };
  history.add(state);
  refresh(false);
}

function lineAt(state: State): Single | null {
  return settled && sameValues(settled.state, state) ? settled.line : null;
}

let settled: { state: State; line: Single } | null = null;

function step(which: "undo" | "redo"): void {
  const before = history.now;
  history[which]();
  if (history.now === before) return;
  change = { before, after: history.now, from: lineAt(before) };
  refresh(false);
}

function refresh(dragging: boolean): void {
  const began = performance.now();
  controls.update();
  drawHead();
  document.body.dataset.state = "computing";
  void runLine(began, dragging);
  if (!city) return;
  if (dragging) {
    if (!cycle.live) void runMembers(began, true);
  } else {
    cycle.live = false;
    writeLink();
    void runMembers(began, false);
  }
}

/** The deterministic line of the newest state, before anything else that waits. */
async function runLine(began: number, dragging: boolean): Promise<void> {
  lineToken.live = false;
  const token = (lineToken = { live: true });
  const state = host.state();
  const run = runner.runOf(constantsOf(payload, state), payload.draws.typical);
  const found = await guarded(runner.run("all", [run], token, true));
  if (!found || !token.live) return;
  line = single(payload.reports.all, found);
  lineOf = state;
  if (!dragging) settled = { state, line };
  draw();
  painted(began, timings.line);
  if (!city) document.body.dataset.state = "ready";
  if (!dragging && view.charts.includes("wedge")) void credit();
}

/** Members of the state: some while dragging, then again for what is set by then; all after. */
async function runMembers(began: number, dragging: boolean): Promise<void> {
  const token = (cycle = { live: true });
  const state = host.state();
  const constants = constantsOf(payload, state);
  const some = Math.min(WHILE_DRAGGING, payload.draws.members);
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => runner.runOf(constants, from + at));
  const found = await guarded(runner.run("core", rows(0, some), token));
  if (!found || !token.live) return;
  const show = (all: Float64Array[][], times: number[]) => {
    members = many(payload.reports.core, all);
    membersOf = state;
    draw();
    painted(began, times);
  };
  show(found, timings.dragging);
  if (dragging) {
    cycle.live = false;
    if (dragged && !sameValues(dragged, state)) void runMembers(performance.now(), true);
    return;
  }
  const rest = await guarded(runner.run("core", rows(some, payload.draws.members), token));
  if (!rest || !token.live) return;
  await baselineDone;
  if (!token.live) return;
  show(found.map((each, at) => [...each, ...rest[at]]), timings.full);
  cycle.live = false;
  document.body.dataset.state = "ready";
  announce();
}

/** Shapley credit of the groups in which the state differs from the baseline. */
async function credit(): Promise<void> {
  const state = history.now;
  if (wedge && wedge.rows && sameValues(wedge.state, state)) return;
  wedgeToken.live = false;
  const token = (wedgeToken = { live: true });
  const groups = new Map<string, { label: Pair; controls: Control[] }>();
  for (const control of payload.controls) {
    if (state.values[control.id] === baselineState.values[control.id]) continue;
    const label: Pair = [say("assumptions"), say("assumptions")];
    const { id, label: name } = control.credit ?? { id: "assumed", label };
    if (!groups.has(id)) groups.set(id, { label: name, controls: [] });
    groups.get(id)!.controls.push(control);
  }
  const listed = [...groups.values()];
  const show = (found: Wedge, rows: Many | null) => {
    wedge = { state, found, rows };
    draw();
  };
  if (!listed.length) return show({ state: "none", runs: 0, groups: [] }, null);
  if (listed.length > MOST_GROUPS) return show({ state: "many", runs: 0, groups: [] }, null);
  show({ state: "computing", runs: 0, groups: [] }, null);
  const runs = Array.from({ length: 1 << listed.length }, (_, row) => {
    let subset = baselineState;
    listed.forEach((group, at) => {
      if (!(row & (1 << at))) return;
      for (const control of group.controls) {
        subset = withValue(subset, control, state.values[control.id] ?? null);
      }
    });
    return runner.runOf(constantsOf(payload, subset), payload.draws.typical);
  });
  const found = await guarded(runner.run("core", runs, token));
  if (!found || !token.live) return;
  show(
    { state: "done", runs: runs.length, groups: listed.map(({ label }) => ({ label, credit: new Float64Array(0) })) },
    many(payload.reports.core, found),
  );
}

/** Says a failed run instead of drawing it. */
async function guarded<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NotFinite)) throw error;
    tell(say("notFinite"));
    return null;
  }
}

function painted(began: number, times: number[]): void {
  requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - began), 0));
}

function boundary() {
  return payload.boundaries.find((each) => each.id === view.boundary);
}

function draw(): void {
  if (!line || !baseline) return;
  const output = boundary()?.output ?? "";
  const stale = membersOf !== null && lineOf !== null && !sameValues(membersOf, lineOf);
  const scene: Scene = { payload, output, line, members, stale, baseline, wedge: wedgeNow(output), width: panels[0].width };
  panels.forEach((panel, at) => panel.draw(drawingOf(view.charts[at], scene), view.charts[at]));
  document.body.dataset.members = String(members?.get(output)?.length ?? 0);
  if (!city) return;
  const answer = answerOf(payload, output, line, members);
  const at = payload.years.goal - payload.clock.first;
  drawTiles(
    payload,
    {
      answer,
      baseline: answerOf(payload, output, baseline, null),
      atGoal:
        members && baselineMembers
          ? middleDifference(baselineMembers.get(output)!, members.get(output)!, at)
          : null,
      stale,
      open: openNow(),
    },
    (tile) => {
      const label = byId(`tile-${tile}`).querySelector(".label")!.textContent!;
      informTile(payload, label, boundary()!.label, boundary()!.meaning);
    },
  );
  drawOpen(answer.spread ? `${Math.round(100 * answer.spread.byTarget.value)}%` : "…");
  byId("why-text").textContent =
    change && change.from && lineOf === change.after
      ? explainMove(payload, output, describeChange(payload, change.before, change.after), change.from, line)
      : say("whyNothing");
}

/** The chance over open structures, where the settings are those of a preset. */
function openNow(): Open | null {
  const state = host.state();
  const found = payload.scenarios.find((each) => each.id === state.scenario)!.open?.[view.boundary] ?? null;
  return changesOf(payload, state).length ? null : found;
}

function drawOpen(plain: string): void {
  const asked = payload.scenarios.some((each) => Object.keys(each.open ?? {}).length);
  byId("open").hidden = !asked;
  if (!asked) return;
  const open = openNow();
  const percent = (value: number) => `${Math.round(100 * value)}%`;
  byId("open-head").textContent = say("openHead");
  byId("open-text").textContent = open
    ? say("openText", {
        plain,
        chance: percent(open.chance),
        low: percent(open.low),
        high: percent(open.high),
        account: pick(boundary()!.label),
      })
    : say("openChanged");
  const cells = (tag: "th" | "td", texts: string[]) => h("tr", {}, ...texts.map((text) => h(tag, {}, text)));
  replace(
    "open-table",
    ...(open
      ? [
          cells("th", [say("openCondition"), say("openWeight"), say("chance")]),
          ...open.rows.map((row) =>
            cells("td", [pick(row.question) + colon() + pick(row.alternative), percent(row.weight), percent(row.chance)]),
          ),
        ]
      : []),
  );
}

function wedgeNow(output: string): Wedge | null {
  if (!wedge) return null;
  if (!wedge.rows) return wedge.found;
  const credit = shapley(wedge.rows.get(output)!);
  const groups = wedge.found.groups.map(({ label }, at) => ({ label, credit: credit[at] }));
  return { ...wedge.found, groups };
}

function drawHead(): void {
  const state = host.state();
  const button = (id: string, word: Word, act: () => void, off = false) =>
    h("button", { type: "button", id, disabled: off, onclick: act }, say(word));
  const own = !sameValues(state, { ...state, values: presetValues(payload, state.scenario) });
  const focused = document.activeElement?.id;
  replace(
    "head",
    h("h1", {}, pick(payload.title)),
    h("label", { for: "scenario" }, say("scenario")),
    h(
      "select",
      {
        id: "scenario",
        onchange: (event) => {
          const id = (event.target as HTMLSelectElement).value;
          settle({ scenario: id, values: presetValues(payload, id) });
        },
      },
      ...payload.scenarios.map((each) =>
        h(
          "option",
          { value: each.id, selected: each.id === state.scenario },
          pick(each.title) + (own && each.id === state.scenario ? say("own") : ""),
        ),
      ),
    ),
    h(
      "span",
      { class: "buttons" },
      button("undo", "undo", () => step("undo"), !history.canUndo),
      button("redo", "redo", () => step("redo"), !history.canRedo),
      button("reset", "reset", () => settle({ ...history.now, values: presetValues(payload, history.now.scenario) }), !own),
      button("replay", "replay", replay, !history.before),
      button("share", "copyLink", () => void copyLink()),
      ...(city ? [button("save-case", "saveCase", saveCase), button("open-case", "openCase", openCase)] : []),
      button("print", "print", () => window.print()),
      button("about", "about", () => informPage(payload)),
      h("button", { type: "button", id: "language", lang: spoken() === "zh" ? "en" : "zh-CN", onclick: turnLanguage }, say("language")),
    ),
  );
  if (focused) document.getElementById(focused)?.focus();
}

function drawBoundaries(): void {
  if (!city) return;
  replace(
    "boundaries",
    h("legend", {}, say("boundary")),
    ...payload.boundaries.map((each) =>
      h(
        "label",
        { title: pick(each.meaning) },
        h("input", {
          type: "radio",
          name: "boundary",
          value: each.id,
          checked: each.id === view.boundary,
          onchange: () => {
            view.boundary = each.id;
            writeLink();
            draw();
          },
        }),
        pick(each.label),
      ),
    ),
  );
}

/** Writes every text again, in the present language. */
function drawAll(): void {
  speak(view.lang);
  document.documentElement.lang = view.lang === "zh" ? "zh-CN" : "en";
  document.title = pick(payload.title);
  byId("why-head").textContent = say("why");
  drawHead();
  drawBoundaries();
  controls.build();
  panels.forEach((panel, at) => panel.frame(view.charts[at]));
  draw();
}

function turnLanguage(): void {
  view.lang = view.lang === "zh" ? "en" : "zh";
  writeLink();
  drawAll();
  byId("language").focus();
}

/** Shows the setting before the last change for a moment, then the present one again. */
function replay(): void {
  dragged = history.before;
  refresh(true);
  setTimeout(() => {
    dragged = null;
    refresh(false);
  }, REPLAY_MS);
}

async function copyLink(): Promise<void> {
  writeLink();
  try {
    await navigator.clipboard.writeText(location.href);
    tell(say("copied"));
  } catch {
    const field = h("input", { type: "text", readonly: true, value: location.href, "aria-label": say("copyLink") });
    showDialog(say("copyThis"), [], field);
    field.select();
  }
}

/** Saves what is set as a scenario file, the one the command line takes. */
function saveCase(): void {
  const name = `zysim-${history.now.scenario}.toml`;
  saveBlob(name, new Blob([scenarioText(payload, history.now)], { type: "application/toml" }));
  tell(say("caseSaved", { name }));
}

/** Opens a link or a scenario file that is pasted or chosen. */
function openCase(): void {
  const field = h("textarea", { rows: 7, "aria-label": say("openThis") });
  const take = (text: string) => {
    (document.getElementById("dialog") as HTMLDialogElement).close();
    openText(text.trim());
  };
  const file = h("input", {
    type: "file",
    accept: ".toml,.txt",
    "aria-label": say("chooseFile"),
    onchange: (event) => void (event.target as HTMLInputElement).files?.[0]?.text().then(take),
  });
  const open = h("button", { type: "button", id: "open-now", onclick: () => take(field.value) }, say("openCase"));
  showDialog(say("openCase"), [], h("div", { class: "open" }, h("p", {}, say("openThis")), field, open, file));
  field.focus();
}

function openText(text: string): void {
  if (/^\s*(\[|extends\b|#[^v])/m.test(text) && !/#v=/.test(text)) {
    const { state, damage } = readScenario(payload, text, preset);
    settle(state);
    if (damage.length) tell(say("damage") + damage.map(damageText).join(semicolon()), true);
    return;
  }
  const hash = /#(v=.*)$/.exec(text) ?? /^(v=.*)$/.exec(text);
  if (hash) location.hash = hash[1];
  else tell(say("damage") + say("nothingToOpen"), true);
}

let written = "";
function writeLink(): void {
  written = toLink(payload, history.now, view);
  window.history.replaceState(null, "", `#${written}`);
}

function readLink(): void {
  const ids = choices.map((choice) => choice.id);
  const found = fromLink(payload, location.hash, preset, view, ids);
  if (!found) return;
  view = found.view;
  history = new History(found.state);
  speak(view.lang);
  if (found.damage.length) tell(say("damage") + found.damage.map(damageText).join(semicolon()), true);
}

function damageText(damage: Damage): string {
  const words: Record<Damage["kind"], Word> = {
    version: "damageVersion",
    model: "damageModel",
    sum: "damageSum",
    scenario: "damageScenario",
    unknown: "damageUnknown",
    number: "damageNumber",
    clamped: "damageClamped",
    view: "damageView",
  };
  return say(words[damage.kind], damage as unknown as Record<string, string | number>);
}

/** What a file saved from the page carries besides its numbers. */
function settingsText(): string[] {
  const state = history.now;
  const set = payload.controls
    .filter((control) => state.values[control.id] !== undefined)
    .map((control) => `${control.id}=${state.values[control.id]}`);
  const { draws } = payload;
  return [
    `${say("scenario")}: ${state.scenario}`,
    `${say("csvNote")}: ${set.join(" ") || "–"}`,
    ...(city ? [`${say("boundary")}: ${pick(boundary()!.label)}`, `${say("seed")}: ${draws.seed}; ${members?.get(boundary()!.output)?.length ?? 0} ${say("members")}`] : []),
    `zysim ${payload.version}; ${say("model")} ${payload.model_sha256.slice(0, 16)}`,
    ...(city ? [pick(payload.quality)] : []),
  ];
}

let toldUntil = 0;
function tell(message: string, stays = false): void {
  const place = byId("told");
  place.textContent = message;
  place.hidden = false;
  const mine = (toldUntil = performance.now());
  if (!stays) {
    setTimeout(() => {
      if (toldUntil === mine) place.hidden = true;
    }, TOLD_MS);
  }
}

function announce(): void {
  const words = [...document.querySelectorAll("#tiles .tile")].slice(0, 2).map((tile) => tile.textContent);
  byId("spoken").textContent = words.join(semicolon());
}

/** Members of the baseline: a difference is taken within the same world. */
async function runBaselineMembers(token: Token): Promise<void> {
  const constants = constantsOf(payload, baselineState);
  const rows = Array.from({ length: payload.draws.members }, (_, at) => runner.runOf(constants, at));
  const found = await guarded(runner.run("core", rows, token));
  if (found) baselineMembers = many(payload.reports.core, found);
}

async function begin(): Promise<void> {
  readLink();
  drawAll();
  const token = { live: true };
  const run = runner.runOf(constantsOf(payload, baselineState), payload.draws.typical);
  baseline = single(payload.reports.all, (await runner.run("all", [run], token))!);
  if (city) baselineDone = runBaselineMembers(token);
  refresh(false);
}

window.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if ((event.target as HTMLElement).matches("input[type=number], input[type=search], input[type=text]")) return;
  event.preventDefault();
  step(event.shiftKey ? "redo" : "undo");
});
window.addEventListener("beforeprint", () => {
  byId("settings").textContent = settingsText().join(semicolon());
});
window.addEventListener("hashchange", () => {
  if (location.hash.slice(1) === written) return; // our own writing
  readLink();
  drawAll();
  refresh(false);
});

// For whoever checks the page from its console: yearly values of any settings, and the timings.
(window as unknown as Record<string, unknown>).zysim = {
  payload,
  timings,
  async run(scenario: string, values: Record<string, number> = {}, member = payload.draws.typical) {
    const state = { scenario, values: { ...presetValues(payload, scenario), ...values } };
    const order = runner.runOf(constantsOf(payload, state), member);
    const found = await runner.run("all", [order], { live: true });
    return Object.fromEntries(payload.reports.all.map((id, at) => [id, Array.from(found![at][0])]));
  },
};
void begin();
