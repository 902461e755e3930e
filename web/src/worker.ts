// Runs the model. The model's own functions (first, flows, report_core, report_all) stand above
// this text in the same worker; `start` tells where things are in their array.

declare function first(V: Float64Array, T: number, dt: number): void;
declare function flows(V: Float64Array, T: number, dt: number): void;
declare function report_core(V: Float64Array, T: number, dt: number): void;
declare function report_all(V: Float64Array, T: number, dt: number): void;

export interface Start {
  size: number;
  stocks: number;
  flows: number;
  count: number;
  places: Record<"core" | "all", number[]>;
  clock: { first: number; last: number; steps: number };
  constants: number[];
  step: number; // place of TIME STEP, -1 where the model does not read it
  drawn: number[]; // places of the constants that are drawn
  draws: Float64Array; // (member, drawn)
}

export interface Run {
  member: number; // -1: central values
  places: number[];
  values: number[];
}

export interface Order {
  job: number;
  report: "core" | "all";
  runs: Run[];
}

export interface Reply {
  job: number;
  values: Float64Array; // (run, year, output)
  broken: number; // runs with a value that is not finite
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Start | Order>) => void;
  postMessage(reply: Reply, moved: Transferable[]): void;
};
let known: Start | null = null;
let base = new Float64Array(0);
let V = new Float64Array(0);

scope.onmessage = (event) => {
  if ("size" in event.data) {
    known = event.data;
    base = new Float64Array(known.size);
    base.set(known.constants);
    if (known.step >= 0) base[known.step] = 1 / known.clock.steps;
    V = new Float64Array(known.size);
    return;
  }
  const { job, report, runs } = event.data;
  const start = known!;
  const years = start.clock.last - start.clock.first + 1;
  const outputs = start.places[report];
  const values = new Float64Array(runs.length * years * outputs.length);
  let broken = 0;
  runs.forEach((run, at) => {
    V.set(base);
    if (run.member >= 0) {
      const row = run.member * start.drawn.length;
      for (let i = 0; i < start.drawn.length; i++) V[start.drawn[i]] = start.draws[row + i];
    }
    for (let i = 0; i < run.places.length; i++) V[run.places[i]] = run.values[i];
    const from = at * years * outputs.length;
    simulate(start, report, outputs, years, values, from);
    for (let i = from; i < from + years * outputs.length; i++) {
      if (!Number.isFinite(values[i])) {
        broken++;
        break;
      }
    }
  });
  scope.postMessage({ job, values, broken }, [values.buffer]);
};

/** Steps one run by Euler's method and writes its yearly outputs into `values` from `to` on. */
function simulate(
  start: Start,
  report: "core" | "all",
  outputs: number[],
  years: number,
  values: Float64Array,
  to: number,
): void {
  const dt = 1 / start.clock.steps;
  const give = report === "core" ? report_core : report_all;
  const { stocks, flows: net, count } = start;
  let time = start.clock.first;
  first(V, time, dt);
  for (let year = 0; year < years; year++) {
    give(V, time, dt);
    for (let i = 0; i < outputs.length; i++) values[to++] = V[outputs[i]];
    if (year === years - 1) return;
    for (let step = 0; step < start.clock.steps; step++) {
      flows(V, time, dt);
      for (let i = 0; i < count; i++) V[stocks + i] += V[net + i] * dt;
      time += dt;
    }
  }
}
