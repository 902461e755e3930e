"""A finished sweep as one labelled array file that other programs read: NetCDF or Zarr."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import xarray as xr

from zysim.errors import InputError, ResultError
from zysim.files import staged_file
from zysim.sweeps.labels import NAMES, dims_of, labels_of
from zysim.sweeps.read import parts_of
from zysim.sweeps.store import ChunkStore, refused_write
from zysim.sweeps.study import StudySweep
from zysim.sweeps.sweep import Finished

Format = Literal["netcdf", "zarr", "none"]
FILES: Mapping[Format, str] = {"netcdf": "sweep.nc", "zarr": "sweep.zarr"}


def check_format(form: Format) -> None:
    """Refuse a format whose library is not installed, before anything is computed.

    Raises
    ------
    InputError
        Saying what to install.
    """
    if form == "zarr" and find_spec("zarr") is None:
        msg = "--format zarr needs zarr: pip install 'zysim[cluster]', or use --format netcdf."
        zh = "--format zarr 需要 zarr：pip install 'zysim[cluster]'，或改用 --format netcdf。"
        raise InputError(msg, zh=zh)


def write_dataset(sweep: StudySweep, folder: Path, finished: Finished, form: Format) -> Path | None:
    """Write inputs, outcomes and series of every run by chunks, in the folder of the chunks.

    Parameters
    ----------
    sweep, folder, finished
        What was computed, where its chunks are, and what :func:`run_sweep` returned.
    form
        ``netcdf``, ``zarr`` (version 3), or ``none``.

    Returns
    -------
    pathlib.Path or None
        ``sweep.nc`` or ``sweep.zarr``; an older one is replaced when the new one is whole.

    Raises
    ------
    ResultError
        If a chunk is damaged, or the disk is full.
    """
    if form == "none":
        return None
    store = ChunkStore(folder, sweep.shapes)
    path = folder / FILES[form]
    frame = _labels(sweep, finished)
    try:
        with staged_file(path) as part:
            if form == "netcdf":
                frame.to_netcdf(part, engine="netcdf4")
                _fill_netcdf(sweep, store, part)
            else:
                frame.to_zarr(part, zarr_format=3, consolidated=False)
                _fill_zarr(sweep, store, part)
    except OSError as error:
        raise refused_write(path, error) from error
    except RuntimeError as error:  # how the NetCDF library tells of a failed write
        msg = (
            f"{path}: cannot be written ({error}); perhaps the disk is full. Every chunk is kept: "
            "free some space and go on with --resume."
        )
        zh = f"{path}：无法写入，磁盘可能已满。各块都已保留：请清理空间后加 --resume 继续。"
        raise ResultError(msg, zh=zh) from error
    return path


def _labels(sweep: StudySweep, finished: Finished) -> xr.Dataset:
    """Return the coordinates and attributes of a sweep, without its numbers."""
    manifest = finished.manifest
    attrs = {
        "source": f"zysim {manifest.versions['zysim']}: zysim sweep {sweep.study.path.name}",
        "digest": finished.digest,
        **dict(sorted(manifest.design.items())),
        "inputs_sha256": json.dumps(dict(manifest.files), sort_keys=True),
    }
    return labels_of(sweep.evaluator, attrs)


def _fill_netcdf(sweep: StudySweep, store: ChunkStore, path: Path) -> None:
    # Only here: this is the one place that writes NetCDF piece by piece.
    netcdf: Any = import_module("netCDF4")
    with netcdf.Dataset(path, "a") as file:
        for name, dims in dims_of(sweep.evaluator).items():
            variable = file.createVariable(name, "f8", dims)
            variable.setncatts(NAMES[name])
        _fill(sweep, store, file.variables)


def _fill_zarr(sweep: StudySweep, store: ChunkStore, path: Path) -> None:
    # Only here: zarr is an optional extra.
    zarr: Any = import_module("zarr")
    group = zarr.open_group(path, mode="a")
    for name, dims in dims_of(sweep.evaluator).items():
        shape = tuple(group[dim].shape[0] for dim in dims)
        group.create_array(
            name,
            shape=shape,
            chunks=(store.shapes[0][0], *shape[1:]),
            dtype="f8",
            dimension_names=dims,
            attributes=NAMES[name],
        )
    _fill(sweep, store, group)


def _fill(sweep: StudySweep, store: ChunkStore, target: Any) -> None:
    """Write every chunk into its rows."""
    for rows, part in zip(sweep.parts, parts_of(sweep, store), strict=True):
        target["inputs"][rows] = sweep.evaluator.inputs(rows)
        target["outcomes"][rows] = part.outcomes
        if part.series.size:
            target["series"][rows] = part.series
