// Why a target is missed, as the runs say: zysim/metrics/target_reasons.py.

import type { Payload, Target } from "./payload";
import { quantile } from "./peaks";
import { isCounted, isMet, seriesOf, targetValue } from "./results";
import type { Many } from "./results";
import { changeText, fill, pick, semicolon, shownAmount } from "./words";

/** What the runs, and what was published, say of a target that is missed; "" where nothing. */
export function reasonText(payload: Payload, target: Target, account: string, runs: Many): string {
  const { clock, years, reasons, per_gdp } = payload;
  const series = seriesOf(payload, target, account, runs);
  const said = (kind: string, slots: Record<string, string | number>) => fill(pick(reasons[kind]), slots);
  const medianIn = (year: number) => {
    const values = series.map((each) => targetValue({ ...target, year }, each, clock.first));
    return quantile(values.map((each) => (Number.isNaN(each) ? Infinity : each)).sort((a, b) => a - b), 0.5);
  };
  if (target.compare === "peak<=") {
    const year = medianIn(target.year);
    return Number.isFinite(year) ? said("peaks", { year }) : said("no_peak", { year: clock.last });
  }
  const found: string[] = [];
  if (isCounted(payload, target) && target.output === per_gdp.output && target.reference_year !== null) {
    const ends = [target.reference_year - clock.first, target.year - clock.first];
    const [above, below] = [account, per_gdp.over].map((id) => {
      const changes = runs.get(id)!.map((each) => 100 * (each[ends[1]] / each[ends[0]] - 1));
      return changeText(quantile(changes.sort((a, b) => a - b), 0.5));
    });
    found.push(said("parts", { start: target.reference_year, end: target.year, above, below }));
  }
  if (target.year <= years.history) {
    const seen = payload.history.filter((each) => each.output === target.output && each.year <= target.year);
    const last = seen.sort((a, b) => a.year - b.year).pop();
    if (last && target.reference_year === null) found.push(said("seen", { year: last.year, value: shownAmount(target, last.value) }));
    found.push(said("past", {}));
  }
  if (target.compare !== "rising>=") found.push(whenText());
  return found.join(semicolon());

  /** The first later year in which the median meets the number of the target, or the nearest it comes. */
  function whenText(): string {
    let nearest = { year: target.year, value: NaN, gap: Infinity };
    for (let year = target.year; year <= clock.last; year++) {
      const value = medianIn(year);
      if (isMet(target, value, payload.rounding)) return said("later", { year });
      const gap = Math.abs(value - target.threshold);
      if (gap < nearest.gap) nearest = { year, value, gap };
    }
    return said("never", { year: nearest.year, value: shownAmount(target, nearest.value) });
  }
}
