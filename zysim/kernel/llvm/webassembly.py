"""Make the program of a model for browsers: WebAssembly, two runs in a vector."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from zysim.kernel.llvm.instructions import Width
from zysim.kernel.llvm.layout import Layout
from zysim.reading.graph import ModelGraph
from zysim.sealed import read_sealed, write_sealed

TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint"
"""What every browser has that has vectors; relaxed vectors, whose last bit may differ between
processors, are left out."""
PAIR = Width(2, fused=False)


@dataclass(frozen=True, slots=True)
class WebAssembly:
    """A program as a module, and the order of what it reads and writes.

    It exports the two loops that the layout names, and imports a memory and, where the model has
    them, ``sin``, ``cos`` and ``atan``.
    """

    code: bytes
    layout: Layout
    lanes: int


def make_webassembly(
    graph: ModelGraph, outputs: Sequence[str], varied: Collection[str]
) -> WebAssembly | None:
    """Write and compile a program, or take it from the user's cache folder.

    It integrates as the model file asks, and gives the numbers of machine code within 1e-12.

    Parameters
    ----------
    graph
        The model.
    outputs
        Scalar ids, constants left out.
    varied
        Constants that differ between the runs of a block; any constant may be set for a block.

    Returns
    -------
    WebAssembly or None
        None where llvmlite is not installed, or was built without WebAssembly.
    """
    if find_spec("llvmlite") is None:
        return None
    import llvmlite.binding as llvm

    from zysim.kernel.llvm.machine import kept_path

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    try:
        target = llvm.Target.from_triple(TRIPLE)
    except RuntimeError:
        return None
    path = kept_path(graph, outputs, graph.method, varied, (TRIPLE, FEATURES)).with_suffix(".wasm")
    kept = read_sealed(path)
    if kept is None:
        from zysim.kernel.llvm.program import write_program
        from zysim.kernel.llvm.wasm_module import wasm_module

        program = write_program(graph, outputs, graph.method, varied, PAIR)
        module = llvm.parse_assembly(program.text)
        module.verify()
        module.triple = TRIPLE
        machine = target.create_target_machine(features=FEATURES, opt=2)
        module.data_layout = str(machine.target_data)
        entries = [half.entry for half in (program.layout.runs, program.layout.same)]
        code = wasm_module(machine.emit_object(module), entries)
        kept = program.layout.to_json().encode() + b"\n" + code
        write_sealed(path, kept)
    told, _, code = kept.partition(b"\n")
    return WebAssembly(code, Layout.from_json(told), PAIR.lanes)
