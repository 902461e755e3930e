"""What every test and every docstring example shares: a cache folder of its own, a language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the reader's cache and locale out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZYSIM_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("ZYSIM_LANG", "zh")
        patch.setenv("MPLBACKEND", "Agg")
        yield
