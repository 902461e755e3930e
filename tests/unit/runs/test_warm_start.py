"""A warm start takes what was read and run before, and nothing else than that."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from zysim import sealed
from zysim.runs import city_pack, ensemble, kept_members
from zysim.runs import project as project_module
from zysim.runs.ensemble import Ensemble, draw_members, run_ensemble
from zysim.runs.project import Project, choose, open_project

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZYSIM_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(HARBOUR, tmp_path / "city"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Ensemble, int]]:
    """Run the accord, and count the parts that were run for it."""
    parts: list[int] = []
    inner = ensemble.integrate_chunks

    def counted(*words: object, **named: object) -> object:
        parts.append(1)
        return inner(*words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ensemble, "integrate_chunks", counted)

    def made(project: Project, *names: str, **named: int) -> tuple[Ensemble, int]:
        parts.clear()
        cases = choose(project, names or ("accord",), {})
        named = {"members": 4} | named
        return run_ensemble(project, cases, engine="numpy", **named), len(parts)  # type: ignore[arg-type]

    return made


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def same(first: Ensemble, second: Ensemble) -> bool:
    return all(bool((first.of(name) == second.of(name)).all()) for name in first.values)


def test_a_packed_city_is_the_city(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_project(root)
    monkeypatch.setattr("zysim.runs.project._read_city", None)  # which would read it again
    again = open_project(root)
    assert again == first
    assert (again.graph.stocks, again.graph.scalars) == (first.graph.stocks, first.graph.scalars)
    assert repr(again.graph.auxiliaries) == repr(dict(first.graph.auxiliaries))
    assert pickle.loads(pickle.dumps(again)) == first  # as a worker of a cluster gets it


def test_kept_members_are_those_that_were_run(root: Path, run: Callable[..., tuple]) -> None:
    first, parts = run(open_project(root))
    again, none = run(open_project(root))
    assert (parts, none) == (1, 0)
    assert same(first, again)
    assert again.members == 4
    assert {name: v.tolist() for name, v in again.worlds.items()} == {
        name: v.tolist() for name, v in draw_members(open_project(root), 4, 0).items()
    }
    both, parts = run(open_project(root), "today", "accord")
    assert parts == 1, "a case that is kept is not run beside a new one"
    assert (both.of("with_power")[1] == first.of("with_power")[0]).all()


@pytest.mark.parametrize("asked", [{"seed": 1}, {"members": 5}, {"until": 2045}])
def test_another_question_is_run(
    root: Path, run: Callable[..., tuple], asked: dict[str, int]
) -> None:
    first, _ = run(open_project(root))
    other, parts = run(open_project(root), **asked)
    assert parts == 1
    assert not (first.of("with_power").shape == other.of("with_power").shape and same(first, other))


EDITS = {
    "a number": ("params/base_year.csv", "Power use,60,", "Power use,61,"),
    "a range": ("params/uncertainty.csv", "triangular,0.1,0.16,0.22", "triangular,0.11,0.16,0.22"),
    "a scenario": ("params/scenarios/accord.toml", "new_mill = 1", "new_mill = 0.5"),
    "an equation": ("models/harbour.mdl", "\tburnt here + power use", "\tburnt here + 2*power use"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edited_file_gives_the_new_answer(
    root: Path, run: Callable[..., tuple], what: str
) -> None:
    first, _ = run(open_project(root))
    edit(root / EDITS[what][0], *EDITS[what][1:])
    other, parts = run(open_project(root))
    assert parts == 1
    assert not same(first, other)


def test_a_model_of_any_ending_counts(root: Path, run: Callable[..., tuple]) -> None:
    edit(root / "city.toml", "harbour.mdl", "harbour.MDL")
    model = (root / "models" / "harbour.mdl").rename(root / "models" / "harbour.MDL")
    first, _ = run(open_project(root))
    edit(model, "\tburnt here + power use", "\tburnt here + 2*power use")
    assert not same(first, run(open_project(root))[0])


def test_what_lies_behind_a_link_counts(root: Path) -> None:
    history = (root / "params" / "history").rename(root.parent / "history")
    try:
        (root / "params" / "history").symlink_to(history, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    (history / "around").symlink_to(root / "params", target_is_directory=True)
    count = len(open_project(root).tables.history)
    rows = (history / "observed.csv").read_text("utf-8").splitlines(keepends=True)
    (history / "observed.csv").write_text("".join(rows[:-1]), "utf-8")
    assert len(open_project(root).tables.history) == count - 1


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, place = project_module._read_city, root / "params" / "base_year.csv"
    before = place.read_text("utf-8")

    def read(folder: Path) -> object:
        edit(place, "Power use,60,", "Power use,61,")
        return inner(folder)

    with monkeypatch.context() as patched:
        patched.setattr(project_module, "_read_city", read)
        assert open_project(root).as_filed is None
    place.write_text(before, "utf-8")
    assert open_project(root).tables.constants["base_power"] == 60.0


def test_an_entry_of_another_user_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed.write_sealed(tmp_path / "entry", b"body")
    assert sealed.read_sealed(tmp_path / "entry") == b"body"
    monkeypatch.setattr(sealed, "_trusted", lambda _owner: False)
    assert sealed.read_sealed(tmp_path / "entry") is None
    assert (tmp_path / "entry").exists()


def test_another_program_reads_and_runs_again(
    root: Path, run: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(open_project(root))
    monkeypatch.setattr(kept_members, "version_of", lambda _name: "another")
    assert run(open_project(root))[1] == 1
    before = city_pack.mark_of(root)
    monkeypatch.setattr(city_pack, "code_mark", lambda: "another")
    assert city_pack.mark_of(root) != before
    assert run(open_project(root))[1] == 1


def test_a_changed_project_is_not_what_its_files_say(root: Path, run: Callable[..., tuple]) -> None:
    project = open_project(root)
    first, _ = run(project)
    graph = replace(project.graph, constants={**project.graph.constants, "base_power": 61.0})
    for other in (replace(project, graph=graph), replace(project, tables=replace(project.tables))):
        assert other.as_filed is None
        assert run(other)[1] == 1
        assert same(run(other)[0], first) == (other.graph is project.graph)


def test_a_damaged_or_foreign_entry_is_made_again(root: Path, run: Callable[..., tuple]) -> None:
    project = open_project(root)
    first, _ = run(project)
    other, _ = run(project, seed=1)
    one, two = sorted((root.parent / "cache").glob("members-*"))
    whole = one.read_bytes()
    for wrong in (whole[:-9], b"", two.read_bytes()):
        one.write_bytes(wrong)
        found = [run(project)[0], run(project, seed=1)[0]]
        assert same(found[0], first)
        assert same(found[1], other)
        assert one.read_bytes() == whole


def test_without_room_all_is_answered_and_nothing_is_kept(
    root: Path, run: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sealed, "land", full)
    first, _ = run(open_project(root))
    again, parts = run(open_project(root))
    assert parts == 1
    assert same(first, again)


def test_what_was_not_asked_for_goes_first(tmp_path: Path) -> None:
    paths = [tmp_path / f"a-{at}" for at in range(4)]
    other, half = tmp_path / "b-0", tmp_path / ".a-7.half"
    half.write_bytes(bytes(200))
    os.utime(half, ns=(0, 0))
    sealed.write_bounded(other, bytes(500), room=1000)
    for at, path in enumerate(paths):
        sealed.write_bounded(path, bytes(300), room=1200)
        stamp = at * 10**9
        os.utime(path, ns=(stamp, stamp))
        if at == 2:
            assert sealed.read_used(paths[0]) == bytes(300)
    assert [path.exists() for path in (*paths, other)] == [True, False, True, True, True]
    assert not half.exists(), "what a killed writer left goes too"
    sealed.write_bounded(tmp_path / "a-9", bytes(1300), room=1200)
    assert not (tmp_path / "a-9").exists()
