// What the chance of a case hangs on: over open structures and deliveries.

import { measuresText, weighedText } from "./basis";
import { byId, h, replace } from "./dom";
import type { OpenRow } from "./payload";
import type { Store } from "./store";
import { sharesOf } from "./structures";
import { capitalised, gap, listing, percents, percentText, pick, say, stop } from "./words";

export function drawOpen(store: Store, plain: string): void {
  byId("open").hidden = !store.payload.structures.length;
  const { open } = store;
  byId("open-head").textContent = say("openHead");
  byId("open-text").textContent = open
    ? say(open.rows.length ? "openText" : "openSettled", {
        plain,
        set: measuresText(store.payload, store.state),
        basis: weighedText(store.payload, open, ["delivery", "structure"]),
        ...percents(sharesOf(store.payload, open)),
        account: pick(store.boundary!.label),
      })
    : say("computing");
  const rows = open?.rows ?? [];
  const few = rows.filter((row) => row.chance === null).length;
  replace(
    "open-note",
    rows.length ? capitalised(pick(store.payload.spoken!.order)) + stop() + gap() + say("openNote") : "",
    open?.settled.length ? say("openAnswered", { names: open.settled.map(pick).join(listing()) }) : "",
    few ? h("span", { class: "printed" }, say("openLess", { few })) : "",
  );
  replace("open-table", ...halves(rows).map(table));
}

/** Rows in two parts of nearly one length; those of one question stay together. */
function halves(rows: OpenRow[]): OpenRow[][] {
  const cuts = rows.flatMap((row, at) => (at && row.question[1] !== rows[at - 1].question[1] ? [at] : []));
  const [cut] = cuts.sort((a, b) => Math.abs(a - rows.length / 2) - Math.abs(b - rows.length / 2));
  return (cut ? [rows.slice(0, cut), rows.slice(cut)] : [rows]).filter((part) => part.length);
}

function table(rows: OpenRow[]): HTMLElement {
  const heads = [say("openCondition"), say("openWeight"), say("chance")];
  const questions = [...new Set(rows.map((row) => row.question[1]))];
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    ...questions.map((question) => body(rows.filter((row) => row.question[1] === question))),
  );
}

/** The rows of one question, under it. */
function body(rows: OpenRow[]): HTMLElement {
  const thin = rows.every((row) => row.chance === null);
  return h(
    "tbody",
    { class: thin ? "thin" : "" },
    h("tr", { class: "question" }, h("th", { scope: "rowgroup", colspan: 3 }, pick(rows[0].question))),
    ...rows.map((row) =>
      h(
        "tr",
        { class: row.chance === null ? "thin" : "" },
        h("th", { scope: "row" }, pick(row.alternative)),
        ...[percentText(row.weight), chanceText(row)].map((text) => h("td", {}, text)),
      ),
    ),
  );
}

function chanceText({ chance, members }: OpenRow): string {
  return chance === null ? say("openFew", { members }) : percentText(chance);
}
