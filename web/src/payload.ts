// What Python puts into the page. Written by scripts/page_types.py from zysim/page/shape.py.

export type Lang = "zh" | "en";
export type Pair = [string, string];

/** Last year without effect, and first year in full force. */
export type Years = [number, number];

/** P10, P50 and P90. */
export type Three = [number, number, number];

/** What a lever is in the unit of its clause: linear from a constant at 0 to one at 1. */
export interface Quantity {
  constants: Pair;
  values: [number, number];
  unit: Pair;
  factor: [number, number];
}

/** What a lever gets credit with: its own, or that of a group. */
export interface Credit {
  id: string;
  label: Pair;
}

/** A slider: a lever, or a constant of the model. */
export interface Control {
  id: string;
  kind: "lever" | "assumption";
  constant: string;
  label: Pair;
  group: Pair;
  unit: Pair; // that people are told
  scale: [number, number]; // to it from the model's, by language
  low: number;
  high: number;
  default: number;
  plan: number | null;
  drawn?: boolean; // an uncertain number: left alone, every member draws its own value
  credit?: Credit;
  ends?: [Pair, Pair];
  clauses?: Pair[];
  offices?: Pair[]; // in charge of its clauses
  decides?: "city" | "province" | "firms" | "market" | null; // who takes the step it hangs on
  decided_by?: Pair | null; // the same, as people are told
  decides_why?: Pair;
  schedule?: Years; // of the table
  timing?: string[]; // constants of the model that hold the years
  quantity?: Quantity | null;
  reading?: "plan" | "reading" | "addition"; // who says what 1 is
  source: string;
  locator: Pair;
  quality: string;
  note: Pair;
}

/** A number of the tables that is no slider. */
export interface Number {
  id: string;
  label: Pair;
  unit: Pair;
  scale: [number, number]; // from the unit of the model, by language
  value: number;
  low: number;
  high: number;
  source: string;
  locator: Pair;
  quality: string;
  note: Pair;
}

/** The chance where one alternative of a question holds. */
export interface OpenRow {
  question: Pair;
  alternative: Pair;
  weight: number;
  chance: number | null; // null where it rests on too few members to be told
  members: number;
}

/** The chance of a peak in time over open structures. */
export interface Open {
  delivery: boolean; // whether the delivery of a measure is among the conditions
  chance: number;
  low: number;
  high: number;
  settled: Pair[]; // questions that the case answers itself
  rows: OpenRow[];
}

/** How much of a lever is delivered, and when. */
export interface Delivery {
  share: number;
  years: Years | null;
}

/** An answer to a question about structure. */
export interface Alternative {
  label: Pair;
  weight: number;
  constants: Record<string, number>;
  levers: Record<string, Delivery>;
}

/** What is open about the structure of the model, or about what will be delivered. */
export interface Question {
  label: Pair;
  alternatives: Alternative[];
  names: string[]; // levers and constants: whoever sets one has answered it
  drawn: string; // place of the alternative in each state of the world, a digit of base 36
}

/** A paragraph of a card. */
export interface Paragraph {
  id: string;
  head: string;
  text: string;
}

/** A conclusion card in one language, as the command line tells it. */
export interface CardText {
  question: string;
  basis: string;
  answer: string;
  peak: string;
  paragraphs: Paragraph[];
  plan_account: string; // sentence on the account of the plan; the same in every case
  source: string;
}

/** A conclusion card under an account. */
export interface Card {
  zh: CardText;
  en: CardText;
}

/** What a preset costs above the first one, in 10⁸ CNY; below 0 is earned. */
export interface Cost {
  year: number;
  size: Three; // in the year
  present: Three; // net present cost over the years
  years: Years;
  rate: number;
  text: Pair; // with the payers
}

/** One lever tried alone in a preset. */
export interface LeadingLever {
  control: string;
  used: boolean; // whether the preset does it: left out then, done otherwise
  goal: Three; // what doing it changes in the goal year, Mt
  moves: number; // chance to be among the three that change the goal year most
  year: number | null; // median year of the peak then; null beyond the last
}

/** The levers that matter most in a preset, in order. */
export interface Leading {
  caption: Pair; // what the order is by
  year: number | null; // median year of the peak in the same worlds, nothing changed
  levers: LeadingLever[];
}

