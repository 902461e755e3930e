"""Small turns of phrase that the parts of a card share."""

from __future__ import annotations

from zysim.wording import Lang, Pair, pick


def signed(value: float, places: int) -> str:
    """Return a number with its sign, a minus as it is printed.

    >>> signed(-2.04, 1), signed(0.0, 0)
    ('−2.0', '0')
    """
    size = round(value, places) + 0.0
    return f"{size:{'+' if size else ''}.{places}f}".replace("-", "−")


def tight(text: str) -> str:
    """Take out the blank after a closing bracket of Chinese, which has room of its own."""
    return text.replace("） ", "）")


def capitalised(text: str) -> str:
    """Return a text with a capital."""
    return text[:1].upper() + text[1:]


def within(name: str) -> str:
    """Return a name as it stands within a sentence.

    >>> within("Gas power"), within("GDP growth"), within("气电")
    ('gas power', 'GDP growth', '气电')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def joined(said: list[str], lang: Lang) -> str:
    """Join sentences, with blanks in English only."""
    return ("" if lang == "zh" else " ").join(said)


def listed(names: list[str], lang: Lang) -> str:
    """Join names.

    >>> listed(["a", "b", "c"], "zh"), listed(["a", "b", "c"], "en"), listed(["a"], "en")
    ('a、b、c', 'a, b and c', 'a')
    """
    if lang == "zh" or len(names) < 2:
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def beside_words(
    texts: tuple[Pair, Pair, Pair], size: str, against: str, lang: Lang, *, up: bool
) -> str:
    """Say how an amount stands to that of the other case: more, less, or about the same.

    >>> beside_words((("多 {size}", ""), ("少 {size}", ""), ("相近", "")), "0", "", "zh", up=True)
    '相近'
    """
    more, less, alike = texts
    text = alike if not float(size) else more if up else less
    return pick(text, lang).format(size=size, against=against)
