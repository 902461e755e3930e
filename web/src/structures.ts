// The chance of a peak in time over open structures: zysim/runs/structural.py and
// zysim/metrics/conditions.py for the reader's own case, in the same worlds with the same draws.

import { changesFromRoot, rootOf } from "./case";
import type { Open, OpenRow, Payload, Question } from "./payload";
import { atLeast, atMost, clockOf, findPeak, shareOf } from "./peaks";
import type { Share } from "./peaks";
import type { Many } from "./results";
import { constantsOf, valueOf } from "./state";
import type { State } from "./state";

const FIRM = 30; // fewer members tell no chance: it may be 0 or 1 by accident

/** Constants that a member has of its own, and the member. */
export interface Structured {
  member: number;
  constants: Record<string, number>;
}

function placeOf(question: Question, member: number): number {
  return parseInt(question.drawn[member], 36);
}

/** What was set beside the scenario: a preset may hold changes of its own. */
function namesSet(payload: Payload, state: State): Set<string> {
  const { base, set } = payload.scenarios.find((each) => each.id === state.scenario)!;
  const known = rootOf(payload, state).scenario === base;
  const own = changesFromRoot(payload, state).map(({ control }) => control.id);
  return new Set([...own, ...(known ? [] : Object.keys(set))].map((name) => name.split("[")[0]));
}

/** The questions that were answered in a case: they are not drawn. */
function settledIn(payload: Payload, state: State): Question[] {
  const set = namesSet(payload, state);
  return payload.structures.filter((question) => question.names.some((name) => set.has(name)));
}

/** The questions that are open in a case: not those that were answered, nor of levers it leaves alone. */
function openIn(payload: Payload, state: State): Question[] {
  const settled = settledIn(payload, state);
  const used = (id: string) => valueOf(payload.controls.find((each) => each.id === id)!, state) > 0;
  return payload.structures.filter((question) => {
    const levers = question.alternatives.flatMap((each) => Object.keys(each.levers));
    return !settled.includes(question) && (!levers.length || levers.some(used));
  });
}

/** Every member of a case under its own structure; those of one structure stand together. Other
 * questions than those open in the case may be asked. */
export function structuredRuns(payload: Payload, state: State, asked = openIn(payload, state)): Structured[] {
  const under = (places: number[]) => {
    const constants = constantsOf(payload, state);
    asked.forEach((question, at) => {
      const { constants: set, levers } = question.alternatives[places[at]];
      Object.assign(constants, set);
      for (const [id, { share, years }] of Object.entries(levers)) {
        const control = payload.controls.find((each) => each.id === id)!;
        constants[control.constant] = valueOf(control, state) * share;
        if (years) control.timing!.forEach((constant, end) => (constants[constant] = years[end]));
      }
    });
    return constants;
  };
  const kinds = new Map<string, Structured[]>();
  for (let member = 0; member < payload.draws.members; member++) {
    const places = asked.map((question) => placeOf(question, member));
    const key = places.join();
    const some = kinds.get(key) ?? [];
    kinds.set(key, some);
    some.push({ member, constants: some[0]?.constants ?? under(places) });
  }
  return [...kinds.values()].flat();
}

/** Questions that a case answers and the preset it changes leaves open: their answers are drawn there. */
export function answeredAnew(payload: Payload, state: State): Question[] {
  const before = openIn(payload, rootOf(payload, state));
  return settledIn(payload, state).filter((question) => before.includes(question));
}

/** The preset that a case changes, with only the questions drawn that the case leaves open. */
export function fixedRuns(payload: Payload, state: State): Structured[] {
  return structuredRuns(payload, rootOf(payload, state), openIn(payload, state));
}

/** The share of runs that peak in time. */
export function chanceIn(payload: Payload, all: Float64Array[]): number {
  const { first, goal } = clockOf(payload);
  return all.filter((series) => findPeak(series, first).year <= goal).length / all.length;
}

const known = new WeakMap<Float64Array[], Open>();

/** The chance over the questions open in a case, and given each of their alternatives. */
export function chancesOf(payload: Payload, state: State, runs: Many, output: string): Open {
  const all = runs.get(output)!;
  const found = known.get(all) ?? chances(payload, state, all);
  known.set(all, found);
  return found;
}

function chances(payload: Payload, state: State, all: Float64Array[]): Open {
  const { first, goal } = clockOf(payload);
  return chancesWhere(payload, state, all.map((series) => findPeak(series, first).year <= goal));
}

/** The chance of what members meet or not, over the questions open in a case. */
export function chancesWhere(payload: Payload, state: State, met: boolean[]): Open {
  const share = (members: number[]) => members.filter((each) => met[each]).length / members.length;
  const every = met.map((_, member) => member);
  const asked = openIn(payload, state);
  const given = asked.map((question) => {
    const rows = question.alternatives.flatMap((alternative, place) => {
      const members = every.filter((each) => placeOf(question, each) === place);
      return members.length
        ? [{ question: question.label, alternative: alternative.label, weight: alternative.weight, chance: share(members), members: members.length }]
        : [];
    });
    return { rows, spread: spreadOf(rows) };
  });
  given.sort((a, b) => b.spread - a.spread);
  // Told are the firm ones of questions that leave two or more; all where there are none.
  const firm = given.map(({ rows }) => rows.filter((row) => row.members >= FIRM)).filter((rows) => rows.length > 1);
  const told = new Set((firm.length ? firm : given.map(({ rows }) => rows)).flat());
  const chance = share(every);
  const { low, high } = endsOf(shareOf(met.filter(Boolean).length, met.length), [...told]);
  return {
    delivery: asked.some((question) => question.alternatives.some(({ levers }) => Object.keys(levers).length)),
    chance,
    low: low.value,
    high: high.value,
    settled: settledIn(payload, state).map((question) => question.label),
    rows: given.flatMap(({ rows }) => rows).map((row) => (told.has(row) ? row : { ...row, chance: null })),
  };
}

/** The lowest and the highest chance given any alternative, the weighted one between them. */
function endsOf(whole: Share, told: (OpenRow & { chance: number })[]): { low: Share; high: Share } {
  const every = [whole, ...told.map(({ chance, members }) => shareOf(Math.round(chance * members), members))];
  return {
    low: every.reduce((best, each) => (atMost(each) < atMost(best) || (atMost(each) === atMost(best) && each.low > best.low) ? each : best)),
    high: every.reduce((best, each) => (atLeast(each) > atLeast(best) || (atLeast(each) === atLeast(best) && each.high < best.high) ? each : best)),
  };
}

/** The chance over open questions with its interval, and the lowest and the highest given any alternative. */
export function sharesOf(payload: Payload, { chance, rows }: Open): { chance: Share; low: Share; high: Share } {
  const whole = shareOf(Math.round(chance * payload.draws.members), payload.draws.members);
  return { chance: whole, ...endsOf(whole, rows.filter((row): row is OpenRow & { chance: number } => row.chance !== null)) };
}

/** The variance of the chance over the alternatives that are told, by their members. */
function spreadOf(given: (OpenRow & { chance: number })[]): number {
  const rows = given.filter((row) => row.members >= FIRM);
  if (rows.length < 2) return -1;
  const weight = rows.reduce((sum, row) => sum + row.members, 0);
  const mean = rows.reduce((sum, row) => sum + row.members * row.chance, 0) / weight;
  return rows.reduce((sum, row) => sum + row.members * (row.chance - mean) ** 2, 0) / weight;
}
