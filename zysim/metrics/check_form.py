"""models/checks.toml as it is written: what the model must show, in words and for a test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem
from zysim.metrics.checks import Expected
from zysim.metrics.feedback import FeedbackTest
from zysim.wording import Pair

Says = Annotated[Pair, Field("用普通话说的一句话", "in plain words")]
Variables = Annotated[
    tuple[str, ...],
    Field("变量；数组指其全部元素", "variables; an array is all its elements", of="variable"),
]
Set = Annotated[
    Mapping[str, float],
    Field(
        "所设的常数；措施名指其设置", "constants that are set; a lever is its setting", name="set"
    ),
]
Scenario = Annotated[
    str, Field("情景，默认为基准情景", "scenario; the reference if none", of="scenario")
]
Tried = Annotated[
    str,
    Field(
        "在何处检验：scenarios、each lever at both ends、all levers at both ends，或基准情景",
        "where it is tried: scenarios, each lever at both ends, all levers at both ends, or the "
        "reference scenario",
    ),
]
Lever = Annotated[str, Field("措施", "lever", of="lever")]
Tolerance = Annotated[float, Field("相对误差", "relative difference allowed", low=0)]
Low = Annotated[float | None, Field("不小于", "at least")]
High = Annotated[float | None, Field("不大于", "at most")]
Year = Annotated[int, Field("年份", "year")]


def _bounded(low: float | None, high: float | None) -> Iterator[Problem]:
    if low is None and high is None:
        yield Problem("needs at_least or at_most", "须给出 at_least 或 at_most")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundsRow:
    """Values stay within bounds."""

    kind: Annotated[Literal["bounds"], Field("取值在界限内", "values stay within bounds")]
    says: Says
    variables: Variables
    at_least: Low = None
    at_most: High = None
    since: Annotated[int, Field("从哪一年起", "first year")] = 0
    tried_in: Tried = "scenarios"

    def wrong(self) -> Iterator[Problem]:
        """Say that there is no bound."""
        yield from _bounded(self.at_least, self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionRow:
    """A lever moves variables one way."""

    kind: Annotated[
        Literal["direction"], Field("措施使变量朝一个方向变", "a lever moves variables one way")
    ]
    says: Says
    lever: Lever
    variables: Variables
    years: Annotated[tuple[int, ...], Field("年份", "years")]
    expect: Annotated[Expected, Field("应有的方向", "which way")]
    scenario: Scenario = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRow:
    """A value against that of another year or of the reference."""

    kind: Annotated[
        Literal["ratio"],
        Field("与另一年或基准之比在界限内", "a value against another year or the reference"),
    ]
    says: Says
    variables: Variables
    year: Year
    against: Annotated[Any, Field("年份，或基准情景", "a year, or the reference scenario")]
    settings: Set = field(default_factory=dict)
    base: Annotated[
        Mapping[str, float],
        Field("比较的那次运行所设的常数", "constants of the run that it is compared with"),
    ] = field(default_factory=dict)
    at_least: Low = None
    at_most: High = None
    scenario: Scenario = ""

    def wrong(self) -> Iterator[Problem]:
        """Say that there is no bound."""
        yield from _bounded(self.at_least, self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesRow:
    """A lever moves its own quantities by so much."""

    kind: Annotated[
        Literal["moves"],
        Field("措施使其自身的量变动多少", "a lever moves its own quantities by so much"),
    ]
    says: Says
    lever: Lever
    variables: Variables
    year: Year
    settings: Set = field(default_factory=dict)
    at_least: Low = None
    at_most: High = None
    scenario: Scenario = ""

    def wrong(self) -> Iterator[Problem]:
        """Say that there is no bound."""
        yield from _bounded(self.at_least, self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualRow:
    """Two scalars are the same."""

    kind: Annotated[Literal["equal"], Field("两个量处处相等", "two scalars are the same")]
    says: Says
    variables: Variables
    settings: Set = field(default_factory=dict)
    tolerance: Tolerance = 1e-9
    tried_in: Tried = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """Variables add up to a scalar or a number."""

    kind: Annotated[
        Literal["sum"], Field("相加等于一个量或数", "they add up to a scalar or a number")
    ]
    says: Says
    variables: Variables
    equals: Annotated[Any, Field("标量或数", "a scalar or a number")]
    settings: Set = field(default_factory=dict)
    tolerance: Tolerance = 1e-9
    tried_in: Tried = "scenarios"


CheckRow = BoundsRow | DirectionRow | RatioRow | MovesRow | EqualRow | SumRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksFile:
    """The file as it is written."""

    checks: Annotated[
        tuple[CheckRow, ...], Field("模型必须表现的行为", "what it must show", name="check")
    ] = ()
    feedback: Annotated[
        FeedbackTest | None,
        Field("切断联系后效果还剩多少", "what cutting links leaves of an effect"),
    ] = None
