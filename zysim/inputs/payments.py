"""Read params/payments.csv: who pays whom for how much of what, and which levers it belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.city import OUTSIDE
from zysim.inputs.costs import Cost
from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.levers import Lever
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.provenance import SCALAR_ID, read_scalar_id
from zysim.wording import Pair

Kind = Literal[
    "capital", "upkeep", "energy", "revenue", "transfer", "administrative", "less_service"
]
UNPAID = ("administrative", "less_service")
"""Kinds of rows that only say why a lever has no resource cost."""
COLUMNS = (
    "id",
    "label_zh",
    "label_en",
    "kind",
    "price",
    "quantity",
    "payer",
    "receiver",
    "levers",
    "note",
)
_SIGNS = re.compile(r"\s([+-])\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A variable of the model that is added to a quantity, or taken from it."""

    sign: float
    name: str
    """Scalar id, or id of a whole array, which is summed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that goes from a payer to a receiver every year."""

    id: str
    label: Pair
    kind: Kind
    price: str
    """Id of a cost, or of a model variable that is a price; empty where the quantity is money."""
    quantity: tuple[Term, ...]
    """None for the kinds of ``UNPAID``."""
    payer: str
    """One of the city's payers, or ``outside``; empty for the kinds of ``UNPAID``."""
    receiver: str
    levers: tuple[str, ...]
    """Levers whose cost it is; empty for what follows from all of them."""
    note: str

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
        CSV file with the columns of ``COLUMNS``.
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
    found = read_table(path, COLUMNS, lambda cells: _parse(cells, costs, levers, payers), ("id",))
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


def read_terms(cells: Cells, column: str) -> tuple[Term, ...]:
    """Read a quantity of one row; note names that cannot be ids of the model."""
    terms = read_quantity(cells.text(column))
    for term in terms:
        if term.name and not SCALAR_ID.fullmatch(term.name):
            cells.note(
                f"{column}: {term.name!r} is not an id of the model; join ids by ' + ' and ' - '",
                f"{column}：{term.name!r} 不是模型标识；各标识之间用“ + ”“ - ”连接",
            )
    return terms


def _parse(
    cells: Cells,
    costs: Mapping[str, Cost] | None,
    levers: Mapping[str, Lever] | None,
    payers: Collection[str] | None,
) -> Payment:
    kind = cast("Kind", cells.choice("kind", get_args(Kind)))
    listed = cells.listed("levers")
    for name in listed:
        if levers is not None and name not in levers:
            cells.problems.append(not_known(("lever", "措施"), name, levers))
    payer = receiver = ""
    terms: tuple[Term, ...] = ()
    if kind in UNPAID:
        _refuse_filled(cells, kind)
    else:
        payer, receiver = (_party(cells, side, payers) for side in ("payer", "receiver"))
        if payer and payer == receiver:
            cells.note(
                f"payer and receiver are both {payer}: nothing would flow",
                f"付款方与收款方同为 {payer}：没有资金流动",
            )
        terms = read_terms(cells, "quantity")
        _check_lifetime(cells, kind, costs)
    return Payment(
        id=read_scalar_id(cells, "id"),
        label=(cells.text("label_zh"), cells.text("label_en")),
        kind=kind,
        price=cells.text("price", needed=False),
        quantity=terms,
        payer=payer,
        receiver=receiver,
        levers=listed,
        note=cells.text("note", needed=kind in UNPAID),
    )


def _party(cells: Cells, column: str, payers: Collection[str] | None) -> str:
    name = cells.text(column)
    if name and payers is not None and name not in (*payers, OUTSIDE):
        known = not_known(("payer", "付款方"), name, (*payers, OUTSIDE))
        where = (f"{column}: [payers] of city.toml", f"{column}：city.toml 的 [payers]")
        cells.problems.append(known.under(*where))
    return name


def _refuse_filled(cells: Cells, kind: str) -> None:
    for column in ("price", "quantity", "payer", "receiver"):
        if cells.values[column]:
            cells.note(
                f"{column} must be empty in a row of kind {kind}: no money flows",
                f"{kind} 类的行不涉及资金，{column} 应为空",
            )


def _check_lifetime(cells: Cells, kind: str, costs: Mapping[str, Cost] | None) -> None:
    cost = (costs or {}).get(cells.values["price"])
    if costs is None or (cost is None and kind != "capital"):
        return
    lasting = cost is not None and cost.lifetime is not None
    if (kind == "capital") != lasting:
        cells.note(
            "kind capital and a lifetime go together: give both or neither",
            "capital 类与寿命应同有或同无",
        )
