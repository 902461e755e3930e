"""Which outcomes can be ranked, and from which rows: one rule for runs without a value.

An outcome may have no value in a run: emissions that never stop growing have no peak year, a
population that never reaches a level has no year of reaching it. Such a run is never given a
value that stands for none. A row of the design is compared as a whole, so a row with such a run
is left out, for that outcome alone; where more than a tenth of the rows would be, the outcome is
not ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import ResultError
from zysim.sensitivity.guards import LEAST_ROWS, varying
from zysim.wording import Pair

MOST_LOST = 0.1
"""With a larger share of rows without a value, an outcome is not ranked."""
CONSTANT: Pair = ("在所有运行中相同（{value:g}）", "the same in all runs ({value:g})")
STILL: Pair = (
    "{parts} 次重复中有 {still} 次取值不变，请增加行数",
    "constant in {still} of {parts} replicates: take more rows",
)
LOST: Pair = (
    "{runs:.1%} 的运行没有此值，涉及 {rows:.1%} 的行，超过 {most:.0%}",
    "{runs:.1%} of the runs have no such value, in {rows:.1%} of the rows: more than {most:.0%}",
)
FEW: Pair = ("剩余的行不足 {least} 行", "fewer than {least} rows are left")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """What is ranked."""

    outcomes: tuple[str, ...]
    rows: BoolArray
    """Rows each outcome rests on, shape ``(outcome, row)``."""
    lacking: Mapping[str, float]
    """Outcome, ranked or not, to the share of its runs without a value."""
    left_out: Mapping[str, Pair]
    """Outcomes not ranked, and why, in Chinese and English."""


def keep_rows(
    values: FloatArray, names: Sequence[str], *, groups: int, replicate: IntArray
) -> Kept:
    """Choose the outcomes that can be ranked and the rows each rests on.

    Parameters
    ----------
    values
        Shape ``(row, block, outcome)``; NaN where a run has no value.
    names
        Id of each outcome.
    groups
        As in the design.
    replicate
        Number of the replicate of each row, shape ``(row,)``.

    Examples
    --------
    >>> values = np.random.default_rng(0).random((64, 4, 2))
    >>> values[:, :, 1] = 7.0
    >>> kept = keep_rows(values, ["a", "b"], groups=2, replicate=np.zeros(64, dtype=int))
    >>> kept.outcomes, kept.left_out["b"][1]
    (('a',), 'the same in all runs (7)')
    """
    finite = np.isfinite(values)
    found: dict[str, BoolArray] = {}
    left_out: dict[str, Pair] = {}
    for at, name in enumerate(names):
        whole: BoolArray = np.all(finite[:, :, at], axis=1)
        reason = _reason(values[:, :, [at]], whole, groups, replicate)
        if reason is None:
            found[name] = whole
        else:
            left_out[name] = reason
    return Kept(
        outcomes=tuple(found),
        rows=np.array(list(found.values()), dtype=bool).reshape(len(found), len(values)),
        lacking={name: 1 - float(finite[:, :, at].mean()) for at, name in enumerate(names)},
        left_out=left_out,
    )


def _reason(values: FloatArray, whole: BoolArray, groups: int, replicate: IntArray) -> Pair | None:
    """Return why one outcome, of shape ``(row, block, 1)``, cannot be ranked; None if it can."""
    lost = lost_reason(values, whole)
    if lost is not None:
        return lost
    kept, of = values[whole], replicate[whole]
    numbers = np.unique(replicate)
    if min(int((of == each).sum()) for each in numbers) < LEAST_ROWS:
        return _told(FEW, least=LEAST_ROWS)
    if not varying(kept, groups=groups)[0]:
        return constant_reason(kept)
    still = sum(not varying(kept[of == each], groups=groups)[0] for each in numbers)
    return _told(STILL, still=still, parts=numbers.size) if still else None


def lost_reason(values: FloatArray, whole: BoolArray) -> Pair | None:
    """Return why an outcome with so few whole rows is not ranked; None where enough are."""
    lost = 1 - float(whole.mean())
    if lost <= MOST_LOST:
        return None
    return _told(LOST, runs=1 - float(np.isfinite(values).mean()), rows=lost, most=MOST_LOST)


def constant_reason(values: FloatArray) -> Pair:
    """Say that an outcome is the same in all runs, with its value."""
    return _told(CONSTANT, value=float(values.reshape(-1)[0]))


def nothing_left(left_out: Mapping[str, Pair]) -> ResultError:
    """Return the error that says of each outcome why it cannot be ranked."""
    zh = "；".join(f"{name}：{why[0]}" for name, why in left_out.items())
    en = "; ".join(f"{name}: {why[1]}" for name, why in left_out.items())
    return ResultError(
        f"no outcome can be ranked. {en}. Vary more, or ask for another outcome.",
        zh=f"没有可排序的结果。{zh}。请扩大变化范围，或换一个结果。",
    )


def _told(words: Pair, **values: float) -> Pair:
    return words[0].format(**values), words[1].format(**values)
