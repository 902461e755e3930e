"""What the page of any other model holds: its constants as sliders, its variables as charts."""

from __future__ import annotations

from typing import Any

from zysim.kernel.batch import CLOCK
from zysim.page.payload import model_part, variables_part
from zysim.reading.graph import ModelGraph, Variable
from zysim.units import unit_words
from zysim.wording import Pair

GROUP: Pair = ("模型常数", "Constants of the model")
START: Pair = ("模型文件", "As in the model file")
MOST_LINES = 12
"""A chart of more elements cannot be read."""


def model_payload(graph: ModelGraph, title: str) -> dict[str, Any]:
    """Return what the page of a model holds, as plain values for JSON.

    Every constant becomes a slider over its range in the model file, or from 0 to twice its value
    where there is none, and every variable a chart.

    Parameters
    ----------
    graph
        From :func:`zysim.reading.read_model`; it must start and end in whole years.
    title
        Heading of the page.
    """
    moving = [each for each in graph.variables.values() if each.kind in ("stock", "auxiliary")]
    outputs = [scalar for each in moving for scalar in each.elements[:MOST_LINES]]
    shown = [each for each in moving if any(name in graph.scalars for name in each.elements)]
    stocks_first = sorted(shown, key=lambda each: each.kind != "stock")
    return {
        **model_part(graph, {"core": [], "all": outputs}),
        "kind": "model",
        "title": (title, title),
        "tables_sha256": "",
        "quality": ("", ""),
        "qualities": {},
        "rule": ("", ""),
        "boundaries": [],
        "boundary": "",
        "years": {"counted": 0, "history": 0, "goal": 0},
        "controls": [
            control
            for name, value in graph.constants.items()
            if name not in CLOCK and name not in graph.structural
            for control in [_control(graph, name, value)]
        ],
        "scenarios": [
            {"id": "model", "title": START, "why": ("", ""), "levers": {}, "assumptions": {}}
        ],
        "draws": {"seed": 0, "members": 0, "constants": [], "values": ""},
        "charts": [_chart(each) for each in stocks_first],
        "variables": variables_part(graph, outputs),
        "sectors": [],
        "targets": [],
        "history": [],
        "rounding": 0,
        "sources": {},
    }


def _control(graph: ModelGraph, name: str, value: float) -> dict[str, Any]:
    variable = graph.variables[graph.home[name]]
    low, high = variable.low, variable.high
    if low is None or high is None or not low <= value <= high or low == high:
        low, high = (0.0, 1.0) if value == 0 else (min(0.0, 2 * value), max(0.0, 2 * value))
    bracket = name.removeprefix(variable.identifier)
    label = (variable.title_zh or variable.name) + bracket
    return {
        "id": name,
        "kind": "assumption",
        "constant": name,
        "label": (label, variable.name + bracket),
        "group": GROUP,
        "unit": unit_words(variable.unit) if variable.unit else ("", ""),
        "low": low,
        "high": high,
        "default": value,
        "plan": None,
        "drawn": False,
        "source": "",
        "locator": "",
        "quality": "",
        "note": variable.comment,
    }


def _chart(variable: Variable) -> dict[str, Any]:
    title = (variable.title_zh or variable.name, variable.name)
    listed = variable.elements[:MOST_LINES]
    return {
        "id": variable.identifier,
        "title": title,
        "unit": unit_words(variable.unit) if variable.unit else ("", ""),
        "kind": "lines",
        "note": (variable.comment, variable.comment),
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
