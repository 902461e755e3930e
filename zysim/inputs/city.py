"""The one record of a city: what it is called, what it counts and what it consists of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.declared import Field, matching
from zysim.wording import Lang, Pair, pick

OUTSIDE = "outside"
"""In tables of payments: everybody whose money is not counted; stands for resources used up."""


COLOUR = matching("#[0-9A-Fa-f]{6}", "应写作 #1F77B4", "is not written as #1F77B4")
Named = Annotated[Pair, Field("名称", "name", bare=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One way of counting the emissions of the city."""

    id: str
    label: Named
    rule: Annotated[Pair, Field("计入什么", "what it counts, in words")]
    variable: Annotated[
        str, Field("模型变量，Mt CO2/年", "variable of the model that holds it, in Mt CO2 per year")
    ]
    rest: Annotated[
        Pair,
        Field(
            "行业之外还计入什么；各行业合计即全部的口径不写",
            "what it counts beside the sectors; not for the account that they add up to",
        ),
    ] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A line shown beside the peak and never counted in it, in Mt CO2 per year."""

    variable: str
    label: Named
    sink: Annotated[
        bool, Field("吸收量，画在零线以下", "an uptake, which pictures draw below zero")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of pictures: one or more sectors."""

    id: str
    label: Named
    colour: Annotated[
        str,
        COLOUR,
        Field("颜色，如 #1F77B4；默认取调色板", "colour, or of the palette"),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """An element of the model's emissions by sector."""

    id: str
    label: Named
    band: Annotated[str, Field("所属色带", "band that it stands in")]
    producing: Annotated[
        bool, Field("有增加值的行业", "whether it has a value added, and so an activity")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Levers that get credit together."""

    id: str
    label: Annotated[
        Pair | None,
        Field("名称；只有一项措施时可不写", "name; not needed for one lever", bare=True),
    ] = None
    """None for a group of one lever, which is called as the lever."""
    levers: Annotated[tuple[str, ...], Field("措施 id", 'lever ids, such as ["storage"]')]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What makes a city: read from ``city.toml``, and nothing of it stands in Python."""

    path: Path
    name: Pair
    province: Pair
    data: Pair
    """What the data of the city are, in a clause."""
    region: str
    """Region of IAMC tables."""
    model: str
    """Name of the model file in ``models/``."""
    first: int
    """First simulated year."""
    last: int
    """Last simulated year."""
    base: int
    """Base year: sums over years start in the year after it."""
    goal: int
    """Last year that counts as a peak in time."""
    history: int
    """Last year of history: levers act after it."""
    held_out: int
    """Observations from this year on test the model and are not fitted."""
    reference: str
    """Scenario that others are compared with."""
    main: str
    """Scenario that a headline is about."""
    account: str
    """Account shown where none is asked for."""
    territorial: str
    """Account that the sectors add up to."""
    variables: Mapping[str, str]
    """Meaning, a field of :class:`zysim.inputs.city_file.Variables`, to the model's name for it."""
    accounts: Mapping[str, Account]
    beside: Mapping[str, Beside]
    gases: Mapping[str, Pair]
    """Model variables that make up all greenhouse gases beside the usual account, with labels."""
    bands: Mapping[str, Band]
    sectors: Mapping[str, Sector]
    counties: Mapping[str, Pair]
    groups: Mapping[str, Group]
    unknowns: Mapping[str, Pair]
    payers: Mapping[str, Pair]
    """Whose money ``zysim cost`` counts: id in params/payments.csv to its name."""

    @property
    def usual(self) -> tuple[str, str]:
        """Scenarios shown where none is named: the reference and the main one."""
        return self.reference, self.main

    @property
    def counted(self) -> int:
        """First year of sums: the one after the base year."""
        return self.base + 1

    @property
    def shortest(self) -> int:
        """First year up to which a simulation shows whether emissions fall after the goal."""
        return self.goal + 1

    @property
    def sink(self) -> Beside | None:
        """The uptake drawn below zero, if there is one."""
        return next((each for each in self.beside.values() if each.sink), None)

    @property
    def account_variables(self) -> tuple[str, ...]:
        """Model variables that hold the accounts, in their order."""
        return tuple(each.variable for each in self.accounts.values())

    def words(self, lang: Lang) -> dict[str, str | int]:
        """Return what texts name: ``city``, and the years of the record."""
        return {
            "city": pick(self.name, lang),
            "first": self.first,
            "counted": self.counted,
            "history": self.history,
            "acting": self.history + 1,
            "goal": self.goal,
            "last": self.last,
        }

    def parts(self, band: str) -> tuple[str, ...]:
        """Return the model's scalars that a band adds up, in the order of the sectors."""
        held = [each.id for each in self.sectors.values() if each.band == band]
        return tuple(f"{self.variables['sectors']}[{each}]" for each in held)

    def group_of(self, lever: str) -> Group:
        """Return the group that a lever of the tables stands in."""
        return next(each for each in self.groups.values() if lever in each.levers)
