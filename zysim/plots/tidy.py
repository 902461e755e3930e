"""What every plot function asks of its table."""

from __future__ import annotations

import pandas as pd

from zysim.errors import InputError


def need_columns(plot: str, data: pd.DataFrame, *columns: str) -> None:
    """Refuse a table that lacks a column or has no row.

    Raises
    ------
    InputError
        Naming the plot, the columns missing and those there are.

    Examples
    --------
    >>> need_columns("peak_lines", pd.DataFrame({"year": [2020]}), "year", "value")
    Traceback (most recent call last):
    zysim.errors.InputError: peak_lines: data has no column ['value']; it has ['year'].
    """
    missing = sorted(set(columns) - set(data.columns))
    if missing:
        msg = f"{plot}: data has no column {missing}; it has {list(data.columns)}."
        raise InputError(msg)
    if data.empty:
        msg = f"{plot}: data has no rows; nothing can be drawn."
        raise InputError(msg)
