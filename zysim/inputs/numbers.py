"""Read a number or a year as people write it, and say what to change when it is not one.

There are two ways in. :func:`parse_number` is for what a person types into our own tables and
commands: strict, so that the table holds one way of writing. :func:`read_printed` is for tables
that others printed, such as a yearbook: it reads what can mean only one thing and refuses the rest.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from zysim.inputs.problems import Problem

# Patterns are compiled when they are first used: a start that reads no table can spare it.
NUMBER = r"(?a:[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)"
GROUPED = r"(?a:[+-]?\d{1,3}(,\d{3})+(\.\d+)?)"
SPACED = r"(?a:[+-]?\d{1,3}( \d{3})+(\.\d+)?)"
SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
MARK = (
    rf"(?:\s*(?:[{SUPERSCRIPTS}①-⑳⑴-⒇❶-❿*＊※†‡▲△]"
    r"|\[\d{1,2}\]|［\d{1,2}］|【\d{1,2}】|（注\d{0,2}）|\(注\d{0,2}\)))+$"
)
"""Marks of footnotes behind a number: superscripts, circled numbers, stars, numbers in brackets."""
NO_DATA = r"(?i:[-−—–‐―－_…·./／]*|n/?a|nan|null|none|无|空缺|缺|不详|\.{3,})"
YEAR = r"(\d{4})(?:\.0+)?(?:年(?:末|底|度|全年)?)?"
YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
BETWEEN_CHINESE = r"(?<=[\u4e00-\u9fff]) +| +(?=[\u4e00-\u9fff])"
TAIL = r"([+-]?[\d.,]*\d(?:[eE][+-]?\d+)?)\s*([^\d\s.,].*)?"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as others printed it."""

    value: float
    unit: str = ""
    """Unit written behind the number in the same cell; empty where there is none."""
    note: Problem | None = None
    """What was passed over in reading it, such as the mark of a footnote."""


def parse_number(text: str) -> float | Problem:
    """Return a finite number, or what is wrong with the text.

    Stricter than ``float``: no ``nan``, no ``inf``, no ``1_000``, no full-width digits.

    >>> parse_number("-1.5e3")
    -1500.0
    >>> parse_number("1,200").en
    "'1,200' has a comma: write 1200 (a point for decimals, nothing between thousands)"
    >>> parse_number("958.63①").en
    "'958.63①' has the mark of a footnote, '①': write 958.63"
    """
    if re.fullmatch(NUMBER, text):
        value = float(text)
        return value if math.isfinite(value) else _not_finite(text)
    return _explain(text)


def is_blank(text: str) -> bool:
    """Say whether a printed cell holds no data: empty, a dash, dots, n/a.

    >>> [is_blank(each) for each in ("", "—", "…", "N/A", "0", "-1")]
    [True, True, True, True, False, False]
    """
    return re.fullmatch(NO_DATA, text.strip()) is not None


def visible(text: str) -> str:
    r"""Return a cell without blanks at its ends and signs that cannot be seen, as web pages bring.

    >>> visible(" \u200b221.8\ufeff")
    '221.8'
    """
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf").strip()


def printed_name(text: str) -> str:
    """Return a name as it is compared: half-width, no marks of footnotes, no blanks in Chinese.

    >>> printed_name("地区 生产总值（2020年价）①"), printed_name("GDP growth*")
    ('地区生产总值(2020年价)', 'GDP growth')
    """
    bare = re.sub(MARK, "", visible(text))
    return re.sub(BETWEEN_CHINESE, "", unicodedata.normalize("NFKC", bare)).strip()


def read_printed(text: str) -> Printed | Problem:
    """Read a number from a printed table where its meaning is certain.

    Certain are full-width characters, groups of three digits, a mark of a footnote behind the
    number, and a unit behind it, which is handed back. Whatever else is refused: a range, "about",
    "more than", a comma that may be a decimal one.

    >>> read_printed("１，０８９.３４①")
    Printed(value=1089.34, unit='', note=Problem(en="mark '①' passed over", zh="略去注码 '①'"))
    >>> read_printed("230.86万人")
    Printed(value=230.86, unit='万人', note=None)
    >>> read_printed("65以上").en
    "'65以上' is not one certain number: write the number, and its range as low and high"
    """
    stripped = text.strip()
    if stripped.startswith("="):
        return Problem(
            f"{text!r} is a formula whose result is not in the file: open it in a spreadsheet "
            "program and save it",
            f"公式 {text!r} 的结果未保存在文件中：请用表格软件打开并保存",
        )
    if stripped.startswith("#"):
        return _spreadsheet_error(text)
    found = re.search(MARK, stripped)
    mark = found.group().strip() if found else ""
    plain = unicodedata.normalize("NFKC", stripped.removesuffix(mark) if mark else stripped)
    plain = plain.replace("−", "-").replace("\xa0", " ").strip()
    note = passed_over(mark) if mark else None
    number, unit = _number_and_unit(plain)
    if number is None:
        return _not_certain(text)
    if not math.isfinite(number):
        return _not_finite(text)
    return Printed(number, unit, note)


