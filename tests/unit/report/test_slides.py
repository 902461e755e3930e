"""Slides: what they show is what was found, charts stay editable, templates and files are kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import openpyxl
import pytest
from pptx import Presentation

from zysim.errors import InputError
from zysim.metrics.middle import middle
from zysim.metrics.verdict import WORDS
from zysim.report.card.next_steps import target_words
from zysim.report.paper.blocks import shown
from zysim.report.paper.findings import Findings
from zysim.report.paper.next_steps import change_rows
from zysim.report.slides.compose import compose_deck
from zysim.report.slides.deck import Chart, Deck, Series, Slide
from zysim.report.slides.powerpoint import open_template, refuse_to_replace, write_powerpoint
from zysim.report.slides.told import Told
from zysim.wording import percent_text


@pytest.fixture(scope="module", params=["zh", "en"])
def deck(request: pytest.FixtureRequest, told: Told) -> Deck:
    return compose_deck(told, 12, request.param)


def slide(deck: Deck, name: str) -> Any:
    return next(each for each in deck.slides if each.id == name)


def test_each_length_is_the_beginning_of_the_next(told: Told) -> None:
    short, middle, long = (compose_deck(told, pages, "zh") for pages in (1, 5, 12))
    assert len(short.slides) == 1
    assert len(middle.slides) == 5
    assert long.slides[:5] == middle.slides
    assert middle.slides[:1] == short.slides
    with pytest.raises(InputError, match="pages: 3; there are decks of 1, 5, 12 pages"):
        compose_deck(told, 3, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_that_were_brought_have_slides(
    told: Told, brought: Findings, lang: Literal["zh", "en"]
) -> None:
    shown_too = replace(told, found=brought)
    assert len(compose_deck(shown_too, 1, lang).slides) == 1
    plain = [each.id for each in compose_deck(told, 12, lang).slides]
    deck = compose_deck(shown_too, 12, lang)
    assert [each.id for each in deck.slides] == [
        *plain[:5],
        "advice",
        *("track" if each == "on_track" else each for each in plain[5:]),
    ]
    assert compose_deck(shown_too, 5, lang).slides == deck.slides[:6]
    advice, track = slide(deck, "advice"), slide(deck, "track")
    (sought,) = brought.card.sought
    for word in (sought.title[0 if lang == "zh" else 1], "15%", "82%", " 1"):
        assert word in advice.title
    assert advice.table is not None
    assert advice.table.rows == tuple(change_rows(brought, sought, lang))
    assert "1.2" in advice.points[-1]
    assert WORDS[brought.card.tracked.colour][lang == "en"] in track.title
    assert "62%" in track.title
    assert track.points[1:] == tuple(target_words(brought.card.tracked, lang))


def test_lines_of_the_fan_are_quantiles_of_the_members(told: Told, deck: Deck) -> None:
    found = told.found
    scale, places = (100, 0) if deck.lang == "zh" else (1, 2)
    members = found.ensemble.of(told.variable())
    for name, share, case in (
        ("", 0.5, found.last),
        (" P10", 0.1, found.last),
        (" P90", 0.9, found.last),
        ("", 0.5, found.first),
    ):
        path = members[found.ensemble.scenarios.index(case)]
        wanted = np.quantile(path, share, axis=0, method="inverted_cdf") * scale
        line = next(
            each
            for each in slide(deck, "card").chart.series
            if each.name == told.title(case, deck.lang) + name
        )
        np.testing.assert_allclose(line.values, wanted.round(places), atol=1e-9)


def test_causes_sum_to_the_total_in_picture_and_sentence(told: Told, deck: Deck) -> None:
    (series,) = slide(deck, "why").chart.series
    *parts, total = series.values
    assert sum(parts) == pytest.approx(total)
    at = int(np.flatnonzero(told.found.explanation.years == told.found.project.city.goal)[0])
    scale = 100 if deck.lang == "zh" else 1
    assert total == pytest.approx(told.found.explanation.difference[at] * scale, abs=0.006 * scale)


def test_payers_sum_to_the_total(told: Told, deck: Deck) -> None:
    table = slide(deck, "cost").table
    assert told.cost is not None
    labels = told.found.project.city.payers
    names = {labels[each][deck.lang == "en"] for each in told.cost.payers}
    names |= {each[:1].upper() + each[1:] for each in names}
    for column in range(1, len(table.heads)):
        values = [row[column].stored for row in table.rows]
        assert sum(values[:-1]) == pytest.approx(values[-1])
        payers = [row for row in table.rows if row[0] in names]
        assert len(payers) == len(told.cost.payers)
        assert abs(values[-1] - sum(row[column].stored for row in payers)) < 0.05 * len(names)
        year = told.found.project.city.history + (5, 10)[column - 1]
        account = told.cost.account
        place = int(np.flatnonzero(account.years == year)[0])
        assert values[-1] == pytest.approx(middle(account.total[:, place]), abs=0.051)


def test_chances_are_those_of_the_conditions(told: Told, deck: Deck) -> None:
    assert told.conditions is not None
    (series,) = slide(deck, "conditions").chart.series
    wanted = [each.chance.value for each in told.conditions.conditions]
    assert [f"{each:.4f}" for each in series.values] == [f"{round(w, 2):.4f}" for w in wanted]
    text = " ".join(slide(deck, "card").points)
    for value in (told.conditions.chance, told.conditions.lowest, told.conditions.highest):
        assert percent_text(value) in text


def test_a_name_is_never_a_formula_of_the_workbook_behind_a_chart(tmp_path: Path) -> None:
    series = Series(name="=1+1", values=(1.0, 2.0), colour="000000")
    chart = Chart(kind="column", categories=("=2+2", "b"), series=(series,), unit="u", form="0")
    page = Slide(id="x", title="=1+1", chart=chart, notes="")
    out = tmp_path / "slides.pptx"
    deck = Deck(title="长" * 300, foot="", lang="zh", slides=(page,))
    write_powerpoint(deck, out, open_template(None))
    assert Presentation(str(out)).core_properties.title == "长" * 254 + "…"
    with zipfile.ZipFile(out) as parts:
        (name,) = (each for each in parts.namelist() if each.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(parts.read(name)))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "s"] == ["'=1+1", "'=2+2", "b"]


def test_what_is_written_is_what_was_composed(
    deck: Deck, tmp_path: Path, office_problems: Callable[[Path], list[str]]
) -> None:
    out = tmp_path / "slides.pptx"
    write_powerpoint(deck, out, open_template(None))
    assert office_problems(out) == []
    pages = list(Presentation(str(out)).slides)
    assert len(pages) == len(deck.slides)
    for page, made in zip(pages, deck.slides, strict=True):
        assert page.shapes.title.text == made.title
        assert page.notes_slide.notes_text_frame.text.splitlines() == made.notes.splitlines()
        charts = [each.chart for each in page.shapes if each.has_chart]
        tables = [each.table for each in page.shapes if each.has_table]
        if made.chart:
            (chart,) = charts
            assert [each.name for each in chart.plots[0].series] == [
                each.name for each in made.chart.series
            ]
            for line, wanted in zip(chart.plots[0].series, made.chart.series, strict=True):
                assert list(line.values) == list(wanted.values)
        elif made.table:
            (table,) = tables
            for row, cells in zip(list(table.rows)[1:], made.table.rows, strict=True):
                assert [each.text for each in row.cells] == [shown(each) for each in cells]


def test_a_template_gives_its_size_and_none_of_its_slides(told: Told, tmp_path: Path) -> None:
    ours = Presentation()
    ours.slides.add_slide(ours.slide_layouts[0])
    ours.save(str(tmp_path / "ours.pptx"))
    out = tmp_path / "out.pptx"
    write_powerpoint(compose_deck(told, 1, "zh"), out, open_template(tmp_path / "ours.pptx"))
    made = Presentation(str(out))
    assert len(made.slides) == 1
    assert (made.slide_width, made.slide_height) == (ours.slide_width, ours.slide_height)


def test_files_that_cannot_serve_are_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pptx"
    letter.write_text("no presentation", encoding="utf-8")
    with pytest.raises(InputError, match=r"letter\.pptx: cannot be read as a presentation"):
        open_template(letter)
    with pytest.raises(InputError, match=r"absent\.pptx: 1 problem.*\n.*No such file"):
        open_template(tmp_path / "absent.pptx")
    with pytest.raises(InputError, match=r"is there already\. Name another file with -o") as caught:
        refuse_to_replace(letter)
    assert "文件已存在" in str(caught.value.zh)
