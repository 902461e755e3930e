// The five numbers above the charts.

import { h, replace } from "./dom";
import type { Open, Payload } from "./payload";
import { middleShift } from "./results";
import type { Answer } from "./results";
import type { Spread } from "./peaks";
import { sharesOf } from "./structures";
import { co2Places, co2Scale, co2Signed, colon, digits, paren, percents, percentText, say, signed } from "./words";

export function shownYear(payload: Payload, year: number): string {
  if (!Number.isFinite(year)) return `>${payload.clock.last}`;
  return year === payload.clock.first ? `≤${year}` : String(year);
}

export interface TileNumbers {
  answer: Answer;
  baseline: Answer; // in the same worlds
  atGoal: number | null; // median of what members differ by from the baseline in the goal year, Mt a year
  stale: boolean;
  open: Open | null; // the chance over open structures
  opening: boolean; // whether that is still to come
}

export function drawTiles(payload: Payload, found: TileNumbers, inform: (tile: string) => void): void {
  const { answer, baseline, atGoal, stale, open, opening } = found;
  const spread = answer.spread;
  const year = (value: number) => shownYear(payload, value);
  const amount = (value: number, places = 2) => digits(value * co2Scale(), Math.min(places, co2Places()));
  const three = (values: [number, number, number], places: number) =>
    `${amount(values[0], places)}–${amount(values[2], places)}`;
  const status = { none: "noPeak", provisional: "provisional", confirmed: "confirmed" } as const;
  const central = say("central") + year(answer.peak.year) + paren(say(status[answer.peak.status]));
  const tile = (id: string, label: string, value: string, more: string, last: string, unit = "") =>
    h(
      "button",
      { type: "button", class: "tile", id: `tile-${id}`, onclick: () => inform(id) },
      h("span", { class: "label" }, label),
      h("span", { class: "value" }, value, unit && h("span", { class: "unit" }, ` ${unit}`)),
      h("span", { class: "more" }, more),
      h("span", { class: "more" }, last),
    );
  const waiting = say("computing");
  replace(
    "tiles",
    tile(
      "year",
      say("peakYear"),
      spread ? year(spread.year[1]) : year(answer.peak.year),
      spread ? `${say("likelyRange")}${colon()}${year(spread.year[0])}–${year(spread.year[2])}` : waiting,
      central,
    ),
    tile(
      "chance",
      say("chance"),
      spread ? percentText(spread.byTarget.value) : "…",
      spread ? `${say("interval")} ${percentText(spread.byTarget.low)}–${percentText(spread.byTarget.high)}` : waiting,
      open
        ? say(open.delivery ? "openShort" : "openShortWeighed", percents(sharesOf(payload, open)))
        : spread && !opening
          ? `${spread.members} ${say("members")}`
          : waiting,
    ),
    tile(
      "level",
      say("level"),
      amount(spread ? spread.level[1] : answer.peak.level),
      spread ? `${say("likelyRange")}${colon()}${three(spread.level, 2)}` : waiting,
      say("median"),
      say("mtYear"),
    ),
    tile(
      "total",
      say("cumulative"),
      amount(spread ? spread.total[1] : answer.total, 0),
      spread ? `${say("likelyRange")}${colon()}${three(spread.total, 0)}` : waiting,
      say("median"),
      say("mt"),
    ),
    tile(
      "difference",
      say("difference"),
      atGoal === null ? "…" : co2Signed(atGoal),
      spread && baseline.spread ? say("shift", { years: shiftText(baseline.spread, spread) }) : waiting,
      say("median"),
      say("mtYear"),
    ),
  );
  document.getElementById("tiles")!.classList.toggle("stale", stale);
}

/** How many years later the peak is within the same world; "≥" where a median of years is beyond the horizon. */
function shiftText(before: Spread, after: Spread): string {
  const open = [before, after].some((each) => !Number.isFinite(each.year[1]));
  return (open ? "≥" : "") + signed(middleShift(before, after), 1);
}
