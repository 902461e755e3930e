"""What the page holds, declared once: payload.ts is written from this, and a test keeps both alike.

``scripts/page_types.py`` writes web/src/payload.ts. A comment behind a field goes there too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, NotRequired, TypedDict

from zysim.inputs.charts import Kind
from zysim.inputs.deciders import Level
from zysim.inputs.history import Measure
from zysim.inputs.levers import Reading
from zysim.inputs.signposts import Way
from zysim.metrics.plan_path import Rule
from zysim.metrics.verdict import Colour
from zysim.wording import Pair

Years = tuple[int, int]
"""Last year without effect, and first year in full force."""
Three = tuple[float, float, float]
"""P10, P50 and P90."""


class Quantity(TypedDict):
    """What a lever is in the unit of its clause: linear from a constant at 0 to one at 1."""

    constants: tuple[str, str]
    values: tuple[float, float]
    unit: Pair
    factor: tuple[float, float]


class Credit(TypedDict):
    """What a lever gets credit with: its own, or that of a group."""

    id: str
    label: Pair


class Control(TypedDict):
    """A slider: a lever, or a constant of the model."""

    id: str
    kind: Literal["lever", "assumption"]
    constant: str
    label: Pair
    group: Pair
    unit: Annotated[Pair, "that people are told"]
    scale: Annotated[tuple[float, float], "to it from the model's, by language"]
    low: float
    high: float
    default: float
    plan: float | None
    drawn: NotRequired[
        Annotated[bool, "an uncertain number: left alone, every member draws its own value"]
    ]
    credit: NotRequired[Credit]
    ends: NotRequired[tuple[Pair, Pair]]
    clauses: NotRequired[Sequence[tuple[str, str]]]
    offices: NotRequired[Annotated[Sequence[Pair], "in charge of its clauses"]]
    decides: NotRequired[Annotated[Level | None, "who takes the step it hangs on"]]
    decided_by: NotRequired[Annotated[Pair | None, "the same, as people are told"]]
    decides_why: NotRequired[Pair]
    schedule: NotRequired[Annotated[Years, "of the table"]]
    timing: NotRequired[Annotated[Sequence[str], "constants of the model that hold the years"]]
    quantity: NotRequired[Quantity | None]
    reading: NotRequired[Annotated[Reading, "who says what 1 is"]]
    source: str
    locator: Pair
    quality: str
    note: Pair


class Number(TypedDict):
    """A number of the tables that is no slider."""

    id: str
    label: Pair
    unit: Pair
    scale: Annotated[tuple[float, float], "from the unit of the model, by language"]
    value: float
    low: float
    high: float
    source: str
    locator: Pair
    quality: str
    note: Pair


class OpenRow(TypedDict):
    """The chance where one alternative of a question holds."""

    question: Pair
    alternative: Pair
    weight: float
    chance: Annotated[float | None, "null where it rests on too few members to be told"]
    members: int


class Open(TypedDict):
    """The chance of a peak in time over open structures."""

    delivery: Annotated[bool, "whether the delivery of a measure is among the conditions"]
    chance: float
    low: float
    high: float
    settled: Annotated[Sequence[Pair], "questions that the case answers itself"]
    rows: Sequence[OpenRow]


class Delivery(TypedDict):
    """How much of a lever is delivered, and when."""

    share: float
    years: Years | None


class Alternative(TypedDict):
    """An answer to a question about structure."""

    label: Pair
    weight: float
    constants: Mapping[str, float]
    levers: Mapping[str, Delivery]


class Question(TypedDict):
    """What is open about the structure of the model, or about what will be delivered."""

    label: Pair
    alternatives: Sequence[Alternative]
    names: Annotated[Sequence[str], "levers and constants: whoever sets one has answered it"]
    drawn: Annotated[str, "place of the alternative in each state of the world, a digit of base 36"]


class Paragraph(TypedDict):
    """A paragraph of a card."""

    id: str
    head: str
    text: str


class CardText(TypedDict):
    """A conclusion card in one language, as the command line tells it."""

    question: str
    basis: str
    answer: str
    peak: str
    paragraphs: Sequence[Paragraph]
    plan_account: Annotated[str, "sentence on the account of the plan; the same in every case"]
    source: str


class Card(TypedDict):
    """A conclusion card under an account."""

    zh: CardText
    en: CardText


class Cost(TypedDict):
    """What a preset costs above the first one, in 10⁸ CNY; below 0 is earned."""

    year: int
    size: Annotated[Three, "in the year"]
    present: Annotated[Three, "net present cost over the years"]
    years: Years
    rate: float
    text: Annotated[Pair, "with the payers"]


class LeadingLever(TypedDict):
    """One lever tried alone in a preset."""

    control: str
    used: Annotated[bool, "whether the preset does it: left out then, done otherwise"]
    goal: Annotated[Three, "what doing it changes in the goal year, Mt"]
    moves: Annotated[float, "chance to be among the three that change the goal year most"]
    year: Annotated[float | None, "median year of the peak then; null beyond the last"]


class Leading(TypedDict):
    """The levers that matter most in a preset, in order."""

    caption: Annotated[Pair, "what the order is by"]
    year: Annotated[float | None, "median year of the peak in the same worlds, nothing changed"]
    levers: Sequence[LeadingLever]


class Payment(TypedDict):
    """What is paid in a year: price times the sum of outputs, in 10⁸ CNY once sized."""

    terms: Annotated[Sequence[tuple[float, int]], "sign, and place in the report `cost`"]
    price: Annotated[int | None, "row of the draws of prices; null where none is drawn"]
    scalar: Annotated[int | None, "price in the report `cost`; null where it is none of the model"]
    size: Annotated[float, "brings price times quantity to 10⁸ CNY a year, annuities included"]
    lifetime: Annotated[int | None, "years over which what a year adds is paid; null otherwise"]
    payer: Annotated[int, "place among payers; -1 outside the city"]
    receiver: int


class Money(TypedDict):
    """What a page needs to price any case as `zysim cost` does."""

    rate: float
    years: Annotated[Years, "first and last that the present value counts"]
    year: Annotated[int, "whose cost is told"]
    members: Annotated[int, "the first states of the world, which prices are drawn for"]
    payers: Sequence[Pair]
    payments: Sequence[Payment]
    prices: Annotated[str, "draws, shape (price, member), packed"]


class Proposal(TypedDict):
    """How a preset answers a question of `zysim seek`."""

    question: str
    feasible: bool
    probability: Annotated[float, "in worlds that the search did not use"]
    low: float
    high: float
    price: Annotated[Three | None, "net present cost of the changes above what they change"]
    gdp: Annotated[Three, "what the changes add to GDP until `years.later`, in all"]


class Scenario(TypedDict):
    """A preset."""

    id: str
    base: Annotated[str, "the scenario it changes, itself where nothing is changed"]
    set: Annotated[Mapping[str, str], 'what is changed in it, as typed: "0.5", "1@2028-2032"']
    title: Pair
    why: Pair
    levers: Mapping[str, float]
    years: Annotated[Mapping[str, Years], "of levers whose years are not those of the table"]
    assumptions: Mapping[str, float]
    open: NotRequired[Annotated[Mapping[str, Open], "by account, as the preset stands"]]
    cards: NotRequired[Annotated[Mapping[str, Card] | None, "by account"]]
    cost: NotRequired[Cost | None]
    leading: NotRequired[Annotated[Mapping[str, Leading], "by account"]]
    proposal: NotRequired[Proposal]


class Line(TypedDict):
    """A line or band of a chart."""

    label: Pair
    terms: Mapping[str, float]
    over: Mapping[str, float] | None
    colour: Annotated[str, "#rrggbb, or empty for the next one of the palette"]


class Chart(TypedDict):
    """A chart that the reader can choose."""

    id: str
    title: Pair
    unit: Pair
    kind: Kind
    peaks: Annotated[bool, "whether each line is an emission whose peak is marked and said"]
    note: Pair
    scale: Annotated[tuple[float, float], "what values are multiplied with, by language"]
    lines: Sequence[Line]


class Target(TypedDict):
    """A target of the plan."""

    id: str
    label: Pair
    year: int
    output: str
    compare: str
    threshold: float
    reference_year: int | None
    unit: Pair
    scale: Annotated[tuple[float, float], "to the unit, by language"]
    share: Annotated[bool, "whether it is on the change of a share"]
    counted: Annotated[bool, "whether it hangs on the account"]
    clauses: Sequence[Pair]
    offices: Annotated[Sequence[Pair], "in charge of its clauses"]
    source: str
    locator: Pair
    quality: str
    note: Pair


class Part(TypedDict):
    """A part of emissions and its scalar."""

    label: Pair
    output: str


class Counties(TypedDict):
    """The counties, and the account that they are counted by."""

    account: Pair
    outputs: Sequence[Part]


class Gases(TypedDict):
    """All greenhouse gases, and what they are made of."""

    total: Annotated[str, "scalar of all of them less the sinks"]
    sinks: Sequence[str]
    parts: Sequence[Part]
    rest: Pair


class Boundary(TypedDict):
    """A way of counting emissions."""

    id: str
    label: Pair
    meaning: Pair
    output: str
    rest: Annotated[Pair, "what it counts beside the sectors; empty where they are all of it"]


class Loop(TypedDict):
    """A named loop of causes: R… reinforces, B… balances."""

    id: str
    label: Pair
    says: Pair
    switch: Annotated[str, "constant that cuts it when 0"]


class Stock(TypedDict):
    """A stock with what fills and drains it."""

    title: Pair
    fills: Sequence[Pair]
    drains: Sequence[Pair]


class Spoken(TypedDict):
    """What the page tells a card of a case of the reader's with."""

    verdicts: Annotated[Sequence[tuple[float, Pair]], "lowest chance for each word"]
    crossing: Annotated[Pair, "what a range over conditions goes across"]
    order: Annotated[Pair, "what the order of conditions is by"]
    heads: Annotated[Mapping[str, Pair], "of the paragraphs, by id"]
    says: Annotated[Mapping[str, Pair], "sentences, by their name in zysim/report/card/words.py"]


