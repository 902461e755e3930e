"""Every exception zysim raises on purpose.

A message answers three questions, in this order: what is wrong (with the value seen),
where it is (file and row, or the name of the argument), what to do next. An error that a
planner meets on the command line also carries the same text in Chinese.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
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


REASONS_ZH = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "只读，不能写入",
    errno.EBUSY: "正被占用",
    errno.EMFILE: "打开的文件过多",
    errno.ENAMETOOLONG: "名称过长",
    errno.EIO: "读写设备出错",
}


def reason_of(error: OSError) -> tuple[str, str]:
    """Return why the system could not read or write, in English and Chinese.

    >>> reason_of(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    ('No such file or directory', '没有这个文件或文件夹')
    >>> reason_of(OSError("odd"))
    ('odd', '系统报告：odd')
    """
    english = error.strerror or str(error)
    return english, REASONS_ZH.get(error.errno or 0, f"系统报告：{english}")


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
    """Return up to ``count`` known names that look like ``name`` or hold it, best first.

    >>> nearest_names("ev_shar", ["ev_share", "gas_share", "population"])
    ['ev_share', 'gas_share']
    >>> nearest_names("方案", ["基线", "按方案实施"])
    ['按方案实施']
    """
    # Only here: a start that goes well can spare it.
    from difflib import get_close_matches

    lowered = {candidate.lower(): candidate for candidate in sorted(set(known))}
    wanted = name.lower()
    close = get_close_matches(wanted, list(lowered), n=count)
    if len(wanted) > (2 if wanted.isascii() else 1):  # two letters stand in half of all names
        close += [each for each in lowered if wanted in each and each not in close]
    return [lowered[candidate] for candidate in close[:count]]


def unknown_name(kind: str, name: str, known: Iterable[str], where: str) -> InputError:
    """Build the error for a name that is not in a closed list; ``where`` may be empty.

    >>> raise unknown_name("lever", "ev_shar", ["ev_share", "pv_roof"], "plan.toml")
    Traceback (most recent call last):
    zysim.errors.InputError: plan.toml: unknown lever 'ev_shar'. Did you mean 'ev_share'?
    """
    en, zh = unknown_words((kind, KINDS_ZH.get(kind, kind)), name, known)
    before, before_zh = (f"{where}: ", f"{where}：") if where else ("", "")
    return InputError(before + en, zh=before_zh + zh)


def unknown_words(what: tuple[str, str], name: str, known: Iterable[str]) -> tuple[str, str]:
    """Say in English and Chinese that a name is not in a closed list: the nearest, or a short list.

    >>> unknown_words(("quality", "质量等级"), "litrature", ["literature", "plan"])[1]
    "没有名为 'litrature' 的质量等级。是否指 literature？"
    """
    names = sorted(set(known))
    close, short = nearest_names(name, names), ", ".join(names[:12])
    if close:
        hint = f"Did you mean {' or '.join(repr(candidate) for candidate in close)}?"
        hint_zh = f"是否指 {'、'.join(close)}？"
    elif len(names) > 12:
        hint = f"Known: {short} … ({len(names)} in all)."
        hint_zh = f"可用：{short} ……（共 {len(names)} 个）。"
    elif names:
        hint, hint_zh = f"Known: {short}.", f"可用：{short}。"
    else:
        hint, hint_zh = "There is none.", "目前没有可用的名称。"
    return f"unknown {what[0]} {name!r}. {hint}", f"没有名为 {name!r} 的{what[1]}。{hint_zh}"


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
