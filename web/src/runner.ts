// A few workers that each hold the model; orders that are no longer wanted are dropped unrun. One
// run that a reader waits for is run beside the page itself, which takes less than asking a worker.

import { Model } from "./model";
import type { Engine, Order, Reply, ReportName, Run, Start } from "./model";
import type { Payload } from "./payload";

const MOST_WORKERS = 4;
const PART = 8; // runs a worker does before it looks for what is wanted now
const MOST_MS = 100; // a model whose run takes longer is left to the workers

/** What an order belongs to; switched off when its result is no longer wanted. */
export interface Token {
  live: boolean;
}

interface Task {
  token: Token;
  order: Order;
  done(reply: Reply): void;
}

export class Runner {
  readonly years: number;
  /** What the newest runs were run with. */
  engine: Engine | null = null;
  /** Settled once runs can be asked for. */
  readonly opened: Promise<void>;
  private here: Model | null = null;
  private draws: Float64Array;
  private readonly all: Worker[] = [];
  private readonly idle: Worker[] = [];
  private readonly waiting: Task[] = [];
  private readonly running = new Map<Worker, Task>();
  private readonly place = new Map<string, number>();

  constructor(private readonly payload: Payload) {
    const { clock, constants, draws, script } = payload;
    this.years = clock.times.length;
    constants.ids.forEach((id, at) => this.place.set(id, at));
    const text = document.getElementById("worker")!.textContent!;
    const url = URL.createObjectURL(
      new Blob([script.text, "\n", text], { type: "text/javascript" }),
    );
    const workers: Worker[] = [];
    const count = Math.min(Math.max(navigator.hardwareConcurrency || 2, 2), MOST_WORKERS);
    for (let i = 0; i < count; i++) {
      const worker = new Worker(url);
      worker.onmessage = (event: MessageEvent<Reply>) => this.finish(worker, event.data);
      workers.push(worker);
    }
    this.draws = new Float64Array(unpacked(draws.values).buffer);
    this.opened = this.open(workers);
  }

  /** Gives the model to all who run it; its WebAssembly is compiled once. */
  private async open(workers: Worker[]): Promise<void> {
    const { constants, draws, script, webassembly } = this.payload;
    const code = webassembly && (await compiled(webassembly.code));
    const start: Start = {
      size: script.size,
      places: script.places,
      years: this.years,
      constants: constants.values,
      drawn: draws.constants.map((id) => this.place.get(id)!),
      program: code && { told: { ...webassembly!, code: "" }, code },
    };
    for (const worker of workers) worker.postMessage(start);
    this.all.push(...workers);
    this.idle.push(...workers);
    this.here = code && (await Model.open(start, null));
    this.draw(this.draws);
    this.start();
  }

  /** Other states of the world for all runs from now on, shape (member, drawn constant). */
  draw(draws: Float64Array): void {
    this.draws = draws;
    if (this.here) this.here.draws = draws;
    for (const worker of this.all) worker.postMessage({ draws });
  }

  /** Turns values by constant into a run; `member` -1 takes central values. */
  runOf(constants: Record<string, number>, member = -1): Run {
    const names = Object.keys(constants);
    return {
      member,
      places: names.map((name) => this.place.get(name)!),
      values: names.map((name) => constants[name]),
    };
  }

  /** The yearly values of one run at once, by output; null where only the workers can run it. */
  now(report: ReportName, run: Run): Float64Array[][] | null {
    const began = performance.now();
    const reply = this.here?.work({ job: 0, report, runs: [run] });
    if (performance.now() - began > MOST_MS) this.here = null;
    if (!reply || reply.broken) return null;
    this.engine = reply.engine;
    const found: Float64Array[][] = this.payload.reports[report].map(() => []);
    this.spread(reply, found.length, found);
    return found;
  }

  /**
   * Runs, and gives the yearly values by output and run: found[output][run][year]. Null when the
   * token was switched off meanwhile. `first` puts the order before all that wait; `engine` asks for
   * one by name.
   */
  async run(
    report: ReportName,
    runs: Run[],
    token: Token,
    first = false,
    engine?: Engine,
  ): Promise<Float64Array[][] | null> {
    const outputs = this.payload.reports[report].length;
    const found: Float64Array[][] = Array.from({ length: outputs }, () => new Array(runs.length));
    const parts: Promise<Reply>[] = [];
    const tasks: Task[] = [];
    for (let from = 0; from < runs.length; from += PART) {
      const some = runs.slice(from, from + PART);
      parts.push(
        new Promise((done) => tasks.push({ token, order: { job: from, report, runs: some, engine }, done })),
      );
    }
    if (first) this.waiting.unshift(...tasks);
    else this.waiting.push(...tasks);
    this.start();
    for (const part of parts) {
      const reply = await part;
      if (!token.live) return null;
      if (reply.broken) throw new NotFinite(reply.broken);
      this.engine = reply.engine;
      this.spread(reply, outputs, found);
    }
    return found;
  }

  private spread(reply: Reply, outputs: number, found: Float64Array[][]): void {
    const size = this.years * outputs;
    for (let run = 0; run * size < reply.values.length; run++) {
      for (let output = 0; output < outputs; output++) {
        const from = run * size + output * this.years;
        found[output][reply.job + run] = reply.values.subarray(from, from + this.years);
      }
    }
  }

  private start(): void {
    while (this.idle.length && this.waiting.length) {
      const task = this.waiting.shift()!;
      if (!task.token.live) {
        task.done({ job: 0, values: new Float64Array(0), broken: 0, engine: "javascript" });
        continue;
      }
      const worker = this.idle.pop()!;
      this.running.set(worker, task);
      worker.postMessage(task.order);
    }
  }

  private finish(worker: Worker, reply: Reply): void {
    const task = this.running.get(worker)!;
    this.running.delete(worker);
    this.idle.push(worker);
    this.start();
    task.done(reply);
  }
}

/** The bytes of a text in the page. */
export function unpacked(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** The module of a text in the page; null where a browser has none or must not use it. */
async function compiled(text: string): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compile(unpacked(text));
  } catch {
    return null; // the JavaScript gives the same numbers
  }
}

/** A run gave a value that is not finite; it is said, never drawn. */
export class NotFinite extends Error {
  constructor(readonly runs: number) {
    super(`${runs} run(s) gave a value that is not finite`);
  }
}
