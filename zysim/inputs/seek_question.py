"""A question to `zysim seek`: what must hold, what may move, and what is wanted least."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, cast

from zysim.inputs.city import City
from zysim.inputs.declared import Field, declared
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.tables import Tables
from zysim.wording import Pair

Least = Literal["change", "cost"]
Over = Literal["worlds", "structures"]
HALF = 0.5
"""Share of the worlds in which a budget of the command line must do: its median does."""
ALL = "all"
"""In place of the names of levers: every one of them."""


Probability = Annotated[
    float,
    Field("成立的概率，如 0.8", "probability with which it holds, such as 0.8", above=0, high=1),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakHold:
    """Emissions peak by a year."""

    by: Annotated[int, Field("最迟的达峰年", "latest year of the peak", name="peak_by")]
    account: Annotated[
        str,
        Field("核算口径，默认为 city.toml 所定", "account; the usual one if none", of="account"),
    ] = ""
    tolerance: Annotated[
        float,
        Field(
            "此后各年可超出峰值的比例",
            "share of the highest level so far that later years may exceed it by",
            low=0,
            below=1,
        ),
    ] = 0.0
    probability: Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetHold:
    """A target of the plan is met."""

    target: Annotated[
        str, Field("可计算的目标，如 T05", "target that the model computes", of="target")
    ]
    probability: Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueHold:
    """A variable in a year lies at or beyond a bound."""

    variable: Annotated[str, Field("模型变量", "variable of the model", of="variable")]
    year: Annotated[int, Field("年份", "year")]
    at_least: Annotated[float | None, Field("不小于；与 at_most 取一", "at least; or at_most")] = (
        None
    )
    at_most: Annotated[float | None, Field("不大于", "at most")] = None
    of_start: Annotated[
        bool,
        Field("界限是同一情形下起点值的比例", "the bound is a share of the value of the start"),
    ] = False
    probability: Probability

    @property
    def least(self) -> bool:
        """Whether the value must be at least the bound; else at most."""
        return self.at_least is not None

    @property
    def bound(self) -> float:
        """At least or at most so much."""
        return next(each for each in (self.at_least, self.at_most) if each is not None)

    def wrong(self) -> Iterator[Problem]:
        """Say that there is not one bound."""
        if (self.at_least is None) == (self.at_most is None):
            yield Problem("write one of at_least and at_most", "请写 at_least 与 at_most 之一")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetHold:
    """The changes cost no more than a sum."""

    most: Annotated[
        float,
        Field(
            "比起点多出的净现值费用，亿元",
            "net present cost above that of the start in the same world, 10⁸ CNY",
            name="budget",
        ),
    ]
    probability: Probability


Hold = PeakHold | TargetHold | ValueHold | BudgetHold


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Levers that may move, and how far."""

    levers: Annotated[tuple[str, ...], Field("措施，或写 all", "levers, or all", of="lever")]
    low: Annotated[
        float | None, Field("最小设置；默认为表中的", "lowest setting; that of the table if none")
    ] = None
    high: Annotated[
        float | None, Field("最大设置；默认为表中的", "highest setting; that of the table if none")
    ] = None
    together: Annotated[
        bool, Field("各措施取同一设置", "all levers of the entry stand at one setting")
    ] = False
    weight: Annotated[
        float,
        Field(
            "变动一个整设置计多少（求变动最少时）",
            "what a change of a whole setting counts, where change is wanted least",
            above=0,
        ),
    ] = 1.0
    years: Annotated[
        tuple[int, int] | None,
        Field(
            "起始年的范围；到位所需时间不变",
            "range of the last year without effect; the time to full force stays",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """When the levers that may move are decided on, and by which statistics."""

    year: Annotated[
        int,
        Field(
            "在这一年春天定，此前都不开工",
            "in the spring of which year; until then none of them begins",
            name="in",
        ),
    ]
    watch: Annotated[
        tuple[str, ...], Field("signposts.csv 中的指标", "ids of signposts.csv", of="statistic")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekQuestion:
    """One question to `zysim seek`."""

    id: Annotated[str, Field("标识", "id")]
    title: Annotated[Pair, Field("标题", "title")]
    question: Annotated[Pair, Field("问题", "question")]
    start: Annotated[str, Field("起点情景，如 plan", "the case that is changed, such as plan")]
    least: Annotated[Least, Field("要变动最少，或费用最少", "what is wanted least")]
    over: Annotated[
        Over,
        Field(
            "只在数值的不确定性上成立，或连同结构与落实",
            "worlds that differ in numbers alone, or in structure and delivery too",
        ),
    ] = "worlds"
    seed: Annotated[int, Field("随机种子", "seed", low=0, high=(1 << 31) - 1)] = 0
    holds: Annotated[
        tuple[Hold, ...],
        Field(
            "必须成立的条件，第一条是所问", "what must hold; the first is asked about", name="hold"
        ),
    ]
    """Budgets last: the first is what the answer is about."""
    moves: Annotated[tuple[Move, ...], Field("可以变动的措施", "what may move", name="move")]
    keep: Annotated[
        tuple[str, ...],
        Field("保持起点不变的措施，或 all", "levers that stay as in the start, or all", of="lever"),
    ] = ()
    at_most: Annotated[
        int | None,
        Field("至多改几项措施；默认不限", "levers that may change at most; any if none", low=1),
    ] = None
    decide: Annotated[
        Decide | None,
        Field("看数据再定时写", "where a rule is sought, and not fixed settings"),
    ] = None
    path: Path | None = None

    @property
    def costed(self) -> bool:
        """Whether an answer hangs on what it costs."""
        return self.least == "cost" or any(isinstance(each, BudgetHold) for each in self.holds)

    @property
    def peak(self) -> PeakHold | None:
        """The first condition about a peak, if there is one."""
        return next((each for each in self.holds if isinstance(each, PeakHold)), None)


def changed_question(
    question: SeekQuestion,
    tables: Tables,
    *,
    probability: float | None = None,
    start: str | None = None,
    moves: Sequence[str] = (),
    keep: Sequence[str] = (),
    over: str | None = None,
    seed: int | None = None,
    budget: float | None = None,
    at_most: int | None = None,
) -> SeekQuestion:
    """Return the question with what was asked on the command line, checked.

    Parameters
    ----------
    question, tables
        The question, and the levers that may be named.
    probability
        Of the first condition.
    start, over, seed
        In place of those of the question.
    moves
        Levers, by id or label, that alone may move.
    keep
        Levers that stay, beside those that the question keeps; ``all`` for every lever.
    budget
        Sum in yi CNY that the net present cost against the start stays within in half of the
        worlds, beside the other conditions.

    Raises
    ------
    InputError
        If a lever is unknown (with the nearest names), or a number is out of range; all problems
        at once.
    """
    problems: list[Problem] = []
    names = {
        option: [_named(word, option, tables, problems) for word in words]
        for option, words in (("--move", moves), ("--keep", keep))
    }
    holds = list(question.holds)
    if probability is not None:
        holds[0] = replace(holds[0], probability=probability)
        problems += check_hold(holds[0], tables.city, "--probability")
    if budget is not None:
        holds.append(BudgetHold(most=budget, probability=HALF))
        problems += check_hold(holds[-1], tables.city, "--budget")
    if seed is not None and seed < 0:
        problems.append(Problem(f"--seed {seed}: must be 0 or more", f"--seed {seed} 应不小于 0"))
    if at_most is not None and at_most < 1:
        problems.append(
            Problem(f"--at-most {at_most}: must be 1 or more", f"--at-most {at_most} 应不小于 1")
        )
    if at_most is not None and question.decide is not None:
        problems.append(
            Problem(
                "--at-most goes with fixed settings, not with a question that is decided later",
                "--at-most 只用于现在定死的问题，不用于以后再定的问题",
            )
        )
    if problems:
        raise refuse("zysim seek", problems)
    return replace(
        question,
        at_most=question.at_most if at_most is None else at_most,
        holds=tuple(holds),
        start=question.start if start is None else start,
        moves=(Move(levers=tuple(names["--move"])),) if moves else question.moves,
        keep=tuple(dict.fromkeys([*question.keep, *names["--keep"]])),
        over=question.over if over is None else cast("Over", over),
        seed=question.seed if seed is None else seed,
    )


def _named(word: str, option: str, tables: Tables, problems: list[Problem]) -> str:
    """Return the id of a lever named by its id or label, after noting one that is unknown."""
    if word == ALL or word in tables.levers:
        return word
    for each in tables.levers.values():
        if word in (each.label_zh, each.label_en):
            return each.id
    labels = [each.label_zh for each in tables.levers.values()]
    wrong = not_known(("lever", "措施"), word, [*tables.levers, *labels, ALL])
    problems.append(wrong.under(option, option))
    return word


def check_hold(hold: Hold, city: City, place: str) -> list[Problem]:
    """Return what is wrong with the numbers of one condition."""
    earliest, latest = city.first + 1, city.last - 1
    problems = [
        each.misfit(each.name, value)
        for each in declared(type(hold))
        if each.kind == "number"
        for value in [getattr(hold, each.attribute)]
        if value is not None and not each.about.holds(value)
    ]
    if isinstance(hold, PeakHold) and not earliest <= hold.by <= latest:
        problems.append(
            Problem(
                f"peak_by must be a whole number from {earliest} to {latest}, it is {hold.by}",
                f"peak_by 应为 {earliest} 至 {latest} 的整数，现为 {hold.by}",
            )
        )
    if isinstance(hold, ValueHold) and not earliest <= hold.year <= city.last:
        problems.append(
            Problem(
                f"year must be a whole number from {earliest} to {city.last}, it is {hold.year}",
                f"year 应为 {earliest} 至 {city.last} 的整数，现为 {hold.year}",
            )
        )
    if isinstance(hold, BudgetHold) and not math.isfinite(hold.most):
        problems.append(
            Problem(f"budget {hold.most:g} is no sum of money", f"预算 {hold.most:g} 不是金额")
        )
    return [each.under(place, place) for each in problems]
