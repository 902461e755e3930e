"""Compile LLVM text for this machine, keep the object code, and run blocks of runs over threads."""

from __future__ import annotations

import ctypes
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

from zysim.arrays import FloatArray
from zysim.kernel.clock import Clock
from zysim.kernel.llvm.instructions import LANES
from zysim.kernel.llvm.program import ENTRY, Program
from zysim.paths import cache_path
from zysim.reading.cache import read_sealed, write_sealed

CHUNK_BYTES = 16_000_000
"""Room for the constants and outputs of the blocks one thread works on."""
ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Machine:
    """A program as machine code."""

    program: Program
    run: Callable[..., None]
    engine: Any
    """Owns the code; kept alive with it."""


def compile_program(program: Program) -> Machine:
    """Compile a program, or take its object code from the user's cache folder.

    The entry's name is a hash of the text, the processor and the version of LLVM; its content is
    sealed with its own hash, and a damaged entry is made again.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=2
    )
    path = _entry(program.text)
    code = read_sealed(path)
    if code is None:
        module = llvm.parse_assembly(program.text)
        module.verify()
        code = target.emit_object(module)
        write_sealed(path, code)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    kinds = [ctypes.c_void_p] * 5 + [ctypes.c_int64] * 2 + [ctypes.c_double] * 5
    function = ctypes.CFUNCTYPE(None, *kinds)(engine.get_function_address(ENTRY))
    return Machine(program, function, engine)


def _entry(text: str) -> Path:
    parts = (text, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    versions = (llvmlite.__version__, llvm.get_default_triple())
    name = hashlib.sha256("\0".join(parts + versions).encode()).hexdigest()
    return cache_path() / f"kernel-{name[:32]}.o"


def run_machine(
    machine: Machine,
    constants: Mapping[str, Any],
    values: Mapping[str, FloatArray],
    clock: Clock,
    *,
    threads: int | None = None,
) -> None:
    """Run every run of a batch and write the outputs of the program into ``values``.

    Parameters
    ----------
    machine
        From :func:`compile_program`.
    constants
        Scalar id to a number, or to values of shape ``(run,)``.
    values
        Arrays of shape ``(run, report)`` by scalar id, filled here.
    clock
        Moments of the run.
    threads
        Threads to use; all processors if None. The numbers do not depend on it.
    """
    program = machine.program
    runs = next(iter(values.values())).shape[0] if values else 0
    reports, counts = clock.times.size, np.ascontiguousarray(clock.counts, dtype=np.int64)
    plain = np.array([v if np.ndim(v) == 0 else np.nan for v in constants.values()])
    place = {name: at for at, name in enumerate(constants)}
    order = [place[name] for name in program.constants]
    varied = [(at, name) for at, name in enumerate(program.constants) if np.ndim(constants[name])]
    size = len(program.constants) + max(1, reports * len(program.outputs))
    most = max(1, CHUNK_BYTES // (size * LANES * 8))

    def work(part: slice) -> None:
        count = -(-(part.stop - part.start) // LANES)
        inside = _aligned((count, len(program.constants), LANES))
        inside[:] = plain[order][None, :, None]
        for at, name in varied:
            column = np.asarray(constants[name][part])
            inside[:, at, :] = np.resize(
                np.pad(column, (0, count * LANES - column.size), mode="edge"), (count, LANES)
            )
        out = _aligned((count, reports, len(program.outputs), LANES))
        stocks, fixed = (
            _aligned((3 * program.stocks + 1, LANES)),
            _aligned((program.fixed + 1, LANES)),
        )
        buffers = [each.ctypes.data for each in (inside, out, stocks, fixed, counts)]
        moments = (clock.start, clock.step, clock.begin, clock.upper, clock.lower)
        machine.run(*buffers, count, reports, *moments)
        rows = out.transpose(2, 0, 3, 1).reshape(len(program.outputs), count * LANES, reports)
        for at, name in enumerate(program.outputs):
            values[name][part] = rows[at, : part.stop - part.start]

    parts = list(_parts(runs, most * LANES, threads or os.cpu_count() or 1))
    if len(parts) == 1:
        work(parts[0])
        return
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for _ in pool.map(work, parts):
            pass


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
