"""Names of a model in files whose formats forbid some of them; the name itself is kept beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FORBIDDEN = re.compile(r"[^\w.+@-]+")
"""What a name of a NetCDF variable should not hold, the slash above all."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by a spreadsheet program."""
DURATIONS = {
    "days": "day",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
    "milliseconds": "millisecond",
    "microseconds": "microsecond",
    "nanoseconds": "nanosecond",
}
"""Units that xarray would read back as lengths of time, and the words it leaves alone."""


def safe_names(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a name that NetCDF takes for each name, no two the same.

    >>> safe_names(["gdp", "co2/gdp", "=1+1", "co2_gdp", "year"], taken=["year"])
    {'gdp': 'gdp', 'co2/gdp': 'co2_gdp_2', '=1+1': '_1+1', 'co2_gdp': 'co2_gdp', 'year': 'year_2'}
    """
    listed = list(names)
    plain = {name: _plain(name) for name in listed}
    used = {*taken, *(name for name in listed if plain[name] == name and name not in taken)}
    found = {}
    for name in listed:
        if plain[name] == name and name not in taken:
            found[name] = name
            continue
        choice, count = plain[name], 1
        while choice in used:
            count += 1
            choice = f"{plain[name]}_{count}"
        used.add(choice)
        found[name] = choice
    return found


def _plain(name: str) -> str:
    text = FORBIDDEN.sub("_", name).strip(".") or "_"
    return text if re.match(r"\w", text) else f"_{text.lstrip('+@-.')}"


def for_netcdf(data: xr.Dataset) -> xr.Dataset:
    """Return a dataset that NetCDF can hold and every xarray reads back as numbers.

    Variables whose name the format forbids get another one, and keep theirs as ``model_name``.
    """
    axes = safe_names(map(str, data.dims))
    names = safe_names((str(name) for name in data.data_vars), taken=axes.values())
    renamed = data.rename({old: new for old, new in (axes | names).items() if old != new})
    for old, new in names.items():
        attributes = renamed[new].attrs
        if old != new:
            attributes["model_name"] = old
        unit = attributes.get("units")
        if unit in DURATIONS:
            attributes["units"] = DURATIONS[unit]
    return renamed


def not_formula(text: str) -> str:
    """Return a text that is no formula for a spreadsheet; numbers stay as they are.

    >>> not_formula("=1+1"), not_formula("-2.5"), not_formula("a")
    ("'=1+1", '-2.5', 'a')
    """
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which no text is a formula for a spreadsheet: such get an apostrophe.

    >>> import pandas as pd
    >>> list(without_formulas(pd.DataFrame({"=1+1": [-2.0], "x": ["@sum"]})).columns)
    ["'=1+1", 'x']
    """
    import pandas as pd  # who has a table has loaded it

    heads = {name: f"'{name}" for name in table.columns if str(name).startswith(FORMULA)}
    found = table.rename(columns=heads)
    for name in found.columns:
        if found[name].dtype.kind in "OTU" or isinstance(found[name].dtype, pd.StringDtype):
            texts = found[name]
            risky = texts.map(lambda each: isinstance(each, str) and each.startswith(FORMULA))
            if risky.any():
                found[name] = texts.where(~risky, "'" + texts.astype(str))
    return found
