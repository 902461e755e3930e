// Runs the model beside the page. The JavaScript (simulate and a function for each report) stands
// above this text in the same worker; `start` tells where things are.

import { Model } from "./model";
import type { Order, Reply, Start } from "./model";

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

/** States of the world from now on, shape (member, drawn). */
export interface Draws {
  draws: Float64Array;
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Start | Draws | Order>) => void;
  postMessage(reply: Reply, moved: Transferable[]): void;
};
let model: Promise<Model>;

scope.onmessage = ({ data }) => {
  if ("size" in data) model = Model.open(data, interpret);
  else void model.then((opened) => ("draws" in data ? void (opened.draws = data.draws) : answer(opened, data)));
};

function answer(opened: Model, order: Order): void {
  const reply = opened.work(order)!; // there is always the JavaScript
  scope.postMessage(reply, [reply.values.buffer]);
}

function interpret(V: Float64Array, report: Order["report"], outputs: number[], found: Float64Array): void {
  // A page holds the functions of those reports that are asked of it.
  const run = { core: () => report_core, watch: () => report_watch, all: () => report_all, parts: () => report_parts, cost: () => report_cost }[report]();
  simulate(V, run, outputs, found, 0);
}
