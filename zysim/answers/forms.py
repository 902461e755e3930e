"""What may stand in each table and TOML file: for people, and as a schema for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zysim.errors import unknown_name
from zysim.inputs.air_factors import AirFactor
from zysim.inputs.charts import Drawn
from zysim.inputs.city_file import CityFile
from zysim.inputs.correlation import Correlation
from zysim.inputs.costs import Cost
from zysim.inputs.coverage import Coverage
from zysim.inputs.data_requests import DataRequest
from zysim.inputs.deciders import Decider
from zysim.inputs.declared import Declared, declared, keys_of
from zysim.inputs.figure_spec import FigureSpec
from zysim.inputs.health_costs import HealthCost
from zysim.inputs.history import Observation
from zysim.inputs.levers import Lever
from zysim.inputs.loops import LoopsFile
from zysim.inputs.not_drawn import NotDrawn
from zysim.inputs.offices import Office
from zysim.inputs.parameters import Parameter
from zysim.inputs.payments import Payment
from zysim.inputs.quantities import Quantity
from zysim.inputs.remarks import Remark
from zysim.inputs.scenario_file import ScenarioEntry
from zysim.inputs.seek_question import SeekQuestion
from zysim.inputs.signposts import Signpost
from zysim.inputs.sources import Source
from zysim.inputs.structures import StructureRow
from zysim.inputs.study_form import StudyForm
from zysim.inputs.targets import Target
from zysim.inputs.uncertainty import UncertainRow
from zysim.inputs.yearly import Yearly
from zysim.metrics.check_form import ChecksFile
from zysim.runs.iamc import Mapped
from zysim.wording import Lang, Pair, pick

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What editors of TOML read."""
WRITTEN: Mapping[str, Pair] = {
    "text": ("文字", "text"),
    "pair": ("文字", "text"),
    "choice": ("", ""),
    "number": ("数", "number"),
    "whole": ("整数", "whole number"),
    "true": ("true 或 false", "true or false"),
    "date": ("日期", "date"),
    "list": ("文字列表", "list of texts"),
    "numbers": ("数的列表", "list of numbers"),
    "record": ("表", "table"),
    "records": ("若干条", "entries"),
    "by name": ("名称与值", "names and values"),
    "any": ("值", "value"),
}
"""How the kinds of fields are written."""
IN_CELL: Pair = ("文字，以 ; 分隔", "texts with ; between")
USUAL: Pair = ("，默认 {}", ", {} if not given")
PARTS: Mapping[str, Pair] = {
    "zh": ("（中文）", ", in Chinese"),
    "en": ("（英文）", ", in English"),
}
YEAR: Pair = ("年份", "year")


@dataclass(frozen=True, slots=True)
class FileForm:
    """The form of one table or of one kind of TOML file."""

    file: str
    """Where such files stand in the folder of a city."""
    about: Pair
    """What one row is, or what such a file says."""
    record: type

    @property
    def table(self) -> bool:
        """Whether it is a table of rows."""
        return self.file.endswith(".csv")


