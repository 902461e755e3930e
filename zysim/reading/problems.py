"""What is wrong with equations of a model, told with line, name and text, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zysim.errors import ModelFileError
from zysim.reading.chinese import in_chinese
from zysim.reading.sections import Equation

QUOTED = 100
"""Characters of an equation that a message shows."""
SHOWN = 40
"""Problems that are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one equation cannot be used."""

    name: str
    line: int
    """In the file; 0 if it stands nowhere."""
    reason: str
    equation: str = ""

    @classmethod
    def of(cls, equation: Equation, reason: str) -> Problem:
        """Return a problem of an entry."""
        listed = f"[{', '.join(equation.subscripts)}]" if equation.subscripts else ""
        shown = " ".join(equation.right.split())
        shown = shown if len(shown) <= QUOTED else f"{shown[: QUOTED - 1]}…"
        written = f"{equation.name}{listed} = {shown}" if shown else ""
        return cls(equation.name + listed, equation.line, reason, written)

    def english(self) -> str:
        """Return the problem as one line, and the equation on a line of its own."""
        place = f"line {self.line}, " if self.line else ""
        return f"{place}{self.name}: {self.reason}" + self._written()

    def chinese(self) -> str:
        """Return the same in Chinese."""
        place = f"第 {self.line} 行，" if self.line else ""
        return f"{place}{self.name}：{in_chinese(self.reason)}" + self._written()

    def _written(self) -> str:
        return f"\n      {self.equation}" if self.equation else ""


def told(path: Path, problems: Sequence[Problem]) -> ModelFileError:
    """Return one error that lists all problems."""
    unique = list(dict.fromkeys(problems))
    shown, more = unique[:SHOWN], len(unique) - SHOWN
    listed = "\n".join(f"  - {each.english()}" for each in shown)
    listed_zh = "\n".join(f"  - {each.chinese()}" for each in shown)
    if more > 0:
        listed += f"\n  … and {more} more"
        listed_zh += f"\n  ……另有 {more} 处"
    return ModelFileError(
        f"{path}: {len(unique)} equation(s) zysim cannot use\n{listed}",
        zh=f"{path}：{len(unique)} 个方程无法使用\n{listed_zh}",
    )
