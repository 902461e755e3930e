"""Save results in the forms other programs read, and load them again unless out of date."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zysim.errors import ResultError
from zysim.files import SEAL
from zysim.inputs.read_city import read_city
from zysim.paths import CITY_FILE
from zysim.reading.graph import ModelGraph
from zysim.runs.iamc import Mapped, to_iamc
from zysim.runs.manifest import read_manifest, refuse_outdated
from zysim.runs.results import Runs
from zysim.runs.safe_names import for_netcdf, without_formulas
from zysim.runs.tables import to_dataset, to_frame

DIGITS = "%.10g"
TIDY, PARQUET, NETCDF, IAMC = "results.csv", "results.parquet", "results.nc", "iamc.csv"


def write_results(
    runs: Runs, folder: Path, mapping: tuple[Mapped, ...] = (), *, excel: bool = False
) -> list[Path]:
    """Write results as tidy CSV, Parquet, NetCDF and IAMC CSV, with the manifest.

    Parameters
    ----------
    runs
        What to write.
    folder
        An existing folder; use :func:`zysim.files.staged_folder` so that a reader of the
        final folder never sees half of it.
    mapping
        From :func:`zysim.runs.iamc.read_mapping`; without it there is no IAMC CSV.
    excel
        Begin the CSV files with the mark by which Excel knows UTF-8.

    Returns
    -------
    list of pathlib.Path
        The files written, the manifest last.
    """
    encoding = "utf-8-sig" if excel else "utf-8"
    tidy = to_frame(runs)
    names = [TIDY, PARQUET, NETCDF, *([IAMC] if mapping else []), SEAL]
    _write_csv(tidy, folder / TIDY, encoding)
    tidy.to_parquet(folder / PARQUET, index=False)
    for_netcdf(to_dataset(runs)).to_netcdf(folder / NETCDF, engine="netcdf4")
    if mapping:
        _write_csv(to_iamc(runs, mapping), folder / IAMC, encoding)
    (folder / SEAL).write_text(runs.manifest.to_json(), encoding="utf-8")
    return [folder / name for name in names]


def _write_csv(table: pd.DataFrame, path: Path, encoding: str) -> None:
    without_formulas(table).to_csv(
        path, index=False, float_format=DIGITS, lineterminator="\n", encoding=encoding
    )


def load_results(folder: Path, graph: ModelGraph, root: Path) -> Runs:
    """Load results written by :func:`write_results`.

    Parameters
    ----------
    folder
        The folder they were written to.
    graph
        The model they were made with.
    root
        The folder that holds ``city.toml``, ``models/`` and ``params/``.

    Returns
    -------
    Runs
        Equal to what was written, bit for bit.

    Raises
    ------
    ResultError
        If the folder holds no complete result, or the model or a table changed since.
    """
    manifest = read_manifest(folder / SEAL)
    refuse_outdated(manifest, root, folder)
    try:
        tidy = pd.read_parquet(folder / PARQUET)
    except (OSError, ValueError) as error:
        msg = f"{folder / PARQUET}: cannot be read ({error}). Run again: {manifest.command}"
        zh = f"{folder / PARQUET}：无法读取。请重新运行：{manifest.command}"
        raise ResultError(msg, zh=zh) from error
    scenarios = tuple(dict.fromkeys(tidy["scenario"]))
    axis = "year" if "year" in tidy else "time"
    years = np.unique(tidy[axis].to_numpy())
    names = list(dict.fromkeys(tidy["variable"]))
    block = tidy["value"].to_numpy(dtype=float).reshape(len(scenarios), len(names), years.size)
    return Runs(
        scenarios=scenarios,
        years=years,
        values={name: block[:, at, :] for at, name in enumerate(names)},
        variables=graph.variables,
        manifest=manifest,
        axis=axis,
        record=read_city(root) if CITY_FILE in manifest.files else None,
    )
