"""Read a number as people write it, and say what to change when it is not one."""

from __future__ import annotations

import math
import re
import unicodedata

from zysim.inputs.problems import Problem

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def parse_number(text: str) -> float | Problem:
    """Return a finite number, or what is wrong with the text.

    Stricter than ``float``: no ``nan``, no ``inf``, no ``1_000``, no full-width digits.

    >>> parse_number("-1.5e3")
    -1500.0
    >>> parse_number("1,200").en
    "'1,200' has a comma: write 1200 (a point for decimals, nothing between thousands)"
    """
    if NUMBER.fullmatch(text):
        value = float(text)
        return value if math.isfinite(value) else _not_finite(text)
    return _explain(text)


def _not_finite(text: str) -> Problem:
    return Problem(
        f"{text!r} is not a finite number: write the number that is meant",
        f"{text!r} 不是有限数：请写出具体数值",
    )


def _explain(text: str) -> Problem:
    if not text:
        return Problem("is empty: write a number", "为空：请填写数字")
    if text.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        return _not_finite(text)
    if text.startswith("#"):
        return Problem(
            f"{text!r} is a spreadsheet error: type the number itself",
            f"{text!r} 是电子表格的错误值：请直接填写数字",
        )
    half_width = unicodedata.normalize("NFKC", text)
    if half_width != text and NUMBER.fullmatch(half_width):
        return Problem(
            f"{text!r} has full-width characters: write {half_width}",
            f"{text!r} 含全角字符：请写 {half_width}",
        )
    number, percent, rest = half_width.partition("%")
    if percent and not rest and NUMBER.fullmatch(number.strip()):
        plain = f"{float(number) / 100:g}"
        return Problem(
            f"{text!r} has a percent sign: write {plain}, or {number.strip()} where the unit is %",
            f"{text!r} 含百分号：请写 {plain}；若单位为 %，请写 {number.strip()}",
        )
    without = half_width.replace(",", "")
    if without != half_width and NUMBER.fullmatch(without):
        return Problem(
            f"{text!r} has a comma: write {without} "
            "(a point for decimals, nothing between thousands)",
            f"{text!r} 含逗号：请写 {without}（小数用点，千位之间不加符号）",
        )
    return Problem(
        f"{text!r} is not a number: write digits, such as 12.5",
        f"{text!r} 不是数字：请用阿拉伯数字书写，例如 12.5",
    )
