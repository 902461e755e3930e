"""What each diagram of a model shows: the variables of a sector, their causes, their flows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zysim.reading.lexer import identifier
from zysim.reading.model_text import Entry, entries, group_titles

LEFT_OUT = frozenset({"dimensions", "Control"})
"""Groups without a diagram."""

_SUBSCRIPTS = re.compile(r"\[[^\]]*\]")
_NAME = re.compile(r'"[^"]*"|[^-+*/^(),<>=!;:{}"]+')
_STOCK = re.compile(r"INTEG\s*\(", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """One variable of a diagram."""

    name: str
    kind: str = "constant"
    """``constant``, ``word`` (any other equation), ``stock`` or ``flow``."""
    causes: dict[str, None] = field(default_factory=dict)
    """Identifiers an arrow comes from; flows reach their stock through a pipe instead."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """Where a flow comes from and goes to; None is outside the model."""

    source: str | None
    target: str | None


@dataclass(slots=True)
class View:
    """One diagram."""

    title: str
    nodes: dict[str, Node] = field(default_factory=dict)
    pipes: dict[str, Pipe] = field(default_factory=dict)
    """By the identifier of the flow."""


def find_views(text: str) -> tuple[list[View], dict[str, str]]:
    """Return the diagrams of a model text and the name of every identifier it defines."""
    listed = [each for each in entries(text) if each.group != "dimensions"]
    names = {identifier("Time"): "Time"} | {identifier(e.name): e.name for e in reversed(listed)}
    titles = group_titles(text)
    views = {
        group: View(titles.get(group, group))
        for group in dict.fromkeys(each.group for each in listed)
        if group not in LEFT_OUT
    }
    terms: dict[str, dict[str, dict[str, None]]] = {}
    for entry in listed:
        if entry.group in views:
            _add(views[entry.group], entry, names, terms.setdefault(entry.group, {}))
    for group, view in views.items():
        _lay_pipes(view, terms[group])
    return list(views.values()), names


def _add(
    view: View, entry: Entry, names: Mapping[str, str], terms: dict[str, dict[str, None]]
) -> None:
    """Add one equation; elements of an array share a node."""
    key = identifier(entry.name)
    node = view.nodes.setdefault(key, Node(entry.name))
    used = [name for name in names_used(entry.equation) if name in names and name != key]
    if _STOCK.match(entry.equation):
        node.kind = "stock"
        flow = _split(entry.equation.partition("(")[2], ",")[0][1]
        for sign, term in _split(flow, "+-"):
            terms.setdefault(identifier(_SUBSCRIPTS.sub("", term)), {})[sign + key] = None
    elif used or re.search(r"[A-Za-z]", entry.equation):
        node.kind = "word"
    node.causes.update(dict.fromkeys(used))


def _lay_pipes(view: View, terms: Mapping[str, Mapping[str, None]]) -> None:
    """Turn the plain terms of stock equations into pipes, where flow and stock share a view.

    Pipes join stocks to rows: where a row would branch or close, the flow runs into a cloud and
    an arrow tells of the second stock.
    """
    before: dict[str, str] = {}
    for flow, signed in terms.items():
        if flow not in view.nodes or view.nodes[flow].kind != "word":
            continue
        target = next((each[1:] for each in signed if each[0] == "+"), None)
        source = next((each[1:] for each in signed if each[0] == "-"), None)
        if source is not None and target is not None and source != target:
            if target in before or source in before.values() or _runs(before, target, source):
                target = None
            else:
                before[target] = source
        view.pipes[flow] = Pipe(source, target)
        view.nodes[flow].kind = "flow"
        for stock in (source, target):
            if stock is not None:
                view.nodes[stock].causes.pop(flow, None)


def _runs(before: Mapping[str, str], start: str, end: str) -> bool:
    """Tell whether pipes lead from one stock to another."""
    at: str | None = end
    while at is not None and at != start:
        at = before.get(at)
    return at == start


def names_used(equation: str) -> Iterator[str]:
    """Give the identifier of everything between the operators of an equation.

    >>> list(names_used("MAX(Gas use[fuel], 2)*share"))
    ['max', 'gas_use', '2', 'share']
    """
    for match in _NAME.finditer(_SUBSCRIPTS.sub("", equation)):
        if match.group().strip():
            yield identifier(match.group())


def _split(text: str, marks: str) -> list[tuple[str, str]]:
    """Cut at marks outside brackets; each piece with the mark before it (``+`` for the first)."""
    pieces, depth, start, sign = [], 0, 0, "+"
    for at, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            text = text[:at]
            break
        if depth == 0 and character in marks:
            pieces.append((sign, text[start:at]))
            start, sign = at + 1, character
    pieces.append((sign, text[start:]))
    return [(mark, piece.strip()) for mark, piece in pieces if piece.strip()]