class Span(TypedDict):
    """What the model gives of a statistic in a preset, in the unit of the statistic."""

    title: Pair
    years: Sequence[int]
    spans: Annotated[Sequence[Three], "one a year"]


class Statistic(TypedDict):
    """A published statistic that tells how a variable went."""

    id: str
    label: Pair
    definition: Pair
    output: str
    measure: Annotated[Measure, "growth: the change on the year before, as a share"]
    unit: Pair
    factor: Annotated[float, "to the unit of the model"]
    error: Annotated[float, "standard deviation, in that unit, or as a share of the value"]
    relative: Annotated[bool, "whether it is a share"]
    better: Annotated[Way | None, "which way is progress; null where neither is"]
    typical: Annotated[Sequence[Span], "what the model gives, for the usual presets"]
    months: Annotated[int | None, "from the end of a year until its figure is out"]
    when: Pair
    holder: Pair


class Lights(TypedDict):
    """The official three colours: zysim/metrics/{three_colours,plan_path,verdict}.py."""

    far: Annotated[float, "behind by more than this share of the target is red"]
    words: Mapping[Colour, Pair]
    rules: Annotated[Mapping[Rule, Pair], "how what is due in a year follows from the target"]


class Capacity(TypedDict):
    """Plants whose retirement breaks lines, and what is said of it."""

    output: str
    label: Pair
    unit: Pair
    scale: Annotated[tuple[float, float], "from the unit of the model, by language"]
    note: Pair


