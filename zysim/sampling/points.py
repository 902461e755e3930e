"""Points that fill the unit cube evenly, any part of them from the seed alone."""

from __future__ import annotations

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.sampling.sobol import scrambled


def sobol_points(rows: slice, dimensions: int, seed: int) -> FloatArray:
    """Return part of a scrambled Sobol sequence.

    Parameters
    ----------
    rows
        Which points; a part is equal to that part of the whole.
    dimensions
        Of the cube.
    seed
        0 or more; 0 is a seed like any other. The points are those of SALib's sampler with the
        same seed; another seed is another scrambling (Owen 1998).

    Returns
    -------
    numpy.ndarray
        Shape ``(row, dimension)``, from 0 to below 1.

    Raises
    ------
    InputError
        If the seed is negative.

    Examples
    --------
    >>> part = sobol_points(slice(4, 6), 3, seed=0)
    >>> bool((part == sobol_points(slice(0, 8), 3, seed=0)[4:6]).all())
    True
    """
    check_seed(seed)
    return scrambled(rows, dimensions, seed)


def check_seed(seed: int) -> None:
    """Refuse a negative seed.

    Raises
    ------
    InputError
        If it is below 0.
    """
    if seed < 0:
        msg = f"seed {seed}: must be 0 or more."
        raise InputError(msg, zh=f"种子 {seed} 应为不小于 0 的整数。")
