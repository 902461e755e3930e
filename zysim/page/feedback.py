"""What the page says of the feedback behind a chart: named loops, and the stocks nearest to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zysim.inputs.loops import Loop
from zysim.page.shape import Loop as LoopShown
from zysim.page.shape import Stock, StocksPart
from zysim.reading.graph import ModelGraph, Variable
from zysim.report.model_map.structure import StockFlows, stock_flows
from zysim.wording import Pair, english_name

MOST_STOCKS = 6


def loops_part(loops: Iterable[Loop]) -> list[LoopShown]:
    """Return the loops as plain values; the page cuts each in the reader's own case."""
    return [
        {"id": each.id, "label": each.label, "says": each.says, "switch": each.switch}
        for each in loops
    ]


def stocks_part(graph: ModelGraph, names: Sequence[str]) -> StocksPart:
    """Return the stocks nearest behind variables.

    Parameters
    ----------
    graph
        The model.
    names
        Identifiers of variables.

    Returns
    -------
    dict
        ``behind``: variable to stocks, the fewest steps of cause first; ``stocks``: what each is
        called, and what fills and drains it.
    """
    flows = {each.stock.identifier: each for each in stock_flows(graph)}
    behind = {name: stocks_behind(graph, name) for name in names}
    used = dict.fromkeys(stock for each in behind.values() for stock in each)
    return {"behind": behind, "stocks": {name: _stock(flows[name]) for name in used}}


def stocks_behind(graph: ModelGraph, name: str, most: int = MOST_STOCKS) -> list[str]:
    """Return the stocks that a variable rests on, by how few steps of cause lie between.

    A stock rests on itself first. Stocks behind other stocks are left out.

    Parameters
    ----------
    graph
        The model.
    name
        Identifier of a variable.
    most
        How many are returned.

    Examples
    --------
    >>> from zysim.reading.vensim import read_model
    >>> from zysim.paths import data_root
    >>> fleet = read_model(data_root() / "models" / "teaching" / "fleet.mdl", cache=False)
    >>> stocks_behind(fleet, "total_sales")
    ['cars']
    """
    found: dict[str, None] = {}
    seen, level = {name}, [name]
    while level and len(found) < most:
        further: dict[str, None] = {}
        for each in level:
            variable = graph.variables[each]
            if variable.kind == "stock":
                found[each] = None
                continue
            for cause in variable.causes:
                base = cause.partition("[")[0]
                if base in graph.variables and base not in seen:
                    seen.add(base)
                    further[base] = None
        level = list(further)
    return list(found)[:most]


def _stock(flows: StockFlows) -> Stock:
    stock = flows.stock
    return {
        "title": _name(stock),
        "fills": [_name(each) for each in flows.fills],
        "drains": [_name(each) for each in flows.drains],
    }


def _name(variable: Variable) -> Pair:
    plain = english_name(variable.name)
    return variable.title_zh or plain, plain