FORMS: Mapping[str, FileForm] = {
    "sources": FileForm("params/sources.csv", ("一份文献", "a document"), Source),
    "parameters": FileForm(
        "params/base_year.csv, params/coefficients.csv",
        ("模型的一个常数", "a constant of the model"),
        Parameter,
    ),
    "levers": FileForm(
        "params/levers.csv", ("一项措施", "one thing the plan lets the city change"), Lever
    ),
    "lever-quantities": FileForm(
        "params/lever_quantities.csv",
        ("设置 0 和 1 在条款单位中是多少", "what settings 0 and 1 are in the unit of the clause"),
        Quantity,
    ),
    "targets": FileForm(
        "params/plan_targets.csv", ("方案的一个数值目标", "one number the plan promises"), Target
    ),
    "coverage": FileForm(
        "params/plan_coverage.csv", ("一条方案条款", "one clause of the plan"), Coverage
    ),
    "offices": FileForm(
        "params/lead_offices.csv", ("条款的牵头部门", "the office that leads a clause"), Office
    ),
    "deciders": FileForm(
        "params/lever_control.csv", ("措施由谁决定", "who decides on a lever"), Decider
    ),
    "remarks": FileForm(
        "params/remarks.csv", ("注释与出处的中文", "notes and locators in Chinese"), Remark
    ),
    "history": FileForm(
        "params/history/observed.csv", ("一个年份的观测", "one value of one year"), Observation
    ),
    "uncertainty": FileForm(
        "params/uncertainty.csv", ("抽样的常数", "a constant that is sampled"), UncertainRow
    ),
    "correlation": FileForm(
        "params/correlation.csv",
        ("往往同高的两个常数", "two that tend to be high together"),
        Correlation,
    ),
    "not-drawn": FileForm(
        "params/not_drawn.csv", ("不抽样的常数", "a constant that is not sampled"), NotDrawn
    ),
    "structures": FileForm(
        "params/structures.csv",
        ("结构问题的一个选项", "an alternative of a question about structure"),
        StructureRow,
    ),
    "yearly": FileForm(
        "params/yearly_inputs.csv",
        ("逐年随机变化的输入", "an input that differs from year to year by chance"),
        Yearly,
    ),
    "costs": FileForm("params/costs.csv", ("一个单价", "what one unit costs"), Cost),
    "payments": FileForm("params/payments.csv", ("一笔付款", "who pays whom for what"), Payment),
    "air-factors": FileForm(
        "params/air_factors.csv",
        ("燃料的污染物排放系数", "a pollutant per unit of a fuel burnt"),
        AirFactor,
    ),
    "health-costs": FileForm(
        "params/health_costs.csv",
        ("一吨污染物的健康损失", "what a tonne of a pollutant does to health"),
        HealthCost,
    ),
    "signposts": FileForm(
        "params/signposts.csv", ("一项统计指标", "a statistic that tells of a variable"), Signpost
    ),
    "data-requests": FileForm(
        "params/data_requests.csv", ("向谁要什么数据", "what to ask for, and whom"), DataRequest
    ),
    "iamc": FileForm("params/iamc.csv", ("IAMC 变量的组成", "part of an IAMC variable"), Mapped),
    "scenario": FileForm("params/scenarios/*.toml", ("一个情景", "a scenario"), ScenarioEntry),
    "question": FileForm(
        "seek/*.toml", ("zysim seek 的一个问题", "a question to zysim seek"), SeekQuestion
    ),
    "study": FileForm(
        "sensitivity/*.toml",
        ("一个研究：城市的或任何模型的", "a study, of the city or of any model"),
        StudyForm,
    ),
    "charts": FileForm("figures/charts.toml", ("网页与图册中的图", "charts of the city"), Drawn),
    "loops": FileForm("models/loops.toml", ("有名称的反馈回路", "feedback loops"), LoopsFile),
    "checks": FileForm(
        "models/checks.toml", ("模型必须表现的行为", "behaviour the model must show"), ChecksFile
    ),
    "city": FileForm("city.toml", ("城市的设定", "the record of a city"), CityFile),
    "figure": FileForm("figures/*.toml", ("一幅图", "a figure"), FigureSpec),
}
"""Name of a form to the form; the name of the file without its ending is understood too."""


def file_form(name: str) -> FileForm:
    """Return a form by its name or by that of a file.

    Raises
    ------
    InputError
        If there is none, with the nearest names.

    Examples
    --------
    >>> file_form("plan_targets.csv").record.__name__
    'Target'
    """
    if name in FORMS:
        return FORMS[name]
    for each in FORMS.values():
        if any(path.endswith(f"/{name}") for path in each.file.split(", ")):
            return each
    raise unknown_name("form", name, FORMS, "")


def file_schema(name: str, lang: Lang = "en") -> dict[str, Any]:
    """Return a schema: JSON Schema of a TOML file, Table Schema (Frictionless) of a table.

    Raises
    ------
    InputError
        If there is no such form, with the nearest names.

    Examples
    --------
    >>> file_schema("scenario")["properties"]["extends"]["type"]
    'string'
    >>> file_schema("correlation")["primaryKey"]
    ['first', 'second']
    """
    form = file_form(name)
    if not form.table:
        head = {"$schema": DIALECT, "title": pick(form.about, lang)}
        return {**head, **_object(form.record, lang)}
    listed = [
        {
            "name": column,
            "type": TABLE_TYPES.get(each.kind, "string"),
            "description": _meaning(each, lang, column),
            "constraints": {"required": each.needed, **_limits(each)},
        }
        for each in _flat(form.record)
        for column in each.names
    ]
    return {"fields": listed, "primaryKey": [*keys_of(form.record)]}


def form_rows(form: FileForm, lang: Lang) -> Iterator[tuple[str, str, str, bool]]:
    """Give name, way of writing, meaning and need of each field, those of entries after them.

    What entries of several kinds share is given once.
    """
    yield from dict.fromkeys(_rows(form.record, "", lang, table=form.table))


