"""What every test may ask for: the checkout, the tables, the city model and its kernel."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.inputs.tables import Tables, read_tables
from zysim.kernel import Kernel, compile_model
from zysim.paths import data_root
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-reference",
        action="store_true",
        help="rewrite the tables of tests/reference instead of comparing with them",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder that holds models/ and params/."""
    return data_root()


@pytest.fixture(scope="session")
def tables(root: Path) -> Tables:
    return read_tables(root / "params")


@pytest.fixture(scope="session")
def city(root: Path) -> ModelGraph:
    """The city model, read without the user's cache."""
    return read_model(root / "models" / "ziyang.mdl", cache=False)


@pytest.fixture(scope="session")
def kernel(city: ModelGraph) -> Kernel:
    """The city model for batches; it keeps no state between runs."""
    return compile_model(city, "numpy")
