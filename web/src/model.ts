// The model on one thread, in a worker or beside the page: constants in, yearly values out.

import { WebAssemblyRuns } from "./webassembly";
import type { Program } from "./payload";

/** What a run gives: what the answer needs, what statistics are of, what a chart may need, what prices are taken by. */
export type ReportName = "core" | "watch" | "all" | "parts" | "cost";
export type Engine = "webassembly" | "javascript";

export interface Start {
  size: number;
  places: Record<ReportName, number[]>;
  years: number; // moments that are reported
  constants: number[];
  drawn: number[]; // places of the constants that are drawn
  program: { told: Program; code: WebAssembly.Module } | null;
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

/** Runs the constants in V as JavaScript: values by year and output. */
export type Interpret = (V: Float64Array, report: ReportName, outputs: number[], found: Float64Array) => void;

export class Model {
  /** States of the world, shape (member, drawn). */
  draws: Float64Array = new Float64Array(0);
  private readonly base: Float64Array;
  private readonly V: Float64Array;
  private quick: WebAssemblyRuns | null = null;
  /** The order being worked on, and its values. */
  private order: Order | null = null;
  private values = new Float64Array(0);

  private constructor(
    private readonly known: Start,
    private readonly interpret: Interpret | null,
  ) {
    this.base = new Float64Array(known.size);
    this.base.set(known.constants);
    this.V = new Float64Array(known.size);
  }

  /** Gets the model ready; `interpret` does what WebAssembly cannot, where it is there. */
  static async open(known: Start, interpret: Interpret | null): Promise<Model> {
    const model = new Model(known, interpret);
    const { program } = known;
    try {
      if (program) model.quick = await WebAssemblyRuns.open(program.told, program.code, (...of) => model.give(...of));
    } catch {
      model.quick = null; // too old, or forbidden: the JavaScript gives the same numbers
    }
    return model;
  }

  /** Does an order; null where there is no engine for one of its runs. */
  work(order: Order): Reply | null {
    const { job, report, runs } = order;
    const { places, years } = this.known;
    const size = places[report].length * years;
    this.order = order;
    this.values = new Float64Array(runs.length * size);
    const chosen = order.engine === "javascript" ? null : this.quick;
    let engine: Engine = "webassembly";
    for (let at = 0; at < runs.length; at++) {
      this.fill(runs[at]);
      if (chosen?.take(at, this.V)) continue;
      if (!this.interpret) return null;
      engine = "javascript";
      const found = new Float64Array(size);
      this.interpret(this.V, report, places[report], found);
      this.spread(at, places[report].length, (output, year) => found[year * places[report].length + output]);
    }
    chosen?.finish();
    const { values } = this;
    let broken = 0;
    for (let from = 0; from < values.length; from += size) {
      if (!values.subarray(from, from + size).every(Number.isFinite)) broken++;
    }
    return { job, values, broken, engine };
  }

  /** Puts the constants of a run into V. */
  private fill(run: Run): void {
    const { V, draws } = this;
    const { drawn } = this.known;
    V.set(this.base);
    const row = run.member * drawn.length;
    if (run.member >= 0) for (let i = 0; i < drawn.length; i++) V[drawn[i]] = draws[row + i];
    for (let i = 0; i < run.places.length; i++) V[run.places[i]] = run.values[i];
  }

  /** Takes the outputs of a run from the memory of the WebAssembly. */
  private give(at: number, numbers: Float64Array, from: number, apart: number): void {
    const { report, runs } = this.order!;
    const { outputs, reported } = this.known.program!.told;
    const places = outputs[report];
    const constants = places.map((place) => (place < 0 ? this.constantOf(runs[at], -1 - place) : NaN));
    this.spread(at, places.length, (output, year) =>
      places[output] < 0 ? constants[output] : numbers[from + (year * reported + places[output]) * apart],
    );
  }

  private constantOf(run: Run, place: number): number {
    const { drawn } = this.known;
    const set = run.places.indexOf(place);
    if (set >= 0) return run.values[set];
    const found = run.member < 0 ? -1 : drawn.indexOf(place);
    return found < 0 ? this.base[place] : this.draws[run.member * drawn.length + found];
  }

  private spread(at: number, outputs: number, of: (output: number, year: number) => number): void {
    const { years } = this.known;
    let to = at * outputs * years;
    for (let output = 0; output < outputs; output++) {
      for (let year = 0; year < years; year++) this.values[to++] = of(output, year);
    }
  }
}
