"""What the page of any other model holds: its constants as sliders, its variables as charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zysim.errors import InputError
from zysim.inputs.study import Study
from zysim.kernel.batch import CLOCK
from zysim.page import shape
from zysim.page.feedback import stocks_part
from zysim.page.model_part import model_part, variables_part
from zysim.reading.graph import ModelGraph, Variable
from zysim.sensitivity.factor_checks import scalars_of_constant
from zysim.sensitivity.subject import open_subject
from zysim.units import unit_words
from zysim.wording import Pair

GROUP: Pair = ("模型常数", "Constants of the model")
START: Pair = ("模型文件", "As in the model file")
MOST_LINES = 12
"""A chart of more elements cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """What a study says of a constant: its name and the range that is tried."""

    label: Pair
    unit: str
    low: float
    high: float


def study_payload(study: Study) -> shape.Payload:
    """Return what the page of a study of any model holds: its factors first, its cases as presets.

    Raises
    ------
    InputError
        If the study is about the city, which has a page of its own, or does not fit its model.
    """
    if study.model is None:
        msg = f"{study.path}: about the city; its page is zysim page without --model."
        raise InputError(msg, zh=f"{study.path}：这是城市的研究，请直接用 zysim page。")
    subject = open_subject(study)
    graph = subject.graph
    sliders = {
        scalar: Slider(
            label=each.label, unit=each.unit, low=each.uncertain.low, high=each.uncertain.high
        )
        for each in subject.named
        if each.constant
        for scalar in scalars_of_constant(graph, each.constant)
    }
    found = model_payload(graph, study.title, sliders)
    cases = {name: dict(values) for name, values in subject.cases.items()}
    presets = [_preset(name, (name, name), values) for name, values in cases.items() if values]
    return {**found, "scenarios": [*found["scenarios"], *presets]}


def model_payload(
    graph: ModelGraph, title: Pair, sliders: Mapping[str, Slider] | None = None
) -> shape.Payload:
    """Return what the page of a model holds, as plain values for JSON.

    Every constant becomes a slider over its range in the model file, or from 0 to twice its value
    where there is none, and every variable a chart.

    Parameters
    ----------
    graph
        From :func:`zysim.reading.read_model`; it must start and end in whole years.
    title
        Heading of the page.
    sliders
        What is known of some constants, by scalar id; they come first.
    """
    known = sliders or {}
    constants = [*known, *(name for name in graph.constants if name not in known)]
    moving = [
        each
        for each in graph.variables.values()
        if each.kind in ("stock", "auxiliary") and each.identifier not in CLOCK
    ]
    outputs = [scalar for each in moving for scalar in each.elements[:MOST_LINES]]
    shown = [each for each in moving if any(name in graph.scalars for name in each.elements)]
    stocks_first = sorted(shown, key=lambda each: each.kind != "stock")
    return {
        **model_part(graph, {"core": [], "watch": [], "all": outputs, "parts": []}, varied=()),
        "kind": "model",
        "title": title,
        "tables_sha256": "",
        "quality": ("", ""),
        "qualities": {},
        "rule": ("", ""),
        "boundaries": [],
        "boundary": "",
        "per_gdp": {"output": None, "over": ""},
        "years": {"counted": 0, "history": 0, "goal": 0, "later": 0},
        "controls": [
            control
            for name in constants
            if name not in CLOCK and name not in graph.structural
            if name in known or name in graph.home
            for control in [_control(graph, name, known.get(name))]
        ],
        "numbers": [],
        "scenarios": [_preset("model", START, {})],
        "stale": [],
        "spoken": None,
        "money": None,
        "counties": None,
        "gases": None,
        "people": None,
        "city": title,
        "draws": {
            "seed": 0,
            "members": 0,
            "typical": -1,
            "constants": [],
            "values": "",
        },
        "structures": [],
        "statistics": [],
        "charts": [_chart(each) for each in stocks_first],
        "variables": variables_part(graph),
        "loops": [],
        **stocks_part(graph, list(dict.fromkeys(graph.home[each] for each in outputs))),
        "sectors": [],
        "targets": [],
        "history": [],
        "rounding": 0,
        "capacity": None,
        "reasons": {},
        "lights": None,
        "sources": {},
        "elements": {},
    }


def _preset(name: str, title: Pair, values: Mapping[str, float]) -> shape.Scenario:
    return {
        "id": name,
        "base": name,
        "set": {},
        "title": title,
        "why": ("", ""),
        "levers": {},
        "years": {},
        "assumptions": values,
    }


def _control(graph: ModelGraph, name: str, slider: Slider | None) -> shape.Control:
    value = graph.constants[name]
    if slider is not None:
        # A range may leave the model's own number out; a slider must not.
        ends = min(slider.low, value), max(slider.high, value)
        return _slider(name, slider.label, slider.unit, *ends, default=value)
    variable = graph.variables[graph.home[name]]
    low, high = variable.low, variable.high
    if low is None or high is None or not low <= value <= high or low == high:
        low, high = (0.0, 1.0) if value == 0 else (min(0.0, 2 * value), max(0.0, 2 * value))
    bracket = name.removeprefix(variable.identifier)
    label = (variable.title_zh or variable.name) + bracket
    labels = label, variable.name + bracket
    return _slider(name, labels, variable.unit, low, high, default=value, note=variable.comment)


def _slider(
    name: str, label: Pair, unit: str, low: float, high: float, *, default: float, note: str = ""
) -> shape.Control:
    return {
        "id": name,
        "kind": "assumption",
        "constant": name,
        "label": label,
        "group": GROUP,
        "unit": unit_words(unit) if unit else ("", ""),
        "scale": (1.0, 1.0),
        "low": low,
        "high": high,
        "default": default,
        "plan": None,
        "drawn": False,
        "source": "",
        "locator": ("", ""),
        "quality": "",
        "note": (note, note),
    }


def _chart(variable: Variable) -> shape.Chart:
    title = (variable.title_zh or variable.name, variable.name)
    listed = variable.elements[:MOST_LINES]
    return {
        "id": variable.identifier,
        "title": title,
        "unit": unit_words(variable.unit) if variable.unit else ("", ""),
        "kind": "lines",
        "peaks": False,
        "note": (variable.comment, variable.comment),
        "scale": (1.0, 1.0),
        "lines": [
            {
                "label": (name.removeprefix(variable.identifier).strip("[]") or title[0],) * 2,
                "terms": {name: 1.0},
                "over": None,
                "colour": "",
            }
            for name in listed
        ],
    }
