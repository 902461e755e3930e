"""Read params/payments.csv: who pays whom for how much of what, and which levers it belongs to."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.city import OUTSIDE
from zysim.inputs.costs import Cost
from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.levers import Lever
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.provenance import SCALAR, Label, ScalarId
from zysim.wording import Pair

Kind = Literal[
    "capital", "upkeep", "energy", "revenue", "transfer", "administrative", "less_service"
]
UNPAID = ("administrative", "less_service")
"""Kinds of rows that only say why a lever has no resource cost."""
FLOW = ("price", "quantity", "payer", "receiver")
"""Fields that only rows of money have."""
QUANTITY: Pair = (
    "模型变量，以“ + ”“ - ”连接；数组取合计",
    "variables of the model joined by ' + ' and ' - '; arrays are summed",
)
_SIGNS = re.compile(r"\s([+-])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A variable of the model that is added to a quantity, or taken from it."""

    sign: float
    name: str
    """Scalar id, or id of a whole array, which is summed."""


def read_quantity(text: str) -> tuple[Term, ...]:
    """Read variables joined by plus and minus signs, with spaces around the signs.

    >>> [(term.sign, term.name) for term in read_quantity("gas_export - gas_import")]
    [(1.0, 'gas_export'), (-1.0, 'gas_import')]
    """
    first, *rest = _SIGNS.split(text.strip())
    signs = ["+", *rest[::2]]
    names = [first, *rest[1::2]]
    return tuple(
        Term(sign=1.0 if sign == "+" else -1.0, name=name.strip())
        for sign, name in zip(signs, names, strict=True)
    )


def read_terms(text: str) -> tuple[Term, ...] | Problem:
    """Read a quantity; say which names cannot be ids of the model."""
    terms = read_quantity(text)
    wrong = [each.name for each in terms if each.name and [*SCALAR.check("", each.name)]]
    if wrong:
        return Problem(
            f"{wrong[0]!r} is not an id of the model; join ids by ' + ' and ' - '",
            f"{wrong[0]!r} 不是模型标识；各标识之间用“ + ”“ - ”连接",
        )
    return terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that goes from a payer to a receiver every year."""

    id: Annotated[ScalarId, Field("标识", "id", key=True)]
    label: Label
    kind: Annotated[
        Kind,
        Field(
            "种类：投资、运维、能源、收入、转移；后两类只说明措施为何没有费用",
            "kind of payment; the last two only say why a lever has no cost of its own",
        ),
    ]
    price: Annotated[
        str,
        Field(
            "costs.csv 的 id 或模型的价格变量；数量本身是金额时为空",
            "id of a cost, or a variable that is a price; empty where the quantity is money",
            empty=True,
        ),
    ]
    quantity: Annotated[tuple[Term, ...], Field(*QUANTITY, empty=True, parse=read_terms)]
    payer: Annotated[
        str,
        Field("付款方：city.toml 的 [payers] 或 outside", "of [payers] or outside", empty=True),
    ]
    receiver: Annotated[str, Field("收款方，同上", "likewise, who is paid", empty=True)]
    levers: Annotated[
        tuple[str, ...],
        Field(
            "费用所属的措施；为空则由全部措施引起",
            "levers whose cost it is; empty for what follows from all of them",
            empty=True,
            of="lever",
        ),
    ]
    note: Annotated[str, Field("说明", "remark", empty=True)]

    def wrong(self) -> Iterator[Problem]:
        """Say what the kind of row asks for, and what it must not have."""
        if not self.paid:
            if not self.note:
                yield Problem("note is empty", "note 为空")
            for name in FLOW:
                if getattr(self, name):
                    yield Problem(
                        f"{name} must be empty in a row of kind {self.kind}: no money flows",
                        f"{self.kind} 类的行不涉及资金，{name} 应为空",
                    )
            return
        for name in FLOW[1:]:
            if getattr(self, name) == () or getattr(self, name) == "":
                yield Problem(f"{name} is empty", f"{name} 为空")
        if self.payer and self.payer == self.receiver:
            yield Problem(
                f"payer and receiver are both {self.payer}: nothing would flow",
                f"付款方与收款方同为 {self.payer}：没有资金流动",
            )

    @property
    def paid(self) -> bool:
        """Whether money flows; otherwise the row says why a lever costs nothing of its own."""
        return self.kind not in UNPAID

    @property
    def inside(self) -> bool:
        """Whether both sides are counted, so that the total does not change."""
        return OUTSIDE not in (self.payer, self.receiver)


def read_payments(
    path: Path,
    costs: Mapping[str, Cost] | None,
    levers: Mapping[str, Lever] | None,
    payers: Collection[str] | None,
) -> Mapping[str, Payment]:
    """Read the table of payments, by id in the order of the file; empty where a city has none.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Payment` as columns.
    costs, levers
        What a row may name; None leaves it unchecked.
    payers
        Whose money is counted, from ``[payers]`` of city.toml; None leaves them unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule, a cost has no payment, or an investment no lifetime; the message
        names the file and every row.
    """
    if not path.is_file():
        return {}

    def check(row: Payment) -> Iterator[Problem]:
        if row.paid:
            yield from _parties(row, payers)
            yield from _lifetime(row, costs)

    found = read_records(path, Payment, {"lever": levers}, check=check)
    problems = [
        Problem(
            "has a cost in costs.csv and no payment: add a row with this price, or take it out",
            "在 costs.csv 中有此单价，但没有付款行：请补一行，或删去该单价",
        ).under(name, name)
        for name in costs or {}
        if name not in {each.price for each in found.values()}
    ]
    problems += [
        Problem(
            "has no row: add its payments, or a row of kind administrative with the reason",
            "没有对应行：请补其付款，或加一行 administrative 并说明原因",
        ).under(name, name)
        for name in levers or {}
        if name not in {lever for each in found.values() for lever in each.levers}
    ]
    if problems:
        raise refuse(path, problems)
    return found


def _parties(row: Payment, payers: Collection[str] | None) -> Iterator[Problem]:
    for side in ("payer", "receiver"):
        name = getattr(row, side)
        if name and payers is not None and name not in (*payers, OUTSIDE):
            known = not_known(("payer", "付款方"), name, (*payers, OUTSIDE))
            yield known.under(f"{side}: [payers] of city.toml", f"{side}：city.toml 的 [payers]")


def _lifetime(row: Payment, costs: Mapping[str, Cost] | None) -> Iterator[Problem]:
    cost = (costs or {}).get(row.price)
    if costs is None or (cost is None and row.kind != "capital"):
        return
    lasting = cost is not None and cost.lifetime is not None
    if (row.kind == "capital") != lasting:
        yield Problem(
            "kind capital and a lifetime go together: give both or neither",
            "capital 类与寿命应同有或同无",
        )
