"""Read params/remarks.csv: what the tables say beside their numbers, in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note or a locator that stands in the tables in English, and its Chinese."""

    text: Annotated[
        str,
        Field("各表 note、locator 中的原文", "a note or locator as the tables have it", key=True),
    ]
    zh: Annotated[str, Field("中文", "the same in Chinese")]


def read_remarks(path: Path) -> Mapping[str, str]:
    """Read the Chinese of what is written beside numbers; empty where a city has none.

    Raises
    ------
    InputError
        If a row is empty or a text stands twice.
    """
    if not path.is_file():
        return {}
    return {name: each.zh for name, each in read_records(path, Remark).items()}


def remark_words(text: str, remarks: Mapping[str, str]) -> Pair:
    """Return a note in both languages: as it was written where no other is known.

    >>> remark_words("Common judgement", {"Common judgement": "通常的判断"})
    ('通常的判断', 'Common judgement')
    """
    return remarks.get(text, text), text


def title_words(title: str, remarks: Mapping[str, str]) -> Pair:
    """Return the title of a document in both languages, a translated one with the original.

    >>> title_words("市规划", {"Plan of the city": "市规划"})
    ('市规划', 'Plan of the city [市规划]')
    >>> title_words("Energy of cities", {"Energy of cities": "城市能源"})
    ('城市能源', 'Energy of cities')
    """
    if title in remarks:
        return remark_words(title, remarks)
    meant = next((en for en, zh in remarks.items() if zh == title), None)
    return title, title if meant is None else f"{meant} [{title}]"
