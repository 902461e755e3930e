"""Small turns of phrase that the parts of a card share."""

from __future__ import annotations

from zysim.wording import Lang


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


def joined(said: list[str], lang: Lang) -> str:
    """Join sentences, with blanks in English only."""
    return ("" if lang == "zh" else " ").join(said)
