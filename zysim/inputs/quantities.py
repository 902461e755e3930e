"""Read params/lever_quantities.csv: what the setting of a lever is in the unit of its clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.wording import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity that is linear in a lever's setting once the lever is in full force."""

    lever: Annotated[str, Field("措施", "lever", key=True, of="lever")]
    zero: Annotated[
        str, Field("设为 0 时的量，模型常数", "constant with the quantity at 0", of="constant")
    ]
    one: Annotated[
        str, Field("设为 1 时的量，模型常数", "constant with the quantity at 1", of="constant")
    ]
    factor_zh: Annotated[
        float, Field("由模型单位换算为 unit_zh", "from the model's unit to unit_zh")
    ]
    unit_zh: Annotated[str, Field("条款所用单位（中文）", "unit of the clause, in Chinese")]
    factor_en: Annotated[
        float, Field("由模型单位换算为 unit_en", "from the model's unit to unit_en")
    ]
    unit_en: Annotated[str, Field("单位（英文）", "unit in English")]

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
        sizes = ((zero + each * (one - zero)) * factor for each in settings)
        before, after = (f"{float(f'{each:.4g}'):.15g}" for each in sizes)
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
    return read_records(path, Quantity, {"lever": levers, "constant": parameters})
