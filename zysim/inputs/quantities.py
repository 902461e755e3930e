"""Read params/lever_quantities.csv: what the setting of a lever is in the unit of its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.wording import Lang

COLUMNS = ("lever", "zero", "one", "factor_zh", "unit_zh", "factor_en", "unit_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity that is linear in a lever's setting once the lever is in full force."""

    lever: str
    zero: str
    """Model constant that holds the quantity at setting 0."""
    one: str
    """Model constant that holds it at setting 1."""
    factor_zh: float
    """From the model's unit to ``unit_zh``."""
    unit_zh: str
    factor_en: float
    unit_en: str

    def words(self, settings: tuple[float, float], values: Mapping[str, float], lang: Lang) -> str:
        """Return ``before→after unit`` for two settings; ``values`` hold the constants.

        >>> gas = Quantity(
        ...     lever="g",
        ...     zero="a",
        ...     one="b",
        ...     factor_zh=100,
        ...     unit_zh="万千瓦",
        ...     factor_en=1,
        ...     unit_en="GW",
        ... )
        >>> gas.words((1, 0), {"a": 1.48, "b": 2.8}, "zh")
        '280→148 万千瓦'
        """
        zero, one = values[self.zero], values[self.one]
        factor, unit = (
            (self.factor_zh, self.unit_zh) if lang == "zh" else (self.factor_en, self.unit_en)
        )
        before, after = (f"{(zero + each * (one - zero)) * factor:.4g}" for each in settings)
        return f"{before}→{after} {unit}"


def read_quantities(
    path: Path, levers: Mapping[str, Lever] | None, parameters: Mapping[str, Parameter] | None
) -> Mapping[str, Quantity]:
    """Read the table of quantities, by lever id; empty where a city has no such table.

    Raises
    ------
    InputError
        If a row breaks a rule, or names an unknown lever or constant; with file and rows.
    """
    if not path.is_file():
        return {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, levers, parameters), ("lever",))


def _parse(
    cells: Cells, levers: Mapping[str, Lever] | None, parameters: Mapping[str, Parameter] | None
) -> Quantity:
    def named(column: str, what: tuple[str, str], names: Mapping[str, object] | None) -> str:
        return cells.text(column) if names is None else cells.known(column, what, names)

    return Quantity(
        lever=named("lever", ("lever", "措施"), levers),
        zero=named("zero", ("constant", "常数"), parameters),
        one=named("one", ("constant", "常数"), parameters),
        factor_zh=cells.number("factor_zh"),
        unit_zh=cells.text("unit_zh"),
        factor_en=cells.number("factor_en"),
        unit_en=cells.text("unit_en"),
    )
