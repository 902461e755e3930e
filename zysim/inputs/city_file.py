"""Read city.toml, noting everything wrong with it before anything is raised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated

from zysim.inputs.city import OUTSIDE, Account, Band, Beside, City, Group, Sector
from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable
from zysim.wording import Pair

AFTER_GOAL = 2
"""Years after the goal that must be simulated: the slope around the goal reaches so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the city is called."""

    name: Annotated[Pair, Field("城市名", "name of the city", bare=True)]
    province: Annotated[Pair, Field("所在省", "its province")]
    data: Annotated[Pair, Field("数据是什么，一个短语", "what the data are, in a clause")]
    region: Annotated[str, Field("IAMC 表中的区域", "region of IAMC tables")]
    model: Annotated[str, Field("models/ 中的模型文件", "model file in models/")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The years that matter."""

    first: Annotated[int, Field("模拟的第一年", "first simulated year", low=1990, high=2100)]
    last: Annotated[int, Field("模拟的最后一年", "last simulated year", low=1990, high=2100)]
    base: Annotated[
        int, Field("基年，其次年起累计", "base year; sums start after it", low=1990, high=2100)
    ]
    goal: Annotated[
        int, Field("及时达峰的最后一年", "last year of a peak in time", low=1990, high=2100)
    ]
    history: Annotated[
        int,
        Field("历史的最后一年，此后措施生效", "last year of history", low=1990, high=2100),
    ]
    held_out: Annotated[
        int,
        Field(
            "自此年起的观测只用于检验",
            "observations from this year on test the model",
            low=1990,
            high=2100,
        ),
    ]

    def wrong(self) -> Iterator[Problem]:
        """Say which years stand in the wrong order."""
        rules = (
            (self.first <= self.base, "base", "first", "not before", "不应早于"),
            (self.base <= self.history, "history", "base", "not before", "不应早于"),
            (self.history < self.goal, "goal", "history", "after", "应晚于"),
            (self.held_out >= self.base, "held_out", "base", "not before", "不应早于"),
        )
        for right, key, other, en, zh in rules:
            if not right:
                year, against = getattr(self, key), getattr(self, other)
                yield Problem(
                    f"{key} {year} must be {en} {other} {against}",
                    f"{key} {year} {zh} {other} {against}",
                )
        if self.last < self.goal + AFTER_GOAL:
            yield Problem(
                f"last {self.last} must be {AFTER_GOAL} years or more after goal "
                f"{self.goal}: whether emissions fall after it could not be seen",
                f"last {self.last} 应比 goal {self.goal} 晚 {AFTER_GOAL} 年以上，"
                "否则看不出此后排放是否下降",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which scenario and which account are meant where none is named."""

    reference: Annotated[str, Field("作为参照的情景", "scenario that others are compared with")]
    main: Annotated[str, Field("主情景", "scenario that a headline is about")]
    account: Annotated[str, Field("通常的核算口径", "account shown where none is asked for")]
    territorial: Annotated[str, Field("各行业合计所得的口径", "account that the sectors add up to")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """What the model calls the variables that texts and pictures ask for."""

    sectors: Annotated[str, Field("分行业排放", "emissions by sector")]
    counties: Annotated[str | None, Field("分区县排放", "emissions by county")] = None
    gdp: Annotated[str, Field("地区生产总值", "gross domestic product")]
    energy: Annotated[str, Field("能源消费总量", "energy used")]
    value_added: Annotated[str, Field("分行业增加值", "value added by sector")]
    final_energy: Annotated[str, Field("终端能源消费", "final energy")]
    people: Annotated[str | None, Field("常住人口", "people")] = None
    delay: Annotated[str | None, Field("措施推迟的年数", "years that measures are late")] = None
    greenhouse: Annotated[str | None, Field("温室气体合计", "all greenhouse gases")] = None
    plants: Annotated[
        str | None, Field("装机，到寿退役时曲线转折", "capacity whose retirement breaks lines")
    ] = None
    intensity: Annotated[
        str | None, Field("单位地区生产总值排放", "emissions per gross domestic product")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFile:
    """The file as it is written."""

    city: Annotated[Names, Field("名称", "names")]
    years: Annotated[Years, Field("年份", "years")]
    roles: Annotated[Roles, Field("未写明时所指的情景与口径", "what is meant where none is named")]
    variables: Annotated[Variables, Field("模型变量", "variables of the model")]
    accounts: Annotated[Mapping[str, Account], Field("核算口径", "accounts")]
    beside: Annotated[Mapping[str, Beside], Field("达峰之外另列的量", "lines beside the peak")] = (
        field(default_factory=dict)
    )
    gases: Annotated[
        Mapping[str, Pair],
        Field("除二氧化碳外的温室气体变量", "variables of the other greenhouse gases"),
    ] = field(default_factory=dict)
    bands: Annotated[Mapping[str, Band], Field("图中的色带", "bands of pictures")]
    sectors: Annotated[Mapping[str, Sector], Field("行业", "sectors")]
    counties: Annotated[Mapping[str, Pair], Field("区县", "counties")] = field(default_factory=dict)
    groups: Annotated[Mapping[str, Group], Field("合并计贡献的措施", "levers credited together")]
    unknowns: Annotated[
        Mapping[str, Pair],
        Field("uncertainty.csv 的分组", "groups of uncertainty.csv"),
    ] = field(default_factory=dict)
    payers: Annotated[
        Mapping[str, Pair], Field("计其资金的各方", "whose money zysim cost counts")
    ] = field(default_factory=dict)


def parse_city(path: Path) -> City:
    """Read ``city.toml``; as :func:`zysim.inputs.read_city.read_city`."""
    problems: list[Problem] = []
    file = TomlTable(read_toml(path), "", problems).record(CityFile, check=_wrong)
    if problems:
        raise refuse(path, problems)
    names = {each.name: getattr(file.variables, each.name) for each in fields(Variables)}
    parts = (file.city, file.years, file.roles)
    return City(
        path=path,
        **{each.name: getattr(part, each.name) for part in parts for each in fields(part)},
        variables={meaning: name for meaning, name in names.items() if name is not None},
        accounts=file.accounts,
        beside=file.beside,
        gases=file.gases,
        bands=file.bands,
        sectors=file.sectors,
        counties=file.counties,
        groups=file.groups,
        unknowns=file.unknowns,
        payers=file.payers,
    )


def _wrong(file: CityFile) -> Iterator[Problem]:
    """Say what contradicts itself between the sections; a section that is missing is None."""
    if file.roles and file.accounts:
        yield from _wrong_accounts(file.roles, file.accounts)
    yield from _wrong_bands(file)
    for group in file.groups.values():
        if len(group.levers) > 1 and not all(group.label or ("",)):
            yield _missing("zh, en", f"[groups.{group.id}]")
    if OUTSIDE in file.payers:
        yield Problem(
            "stands for everybody whose money is not counted: give this payer another id",
            "指一切不计其资金的各方：请给这一付款方另取 id",
        ).under(f"[payers.{OUTSIDE}]", f"[payers.{OUTSIDE}]")


def _wrong_accounts(roles: Roles, accounts: Mapping[str, Account]) -> Iterator[Problem]:
    for role in ("account", "territorial"):
        name = getattr(roles, role)
        if name and name not in accounts:
            wrong = not_known(("account", "核算口径"), name, accounts)
            yield wrong.under(f"[roles]: {role}", f"[roles]：{role}")
    for account in accounts.values():
        if account.id != roles.territorial and not all(account.rest):
            yield _missing("rest_zh, rest_en", f"[accounts.{account.id}]")


def _wrong_bands(file: CityFile) -> Iterator[Problem]:
    for sector in file.sectors.values():
        if sector.band and sector.band not in file.bands:
            wrong = not_known(("band", "色带"), sector.band, file.bands)
            yield wrong.under(f"[sectors.{sector.id}]", f"[sectors.{sector.id}]")
    used = {each.band for each in file.sectors.values()}
    for band in file.bands:
        if band not in used:
            yield Problem(
                "no sector stands in this band: name it in a sector, or take it out",
                "没有行业属于这一色带：请在行业中写明，或删去该色带",
            ).under(f"[bands.{band}]", f"[bands.{band}]")


def _missing(keys: str, place: str) -> Problem:
    return Problem(f"{keys}: write them", f"缺少 {keys}").under(place, place)