/** What is paid in a year: price times the sum of outputs, in 10⁸ CNY once sized. */
export interface Payment {
  terms: [number, number][]; // sign, and place in the report `cost`
  price: number | null; // row of the draws of prices; null where none is drawn
  scalar: number | null; // price in the report `cost`; null where it is none of the model
  size: number; // brings price times quantity to 10⁸ CNY a year, annuities included
  lifetime: number | null; // years over which what a year adds is paid; null otherwise
  payer: number; // place among payers; -1 outside the city
  receiver: number;
}

/** What a page needs to price any case as `zysim cost` does. */
export interface Money {
  rate: number;
  years: Years; // first and last that the present value counts
  year: number; // whose cost is told
  members: number; // the first states of the world, which prices are drawn for
  payers: Pair[];
  payments: Payment[];
  prices: string; // draws, shape (price, member), packed
}

/** How a preset answers a question of `zysim seek`. */
export interface Proposal {
  question: string;
  feasible: boolean;
  probability: number; // in worlds that the search did not use
  low: number;
  high: number;
  price: Three | null; // net present cost of the changes above what they change
  gdp: Three; // what the changes add to GDP until `years.later`, in all
}

/** A preset. */
export interface Scenario {
  id: string;
  base: string; // the scenario it changes, itself where nothing is changed
  set: Record<string, string>; // what is changed in it, as typed: "0.5", "1@2028-2032"
  title: Pair;
  why: Pair;
  levers: Record<string, number>;
  years: Record<string, Years>; // of levers whose years are not those of the table
  assumptions: Record<string, number>;
  open?: Record<string, Open>; // by account, as the preset stands
  cards?: Record<string, Card> | null; // by account
  cost?: Cost | null;
  leading?: Record<string, Leading>; // by account
  proposal?: Proposal;
}

/** A line or band of a chart. */
export interface Line {
  label: Pair;
  terms: Record<string, number>;
  over: Record<string, number> | null;
  colour: string; // #rrggbb, or empty for the next one of the palette
}

/** A chart that the reader can choose. */
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

/** A target of the plan. */
export interface Target {
  id: string;
  label: Pair;
  year: number;
  output: string;
  compare: string;
  threshold: number;
  reference_year: number | null;
  unit: Pair;
  scale: [number, number]; // to the unit, by language
  share: boolean; // whether it is on the change of a share
  counted: boolean; // whether it hangs on the account
  clauses: Pair[];
  offices: Pair[]; // in charge of its clauses
  source: string;
  locator: Pair;
  quality: string;
  note: Pair;
}

/** A part of emissions and its scalar. */
export interface Part {
  label: Pair;
  output: string;
}

/** The counties, and the account that they are counted by. */
export interface Counties {
  account: Pair;
  outputs: Part[];
}

/** All greenhouse gases, and what they are made of. */
export interface Gases {
  total: string; // scalar of all of them less the sinks
  sinks: string[];
  parts: Part[];
  rest: Pair;
}

/** A way of counting emissions. */
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

/** A stock with what fills and drains it. */
export interface Stock {
  title: Pair;
  fills: Pair[];
  drains: Pair[];
}

/** What the page tells a card of a case of the reader's with. */
export interface Spoken {
  verdicts: [number, Pair][]; // lowest chance for each word
  crossing: Pair; // what a range over conditions goes across
  order: Pair; // what the order of conditions is by
  heads: Record<string, Pair>; // of the paragraphs, by id
  says: Record<string, Pair>; // sentences, by their name in zysim/report/card/words.py
}

/** What the model gives of a statistic in a preset, in the unit of the statistic. */
export interface Span {
  title: Pair;
  years: number[];
  spans: Three[]; // one a year
}

/** A published statistic that tells how a variable went. */
export interface Statistic {
  id: string;
  label: Pair;
  definition: Pair;
  output: string;
  measure: "level" | "growth"; // growth: the change on the year before, as a share
  unit: Pair;
  factor: number; // to the unit of the model
  error: number; // standard deviation, in that unit, or as a share of the value
  relative: boolean; // whether it is a share
  better: "higher" | "lower" | null; // which way is progress; null where neither is
  typical: Span[]; // what the model gives, for the usual presets
  months: number | null; // from the end of a year until its figure is out
  when: Pair;
  holder: Pair;
}

/** The official three colours: zysim/metrics/{three_colours,plan_path,verdict}.py. */
export interface Lights {
  far: number; // behind by more than this share of the target is red
  words: Record<"green" | "yellow" | "red", Pair>;
  rules: Record<"level" | "change" | "rising" | "past" | "chance", Pair>; // how what is due in a year follows from the target
}

