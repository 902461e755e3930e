"""Read models/loops.toml: the feedback loops of a model by name, each with its switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml, unknown_keys
from zysim.inputs.toml_table import TomlTable
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

FILE = Path("models") / "loops.toml"
KEYS = ("id", "zh", "en", "says_zh", "says_en", "switch")
SIGNS = "RB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop of causes that closes on itself."""

    id: str
    """Begins with R where it reinforces a change, with B where it balances it."""
    label: Pair
    says: Pair
    """What happens round it, in a sentence."""
    switch: str
    """Constant of the model that cuts the loop when it is 0."""

    @property
    def sign(self) -> str:
        """R where it reinforces, B where it balances.

        >>> Loop(id="B2", label=("", ""), says=("", ""), switch="").sign
        'B'
        """
        return self.id[0]


def read_loops(root: Path, graph: ModelGraph) -> tuple[Loop, ...]:
    """Read the loops of a city folder; empty for one without the file.

    Raises
    ------
    InputError
        If a loop lacks a word, has no sign, stands twice, or names a switch that is no constant of
        the model; every problem at once.
    """
    path = root / FILE
    if not path.is_file():
        return ()
    data = read_toml(path)
    problems = unknown_keys(data, ("loop",))
    listed = data.get("loop", [])
    found: dict[str, Loop] = {}
    for at, each in enumerate(listed if isinstance(listed, list) else [], start=1):
        loop = _loop(each if isinstance(each, dict) else {}, at, graph, problems)
        if loop.id in found:
            twice = Problem("is the id of two loops: rename one", "有两条回路使用此 id：请改名")
            problems.append(twice.under(loop.id, loop.id))
        found[loop.id] = loop
    if problems:
        raise refuse(path, problems)
    return tuple(found.values())


def _loop(data: Mapping[str, Any], at: int, graph: ModelGraph, problems: list[Problem]) -> Loop:
    place = f"loop {data.get('id', at)}"
    problems += [each.under(place, place) for each in unknown_keys(data, KEYS)]
    table = TomlTable(data, place, problems)
    words = {key: table.text(key) for key in KEYS}
    if words["id"] and words["id"][0] not in SIGNS:
        table.note(
            f"id {words['id']!r} must begin with R (reinforces) or B (balances)",
            f"id {words['id']!r} 应以 R（增强）或 B（调节）开头",
        )
    if words["switch"] and words["switch"] not in graph.constants:
        wrong = not_known(("constant", "常数"), words["switch"], graph.constants)
        problems.append(wrong.under(place, place))
    return Loop(
        id=words["id"],
        label=(words["zh"], words["en"]),
        says=(words["says_zh"], words["says_en"]),
        switch=words["switch"],
    )
