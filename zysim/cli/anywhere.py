"""Flags that may stand anywhere on the line: the language, and the folder of the city."""

from __future__ import annotations

from zysim.wording import Lang, language


def take_language(words: list[str]) -> tuple[list[str], Lang]:
    """Take ``--lang zh`` or ``--lang=zh`` out of the words, wherever it stands.

    >>> take_language(["run", "--lang", "en", "plan"])
    (['run', 'plan'], 'en')
    """
    kept, asked = _taken(words, "--lang")
    if asked not in (None, "zh", "en"):
        kept = ["--lang", str(asked)]
    return kept, language(asked)


def take_city(words: list[str]) -> tuple[list[str], str | None]:
    """Take ``--city DIR`` or ``--city=DIR`` out of the words, wherever it stands.

    >>> take_city(["run", "--city", "d", "plan"])
    (['run', 'plan'], 'd')
    """
    kept, city = _taken(words, "--city")
    return (words, None) if city == "" else (kept, city)


def _taken(words: list[str], flag: str) -> tuple[list[str], str | None]:
    """Return the words without a flag and its value, and that value; the last one counts.

    >>> _taken(["run", "--a=1", "--", "--a", "2"], "--a")
    (['run', '--', '--a', '2'], '1')
    """
    kept: list[str] = []
    value: str | None = None
    rest = iter(words)
    for word in rest:
        if word == "--":
            kept += [word, *rest]
        elif word == flag:
            value = next(rest, "")
        elif word.startswith(f"{flag}="):
            value = word.partition("=")[2]
        else:
            kept.append(word)
    return kept, value
