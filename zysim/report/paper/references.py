"""References as GB/T 7714 asks for them: responsible body, title, type, year, date and address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from zysim.inputs.sources import Source
from zysim.inputs.tables import Tables

ADDRESS = re.compile(r"https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.ASCII)
OWN = "zysim_authors"
"""Key of what rests on no document: a judgement is no reference."""


def cited(tables: Tables) -> list[tuple[Source, int]]:
    """Return the documents that back a number, with how many, those of most numbers first."""
    keys = [each.provenance.source for each in tables.parameters.values()]
    keys += [each.provenance.source for each in tables.levers.values()]
    keys += [each.provenance.source for each in tables.targets.values()]
    keys += [each.provenance.source for each in tables.history]
    uses = Counter(keys)
    found = [(each, uses[key]) for key, each in tables.sources.items() if uses[key]]
    return sorted(found, key=lambda each: -each[1])


def own_judgements(tables: Tables) -> int:
    """Return how many numbers rest on no document."""
    return {each.key: count for each, count in cited(tables)}.get(OWN, 0)


def reference(source: Source) -> str:
    """Return a document as an entry of a list of references.

    >>> from datetime import date
    >>> reference(
    ...     Source(
    ...         key="a",
    ...         title="Energy of cities",
    ...         publisher="Bureau",
    ...         year=2023,
    ...         where="https://a.cn/b",
    ...         read_on=date(2026, 5, 1),
    ...         note="",
    ...     )
    ... )
    'Bureau. Energy of cities[EB/OL]. (2023)[2026-05-01]. https://a.cn/b.'
    """
    found = ADDRESS.search(source.where)
    address = found[0].rstrip(".,;") if found else ""
    kind = _kind(source.title, online=bool(address))
    body = f"{source.publisher}. " if source.publisher else ""
    if not address:
        year = f" {source.year}." if source.year else ""
        return f"{body}{source.title}[{kind}].{year}"
    year = f"({source.year})" if source.year else ""
    read = f"[{source.read_on.isoformat()}]" if source.read_on else ""
    when = f" {year}{read}." if year or read else ""
    return f"{body}{source.title}[{kind}].{when} {address}."


_KINDS: Mapping[str, str] = {
    "S": r"GB/T|GB |标准|standard",
    "DB": r"EDGAR|database|data ?set|清单|panel",
    "J": r"journal|doi|et al",
    "R": r"方案|规划|通知|公报|报告|report|plan|bulletin|notice|rule|guideline|indicator",
}


def _kind(title: str, *, online: bool) -> str:
    found = next((key for key, each in _KINDS.items() if re.search(each, title, re.IGNORECASE)), "")
    if not online:
        return found or "Z"
    return f"{found or 'EB'}/OL"
