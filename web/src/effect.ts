// What one measure does in the case as it is: done against left out, all the rest unchanged.

import { gdpYears } from "./answer";
import type { Compute } from "./compute";
import { readParts } from "./cost";
import { h } from "./dom";
import type { Entry } from "./dialogs";
import { figuresOf } from "./figures";
import { isUsed, withAlone } from "./leading";
import { loopName } from "./loops";
import { moneyRange, moneyText, payersText } from "./money";
import type { Control, Three } from "./payload";
import { quantile } from "./peaks";
import { isCounted, scoresOf, single } from "./results";
import { keyOf } from "./state";
import type { State } from "./state";
import type { Store } from "./store";
import { shownYear } from "./tiles";
import { co2Signed, colon, listing, percentText, pick, say, semicolon, signed } from "./words";

const NAMED = 3; // targets and loops named
const LEAST = 0.05; // change of a target's chance, and of the effect by a loop, that is told

interface Pair {
  without: State;
  done: State;
}

/** Entries that fill as soon as the two cases are run: effect over the years, other gains, cost, loops. */
export function effectOf(store: Store, compute: Compute, control: Control): Entry[] {
  const state = store.history.now;
  const other = withAlone(control, state);
  const used = isUsed(control, state);
  const pair: Pair = used ? { without: other, done: state } : { without: state, done: other };
  const place = (work: Promise<string>) => {
    const made = h("span", {}, say("computing"));
    void work.then((text) => (made.textContent = text || say("notKnown")));
    return made;
  };
  const members = Promise.all([pair.without, pair.done].map((each) => compute.setOf(each, { live: true })));
  const after = (text: () => string) => place(members.then(text));
  return [
    [say("effectHead"), after(() => say(used ? "effectDone" : "effectNot") + effectText(store, pair))],
    [say("gainsHead"), after(() => gainsText(store, pair))],
    [say("effectCost"), place(members.then(() => compute.price([pair.without, pair.done])).then(() => priceText(store, pair)))],
    [say("effectLoops"), place(loopsText(store, compute, pair))],
  ];
}

/** What it does to emissions as the years go by, and to the peak. */
function effectText(store: Store, { without, done }: Pair): string {
  const { payload } = store;
  const [before, after] = [figuresOf(store, without)!, figuresOf(store, done)!];
  const { goal, later } = payload.years;
  const { first, last } = payload.clock;
  const told = [goal, later, last].map((year) => {
    const changes = after.emissions.map((series, row) => series[year - first] - before.emissions[row][year - first]);
    const [low, middle, high] = tenths(changes).map(co2Signed);
    return say("effectYear", { year, middle, low, high });
  });
  const [was, is] = [before, after].map(({ year, chance }) => ({ year: shownYear(payload, year[1]), chance: percentText(chance.value) }));
  return told.join(semicolon()) + semicolon() + say(was.year === is.year ? "effectPeakStays" : "effectPeak", { was: was.year, is: is.year, before: was.chance, after: is.chance }) + say("stop");
}

/** What it does to GDP, and which targets of the plan it makes likelier or less likely. */
function gainsText(store: Store, { without, done }: Pair): string {
  const { payload, output } = store;
  const [before, after] = [figuresOf(store, without)!, figuresOf(store, done)!];
  const [first, until] = gdpYears(store);
  const [low, middle, high] = after.gdpOver([first, until], before).map((value) => signed(value, 0));
  const [was, is] = [without, done].map((state) => scoresOf(payload, output, store.line!.found, store.sets.get(keyOf(state))!));
  const moved = is
    .map(({ target, chance }, at) => ({ target, from: was[at].chance?.value ?? null, to: chance?.value ?? null }))
    .filter(({ from, to, target }) => from !== null && to !== null && Math.abs(to - from) >= LEAST && !(isCounted(payload, target) && target.compare === "peak<="))
    .sort((a, b) => Math.abs(b.to! - b.from!) - Math.abs(a.to! - a.from!))
    .slice(0, NAMED)
    .map(({ target, from, to }) => `${target.id} ${pick(target.label)}${colon()}${percentText(from!)}→${percentText(to!)}`);
  const targets = moved.length ? say("gainsTargets", { targets: moved.join(semicolon()) }) : say("gainsNone", { least: percentText(LEAST) });
  return say("gainsGdp", { first, until, middle, low, high }) + targets + say("stop");
}

/** What it costs against leaving it out, and who pays. */
function priceText(store: Store, { without, done }: Pair): string {
  const { money } = store.payload;
  const found = money && store.costOf(done, without);
  if (!found) return "";
  const [first, last] = money.years;
  const [, middle] = found.present;
  const present = say("effectPresent", { first, last, middle: moneyText(store.payload, middle), range: moneyRange(store.payload, found.present, middle < 0) });
  const payers = payersText(store.payload, readParts(found));
  return present + (payers ? say("effectPayers", { year: money.year, payers }) : "") + say("stop");
}

/** Which feedback makes its effect larger or smaller: each loop cut in the typical state, with it and without. */
async function loopsText(store: Store, compute: Compute, { without, done }: Pair): Promise<string> {
  const { payload, output } = store;
  const cuts = [{}, ...payload.loops.map((loop) => ({ [loop.switch]: 0 }))];
  const orders = cuts.flatMap((more) =>
    [without, done].map((state) => compute.runner.runOf({ ...compute.constantsOf(state), ...more }, payload.draws.typical)),
  );
  const found = await compute.runner.run("all", orders, { live: true });
  if (!found) return "";
  const at = payload.years.goal - payload.clock.first;
  const values = orders.map((_, row) => single(payload.reports.all, found.map((each) => [each[row]])).get(output)![at]);
  const [whole, ...cut] = cuts.map((_, at) => values[2 * at + 1] - values[2 * at]);
  // Of the effect that there is where a loop adds to it, of that without the loop where it takes off.
  const moved = payload.loops
    .map((loop, at) => ({ loop, adds: Math.abs(whole) > Math.abs(cut[at]), share: (whole - cut[at]) / Math.max(Math.abs(whole), Math.abs(cut[at])) }))
    .filter(({ share }) => Math.abs(share) >= LEAST)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, NAMED)
    .map(({ loop, adds, share }) => say(adds ? "loopMore" : "loopLess", { loop: loopName(loop), size: percentText(Math.min(Math.abs(share), 1)) }));
  return moved.length ? say("loopsMove", { goal: payload.years.goal, loops: moved.join(listing()) }) + say("stop") : say("loopsFew", { least: percentText(LEAST) }) + say("stop");
}

function tenths(values: number[]): Three {
  const sorted = Float64Array.from(values).sort();
  return [0.1, 0.5, 0.9].map((share) => quantile(sorted, share)) as Three;
}
