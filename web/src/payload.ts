// What Python puts into the page. zysim/page/payload.py writes it.

import type { Program } from "./webassembly";

export type Lang = "zh" | "en";
export type Pair = [string, string];

/** Last year without effect, and first year in full force. */
export type Years = [number, number];

/** What a lever is in the unit of its clause: linear from a constant at 0 to one at 1. */
export interface Quantity {
  constants: [string, string];
  values: [number, number];
  unit: Pair;
  factor: [number, number];
}

export interface Control {
  id: string;
  kind: "lever" | "assumption";
  constant: string;
  label: Pair;
  group: Pair;
  unit: Pair;
  low: number;
  high: number;
  default: number;
  plan: number | null;
  drawn?: boolean; // an uncertain number: left alone, every member draws its own value
  credit?: { id: string; label: Pair };
  ends?: [Pair, Pair];
  clauses?: [string, string][];
  offices?: Pair[]; // in charge of its clauses
  schedule?: Years; // of the table
  timing?: [string, string]; // constants of the model that hold the years
  quantity?: Quantity | null;
  reading?: "plan" | "reading" | "addition"; // who says what 1 is
  source: string;
  locator: string;
  quality: string;
  note: string;
}

export interface Open {
  delivery: boolean; // whether the delivery of a measure is among the conditions
  chance: number;
  low: number;
  high: number;
  rows: { question: Pair; alternative: Pair; weight: number; chance: number }[];
}

/** A conclusion card in one language, as the command line tells it. */
export interface CardText {
  question: string;
  basis: string;
  answer: string;
  peak: string;
  paragraphs: { id: string; head: string; text: string }[];
  source: string;
}

/** P10, P50 and P90. */
export type Three = [number, number, number];

/** What a preset costs above the first one, in 10⁸ CNY; below 0 is earned. */
export interface Cost {
  year: number;
  size: Three; // in the year
  present: Three; // net present cost over the years
  years: [number, number];
  rate: number;
  text: Pair; // with the payers
}

/** How a preset answers a question of `zysim seek`. */
export interface Proposal {
  question: string;
  feasible: boolean;
  probability: number; // in worlds that the search did not use
  low: number;
  high: number;
}

export interface Scenario {
  id: string;
  base: string; // the scenario it changes, itself where nothing is changed
  set: Record<string, string>; // what is changed in it, as typed: "0.5", "1@2028-2032"
  title: Pair;
  why: Pair;
  levers: Record<string, number>;
  years: Record<string, Years>; // of levers whose years are not those of the table
  assumptions: Record<string, number>;
  open?: Record<string, Open>; // by account: the chance over open structures, as the preset stands
  card?: ({ account: string } & Record<Lang, CardText>) | null;
  cost?: Cost | null;
  proposal?: Proposal;
}

export interface Line {
  label: Pair;
  terms: Record<string, number>;
  over: Record<string, number> | null;
  colour: string; // #rrggbb, or empty for the next one of the palette
}

export interface Chart {
  id: string;
  title: Pair;
  unit: Pair;
  kind: "lines" | "stack" | "index";
  peaks: boolean; // whether each line is an emission whose peak is marked and said
  note: Pair;
  scale: [number, number]; // what values are multiplied with, by language
  lines: Line[];
}

export interface Target {
  id: string;
  label: Pair;
  year: number;
  output: string;
  compare: string;
  threshold: number;
  reference_year: number | null;
  unit: Pair;
  clauses: string[];
}

export interface Boundary {
  id: string;
  label: Pair;
  meaning: Pair;
  output: string;
  rest: Pair; // what it counts beside the sectors; empty where they are all of it
}

/** A named loop of causes: R… reinforces, B… balances. */
export interface Loop {
  id: string;
  label: Pair;
  says: Pair;
  switch: string; // constant that cuts it when 0
}

export interface Stock {
  title: Pair;
  fills: Pair[];
  drains: Pair[];
}

/** Sentences of a card that the page fills in itself. */
export interface Spoken {
  question: Pair;
  verdicts: [number, Pair][]; // lowest chance for each word
  plain: Pair;
  answer: Pair;
  delivery: Pair;
  structure: Pair;
}

export interface Payload {
  format: number;
  kind: "city" | "model";
  version: string;
  model_sha256: string;
  tables_sha256: string;
  title: Pair;
  quality: Pair;
  qualities: Record<string, Pair>;
  rule: Pair;
  clock: { first: number; last: number; times: number[]; method: "euler" | "rk2" | "rk4" };
  script: {
    text: string;
    size: number;
    places: Record<"core" | "all", number[]>;
  };
  webassembly: Program | null; // the same model; null where it could not be made
  reports: Record<"core" | "all", string[]>;
  constants: { ids: string[]; values: number[] };
  boundaries: Boundary[];
  boundary: string; // the one shown first
  per_gdp: { output: string | null; over: string }; // CO2 per GDP of targets, and GDP
  years: { counted: number; history: number; goal: number }; // first year of sums, …
  controls: Control[];
  scenarios: Scenario[];
  stale: { id: string; title: Pair }[]; // questions whose kept answer no longer holds
  spoken?: Spoken;
  city: Pair;
  draws: {
    seed: number;
    members: number;
    typical: number; // the member nearest to the medians of the usual presets
    near: number[]; // those nearest to them together
    constants: string[];
    values: string;
  };
  charts: Chart[];
  variables: Record<string, { title: Pair; unit: Pair; equation: string }>;
  loops: Loop[];
  behind: Record<string, string[]>; // variable to the stocks nearest behind it
  stocks: Record<string, Stock>;
  sectors: { label: Pair; outputs: string[] }[];
  targets: Target[];
  history: { output: string; year: number; value: number }[];
  rounding: number;
  sources: Record<string, string>;
}

export function readPayload(): Payload {
  return JSON.parse(document.getElementById("payload")!.textContent!) as Payload;
}
