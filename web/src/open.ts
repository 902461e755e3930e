// What the chance of a preset hangs on: over open structures and deliveries, computed beforehand.

import { byId, h, replace } from "./dom";
import type { Store } from "./store";
import { colon, percentText, pick, say } from "./words";

export function drawOpen(store: Store, plain: string): void {
  const asked = store.payload.scenarios.some((each) => Object.keys(each.open ?? {}).length);
  byId("open").hidden = !asked;
  if (!asked) return;
  const { open } = store;
  byId("open-head").textContent = say("openHead");
  byId("open-text").textContent = open
    ? say("openText", {
        plain,
        chance: percentText(open.chance),
        low: percentText(open.low),
        high: percentText(open.high),
        account: pick(store.boundary!.label),
      })
    : say("openChanged");
  byId("open-note").textContent = open ? say("openNote") + (open.few ? say("openFew", { few: open.few }) : "") : "";
  const cells = (tag: "th" | "td", texts: string[]) => h("tr", {}, ...texts.map((text) => h(tag, {}, text)));
  replace(
    "open-table",
    ...(open
      ? [
          cells("th", [say("openCondition"), say("openWeight"), say("chance")]),
          ...open.rows.map((row) =>
            cells("td", [pick(row.question) + colon() + pick(row.alternative), percentText(row.weight), percentText(row.chance)]),
          ),
        ]
      : []),
  );
}
