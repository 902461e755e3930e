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

/** Shows the boxes one after another; `done` is called when the last is closed. */
export class Tour {
  private at = BOXES.length;

  constructor(private readonly done: () => void) {}

  begin(): void {
    this.go(0);
  }

  private go(at: number): void {
    this.at = at;
    for (const [place] of BOXES) document.getElementById(place)!.classList.remove("pointed");
    this.draw();
    if (at === BOXES.length) return this.done();
    const pointed = document.getElementById(BOXES[at][0])!;
    pointed.classList.add("pointed");
    pointed.scrollIntoView({ block: "nearest" });
  }

  /** Writes the box again, in the present language. */
  draw(): void {
    const { at } = this;
    document.getElementById("tour")?.remove();
    if (at === BOXES.length) return;
    const [, head, text] = BOXES[at];
    const last = at === BOXES.length - 1;
    document.body.append(
      h(
        "section",
        { id: "tour", "aria-label": say("tour") },
        h("h2", {}, `${at + 1}/${BOXES.length} ${say(head)}`),
        h("p", { role: "status" }, say(text)),
        h("button", { type: "button", id: "tour-next", onclick: () => this.go(at + 1) }, say(last ? "close" : "next")),
        last ? null : h("button", { type: "button", id: "tour-end", onclick: () => this.go(BOXES.length) }, say("skipTour")),
      ),
    );
  }
}
