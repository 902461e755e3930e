"""Many members: what does not fit into memory goes to files, and every number stays the same."""

from __future__ import annotations

import errno
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest

import zysim
from zysim import arrays
from zysim.answers.ensemble import EnsembleResult
from zysim.errors import InputError, ResultError
from zysim.metrics import middle
from zysim.report.ensemble_tables import member_table, quantile_table
from zysim.runs import ensemble, kept_members, member_values
from zysim.runs.member_values import MemberValues


@pytest.fixture(scope="module")
def in_memory() -> EnsembleResult:
    return zysim.ensemble("baseline", "plan", n=96)


@pytest.fixture
def in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EnsembleResult:
    """The same ensemble with no room in memory, a few members at a time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for module in (member_values, ensemble):
        monkeypatch.setattr(module, "MANY", 0)
    monkeypatch.setattr(kept_members, "LARGEST", 0)
    monkeypatch.setattr(member_values, "MOST_AT_ONCE", 40)
    monkeypatch.setattr(member_values, "LEAST_AT_ONCE", 1)
    monkeypatch.setattr(ensemble, "CHUNK", 50)
    monkeypatch.setattr(arrays, "PART", 30)
    monkeypatch.setattr(middle, "AT_ONCE", 30)
    return zysim.ensemble("baseline", "plan", n=96)


def test_files_hold_the_same_numbers_to_the_last_bit(
    in_memory: EnsembleResult, in_files: EnsembleResult, tmp_path: Path
) -> None:
    assert [*tmp_path.iterdir()], "nothing was put in files"
    assert in_files.text("zh") == in_memory.text("zh")
    assert in_files.record("en") == in_memory.record("en")
    for table in (member_table, quantile_table):
        assert table(in_files.found).equals(table(in_memory.found))
    name = in_memory.project.city.account_variables[0]
    np.testing.assert_array_equal(in_files.found.of(name), in_memory.found.of(name))


def test_a_disk_that_is_too_small_is_told_before_and_a_full_one_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InputError, match=r"take \d+ members or fewer.*TMPDIR") as caught:
        MemberValues(["gdp"], 1, 10**13, 41)
    assert "TMPDIR" in str(caught.value.zh)
    monkeypatch.setattr(member_values, "IN_MEMORY", 0)
    kept = MemberValues(["gdp"], 1, 4, 2)

    def full(*_: object, **__: object) -> io.BytesIO:
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ResultError, match=r"cannot be written \(No space left\)") as told:
        kept.write(0, slice(0, 4), {"gdp": np.ones((4, 2))})
    assert "TMPDIR" in str(told.value.zh)


def test_a_log_is_told_how_many_runs_are_done() -> None:
    seen: list[tuple[int, int]] = []
    project = zysim.runs.project.open_project()
    chosen = zysim.runs.project.choose(project, ["plan"], {})
    ensemble.run_ensemble(project, chosen, members=16, progress=lambda *at: seen.append(at))
    assert seen == [(16, 16)]
