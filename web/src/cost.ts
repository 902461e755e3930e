// What a case costs above another and who pays, counted as `zysim cost` counts it: price times
// quantity of every payment, in the same worlds and at the same prices.

import type { Money, Payment, Three } from "./payload";
import { quantile } from "./peaks";
import { unpacked } from "./runner";

const TENTHS = [0.1, 0.5, 0.9];

/** Yearly values of the report `cost`: runs[output][member][year]. */
export type Runs = ArrayLike<number>[][];

/** What is paid, in 10⁸ CNY: only differences between cases mean something. */
export interface Paid {
  year: Float64Array[]; // by payer and member, in the year that is told
  present: Float64Array; // net present cost by member
}

/** A cost above another case, in 10⁸ CNY; below 0 is earned. */
export interface CostAbove {
  size: Three; // P10, P50 and P90 in the year
  payers: number[]; // what the median is made of; they sum to it
  present: Three;
}

/** Prices by row and member. */
export function pricesOf(money: Money): Float64Array[] {
  const all = new Float64Array(unpacked(money.prices).buffer);
  return Array.from({ length: all.length / money.members }, (_, row) =>
    all.subarray(row * money.members, (row + 1) * money.members),
  );
}

/** The weight of each year in a present value; a year's costs fall due at its end. */
function discounts({ rate, years: [first, last] }: Money, begin: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) =>
    begin + at < first || begin + at > last ? 0 : (1 + rate) ** -(begin + at - first + 1),
  );
}

/** The weight of what each year adds: it is paid for in each of the years of its lifetime. */
function ahead(weights: Float64Array, lifetime: number): Float64Array {
  return weights.map((_, at) => weights.subarray(at, at + lifetime).reduce((sum, each) => sum + each, 0));
}

/** The sum over years of what a payment is worth, each year with its weight. */
function weighed(payment: Payment, runs: Runs, member: number, weights: ArrayLike<number>, from: number, to: number): number {
  const scalar = payment.scalar === null ? null : runs[payment.scalar][member];
  let sum = 0;
  for (let at = from; at < to; at++) {
    let quantity = 0;
    for (const [sign, output] of payment.terms) quantity += sign * runs[output][member][at];
    sum += weights[at] * quantity * (scalar ? scalar[at] : 1);
  }
  return sum;
}

/** What a case pays in each world; `begin` is the first year of the runs. */
export function paidIn(money: Money, prices: Float64Array[], runs: Runs, begin: number): Paid {
  const years = runs[0][0].length;
  const weights = discounts(money, begin, years);
  const ones = new Float64Array(years).fill(1);
  const at = money.year - begin;
  const year = money.payers.map(() => new Float64Array(money.members));
  const present = new Float64Array(money.members);
  for (const payment of money.payments) {
    const { price, size, lifetime, payer, receiver } = payment;
    const within = payer >= 0 && receiver >= 0;
    const due = lifetime === null ? weights : ahead(weights, lifetime);
    const since = lifetime === null ? at : Math.max(0, at - lifetime + 1);
    for (let member = 0; member < money.members; member++) {
      const factor = size * (price === null ? 1 : prices[price][member]);
      const paid = factor * weighed(payment, runs, member, ones, since, at + 1);
      if (payer >= 0) year[payer][member] += paid;
      if (receiver >= 0) year[receiver][member] -= paid;
      // Payments between two payers leave the total as it is.
      if (within) continue;
      present[member] += (payer < 0 ? -factor : factor) * weighed(payment, runs, member, due, 0, years);
    }
  }
  return { year, present };
}

function three(values: Float64Array): Three {
  const sorted = values.slice().sort();
  return TENTHS.map((share) => quantile(sorted, share)) as Three;
}

/** What a case costs above another in the same worlds. */
export function costAbove(paid: Paid, other: Paid): CostAbove {
  const by = paid.year.map((values, payer) => values.map((value, member) => value - other.year[payer][member]));
  const total = by[0].map((_, member) => by.reduce((sum, values) => sum + values[member], 0));
  const size = three(total);
  // Means over all worlds, closed to the median in proportion to their size.
  const means = by.map((values) => values.reduce((sum, each) => sum + each, 0) / values.length);
  const whole = means.reduce((sum, each) => sum + Math.abs(each), 0) || 1;
  const gap = size[1] - means.reduce((sum, each) => sum + each, 0);
  return {
    size,
    payers: means.map((each) => each + (Math.abs(each) / whole) * gap),
    present: three(paid.present.map((value, member) => value - other.present[member])),
  };
}

/** The parts as they are read, to one place: the largest takes what rounding leaves. */
export function readParts(found: CostAbove): number[] {
  const tenth = (value: number) => Math.round(10 * value) / 10;
  const parts = found.payers.map(tenth);
  const largest = parts.reduce((best, each, at) => (Math.abs(each) > Math.abs(parts[best]) ? at : best), 0);
  parts[largest] = tenth(parts[largest] + tenth(found.size[1]) - parts.reduce((sum, each) => sum + each, 0));
  return parts;
}
