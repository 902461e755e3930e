"""Numbers and notes as slides show them."""

from __future__ import annotations

from collections.abc import Iterable

from zysim.report.slides import words
from zysim.report.slides.told import Told
from zysim.wording import CO2_UNIT, Lang, pick

BLUE, RED = "1F5FA8", "B4452C"
COLOURS = (
    *("1F5FA8", "B4452C", "E0A030", "3C8D5A", "7A5BA6", "4FA3B5", "A8763E", "5B6770", "C27BA0"),
    *("8FB339", "2E4057", "D98880"),
)


def shown_values(values: Iterable[float], lang: Lang) -> tuple[float, ...]:
    """Return emissions in Mt as they are shown: whole 万吨 in Chinese, two places in English.

    >>> shown_values([5.746, -0.0001], "zh"), shown_values([5.746], "en")
    ((575.0, 0.0), (5.75,))
    """
    scale, places = (100.0, 0) if lang == "zh" else (1.0, 2)
    return tuple(round(float(each) * scale, places) + 0.0 for each in values)


def form(lang: Lang) -> str:
    """Return the number format of emissions, as spreadsheets write it."""
    return "0" if lang == "zh" else "0.00"


def unit(lang: Lang) -> str:
    """Return the unit of emissions for an axis."""
    return pick(words.CO2_A_YEAR, lang).format(unit=pick(CO2_UNIT, lang))


def notes(told: Told, lang: Lang, *more: str) -> str:
    """Return what stands under a slide: its own words, then account, statistic and command."""
    manifest = told.found.ensemble.manifest
    source = pick(words.NOTES, lang).format(
        account=told.account(lang),
        members=told.found.ensemble.members,
        command=manifest.command,
        model=told.found.project.graph.sha256[:12],
    )
    return "\n".join([*filter(None, more), source])
