// What the chance of a card rests on: zysim/report/card/basis.py for the reader's own case.

import type { Control, Open, Payload, Target } from "./payload";
import { quantile } from "./peaks";
import { reasonText } from "./reasons";
import { isMet, targetValue } from "./results";
import type { Many } from "./results";
import { cardSays, joined, within } from "./says";
import { valueOf } from "./state";
import type { State } from "./state";
import { capitalised, amountText, pick, semicolon, spoken, told } from "./words";

const IN_FULL = 1; // setting of a lever that is what the plan says

function done(payload: Payload, state: State): Control[] {
  return payload.controls.filter((each) => each.kind === "lever" && valueOf(each, state) !== 0);
}

/** A target of the plan on what a lever sets, and the lower level that comes about. */
interface Below {
  target: Target;
  value: number;
}

/** Targets of the goal year that the median misses though their lever is set in full, the worst first. */
function belowPlan(payload: Payload, state: State, runs: Many): Below[] {
  const full = new Set(done(payload, state).filter((each) => valueOf(each, state) >= IN_FULL).map(({ id }) => id));
  return payload.targets
    .filter((each) => each.year === payload.years.goal && each.compare === ">=" && full.has(each.output))
    .map((target) => {
      const values = Float64Array.from(runs.get(target.output)!, (each) => targetValue(target, each, payload.clock.first));
      return { target, value: quantile(values.sort(), 0.5) };
    })
    .filter(({ target, value }) => !isMet(target, value, payload.rounding))
    .sort((a, b) => a.value / a.target.threshold - b.value / b.target.threshold);
}

/** Whether the case does its measures, or its one measure, as set, or none at all. */
export function measuresText(payload: Payload, state: State): string {
  const some = done(payload, state);
  if (!some.length) return cardSays(payload, "no_measures");
  return some.length > 1 ? cardSays(payload, "as_set") : cardSays(payload, "one_measure", { measure: pick(some[0].label) });
}

/** What the case does, and what of it stays below the plan. */
export function setText(payload: Payload, state: State, runs: Many): string {
  const said = measuresText(payload, state);
  const below = belowPlan(payload, state, runs);
  if (!below.length) return said;
  const amount = ({ target }: Below, value: number) => told(value * target.scale[spoken() === "zh" ? 0 : 1]);
  const values = below.map((each) =>
    cardSays(payload, "below_value", {
      name: within(pick(payload.variables[each.target.output].title)),
      // Of a year that is named: its rate is an amount.
      value: amountText(amount(each, each.value), pick(each.target.unit).replace(/(\/年| a year)$/, "")),
      unit: "",
      target: amount(each, each.target.threshold),
    }),
  );
  return said + cardSays(payload, "below", { year: payload.years.goal, values: values.join(semicolon()) });
}

/** Of what stays below the plan: when it gets there, and why; "" where nothing does. */
export function belowText(payload: Payload, state: State, account: string, runs: Many): string {
  const said = belowPlan(payload, state, runs).map(({ target }) =>
    cardSays(payload, "below_why", {
      name: within(pick(payload.variables[target.output].title)),
      reason: reasonText(payload, target, account, runs),
    }),
  );
  if (!said.length) return "";
  return joined([capitalised(said.join(semicolon())) + cardSays(payload, "stop"), cardSays(payload, "achieved")]);
}

/** The title of a case as the start of a sentence. */
export function inCase(payload: Payload, title: string): string {
  const [begin] = cardSays(payload, "in_case").split("“");
  return title.startsWith(begin) ? title : cardSays(payload, "in_case", { case: title });
}

/** Words for "with all carried out"; "" of a case without measures. */
export function doneText(payload: Payload, state: State, name: "done" | "as_done"): string {
  return done(payload, state).length ? cardSays(payload, name) : "";
}

/** What the second chance is over: what will be delivered, or questions of structure alone. */
export function weighedText(payload: Payload, { delivery }: Open, [record, structure]: [string, string]): string {
  return cardSays(payload, delivery ? record : structure);
}
