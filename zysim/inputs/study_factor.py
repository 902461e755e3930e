"""Read what a study varies: tables ``[factors.NAME]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from zysim.inputs.study import FactorSpec, Part
from zysim.inputs.toml_table import TomlTable
from zysim.inputs.uncertainty import Distribution
from zysim.wording import Pair


def read_pair(table: TomlTable, key: str, default: Pair) -> Pair:
    """Return a text in both languages; one alone stands for both."""
    zh, en = table.text(f"{key}_zh", "\0"), table.text(f"{key}_en", "\0")
    found = (zh, en) if "\0" not in (zh, en) else (zh if en == "\0" else en,) * 2
    return default if found == ("\0", "\0") else found


OWN = ("structure", "group", "label", "label_zh", "label_en")
"""Keys of a factor that is a question about structure."""


def read_factor(name: str, table: TomlTable) -> FactorSpec:
    """Read one factor; what is wrong with it is noted in the table."""
    if "structure" in table.data:
        return _structure(name, table)
    options = _options(table)
    variable = table.text("variable", "" if options else name)
    part, place, to = _part(table)
    levels = table.numbers("levels")
    low, mode, high = table.number("low"), table.number("mode"), table.number("high")
    usual = "discrete" if levels or options else "uniform"
    distribution = table.choice("distribution", get_args(Distribution), usual)
    if levels or options:
        count = len(options) or len(levels)
        low, high = (0.0, count - 1.0) if options else (min(levels), max(levels))
        if count < 2 or len(set(levels)) < len(levels):
            table.note("needs two different levels or more", "应至少有两个不同的水平")
    elif (low is None) != (high is None):
        table.note("give both low and high", "low 与 high 须同时给出")
    elif low is not None and high is not None and not low < high:
        table.note(
            f"need low < high, got {low:g}, {high:g}", f"应有 low < high，现为 {low:g}、{high:g}"
        )
    _check_mode(table, distribution, low, mode, high)
    found = FactorSpec(
        id=name,
        variable=variable,
        part=part,
        place=place,
        to=to,
        distribution=cast("Distribution", distribution),
        low=low,
        high=high,
        mode=mode,
        levels=tuple(sorted(levels)),
        options=options,
        structure="",
        group=table.text("group", name),
        label=read_pair(table, "label", (name, name)),
    )
    table.finish()
    return found


def _structure(name: str, table: TomlTable) -> FactorSpec:
    """Read a factor that is a question about structure: its table gives all the rest."""
    found = FactorSpec(
        id=name,
        variable="",
        part="value",
        place=None,
        to=None,
        distribution="discrete",
        low=None,
        high=None,
        mode=None,
        levels=(),
        options=(),
        structure=table.text("structure", name),
        group=table.text("group", name),
        label=read_pair(table, "label", (name, name)),
    )
    for key in table.data:
        if key not in OWN:
            table.note(
                f"{key}: a structure takes its alternatives and weights from "
                "params/structures.csv; leave this out",
                f"{key}：结构问题的选项和权重取自 params/structures.csv，请删去",
            )
            table.get(key)
    table.finish()
    return found


def _part(table: TomlTable) -> tuple[Part, float | None, float | None]:
    """Return what of the variable varies."""
    initial = table.get("initial")
    place, to = table.number("point"), table.number("switch_to")
    if initial is not None and not isinstance(initial, bool):
        table.note("initial must be true or false", "initial 应为 true 或 false")
    asked = [bool(initial), place is not None, to is not None]
    if sum(asked) > 1:
        table.note(
            "give one of initial, point and switch_to", "initial、point、switch_to 只能给一个"
        )
    part: Part = "initial" if asked[0] else "point" if asked[1] else "switch"
    return (part if any(asked) else "value"), place, to


def _options(table: TomlTable) -> tuple[Mapping[str, float], ...]:
    value = table.get("options")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        table.note(
            "options must be a list of sets of constants, such as [{a = 1}, {a = 2}]",
            "options 应为若干组常数的列表，如 [{a = 1}, {a = 2}]",
        )
        return ()
    inside = TomlTable(
        {str(at): each for at, each in enumerate(value)}, table.place, table.problems
    )
    return tuple(inside.mapping(str(at)) for at in range(len(value)))


def _check_mode(
    table: TomlTable,
    distribution: str,
    low: float | None,
    mode: float | None,
    high: float | None,
) -> None:
    needs = distribution in ("triangular", "normal", "lognormal")
    if needs and mode is None:
        table.note(f"mode is missing: {distribution} needs it", f"缺少 mode：{distribution} 须填写")
    if not needs and mode is not None:
        table.note(f"mode: {distribution} has none", f"mode：{distribution} 不需要，请删去")
    if None not in (low, mode, high) and not cast("float", low) <= cast("float", mode) <= cast(
        "float", high
    ):
        table.note(
            f"need low <= mode <= high, got {low:g}, {mode:g}, {high:g}",
            f"应有 low ≤ mode ≤ high，现为 {low:g}、{mode:g}、{high:g}",
        )
    if distribution == "lognormal" and low is not None and low <= 0:
        table.note(f"low {low:g}: a lognormal factor is above 0", f"low {low:g}：对数正态须大于 0")
