"""A model that was read once starts without its parser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.reading import cache, read_model
from zysim.reading.cache import entry_path, load_graph, packed, shipped_name
from zysim.reading.expressions import from_plain
from zysim.sealed import read_sealed

EQUATIONS = ("a : x, y", "s[a] = INTEG(-s[a]/life, 3) ~ m3", "life = 2 ~ year [1,9]")


@pytest.fixture
def model(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "cache_path", lambda: tmp_path / "kept")
    return write(*EQUATIONS)


def test_the_kept_graph_is_the_graph(model: Path) -> None:
    first = read_model(model)
    kept = load_graph(first.sha256)
    assert kept == first
    assert read_model(model) == read_model(model, cache=False) == first
    assert (kept.variables["life"].low, kept.variables["life"].high) == (1, 9)


def test_a_damaged_entry_is_made_again(model: Path) -> None:
    first = read_model(model)
    path = entry_path(first.sha256)
    whole = path.read_bytes()
    for damaged in (whole[:-30], b"", b"\xff\xfe nonsense", whole.replace(b"INTEG", b"integ")):
        path.write_bytes(damaged)
        assert load_graph(first.sha256) is None
        assert not path.exists()
        assert read_model(model) == first
        assert path.read_bytes() == whole


def test_an_entry_of_another_file_is_not_taken(model: Path) -> None:
    first = read_model(model)
    model.write_text(model.read_text("utf-8").replace("life = 2", "life = 5"), "utf-8")
    second = read_model(model)
    assert second.constants["life"] == 5
    foreign = entry_path(second.sha256)
    foreign.write_bytes(entry_path(first.sha256).read_bytes())
    assert load_graph(second.sha256) is None
    assert read_model(model).constants["life"] == 5


def test_a_cache_that_cannot_be_written_is_left_alone(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(cache, "cache_path", lambda: tmp_path / "file")
    assert read_model(model).constants["life"] == 2


def test_a_plain_record_that_is_no_expression() -> None:
    with pytest.raises(TypeError, match="not an expression: None"):
        from_plain(None)


def test_no_start_loads_pysd(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write(*EQUATIONS)
    code = (
        "import sys; from pathlib import Path; from zysim.reading import cache, read_model; "
        "cache.cache_path = lambda: Path(sys.argv[2]); read_model(Path(sys.argv[1])); "
        "print(sorted({'pysd', 'numpy', 'pandas', 'xarray'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "kept")]
    starts = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)
    ]
    # The build of a wheel reads the shipped model with nothing but the standard library.
    assert [each.strip() for each in starts] == ["[]", "[]"]


def test_a_shipped_graph_spares_the_first_reading(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SHIPPED", tmp_path)
    graph = read_model(model, cache=False)
    (tmp_path / shipped_name(graph.sha256)).write_bytes(packed(graph))
    monkeypatch.setattr("zysim.reading.build.build_graph", None)
    assert read_model(model) == graph
    model.write_text(model.read_text("utf-8").replace("life = 2", "life = 5"), "utf-8")
    with pytest.raises(TypeError):
        read_model(model)


AT_ONCE = """
import sys, time
from pathlib import Path
import numpy as np
from zysim.kernel import compile_model
from zysim.reading import read_model
from zysim.sealed import read_sealed, write_sealed
gate, number = Path(sys.argv[1]), sys.argv[2]
(gate / number).touch()
while not (gate / "open").exists():
    time.sleep(0.001)
"""
FILL = """
graph = read_model(Path(sys.argv[3]))
kernel = compile_model(graph, "llvm")
print(kernel.integrate({"tap": np.full(8, 30.0)}, until=2030)[1]["water"][-1, -1].hex())
"""
WRITE_AND_READ = """
entry, body = Path(sys.argv[3]), bytes(1_000_000)
write_sealed(entry, body)
for _ in range(50):
    write_sealed(entry, body)
    assert read_sealed(entry) == body, "half an entry"
"""


def race(code: str, folder: Path, subject: Path) -> set[str]:
    """Run code in four processes that start it at the same moment; return what they print."""
    gate = folder / "gate"
    gate.mkdir()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE + code, str(gate), str(number), str(subject)],
            env=os.environ | {"ZYSIM_CACHE": str(folder / "kept")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    while len(list(gate.iterdir())) < len(racers) and all(r.poll() is None for r in racers):
        time.sleep(0.01)
    (gate / "open").touch()
    said = [racer.communicate(timeout=120) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 4, said
    return {out for out, _ in said}


@pytest.mark.slow
def test_processes_may_fill_one_cache_at_once(root: Path, tmp_path: Path) -> None:
    answers = race(FILL, tmp_path, root / "models" / "teaching" / "tank.mdl")
    assert len(answers) == 1
    entries = sorted((tmp_path / "kept").iterdir())
    assert [each.suffix for each in entries] == [".o", ".json"]
    assert all(read_sealed(each) is not None for each in entries)


@pytest.mark.slow
def test_an_entry_that_processes_write_at_once_is_always_whole(tmp_path: Path) -> None:
    entry = tmp_path / "kept" / "entry.json"
    race(WRITE_AND_READ, tmp_path, entry)
    assert [each.name for each in entry.parent.iterdir()] == ["entry.json"]
