"""Every exception zysim raises on purpose.

A message answers three questions, in this order: what is wrong (with the value seen),
where it is (file and row, or the name of the argument), what to do next. An error that a
planner meets on the command line also carries the same text in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class ZysimError(Exception):
    """Base class; catch this to catch everything zysim raises on purpose.

    Examples
    --------
    >>> error = ZysimError("no such year", zh="没有这一年")
    >>> str(error), error.zh
    ('no such year', '没有这一年')
    """

    def __init__(self, message: str, *, zh: str | None = None) -> None:
        super().__init__(message)
        self.zh = zh


class ModelFileError(ZysimError):
    """The model file is not something the kernel can compile."""


class InputError(ZysimError):
    """A table, scenario, study file or argument breaks its own rules."""


class ResultError(ZysimError):
    """A run or a stored result cannot be used for what was asked of it."""


class Alarm(UserWarning):
    """A result that cannot be right, though nothing that was typed is refused.

    >>> Alarm("a share of 30", zh="比重为 30").zh
    '比重为 30'
    """

    def __init__(self, message: str, *, zh: str) -> None:
        super().__init__(message)
        self.zh = zh


KINDS_ZH = {
    "command": "命令",
    "lever": "措施",
    "scenario": "情景",
    "variable": "变量",
    "constant": "常数",
    "boundary": "核算边界",
    "unit": "单位",
    "source": "来源",
    "study": "敏感性研究",
    "question": "寻解问题",
    "picture": "图",
    "case": "例",
    "form": "数表或文件",
}


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to ``count`` known names that look like ``name``, best first.

    >>> nearest_names("ev_shar", ["ev_share", "gas_share", "population"])
    ['ev_share', 'gas_share']
    """
    names = sorted(set(known))
    lowered = {candidate.lower(): candidate for candidate in names}
    close = get_close_matches(name.lower(), list(lowered), n=count)
    return [lowered[candidate] for candidate in close]


def unknown_name(kind: str, name: str, known: Iterable[str], where: str) -> InputError:
    """Build the error for a name that is not in a closed list; ``where`` may be empty.

    >>> raise unknown_name("lever", "ev_shar", ["ev_share", "pv_roof"], "plan.toml")
    Traceback (most recent call last):
    zysim.errors.InputError: plan.toml: unknown lever 'ev_shar'. Did you mean 'ev_share'?
    """
    names = sorted(set(known))
    close = nearest_names(name, names)
    listed = ", ".join(names[:12])
    more, more_zh = "", ""
    if len(names) > 12:
        more, more_zh = f" … ({len(names)} in all)", f" ……（共 {len(names)} 个）"
    if close:
        hint = f"Did you mean {' or '.join(repr(candidate) for candidate in close)}?"
        hint_zh = f"是否指 {'、'.join(close)}？"
    else:
        hint = f"Known: {listed}{more}."
        hint_zh = f"可用：{listed}{more_zh}。"
    kind_zh = KINDS_ZH.get(kind, kind)
    before, before_zh = (f"{where}: ", f"{where}：") if where else ("", "")
    return InputError(
        f"{before}unknown {kind} {name!r}. {hint}",
        zh=f"{before_zh}没有名为 {name!r} 的{kind_zh}。{hint_zh}",
    )


def bad_rows(path: Path, problems: Sequence[str]) -> InputError:
    """Build one error that lists every bad row, so a file is fixed in one pass.

    >>> print(bad_rows(Path("levers.csv"), ["row 3 (ev): unit is empty"]))
    levers.csv: 1 problem(s)
      - row 3 (ev): unit is empty
    """
    listed = "\n".join(f"  - {problem}" for problem in problems)
    return InputError(
        f"{path}: {len(problems)} problem(s)\n{listed}",
        zh=f"{path}：{len(problems)} 处错误\n{listed}",
    )
