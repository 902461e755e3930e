"""Any number of runs in flat memory: a part at a time, so that the caller keeps what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.kernel.integrate import Kernel

Part = tuple[slice, IntArray, dict[str, FloatArray]]
"""Which runs, the years, and values ``(run, year)`` by scalar id."""


def integrate_chunks(
    kernel: Kernel,
    draw: Callable[[slice], Mapping[str, FloatArray]],
    runs: int,
    *,
    size: int = 16_384,
    until: int | None = None,
    outputs: Sequence[str] | None = None,
) -> Iterator[Part]:
    """Simulate runs part by part.

    Parameters
    ----------
    kernel
        From :func:`zysim.kernel.compile_model`; ``auto`` chooses by the number of all runs.
    draw
        Takes which runs and returns the constants of these, as for :meth:`Kernel.integrate`.
    runs
        How many runs in all.
    size
        Runs in a part; the numbers do not depend on it.
    until, outputs
        As for :meth:`Kernel.integrate`.

    Yields
    ------
    tuple
        Which runs, years, and values of these runs, the same to the last bit as in one call.

    Raises
    ------
    InputError
        If ``runs`` or ``size`` is below 1, and as :meth:`Kernel.integrate`.
    ResultError
        As :meth:`Kernel.integrate`; runs are counted within the part.

    Examples
    --------
    >>> from zysim.kernel import compile_model
    >>> from zysim.paths import data_root
    >>> from zysim.reading import read_model
    >>> import numpy as np
    >>> kernel = compile_model(read_model(data_root() / "models/teaching/tank.mdl"), "numpy")
    >>> tap = np.linspace(10, 30, 10)
    >>> parts = integrate_chunks(
    ...     kernel, lambda some: {"tap": tap[some]}, 10, size=4, outputs=["water"]
    ... )
    >>> [values["water"].shape for some, times, values in parts]
    [(4, 41), (4, 41), (2, 41)]
    """
    if runs < 1 or size < 1:
        msg = f"integrate_chunks: runs={runs}, size={size}; both must be 1 or more."
        raise InputError(msg, zh=f"运行次数 {runs} 与每批 {size} 都应不小于 1。")
    fixed = kernel.for_runs(runs)
    for start in range(0, runs, size):
        some = slice(start, min(start + size, runs))
        years, values = fixed.integrate(draw(some), until=until, outputs=outputs, first_run=start)
        yield some, years, values
