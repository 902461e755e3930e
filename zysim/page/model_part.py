"""The model as a page runs it: as WebAssembly, and as JavaScript where a browser has none."""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence

import zysim
from zysim.kernel.clock import clock_of
from zysim.kernel.javascript import write_javascript
from zysim.kernel.llvm.layout import Half
from zysim.kernel.llvm.webassembly import make_webassembly
from zysim.page.shape import Half as HalfShown
from zysim.page.shape import ModelPart, Program, Variable
from zysim.reading.graph import ModelGraph
from zysim.units import unit_words

FORMAT = 2
"""Raised when a page can no longer read the share links of older ones."""


def model_part(
    graph: ModelGraph, reports: Mapping[str, Sequence[str]], varied: Collection[str]
) -> ModelPart:
    """Return the model as the page runs it, twice, for the same numbers within 1e-12.

    Parameters
    ----------
    graph
        The model.
    reports
        Name of a report to the scalar ids it gives.
    varied
        Constants that differ between the members of a case; what the others lead to is worked out
        once a case.
    """
    script = write_javascript(graph, reports)
    return {
        "format": FORMAT,
        "version": zysim.__version__,
        "model_sha256": graph.sha256,
        "clock": {
            "first": script.times[0],
            "last": script.times[-1],
            "times": script.times,
            "method": graph.method,
        },
        "script": {"text": script.text, "size": script.size, "places": script.outputs},
        "webassembly": _webassembly(graph, reports, varied),
        "reports": reports,
        "constants": {"ids": list(graph.constants), "values": list(graph.constants.values())},
    }


def _webassembly(
    graph: ModelGraph, reports: Mapping[str, Sequence[str]], varied: Collection[str]
) -> Program | None:
    """Return the program and where it finds and leaves things; constants by their place."""
    outputs = dict.fromkeys(name for each in reports.values() for name in each)
    moving = [name for name in outputs if name not in graph.constants]
    made = make_webassembly(graph, moving, varied)
    if made is None:
        return None
    places = {name: place for place, name in enumerate(graph.constants)}
    rows = {name: row for row, name in enumerate(moving)}
    layout, clock = made.layout, clock_of(graph)

    def half(each: Half) -> HalfShown:
        return {
            "entry": each.entry,
            "constants": [places[name] for name in each.constants],
            "stocks": each.stocks,
            "fixed": each.fixed,
        }

    return {
        "code": packed(made.code),
        "lanes": made.lanes,
        "runs": half(layout.runs),
        "same": half(layout.same),
        "reported": len(moving),
        # Where an output stands among those reported; a constant as -1 less its place.
        "outputs": {
            key: [-1 - places[n] if n in places else rows[n] for n in names]
            for key, names in reports.items()
        },
        "finite": {
            "study": _digits(layout.study),
            "step": _digits(layout.step),
            "report": _digits(layout.report),
        },
        "stages": layout.stages,
        "clock": {
            "numbers": [clock.start, clock.step, clock.begin, clock.upper, clock.lower],
            "counts": clock.counts.tolist(),
        },
    }


def _digits(flags: Sequence[bool]) -> str:
    return "".join("1" if each else "0" for each in flags)


def variables_part(graph: ModelGraph) -> dict[str, Variable]:
    """Return name, unit and equation of every variable, by identifier."""
    return {
        name: {
            "title": (each.title_zh or each.name, each.name),
            "unit": unit_words(each.unit) if each.unit else ("", ""),
            "kind": each.kind,
            "equation": each.equation,
        }
        for name, each in graph.variables.items()
    }


def packed(content: bytes) -> str:
    """Return bytes as a text that stands in the page."""
    return base64.b64encode(content).decode("ascii")
