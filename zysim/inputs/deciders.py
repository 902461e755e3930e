"""Read params/lever_control.csv: who decides whether a lever is pulled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.provenance import Provenance
from zysim.wording import Pair

Level = Literal["city", "province", "firms", "market"]
LEVELS: Mapping[Level, Pair] = {
    "city": ("市级", "the city"),
    "province": ("省级及以上", "province or nation"),
    "firms": ("企业", "firms"),
    "market": ("企业和居民", "firms and households"),
}
"""Who decides, in the words of every table and page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who takes the step on which a lever hangs, and how that is known."""

    lever: Annotated[str, Field("措施", "lever", key=True, of="lever")]
    decides: Annotated[
        Level,
        Field(
            "由谁决定：市级、省级及以上、企业，或企业和居民",
            "who decides: the city, the province or nation, firms, or firms and households",
        ),
    ]
    provenance: Provenance

    @property
    def words(self) -> Pair:
        """Who decides, as people are told."""
        return LEVELS[self.decides]


def read_deciders(
    path: Path, levers: Collection[str] | None = None, sources: Collection[str] | None = None
) -> Mapping[str, Decider]:
    """Read the table of deciders, by lever; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule or names a lever or source that the tables lack.
    """
    if not path.is_file():
        return {}
    return read_records(path, Decider, {"lever": levers, "source": sources})
