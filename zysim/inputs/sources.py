"""Read params/sources.csv: every document a number comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year, matching

KEY = matching(
    "[a-z][a-z0-9_]*",
    "不规范：用小写字母、数字和下划线",
    "is not a key: small letters, digits and _",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document, and how far it was read."""

    key: Annotated[str, KEY, Field("代号", "key that other tables name", key=True)]
    title: Annotated[str, Field("题名", "title")]
    publisher: Annotated[str, Field("发布者", "publisher")]
    year: Annotated[Year | None, Field("发布年份", "year it was published")]
    where: Annotated[str, Field("公开地址，或如何找到", "public address, or how to find it")]
    read_on: Annotated[date | None, Field("阅读日期，如 2026-11-22", "day it was read")]
    note: Annotated[str, Field("读到何种程度", "how far it was read", empty=True)]


def read_sources(path: Path) -> Mapping[str, Source]:
    """Read the table of sources, by key in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    return read_records(path, Source)
