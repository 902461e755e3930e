"""What every test and every docstring example shares: one cache folder, a language."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the reader's cache and locale out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        base = tmp_path_factory.getbasetemp()
        shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
        patch.setenv("ZYSIM_CACHE", str(shared / "cache"))
        patch.setenv("ZYSIM_LANG", "zh")
        patch.setenv("MPLBACKEND", "Agg")
        yield
