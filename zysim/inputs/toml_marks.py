"""Find the marks that keep a file from being TOML, and say for each line what to type.

An input method for Chinese types marks that look right and are not: “ ” ＝ 【 】 ， 。 ＃. Numbers
are written .5, 1., 3,000 or 230万; names with Chinese letters or brackets lack quotation marks.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem

QUOTES = dict.fromkeys("“”„‟＂「」『』", '"') | dict.fromkeys("‘’‚‛＇", "'")
SIGNS = {
    **QUOTES,
    "＝": "=",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "，": ",",
    "、": ",",
    "。": ".",
    "．": ".",
    "＃": "#",
    "：": "=",
    "－": "-",
    "−": "-",
}
BLANKS = dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\ufeff\u200b", " ")
LINE = re.compile(r"(?P<blank>\s*)(?P<key>[^=#\"']+?|\"[^\"]*\"|'[^']*')\s*=\s*(?P<value>.*)")
BARE = re.compile(r"[A-Za-z0-9_.\- ]+")
POINT = re.compile(r"(?P<sign>[+-]?)(?P<before>\d*)\.(?P<after>\d*)")


def mark_problems(text: str) -> list[Problem]:
    r"""Return a problem for each line that can be put right, with the line as it must be typed.

    >>> mark_problems("[levers]\ngas_output = 0。5")[0].en
    "line 2: '。' is not a mark of TOML. Type: gas_output = 0.5"
    >>> mark_problems("[levers]\ngas_output = 0.5")
    []
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if _parses(line):
            continue
        mended, reasons = _mend(line)
        if reasons and _parses(mended):
            places = (f"line {number}", f"第 {number} 行")
            typed = mended.strip()
            en = ", ".join(reason.en for reason in reasons)
            zh = "，".join(reason.zh for reason in reasons)
            found.append(Problem(f"{en}. Type: {typed}", f"{zh}。请写作：{typed}").under(*places))
    return found


def _parses(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _mend(line: str) -> tuple[str, list[Problem]]:
    """Return the line as it was probably meant, and what was changed."""
    reasons: list[Problem] = []
    changed = _signs(line)
    signs = dict.fromkeys(was for was, now in zip(line, changed, strict=True) if was != now)
    blanks = [each for each in signs if each in BLANKS]
    if blanks:
        reasons.append(
            Problem("a blank that only looks like one", "含不间断空格或全角空格，应为普通空格")
        )
    if marks := [each for each in signs if each not in BLANKS]:
        named = " ".join(repr(each) for each in marks)
        verb = "is not a mark" if len(marks) == 1 else "are no marks"
        reasons.append(Problem(f"{named} {verb} of TOML", f"{named} 不是 TOML 的符号"))
    entry = LINE.fullmatch(changed)
    if entry is None:
        return changed, reasons
    key, value = entry["key"].strip(), entry["value"]
    if not (BARE.fullmatch(key) or key[0] in "\"'"):
        reasons.append(Problem(f"the name {key} needs quotation marks", f"名称 {key} 须加英文引号"))
        key = f'"{key}"'
    value, comment = _split_comment(value)
    if not _parses(f"x = {value}"):
        value, reason = _number(value.strip())
        reasons += [] if reason is None else [reason]
    return f"{entry['blank']}{key} = {value.strip()}{comment and '  ' + comment}", reasons


def _signs(line: str) -> str:
    """Replace marks outside of texts; a curly quotation mark opens and closes one too."""
    made, inside = [], ""
    for mark in line:
        plain = mark if inside and mark not in QUOTES else SIGNS.get(mark, BLANKS.get(mark, mark))
        if plain in "\"'" and (not inside or plain == inside):
            inside = "" if inside else plain
        elif inside:
            plain = mark
        made.append(plain)
        if plain == "#" and not inside:
            break
    return "".join(made) + line[len(made) :]


def _split_comment(value: str) -> tuple[str, str]:
    inside = ""
    for at, mark in enumerate(value):
        if mark in "\"'":
            inside = "" if inside == mark else inside or mark
        elif mark == "#" and not inside:
            return value[:at].rstrip(), value[at:]
    return value.rstrip(), ""


def _number(value: str) -> tuple[str, Problem | None]:
    """Return a value as TOML writes it, with the reason, if it is a number of some kind."""
    value = unicodedata.normalize("NFKC", value)
    end = value.rstrip(",;")
    if end != value and _parses(f"x = {end}"):
        return end, Problem(f"nothing follows a value: {value!r}", f"数值之后不加标点：{value!r}")
    if point := POINT.fullmatch(value):
        before, after = point["before"] or "0", point["after"] or "0"
        whole = f"{point['sign']}{before}.{after}"
        return whole, Problem(
            f"{value!r} needs a digit on both sides of the point", f"{value!r} 小数点两侧都须有数字"
        )
    digits = re.fullmatch(r"([+-]?\d[\d,]*(?:\.\d+)?)\s*([万亿千百%‰]?\D*)", value)
    if digits is None:
        return value, None
    plain = digits[1].replace(",", "")
    if isinstance(parse_number(plain), Problem):
        return value, None
    if digits[2]:
        return plain, Problem(
            f"{value!r} has a unit: a number in the unit of its table stands alone",
            f"{value!r} 带有单位或量级：只写数字，按参数表的单位",
        )
    return plain, Problem(
        f"{value!r} has commas: nothing stands between thousands",
        f"{value!r} 含逗号：千位之间不加符号",
    )
