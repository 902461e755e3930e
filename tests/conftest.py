"""What every test may ask for: the checkout, the tables, the city model and its kernel.

``--quick`` makes a loop of seconds: it leaves a test out as soon as it reads a model of the size
of the city, and fails one that takes more than a second of processor time.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from zysim.answers.result import Result
from zysim.errors import ResultError
from zysim.inputs import read_tables as read_tables_module
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel, compile_model
from zysim.paths import data_root
from zysim.plots.style import FORMATS
from zysim.reading import model_text, read_model
from zysim.reading.build import build_graph
from zysim.reading.expressions import Expression, Number
from zysim.reading.graph import ModelGraph
from zysim.reading.translate import Translated
from zysim.runs import project

os.environ.pop("COLUMNS", None)  # test workers are told a width, and tables would be broken at it

TEACHING = 100_000
"""A model file of fewer characters is a teaching model."""
LARGE_TABLE = 20_000
"""A table of numbers with more bytes is that of the city, or of a copy of it."""
QUICK_SECONDS = 1.0
"""Processor time that a test may take under ``--quick``, whatever else the machine does."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-reference",
        action="store_true",
        help="rewrite the tables of tests/reference instead of comparing with them",
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out what reads the city, and fail what takes more than a second",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--quick"):
        return
    read_text, read_params = model_text.read_text, read_tables_module.read_tables

    def skip_if(large: bool) -> None:
        if large and "PYTEST_CURRENT_TEST" in os.environ:
            pytest.skip("reads the model of the city: nox -s tests has it")

    def small_text(path: Path) -> tuple[str, str]:
        text, sha256 = read_text(path)
        skip_if(len(text) > TEACHING)
        return text, sha256

    def small_tables(folder: Path) -> Tables:
        numbers = folder / "base_year.csv"
        skip_if(numbers.is_file() and numbers.stat().st_size > LARGE_TABLE)
        return read_params(folder)

    model_text.read_text = small_text
    read_tables_module.read_tables = small_tables  # what comes before the model: it takes as long
    project.read_pack = lambda _mark: None  # which would find it read


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep what was imported out of every later round of the collector: a tenth of the loop."""
    if session.config.getoption("--quick"):
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)


def seconds() -> float:
    """Processor time of this process and of those it waited for."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    start = seconds()
    yield
    if item.config.getoption("--quick") and seconds() - start > QUICK_SECONDS:
        pytest.fail(
            f"{seconds() - start:.1f} s of processor time, and a quick test takes at most "
            f"{QUICK_SECONDS:g}: make it smaller, or mark it slow",
            pytrace=False,
        )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption("--quick"):
        terminalreporter.write_line(f"{seconds():.0f} s of processor time in all")


@pytest.fixture(scope="session", autouse=True)
def _one_format() -> Iterator[None]:
    """Draw a picture once, as PNG: the other formats show the same figure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zysim.plots.style.FORMATS", ("png",))
        yield


@pytest.fixture(scope="module")
def every_format() -> Iterator[None]:
    """Draw a picture in every format that readers get."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zysim.plots.style.FORMATS", FORMATS)
        yield


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


@pytest.fixture(scope="session")
def make() -> Callable[..., ModelGraph]:
    """Return a function from equations to a model that runs from 2020 to 2024.

    The model is made of expressions, as the reader makes them from a file.
    """

    def made(
        plain: Mapping[str, Expression],
        stocks: Mapping[str, tuple[Expression, Expression]] | None = None,
        kept: Mapping[str, Expression] | None = None,
        step: float = 1.0,
    ) -> ModelGraph:
        clock = {"initial_time": 2020.0, "final_time": 2024.0, "time_step": step}
        found = Translated(
            plain={**dict(plain), **{name: Number(value) for name, value in clock.items()}},
            stocks=dict(stocks or {}),
            kept=dict(kept or {}),
            saveper=1.0,
        )
        for scalar in (*found.plain, *found.stocks, *found.kept):
            found.scalars.setdefault(scalar.partition("[")[0], []).append(scalar)
        members = dict.fromkeys(
            each.partition("[")[2].rstrip("]") for group in found.scalars.values() for each in group
        )
        found.dimensions["place"] = tuple(member for member in members if member)
        return build_graph(found, [], "0" * 64)

    return made


@pytest.fixture(scope="session")
def read_every_way() -> Callable[[Result[Any], Path | None], None]:
    """Read a result in every way, hold one against the other, and save it where told."""
    return _read_every_way


def _read_every_way(found: Result[Any], folder: Path | None) -> None:
    assert repr(found).startswith(f"<zysim {found.NAME} ")
    assert len(repr(found)) < 160
    frame = found.to_frame()
    assert list(frame.columns[: len(found.LABELS)]) or frame.empty
    assert not frame.duplicated(list(found.LABELS)).any()
    data = found.to_dataset()
    assert data.attrs["title"] == f"zysim {found.NAME}"
    assert set(data.dims) <= {*found.LABELS, "year"}
    for lang in ("zh", "en"):
        table, text = found.table(lang), found.text(lang)
        assert len(table.columns) > 1
        assert json.loads(found.to_json(lang)) == json.loads(json.dumps(found.record(lang)))
        if found.NAME not in ("page", "report", "card", "check"):
            # What the table shows is what the text shows.
            words = "".join(text.split())
            for cell in table.iloc[0] if len(table) else ():
                assert "".join(str(cell).split()) in words
    assert "<table" in found._repr_html_()
    with pytest.raises(AttributeError, match="has no 'no_such_name'"):
        found.no_such_name  # noqa: B018
    with pytest.raises(ResultError, match="the languages are zh and en"):
        found.text("fr")
    if not found.has_figure:
        with pytest.raises(ResultError, match="has no figure"):
            found.figure()
    manifest = found.manifest()
    assert manifest.engine in ("python", "numpy", "llvm")
    assert manifest.command == found.command
    if folder is None:
        return
    few = {"figures": False} if found.NAME == "rank" else {}
    written = found.save(str(folder), **few)
    assert written
    assert all(path.is_file() for path in written)
