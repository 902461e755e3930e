// One of the two large charts: menu, picture or table, and ways to take it away.

import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { h, replace, saveBlob } from "./dom";
import type { Choice, Drawing } from "./drawings";
import { digits, paren, say } from "./words";

echarts.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TooltipComponent,
]);

export interface PanelHost {
  choose(panel: number, id: string): void;
  settingsText(): string[];
  fileName(id: string): string;
  tell(message: string): void;
  showTarget(at: number): void;
  informChart(id: string): void;
  resized(): void;
}

export class Panel {
  private chart: echarts.ECharts | null = null;
  private asTable = false;
  private drawing: Drawing | null = null;
  private chosen = "";

  constructor(
    private readonly at: number,
    private readonly choices: Choice[],
    private readonly host: PanelHost,
  ) {
    new ResizeObserver(() => this.host.resized()).observe(this.place("picture"));
  }

  private place(name: string): HTMLElement {
    return document.getElementById(`${name}-${this.at}`)!;
  }

  /** Writes menu and buttons again, after another chart or language was chosen. */
  frame(chosen: string): void {
    const menu = h(
      "select",
      {
        id: `menu-${this.at}`,
        "aria-label": `${say("chart")} ${this.at + 1}`,
        onchange: (event) => this.host.choose(this.at, (event.target as HTMLSelectElement).value),
      },
      ...this.choices.map((choice) =>
        h("option", { value: choice.id, selected: choice.id === chosen }, choice.title()),
      ),
    );
    const button = (id: string, label: string, act: () => void, pressed?: boolean) =>
      h(
        "button",
        { type: "button", id: `${id}-${this.at}`, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: act },
        label,
      );
    replace(
      `tools-${this.at}`,
      menu,
      h(
        "span",
        { class: "buttons" },
        button("table", say(this.asTable ? "picture" : "table"), () => this.turn(), this.asTable),
        button("csv", "CSV", () => this.saveCsv()),
        button("png", "PNG", () => this.savePng()),
        button("svg", "SVG", () => this.saveSvg()),
        h(
          "button",
          {
            type: "button",
            class: "info",
            id: `about-${this.at}`,
            "aria-label": say("info") + say("chart"),
            onclick: () => this.host.informChart(this.chosen),
          },
          "i",
        ),
      ),
    );
  }

  private turn(): void {
    this.asTable = !this.asTable;
    this.frame(this.chosen);
    this.draw(this.drawing!, this.chosen);
    document.getElementById(`table-${this.at}`)!.focus();
  }

  get width(): number {
    return this.place("note").clientWidth;
  }

  draw(drawing: Drawing, chosen: string): void {
    this.drawing = drawing;
    this.chosen = chosen;
    this.place("note").textContent = drawing.note;
    const table = this.asTable || !drawing.option;
    const picture = this.place("picture");
    picture.hidden = table;
    this.place("data").hidden = !table;
    for (const kind of ["png", "svg"]) {
      (document.getElementById(`${kind}-${this.at}`) as HTMLButtonElement).disabled = !drawing.option;
    }
    (document.getElementById(`table-${this.at}`) as HTMLButtonElement).disabled = !drawing.option;
    if (table) {
      replace(`data-${this.at}`, this.tableOf(drawing));
      return;
    }
    this.chart ??= echarts.init(picture, undefined, { renderer: "canvas" });
    this.chart.resize();
    this.chart.setOption(drawing.option!, { notMerge: true });
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${drawing.title}${paren(drawing.unit)} ${drawing.note}`);
  }

  private tableOf(drawing: Drawing): HTMLElement {
    const clickable = drawing.scores !== undefined;
    return h(
      "table",
      { class: clickable ? "scores" : null },
      h("caption", {}, drawing.unit ? drawing.title + paren(drawing.unit) : drawing.title),
      h("thead", {}, h("tr", {}, ...drawing.head.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...drawing.rows.map((row, at) =>
          h(
            "tr",
            { class: drawing.scores ? (drawing.scores[at].met ? "met" : "missed") : null },
            ...row.map((cell, column) => {
              const text = typeof cell === "number" && column ? digits(cell, 3) : String(cell);
              if (column) return h("td", {}, text);
              const link =
                clickable &&
                h("button", { type: "button", class: "link", onclick: () => this.host.showTarget(at) }, text);
              return h("th", { scope: "row" }, link || text);
            }),
          ),
        ),
      ),
    );
  }

  private saveCsv(): void {
    const cell = (value: string | number) => {
      const text = String(value);
      return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    const { title, unit, note, head, rows } = this.drawing!;
    const lines = [
      ...[title, `${say("unit")}: ${unit}`, note, ...this.host.settingsText()].map((text) => cell(`# ${text}`)),
      head.map(cell).join(","),
      ...rows.map((row) => row.map(cell).join(",")),
    ];
    this.save("csv", new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
  }

  private savePng(): void {
    const url = this.chart!.getDataURL({ type: "png", pixelRatio: 3, backgroundColor: "#ffffff" });
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (letter) => letter.charCodeAt(0));
    this.save("png", new Blob([bytes], { type: "image/png" }));
  }

  private saveSvg(): void {
    const beside = echarts.init(null, undefined, {
      renderer: "svg",
      ssr: true,
      width: this.chart!.getWidth(),
      height: this.chart!.getHeight(),
    });
    beside.setOption(this.drawing!.option!);
    this.save("svg", new Blob([beside.renderToSVGString()], { type: "image/svg+xml" }));
    beside.dispose();
  }

  private save(ending: string, blob: Blob): void {
    const name = `${this.host.fileName(this.chosen)}.${ending}`;
    saveBlob(name, blob);
    this.host.tell(say("saved", { name }));
  }
}
