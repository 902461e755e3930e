// A case as a file: the same TOML that the command line takes, written and read here.

import type { Control, Payload } from "./payload";
import type { Damage } from "./link";
import { changed, changesOf, checked } from "./link";
import type { State } from "./state";

const LEVERS = "levers";
const ASSUMPTIONS = "assumptions";

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The scenario file of a state: what it extends, and only what differs. */
export function scenarioText(payload: Payload, state: State): string {
  const lines = [`extends = ${quoted(state.scenario)}`];
  const changes = changesOf(payload, state);
  for (const [table, kind] of [[LEVERS, "lever"], [ASSUMPTIONS, "assumption"]] as const) {
    const mine = changes.filter(([control]) => control.kind === kind);
    if (!mine.length) continue;
    lines.push("", `[${table}]`);
    for (const [control, value] of mine) lines.push(`${quoted(control.id)} = ${value ?? control.default}`);
  }
  return lines.join("\n") + "\n";
}

/** Reads a scenario file; what the page does not understand is named and left out. */
export function readScenario(payload: Payload, text: string, start: string): { state: State; damage: Damage[] } {
  const damage: Damage[] = [];
  const changes: [Control, number | null][] = [];
  let scenario = start;
  let table = "";
  text.split(/\r\n|\r|\n/).forEach((line, at) => {
    const plain = line.trim();
    if (!plain || plain.startsWith("#")) return;
    const head = /^\[\s*([\w-]+)\s*\]\s*(#.*)?$/.exec(plain);
    if (head) {
      table = head[1];
      if (table !== LEVERS && table !== ASSUMPTIONS) damage.push({ kind: "unknown", found: `[${table}]` });
      return;
    }
    const entry = /^("[^"]*"|'[^']*'|[\w.\-\[\],]+)\s*=\s*("[^"]*"|'[^']*'|[^#]+?)\s*(#.*)?$/.exec(plain);
    if (!entry) {
      damage.push({ kind: "unknown", found: `${at + 1}: ${plain}` });
      return;
    }
    const [key, value] = [bare(entry[1]), bare(entry[2])];
    if (table === "") {
      if (key !== "extends") return;
      if (payload.scenarios.some((each) => each.id === value)) scenario = value;
      else damage.push({ kind: "scenario", found: value });
      return;
    }
    if (table !== LEVERS && table !== ASSUMPTIONS) return;
    const control = payload.controls.find((each) => each.id === key || each.label.includes(key));
    if (control) changes.push(...checked(control, value, `${key} = ${value}`, damage));
    else damage.push({ kind: "unknown", found: key });
  });
  return { state: changed(payload, scenario, changes), damage };
}

function bare(text: string): string {
  return /^(".*"|'.*')$/.test(text) ? text.slice(1, -1) : text;
}