/** Plants whose retirement breaks lines, and what is said of it. */
export interface Capacity {
  output: string;
  label: Pair;
  unit: Pair;
  scale: [number, number]; // from the unit of the model, by language
  note: Pair;
}

/** One of the two loops of a program: the places of its constants, and the room it needs. */
export interface Half {
  entry: string;
  constants: number[];
  stocks: number;
  fixed: number;
}

/** Of the rows of a program: 1 where a number must be finite, else 0. */
export interface Finite {
  study: string;
  step: string;
  report: string;
}

/** The clock of a program. */
export interface Steps {
  numbers: number[];
  counts: number[];
}

/** The model as WebAssembly. */
export interface Program {
  code: string;
  lanes: number;
  runs: Half;
  same: Half;
  reported: number;
  outputs: Record<string, number[]>; // row of a block's outputs, or -1 less a constant's place
  finite: Finite;
  stages: number;
  clock: Steps;
}

/** Years that are reported, and how they are integrated. */
export interface Clock {
  first: number;
  last: number;
  times: number[];
  method: "euler" | "rk2" | "rk4";
}

/** The model as JavaScript. */
export interface Script {
  text: string;
  size: number;
  places: Record<string, number[]>;
}

/** Constants of the model, in order. */
export interface Constants {
  ids: string[];
  values: number[];
}

/** CO2 per GDP of targets, and GDP. */
export interface PerGdp {
  output: string | null;
  over: string;
}

/** Years that the page names. */
export interface Marks {
  counted: number; // first year of sums
  history: number;
  goal: number;
  later: number; // until which effects on GDP are told and summed
}

/** A question whose kept answer no longer holds. */
export interface Stale {
  id: string;
  title: Pair;
}

/** States of the world. */
export interface Draws {
  seed: number;
  members: number;
  typical: number; // the member nearest to the medians of the usual presets
  constants: string[];
  values: string;
}

/** A variable of the model. */
export interface Variable {
  title: Pair;
  unit: Pair;
  kind: string; // stock, auxiliary, constant, ...
  equation: string; // in the names of the model, which are the English titles
}

/** A band of pictures. */
export interface Sector {
  label: Pair;
  outputs: string[];
}

/** A point of the history. */
export interface Observed {
  output: string;
  year: number;
  value: number;
}

/** The model as the page runs it. */
export interface ModelPart {
  format: number;
  version: string;
  model_sha256: string;
  clock: Clock;
  script: Script;
  webassembly: Program | null; // the same model; null where it could not be made
  reports: Record<string, string[]>; // core: a few outputs of every member; watch: what statistics are of; all: of one; cost: what prices are taken by
  constants: Constants;
}

/** The stocks behind variables. */
export interface StocksPart {
  behind: Record<string, string[]>; // variable to the stocks nearest behind it
  stocks: Record<string, Stock>;
}

/** Everything the page holds. */
export interface Payload {
  format: number;
  version: string;
  model_sha256: string;
  clock: Clock;
  script: Script;
  webassembly: Program | null; // the same model; null where it could not be made
  reports: Record<string, string[]>; // core: a few outputs of every member; watch: what statistics are of; all: of one; cost: what prices are taken by
  constants: Constants;
  behind: Record<string, string[]>; // variable to the stocks nearest behind it
  stocks: Record<string, Stock>;
  kind: "city" | "model";
  tables_sha256: string;
  title: Pair;
  quality: Pair;
  qualities: Record<string, Pair>;
  rule: Pair;
  boundaries: Boundary[];
  boundary: string; // the one shown first
  per_gdp: PerGdp;
  years: Marks;
  controls: Control[];
  numbers: Number[];
  scenarios: Scenario[];
  stale: Stale[];
  spoken: Spoken | null;
  money?: Money | null;
  city: Pair;
  draws: Draws;
  structures: Question[];
  statistics: Statistic[];
  charts: Chart[];
  variables: Record<string, Variable>;
  loops: Loop[];
  sectors: Sector[];
  counties: Counties | null;
  gases: Gases | null;
  people: string | null;
  targets: Target[];
  history: Observed[];
  rounding: number;
  capacity: Capacity | null;
  reasons: Record<string, Pair>; // why a target is missed
  lights: Lights | null;
  sources: Record<string, Pair>;
  elements: Record<string, string>; // elements of arrays to their Chinese
}

export function readPayload(): Payload {
  return JSON.parse(document.getElementById("payload")!.textContent!) as Payload;
}
