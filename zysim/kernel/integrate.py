"""Step a compiled model through time, one run or a batch of runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.errors import InputError, ResultError
from zysim.kernel.batch import columns_of
from zysim.kernel.clock import Clock, clock_of
from zysim.kernel.emit import Program
from zysim.kernel.methods import Method, advance
from zysim.reading.graph import ModelGraph

FEW_RUNS = 8
"""Up to this many runs, plain Python is faster than anything that takes batches; from there on
machine code is the fastest, even when it must be made first, and NumPy where it cannot be made."""
QUICK_RUNS = 4096
"""Up to so many runs in all, machine code made in half the time is soonest ready, though it takes
a quarter longer a run; its numbers are the same to the last bit."""
CHUNK = 2048
"""Runs that NumPy steps at once, so that memory does not grow with the number of runs."""

MachineRun = Callable[[Mapping[str, Any], Mapping[str, FloatArray], Clock], bool]
"""Takes constants, arrays to fill ``(run, report)``, and the clock; tells whether it could run."""
BuildMachine = Callable[
    [ModelGraph, Sequence[str], Method, frozenset[str] | None, bool], MachineRun
]
"""Takes model, outputs, method, the constants that differ between runs (None: any may), and
whether it is to be made quickly."""


@dataclass(frozen=True, slots=True)
class Functions:
    """A program and its three functions."""

    program: Program
    first: Callable[..., Any]
    flows: Callable[..., Any]
    report: Callable[..., Any]
    method: Method
    jumping: frozenset[int]

    def step_through(self, constants: Sequence[Any], clock: Clock) -> Iterator[Any]:
        """Run the model, and give what it reports at each moment of the clock."""
        kind: Any = type(constants[0]) if constants else float
        kind = float if kind is float else np.float64  # NumPy's 1/0 is infinity, not an exception
        dt, time = kind(clock.step), kind(clock.start)
        stocks, fixed = self.first(time, dt, constants)
        yield self.report(time, dt, constants, stocks, fixed)
        done = 0
        for count in clock.counts:
            for _ in range(count):
                stocks = advance(
                    self.method, self.flows, time, dt, constants, stocks, fixed, self.jumping
                )
                done += 1
                time = kind(clock.at(done))
            yield self.report(time, dt, constants, stocks, fixed)


@dataclass(slots=True)
class _Machines:
    """Machine code for some outputs, and for how many runs it has been asked."""

    asked: int = 0
    made_for: frozenset[str] | None = None
    built: dict[tuple[frozenset[str] | None, bool], MachineRun] = field(default_factory=dict)


class Kernel:
    """A model ready to run; it holds no state between runs but its compiled functions."""

    def __init__(
        self,
        graph: ModelGraph,
        engine: str,
        build: Callable[[ModelGraph, Sequence[str], str, Method], Functions],
        build_machine: BuildMachine | None,
        method: Method = "euler",
        quick_runs: int = QUICK_RUNS,
    ) -> None:
        self.method = method
        self.quick_runs = quick_runs
        self.graph = graph
        self.engine = engine
        self._build = build
        self._build_machine = build_machine
        self._built: dict[tuple[str, tuple[str, ...]], Functions] = {}
        self._machines: dict[tuple[str, ...], _Machines] = {}

    def integrate(
        self,
        batch: Mapping[str, FloatArray],
        *,
        until: float | None = None,
        outputs: Sequence[str] | None = None,
        steps_per_year: int | None = None,
        refuse: bool = True,
        first_run: int = 0,
    ) -> tuple[TimeArray, dict[str, FloatArray]]:
        """Simulate every run of a batch.

        Parameters
        ----------
        batch
            Model constant, by scalar id or by the id of a whole array, to its values, shape
            ``(run,)``, in the unit of the constant. Others keep the value of the model file.
        until
            Last moment to report, such as a calendar year; the end of the model file if None.
        outputs
            Variables or scalars to report; all if None.
        steps_per_year
            Steps in a unit of time; those of the model file if None.
        refuse
            Whether a value that is not finite is refused; else it is given as it is.
        first_run
            Number of the first run, where a batch is run in parts: random draws depend on it.

        Returns
        -------
        tuple
            Moments ``(report,)``, one at every SAVEPER (calendar years for the city), and values
            ``(run, report)`` by scalar id.

        Raises
        ------
        InputError
            If a constant or output does not exist, lengths differ, or the clock makes no sense.
        ResultError
            If a value is not finite; the message names variable, run and moment.
        """
        graph = self.graph
        if graph.last:
            msg = "FINAL TIME moves in this model: run it alone, with engine python or numpy."
            raise InputError(
                msg, zh="该模型的 FINAL TIME 会变动：请单独运行，引擎用 python 或 numpy。"
            )
        constants, runs = columns_of(graph, batch, first_run)
        clock = clock_of(graph, until, steps_per_year)
        constants["time_step"] = clock.step
        wanted = [*graph.home] if outputs is None else self._scalars(outputs)
        moving = [name for name in wanted if name not in graph.constants]
        values = {name: np.empty((runs, clock.times.size)) for name in moving}
        engine = self.engine_for(runs)
        if engine == "llvm" and self._build_machine is not None:
            self._run_machine(values, moving, constants, clock, runs)
        elif engine == "python":
            for run in range(runs):
                one = {
                    name: float(np.atleast_1d(v)[run % np.size(v)]) for name, v in constants.items()
                }
                self._fill(values, slice(run, run + 1), one, moving, clock, "python")
        else:
            for start in range(0, runs, CHUNK):
                part = slice(start, min(start + CHUNK, runs))
                some = {n: v[part] if np.ndim(v) else np.float64(v) for n, v in constants.items()}
                self._fill(values, part, some, moving, clock, "numpy")
        if refuse:
            self._refuse_not_finite(values, constants, clock)
        for name in wanted:
            if name in graph.constants:
                column = np.broadcast_to(constants[name], (runs,))
                values[name] = np.repeat(column[:, None], clock.times.size, axis=1)
        return clock.times, {name: values[name] for name in wanted}

    def for_runs(self, runs: int) -> Kernel:
        """Return this kernel with the engine it takes for so many runs, for parts of them too."""
        fixed = copy(self)
        fixed.engine = self.engine_for(runs)
        return fixed

    def engine_for(self, runs: int) -> str:
        """Return the engine so many runs take."""
        if self.engine != "auto":
            return self.engine
        if runs <= FEW_RUNS:
            return "python"
        return "numpy" if self._build_machine is None else "llvm"

    def _run_machine(
        self,
        values: dict[str, FloatArray],
        moving: Sequence[str],
        constants: Mapping[str, Any],
        clock: Clock,
        runs: int,
    ) -> None:
        machines = self._machines.setdefault(tuple(moving), _Machines())
        machines.asked += runs
        for varied in (_varied(constants), None):
            if self._machine(moving, varied, machines)(constants, values, clock):
                return

    def _machine(
        self, outputs: Sequence[str], varied: frozenset[str] | None, machines: _Machines
    ) -> MachineRun:
        """Return machine code for some outputs: made for what differs in the first batch.

        A later batch in which more differs takes code in which any constant may; the numbers of
        both are the same to the last bit.
        """
        assert self._build_machine
        if machines.made_for is None:
            machines.made_for = varied
        covered = varied is not None and varied <= (machines.made_for or frozenset())
        key = (machines.made_for if covered else None, machines.asked <= self.quick_runs)
        if key not in machines.built:
            machines.built[key] = self._build_machine(self.graph, outputs, self.method, *key)
        return machines.built[key]

    def _fill(
        self,
        values: dict[str, FloatArray],
        part: slice,
        constants: Mapping[str, Any],
        moving: Sequence[str],
        clock: Clock,
        engine: str,
    ) -> None:
        """Run some runs and write what they report into ``values[:, part]``."""
        try:
            with np.errstate(all="ignore"):
                self._step(values, part, constants, moving, clock, engine)
        except ZeroDivisionError:  # plain Python raises where a processor goes on with infinity
            with np.errstate(all="ignore"):
                self._step(values, part, constants, moving, clock, "forgiving")

    def _step(
        self,
        values: dict[str, FloatArray],
        part: slice,
        constants: Mapping[str, Any],
        moving: Sequence[str],
        clock: Clock,
        engine: str,
    ) -> None:
        functions = self._functions(engine, moving)
        listed = [constants[name] for name in functions.program.constants]
        for at, reported in enumerate(functions.step_through(listed, clock)):
            for name, value in zip(moving, reported, strict=True):
                values[name][part, at] = value

    def _functions(self, engine: str, outputs: Sequence[str]) -> Functions:
        key = (engine, tuple(outputs))
        if key not in self._built:
            self._built[key] = self._build(self.graph, outputs, engine, self.method)
        return self._built[key]

    def _scalars(self, outputs: Sequence[str]) -> list[str]:
        found = (scalar for name in outputs for scalar in self.graph.scalars_of(name, "integrate"))
        return list(dict.fromkeys(found))

    def _refuse_not_finite(
        self,
        values: Mapping[str, FloatArray],
        constants: Mapping[str, Any],
        clock: Clock,
    ) -> None:
        broken = [name for name, each in values.items() if not np.isfinite(each).all()]
        if not broken:
            return
        run = int(np.argmin(np.isfinite(values[broken[0]]).all(axis=1)))
        one = {n: np.float64(np.atleast_1d(v)[run % np.size(v)]) for n, v in constants.items()}
        order = [*self.graph.stocks, *self.graph.kept, *self.graph.auxiliaries]
        every = {name: np.empty((1, clock.times.size)) for name in order}
        with np.errstate(all="ignore"):
            self._step(every, slice(0, 1), one, order, clock, "numpy")
        if all(np.isfinite(each).all() for each in every.values()):
            msg = (
                f"{broken[0]} is not finite in run {run} with machine code, but is with NumPy. "
                "Use the numpy engine, and report the model."
            )
            raise ResultError(msg, zh=f"{broken[0]}：llvm 引擎得到非有限数，请改用 numpy 引擎。")
        place = min(
            (int(np.argmin(np.isfinite(each[0]))), at, name)
            for at, (name, each) in enumerate(every.items())
            if not np.isfinite(each[0]).all()
        )
        year, name = f"{clock.times[place[0]]:g}", place[2]
        changed = [f"{n}={float(v):g}" for n, v in one.items() if v != self.graph.constants[n]]
        msg = (
            f"{name} is {every[name][0, place[0]]:g} in {year} (run {run}), the first of "
            f"{len(broken)} value(s) that are not finite. Settings of that run: "
            f"{', '.join(changed[:8]) or 'as in the model file'}. Look for a zero divisor or an "
            f"extreme value: zysim explain {name.partition('[')[0]}"
        )
        zh = (
            f"{name} 在 {year} 年为 {every[name][0, place[0]]:g}（第 {run} 次运行），不是有限数。"
            f"请检查该次运行的设定：{', '.join(changed[:8]) or '与模型文件相同'}。"
        )
        raise ResultError(msg, zh=zh)


def _varied(constants: Mapping[str, Any]) -> frozenset[str]:
    """Return the constants that differ between runs."""
    return frozenset(
        name
        for name, values in constants.items()
        if np.ndim(values) and not np.all(values == values[0])
    )
