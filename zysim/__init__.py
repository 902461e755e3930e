"""Carbon-peak scenarios of a city: the names meant for use from outside.

Each name is loaded when it is first used, so that ``zysim --help`` does not wait for
pandas, PySD and matplotlib.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zysim.answers.calibrate import calibrate
    from zysim.answers.card import card
    from zysim.answers.check import check
    from zysim.answers.cost import cost
    from zysim.answers.decide import decide
    from zysim.answers.discover import discover
    from zysim.answers.ensemble import ensemble
    from zysim.answers.explain_peak import explain_peak
    from zysim.answers.fit import fit
    from zysim.answers.forms import file_schema
    from zysim.answers.page import page
    from zysim.answers.rank import rank
    from zysim.answers.report import report
    from zysim.answers.result import Result
    from zysim.answers.run import run
    from zysim.answers.seek import seek
    from zysim.answers.slides import slides
    from zysim.answers.study import study
    from zysim.answers.study_report import report_study
    from zysim.answers.targets import targets
    from zysim.answers.update import update
    from zysim.errors import InputError, ModelFileError, ResultError, ZysimError
    from zysim.inputs.levers import Lever
    from zysim.inputs.read_tables import read_tables
    from zysim.inputs.scenarios import read_scenario
    from zysim.kernel.compile import compile_model
    from zysim.kernel.integrate import Kernel
    from zysim.metrics.peak import Peak, find_peak, peak_margin
    from zysim.metrics.spread import spread_of_peak
    from zysim.metrics.summary import summarise
    from zysim.metrics.targets import score_targets
    from zysim.reading.graph import ModelGraph, Variable
    from zysim.reading.vensim import read_model
    from zysim.report.figure.chart import chart
    from zysim.runs.ensemble import Ensemble
    from zysim.runs.results import Runs
    from zysim.runs.store import load_results

__version__ = "0.1.0"

ANALYSES = (
    "calibrate",
    "card",
    "check",
    "cost",
    "discover",
    "decide",
    "ensemble",
    "explain_peak",
    "fit",
    "page",
    "rank",
    "report",
    "run",
    "seek",
    "slides",
    "study",
    "targets",
    "update",
)
"""One function each in a module of its own name; all but ``study`` return a :class:`Result`."""
_HOMES = {
    "answers.forms": ("file_schema",),
    "answers.result": ("Result",),
    "answers.study_report": ("report_study",),
    "errors": (
        "InputError",
        "ModelFileError",
        "ResultError",
        "ZysimError",
    ),
    "inputs.levers": ("Lever",),
    "inputs.scenarios": ("read_scenario",),
    "inputs.read_tables": ("read_tables",),
    "kernel.compile": ("compile_model",),
    "kernel.integrate": ("Kernel",),
    "metrics.peak": (
        "Peak",
        "find_peak",
        "peak_margin",
    ),
    "metrics.spread": ("spread_of_peak",),
    "metrics.summary": ("summarise",),
    "metrics.targets": ("score_targets",),
    "reading.graph": (
        "ModelGraph",
        "Variable",
    ),
    "reading.vensim": ("read_model",),
    "report.figure.chart": ("chart",),
    "runs.ensemble": ("Ensemble",),
    "runs.results": ("Runs",),
    "runs.store": ("load_results",),
}
_HOME = {name: f"zysim.{module}" for module, names in _HOMES.items() for name in names}
_HOME |= {name: f"zysim.answers.{name}" for name in ANALYSES}

__all__ = [
    "Ensemble",
    "InputError",
    "Kernel",
    "Lever",
    "ModelFileError",
    "ModelGraph",
    "Peak",
    "Result",
    "ResultError",
    "Runs",
    "Variable",
    "ZysimError",
    "calibrate",
    "card",
    "chart",
    "check",
    "compile_model",
    "cost",
    "decide",
    "discover",
    "ensemble",
    "explain_peak",
    "file_schema",
    "find_peak",
    "fit",
    "load_results",
    "page",
    "peak_margin",
    "rank",
    "read_model",
    "read_scenario",
    "read_tables",
    "report",
    "report_study",
    "run",
    "score_targets",
    "seek",
    "slides",
    "spread_of_peak",
    "study",
    "summarise",
    "targets",
    "update",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'zysim' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


class _Package(ModuleType):
    """Keeps ``zysim.page`` and ``zysim.report`` functions: two folders have the same names."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in ANALYSES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
