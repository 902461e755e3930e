"""What a reader of the page can set, and the numbers that are only told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.remarks import remark_words
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.page import shape
from zysim.runs.ensemble import uncertain_worlds
from zysim.sensitivity.credit import group_of
from zysim.units import told_units
from zysim.wording import Pair

SCENARIO_GROUP: Pair = ("情景假定", "Assumptions of scenarios")


def controls_part(tables: Tables, assumed: Sequence[str]) -> list[shape.Control]:
    """Return the sliders: levers, uncertain numbers, and what presets assume beside them."""
    return [
        *(_lever(each, tables) for each in tables.levers.values()),
        *(_world(each, tables) for each in uncertain_worlds(tables)),
        *(_assumption(each, tables) for each in assumed),
    ]


def numbers_part(tables: Tables, controls: Sequence[shape.Control]) -> list[shape.Number]:
    """Return the parameters that no slider sets, so that a reader finds where each comes from."""
    set_ = {each["constant"] for each in controls}
    labels = [(each.label_zh, each.label_en) for each in tables.parameters.values()]
    shared = Counter(text for label in labels for text in label)
    return [
        {
            "id": name,
            "label": _label_of(each, tables, shared),
            "unit": (zh[1], en[1]),
            "scale": (zh[0], en[0]),
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "source": each.provenance.source,
            "locator": remark_words(each.provenance.locator, tables.remarks),
            "quality": each.provenance.quality,
            "note": remark_words(each.provenance.note, tables.remarks),
        }
        for name, each in tables.parameters.items()
        if name not in set_
        for zh, en in [told_units(each.unit)]
    ]


def _label_of(each: Parameter, tables: Tables, shared: Mapping[str, int]) -> Pair:
    """Return the label of a parameter; one that is shared has its element or id beside it."""
    inside = each.id.partition("[")[2].rstrip("]")
    words = [word.replace("_", " ") for word in inside.split(",")] if inside else [each.id]
    zh, en = each.label_zh, each.label_en
    if shared[zh] > 1:
        zh += f"（{'、'.join(remark_words(word, tables.remarks)[0] for word in words)}）"
    if shared[en] > 1:
        en += f" ({', '.join(words)})"
    return zh, en


def _lever(lever: Lever, tables: Tables) -> shape.Control:
    key, label = group_of(tables, lever.constant)
    decider = tables.deciders.get(lever.id)
    return {
        "id": lever.id,
        "kind": "lever",
        "constant": lever.constant,
        "label": (lever.label_zh, lever.label_en),
        "group": (lever.action_zh, lever.action_en),
        "credit": {"id": key, "label": label},
        "unit": ("", ""),
        "scale": (1.0, 1.0),
        "low": lever.low,
        "high": lever.high,
        "default": 0.0,
        "plan": None if lever.reading == "addition" else 1.0,
        "ends": ((lever.at_zero_zh, lever.at_zero_en), (lever.at_one_zh, lever.at_one_en)),
        "clauses": [(each, _clause(each, tables)) for each in lever.clauses],
        "offices": list(
            dict.fromkeys(
                tables.offices[each].name for each in lever.clauses if each in tables.offices
            )
        ),
        "decides": decider.decides if decider else None,
        "decided_by": decider.words if decider else None,
        "decides_why": remark_words(decider.provenance.note if decider else "", tables.remarks),
        "schedule": (lever.start, lever.full),
        "timing": [name for name in lever.constants if name != lever.constant],
        "quantity": _quantity(lever.id, tables),
        "reading": lever.reading,
        "source": lever.provenance.source,
        "locator": remark_words(lever.provenance.locator, tables.remarks),
        "quality": lever.provenance.quality,
        "note": remark_words(lever.provenance.note, tables.remarks),
    }


def _quantity(lever: str, tables: Tables) -> shape.Quantity | None:
    """Return the constants of a lever's quantity at 0 and at 1, with unit and factor by language.

    The page evaluates it as :meth:`zysim.inputs.quantities.Quantity.words` does.
    """
    found, known = tables.quantities.get(lever), tables.parameters
    if found is None:
        return None
    return {
        "constants": (found.zero, found.one),
        "values": (known[found.zero].value, known[found.one].value),
        "unit": (found.unit_zh, found.unit_en),
        "factor": (found.factor_zh, found.factor_en),
    }


def _clause(clause: str, tables: Tables) -> str:
    return tables.coverage[clause].action_zh if clause in tables.coverage else ""


def _world(each: Uncertain, tables: Tables) -> shape.Control:
    """Return the control of an uncertain number: left alone, every member draws its own value."""
    return {
        **_assumption(each.id, tables),
        "group": tables.city.unknowns[each.group],
        "low": each.low,
        "high": each.high,
        "drawn": True,
    }


def _assumption(name: str, tables: Tables) -> shape.Control:
    parameter = tables.parameters[name]
    zh, en = told_units(parameter.unit)
    return {
        "id": name,
        "kind": "assumption",
        "constant": name,
        "label": (parameter.label_zh, parameter.label_en),
        "group": SCENARIO_GROUP,
        "unit": (zh[1], en[1]),
        "scale": (zh[0], en[0]),
        "low": parameter.low,
        "high": parameter.high,
        "default": parameter.value,
        "plan": None,
        "drawn": False,
        "source": parameter.provenance.source,
        "locator": remark_words(parameter.provenance.locator, tables.remarks),
        "quality": parameter.provenance.quality,
        "note": remark_words(parameter.provenance.note, tables.remarks),
    }