class Half(TypedDict):
    """One of the two loops of a program: the places of its constants, and the room it needs."""

    entry: str
    constants: Sequence[int]
    stocks: int
    fixed: int


class Finite(TypedDict):
    """Of the rows of a program: 1 where a number must be finite, else 0."""

    study: str
    step: str
    report: str


class Steps(TypedDict):
    """The clock of a program."""

    numbers: Sequence[float]
    counts: Sequence[int]


class Program(TypedDict):
    """The model as WebAssembly."""

    code: str
    lanes: int
    runs: Half
    same: Half
    reported: int
    outputs: Annotated[
        Mapping[str, Sequence[int]], "row of a block's outputs, or -1 less a constant's place"
    ]
    finite: Finite
    stages: int
    clock: Steps


class Clock(TypedDict):
    """Years that are reported, and how they are integrated."""

    first: float
    last: float
    times: Sequence[float]
    method: Literal["euler", "rk2", "rk4"]


class Script(TypedDict):
    """The model as JavaScript."""

    text: str
    size: int
    places: Mapping[str, Sequence[int]]


class Constants(TypedDict):
    """Constants of the model, in order."""

    ids: Sequence[str]
    values: Sequence[float]


class PerGdp(TypedDict):
    """CO2 per GDP of targets, and GDP."""

    output: str | None
    over: str


