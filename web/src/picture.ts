// A chart on the screen, drawn no further than it differs from what stands there.

import * as echarts from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";

interface Size {
  width: number;
  height: number;
}

/** What moves of a series: all else stays while a slider does. Lines grow paler, but none loses a part of its style. */
interface Series {
  data?: unknown;
  renderItem?: unknown;
  lineStyle?: unknown;
}

export class Picture {
  private readonly chart: echarts.ECharts;
  private still = "";
  private moving = "";

  constructor(place: HTMLElement) {
    this.chart = echarts.init(place, undefined, { renderer: "canvas" });
  }

  /** Draws an option in a place of a size, 0 while unknown; `rows` are the numbers that its functions hold. */
  draw(option: EChartsCoreOption, rows: unknown, name: string, { width, height }: Size): void {
    // Resizing draws all of the last picture again.
    if (width && (this.chart.getWidth() !== width || this.chart.getHeight() !== height)) this.chart.resize();
    const series = option.series as Series[];
    const still = JSON.stringify([name, { ...option, series: series.map(({ data, renderItem, lineStyle, ...rest }) => rest) }]);
    const moves = series.map(({ data, renderItem, lineStyle }) => ({ data, ...(lineStyle ? { lineStyle } : {}), ...(renderItem ? { renderItem } : {}) }));
    const moving = JSON.stringify([moves, rows]);
    if (still !== this.still) {
      this.chart.clear(); // else lines keep the depth of those that stood there
      this.chart.setOption(option);
    } else if (moving !== this.moving) this.chart.setOption({ series: moves });
    this.still = still;
    this.moving = moving;
  }
}
