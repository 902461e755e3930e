"""Carbon-peak scenarios of a city: the names meant for use from outside.

Each name is loaded when it is first used, so that ``zysim --help`` does not wait for
pandas, PySD and matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zysim.api import (
        calibrate,
        card,
        cost,
        discover,
        explain_peak,
        page,
        rank,
        report,
        seek,
        study,
        targets,
        update,
    )
    from zysim.errors import InputError, ModelFileError, ResultError, ZysimError
    from zysim.inputs.levers import Lever
    from zysim.inputs.scenarios import read_scenario
    from zysim.inputs.tables import read_tables
    from zysim.kernel.compile import compile_model
    from zysim.kernel.integrate import Kernel
    from zysim.metrics.peak import Peak, find_peak, peak_margin
    from zysim.metrics.spread import spread_of_peak
    from zysim.metrics.summary import summarise
    from zysim.metrics.targets import score_targets
    from zysim.reading.graph import ModelGraph, Variable
    from zysim.reading.vensim import read_model
    from zysim.report.figure.chart import chart
    from zysim.runs.ensemble import Ensemble, ensemble
    from zysim.runs.execute import run
    from zysim.runs.results import Runs
    from zysim.runs.store import load_results
    from zysim.runs.tables import to_dataset, to_frame

__version__ = "0.1.0"

_HOMES = {
    "api": (
        "calibrate",
        "card",
        "cost",
        "discover",
        "explain_peak",
        "page",
        "rank",
        "report",
        "study",
        "seek",
        "targets",
        "update",
    ),
    "errors": ("InputError", "ModelFileError", "ResultError", "ZysimError"),
    "inputs.levers": ("Lever",),
    "inputs.scenarios": ("read_scenario",),
    "inputs.tables": ("read_tables",),
    "kernel.compile": ("compile_model",),
    "kernel.integrate": ("Kernel",),
    "metrics.peak": ("Peak", "find_peak", "peak_margin"),
    "metrics.spread": ("spread_of_peak",),
    "metrics.summary": ("summarise",),
    "metrics.targets": ("score_targets",),
    "reading.graph": ("ModelGraph", "Variable"),
    "reading.vensim": ("read_model",),
    "report.figure.chart": ("chart",),
    "runs.ensemble": ("Ensemble", "ensemble"),
    "runs.execute": ("run",),
    "runs.results": ("Runs",),
    "runs.store": ("load_results",),
    "runs.tables": ("to_dataset", "to_frame"),
}
_HOME = {name: f"zysim.{module}" for module, names in _HOMES.items() for name in names}

__all__ = [
    "Ensemble",
    "InputError",
    "Kernel",
    "Lever",
    "ModelFileError",
    "ModelGraph",
    "Peak",
    "ResultError",
    "Runs",
    "Variable",
    "ZysimError",
    "calibrate",
    "card",
    "chart",
    "compile_model",
    "cost",
    "discover",
    "ensemble",
    "explain_peak",
    "find_peak",
    "load_results",
    "page",
    "peak_margin",
    "rank",
    "read_model",
    "read_scenario",
    "read_tables",
    "report",
    "run",
    "score_targets",
    "seek",
    "spread_of_peak",
    "study",
    "summarise",
    "targets",
    "to_dataset",
    "to_frame",
    "update",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'zysim' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