class Marks(TypedDict):
    """Years that the page names."""

    counted: Annotated[int, "first year of sums"]
    history: int
    goal: int
    later: Annotated[int, "until which effects on GDP are told and summed"]


class Stale(TypedDict):
    """A question whose kept answer no longer holds."""

    id: str
    title: Pair


class Draws(TypedDict):
    """States of the world."""

    seed: int
    members: int
    typical: Annotated[int, "the member nearest to the medians of the usual presets"]
    constants: Sequence[str]
    values: str


class Variable(TypedDict):
    """A variable of the model."""

    title: Pair
    unit: Pair
    kind: Annotated[str, "stock, auxiliary, constant, ..."]
    equation: Annotated[str, "in the names of the model, which are the English titles"]


class Sector(TypedDict):
    """A band of pictures."""

    label: Pair
    outputs: Sequence[str]


class Observed(TypedDict):
    """A point of the history."""

    output: str
    year: int
    value: float


class ModelPart(TypedDict):
    """The model as the page runs it."""

    format: int
    version: str
    model_sha256: str
    clock: Clock
    script: Script
    webassembly: Annotated[Program | None, "the same model; null where it could not be made"]
    reports: Annotated[
        Mapping[str, Sequence[str]],
        "core: a few outputs of every member; watch: what statistics are of; all: of one; cost: "
        "what prices are taken by",
    ]
    constants: Constants


class StocksPart(TypedDict):
    """The stocks behind variables."""

    behind: Annotated[Mapping[str, Sequence[str]], "variable to the stocks nearest behind it"]
    stocks: Mapping[str, Stock]


class Payload(ModelPart, StocksPart):
    """Everything the page holds."""

    kind: Literal["city", "model"]
    tables_sha256: str
    title: Pair
    quality: Pair
    qualities: Mapping[str, Pair]
    rule: Pair
    boundaries: Sequence[Boundary]
    boundary: Annotated[str, "the one shown first"]
    per_gdp: PerGdp
    years: Marks
    controls: Sequence[Control]
    numbers: Sequence[Number]
    scenarios: Sequence[Scenario]
    stale: Sequence[Stale]
    spoken: Spoken | None
    money: NotRequired[Money | None]
    city: Pair
    draws: Draws
    structures: Sequence[Question]
    statistics: Sequence[Statistic]
    charts: Sequence[Chart]
    variables: Mapping[str, Variable]
    loops: Sequence[Loop]
    sectors: Sequence[Sector]
    counties: Counties | None
    gases: Gases | None
    people: str | None
    targets: Sequence[Target]
    history: Sequence[Observed]
    rounding: float
    capacity: Capacity | None
    reasons: Annotated[Mapping[str, Pair], "why a target is missed"]
    lights: Lights | None
    sources: Mapping[str, Pair]
    elements: Annotated[Mapping[str, str], "elements of arrays to their Chinese"]