def written(each: Declared, lang: Lang, *, table: bool = False) -> str:
    """Return how a field is written: the words it may be, or its kind with bounds and default.

    >>> from zysim.inputs.costs import Cost
    >>> [written(each, "en") for each in declared(Cost)][-3:-1]
    ['whole number of 1 or more', 'city, province, nation']
    """
    kind = pick(YEAR if each.year else WRITTEN[each.kind], lang)
    bounds = each.about.bounds
    way = kind + bounds.en if lang == "en" else bounds.zh.strip() + kind
    if each.words:
        way = ", ".join(each.words)
    elif table and each.kind == "list":
        way = pick(IN_CELL, lang)
    usual = each.default
    if isinstance(usual, float):
        usual = f"{usual:g}"
    if isinstance(usual, bool):
        usual = str(usual).lower()
    if isinstance(usual, tuple):
        usual = ", ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in usual)
    return way if usual in (None, "", ", ", {}) else way + pick(USUAL, lang).format(usual)


def _rows(
    record: type, before: str, lang: Lang, *, table: bool
) -> Iterator[tuple[str, str, str, bool]]:
    for each in _flat(record) if table else declared(record):
        for name in each.names:
            shown = f"[[{name}]]" if each.kind == "records" and not before else name
            yield (
                before + shown,
                written(each, lang, table=table),
                _meaning(each, lang, name),
                each.needed,
            )
        for inside, place in _inside(each):
            yield from _rows(inside, f"{before}{place} ", lang, table=table)


def _inside(each: Declared) -> Iterator[tuple[type, str]]:
    """Give the records that a field holds, and where they stand."""
    place = f"[[{each.name}]]" if each.kind == "records" else f"[{each.name}]"
    for record in (each.record, *each.variants):
        if record is not None:
            yield record, place
    if each.item is not None and each.item.record is not None:
        yield each.item.record, f"[{each.name}.*]"


def _flat(record: type) -> Iterator[Declared]:
    """Give the columns of a table, those of a record inside it in its place."""
    for each in declared(record):
        yield from _flat(each.record) if each.record else (each,)


def _meaning(each: Declared, lang: Lang, name: str = "") -> str:
    """Return what a field means; of a text in both languages, the part of that name."""
    meaning = pick((each.about.zh, each.about.en), lang)
    return meaning + pick(PARTS[name[-2:]], lang) if each.kind == "pair" and name else meaning


TABLE_TYPES = {"number": "number", "whole": "integer", "date": "date"}
JSON_TYPES = {
    "text": "string",
    "pair": "string",
    "choice": "string",
    "number": "number",
    "whole": "integer",
    "true": "boolean",
    "list": "array",
    "numbers": "array",
    "records": "array",
    "by name": "object",
}


def _limits(each: Declared) -> dict[str, Any]:
    """Return what is allowed, as JSON Schema and Table Schema both say it."""
    found = {
        "enum": [*each.words] or None,
        "pattern": f"^(?:{each.form.pattern})$" if each.form and each.form.pattern else None,
        "minimum": each.about.low,
        "maximum": each.about.high,
        "exclusiveMinimum": each.about.above,
        "exclusiveMaximum": each.about.below,
    }
    return {key: value for key, value in found.items() if value is not None}


def _object(record: type, lang: Lang) -> dict[str, Any]:
    fields = declared(record)
    return {
        "type": "object",
        "properties": {name: _value(each, lang, name) for each in fields for name in each.names},
        "required": [name for each in fields if each.needed for name in each.names],
        "additionalProperties": False,
    }


def _value(each: Declared, lang: Lang, name: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"description": _meaning(each, lang, name)}
    if each.kind == "record" and each.record:
        return {**found, **_object(each.record, lang)}
    if each.kind in JSON_TYPES:
        found["type"] = JSON_TYPES[each.kind]
    if each.kind == "list":
        return {**found, "type": ["array", "string"], "items": {"type": "string"}}
    if each.kind == "records":
        variants = [_object(one, lang) for one in (each.record, *each.variants) if one]
        return {**found, "items": variants[0] if len(variants) == 1 else {"anyOf": variants}}
    if each.item is not None:
        item = _value(each.item, lang)
        if each.item.kind == "pair":
            text = {"type": "string"}
            item = {"type": "object", "properties": {"zh": text, "en": text}}
        inside = "items" if each.kind == "numbers" else "additionalProperties"
        return {**found, inside: item}
    return {**found, **_limits(each)}
