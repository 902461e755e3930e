"""The conclusion card: what it says is looked up in the members, sums close, files hold it all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.read_city import read_city
from zysim.metrics.account_matrix import account_matrix
from zysim.metrics.band import band
from zysim.metrics.conditions import FIRM
from zysim.metrics.result_numbers import (
    Chance,
    Share,
    numbers_needed,
    result_numbers,
    rushes,
)
from zysim.metrics.spread import share_of
from zysim.metrics.verdict import VERDICTS, WORDS, crossing, light_of, verdict
from zysim.report.card import words
from zysim.report.card.causes import NAMED, causes_of
from zysim.report.card.draw import draw_card
from zysim.report.card.evidence import read_sought, read_tracked
from zysim.report.card.files import markdown, paper_of, write_card
from zysim.report.card.find import CardFindings
from zysim.report.card.hinges import condition_words
from zysim.report.card.money import cost_words
from zysim.report.card.numbers_table import gases_text, numbers_rows
from zysim.report.card.record import record_of
from zysim.report.card.sheet import HIGH, PICTURE, SMALLEST, sheet_height, sheet_size
from zysim.report.card.tell import tell_card
from zysim.report.paper.word import write_word
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import choose_against, choose_one, open_project
from zysim.sensitivity.leading import MEMBERS, leading_measures
from zysim.wording import money_range, money_text, percent_text, pick, told_number

B = "energy_co2_provincial"
HAN = re.compile(r"[\u4e00-\u9fff]")


def median(values: np.ndarray) -> float:
    """By hand: the smallest value with at least half of the members at or below it."""
    return float(np.sort(values)[(values.size + 1) // 2 - 1])


def told_of(card: CardFindings, lang: str) -> dict[str, str]:
    text = tell_card(card, lang)
    return {"answer": text.answer, "peak": text.peak, **dict(text.paragraphs)}


def test_numbers_are_those_of_the_members(card: CardFindings) -> None:
    years, paths = card.found.years, card.found.of(B)[1]
    numbers = card.numbers[1].accounts["B"]
    assert numbers.level[1] == median(paths.max(axis=1))
    assert numbers.year[1] == median(years[paths.argmax(axis=1)])
    assert numbers.sums[2021, 2035][1] == pytest.approx(median(paths[:, 1:16].sum(axis=1)))
    assert numbers.sums[2026, 2060][1] == pytest.approx(median(paths[:, 6:].sum(axis=1)))
    for share, chance in numbers.in_time.items():
        before, after = paths[:, :11].max(axis=1), paths[:, 11:].max(axis=1)
        assert chance.delivered.value == np.mean(after <= (1 + share) * before)
        assert chance.lowest.value <= chance.record.value <= chance.highest.value
    per_gdp = paths / card.found.of("gdp")[1]
    change = 100 * (per_gdp[:, 10] / per_gdp[:, 5] - 1)
    assert numbers.intensity[1] == pytest.approx(median(change))
    assert numbers.intensity_met.delivered.value == np.mean(change <= -17)
    heads = 100 * paths / card.found.of("resident_population")[1]
    assert numbers.per_head[2030][1] == pytest.approx(median(heads[:, 10]))


def test_all_gases_are_made_of_their_parts(card: CardFindings) -> None:
    case, city = card.numbers[1], card.project.city
    at = 10
    total = card.found.of("greenhouse_gases")[1, :, at] + card.found.of("forest_sink")[1, :, at]
    assert case.gases[1] == pytest.approx(median(total))
    assert sum(case.gas_parts.values()) == pytest.approx(case.gases[1])
    assert set(case.gas_parts) == {B, *city.gases}
    for lang in ("zh", "en"):
        said = gases_text(case, city, lang)
        whole, *parts = map(
            float, re.findall(r"(?<![\d—–])\d+(?:\.\d+)?(?=[，。,. ]|$)", said)[-5:]
        )
        assert sum(parts) == pytest.approx(whole, abs=1e-9), said
    # Each part is its own median, all by one factor near 1.
    factors = [
        value / median(card.found.of(name)[1, :, at]) for name, value in case.gas_parts.items()
    ]
    assert factors == pytest.approx([factors[0]] * len(factors))
    assert factors[0] == pytest.approx(1, abs=0.05)


def test_a_part_of_all_gases_falls_with_the_measure_that_makes_it(card: CardFindings) -> None:
    less = choose_one(card.project, "plan+gas_chemicals=0.5", {})
    found = run_ensemble(
        card.project, [card.case, less], members=16, outputs=numbers_needed(card.project.city)
    )
    before, after = (each.gas_parts for each in result_numbers(card.project, found, None))
    assert after["process_co2"] < before["process_co2"]
    # What the measure does not touch moves by the common factor alone.
    assert after["farm_ghg"] == pytest.approx(before["farm_ghg"], rel=0.02)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_emissions_per_head_that_print_the_same_neither_rise_nor_fall(
    card: CardFindings, lang: str
) -> None:
    def told(low: float, high: float) -> str:
        first, second = card.numbers
        main = second.accounts["B"]
        ends = dict(zip((2025, 2030, 2060), ((2.0,) * 3, (low,) * 3, (high,) * 3), strict=True))
        accounts = {**second.accounts, "B": replace(main, per_head=ends)}
        numbers = (first, replace(second, accounts=accounts))
        return dict(tell_card(replace(card, numbers=numbers), lang).paragraphs)[
            pick(words.HEADS["total"], lang)
        ]

    same = pick(words.PER_HEAD_SAME, lang).format(first=2030, last=2060, low=2.1)
    rise = pick(words.PER_HEAD, lang).format(first=2030, last=2060, low=2.1, high=2.2)
    assert told(2.09, 2.12).endswith(same)
    assert told(2.12, 2.09).endswith(same)
    assert told(2.1, 2.2).endswith(rise)
    assert not re.search("人均|per head", told(2.2, 2.1))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_stays_below_the_plan_stands_with_what_was_planned(
    card: CardFindings, lang: str
) -> None:
    assert card.short
    text = tell_card(card, lang)
    for each in card.short:
        factor, _unit = each.target.spoken(lang)
        value, target = (told_number(factor * of) for of in (each.value, each.target.threshold))
        plan = f"，规划 {target}" if lang == "zh" else f", {target} planned"
        assert re.search(rf"{re.escape(value)} [^，,]+{re.escape(plan)}", text.answer), text.answer
    short = dict(text.paragraphs)[pick(words.HEADS["short"], lang)]
    assert short.endswith(pick(words.ACHIEVED, lang))


def test_a_sentence_says_that_all_weights_are_estimates_where_they_are(card: CardFindings) -> None:
    structures = card.project.tables.structures
    count = sum(len(each.alternatives) for each in structures)
    first, *others = structures
    known, *rest = first.alternatives
    known = replace(known, provenance=replace(known.provenance, quality="statistics"))
    other = replace(
        card.project.tables,
        structures=(replace(first, alternatives=(known, *rest)), *others),
    )
    for tables, text in ((card.project.tables, words.ALL_WEIGHTS), (other, words.WEIGHTS)):
        named = replace(card, project=replace(card.project, tables=tables))
        for lang in ("zh", "en"):
            said = pick(text, lang).format(count=count, estimates=count - 1)
            assert said in told_of(named, lang)[pick(words.HEADS["unknown"], lang)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_questions_that_matter_are_whole_sentences(card: CardFindings, lang: str) -> None:
    assert card.conditions is not None
    every, values = card.conditions.conditions, iter((90, 20, 70, 30))
    given = tuple(
        replace(each, members=FIRM, chance=share_of(next(values), 100))
        for name in list(dict.fromkeys(each.question.id for each in every))[:2]
        for each in [one for one in every if one.question.id == name][:2]
    )
    conditions = replace(card.conditions, conditions=given)
    said = condition_words(replace(card, conditions=conditions), lang)
    assert re.findall(r"\d+%", said) == ["90%", "20%", "70%", "30%"]
    for each in given:
        assert pick(each.alternative.label, lang) in said
    if lang == "en":
        assert f"a peak by {card.project.city.goal}" in said
        assert all(re.search(r" (is|comes|hangs) ", each) for each in said.split(". "))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_gives_the_chances_with_their_range(card: CardFindings, lang: str) -> None:
    chance = card.numbers[1].accounts["B"].in_time[0.0]
    answer = tell_card(card, lang).answer
    for share in (chance.delivered, chance.record, chance.lowest, chance.highest):
        assert percent_text(share) in answer
    place = 0 if lang == "zh" else 1
    assert verdict(chance.delivered.value)[place] in answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_few_members_that_agree_are_told_as_what_they_allow(card: CardFindings, lang: str) -> None:
    one, few = share_of(1, 1), share_of(16, 16)
    chance = Chance(delivered=few, record=few, lowest=share_of(0, 8), highest=one)
    first, second = card.numbers
    accounts = {
        name: replace(each, in_time=dict.fromkeys(each.in_time, chance), intensity_met=chance)
        for name, each in second.accounts.items()
    }
    told = tell_card(replace(card, numbers=(first, replace(second, accounts=accounts))), lang)
    for said in (told.answer, told.peak):
        assert ">80%" in said
        assert ">20%" in said
        assert not re.search("<[1-9]%|>9", said), said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_causes_add_up_as_printed_to_the_median_difference(card: CardFindings, lang: str) -> None:
    first, second = card.found.of(B)
    difference = median((second - first)[:, 10])
    why = told_of(card, lang)["为什么" if lang == "zh" else "Why"]
    scale, places = (100, 0) if lang == "zh" else (1, 2)
    size = re.search(r"[多少] ([\d.]+)|emits ([\d.]+)", why)
    said = float(next(each for each in size.groups() if each))
    assert said == round(abs(scale * difference), places)
    parts = [float(each.replace("−", "-")) for each in re.findall(r"[+−][\d.]*\d", why)]
    assert abs(sum(parts)) == pytest.approx(said, abs=1e-9)
    assert len(parts) >= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_causes_are_the_measures_that_matter_most_in_their_order(
    card: CardFindings, lang: str
) -> None:
    leading = leading_measures(
        card.project, card.case, card.against, members=min(MEMBERS, card.found.members)
    )[card.account]
    used = [each for each in leading.levers if each.used]
    assert [name for name, _label, _value in causes_of(card)] == [each.id for each in used]
    why = told_of(card, lang)["为什么" if lang == "zh" else "Why"]
    places = [why.index(each.label[0 if lang == "zh" else 1]) for each in used[:NAMED]]
    assert places == sorted(places)


def test_words_for_chances_are_the_same_everywhere() -> None:
    least = [round(100 * each) for each, _word in VERDICTS]
    assert least == [99, 90, 66, 33, 10, 1, 0], "the likelihood scale of the IPCC"
    for percent in range(101):
        share = percent / 100
        word = next(word for each, word in VERDICTS if percent >= round(100 * each))
        assert verdict(share, share, share) == word, percent
        assert verdict(share + 0.004, share, share) == word, "goes by the number printed"
    for certain, low, high in ((1.0, 0.9, 1.0), (0.0, 0.0, 0.1)):
        assert verdict(certain) == verdict(certain, low, high) != verdict(certain, certain, certain)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_range_says_which_words_it_goes_across(lang: str) -> None:
    low, high = (pick(verdict(each), lang) for each in (0.15, 0.9))
    said = pick(crossing(0.15, 0.9), lang)
    assert said.index(low) < said.index(high)
    assert crossing(0.7, 0.8) == ("", "")


def test_what_is_printed_is_in_one_language_and_unit(card: CardFindings) -> None:
    zh, en = (markdown(tell_card(card, lang)) for lang in ("zh", "en"))
    assert "百万吨" not in zh
    assert not re.search(r"20\d\d\.\d", zh + en)
    assert HAN.search(en) is None
    for text in (zh, en):
        assert "{" not in text
        assert not re.search(r"\b(nan|inf)\b", text)


def test_rushing_is_warned_of_where_chance_and_sum_disagree(card: CardFindings) -> None:
    years = card.found.years
    early = np.where(years <= 2030, 6.0, 5.0) + np.zeros((32, 1))
    late = np.where(years <= 2032, 4.0, 5.0) + np.zeros((32, 1))
    values = {name: np.stack([late, early]) for name in card.found.values}
    found = replace(card.found, values=values)

    def numbers(at: int, share: float):
        chance = Chance(
            delivered=Share(value=share, low=share, high=share),
            record=None,
            lowest=None,
            highest=None,
        )
        old = card.numbers[at]
        accounts = {
            name: replace(each, in_time={0.0: chance}) for name, each in old.accounts.items()
        }
        return replace(old, accounts=accounts)

    (first, *_others) = rushes(found, [numbers(0, 0.1), numbers(1, 0.9)])
    assert first.likelier == card.case.id
    assert [each.value for each in first.chances] == [0.9, 0.1]
    assert first.more == pytest.approx((early - late)[0, 1:16].sum())
    assert rushes(found, [numbers(0, 0.9), numbers(1, 0.1)]) == ()


def test_every_file_holds_the_card(
    card: CardFindings, tmp_path: Path, office_problems: Callable[[Path], list[str]]
) -> None:
    text = tell_card(card, "zh")
    for name in ("card.md", "card.docx", "card.png"):
        write_card(card, text, tmp_path / name)
    written = (tmp_path / "card.md").read_text("utf-8")
    document = docx.Document(str(tmp_path / "card.docx"))
    assert office_problems(tmp_path / "card.docx") == []
    words = "\n".join(each.text for each in document.paragraphs)
    for said in (text.question, text.answer, text.peak, *(each for _head, each in text.paragraphs)):
        assert said in words
        assert said.replace("<", "\\<").replace(">", "\\>") in written
    assert [cell.text for cell in document.tables[0].rows[1].cells] == list(text.rows[0])
    (shape,) = document.inline_shapes
    section = document.sections[0]
    text_width = section.page_width - section.left_margin - section.right_margin
    assert shape.width / text_width == pytest.approx(PICTURE, abs=0.01)
    assert (tmp_path / "card.png").stat().st_size > 50_000
    with pytest.raises(InputError, match="--force"):
        write_card(card, text, tmp_path / "card.docx")
    with pytest.raises(InputError, match=r"card\.txt: a card is written as \.png"):
        write_card(card, text, tmp_path / "card.txt")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_words_of_the_picture_are_cut_or_overlap(card: CardFindings, lang: str) -> None:
    import matplotlib as mpl

    from zysim.plots.style import house_style

    mpl.use("Agg")
    long = "很长的方案名称" * 12 if lang == "zh" else "a very long name of a case " * 7
    named = replace(card.case, title_zh=long * 4, title_en=long * 4)
    for question in (None, long):
        text = tell_card(card, lang)
        if question:
            text = replace(text, question=question)
            card = replace(card, case=named)
        with house_style():
            figure = draw_card(card, text)
            figure.canvas.draw()
            boxes = [each.get_window_extent() for each in figure.texts if each.get_text()]
            chart = figure.axes[0].get_tightbbox()
        assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)
        assert all(box.y0 >= 0 for box in boxes)
        assert chart.y1 <= figure.bbox.y1
        assert all(box.x1 <= chart.x0 or box.y1 <= chart.y0 for box in boxes)
        flow = sorted(boxes[:-1], key=lambda box: -box.y1)
        for upper in flow:
            for lower in flow:
                if lower.y1 < upper.y1 - 1 and lower.x0 < upper.x1 and upper.x0 < lower.x1:
                    assert lower.y1 <= upper.y0 + 2
        mpl.pyplot.close(figure)


def test_json_holds_numbers_and_text(card: CardFindings) -> None:
    record = record_of(card, tell_card(card, "en"))
    assert sum(each["value"] for each in record["causes"]) == pytest.approx(record["difference"])
    assert record["probability"]["low"] <= record["probability"]["record"][0]
    assert record["text"]["answer"] == tell_card(card, "en").answer
    assert set(record["numbers"]) == {card.case.id, card.against.id}


def test_the_account_of_the_plan_is_the_nearest_of_the_matrix(card: CardFindings) -> None:
    nearest = account_matrix(card.project, card.case, members=256).nearest.account
    assert card.plan_account == nearest
    zh, en = card.project.city.accounts[nearest].label
    assert told_of(card, "zh")["换一种口径"].rstrip("。").endswith(f"{zh}（推断）")
    assert told_of(card, "en")["Under another account"].rstrip(".").endswith(f"{en} (inferred)")


def test_a_table_of_numbers_stands_by_account(card: CardFindings) -> None:
    rows = numbers_rows(card.numbers[1], card.project.city, None, "en")
    assert [each.split()[0] for each in rows[0][1:]] == list("ABCD")
    level = next(row for row in rows if row[0].startswith("Peak level"))
    assert level[2].split("–")[1] == f"{card.numbers[1].accounts['B'].level[1]:.2f}"


def test_a_document_of_its_own_has_the_question_as_title(
    card: CardFindings, tmp_path: Path
) -> None:
    text = tell_card(card, "en")
    write_word(paper_of(text), tmp_path / "a.docx")
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == text.question


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--against", "plan"], "the same settings, so nothing to compare"),
        (["plam"], "Did you mean 'plan'"),
        (["plan", "-o", "card.txt"], "a card is written as .png"),
        (["plan", "--boundary", "Z"], "no account 'Z'"),
    ],
)
def test_bad_words_are_refused(words: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["card", *words], env={"ZYSIM_LANG": "en"})
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_the_reference_is_held_against_the_main_case() -> None:
    project = open_project()
    city = project.city
    for case, against in [(city.reference, city.main), (city.main, city.reference)]:
        chosen = choose_one(project, case, {})
        assert choose_against(project, None, [chosen]).id == against
    both = [choose_one(project, name, {}) for name in (city.reference, city.main)]
    assert choose_against(project, None, both).id == city.reference
    assert choose_against(project, city.reference, both[:1]).id == city.reference


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_works_on_another_city(lang: str, tmp_path: Path) -> None:
    harbour = Path(__file__).parents[2] / "data/harbour"
    words = ["--city", str(harbour), "card", "-n", "16", "-o", str(tmp_path / "c.md")]
    shown = CliRunner().invoke(main, words, env={"ZYSIM_LANG": lang})
    assert shown.exit_code == 0, shown.stderr
    city = "Harbourton" if lang == "en" else read_city(harbour).name[0]
    assert city in shown.stdout.splitlines()[0]
    assert (tmp_path / "c.md").read_text("utf-8").startswith("# ")
    for known in ("资阳", "Ziyang", "2030"):
        assert known not in shown.stdout
    record = CliRunner().invoke(main, [*words[:-2], "--json"], env={"ZYSIM_LANG": lang})
    document = json.loads(record.stdout)
    # A line that is folded loses its blank.
    answer, text = (re.sub(r"\s", "", each) for each in (document["text"]["answer"], shown.stdout))
    assert answer in text
    causes = sum(each["value"] for each in document["causes"])
    assert causes == pytest.approx(document["difference"])


def test_the_present_value_is_of_the_years_that_costs_are_counted(card: CardFindings) -> None:
    account = card.cost
    assert account is not None
    first, last = account.book.first, account.book.last
    value = money_text(band(account.present[account.rate]).median, 0, "zh")
    assert last < account.years[-1]
    assert f"{first}—{last} 年净现值：{value} 亿元" in told_of(card, "zh")["花多少钱、谁出"]


@pytest.mark.parametrize("sign", [1, -1])
def test_the_cost_told_is_that_of_its_year_and_a_gain_has_its_range_turned(
    card: CardFindings, sign: int
) -> None:
    assert card.cost is not None
    account = replace(card.cost, money=sign * card.cost.money)
    year = account.book.first + 4
    total = band(account.total[:, account.years == year][:, 0])
    text = cost_words(account, card.project.city, "基线", "zh")
    found = re.match(r"与“基线”相比，(\d+) 年(\S+) ([\d.]+) 亿元（[^）]*：(.*?)）：(.*?)。", text)
    assert found is not None
    assert found[1] == str(year)
    saves = total.median < 0
    assert found[2] == ("净收益" if saves else "净支出")
    assert float(found[3]) == pytest.approx(abs(total.median), abs=0.0501)
    assert found[4] == money_range(total.low, total.high, 1, "zh", saves=saves)
    # Payers, each with the word for its sign, add up to it; nothing is spent below 0.
    gains, spends = (
        sum(map(float, re.findall(r"(?<=\D)\d+\.\d", part)))
        for word in ("净收益", "净支出")
        for part in [next((p for p in found[5].split("；") if p.startswith(f"{word}的有")), "")]
    )
    assert spends - gains == pytest.approx((-1 if saves else 1) * float(found[3]), abs=1e-9)
    for said in (text, cost_words(account, card.project.city, "Baseline", "en")):
        assert not re.search(r"[−-]\d", re.sub(r"\d{4}[–—]\d{4}", "", said)), said


def test_what_was_sought_and_what_is_on_track_is_told(
    card: CardFindings,
    tmp_path: Path,
    seek_record: dict[str, Any],
    update_record: dict[str, Any],
) -> None:
    project, path = card.project, tmp_path / "seek.json"
    path.write_text(json.dumps(seek_record), encoding="utf-8")
    (tmp_path / "update.json").write_text(json.dumps(update_record), encoding="utf-8")
    plain = told_of(card, "zh")
    assert not {"怎么办", "在轨吗"} & set(plain)
    sought, tracked = read_sought(path, project), read_tracked(tmp_path, project)
    whole = replace(card, sought=(sought,), tracked=tracked)
    said = told_of(whole, "zh")
    for word in ("八成把握按期达峰", sought.case[0], "15%", "82%", "79%", "85%", "少花约 1.2 亿元"):
        assert word in said["怎么办"], word
    assert "80% 在检验误差之内" in said["怎么办"]
    red = project.tables.targets["T01"].label_zh
    light = WORDS[light_of(update_record["after"])][0]
    for word in (
        "2027 年",
        f"大致各半，判断为“{light}”",
        "从很不可能到较可能",
        "62%",
        "41%",
        "5% 至 80%",
        "在轨 1 项",
        red,
    ):
        assert word in said["在轨吗"], word
    assert "这一判断针对" not in said["在轨吗"]
    other = told_of(replace(whole, account="A"), "en")["On track?"]
    assert "off track" in other
    assert "Judged for" in other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "is not what zysim seek QUESTION --json writes"),
        ("[1", "is not what zysim seek"),
        ({"case": "plam"}, "Did you mean 'plan'"),
    ],
)
def test_a_file_of_something_else_is_refused(
    card: CardFindings,
    tmp_path: Path,
    seek_record: dict[str, Any],
    text: str | dict[str, Any],
    said: str,
) -> None:
    path = tmp_path / "seek.json"
    path.write_text(
        text if isinstance(text, str) else json.dumps(seek_record | text), encoding="utf-8"
    )
    with pytest.raises(InputError, match=said) as caught:
        read_sought(path, card.project)
    assert caught.value.zh
    with pytest.raises(InputError, match="update"):
        read_tracked(path, card.project)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_county_has_its_own_peak(card: CardFindings, lang: str) -> None:
    said = told_of(card, lang)["各区县" if lang == "zh" else "Counties"]
    years = card.found.years
    for name, label in card.project.city.counties.items():
        members = card.found.of(f"county_co2[{name}]")[1]
        year = int(median(years[members.argmax(axis=1)]))
        part = said[said.index(label[lang == "en"]) :]
        shown = f"≤{year}" if year == years[0] else str(year)
        assert f"{label[lang == 'en']} {shown}" in part
        level = median(members.max(axis=1))
        assert (f"{100 * level:.0f} 万吨" if lang == "zh" else f"{level:.2f} Mt") in part


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_document_is_one_page_in_letters_as_large_as_fit(card: CardFindings, lang: str) -> None:
    text = tell_card(card, lang)
    size = paper_of(text).sheet
    columns = paper_of(text).tables[0].shares
    assert sheet_height(text, columns, size) <= HIGH
    assert sheet_height(text, columns, size + 1.0) > HIGH
    longer = replace(text, paragraphs=(*text.paragraphs, ("a", "字" * 900)))
    assert SMALLEST <= sheet_size(longer, columns) < size


OFFICE = shutil.which("soffice")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_another_program_sets_a_document_on_one_page(card: CardFindings, tmp_path: Path) -> None:
    names = [f"{lang}.docx" for lang in ("zh", "en")]
    for name in names:
        write_card(card, tell_card(card, name[:2]), tmp_path / name)
    convert = [str(OFFICE), "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    home = {**os.environ, "HOME": str(tmp_path)}
    paths = [str(tmp_path / name) for name in names]
    subprocess.run([*convert, *paths], check=True, capture_output=True, env=home, timeout=300)
    for name in names:
        sheet = (tmp_path / name).with_suffix(".pdf").read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
