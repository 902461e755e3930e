// A few workers that each hold the model; orders that are no longer wanted are dropped unrun.

import type { Payload } from "./payload";
import type { Engine, Order, Reply, ReportName, Run, Start } from "./worker";

const MOST_WORKERS = 4;
const PART = 8; // runs a worker does before it looks for what is wanted now

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
  private readonly all: Worker[] = [];
  private readonly idle: Worker[] = [];
  private readonly waiting: Task[] = [];
  private readonly running = new Map<Worker, Task>();
  private readonly place = new Map<string, number>();

  constructor(private readonly payload: Payload) {
    const { clock, constants, script, webassembly } = payload;
    this.years = clock.times.length;
    constants.ids.forEach((id, at) => this.place.set(id, at));
    const text = document.getElementById("worker")!.textContent!;
    const url = URL.createObjectURL(
      new Blob([script.text, "\n", text], { type: "text/javascript" }),
    );
    const start: Start = {
      size: script.size,
      places: script.places,
      years: this.years,
      constants: constants.values,
      drawn: payload.draws.constants.map((id) => this.place.get(id)!),
      program: webassembly && { told: webassembly, code: unpacked(webassembly.code) },
    };
    const count = Math.min(Math.max(navigator.hardwareConcurrency || 2, 2), MOST_WORKERS);
    for (let i = 0; i < count; i++) {
      const worker = new Worker(url);
      worker.onmessage = (event: MessageEvent<Reply>) => this.finish(worker, event.data);
      worker.postMessage(start);
      this.idle.push(worker);
      this.all.push(worker);
    }
    this.draw(new Float64Array(unpacked(payload.draws.values).buffer));
  }

  /** Other states of the world for all runs from now on, shape (member, drawn constant). */
  draw(draws: Float64Array): void {
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
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** A run gave a value that is not finite; it is said, never drawn. */
export class NotFinite extends Error {
  constructor(readonly runs: number) {
    super(`${runs} run(s) gave a value that is not finite`);
  }
}
