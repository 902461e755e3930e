// Finding a row by what people type: a word, some of its characters, pinyin initials, a clause.

const LETTERS = "abcdefghjklmnopqrstwxyz";
const FIRSTS = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"; // first character of each letter
const HAN = /[\u4e00-\u9fff]/;

function collator(): Intl.Collator | null {
  try {
    const found = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
    return found.compare("阿", "帀") < 0 && found.compare("市", "天") < 0 ? found : null;
  } catch {
    return null;
  }
}
const order = collator();

/** Pinyin initials of a text: 天然气发电 gives trqfd; what is no character stays. */
export function initials(text: string): string {
  if (!order) return "";
  return Array.from(text, (letter) => {
    if (!HAN.test(letter)) return letter.toLowerCase();
    let at = -1;
    while (at + 1 < LETTERS.length && order.compare(FIRSTS[at + 1], letter) <= 0) at++;
    return at < 0 ? "" : LETTERS[at];
  }).join("");
}

/** What is searched: names first, then all that stands beside them. */
export interface Sought {
  names: string[];
  words: string[];
  more?: string[]; // sources, units, notes: found by what stands in them, not by initials
}

const known = new Map<string, string>();

function initialsOf(text: string): string {
  if (!known.has(text)) known.set(text, initials(text));
  return known.get(text)!;
}

/** Whether a text asks for something. Characters of a name may leave some out: 气电 finds 天然气发电. */
export function matches(text: string, { names, words, more = [] }: Sought): boolean {
  const asked = text.trim().toLowerCase();
  if (!asked) return true;
  const all = [...names, ...words, ...more].map((each) => each.toLowerCase());
  if (asked.split(/\s+/).every((word) => all.some((each) => each.includes(word)))) return true;
  if (HAN.test(asked)) return names.some((name) => inOrder(asked, name.toLowerCase()));
  return /^[a-z]{2,}$/.test(asked) && [...names, ...words].some((each) => HAN.test(each) && initialsOf(each).includes(asked));
}

function inOrder(asked: string, name: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === asked[at]) at++;
  return at === asked.length;
}

/** What to search where nothing holds the whole of a Chinese text: the longest part that something holds. */
export function nearestPart(text: string, all: Sought[]): string {
  const asked = text.trim();
  if (!HAN.test(asked)) return "";
  const names = all.flatMap((each) => each.names);
  for (let size = asked.length - 1; size >= 2; size--) {
    for (let from = asked.length - size; from >= 0; from--) {
      const part = asked.slice(from, from + size);
      if (names.some((name) => name.includes(part))) return part;
    }
  }
  return "";
}
