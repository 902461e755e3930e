// Why the peak moved: the difference between two deterministic runs in words.

import type { Payload, Pair } from "./payload";
import { findPeak } from "./peaks";
import type { Single } from "./results";
import type { State } from "./state";
import { sameControl, valueOf, yearsOf } from "./state";
import { shownYear } from "./tiles";
import { co2, co2Places, co2Scale, co2Signed, paren, pick, plainNumber, say, spoken } from "./words";

const NAMED = 3;

export function describeChange(payload: Payload, before: State, after: State): string {
  const changed = payload.controls.filter((control) => !sameControl(control, before, after));
  if (before.scenario !== after.scenario || changed.length > 1) {
    const title = pick(payload.scenarios.find((each) => each.id === after.scenario)!.title);
    return before.scenario !== after.scenario ? title : say("manyChanges", { n: changed.length });
  }
  return changed
    .map((control) => {
      const shown = (state: State) => {
        const years = yearsOf(control, state);
        const moved = String(yearsOf(control, before)) !== String(yearsOf(control, after));
        return plainNumber(valueOf(control, state)) + (moved && years ? paren(say("yearsText", { start: years[0], full: years[1] })) : "");
      };
      const [was, is] = [shown(before), shown(after)];
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
  const shown = (peak: typeof was) => shownYear(payload, peak.year);
  const alike = was.year === is.year && co2(was.level) === co2(is.level);
  const parts = [
    alike
      ? say("whySame", { change })
      : say("whyMoved", {
          change,
          before: shown(was),
          after: shown(is),
          low: co2(was.level),
          high: co2(is.level),
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
  // Rounded as they are read, and closed by the rest, so that the printed numbers add up.
  const places = 10 ** co2Places() * co2Scale();
  const whole = (size: number) => Math.round(size * places);
  const listed = found
    .map(([label, size]): [string, number] => [pick(label), whole(size)])
    .filter(([, size]) => size !== 0)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, NAMED);
  if (!listed.length) return "";
  const left = whole(total) - listed.reduce((sum, [, size]) => sum + size, 0);
  if (left) listed.push([say("rest"), left]);
  return say("whyParts", {
    year,
    total: co2Signed(total),
    parts: listed
      .map(([label, size]) => `${label} ${co2Signed(size / places)}`)
      .join(spoken() === "zh" ? "，" : ", "),
  });
}
