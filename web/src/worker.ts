// Runs the model: as WebAssembly where the browser has it, else as JavaScript. The JavaScript
// (simulate and a function for each report) stands above this text in the same worker; `start` tells
// where things are.

import { WebAssemblyRuns } from "./webassembly";
import type { Program } from "./payload";

type Report = (V: Float64Array, T: number, dt: number) => void;
declare const report_core: Report;
declare const report_watch: Report;
declare const report_parts: Report;
declare const report_all: Report;
declare const report_cost: Report;
declare function simulate(
  V: Float64Array,
  report: Report,
  outputs: number[],
  values: Float64Array,
  to: number,
): void;

/** What a run gives: what the answer needs, what statistics are of, what a chart may need, what prices are taken by. */
export type ReportName = "core" | "watch" | "all" | "parts" | "cost";
export type Engine = "webassembly" | "javascript";

export interface Start {
  size: number;
  places: Record<ReportName, number[]>;
  years: number; // moments that are reported
  constants: number[];
  drawn: number[]; // places of the constants that are drawn
  program: { told: Program; code: Uint8Array<ArrayBuffer> } | null;
}

/** States of the world from now on, shape (member, drawn). */
export interface Draws {
  draws: Float64Array;
}

export interface Run {
  member: number; // -1: central values
  places: number[];
  values: number[];
}

export interface Order {
  job: number;
  report: ReportName;
  runs: Run[];
  engine?: Engine; // the fastest there is if none is named
}

export interface Reply {
  job: number;
  values: Float64Array; // (run, output, year)
  broken: number; // runs with a value that is not finite
  engine: Engine;
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Start | Draws | Order>) => void;
  postMessage(reply: Reply, moved: Transferable[]): void;
};
let known: Start;
let draws: Float64Array = new Float64Array(0);
let base = new Float64Array(0);
let V = new Float64Array(0);
let quick: WebAssemblyRuns | null = null;
/** The order being worked on, and its values. */
let order: Order;
let values = new Float64Array(0);

scope.onmessage = ({ data }) => {
  if ("size" in data) begin(data);
  else if ("draws" in data) draws = data.draws;
  else work(data);
};

function begin(start: Start): void {
  known = start;
  base = new Float64Array(known.size);
  base.set(known.constants);
  V = new Float64Array(known.size);
  const { program } = known;
  try {
    quick = program && new WebAssemblyRuns(program.told, program.code, give);
  } catch {
    quick = null; // too old, or forbidden: the JavaScript gives the same numbers
  }
}

function work(asked: Order): void {
  order = asked;
  const { job, report, runs } = order;
  const size = known.places[report].length * known.years;
  values = new Float64Array(runs.length * size);
  const chosen = order.engine === "javascript" ? null : quick;
  let engine: Engine = "webassembly";
  runs.forEach((run, at) => {
    fill(run);
    if (chosen?.take(at, V)) return;
    engine = "javascript";
    interpret(at);
  });
  chosen?.finish();
  let broken = 0;
  for (let from = 0; from < values.length; from += size) {
    if (!values.subarray(from, from + size).every(Number.isFinite)) broken++;
  }
  scope.postMessage({ job, values, broken, engine }, [values.buffer]);
}

/** Puts the constants of a run into V. */
function fill(run: Run): void {
  V.set(base);
  const { drawn } = known;
  const row = run.member * drawn.length;
  if (run.member >= 0) for (let i = 0; i < drawn.length; i++) V[drawn[i]] = draws[row + i];
  for (let i = 0; i < run.places.length; i++) V[run.places[i]] = run.values[i];
}

/** Runs what stands in V as JavaScript. */
function interpret(at: number): void {
  const outputs = known.places[order.report];
  const found = new Float64Array(known.years * outputs.length);
  const report = { core: () => report_core, watch: () => report_watch, all: () => report_all, parts: () => report_parts, cost: () => report_cost }[order.report]();
  simulate(V, report, outputs, found, 0);
  spread(at, outputs.length, (output, year) => found[year * outputs.length + output]);
}

/** Takes the outputs of a run from the memory of the WebAssembly. */
function give(at: number, numbers: Float64Array, from: number, apart: number): void {
  const { outputs, reported } = known.program!.told;
  const places = outputs[order.report];
  spread(at, places.length, (output, year) =>
    places[output] < 0
      ? constantOf(order.runs[at], -1 - places[output])
      : numbers[from + (year * reported + places[output]) * apart],
  );
}

function constantOf(run: Run, place: number): number {
  const set = run.places.indexOf(place);
  if (set >= 0) return run.values[set];
  const drawn = run.member < 0 ? -1 : known.drawn.indexOf(place);
  return drawn < 0 ? base[place] : draws[run.member * known.drawn.length + drawn];
}

function spread(at: number, outputs: number, of: (output: number, year: number) => number): void {
  let to = at * outputs * known.years;
  for (let output = 0; output < outputs; output++) {
    for (let year = 0; year < known.years; year++) values[to++] = of(output, year);
  }
}
