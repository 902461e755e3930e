"""Small models made of expressions, as the reader makes them from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from zysim.reading.expressions import Expression, Number
from zysim.reading.graph import ModelGraph
from zysim.reading.translate import Translated
from zysim.reading.vensim import build_graph

Make = Callable[..., ModelGraph]


@pytest.fixture(scope="session")
def make() -> Make:
    """Return a function from equations to a model that runs from 2020 to 2024."""

    def made(
        plain: Mapping[str, Expression],
        stocks: Mapping[str, tuple[Expression, Expression]] | None = None,
        kept: Mapping[str, Expression] | None = None,
        step: float = 1.0,
    ) -> ModelGraph:
        clock = {"initial_time": 2020.0, "final_time": 2024.0, "time_step": step}
        found = Translated(
            plain={**dict(plain), **{name: Number(value) for name, value in clock.items()}},
            stocks=dict(stocks or {}),
            kept=dict(kept or {}),
            saveper=1.0,
        )
        for scalar in (*found.plain, *found.stocks, *found.kept):
            found.scalars.setdefault(scalar.partition("[")[0], []).append(scalar)
        members = dict.fromkeys(
            each.partition("[")[2].rstrip("]") for group in found.scalars.values() for each in group
        )
        found.dimensions["place"] = tuple(member for member in members if member)
        return build_graph(found, [], "0" * 64)

    return made
