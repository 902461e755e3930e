"""Compile LLVM text for this machine, keep the object code, and run blocks of runs over threads."""

from __future__ import annotations

import ctypes
import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

import zysim.kernel
from zysim.arrays import FloatArray, IntArray
from zysim.kernel.clock import Clock
from zysim.kernel.llvm.instructions import LANES
from zysim.kernel.llvm.layout import Half, Layout
from zysim.kernel.llvm.loop import BUFFERS
from zysim.kernel.methods import Method
from zysim.paths import cache_path
from zysim.reading.graph import ModelGraph
from zysim.sealed import read_sealed, write_sealed

CHUNK_BYTES = 16_000_000
"""Room for the constants and outputs of the blocks one thread works on."""
MOST_ROW_BYTES = 256_000_000
"""Room for the rows of steps that are the same for all runs; with more, nothing is the same."""
ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Rows:
    """Numbers that are the same for all runs."""

    study: FloatArray
    step: FloatArray
    report: FloatArray
    right: bool
    """Whether they suit the program."""


@dataclass(slots=True)
class Machine:
    """A program as machine code."""

    layout: Layout
    runs: Callable[..., None]
    same: Callable[..., None]
    engine: Any
    """Owns the code; kept alive with it."""
    last: tuple[bytes, Rows] | None = None
    """What was worked out last, and from which numbers."""


