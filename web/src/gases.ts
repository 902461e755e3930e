// All greenhouse gases of the goal year and what they are made of: zysim/metrics/{result_numbers,middle}.py.

import type { Gases, Payload } from "./payload";
import { quantile } from "./peaks";
import type { Many } from "./results";
import { cardSays } from "./says";
import { co2, co2Places, co2Scale, comma, pick } from "./words";

const NOTHING = 1e-9;

/** What all gases are in the goal year, and the medians of their parts, scaled to add up as printed. */
export function gasesText(payload: Payload, runs: Many): string {
  const { clock, years, gases } = payload;
  if (!gases) return "";
  const inGoal = (output: string) => Array.from(runs.get(output)!, (series) => series[years.goal - clock.first]);
  const columns = gases.sinks.map(inGoal);
  const total = inGoal(gases.total).map((each, row) => columns.reduce((sum, column) => sum + column[row], each));
  const middleOf = (values: number[]) => quantile(Float64Array.from(values).sort(), 0.5);
  const middle = middleOf(total);
  const parts = partsOf(gases, total, inGoal);
  const medians = parts.map(({ values }) => middleOf(values));
  const whole = medians.reduce((sum, each) => sum + Math.abs(each), 0) || 1;
  const gap = middle - medians.reduce((sum, each) => sum + each, 0);
  const scale = co2Scale() * 10 ** co2Places();
  const shown = medians.map((each) => Math.round(scale * (each + (Math.abs(each) / whole) * gap)));
  const largest = shown.indexOf(Math.max(...shown));
  shown[largest] += Math.round(scale * middle) - shown.reduce((sum, each) => sum + each, 0);
  const said = parts.map(({ label }, at) => `${label} ${co2(shown[at] / scale)}`.replace("） ", "）"));
  return cardSays(payload, "gases", { goal: years.goal, total: co2(middle), parts: said.join(comma()) });
}

function partsOf(gases: Gases, total: number[], inGoal: (output: string) => number[]): { label: string; values: number[] }[] {
  const parts = gases.parts.map(({ label, output }) => ({ label: pick(label), values: inGoal(output) }));
  const rest = total.map((each, row) => each - parts.reduce((sum, { values }) => sum + values[row], 0));
  const most = (values: number[]) => Math.max(...values.map(Math.abs));
  return most(rest) > NOTHING * most(total) ? [...parts, { label: pick(gases.rest), values: rest }] : parts;
}
