// Where a line breaks because plants have served their time: zysim/metrics/cliffs.py.

import type { Payload } from "./payload";
import type { Single } from "./results";
import { amountText, fill, pick, say, spoken, told } from "./words";

const SMALLEST = 0.01;
const BREAK = 0.03;
const USUAL = 2;

interface Cliff {
  first: number; // place of the first year of the fall
  last: number;
  size: number;
}

function cliffsOf(capacity: Float64Array): Cliff[] {
  const found: Cliff[] = [];
  for (let at = 1; at < capacity.length; at++) {
    const fall = capacity[at - 1] - capacity[at];
    if (fall <= SMALLEST * Math.abs(capacity[at - 1])) continue;
    const before = found[found.length - 1];
    if (before?.last === at - 1) Object.assign(before, { last: at, size: before.size + fall });
    else found.push({ first: at, last: at, size: fall });
  }
  return found;
}

function breaks(line: Float64Array, { first, last }: Cliff): boolean {
  const span = last - first + 1;
  const start = first - 1;
  if (start - span < 0) return false;
  const size = Math.max(...line.map(Math.abs));
  return Math.abs(line[last] - line[start]) > Math.max(BREAK * size, USUAL * Math.abs(line[start] - line[start - span]));
}

/** Says where lines break because plants retire, by the capacity of the same run; "" where none does. */
export function cliffText({ capacity, clock }: Payload, run: Single, lines: Float64Array[]): string {
  const series = capacity && run.get(capacity.output);
  if (!capacity || !series) return "";
  const zh = spoken() === "zh";
  return cliffsOf(series)
    .filter((each) => lines.some((line) => breaks(line, each)))
    .map(({ first, last, size }) => {
      const [from, to] = [clock.first + first, clock.first + last];
      const years = from === to ? say("oneYear", { year: from }) : say("yearsText", { start: from, full: to });
      const amount = amountText(told(size * capacity.scale[zh ? 0 : 1]), pick(capacity.unit));
      return fill(pick(capacity.note), { years, name: pick(capacity.label), size: amount }) + (zh ? "。" : ". ");
    })
    .join("");
}
