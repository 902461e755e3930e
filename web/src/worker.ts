// Runs the model. The model's own functions (simulate, report_core, report_all) stand above this
// text in the same worker; `start` tells where things are in their array.

type Report = (V: Float64Array, T: number, dt: number) => void;
declare const report_core: Report;
declare const report_all: Report;
declare function simulate(
  V: Float64Array,
  report: Report,
  outputs: number[],
  values: Float64Array,
  to: number,
): void;

export interface Start {
  size: number;
  places: Record<"core" | "all", number[]>;
  years: number; // moments that are reported
  constants: number[];
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
    V = new Float64Array(known.size);
    return;
  }
  const { job, report, runs } = event.data;
  const start = known!;
  const years = start.years;
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
    simulate(V, report === "core" ? report_core : report_all, outputs, values, from);
    for (let i = from; i < from + years * outputs.length; i++) {
      if (!Number.isFinite(values[i])) {
        broken++;
        break;
      }
    }
  });
  scope.postMessage({ job, values, broken }, [values.buffer]);
};
