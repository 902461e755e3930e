"""What the pictures of a model show, read from its equations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zysim.reading.graph import ModelGraph, Variable

CLOCK = "Control"
"""Group of the model file that holds the clock."""
INTEGRAL = re.compile(r"^INTEG\s*\(", re.IGNORECASE)
NAME = re.compile(r"[^\W\d][\w ]*", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFlows:
    """A stock with the variables that fill it and those that drain it."""

    stock: Variable
    fills: tuple[Variable, ...]
    drains: tuple[Variable, ...]


def part_links(graph: ModelGraph) -> Mapping[tuple[str, str], int]:
    """Return how many variables of one part another uses, by (from, to); constants do not count."""
    links: Counter[tuple[str, str]] = Counter()
    for variable in graph.variables.values():
        for name in variable.causes:
            cause = graph.variables.get(name.partition("[")[0])
            if cause is None or cause.kind == "constant":
                continue
            pair = (cause.sector, variable.sector)
            if pair[0] != pair[1] and CLOCK not in pair:
                links[pair] += 1
    return dict(links)


def loops(links: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Return the pairs of parts that use each other, those of most links first.

    >>> loops({("a", "b"): 1, ("b", "a"): 2, ("a", "c"): 5})
    [('a', 'b')]
    """
    pairs = [pair for pair in links if pair[0] < pair[1] and pair[::-1] in links]
    return sorted(pairs, key=lambda pair: (-links[pair] - links[pair[::-1]], pair))


def stock_flows(graph: ModelGraph) -> list[StockFlows]:
    """Return every stock with its flows, in the order of the model file.

    A variable that is added stands among those that fill, one that is taken off among those that
    drain; constants and the stock itself are left out.
    """
    names = {each.name.casefold(): each for each in graph.variables.values()}
    found = []
    for stock in graph.variables.values():
        if stock.kind != "stock":
            continue
        terms = _terms(stock.equation)
        fills, drains = (
            tuple(
                dict.fromkeys(
                    variable
                    for term, added in terms
                    if added == way
                    for variable in _variables(term, names)
                    if variable.kind not in ("constant", "initial") and variable is not stock
                )
            )
            for way in (True, False)
        )
        found.append(StockFlows(stock=stock, fills=fills, drains=drains))
    return found


def _terms(equation: str) -> list[tuple[str, bool]]:
    """Return the terms of the net flow of a stock, and whether each is added.

    >>> _terms("INTEG(births - deaths/(a - b), initial)")
    [('births ', True), (' deaths/(a - b)', False)]
    """
    start = INTEGRAL.match(equation.strip())
    if start is None:
        return []
    text, depth, term, added, found = equation.strip()[start.end() :], 0, "", True, []
    for sign in text:
        if depth == 0 and sign in "+-,":
            if term.strip():
                found.append((term, added))
            term, added = "", sign == "+"
            if sign == ",":
                break
            continue
        depth += (sign in "([") - (sign in ")]")
        term += sign
    return found


def _variables(term: str, names: Mapping[str, Variable]) -> list[Variable]:
    """Return the variables that a term names, elements left out."""
    plain = re.sub(r"\[[^\]]*\]", " ", term)
    words = (found[0].strip().casefold() for found in NAME.finditer(plain))
    return [names[word] for word in words if word in names]
