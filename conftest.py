"""What every test and every docstring example shares: a cache folder, a language, an order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

TOGETHER = ("tests/browser/", "tests/unit/report/", "tests/agreement/")
"""Folders begun first, each as a whole by one process: their files share what is dear to make."""


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process ends with it."""
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give processes one file after another, and a folder of :data:`TOGETHER` whole."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class InOrder(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            folder = next(filter(nodeid.startswith, TOGETHER), None)
            return folder or str(super()._split_scope(nodeid))

    config.option.loadscopereorder = False  # by number of tests, whatever they take
    return InOrder(config, log)
