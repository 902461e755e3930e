// A chart as a file that stands alone: title, case, account, unit, date and source inside it.

import * as echarts from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";
import { fontNow } from "./drawings";
import type { Drawing } from "./drawings";
import { paren, say } from "./words";

/** What a file says of where its chart comes from, in the reader's language. */
export interface Origin {
  head: string[]; // case, and the account where the lines are of it
  foot: string[]; // source, date, version, members
  settings: string; // all that is set
}

const WIDTH = 960;
const HEIGHT = 520; // of the chart itself
const EDGE = 16;
const TITLE = { size: 20, line: 28, weight: "bold", ink: "#262626" };
const PLAIN = { size: 13, line: 19, weight: "normal", ink: "#4d4d4d" };
const RATIO = 3;

type Style = typeof TITLE;

const pen = document.createElement("canvas").getContext("2d")!;

/** A text in lines that fit; Chinese breaks anywhere, other words between blanks. */
function wrap(text: string, width: number, style: Style, font: string): string[] {
  pen.font = `${style.weight} ${style.size}px ${font}`;
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    const small = pen.measureText(piece).width > width ? [...piece] : [piece];
    for (const each of small) {
      if (line && pen.measureText((line + each).trimEnd()).width > width) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += each;
    }
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

/** The option of a chart with its texts above and below it, and the size of the whole. */
export function standAlone(drawing: Drawing, origin: Origin): { option: EChartsCoreOption; height: number } {
  const font = fontNow();
  const room = WIDTH - 2 * EDGE;
  const blocks = (texts: string[], style: Style) =>
    texts.filter(Boolean).map((text) => ({ lines: wrap(text, room, style, font), style }));
  const name = drawing.unit ? drawing.title + paren(drawing.unit) : drawing.title;
  const head = [...blocks([name], TITLE), ...blocks(origin.head, PLAIN)];
  const foot = blocks([drawing.note, ...origin.foot], PLAIN);
  const sizeOf = (some: typeof head) => some.reduce((sum, { lines, style }) => sum + lines.length * style.line, 0);
  const [above, below] = [sizeOf(head) + EDGE, sizeOf(foot) + EDGE];
  const height = above + HEIGHT + below + EDGE;
  const title: object[] = [];
  for (const [some, start] of [[head, EDGE], [foot, above + HEIGHT + EDGE]] as [typeof head, number][]) {
    let top = start;
    for (const { lines, style } of some) {
      title.push({
        text: lines.join("\n"),
        top,
        left: EDGE,
        padding: 0,
        textStyle: { fontFamily: font, fontSize: style.size, lineHeight: style.line, fontWeight: style.weight, color: style.ink },
      });
      top += lines.length * style.line;
    }
  }
  const shown = drawing.option as Record<string, any>;
  const option = {
    ...shown,
    title,
    grid: { ...shown.grid, left: EDGE, right: EDGE + 8, top: shown.grid.top + above + EDGE, bottom: below + EDGE },
    legend: { ...shown.legend, top: above + EDGE / 2, left: EDGE, width: room },
    tooltip: { show: false },
  };
  return { option, height };
}

/** The picture as SVG whose text is text, or as PNG of three points a pixel. */
export async function pictureOf(drawing: Drawing, origin: Origin, kind: "svg" | "png"): Promise<Blob> {
  const { option, height } = standAlone(drawing, origin);
  if (kind === "svg") return new Blob([svgOf(option, WIDTH, height)], { type: "image/svg+xml" });
  const canvas = document.createElement("canvas");
  const beside = echarts.init(canvas, undefined, { renderer: "canvas", width: WIDTH, height, devicePixelRatio: RATIO });
  beside.setOption(option);
  const drawn = beside.renderToCanvas({ pixelRatio: RATIO, backgroundColor: "#ffffff" });
  beside.dispose();
  return new Promise((done) => drawn.toBlob((blob) => done(blob!), "image/png"));
}

/** A chart as markup of an SVG of some size, for a sheet of paper. */
export function svgOf(option: EChartsCoreOption, width: number, height: number): string {
  const beside = echarts.init(null, undefined, { renderer: "svg", ssr: true, width, height });
  beside.setOption(option);
  const text = beside.renderToSVGString();
  beside.dispose();
  return text;
}

/** The table as CSV that a spreadsheet opens: what is text can never be taken for a formula. */
export function tableOf(drawing: Drawing, origin: Origin): Blob {
  const { title, unit, note, head, rows } = drawing;
  const texts = [title, ...(unit ? [`${say("unit")}: ${unit}`] : []), ...origin.head, note, ...origin.foot, origin.settings];
  const lines = [
    ...texts.filter(Boolean).map((text) => csvCell(`# ${text}`)),
    head.map(csvCell).join(","),
    ...rows.map((row) => row.map(csvCell).join(",")),
  ];
  return new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}

function csvCell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = value.replace(/[\r\n]+/g, " ").replace(/^[=+\-@\t]/, "'$&");
  return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
