// Why the peak moved: the difference between two deterministic runs in words.

import type { Payload, Pair } from "./payload";
import { findPeak } from "./peaks";
import type { Single } from "./results";
import type { State } from "./state";
import { valueOf } from "./state";
import { plainNumber } from "./controls";
import { digits, pick, say, signed, spoken } from "./words";

const NAMED = 3;
const SMALL = 0.005; // Mt a year, or years: smaller than what is shown

export function describeChange(payload: Payload, before: State, after: State): string {
  const changed = payload.controls.filter(
    (control) => before.values[control.id] !== after.values[control.id],
  );
  if (before.scenario !== after.scenario || changed.length > 1) {
    const title = pick(payload.scenarios.find((each) => each.id === after.scenario)!.title);
    return before.scenario !== after.scenario ? title : say("manyChanges", { n: changed.length });
  }
  return changed
    .map((control) => {
      const was = plainNumber(valueOf(control, before));
      const is = plainNumber(valueOf(control, after));
      return spoken() === "zh"
        ? `${pick(control.label)}${say("from")} ${was} ${say("to")} ${is}`
        : `${pick(control.label)} ${say("from")} ${was} ${say("to")} ${is}`;
    })
    .join("");
}

/** Sentences on how a change moved the peak and which sectors carry it. */
export function explainMove(
  payload: Payload,
  output: string,
  change: string,
  before: Single,
  after: Single,
): string {
  const first = payload.clock.first;
  const [was, is] = [findPeak(before.get(output)!, first), findPeak(after.get(output)!, first)];
  const shown = (peak: typeof was) =>
    Number.isFinite(peak.year) ? digits(peak.time, 1) : `>${payload.clock.last}`;
  const shift = is.time - was.time;
  const parts = [
    Math.abs(shift) < SMALL && Math.abs(is.level - was.level) < SMALL
      ? say("whySame", { change })
      : say("whyMoved", {
          change,
          before: shown(was),
          after: shown(is),
          shift: signed(shift, 1),
          low: digits(was.level),
          high: digits(is.level),
        }),
  ];
  const goal = payload.years.goal;
  for (const year of new Set([goal, Number.isFinite(is.year) ? is.year : goal])) {
    parts.push(contributions(payload, output, year, before, after));
  }
  return parts.filter(Boolean).join(spoken() === "zh" ? "" : " ");
}

function contributions(
  payload: Payload,
  output: string,
  year: number,
  before: Single,
  after: Single,
): string {
  const at = year - payload.clock.first;
  const change = (id: string) => after.get(id)![at] - before.get(id)![at];
  const total = change(output);
  const found: [Pair, number][] = payload.sectors.map((band) => [
    band.label,
    band.outputs.reduce((sum, id) => sum + change(id), 0),
  ]);
  const burnt = found.reduce((sum, [, size]) => sum + size, 0);
  const rest = payload.boundaries.find((each) => each.output === output)?.rest ?? ["", ""];
  if (rest[0]) found.push([rest, total - burnt]);
  const named = found
    .filter(([, size]) => Math.abs(size) >= SMALL)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, NAMED)
    .map(([label, size]) => `${pick(label)} ${signed(size)}`);
  if (!named.length) return "";
  return say("whyParts", {
    year,
    total: signed(total),
    parts: named.join(spoken() === "zh" ? "、" : ", "),
  });
}
