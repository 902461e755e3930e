"""Which names may be set by a scenario or a user, and within which range."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.inputs.lever_names import lever_set_by
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known
from zysim.units import spoken_unit, unit_words
from zysim.wording import Lang, Pair, pick


def elements_of(name: str, parameters: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Return the scalar ids a name stands for: itself, or all elements of a whole array.

    An unknown name stands for nothing.
    """
    if name in parameters:
        return (name,)
    return tuple(each for each in parameters if each.startswith(f"{name}["))


def identify(name: str, levers: Mapping[str, Lever], parameters: Mapping[str, Parameter]) -> str:
    """Return the id of a lever or constant named by its id, its label or its Chinese label."""
    if name in levers or elements_of(name, parameters):
        return name
    for lever in levers.values():
        if name in (lever.label_zh, lever.label_en):
            return lever.id
    named = [each.id for each in parameters.values() if name in (each.label_zh, each.label_en)]
    wholes = {each.partition("[")[0] for each in named}
    if len(wholes) != 1:
        return name
    return named[0] if len(named) == 1 else wholes.pop()


def constant_label(name: str, parameters: Mapping[str, Parameter]) -> Pair:
    """Return what a constant or a whole array is called; an element says which one it is.

    Where all elements have one label in a language, the label of one goes on with its name in
    brackets; an English label ends with it already.
    """
    elements = elements_of(name, parameters)
    first = parameters[elements[0]]
    if name != first.id:
        return _common(name, [parameters[each].label_zh for each in elements]), _common(
            name, [parameters[each].label_en.partition(" – ")[0] for each in elements]
        )
    siblings = elements_of(name.partition("[")[0], parameters)
    same = sum(parameters[each].label_zh == first.label_zh for each in siblings) > 1
    element = name.partition("[")[2].rstrip("]")
    return first.label_zh + (f"（{element}）" if same else ""), first.label_en


def assumption_words(
    name: str, value: float, parameters: Mapping[str, Parameter], lang: Lang
) -> str:
    """Return what a constant is set to, by its label and in the unit that people are told."""
    unit = parameters[elements_of(name, parameters)[0]].unit
    factor, words = spoken_unit(unit_words(unit), lang)
    return (
        f"{pick(constant_label(name, parameters), lang)} {factor * value:g} {words}".removesuffix(
            " —"
        )
    )


def _common(name: str, labels: list[str]) -> str:
    return labels[0] if len(set(labels)) == 1 else name


def check_lever(
    name: str,
    setting: float,
    levers: Mapping[str, Lever],
    parameters: Mapping[str, Parameter],
) -> Problem | None:
    """Return what is wrong with setting a lever, or None."""
    if name not in levers:
        if elements_of(name, parameters):
            return Problem(
                "is an assumption about the world, not a lever: put it under [assumptions]",
                "是假设而非措施：请写在 [assumptions] 之下",
            )
        return not_known(("lever", "措施"), name, levers)
    lever = levers[name]
    if lever.low <= setting <= lever.high:
        return None
    return Problem(
        f"setting {setting:g} is outside {lever.low:g} to {lever.high:g} (0 baseline, 1 plan)",
        f"取值 {setting:g} 超出 {lever.low:g} 至 {lever.high:g}（0 为基线，1 为方案）",
    )


def check_assumption(
    name: str,
    value: float,
    levers: Mapping[str, Lever],
    parameters: Mapping[str, Parameter],
) -> Problem | None:
    """Return what is wrong with setting a model constant, or None."""
    lever = lever_set_by(name, levers)
    if lever:
        return Problem(
            f"is a lever, not an assumption: put it under [levers] as {lever}",
            f"是措施而非假设：请写在 [levers] 之下，名称为 {lever}",
        )
    elements = elements_of(name, parameters)
    if not elements:
        whole = {each.partition("[")[0] for each in parameters}
        return not_known(("constant", "常数"), name, [*parameters, *sorted(whole)])
    narrow = [
        each for each in elements if not parameters[each].low <= value <= parameters[each].high
    ]
    if not narrow:
        return None
    ranges = [_range(parameters[each], len(elements) > 1) for each in narrow[:3]]
    return Problem(
        f"{value:g} is outside {', '.join(each.en for each in ranges)}",
        f"{value:g} 超出取值范围 {'，'.join(each.zh for each in ranges)}",
    )


def _range(parameter: Parameter, named: bool) -> Problem:
    name = f"{parameter.id} " if named else ""
    low, high = f"{parameter.low:g}", f"{parameter.high:g}"
    unit = unit_words(parameter.unit)[0].replace("—", "")
    return Problem(
        f"{name}{low} to {high} {parameter.unit}", f"{name}{low} 至 {high} {unit}".rstrip()
    )
