"""The numbers of a figure as a tidy table: one number a row, in the unit of the language."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from zysim.report.figure.find import FigureFound
from zysim.wording import Lang, pick

COLUMNS = (
    "case",
    "case_title",
    "variable",
    "name",
    "account",
    "year",
    "statistic",
    "value",
    "unit",
    "source",
    "quality",
    "use",
)
FORMULA = ("=", "+", "-", "@", "\t")
"""A text that begins so is a formula to a spreadsheet."""


def figure_table(found: FigureFound, lang: Lang) -> pd.DataFrame:
    """Return every number drawn.

    Returns
    -------
    pandas.DataFrame
        ``COLUMNS``; ``statistic`` is ``P50`` and the like for the model, ``observed`` for the
        history and ``independent`` for an estimate of someone else.
    """
    rows: list[dict[str, Any]] = []
    first, last = found.span
    for shown in found.shown:
        scale = shown.scale(lang)
        same = {
            "variable": shown.id,
            "name": pick(shown.label, lang),
            "account": shown.account,
            "unit": shown.axis(lang),
        }
        for case, title in found.titles.items():
            for place, percentile in enumerate(found.spec.percentiles):
                rows += [
                    {
                        **same,
                        "case": case,
                        "case_title": pick(title, lang),
                        "year": int(year),
                        "statistic": f"P{percentile:g}",
                        "value": float(value) * scale,
                    }
                    for year, value in zip(
                        found.years, found.bands[shown.id, case][place], strict=True
                    )
                ]
        for kind, seen in (("observed", shown.observed), ("independent", shown.independent)):
            rows += [
                {
                    **same,
                    "case": each.series,
                    "year": each.year,
                    "statistic": kind,
                    "value": each.value * scale,
                    "source": each.provenance.source,
                    "quality": each.provenance.quality,
                    "use": each.use,
                }
                for each in seen
                if first <= each.year <= last
            ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that Excel opens as text and numbers, and never as a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        for row in table.itertuples(index=False):
            writer.writerow([_cell(each) for each in row])


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return safe_text(value)
    return "" if pd.isna(value) else f"{value:.10g}"


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> safe_text("=1+1"), safe_text("plan")
    ("'=1+1", 'plan')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
