"""Numbers a model takes from spreadsheets beside it, read by PySD's own readers.

Only files in the folder of the model, or below it, are opened.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pysd.py_backend import external

from zysim.arrays import FloatArray
from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Table, Way
from zysim.reading.model_text import LARGEST_FILE
from zysim.reading.points import make_table

WAYS: dict[str, Way] = {
    "interpolate": "interpolate",
    "look_forward": "forward",
    "hold_backward": "backward",
}
SHEETS = (".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".tab", ".txt")


def read_constants(node: Any, folder: Path, sizes: Sequence[int]) -> FloatArray:
    """Return the numbers of GET DIRECT CONSTANTS or GET XLS CONSTANTS, shape ``sizes``."""
    _check(node.file, folder)
    axes = _axes(sizes)
    reader = external.ExtConstant(node.file, node.tab, node.cell, axes, folder, axes, "numbers")
    return _finite(_read(reader, node), node)


def read_points(node: Any, folder: Path, sizes: Sequence[int], keyword: str | None) -> list[Table]:
    """Return the tables of GET LOOKUPS or GET DATA, one an element, in the order of ``sizes``.

    Parameters
    ----------
    node
        ``GetLookupsStructure`` or ``GetDataStructure``.
    folder
        Of the model.
    sizes
        Elements at each place of the left side, single elements left out.
    keyword
        How data are read between their points: ``interpolate``, ``look_forward`` or
        ``hold_backward``.
    """
    _check(node.file, folder)
    if (keyword or "interpolate") not in WAYS:
        msg = (
            f":{(keyword or '').upper()}: data have no value between their points; "
            "write :INTERPOLATE:, :LOOK FORWARD: or :HOLD BACKWARD:"
        )
        raise RefusedError(msg)
    axes = _axes(sizes)
    if hasattr(node, "time_row_or_col"):
        place = (node.file, node.tab, node.time_row_or_col, node.cell)
        reader = external.ExtData(*place, keyword, axes, folder, axes, "numbers")
    else:
        place = (node.file, node.tab, node.x_row_or_col, node.cell)
        reader = external.ExtLookup(*place, axes, folder, axes, "numbers")
    found = _finite(_read(reader, node), node)
    x = [float(each) for each in reader.data[reader.data.dims[0]].values]
    columns = found.reshape(len(x), -1).T
    way = WAYS[keyword or "interpolate"]
    return [make_table(x, [float(each) for each in column], way) for column in columns]


def _axes(sizes: Sequence[int]) -> dict[str, list[str]]:
    return {f"axis {at}": [str(each) for each in range(size)] for at, size in enumerate(sizes)}


def _check(name: str, folder: Path) -> None:
    path = (folder / name).resolve()
    if name.startswith("?") or not path.is_relative_to(folder.resolve()):
        msg = f"file {name!r} is not in the folder of the model; put it there"
        raise RefusedError(msg)
    if path.suffix.lower() not in SHEETS:
        msg = f"file {name!r} is no spreadsheet; use one of {', '.join(SHEETS)}"
        raise RefusedError(msg)
    if not path.is_file():
        msg = f"file {name!r} is missing; put it into the folder of the model"
        raise RefusedError(msg)
    if path.stat().st_size > LARGEST_FILE:
        msg = f"file {name!r} has {path.stat().st_size:,} bytes, more than {LARGEST_FILE:,}"
        raise RefusedError(msg)


def _read(reader: Any, node: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing points are filled in, as Vensim does
            reader.initialize()
    except Exception as error:  # whatever the spreadsheet library raises
        reason = " ".join(str(error).split())[:200]
        msg = f"file {node.file!r}, {node.tab!r}, {node.cell!r} cannot be read ({reason})"
        raise RefusedError(msg) from error
    finally:
        external.Excels.clean()
    return reader.data


def _finite(data: Any, node: Any) -> FloatArray:
    values = np.asarray(data, dtype=np.float64)
    if not np.isfinite(values).all():
        msg = f"file {node.file!r}, {node.tab!r}, {node.cell!r}: a number is missing"
        raise RefusedError(msg)
    return values
