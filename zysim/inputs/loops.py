"""Read models/loops.toml: the feedback loops of a model by name, each with its switch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.declared import Field, matching
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

FILE = Path("models") / "loops.toml"
SIGNS = "RB"
LOOP_ID = matching(
    f"[{SIGNS}].*",
    "应以 R（增强）或 B（调节）开头",
    "must begin with R (reinforces) or B (balances)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop of causes that closes on itself."""

    id: Annotated[
        str,
        LOOP_ID,
        Field(
            "标识：R 开头为增强，B 开头为调节",
            "begins with R where it reinforces a change, with B where it balances it",
        ),
    ]
    label: Annotated[Pair, Field("名称", "name", bare=True)]
    says: Annotated[Pair, Field("一句话说明怎样作用", "what happens round it, in a sentence")]
    switch: Annotated[
        str,
        Field(
            "为 0 时切断此回路的模型常数",
            "constant of the model that cuts the loop when it is 0",
            of="constant",
        ),
    ]

    @property
    def sign(self) -> str:
        """R where it reinforces, B where it balances.

        >>> Loop(id="B2", label=("", ""), says=("", ""), switch="").sign
        'B'
        """
        return self.id[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopsFile:
    """The file as it is written."""

    loops: Annotated[tuple[Loop, ...], Field("反馈回路", "loops", name="loop")] = ()


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
    problems: list[Problem] = []
    file = TomlTable(read_toml(path), "", problems)
    loops = file.record(LoopsFile, {"constant": graph.constants}).loops
    ids = [each.id for each in loops]
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        twice = Problem("is the id of two loops: rename one", "有两条回路使用此 id：请改名")
        problems.append(twice.under(name, name))
    if problems:
        raise refuse(path, problems)
    return loops
