// One of the two large charts: menu, picture or table, and ways to take it away.

import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { h, replace, saveBlob, write } from "./dom";
import type { Choice, Drawing } from "./drawings";
import { pictureOf, tableOf } from "./exports";
import type { Origin } from "./exports";
import { Picture } from "./picture";
import { told, paren, say } from "./words";

use([
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  TitleComponent,
  TooltipComponent,
]);

export interface PanelHost {
  choose(panel: number, id: string): void;
  origin(counted: boolean, typical?: boolean): Origin;
  fileName(id: string, counted: boolean): string;
  tell(message: string): void;
  /** Whether what a chart shows is not yet of what is set. */
  waiting(id: string): boolean;
  showTarget(at: number): void;
  informChart(id: string): void;
  resized(): void;
}

export class Panel {
  private picture: Picture | null = null;
  private size = { width: 0, height: 0 }; // of the picture
  private room = 0; // width that a note has
  private asTable = false;
  private drawing: Drawing | null = null;
  private chosen = "";

  constructor(
    private readonly at: number,
    private readonly choices: Choice[],
    private readonly host: PanelHost,
  ) {
    // Told here rather than asked for at each drawing, which would lay out the page again.
    const observer = new ResizeObserver((seen) => this.resized(seen));
    observer.observe(this.place("picture"));
    observer.observe(this.place("note"));
  }

  private resized(seen: ResizeObserverEntry[]): void {
    const before = [this.size.width, this.size.height, this.room].join();
    for (const { target } of seen) {
      if (target === this.place("picture")) this.size = { width: target.clientWidth, height: target.clientHeight };
      else this.room = target.clientWidth;
    }
    if ([this.size.width, this.size.height, this.room].join() !== before) this.host.resized();
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
        button("csv", "CSV", () => void this.take("csv")),
        button("png", "PNG", () => void this.take("png")),
        button("svg", "SVG", () => void this.take("svg")),
        h(
          "button",
          {
            type: "button",
            id: `about-${this.at}`,
            onclick: () => this.host.informChart(this.chosen),
          },
          say("behindIt"),
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
    return this.room || this.place("note").clientWidth;
  }

  draw(drawing: Drawing, chosen: string): void {
    this.drawing = drawing;
    this.chosen = chosen;
    const picture = this.place("picture");
    write(this.place("note"), drawing.note + (drawing.hint ?? ""));
    const table = this.asTable || !drawing.option;
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
    this.picture ??= new Picture(picture);
    this.picture.draw(drawing.option!, drawing.rows, chosen, this.size);
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
              const text = typeof cell === "number" && column ? told(cell) : String(cell);
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

  private async take(ending: "csv" | "png" | "svg"): Promise<void> {
    if (this.host.waiting(this.chosen)) return this.host.tell(say("notYet"));
    const [drawing, origin] = [this.drawing!, this.host.origin(this.drawing!.counted, this.drawing!.typical)];
    const blob = ending === "csv" ? tableOf(drawing, origin) : await pictureOf(drawing, origin, ending);
    const name = `${this.host.fileName(this.chosen, drawing.counted)}.${ending}`;
    saveBlob(name, blob);
    this.host.tell(say("saved", { name }));
  }
}
