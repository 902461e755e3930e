"""Errors against history: docs/fit.csv and both pages tell today's beside the first form's."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from zysim.answers.fit import USES, FitResult, fit
from zysim.wording import Lang, pick

DOCS = Path(__file__).parents[2] / "docs"
TABLE = DOCS / "fit.csv"
HEAD = ["series", "variable", "use", "first", "last", "before", "now"]
PLACE = re.compile(r"(?s)(?<=<!-- fit -->\n).*(?=<!-- end -->)")
CLOSE = 0.05
"""Errors that differ by less, in points, are told as equal."""
HEADS = {
    "zh": "| 序列 | 变量 | 用途 | 年份 | 第一版 % | 现在 % |\n|---|---|---|---|--:|--:|\n",
    "en": "| series | variable | use | years | first form % | now % |\n|---|---|---|---|--:|--:|\n",
}
SAID = {
    "zh": "\n变好：{better}。\n\n变差：{worse}。\n\n其余相差不到 0.05 个百分点，或第一版没有。\n",
    "en": "\nBetter: {better}.\n\nWorse: {worse}.\n\n"
    "The others are within 0.05 points, or not in the first form.\n",
}
MARKS: dict[Lang, tuple[str, str]] = {"zh": ("、", "（{use}）"), "en": (", ", " ({use})")}


@pytest.fixture(scope="module")
def found() -> FitResult:
    return fit()


def rows_now(found: FitResult) -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        before = {(row["series"], row["use"]): row["before"] for row in csv.DictReader(file)}
    return [
        [
            each.series,
            each.variable,
            each.use,
            str(each.years[0]),
            str(each.years[-1]),
            before.get((each.series, each.use), ""),
            f"{each.mape:.1f}",
        ]
        for each in found
    ]


def told(rows: list[list[str]], lang: Lang) -> str:
    """Return the part of a page between its marks."""
    lines, better, worse = [], [], []
    comma, brackets = MARKS[lang]
    for series, variable, use, first, last, before, now in rows:
        years = first if first == last else f"{first}–{last}"
        word = pick(USES[use], lang)
        cells = (f"`{series}`", f"`{variable}`", word, years, before or "–", now)
        lines.append(f"| {' | '.join(cells)} |\n")
        if before and abs(float(now) - float(before)) > CLOSE:
            name = f"`{series}`{brackets.format(use=word)}"
            (better if float(now) < float(before) else worse).append(f"{name} {before} → {now}")
    ends = SAID[lang].format(better=comma.join(better), worse=comma.join(worse))
    return HEADS[lang] + "".join(lines) + ends


def test_the_errors_of_today(found: FitResult, request: pytest.FixtureRequest) -> None:
    rows = rows_now(found)
    pages: dict[Lang, Path] = {"zh": DOCS / "zh" / "fit.md", "en": DOCS / "en" / "fit.md"}
    if request.config.getoption("--write-reference"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *rows])
        for lang, path in pages.items():
            text = PLACE.sub(lambda _, lang=lang: told(rows, lang), path.read_text("utf-8"))
            path.write_text(text, encoding="utf-8")
        pytest.skip("wrote fit.csv and the pages")
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [*csv.reader(file)] == [HEAD, *rows], "if it is meant: nox -s reference"
    for lang, path in pages.items():
        assert told(rows, lang) in path.read_text("utf-8"), path


def test_what_the_pages_say_of_single_series_holds(found: FitResult) -> None:
    """Every half-year of thermal power within 15 %, the grid factor within 3 %."""
    shown = {each.series: each for each in found if each.use == "show"}
    assert shown["grid_factor"].mape < 3
    assert max(shown[f"province_thermal_{half}"].mape for half in ("wet", "dry")) < 15
