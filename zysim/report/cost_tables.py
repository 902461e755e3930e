"""Tables of the costs of cases: years, single items, measures and air pollutants."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zysim.sensitivity.cost_answer import CostAnswer


def cost_tables(answers: Sequence[CostAnswer]) -> dict[str, pd.DataFrame]:
    """Return the tables by name; money in yi CNY, one row for each year, item or measure.

    ``years``: total with P10 and P90, payers and kinds. ``items``: each payment. ``measures``:
    cost, tonnes and cost per tonne. ``air``: tonnes of pollutants avoided.
    """
    records = [each.to_record() for each in answers]
    years = [record for each in answers for record in each.year_records()]
    return {
        "years": pd.json_normalize(years),
        "items": _rows(records, "items"),
        "measures": _rows(records, "groups"),
        "air": pd.DataFrame(
            [
                {"case": record["case"], "pollutant": name, **row}
                for record in records
                for name, rows in record["air_avoided_t"].items()
                for row in rows
            ]
        ),
    }


def measure_rows(answer: CostAnswer) -> pd.DataFrame:
    """Return measures that have a cost per tonne, as the picture takes them."""
    return pd.DataFrame(
        [
            {
                "label_zh": each.label[0],
                "label_en": each.label[1],
                "avoided_wan_t": answer.shares[each.id][1],
                "cny_per_tonne": each.per_tonne.median,
                "low": each.per_tonne.low,
                "high": each.per_tonne.high,
            }
            for each in answer.groups
            if each.per_tonne is not None
        ]
    )


def _rows(records: Sequence[dict[str, object]], name: str) -> pd.DataFrame:
    rows = [
        {"case": record["case"], **row}
        for record in records
        for row in record[name]  # type: ignore[attr-defined]
    ]
    # Where some rows have no quotient, its empty column would stand beside those of the others.
    table = pd.json_normalize(rows).dropna(axis="columns", how="all")
    for column in table.columns:
        if table[column].map(lambda cell: isinstance(cell, list)).any():
            table[column] = table[column].map(";".join)
    return table