def passed_over(mark: str) -> Problem:
    """Say that the mark of a footnote was passed over."""
    return Problem(f"mark {mark!r} passed over", f"略去注码 {mark!r}")


def read_year(text: str) -> int | Problem:
    """Read a calendar year as tables print it: ``2025``, ``2025年``, ``２０２５``, ``二〇二五年``.

    >>> read_year("2025年末"), read_year("二〇二五年"), read_year("2025.0")
    (2025, 2025, 2025)
    >>> read_year("2025年1-6月").en
    "'2025年1-6月' is not a whole year: give the figure of the year, written as 2025"
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "").translate(YEAR_DIGITS)
    if found := re.fullmatch(YEAR, plain):
        return int(found[1])
    if re.match(r"\d{4}", plain):
        return Problem(
            f"{text!r} is not a whole year: give the figure of the year, written as {plain[:4]}",
            f"{text!r} 不是整年：请填全年数，年份写作 {plain[:4]}",
        )
    return Problem(
        f"{text!r} is not a year: write four digits, such as 2025",
        f"{text!r} 不是年份：请写四位数字，例如 2025",
    )


def _number_and_unit(plain: str) -> tuple[float | None, str]:
    """Return the number a half-width text begins with and what stands behind it."""
    if re.fullmatch(SPACED, plain):
        return float(plain.replace(" ", "")), ""
    found = re.fullmatch(TAIL, plain)
    if not found:
        return None, ""
    digits, unit = found[1], (found[2] or "").strip()
    if re.fullmatch(GROUPED, digits):
        digits = digits.replace(",", "")
    if not re.fullmatch(NUMBER, digits) or not re.match(
        r"[万亿千百%‰a-zA-Z元人吨立公克辆户度兆小]|$", unit
    ):
        return None, ""
    return float(digits), unit


def _not_certain(text: str) -> Problem:
    return Problem(
        f"{text!r} is not one certain number: write the number, and its range as low and high",
        f"{text!r} 不能确定为一个数：请写出数值，范围写入“下限”“上限”",
    )


def _not_finite(text: str) -> Problem:
    return Problem(
        f"{text!r} is not a finite number: write the number that is meant",
        f"{text!r} 不是有限数：请写出具体数值",
    )


def _spreadsheet_error(text: str) -> Problem:
    return Problem(
        f"{text!r} is a spreadsheet error: type the number itself",
        f"{text!r} 是电子表格的错误值：请直接填写数字",
    )


def _explain(text: str) -> Problem:
    if not text:
        return Problem("is empty: write a number", "为空：请填写数字")
    if text.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        return _not_finite(text)
    if is_blank(text):
        return Problem(
            f"{text!r} means no data: leave the row out", f"{text!r} 表示没有数据：请删去该行"
        )
    if text.startswith("#"):
        return _spreadsheet_error(text)
    return _rewritten(text) or Problem(
        f"{text!r} is not a number: write digits, such as 12.5",
        f"{text!r} 不是数字：请用阿拉伯数字书写，例如 12.5",
    )


def _rewritten(text: str) -> Problem | None:
    """Say how to write a text that is nearly a number."""
    mark = re.search(MARK, text)
    if mark and re.fullmatch(NUMBER, plain := text[: mark.start()]):
        sign = mark.group().strip()
        return Problem(
            f"{text!r} has the mark of a footnote, {sign!r}: write {plain}",
            f"{text!r} 带有注码 {sign!r}：请写 {plain}",
        )
    half_width = unicodedata.normalize("NFKC", text)
    if half_width != text and re.fullmatch(NUMBER, half_width):
        return Problem(
            f"{text!r} has full-width characters: write {half_width}",
            f"{text!r} 含全角字符：请写 {half_width}",
        )
    number, percent, rest = half_width.partition("%")
    if percent and not rest and re.fullmatch(NUMBER, number.strip()):
        plain = f"{float(number) / 100:g}"
        return Problem(
            f"{text!r} has a percent sign: write {plain}, or {number.strip()} where the unit is %",
            f"{text!r} 含百分号：请写 {plain}；若单位为 %，请写 {number.strip()}",
        )
    without = half_width.replace(",", "")
    if without != half_width and re.fullmatch(NUMBER, without):
        return Problem(
            f"{text!r} has a comma: write {without} "
            "(a point for decimals, nothing between thousands)",
            f"{text!r} 含逗号：请写 {without}（小数用点，千位之间不加符号）",
        )
    return None
