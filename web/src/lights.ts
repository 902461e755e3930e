// The official three colours and the word for a chance: zysim/metrics/{verdict,plan_path,three_colours}.py.

import type { Lights, Payload, Spoken, Statistic, Target } from "./payload";
import { fill, pick } from "./words";

export type Colour = keyof Lights["words"];
export const SIGNS: Record<Colour, string> = { green: "●", yellow: "▲", red: "■" };

/** The word for a chance: the same for the same numbers everywhere, as the command line has it. */
export function verdict({ verdicts, near }: Spoken, value: number, low?: number, high?: number): string {
  const [yes, likely, open, hardly, no] = verdicts;
  if (value >= likely[0] + near) return pick(low !== undefined && Math.min(low, value) >= yes[0] ? yes[1] : likely[1]);
  if (value > open[0] - near) return pick(open[1]);
  return pick(high !== undefined && Math.max(high, value) < hardly[0] ? no[1] : hardly[1]);
}

/** The light of a chance: green with (probably) yes, red with (probably) no. */
export function lightOf({ verdicts, near }: Spoken, value: number): Colour {
  if (value >= verdicts[1][0] + near) return "green";
  return value > verdicts[2][0] - near ? "yellow" : "red";
}

/** The colour of a gap, a share of the target that is positive where it is behind. */
function colourOf({ rounding, lights }: Payload, gap: number): Colour {
  if (gap <= rounding) return "green";
  return gap <= lights!.far ? "yellow" : "red";
}

/** A figure beside what the plan asks for in its year; in the unit of the model. */
export interface OnPlan {
  target: Target;
  due: number;
  gap: number; // how far behind, as a share of the target
  rule: string;
  colour: Colour;
}

/**
 * What the plan asks of a statistic in a year; null where it names no target, or its years have not begun.
 * `levels` gives the level of a year: as published, or the median.
 */
export function onPlan(payload: Payload, { output, measure }: Statistic, year: number, value: number, levels: (year: number) => number): OnPlan | null {
  const own = payload.targets.filter((each) => each.output === output && each.compare !== "peak<=").sort((a, b) => a.year - b.year);
  const target = own.find((each) => each.year >= year) ?? own[own.length - 1];
  if (!target) return null;
  const before = target.reference_year === null ? own.filter((each) => each.compare === target.compare && each.year < target.year).pop() : undefined;
  let start = before?.year ?? target.reference_year ?? payload.clock.first;
  if (Math.min(year, target.year) <= start) return null;
  const rising = target.compare === "rising>=";
  if (rising) start = Math.min(year, target.year) - 1;
  const begins = before && !rising ? before.threshold : levels(start);
  const { threshold } = target;
  const level = (at: number) => {
    if (rising) return begins * (1 + threshold / 100);
    const share = Math.min(1, (at - start) / (target.year - start));
    return target.reference_year === null ? begins + share * (threshold - begins) : begins * (1 + (share * threshold) / 100);
  };
  const growth = () => (rising ? threshold / 100 : level(year) / level(year - 1) - 1);
  const due = measure === "level" ? level(year) : growth();
  const whole = target.reference_year === null ? Math.abs(threshold) : (begins * (Math.abs(threshold) || 100)) / 100;
  const size = measure === "level" ? whole : Math.abs(due);
  const behind = target.compare.endsWith("<=") ? value - due : due - value;
  const gap = (target.compare === "==" ? Math.abs(behind) : behind) / (size || 1);
  return { target, due, gap, rule: ruleText(payload, target, start, year), colour: colourOf(payload, gap) };
}

function ruleText({ lights }: Payload, target: Target, start: number, year: number): string {
  const slow = target.reference_year === null ? "level" : "change";
  const rule = target.compare === "rising>=" ? "rising" : year >= target.year ? "past" : slow;
  return fill(pick(lights!.rules[rule]), { start, end: target.year });
}
