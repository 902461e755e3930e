"""The notebook of the documentation runs, and its tables hold what its results hold."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from matplotlib.figure import Figure

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def notebook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook", ROOT / "scripts/notebook.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_cell_runs_and_is_shown(notebook: ModuleType) -> None:
    cells = list(notebook.run(ROOT / "docs" / "python.ipynb"))
    values = [value for kind, _, _, value in cells if kind == "code"]
    english, chinese = values[0], values[1]
    assert isinstance(english, pd.DataFrame)
    assert len(english) == len(chinese) == 2
    assert "达峰年" in chinese.columns
    printed = [text for _, _, text, _ in cells if text]
    assert printed[0].startswith("P50 ")
    assert abs(float(printed[1])) < 1e-9  # parts less difference
    assert any(isinstance(value, Figure) for value in values)
    assert "fit.csv" in values[-1]
    assert "<table" in notebook.shown(english)
    assert "data:image/png" in next(
        notebook.shown(value) for value in values if isinstance(value, Figure)
    )
