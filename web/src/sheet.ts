// The sheet of paper: the fan at full width, and what of all else one page has room for.

import { byId, h, replace } from "./dom";
import { drawingOf } from "./drawings";
import type { Scene } from "./drawings";
import { svgOf } from "./exports";
import { settingsText } from "./sharing";
import type { Store } from "./store";
import { listing, paren, say, semicolon } from "./words";

const WIDTH = 703; // 186 mm, an A4 page without its margins, in pixels of 1/96 inch
const PICTURE = WIDTH - 18; // inside its frame
const HEIGHT = 1010; // 267 mm of the 275 there are: browsers lay out text a little differently
const CHART = { least: 285, most: 430 }; // of the picture; the least is a quarter of the page

/** What a page without room leaves out, in this order, and what it is called. */
interface Spare {
  selector: string;
  name: string;
}

function sparesOf(): Spare[] {
  const named = (selector: string, head: string) => ({ selector, name: document.querySelector(head)?.textContent ?? "" });
  const paragraphs = [...document.querySelectorAll("#card dt")].map((each, at) => ({
    selector: `#card dt:nth-of-type(${at + 1}), #card dd:nth-of-type(${at + 1})`,
    name: each.textContent!,
  }));
  const last = paragraphs.pop(); // what is not known goes last of all
  return [
    { selector: "#open-table, #open-note", name: say("leftOutTable", { head: byId("open-head").textContent! }) },
    named("#cases .wide", "#compared caption"),
    named("#bulletin", "#bulletin h2"),
    ...paragraphs.reverse(),
    ...(last ? [last] : []),
  ].filter(({ selector }) => document.querySelector(selector));
}

/** Measures the page as it is printed: its rules for paper hold meanwhile, and those for windows of this width. */
function heightPrinted(): number {
  const rules = [...document.styleSheets].flatMap((each) => [...each.cssRules]).filter((each) => each instanceof CSSMediaRule) as CSSMediaRule[];
  const media = rules.map((each) => each.media.mediaText);
  const { style } = document.body;
  for (const each of rules) each.media.mediaText = /print|max-width/.test(each.media.mediaText) ? "all" : "not all";
  style.width = `${WIDTH}px`;
  const height = document.body.getBoundingClientRect().height;
  style.width = "";
  rules.forEach((each, at) => (each.media.mediaText = media[at]));
  return height;
}

function leaveOut(spares: Spare[]): void {
  const selectors = spares.map((each) => each.selector).join(", ");
  byId("spared").textContent = selectors ? `@media print { ${selectors} { display: none !important; } }` : "";
  byId("left-out").textContent = spares.length ? say("leftOut", { names: spares.map((each) => each.name).join(listing()) }) : "";
}

/** Lays out the sheet of what is set, before it is printed. */
export function laySheet(store: Store, scene: Scene): void {
  const { choices, view } = store;
  const chart = choices.find((each) => each.id === "fan")?.id ?? view.charts[0];
  const drawing = drawingOf(chart, { ...scene, width: PICTURE });
  const picture = h("div");
  const put = (height: number) => {
    picture.innerHTML = drawing.option ? svgOf(drawing.option, PICTURE, height) : "";
  };
  replace("printed", h("h2", {}, drawing.title + (drawing.unit ? paren(drawing.unit) : "")), picture, h("p", { class: "note" }, drawing.note));
  replace("settings", h("span", { id: "left-out" }), settingsText(store).join(semicolon()));
  const { classList } = document.body;
  classList.remove("tight");
  put(CHART.least);
  leaveOut([]);
  let height = heightPrinted();
  if (height > HEIGHT) {
    classList.add("tight");
    height = heightPrinted();
  }
  const spares = sparesOf();
  for (let count = 1; height > HEIGHT && count <= spares.length; count++) {
    leaveOut(spares.slice(0, count));
    height = heightPrinted();
  }
  put(Math.min(CHART.least + Math.max(HEIGHT - height, 0), CHART.most));
}