def make_machine(
    graph: ModelGraph,
    outputs: Sequence[str],
    method: Method = "euler",
    varied: Collection[str] | None = None,
    *,
    quick: bool = False,
) -> Machine:
    """Write and compile a program, or take its object code from the user's cache folder.

    The entry's name is a hash of the model's equations, what is asked for, the processor, and the
    versions of LLVM and of this kernel; its content is sealed with its own hash, and a damaged
    entry is made again.

    Parameters
    ----------
    graph, outputs, method, varied
        As for :func:`zysim.kernel.llvm.program.write_program`.
    quick
        Whether to make it with less care, in half the time, for the same numbers, unless it was
        made with care before.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    processor = (llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    entry = kept_path(graph, outputs, method, varied, (*processor, llvm.get_default_triple()))
    paths = [entry.with_suffix(suffix) for suffix in ((".o", ".quick.o") if quick else (".o",))]
    target = _target(care=0 if quick else 2)
    kept = next((each for each in map(read_sealed, paths) if each is not None), None)
    if kept is None:
        from zysim.kernel.llvm.program import write_program  # which a kept entry can spare

        program = write_program(graph, outputs, method, varied)
        module = llvm.parse_assembly(program.text)
        module.verify()
        kept = program.layout.to_json().encode() + b"\n" + target.emit_object(module)
        write_sealed(paths[-1], kept)
    told, _, code = kept.partition(b"\n")
    layout = Layout.from_json(told)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    kinds = [ctypes.c_void_p] * 8 + [ctypes.c_int64] * 2 + [ctypes.c_double] * 5
    runs, same = (
        ctypes.CFUNCTYPE(None, *kinds)(engine.get_function_address(half.entry))
        for half in (layout.runs, layout.same)
    )
    return Machine(layout, runs, same, engine)


def _target(care: int) -> Any:
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=care
    )


def kept_path(
    graph: ModelGraph,
    outputs: Sequence[str],
    method: Method,
    varied: Collection[str] | None,
    processor: Sequence[str],
) -> Path:
    """Return where the code of a program for a processor is kept."""
    asked = (list(outputs), method, None if varied is None else sorted(varied))
    equations = (graph.auxiliaries, graph.stocks, graph.kept, graph.starts, list(graph.constants))
    parts = (repr(asked), repr(equations), _source(), *processor, llvmlite.__version__)
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return cache_path() / f"kernel-{name[:32]}.o"


@cache
def _source() -> str:
    """Return a hash of the kernel's own text: another text may write another layout."""
    found = hashlib.sha256()
    for path in sorted(Path(zysim.kernel.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def run_machine(
    machine: Machine,
    constants: Mapping[str, Any],
    values: Mapping[str, FloatArray],
    clock: Clock,
    *,
    threads: int | None = None,
) -> bool:
    """Run every run of a batch and write the outputs of the program into ``values``.

    Parameters
    ----------
    machine
        From :func:`make_machine`.
    constants
        Scalar id to a number, or to values of shape ``(run,)``.
    values
        Arrays of shape ``(run, report)`` by scalar id, filled here.
    clock
        Moments of the run.
    threads
        Threads to use; all processors if None. The numbers do not depend on it.

    Returns
    -------
    bool
        Whether it was run: not where the program takes for granted that what is the same for all
        runs is finite, and it is not, or where that would need too much room.
    """
    layout = machine.layout
    half = layout.runs
    runs = next(iter(values.values())).shape[0] if values else 0
    reports, counts = clock.times.size, np.ascontiguousarray(clock.counts, dtype=np.int64)
    if int(counts.sum()) * layout.stages * len(layout.step) * 8 > MOST_ROW_BYTES:
        return False
    rows = _rows(machine, constants, clock, counts)
    if not rows.right:
        return False
    varied = [(at, constants[name]) for at, name in enumerate(half.constants)]
    size = len(half.constants) + max(1, reports * len(layout.outputs))
    most = max(1, CHUNK_BYTES // (size * LANES * 8))

    def work(part: slice) -> None:
        count = -(-(part.stop - part.start) // LANES)
        inside = _aligned((count, len(half.constants), LANES))
        for at, column in varied:
            inside[:, at, :] = _spread(column, part, count)
        out = _aligned((count, reports, len(layout.outputs), LANES))
        _call(machine.runs, half, LANES, (inside, out, counts), rows, clock, count)
        found = out.transpose(2, 0, 3, 1).reshape(len(layout.outputs), count * LANES, reports)
        for at, name in enumerate(layout.outputs):
            values[name][part] = found[at, : part.stop - part.start]

    parts = list(_parts(runs, most * LANES, threads or os.cpu_count() or 1))
    if len(parts) == 1:
        work(parts[0])
        return True
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for _ in pool.map(work, parts):
            pass
    return True


def _rows(machine: Machine, constants: Mapping[str, Any], clock: Clock, counts: IntArray) -> Rows:
    """Return what is the same for all runs, worked out once as long as it stays so."""
    layout = machine.layout
    inside = _aligned((1, len(layout.same.constants), 1))
    inside[0, :, 0] = [float(np.ravel(constants[name])[0]) for name in layout.same.constants]
    clocked = np.array([clock.start, clock.step, clock.times.size], dtype=np.float64)
    key = inside.tobytes() + clocked.tobytes() + counts.tobytes()
    if machine.last is not None and machine.last[0] == key:
        return machine.last[1]
    study = np.zeros(len(layout.study))
    step = np.zeros((int(counts.sum()) * layout.stages, len(layout.step)))
    report = np.zeros((clock.times.size, len(layout.report)))
    rows = Rows(study, step, report, right=True)
    _call(machine.same, layout.same, 1, (inside, report, counts), rows, clock, 1)
    if layout.trusting:
        checks = zip((study, step, report), (layout.study, layout.step, layout.report), strict=True)
        right = all(bool(np.isfinite(each[..., np.array(c, bool)]).all()) for each, c in checks)
        rows = Rows(study, step, report, right=right)
    machine.last = (key, rows)
    return rows


def _call(
    function: Callable[..., None],
    half: Half,
    lanes: int,
    arrays: tuple[FloatArray, FloatArray, IntArray],
    rows: Rows,
    clock: Clock,
    blocks: int,
) -> None:
    inside, out, counts = arrays
    stocks, fixed = _aligned((BUFFERS * half.stocks + 1, lanes)), _aligned((half.fixed + 1, lanes))
    stocks[:] = 0.0
    given = (inside, out, stocks, fixed, counts, rows.study, rows.step, rows.report)
    moments = (clock.start, clock.step, clock.begin, clock.upper, clock.lower)
    function(*(each.ctypes.data for each in given), blocks, clock.times.size, *moments)


def _spread(column: Any, part: slice, count: int) -> Any:
    """Return a number as it is, or the values of some runs by block and lane."""
    if np.ndim(column) == 0:
        return column
    some = np.asarray(column[part])
    padded = np.pad(some, (0, count * LANES - some.size), mode="edge")
    return padded.reshape(count, LANES)


def _parts(runs: int, most: int, threads: int) -> Iterator[slice]:
    """Cut runs into whole blocks, at least one part a thread where there is enough work."""
    share = -(-runs // threads)
    step = max(LANES, min(most, -(-share // LANES) * LANES))
    for begin in range(0, runs, step):
        yield slice(begin, min(begin + step, runs))


def _aligned(shape: tuple[int, ...]) -> FloatArray:
    count = int(np.prod(shape))
    raw = np.empty(count * 8 + ALIGNMENT, dtype=np.uint8)
    skip = -raw.ctypes.data % ALIGNMENT
    return raw[skip : skip + count * 8].view(np.float64).reshape(shape)
