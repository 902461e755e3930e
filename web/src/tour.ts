// Four boxes for the first visit: where one sets, where the answer stands, what shows it, how to keep it.

import { h } from "./dom";
import { say } from "./words";
import type { Word } from "./words";

const BOXES: [string, Word, Word][] = [
  ["controls", "tourSetHead", "tourSet"],
  ["answer", "tourAnswerHead", "tourAnswer"],
  ["charts", "tourChartsHead", "tourCharts"],
  ["cases", "tourKeepHead", "tourKeep"],
];

/** Shows the boxes one after another; `done` is called once, when the last is closed. */
export function tour(done: () => void): void {
  const show = (at: number) => {
    document.getElementById("tour")?.remove();
    for (const [place] of BOXES) document.getElementById(place)!.classList.remove("pointed");
    if (at === BOXES.length) return done();
    const [place, head, text] = BOXES[at];
    const pointed = document.getElementById(place)!;
    pointed.classList.add("pointed");
    pointed.scrollIntoView({ block: "nearest" });
    const last = at === BOXES.length - 1;
    document.body.append(
      h(
        "section",
        { id: "tour", "aria-label": say("tour") },
        h("h2", {}, `${at + 1}/${BOXES.length} ${say(head)}`),
        h("p", { role: "status" }, say(text)),
        h("button", { type: "button", id: "tour-next", onclick: () => show(at + 1) }, say(last ? "close" : "next")),
        last ? null : h("button", { type: "button", id: "tour-end", onclick: () => show(BOXES.length) }, say("skipTour")),
      ),
    );
  };
  show(0);
}
