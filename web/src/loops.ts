// The feedback behind a chart: what each named loop does to it, and the stocks it rests on.

import type { Compute } from "./compute";
import { h } from "./dom";
import type { Chart, Loop, Pair, Payload } from "./payload";
import { linesOf, single } from "./results";
import type { Single } from "./results";
import type { Store } from "./store";
import { both, digits, paren, percentText, pick, say, semicolon, spoken } from "./words";

const SMALLEST = 0.0005; // share of a line below which a loop does not move it

/** What cutting a loop does to the line of a chart that it moves most, in the goal year. */
interface Moved {
  loop: Loop;
  line: Pair;
  share: number; // with the loop against without it
}

/** The lines a chart shows, named with it; those of no chart of the payload show the emissions of the account. */
export function shownLines(store: Store, chart: Chart | undefined, run: Single): { label: Pair; values: Float64Array }[] {
  if (!chart) return [{ label: both("ofEmissions"), values: run.get(store.output)! }];
  const named = (at: number): Pair => [
    `“${chart.title[0]}：${chart.lines[at].label[0]}”`,
    `“${chart.title[1]}: ${chart.lines[at].label[1]}”`,
  ];
  return linesOf(chart, run).map((values, at) => ({ label: named(at), values }));
}

/** Runs the present case with each loop cut, in the typical world, and tells what that moves. */
async function measure(store: Store, compute: Compute, chart: Chart | undefined): Promise<Moved[] | null> {
  const { payload } = store;
  const constants = compute.constantsOf(store.history.now);
  const cut = [{}, ...payload.loops.map((loop) => ({ [loop.switch]: 0 }))];
  const orders = cut.map((more) => compute.runner.runOf({ ...constants, ...more }, payload.draws.typical));
  const found = await compute.runner.run("all", orders, { live: true });
  if (!found) return null;
  const at = payload.years.goal - payload.clock.first;
  const [whole, ...others] = orders.map((_, row) => shownLines(store, chart, single(payload.reports.all, found.map((each) => [each[row]]))));
  const largest = Math.max(...whole.map(({ values }) => Math.abs(values[at])));
  return payload.loops
    .map((loop, row) => {
      const moves = whole.map(({ label, values }, line) => {
        const without = others[row][line].values[at];
        const small = Math.abs(without) < SMALLEST * largest; // next to nothing has no share
        return { loop, line: label, share: small ? 0 : values[at] / without - 1 };
      });
      return moves.reduce((most, each) => (Math.abs(each.share) > Math.abs(most.share) ? each : most));
    })
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
}

/** A loop as it is named, and whether it reinforces or balances. */
export function loopName({ id, label }: Loop): string {
  return `${id} ${pick(label)}${paren(say(id.startsWith("R") ? "reinforces" : "balances"))}`;
}

function movedText(payload: Payload, { line, share }: Moved): string {
  const words = { goal: payload.years.goal, line: pick(line) };
  if (share >= 1) return say("loopTimes", { ...words, size: digits(1 + share, 1) });
  const size = Math.abs(share);
  return say(share > 0 ? "loopUp" : "loopDown", { ...words, size: size < 0.01 ? `${digits(100 * size, 1)}%` : percentText(size) });
}

/** A place that fills with the loops of a chart as soon as they are run. */
export function loopsOf(store: Store, compute: Compute, chart: Chart | undefined): HTMLElement {
  const place = h("div", { class: "loops" }, say("computing"));
  void measure(store, compute, chart).then((found) => {
    if (!found) return;
    const told = found.filter((each) => Math.abs(each.share) >= SMALLEST);
    const idle = found.filter((each) => !told.includes(each)).map(({ loop }) => `${loop.id} ${pick(loop.label)}`);
    place.replaceChildren(
      h("ul", {}, ...told.map((each) => h("li", {}, h("b", {}, loopName(each.loop)), " ", pick(each.loop.says), spoken() === "zh" ? "" : " ", movedText(store.payload, each)))),
      ...(idle.length ? [h("p", { class: "hint" }, say("loopsIdle", { names: idle.join(spoken() === "zh" ? "、" : ", ") }))] : []),
      h("p", { class: "hint" }, say("loopsNote")),
    );
  });
  return place;
}

/** The stocks nearest behind variables, each with what fills and drains it. */
export function stocksOf(payload: Payload, variables: string[]): HTMLElement | "" {
  const names = [...new Set(variables.flatMap((name) => payload.behind[name] ?? []))];
  if (!names.length) return "";
  const comma = spoken() === "zh" ? "、" : ", ";
  const list = (some: Pair[], word: "fills" | "drains") => (some.length ? say(word, { names: some.map(pick).join(comma) }) : "");
  return h(
    "ul",
    {},
    ...names.map((name) => {
      const { title, fills, drains } = payload.stocks[name];
      return h("li", {}, h("b", {}, pick(title)), spoken() === "zh" ? "：" : ": ", [list(fills, "fills"), list(drains, "drains")].filter(Boolean).join(semicolon()));
    }),
  );
}
