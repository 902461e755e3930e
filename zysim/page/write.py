"""Put what a page holds into its template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zysim.wording import Lang

TEMPLATE = Path(__file__).with_name("template.html")
"""Built from web/ and kept here, so that no user needs Node."""
PLACE = "/*PAYLOAD*/"


def page_html(payload: Mapping[str, Any], lang: Lang) -> str:
    """Return the page as one text that needs nothing beside it.

    Parameters
    ----------
    payload
        Plain values; names in it may hold anything, for none can end the element it stands in.
    lang
        Language the page opens in; the reader can turn it.

    Raises
    ------
    ValueError
        If a number is not finite, which JSON cannot hold.
    """
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    before, after = TEMPLATE.read_text("utf-8").split(PLACE)
    if lang == "en":
        before = before.replace('<html lang="zh-CN">', '<html lang="en">', 1)
    return before + text + after
