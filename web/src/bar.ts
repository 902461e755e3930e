// On a narrow screen the measures stand below the answer: a line at its foot says it while they move.

import { byId } from "./dom";

/** Shows the line while the measures are in view. */
export function watchBar(): void {
  new IntersectionObserver(([{ isIntersecting }]) => byId("bar").classList.toggle("seen", isIntersecting)).observe(byId("controls"));
}

/** Writes the first two tiles into the line. */
export function drawBar(): void {
  const tiles = [...document.querySelectorAll("#tiles .tile")].slice(0, 2);
  const text = (tile: Element, part: string) => tile.querySelector(part)!.textContent!;
  byId("bar").textContent = tiles.map((tile) => `${text(tile, ".label")} ${text(tile, ".value")}`).join(" · ");
}
