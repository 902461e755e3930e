"""Where a number comes from and how far it can be trusted: fields shared by all tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, get_args

from zysim.inputs.declared import Field, Form, matching
from zysim.inputs.official_units import printed_unit
from zysim.inputs.problems import Problem, not_known
from zysim.units import TABLE_UNIT_NAMES, unit_parts
from zysim.wording import Pair

Quality = Literal["plan", "statistic", "literature", "derived", "estimate"]
QUALITIES: tuple[str, ...] = get_args(Quality)
SCALAR = matching(
    r"[a-z][a-z0-9_]*(\[[a-z0-9_]+(,[a-z0-9_]+)*\])?",
    "不是规范标识：用小写字母、数字和下划线，数组元素写在方括号内，如 capital[food]",
    "is not an id: small letters, digits and _, elements in brackets, such as capital[food]",
)
ScalarId = Annotated[str, SCALAR]
"""Id of one scalar of the model, such as ``annual_distance[private_car]``."""


@cache
def _unit_problems(column: str, unit: str) -> tuple[Problem, ...]:
    parts = unit_parts(unit)
    if not parts:
        return (Problem(f"{column} {unit!r} names no unit", f"{column} {unit!r} 未写单位名称"),)
    return tuple(
        not_known(("unit", "单位"), part, TABLE_UNIT_NAMES)
        for part in dict.fromkeys(parts)
        if part not in TABLE_UNIT_NAMES
    )


UnitName = Annotated[str, Form(_unit_problems)]
"""A unit made of known names, such as ``wan tce/yi CNY``."""


@cache
def _printed_problems(column: str, unit: str) -> tuple[Problem, ...]:
    problems = _unit_problems(column, unit)
    unknown = printed_unit(column, unit) if problems else None
    return () if unknown is None else (unknown,)


PrintedUnit = Annotated[str, Form(_printed_problems)]
"""A unit of the tables or one as offices write it, ``亿元``: held against its variable's later."""
UNIT = Field("单位；无量纲写 dmnl", "unit; dmnl for a pure number")
Label = Annotated[Pair, Field("名称", "name")]
Low = Annotated[float, Field("可能的最小值", "lowest that it could reasonably be")]
High = Annotated[float, Field("可能的最大值", "highest that it could reasonably be")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why a number is believed."""

    source: Annotated[str, Field("来源，sources.csv 的 key", "key of sources.csv", of="source")]
    locator: Annotated[
        str,
        Field(
            "页码、表号或条款；只有 estimate 可为空",
            "page, table or clause; only an estimate has none",
            empty=True,
        ),
    ]
    quality: Annotated[
        Quality,
        Field(
            "质量：方案写明、统计公报、文献、由已读数字算出、我们的判断",
            "the plan states it, statistics, literature, calculated from what was read, our own",
        ),
    ]
    note: Annotated[
        str,
        Field(
            "说明；derived 与 estimate 须写明来历",
            "remark; how a derived number or an estimate was made",
            empty=True,
        ),
    ]

    def wrong(self) -> Iterator[Problem]:
        """Say what the quality of a number asks for and is not there."""
        if not self.locator and self.quality != "estimate":
            yield Problem(
                "locator is empty: give the page, table or clause (only an estimate has none)",
                "locator 为空：请写页码、表号或条款（只有 estimate 可为空）",
            )
        if not self.note and self.quality in ("estimate", "derived"):
            yield Problem(
                f"note is empty: say how this {self.quality} value was made",
                f"note 为空：{self.quality} 类数值须说明来历",
            )
