"""Slides of what other commands found: what to do (seek), and whether it is on track (update)."""

from __future__ import annotations

from zysim.metrics.verdict import WORDS, crossing
from zysim.report.card.evidence import Tracked
from zysim.report.card.next_steps import target_words
from zysim.report.paper.next_steps import CHANGE_WIDTHS, SHOWN, arrivals, change_heads, change_rows
from zysim.report.slides import words
from zysim.report.slides.deck import Slide, Table
from zysim.report.slides.told import Told
from zysim.report.slides.values import notes
from zysim.wording import Lang, percent_text, pick


def advice(told: Told, lang: Lang) -> list[Slide]:
    """Return a slide for each answer of `zysim seek` that was brought."""
    found, slides = told.found, []
    for sought in found.card.sought:
        title = words.ADVISED if sought.feasible else words.NOT_FOUND
        points = [
            pick(words.ADVICE_CHECKED, lang).format(
                low=percent_text(sought.after.low), high=percent_text(sought.after.high)
            )
        ]
        if sought.cost is not None:
            more = words.DEARER if sought.cost >= 0 else words.CHEAPER
            points.append(pick(more, lang).format(cost=f"{abs(sought.cost):.1f}"))
        slides.append(
            Slide(
                id="advice",
                title=pick(title, lang).format(
                    title=pick(sought.title, lang),
                    count=len(sought.changes),
                    before=percent_text(sought.before),
                    after=percent_text(sought.after),
                ),
                points=tuple(points),
                table=Table(
                    heads=change_heads(found, lang),
                    rows=tuple(change_rows(found, sought, lang, SHOWN)),
                    widths=CHANGE_WIDTHS,
                )
                if sought.changes
                else None,
                notes=notes(told, lang, pick(words.ADVICE_NOTE, lang)),
            )
        )
    return slides


def track(told: Told, tracked: Tracked, lang: Lang) -> Slide:
    """Return the slide of the newest statistics, from an answer of `zysim update`."""
    came = arrivals(tracked, lang)
    return Slide(
        id="track",
        title=pick(words.TRACKED, lang).format(
            year=tracked.year,
            goal=tracked.goal,
            word=pick(tracked.word, lang),
            verdict=pick(WORDS[tracked.colour], lang),
            before=percent_text(tracked.before),
            after=percent_text(tracked.after),
        ),
        points=(
            pick(words.TRACK_RANGE, lang).format(
                low=percent_text(tracked.low),
                high=percent_text(tracked.high),
                crossing=pick(crossing(tracked.low, tracked.high), lang),
            ),
            *target_words(tracked, lang),
        ),
        table=Table(heads=came.heads, rows=came.rows, widths=came.shares) if came.rows else None,
        notes=notes(told, lang, pick(words.TRACK_NOTE, lang)),
    )
