// Runs the model as WebAssembly, some runs in each vector. What differs between the members of a
// case is in the loop of the runs; what they share is worked out once a case, in rows of numbers.
// zysim/kernel/llvm/loop.py says what the two loops take.

import type { Program } from "./payload";

type Loop = (...given: (number | bigint)[]) => void;

/** Where things stand in the memory. */
type Room = Record<"N" | "U" | "T" | "R" | "C" | "O" | "S" | "F" | "shared" | "s" | "f", number>;

const BUFFERS = 4; // vectors a stock needs
const BLOCKS = 4; // vectors of runs worked on at once
const FIRST = 65536; // below lie the numbers the module keeps itself
const PAGE = 65536;

export class WebAssemblyRuns {
  private readonly loops: Record<"runs" | "same", Loop>;
  private readonly numbers: Float64Array;
  private readonly at: Room;
  private readonly reports: number;
  private readonly steps: number;
  /** Constants that the rows were worked out for, and whether the rows suit the program. */
  private known: Float64Array | null = null;
  private right = false;
  private waiting: number[] = [];

  private constructor(
    private readonly program: Program,
    /** Takes the outputs of a run (its number, place of the first one, and how far it is to the next). */
    private readonly give: (run: number, numbers: Float64Array, from: number, apart: number) => void,
    room: Room,
    memory: WebAssembly.Memory,
    found: WebAssembly.Instance,
  ) {
    const { runs, same, stages, clock } = program;
    this.reports = clock.counts.length + 1;
    this.steps = stepsOf(program) * stages;
    this.at = room;
    this.loops = { runs: found.exports[runs.entry] as Loop, same: found.exports[same.entry] as Loop };
    this.numbers = new Float64Array(memory.buffer);
    new BigInt64Array(memory.buffer, this.at.N, clock.counts.length).set(clock.counts.map(BigInt));
  }

  /** Fails where a browser has no vectors, or must not use WebAssembly. */
  static async open(program: Program, code: WebAssembly.Module, give: WebAssemblyRuns["give"]): Promise<WebAssemblyRuns> {
    const { room, end } = roomOf(program);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    const { sin, cos, atan } = Math;
    // A page must not link a large module at once; a worker may wait as well.
    const found = await WebAssembly.instantiate(code, { env: { __linear_memory: memory, sin, cos, atan } });
    return new WebAssemblyRuns(program, give, room, memory, found);
  }

  /** Takes a run with its constants; false where it must be run in another way. */
  take(run: number, constants: Float64Array): boolean {
    const { lanes, runs, same } = this.program;
    if (!this.known || same.constants.some((place, at) => constants[place] !== this.known![at])) {
      this.finish();
      this.share(constants);
    }
    if (!this.right) return false;
    const at = this.waiting.push(run) - 1;
    const from = this.at.C / 8 + Math.floor(at / lanes) * runs.constants.length * lanes + (at % lanes);
    runs.constants.forEach((place, row) => (this.numbers[from + row * lanes] = constants[place]));
    if (this.waiting.length === BLOCKS * lanes) this.finish();
    return true;
  }

  /** Works out all that was taken and gives it. Lanes without a run repeat what stood in them. */
  finish(): void {
    const { lanes, reported } = this.program;
    if (!this.waiting.length) return;
    const { C, O, S, F } = this.at;
    this.call("runs", [C, O, S, F], Math.ceil(this.waiting.length / lanes));
    this.waiting.forEach((run, at) => {
      const block = Math.floor(at / lanes) * this.reports * reported;
      this.give(run, this.numbers, O / 8 + block * lanes + (at % lanes), lanes);
    });
    this.waiting = [];
  }

  /** Works out what runs share. */
  private share(constants: Float64Array): void {
    const { same, finite } = this.program;
    const { shared, R, s, f, U, T } = this.at;
    this.known = Float64Array.from(same.constants, (place) => constants[place]);
    this.numbers.set(this.known, shared / 8);
    this.call("same", [shared, R, s, f], 1);
    this.right =
      this.isFinite(U, finite.study, 1) &&
      this.isFinite(T, finite.step, this.steps) &&
      this.isFinite(R, finite.report, this.reports);
  }

  private isFinite(start: number, flags: string, rows: number): boolean {
    for (let row = 0; row < rows; row++) {
      const from = start / 8 + row * flags.length;
      for (let at = 0; at < flags.length; at++) {
        if (flags[at] === "1" && !Number.isFinite(this.numbers[from + at])) return false;
      }
    }
    return true;
  }

  private call(loop: "runs" | "same", own: number[], blocks: number): void {
    const { N, U, T, R } = this.at;
    const counted = [BigInt(blocks), BigInt(this.reports)];
    this.loops[loop](...own, N, U, T, R, ...counted, ...this.program.clock.numbers);
  }
}

function stepsOf({ clock }: Program): number {
  return clock.counts.reduce((sum, each) => sum + each, 0);
}

function roomOf(program: Program): { room: Room; end: number } {
  const { lanes, runs, same, reported, finite, stages, clock } = program;
  const reports = clock.counts.length + 1;
  let end = FIRST;
  const take = (count: number) => {
    const start = end;
    end += 8 * (count + (count % 2)); // vectors stand at multiples of 16 bytes
    return start;
  };
  const room = {
    N: take(reports),
    U: take(finite.study.length),
    T: take(stepsOf(program) * stages * finite.step.length),
    R: take(reports * finite.report.length),
    C: take(BLOCKS * runs.constants.length * lanes),
    O: take(BLOCKS * reports * reported * lanes),
    S: take((BUFFERS * runs.stocks + 1) * lanes),
    F: take((runs.fixed + 1) * lanes),
    shared: take(same.constants.length),
    s: take(BUFFERS * same.stocks + 1),
    f: take(same.fixed + 1),
  };
  return { room, end };
}
