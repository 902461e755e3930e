"""Step a compiled model through time, one run or a batch of runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, ResultError
from zysim.kernel.batch import columns_of
from zysim.kernel.emit import Program
from zysim.kernel.methods import METHODS, Method
from zysim.reading.graph import ModelGraph

FEW_RUNS = 8
"""Up to this many runs, plain Python is faster than anything that takes batches; from there on
machine code is the fastest, even when it must be made first, and NumPy where it cannot be made."""
CHUNK = 2048
"""Runs that NumPy steps at once, so that memory does not grow with the number of runs."""

MachineRun = Callable[[Mapping[str, Any], Mapping[str, FloatArray], int, int, float], None]
"""Takes constants, arrays to fill ``(run, year)``, years, steps a year and the first year."""


@dataclass(frozen=True, slots=True)
class Functions:
    """A program and its three functions."""

    program: Program
    first: Callable[..., Any]
    flows: Callable[..., Any]
    report: Callable[..., Any]


class Kernel:
    """A model ready to run; it holds no state between runs but its compiled functions."""

    def __init__(
        self,
        graph: ModelGraph,
        engine: str,
        build: Callable[[ModelGraph, Sequence[str], str], Functions],
        build_machine: Callable[[ModelGraph, Sequence[str]], MachineRun] | None,
        method: Method = "euler",
    ) -> None:
        self.method = method
        self.graph = graph
        self.engine = engine
        self._build = build
        self._build_machine = build_machine
        self._built: dict[tuple[str, tuple[str, ...]], Functions] = {}
        self._machines: dict[tuple[str, ...], MachineRun] = {}

    def integrate(
        self,
        batch: Mapping[str, FloatArray],
        *,
        until: int | None = None,
        outputs: Sequence[str] | None = None,
        steps_per_year: int | None = None,
    ) -> tuple[IntArray, dict[str, FloatArray]]:
        """Simulate every run of a batch.

        Parameters
        ----------
        batch
            Model constant, by scalar id or by the id of a whole array, to its values, shape
            ``(run,)``, in the unit of the constant. Others keep the value of the model file.
        until
            Last calendar year; the end of the model file if None.
        outputs
            Variables or scalars to report; all if None.
        steps_per_year
            Steps in a year; those of the model file if None.

        Returns
        -------
        tuple
            Calendar years ``(year,)``, and values ``(run, year)`` by scalar id.

        Raises
        ------
        InputError
            If a constant or output does not exist, lengths differ, or the years make no sense.
        ResultError
            If a value is not finite; the message names variable, run and year.
        """
        graph = self.graph
        constants, runs = columns_of(graph, batch)
        last = self._last_year(until)
        steps = self._steps(steps_per_year)
        constants["time_step"] = 1.0 / steps
        wanted = [*graph.home] if outputs is None else self._scalars(outputs)
        moving = [name for name in wanted if name not in graph.constants]
        years = np.arange(int(graph.initial_time), last + 1)
        values = {name: np.empty((runs, years.size)) for name in moving}
        engine = self.engine_for(runs)
        if engine == "llvm" and self._build_machine is not None:
            machine = self._machine(moving, self._build_machine)
            machine(constants, values, years.size, steps, float(years[0]))
        elif engine == "python":
            for run in range(runs):
                one = {
                    name: float(np.atleast_1d(v)[run % np.size(v)]) for name, v in constants.items()
                }
                self._fill(values, slice(run, run + 1), one, moving, years.size, steps, "python")
        else:
            for start in range(0, runs, CHUNK):
                part = slice(start, min(start + CHUNK, runs))
                some = {n: v[part] if np.ndim(v) else np.float64(v) for n, v in constants.items()}
                self._fill(values, part, some, moving, years.size, steps, "numpy")
        self._refuse_not_finite(values, years, constants, steps)
        for name in wanted:
            if name in graph.constants:
                column = np.broadcast_to(constants[name], (runs,))
                values[name] = np.repeat(column[:, None], years.size, axis=1)
        return years, {name: values[name] for name in wanted}

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

    def _machine(
        self,
        outputs: Sequence[str],
        build_machine: Callable[[ModelGraph, Sequence[str]], MachineRun],
    ) -> MachineRun:
        key = tuple(outputs)
        if key not in self._machines:
            self._machines[key] = build_machine(self.graph, outputs)
        return self._machines[key]

    def _fill(
        self,
        values: dict[str, FloatArray],
        part: slice,
        constants: Mapping[str, Any],
        moving: Sequence[str],
        years: int,
        steps: int,
        engine: str,
    ) -> None:
        """Run some runs and write their yearly values into ``values[:, part]``."""
        try:
            with np.errstate(all="ignore"):
                self._step(values, part, constants, moving, years, steps, engine)
        except ZeroDivisionError:  # plain Python raises where NumPy goes on with infinity
            some = {name: np.float64(value) for name, value in constants.items()}
            with np.errstate(all="ignore"):
                self._step(values, part, some, moving, years, steps, "numpy")

    def _step(
        self,
        values: dict[str, FloatArray],
        part: slice,
        constants: Mapping[str, Any],
        moving: Sequence[str],
        years: int,
        steps: int,
        engine: str,
    ) -> None:
        functions, advance = self._functions(engine, moving), METHODS[self.method]
        listed = [constants[name] for name in functions.program.constants]
        dt = 1.0 / steps
        time: float = self.graph.initial_time
        if engine == "numpy":  # a division by plain zero must give infinity, not an exception
            dt, time = np.float64(dt), np.float64(time)
        stocks, fixed = functions.first(time, dt, listed)
        for year in range(years):
            for name, value in zip(
                moving, functions.report(time, dt, listed, stocks, fixed), strict=True
            ):
                values[name][part, year] = value
            if year == years - 1:
                return
            for _ in range(steps):
                stocks = advance(functions.flows, time, dt, listed, stocks, fixed)
                time += dt

    def _functions(self, engine: str, outputs: Sequence[str]) -> Functions:
        key = (engine, tuple(outputs))
        if key not in self._built:
            self._built[key] = self._build(self.graph, outputs, engine)
        return self._built[key]

    def _scalars(self, outputs: Sequence[str]) -> list[str]:
        found = (scalar for name in outputs for scalar in self.graph.scalars_of(name, "integrate"))
        return list(dict.fromkeys(found))

    def _last_year(self, until: int | None) -> int:
        first, last = int(self.graph.initial_time), int(self.graph.final_time)
        if first != self.graph.initial_time:
            start = f"{self.graph.initial_time:g}"
            msg = f"the model starts at {start}; set INITIAL TIME to a whole year."
            raise InputError(msg, zh=f"模型起始时间 {start} 不是整年，请改正。")
        if until is None:
            return last
        if not first < until <= last:
            msg = f"until={until}: the model runs from {first} to {last}; choose a year in between."
            raise InputError(msg, zh=f"until={until}：模型时段为 {first} 至 {last}，请在其间选择。")
        return until

    def _steps(self, steps_per_year: int | None) -> int:
        steps = round(1 / self.graph.time_step) if steps_per_year is None else steps_per_year
        if steps < 1 or steps & (steps - 1):
            msg = (
                f"{steps} steps a year: time adds up without rounding only for 1, 2, 4, 8, …; "
                "set TIME STEP of the model, or steps_per_year, to one of these."
            )
            raise InputError(msg, zh=f"每年 {steps} 步：步数应为 1、2、4、8……，以免时间累积误差。")
        why = self.graph.structural.get("time_step")
        if why and steps * self.graph.time_step != 1:
            msg = (
                f"{steps} steps a year: the model is laid out for a step of "
                f"{self.graph.time_step:g} ({why}); change TIME STEP in the model file."
            )
            raise InputError(msg, zh=f"每年 {steps} 步：模型按步长 {self.graph.time_step:g} 设计。")
        return steps

    def _refuse_not_finite(
        self,
        values: Mapping[str, FloatArray],
        years: IntArray,
        constants: Mapping[str, Any],
        steps: int,
    ) -> None:
        broken = [name for name, each in values.items() if not np.isfinite(each).all()]
        if not broken:
            return
        run = int(np.argmin(np.isfinite(values[broken[0]]).all(axis=1)))
        one = {n: np.float64(np.atleast_1d(v)[run % np.size(v)]) for n, v in constants.items()}
        order = [*self.graph.stocks, *self.graph.kept, *self.graph.auxiliaries]
        every = {name: np.empty((1, years.size)) for name in order}
        with np.errstate(all="ignore"):
            self._step(every, slice(0, 1), one, order, years.size, steps, "numpy")
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
        year, name = int(years[place[0]]), place[2]
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
