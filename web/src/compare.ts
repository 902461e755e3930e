// The chart of compared cases: medians on one pair of axes, told apart by dashes as well as colour.

import { COLOURS, dashed, frame } from "./drawings";
import type { Drawing, Scene } from "./drawings";
import { bands } from "./peaks";
import { co2Places, co2Scale, say } from "./words";

const DASHES = ["solid", [8, 4], [2, 3], [10, 3, 2, 3]];
const WIDEST = 4;

export function compare(scene: Scene): Drawing {
  const years = scene.payload.clock.times;
  const cases = scene.compared.filter((each) => each.members);
  const middles = cases.map((each) => bands(each.members!, [0.5])[0].map((value) => value * co2Scale()));
  const names = cases.map((each) => each.name);
  const option = frame(scene, years, say("emissions"), names, co2Places()) as Record<string, any>;
  option.series = middles.map((values, at) =>
    at === 0
      ? dashed(names[0], values)
      : {
          name: names[at],
          type: "line",
          data: Array.from(values),
          symbol: "none",
          lineStyle: { width: Math.max(WIDEST - at, 1.5), type: DASHES[(at - 1) % DASHES.length], color: COLOURS[(at - 1) % COLOURS.length] },
          itemStyle: { color: COLOURS[(at - 1) % COLOURS.length] },
        },
  );
  return {
    title: say("compareChart"),
    counted: true,
    unit: say("mtYear"),
    note: scene.compared.length > 2 ? say("compareNote", { n: cases.length }) : say("compareNone"),
    option,
    head: [say("year"), ...names],
    rows: years.map((year, at) => [year, ...middles.map((values) => values[at])]),
  };
}
