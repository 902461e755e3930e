"""What was wrong with the words typed, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from zysim.wording import Lang

CHINESE: Sequence[tuple[str, str]] = (
    (r"(?:Path|File|Directory) (.+) does not exist\.", "没有 {0}，请检查名称与文件夹。"),
    (r"Directory (.+) is a file\.", "{0} 是文件，这里须是文件夹。"),
    (r"(?:Path|File) (.+) is a directory\.", "{0} 是文件夹，这里须是文件。"),
    (r"(?:Path|File|Directory) (.+) is not readable\.", "{0} 没有读取权限。"),
    (r"(?:Path|File|Directory) (.+) is not writable\.", "{0} 没有写入权限。"),
    (r"(.+) is not a valid integer(?: range)?\.", "{0} 不是整数。"),
    (r"(.+) is not a valid float(?: range)?\.", "{0} 不是数。"),
    (r"(.+) is not in the range (.+)\.", "{0} 不在范围 {1} 内。"),
    (r"(.+) is not one of (.+)\.", "{0} 应为以下之一：{1}。"),
    (r"Got unexpected extra arguments? \((.+)\)", "多出的词：{0}。"),
    (r"Option '(.+)' requires an argument\.", "选项 {0} 之后须有值。"),
    (r"Option '(.+)' does not take a value\.", "选项 {0} 之后不带值。"),
)
"""What click says, and the same in Chinese."""


def misuse_text(error: click.UsageError, lang: Lang) -> str:
    """Return what was wrong with the words typed, in the reader's language."""
    if lang == "en":
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        near = f"是否指 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}。{near}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return (
            f"缺少参数 {error.param.make_metavar(error.ctx) if error.ctx else error.param.name}。"
        )
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.opts else error.param.name
        return f"{name} 的值不对：{in_chinese(error.message)}"
    return f"用法有误：{in_chinese(error.format_message())}"


def in_chinese(message: str) -> str:
    """Return what click says in Chinese; a message of ours as it is.

    >>> in_chinese("Directory 'out' is a file.")
    "'out' 是文件，这里须是文件夹。"
    >>> in_chinese("'x' is not a valid integer."), in_chinese("没有口径 'E'")
    ("'x' 不是整数。", "没有口径 'E'")
    """
    for said, chinese in CHINESE:
        found = re.fullmatch(said, message)
        if found:
            return chinese.format(*found.groups())
    return message
