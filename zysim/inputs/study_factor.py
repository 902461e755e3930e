"""What a study varies: tables ``[factors.NAME]`` become factors, and what is wrong is told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from zysim.inputs.problems import Problem
from zysim.inputs.study import FactorSpec, Part
from zysim.inputs.study_form import FactorForm
from zysim.inputs.uncertainty import WITH_MODE
from zysim.wording import Pair

OWN = ("id", "structure", "group", "label_zh", "label_en")
"""Keys of a factor that is a question about structure."""


def in_both(zh: str, en: str, default: Pair) -> Pair:
    """Return a text in both languages; one alone stands for both."""
    return (zh or en, en or zh) if zh or en else default


def factor_of(form: FactorForm) -> FactorSpec:
    """Return a factor as a study says it."""
    options = tuple(option_sets(form))
    name = form.id
    part, place, to = _part(form)
    low, high = form.low, form.high
    if options:
        low, high = 0.0, len(options) - 1.0
    elif form.levels:
        low, high = min(form.levels), max(form.levels)
    usual = "discrete" if form.levels or options or form.structure else "uniform"
    bare = "" if options or form.structure else name
    return FactorSpec(
        id=name,
        variable=form.variable or bare,
        part=part,
        place=place,
        to=to,
        distribution=form.distribution or usual,  # type: ignore[arg-type]  # one of its words
        low=low,
        high=high,
        mode=form.mode,
        levels=tuple(sorted(form.levels)),
        options=options,
        structure=form.structure,
        group=form.group or name,
        label=in_both(form.label_zh, form.label_en, (name, name)),
    )


def factor_problems(form: FactorForm) -> Iterator[Problem]:
    """Say what is wrong with the keys of a factor together."""
    if form.structure:
        yield from _structure_problems(form)
        return
    asked = [form.initial, form.point is not None, form.switch_to is not None]
    if sum(asked) > 1:
        yield Problem(
            "give one of initial, point and switch_to", "initial、point、switch_to 只能给一个"
        )
    if form.options is not None and not _are_sets(form.options):
        yield Problem(
            "options must be a list of sets of constants, such as [{a = 1}, {a = 2}]",
            "options 应为若干组常数的列表，如 [{a = 1}, {a = 2}]",
        )
        return
    count = len(form.levels) or len(tuple(option_sets(form)))
    low, high = form.low, form.high
    if count:
        if count < 2 or len(set(form.levels)) < len(form.levels):
            yield Problem("needs two different levels or more", "应至少有两个不同的水平")
    elif (low is None) != (high is None):
        yield Problem("give both low and high", "low 与 high 须同时给出")
    elif low is not None and high is not None and low >= high:
        yield Problem(
            f"need low < high, got {low:g}, {high:g}", f"应有 low < high，现为 {low:g}、{high:g}"
        )
    yield from _mode_problems(form, "discrete" if count else "uniform")


def _structure_problems(form: FactorForm) -> Iterator[Problem]:
    for each in fields(form):
        if each.name not in OWN and getattr(form, each.name) not in ("", None, (), False):
            key = each.name
            yield Problem(
                f"{key}: a structure takes its alternatives and weights from "
                "params/structures.csv; leave this out",
                f"{key}：结构问题的选项和权重取自 params/structures.csv，请删去",
            )


def _part(form: FactorForm) -> tuple[Part, float | None, float | None]:
    """Return what of the variable varies."""
    part: Part = "value"
    if form.initial:
        part = "initial"
    elif form.point is not None:
        part = "point"
    elif form.switch_to is not None:
        part = "switch"
    return part, form.point, form.switch_to


def option_sets(form: FactorForm) -> Iterator[Mapping[str, float]]:
    """Give the sets of constants of a factor, none where they are not written as such."""
    if form.options is not None and _are_sets(form.options):
        for each in form.options:
            yield {name: float(value) for name, value in each.items()}


def _are_sets(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and all(map(_is_number, each.values())) for each in value
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _mode_problems(form: FactorForm, usual: str) -> Iterator[Problem]:
    distribution = form.distribution or usual
    low, mode, high = form.low, form.mode, form.high
    needs = distribution in WITH_MODE
    if needs and mode is None:
        yield Problem(
            f"mode is missing: {distribution} needs it", f"缺少 mode：{distribution} 须填写"
        )
    if not needs and mode is not None:
        yield Problem(f"mode: {distribution} has none", f"mode：{distribution} 不需要，请删去")
    if low is not None and mode is not None and high is not None and (low > mode or mode > high):
        yield Problem(
            f"need low <= mode <= high, got {low:g}, {mode:g}, {high:g}",
            f"应有 low ≤ mode ≤ high，现为 {low:g}、{mode:g}、{high:g}",
        )
    if distribution == "lognormal" and low is not None and low <= 0:
        yield Problem(
            f"low {low:g}: a lognormal factor is above 0", f"low {low:g}：对数正态须大于 0"
        )
