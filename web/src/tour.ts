// Four boxes for the first visit: where one sets, where the answer stands, what shows it, how to keep it.

import { h } from "./dom";
import { say } from "./words";
import type { Word } from "./words";

/** What a box speaks of: the whole of it, or the part that a small screen has room for. */
const BOXES: [string[], Word, Word][] = [
  [["#controls", "#controls .control"], "tourSetHead", "tourSet"],
  [["#answer", "#answer .lead"], "tourAnswerHead", "tourAnswer"],
  [["#charts", "#charts .panel", "#tools-0"], "tourChartsHead", "tourCharts"],
  [["#cases", "#cases .keep"], "tourKeepHead", "tourKeep"],
];
const EDGE = 12;

/** Shows the boxes one after another; `done` is called when the last is closed. */
export class Tour {
  private at = BOXES.length;

  constructor(private readonly done: () => void) {
    window.addEventListener("resize", () => this.place());
  }

  /** Begins; a reader who asked for it stands at its button. */
  begin(asked: boolean): void {
    this.go(0, asked);
  }

  private go(at: number, focused = true): void {
    this.at = at;
    this.draw();
    if (at === BOXES.length) this.done();
    else if (focused) document.getElementById("tour-next")!.focus({ preventScroll: true });
  }

  /** Writes the box again, in the present language. */
  draw(): void {
    const { at } = this;
    document.getElementById("tour")?.remove();
    document.querySelector(".pointed")?.classList.remove("pointed");
    if (at === BOXES.length) return;
    const [, head, text] = BOXES[at];
    const last = at === BOXES.length - 1;
    document.body.append(
      h(
        "section",
        { id: "tour", "aria-label": say("tour"), onkeydown: (event) => (event as KeyboardEvent).key === "Escape" && this.go(BOXES.length) },
        h("h2", {}, `${at + 1}/${BOXES.length} ${say(head)}`),
        h("p", { role: "status" }, say(text)),
        h("button", { type: "button", id: "tour-next", onclick: () => this.go(at + 1) }, say(last ? "close" : "next")),
        last ? null : h("button", { type: "button", id: "tour-end", onclick: () => this.go(BOXES.length) }, say("skipTour")),
      ),
    );
    this.place();
  }

  /** Points again where what was pointed at was drawn anew. */
  point(): void {
    if (!document.querySelector(".pointed")) this.place();
  }

  /** Brings what the box speaks of into sight and puts the box beside it. */
  private place(): void {
    const box = document.getElementById("tour");
    if (!box) return;
    document.querySelector(".pointed")?.classList.remove("pointed");
    for (const name of BOXES[this.at][0]) {
      const pointed = document.querySelector<HTMLElement>(name);
      if (!pointed) continue;
      for (const block of ["nearest", "start", "end"] as const) {
        pointed.scrollIntoView({ block });
        if (!putBeside(box, pointed.getBoundingClientRect())) continue;
        pointed.classList.add("pointed");
        return;
      }
    }
  }
}

/** Puts a box where it covers nothing of a part that is wholly in sight; false where there is no room. */
function putBeside(box: HTMLElement, part: DOMRect): boolean {
  const { offsetWidth: width, offsetHeight: height } = box;
  const [right, bottom] = [innerWidth - EDGE - width, innerHeight - EDGE - height];
  const across = Math.min(Math.max(part.left, EDGE), right);
  const spots = [
    [part.right + EDGE, Math.min(Math.max(part.top, EDGE), bottom)],
    [across, part.bottom + EDGE],
    [across, part.top - EDGE - height],
    [part.left - EDGE - width, bottom],
  ];
  const seen = part.top > -1 && part.bottom < innerHeight + 1;
  const free = seen && spots.find(([left, top]) => left >= 0 && top >= 0 && left <= right && top <= bottom);
  if (free) Object.assign(box.style, { left: `${free[0]}px`, top: `${free[1]}px`, right: "auto", bottom: "auto" });
  return !!free;
}
