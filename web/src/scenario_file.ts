// A case as a file: the same TOML that the command line takes, written and read here.

import { changed, changeLine, changesFromRoot, changesOf, rootOf } from "./case";
import type { Change } from "./case";
import type { Control, Payload, Years } from "./payload";
import type { Damage } from "./link";
import { checkedValue, checkedYears } from "./link";
import type { State } from "./state";
import { colon, pick, say, spoken } from "./words";

const LEVERS = "levers";
const SCHEDULE = "schedule";
const ASSUMPTIONS = "assumptions";
const TABLES = [LEVERS, SCHEDULE, ASSUMPTIONS];

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The scenario file of a state: its title if it has one, what it extends, what differs. */
export function scenarioText(payload: Payload, state: State, title = ""): string {
  const preset = payload.scenarios.find((each) => each.id === state.scenario)!;
  const rows: Record<string, Record<string, string>> = { [LEVERS]: {}, [SCHEDULE]: {}, [ASSUMPTIONS]: {} };
  const put = (id: string, lever: boolean, strength: string, when: string) => {
    if (strength) rows[lever ? LEVERS : ASSUMPTIONS][id] = strength;
    if (when) rows[SCHEDULE][id] = quoted(when);
  };
  for (const [id, word] of Object.entries(preset.set)) {
    const [strength, when] = word.split("@");
    put(id, payload.controls.some((each) => each.id === id && each.kind === "lever"), strength, when);
  }
  for (const { control, value, years } of changesOf(payload, state)) {
    const when = years === undefined ? "" : (years ?? control.schedule!).join("-");
    put(control.id, control.kind === "lever", value === undefined ? "" : String(value ?? control.default), when);
  }
  const lines = title ? [`title_zh = ${quoted(title)}`, `title_en = ${quoted(title)}`] : [];
  lines.push(`extends = ${quoted(preset.base)}`);
  for (const table of TABLES) {
    const entries = Object.entries(rows[table]);
    if (entries.length) lines.push("", `[${table}]`, ...entries.map(([id, text]) => `${quoted(id)} = ${text}`));
  }
  return lines.join("\n") + "\n";
}

const LONGEST = 60; // characters of a name
const UNSAFE = /[\\/:*?"<>|\s\u0000-\u001f]+/gu; // what file names must not hold on some system

/** What a file of a case is called: as the reader called the case, else the preset and how many changes. */
export function fileStem(payload: Payload, state: State, kept = ""): string {
  const count = changesOf(payload, state).length;
  const name = kept || state.scenario + (count ? `-${say("fileChanges", { n: count })}` : "");
  return [...name.replace(UNSAFE, "_")].slice(0, LONGEST).join("").replace(/[. ]+$/, "");
}

/** Comments for the head of a scenario file: what is given, and each change in the reader's language. */
export function toldAbove(payload: Payload, state: State, given: string[]): string {
  const root = rootOf(payload, state);
  const changes = changesFromRoot(payload, state).map((change) => `  ${changeLine(payload, change, root, state)}`);
  const against = pick(payload.scenarios.find((each) => each.id === root.scenario)!.title);
  const lines = changes.length ? [...given, say("fileChanged", { against }) + colon(), ...changes] : given;
  return lines.map((each) => `# ${each.replace(/[\p{Cc}]+/gu, " ")}\n`).join("") + "\n";
}

/** What a scenario file says; what the page does not understand is named and left out. */
export function readScenario(
  payload: Payload,
  text: string,
  start: string,
): { state: State; title: string; damage: Damage[] } {
  const damage: Damage[] = [];
  const changes: Change[] = [];
  const titles: Record<string, string> = {};
  let scenario = start;
  let table = "";
  text.split(/\r\n|\r|\n/).forEach((line, at) => {
    const plain = line.trim();
    if (!plain || plain.startsWith("#")) return;
    const head = /^\[\s*([\w-]+)\s*\]\s*(#.*)?$/.exec(plain);
    if (head) {
      table = head[1];
      if (!TABLES.includes(table)) damage.push({ kind: "unknown", found: `[${table}]` });
      return;
    }
    const entry = /^("[^"]*"|'[^']*'|[\w.\-\[\],]+)\s*=\s*("[^"]*"|'[^']*'|[^#]+?)\s*(#.*)?$/.exec(plain);
    if (!entry) {
      damage.push({ kind: "unknown", found: `${at + 1}: ${plain}` });
      return;
    }
    const [key, value] = [bare(entry[1]), bare(entry[2])];
    if (table === "") {
      if (key === "extends") {
        if (payload.scenarios.some((each) => each.id === value)) scenario = value;
        else damage.push({ kind: "scenario", found: value });
      } else titles[key] = value;
      return;
    }
    if (!TABLES.includes(table)) return;
    const control = payload.controls.find((each) => each.id === key || each.label.includes(key));
    if (!control) {
      damage.push({ kind: "unknown", found: key });
      return;
    }
    const found = `${key} = ${value}`;
    if (table !== SCHEDULE) changes.push({ control, ...checkedValue(control, value, found, damage) });
    else changes.push({ control, ...checkedYears(payload, control, readYears(control, value), found, damage) });
  });
  const title = titles[spoken() === "zh" ? "title_zh" : "title_en"] ?? "";
  return { state: changed(payload, scenario, changes), title, damage };
}

/** Years as a scenario file or a reader writes them: "2028-2032", or the year in full force. */
export function readYears(control: Control, text: string): Years {
  const found = /^(?:(\d{4})\s*[-–—~至]\s*)?(\d{4})年?$/.exec(text.trim());
  if (!found) return [NaN, NaN];
  return [found[1] ? Number(found[1]) : (control.schedule?.[0] ?? NaN), Number(found[2])];
}

function bare(text: string): string {
  return /^(".*"|'.*')$/.test(text) ? text.slice(1, -1) : text;
}
