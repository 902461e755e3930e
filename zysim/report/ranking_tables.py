"""The answer of a Sobol study as tables that are small enough to review."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from zysim.arrays import FloatArray
from zysim.sensitivity.given_data import GivenRanking
from zysim.sensitivity.ranking import Ranking, WidthCheck
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.screening import Screening
from zysim.sensitivity.sobol import Indices
from zysim.sensitivity.space import Space

PLACES = 6
"""Digits after the point: below the interval of any index."""


def index_table(ranking: Ranking, space: Space) -> pd.DataFrame:
    """Return one row per outcome and factor, the largest ST first.

    Returns
    -------
    pandas.DataFrame
        Columns ``outcome``, ``rank``, ``factor``, ``label_zh``, ``label_en``, ``kind``;
        ``S1``, ``ST`` with ``S1_half`` and ``ST_half``, halves of their 95 % intervals (the wider
        of bootstrap and replicates); ``top1``, ``top3``, ``top5``, chances to be among them;
        ``effect`` with ``effect_half`` (missing for factors of more than one constant), in
        ``effect_unit``.
    """
    rows = []
    for at, outcome in enumerate(ranking.outcomes):
        unit = ranking.measured[outcome].unit[1]
        for place, factor in enumerate(ranking.order(outcome), start=1):
            each = space.factors[factor]
            single = ranking.single.index(factor) if factor in ranking.single else None
            rows.append(
                {
                    "outcome": outcome,
                    "rank": place,
                    "factor": each.id,
                    "label_zh": each.label[0],
                    "label_en": each.label[1],
                    "kind": each.kind,
                    "S1": ranking.indices.first.value[factor, at],
                    "S1_half": ranking.indices.first.half_width[factor, at],
                    "ST": ranking.indices.total.value[factor, at],
                    "ST_half": ranking.indices.total.half_width[factor, at],
                    **{
                        f"top{first}": ranking.ranks.top[first - 1, factor, at]
                        for first in (1, 3, 5)
                        if first <= len(space.factors)
                    },
                    "effect": np.nan if single is None else ranking.effects.value[single, at],
                    "effect_half": (
                        np.nan if single is None else ranking.effects.half_width[single, at]
                    ),
                    "effect_unit": "" if single is None else _effect_unit(unit, each.kind),
                }
            )
    return pd.DataFrame(rows).round(PLACES)


def _effect_unit(unit: str, kind: str) -> str:
    return f"{unit} per setting of 1" if kind == "lever" else f"{unit} from lowest to highest"


def year_table(ranking: Ranking, space: Space) -> pd.DataFrame:
    """Return the indices of the leading series in each year; no rows if it never varies.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``factor``, ``S1``, ``ST``, ``ST_half``, and ``variance`` of emissions in
        that year ((Mt/year)^2); last the rows with year ``all``, weighed by variance.
    """
    if ranking.by_year is None or ranking.all_years is None:
        return pd.DataFrame(columns=["year", "factor", "S1", "ST", "ST_half", "variance"])
    parts = [
        _indices_of(str(year), space, ranking.by_year, at) for at, year in enumerate(ranking.years)
    ]
    return pd.concat(
        [*parts, _indices_of("all", space, ranking.all_years, 0)], ignore_index=True
    ).round(PLACES)


def _indices_of(year: str, space: Space, indices: Indices, at: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": year,
            "factor": [each.id for each in space.factors],
            "S1": indices.first.value[:, at],
            "ST": indices.total.value[:, at],
            "ST_half": indices.total.half_width[:, at],
            "variance": indices.variance.value[at],
        }
    )


def convergence_table(ranking: Ranking) -> pd.DataFrame:
    """Return the three statistics of convergence by outcome and number of rows."""
    parts = [
        pd.DataFrame(
            {
                "outcome": outcome,
                "rows": list(each.rows),
                "index_width": each.width[:, 0],
                "rank_shift": each.ranking[:, 0],
                "screening_width": each.screening[:, 0],
            }
        )
        for outcome, each in zip(ranking.outcomes, ranking.convergence, strict=True)
    ]
    return pd.concat(parts, ignore_index=True).round(PLACES)


def pair_table(second: Estimate, top: Sequence[int], space: Space) -> pd.DataFrame:
    """Return S2 of the main outcome, a row per pair of factors, one of them a leading one."""
    rows = [
        {
            "first": space.factors[one].id,
            "second": space.factors[other].id,
            "S2": second.value[at, other],
            "S2_half": second.half_width[at, other],
        }
        for at, one in enumerate(top)
        for other in range(len(space.factors))
        if other != one and not (other in top and top.index(other) < at)
    ]
    return pd.DataFrame(rows).sort_values("S2", ascending=False, ignore_index=True).round(PLACES)


def width_table(checks: Sequence[WidthCheck], space: Space) -> pd.DataFrame:
    """Return how ranks hang on the widths of ranges."""
    return pd.DataFrame(
        {
            "factor": [space.factors[each.factor].id for each in checks],
            "rank": [each.rank for each in checks],
            "rank_half": [each.rank_half for each in checks],
            "rank_double": [each.rank_double for each in checks],
            "ST": [each.total for each in checks],
            "ST_half_range": [each.total_half for each in checks],
            "ST_double_range": [each.total_double for each in checks],
        }
    ).round(PLACES)


def pawn_table(medians: FloatArray, ranking: Ranking, space: Space) -> pd.DataFrame:
    """Return PAWN's order beside that of ST, for single factors and the leading outcome."""
    totals = ranking.indices.total.value[list(ranking.single), 0]
    table = pd.DataFrame(
        {
            "factor": [space.factors[at].id for at in ranking.single],
            "pawn_median": medians,
            "pawn_rank": (-medians).argsort().argsort() + 1,
            "ST": totals,
            "ST_rank": (-totals).argsort().argsort() + 1,
        }
    )
    return table.sort_values("pawn_rank", ignore_index=True).round(PLACES)


def given_table(found: GivenRanking, space: Space) -> pd.DataFrame:
    """Return one row per outcome and factor of a design of any kind, the largest S1 first."""
    rows = [
        {
            "outcome": outcome,
            "rank": place,
            "factor": space.names[factor],
            "label_zh": space.labels[factor][0],
            "label_en": space.labels[factor][1],
            "S1": found.first.value[factor, at],
            "S1_half": found.first.half_width[factor, at],
        }
        for at, outcome in enumerate(found.outcomes)
        for place, factor in enumerate(found.order(outcome), start=1)
    ]
    return pd.DataFrame(rows).round(PLACES)


def screening_table(screening: Screening, space: Space) -> pd.DataFrame:
    """Return one row per outcome and factor of a Morris study, the largest mu* first."""
    rows = [
        {
            "outcome": outcome,
            "rank": place,
            "factor": space.factors[factor].id,
            "label_zh": space.factors[factor].label[0],
            "label_en": space.factors[factor].label[1],
            "kind": space.factors[factor].kind,
            "mu_star": screening.size[factor, at],
            "mu_star_half": screening.size_half[factor, at],
            "mu": screening.mean[factor, at],
            "sigma": screening.spread[factor, at],
        }
        for at, outcome in enumerate(screening.outcomes)
        for place, factor in enumerate(screening.order(outcome), start=1)
    ]
    return pd.DataFrame(rows).round(PLACES)
