"""The program for browsers: its module, its cache, and the JavaScript that stands in for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import zysim.kernel.llvm.webassembly as webassembly_module
from zysim.arrays import FloatArray
from zysim.kernel import compile_model
from zysim.kernel.llvm.wasm_module import HEAD, wasm_module
from zysim.kernel.llvm.webassembly import make_webassembly
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

Make = Callable[..., ModelGraph]
InNode = Callable[..., dict[str, FloatArray]]
BATCH = {"a": np.array([3.0, 0.5, 1.25]), "b": np.array([2.0, 7.0, 2.0])}


@pytest.fixture(scope="module")
def graph(make: Make) -> ModelGraph:
    """A stock that grows by what differs, and a limit that may differ too."""
    growth = Op("*", (Op("ln", (Ref("a"),)), Ref("stock")))
    return make(
        {"a": Number(1.0), "b": Number(1.0), "y": Op("min", (Ref("stock"), Ref("b")))},
        stocks={"stock": (growth, Number(1.0))},
        step=0.25,
    )


def test_what_runs_share_may_change_from_run_to_run(graph: ModelGraph, in_node: InNode) -> None:
    """Only ``a`` is told to differ; runs with another ``b`` get rows of their own."""
    outputs = ["y", "stock", "b"]
    _, wanted = compile_model(graph, "python").integrate(BATCH, outputs=outputs)
    found = in_node(graph, outputs, BATCH, varied=["a"])
    for name in outputs:
        np.testing.assert_allclose(found[name], wanted[name], rtol=1e-14)


def test_a_browser_that_cannot_take_it_runs_javascript(graph: ModelGraph, in_node: InNode) -> None:
    def spoil(page: dict[str, Any]) -> None:
        page["webassembly"]["code"] = "AGFzbQIAAAA="  # of a version that no browser knows

    found = in_node(graph, ["y"], BATCH, edit=spoil, answers="javascript")
    _, wanted = compile_model(graph, "python").integrate(BATCH, outputs=["y"])
    np.testing.assert_allclose(found["y"], wanted["y"], rtol=1e-14)


def test_a_page_made_without_llvm_runs_javascript(
    graph: ModelGraph, in_node: InNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webassembly_module, "find_spec", lambda _: None)
    assert make_webassembly(graph, ["y"], ["a"]) is None
    in_node(graph, ["y"], BATCH, answers="javascript")


def test_llvm_without_webassembly_makes_none(
    graph: ModelGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webassembly_module, "TRIPLE", "nowhere")
    assert make_webassembly(graph, ["y"], ["a"]) is None


def test_a_second_start_compiles_nothing(
    graph: ModelGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ZYSIM_CACHE", str(tmp_path))
    made = make_webassembly(graph, ["y"], ["a"])
    monkeypatch.setattr("zysim.kernel.llvm.program.write_program", None)
    assert make_webassembly(graph, ["y"], ["a"]) == made


def test_a_file_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not an object file"):
        wasm_module(b"\x7fELF", ["run"])


def test_what_no_browser_can_give_is_refused() -> None:
    imported = b"\x01\x03env\x03pow\x00\x00"
    linking = b"\x07linking\x02\x08\x01\x00"
    sections = ((2, imported), (0, linking))
    text = HEAD + b"".join(bytes([kind, len(body)]) + body for kind, body in sections)
    with pytest.raises(ValueError, match="with or without pow, run makes no module"):
        wasm_module(text, ["run"])
