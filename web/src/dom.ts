// Making elements. Text goes in as text, never as markup, so no name can become a tag.

type Child = Node | string | null | false;
type Props = Record<string, string | number | boolean | null | ((event: Event) => void)>;

/** Makes an element; `on…` are listeners, other values attributes (false and null leave out). */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== null && child !== false) made.append(child);
  return made;
}

export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

export function replace(id: string, ...children: Child[]): void {
  const place = byId(id);
  place.textContent = "";
  for (const child of children) if (child !== null && child !== false) place.append(child);
}

/** Writes a text where another one stands: the same one again would lay out the page anew. */
export function write(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

/** Focuses what was focused before it was drawn anew; where it still is, nothing is laid out for it. */
export function focusAgain(id: string | undefined): void {
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus();
}

/** Hands a file to the reader. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes a part of a small drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props: Record<string, string | number>,
  ...children: SVGElement[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag) as SVGElementTagNameMap[K];
  for (const [name, value] of Object.entries(props)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}
