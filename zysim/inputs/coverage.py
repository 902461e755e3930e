"""Read params/plan_coverage.csv: what became of every clause of the plan."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, matching
from zysim.inputs.problems import Problem
from zysim.wording import Lang, Pair, pick

Status = Literal["modelled", "partly", "not modelled"]
CLAUSE = matching(
    r"aims|C[0-9]+(\.[0-9]+)?|P[0-9]+", "应写成 C1.1、C7 或 P2", "must be written as C1.1, C7 or P2"
)
AIMS = "aims"
"""Stands for the plan's chapter of main aims, which has no number."""
AIMS_NAME: Pair = ("主要目标", "main aims")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One clause of the plan and how the model answers it."""

    clause: Annotated[str, CLAUSE, Field("方案条款，如 C1.1", "clause of the plan", key=True)]
    action_zh: Annotated[str, Field("条款要做什么（中文）", "what it asks for, in Chinese")]
    status: Annotated[Status, Field("是否建模", "whether it is modelled")]
    levers: Annotated[
        tuple[str, ...], Field("对应的措施", "levers it is modelled by", empty=True, of="lever")
    ]
    targets: Annotated[
        tuple[str, ...], Field("对应的目标", "targets it states", empty=True, of="target")
    ]
    variables: Annotated[
        tuple[str, ...],
        Field(
            "承载该机制或最接近的模型变量",
            "variables of the model that carry the mechanism, or come nearest",
            empty=True,
        ),
    ]
    reason_zh: Annotated[
        str, Field("未建模部分的原因（中文）", "why part is left out, in Chinese", empty=True)
    ]
    reason_en: Annotated[
        str, Field("未建模部分的原因（英文）", "why part is left out, in English", empty=True)
    ]

    def wrong(self) -> Iterator[Problem]:
        """Say what the status asks for and is not there, or is there and should not be."""
        if self.status == "not modelled" and self.levers:
            yield Problem("is not modelled, yet names levers", "标为 not modelled，却列出了措施")
        if self.status != "not modelled" and not (self.levers or self.targets or self.variables):
            yield Problem(
                f"is {self.status}, yet names no lever, target or variable",
                f"标为 {self.status}，却没有列出措施、目标或变量",
            )
        for name in ("reason_zh", "reason_en"):
            if self.status != "modelled" and not getattr(self, name):
                yield Problem(f"{name} is empty", f"{name} 为空")


def clause_name(clause: str, lang: Lang) -> str:
    """Return how a clause is told.

    >>> clause_name("C1.1", "zh"), clause_name("aims", "zh")
    ('C1.1', '主要目标')
    """
    return pick(AIMS_NAME, lang) if clause == AIMS else clause


def read_coverage(
    path: Path,
    levers: Collection[str] | None = None,
    targets: Collection[str] | None = None,
) -> Mapping[str, Coverage]:
    """Read the table of clauses.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Coverage` as columns; lists are written ``one;two``.
    levers, targets
        Ids that may be named; None leaves them unchecked.

    Returns
    -------
    Mapping
        Clause to its coverage, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    return read_records(path, Coverage, {"lever": levers, "target": targets})
