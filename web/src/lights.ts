// The official three colours and the word for a chance: zysim/metrics/{verdict,plan_path,three_colours}.py.

import type { Lights, Payload, Spoken, Statistic, Target } from "./payload";
import { fill, percentText, pick, toEven } from "./words";

export type Colour = keyof Lights["words"];
export const SIGNS: Record<Colour, string> = { green: "●", yellow: "▲", red: "■" };

/** Places of the words from which a peak is on track, and below which it is off track. */
const [LIKELY, UNLIKELY] = [2, 3];

/** The word for a chance: the same for the same printed number everywhere, as the command line has it. */
export function verdict({ verdicts }: Spoken, value: number, low?: number, high?: number): string {
  const last = verdicts.length - 1;
  let at = verdicts.findIndex(([least]) => reaches(value, least));
  if (at === 0 && (low === undefined || !reaches(low, verdicts[0][0]))) at = 1;
  if (at === last && (high === undefined || reaches(high, verdicts[last - 1][0]))) at = last - 1;
  return pick(verdicts[at][1]);
}

/** The words that a range over conditions goes across; "" where it is one word. */
export function crossing(words: Spoken, low: number, high: number): string {
  const ends = [verdict(words, low), verdict(words, high)];
  return ends[0] === ends[1] ? "" : fill(pick(words.crossing), { low: ends[0], high: ends[1] });
}

/** The light of a chance: green from likely on, red where unlikely. */
export function lightOf({ verdicts }: Spoken, value: number): Colour {
  if (reaches(value, verdicts[LIKELY][0])) return "green";
  return reaches(value, verdicts[UNLIKELY][0]) ? "yellow" : "red";
}

/** What a peak needs for green, and to be no red. */
export function lightBounds({ verdicts }: Spoken): { likely: string; open: string } {
  return { likely: percentText(verdicts[LIKELY][0]), open: percentText(verdicts[UNLIKELY][0]) };
}

/** By whole per cent, so that a word never disagrees with the number beside it. */
function reaches(value: number, least: number): boolean {
  return toEven(100 * value) >= toEven(100 * least);
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
