"""Read what a study seeks: the table ``[seek]``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zysim.inputs.problems import not_known
from zysim.inputs.toml_table import TomlTable

CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeHold:
    """An outcome lies at or beyond a bound with a probability."""

    outcome: str
    bound: float
    least: bool
    """True: at least the bound; False: at most."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySeek:
    """What may move, what must hold, and what is wanted."""

    move: tuple[str, ...]
    """Ids of factors; the others are drawn as the study says."""
    wanted: str
    """``change``, the least move away from the first case, or the id of an outcome."""
    most: bool
    """Whether the outcome is wanted as large as can be, not as small."""
    holds: tuple[OutcomeHold, ...]


def read_seek(
    table: TomlTable, factors: Collection[str], outcomes: Collection[str]
) -> StudySeek | None:
    """Read ``[seek]``; what is wrong with it is noted in the table. None where there is none."""
    if not table.data:
        return None
    move = table.texts("move")
    if not move:
        table.note('move: name the factors that may move: ["a"]', "move：请列出可变动的因素")
    for name in move:
        if name not in factors:
            found = not_known(("factor", "因素"), name, factors)
            table.note(found.en, found.zh)
    wanted, most = table.text("least", ""), table.text("most", "")
    if wanted and most:
        table.note("give least or most, not both", "least 与 most 只能写一个")
    if (most or wanted) not in ("", CHANGE, *outcomes) or most == CHANGE:
        found = not_known(("outcome", "结果"), most or wanted, [CHANGE, *outcomes])
        table.note(found.en, found.zh)
    holds = tuple(
        _hold(name, each, outcomes) for name, each in table.table("holds").tables().items()
    )
    if not holds and (most or wanted) in ("", CHANGE):
        table.note(
            "nothing is asked: write [seek.holds.NAME], or least or most with an outcome",
            "没有要求：请写 [seek.holds.名称]，或用 least、most 写出一个结果",
        )
    table.finish()
    return StudySeek(move=move, wanted=most or wanted or CHANGE, most=bool(most), holds=holds)


def _hold(name: str, table: TomlTable, outcomes: Collection[str]) -> OutcomeHold:
    outcome = table.text("outcome", name)
    if outcome not in outcomes:
        found = not_known(("outcome", "结果"), outcome, outcomes)
        table.note(found.en, found.zh)
    bounds = {key: table.number(key) for key in ("at_least", "at_most")}
    given = [key for key, value in bounds.items() if value is not None]
    if len(given) != 1:
        table.note("write one of at_least and at_most", "请写 at_least 与 at_most 之一")
    probability = table.number("probability")
    probability = 1.0 if probability is None else probability
    if not 0 < probability <= 1:
        table.note(
            f"probability {probability:g} must lie above 0 and not above 1, such as 0.8",
            f"概率 {probability:g} 应大于 0 且不大于 1，例如 0.8",
        )
    table.finish()
    return OutcomeHold(
        outcome=outcome,
        bound=next((value for value in bounds.values() if value is not None), 0.0),
        least=given == ["at_least"],
        probability=probability,
    )
