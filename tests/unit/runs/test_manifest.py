"""What made a result, and the refusal of results whose inputs changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import zysim
from zysim.errors import ResultError
from zysim.runs.manifest import (
    Manifest,
    describe_run,
    git_state,
    read_manifest,
    refuse_outdated,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("models/ziyang.mdl", "params/levers.csv"):
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path / "project"


def made(root: Path, *more: Path) -> Manifest:
    return describe_run(
        root=root,
        files=[root / "models/ziyang.mdl", root / "params/levers.csv", *more],
        scenarios={"plan": {"lever_setting[gas_measure]": 1.0}},
        engine="numpy",
        until=2060,
        command="zysim run plan",
        method="rk2",
    )


def test_files_versions_and_command_are_kept(root: Path) -> None:
    manifest = made(root)
    assert manifest.files == {
        "models/ziyang.mdl": hashlib.sha256(b"models/ziyang.mdl").hexdigest(),
        "params/levers.csv": hashlib.sha256(b"params/levers.csv").hexdigest(),
    }
    assert set(manifest.versions) == {
        "zysim",
        "python",
        "numpy",
        "scipy",
        "llvmlite",
        "pysd",
        "SALib",
    }
    assert manifest.versions["zysim"] == zysim.__version__
    assert manifest.git == {"git_commit": None, "git_clean": None}


def test_manifest_comes_back_as_it_was_written(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(made(root).to_json(), encoding="utf-8")
    assert read_manifest(path) == replace(made(root), created=read_manifest(path).created)


def test_same_inputs_are_accepted(root: Path) -> None:
    refuse_outdated(made(root), root, Path("out"))


def test_changed_and_missing_files_are_named(root: Path) -> None:
    manifest = made(root)
    (root / "params/levers.csv").write_text("other", encoding="utf-8")
    (root / "models/ziyang.mdl").unlink()
    with pytest.raises(ResultError) as caught:
        refuse_outdated(manifest, root, Path("out"))
    assert "models/ziyang.mdl (is gone), params/levers.csv (changed)" in str(caught.value)
    assert "Run again: zysim run plan" in str(caught.value)
    assert "请重新运行：zysim run plan" in (caught.value.zh or "")


def test_no_folder_of_a_users_own_file_is_told(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text("id = 'mine'", encoding="utf-8")
    manifest = made(root, own)
    assert "elsewhere:mine.toml" in manifest.files
    assert str(tmp_path) not in manifest.to_json()
    refuse_outdated(manifest, root, Path("out"))


def test_file_that_cannot_be_read_is_named(root: Path) -> None:
    with pytest.raises(ResultError, match=r"missing.csv: cannot be read \(No such file"):
        made(root, root / "missing.csv")


@pytest.mark.parametrize("text", ["{", "[]", '{"command": "x"}', '"text"'])
def test_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultError, match=r"not a manifest of zysim .*Run the scenario again"):
        read_manifest(path)


def test_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no manifest"):
        read_manifest(tmp_path / "manifest.json")


def test_git_state_of_a_repository(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        done = subprocess.run(
            ["git", "-C", str(tmp_path), *who, *words], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    git("init", "-q")
    assert git_state(tmp_path) == {"git_commit": None, "git_clean": True}
    (tmp_path / "a").write_text("a")
    git("add", "a")
    git("commit", "-qm", "a")
    assert git_state(tmp_path) == {"git_commit": git("rev-parse", "HEAD"), "git_clean": True}
    (tmp_path / "a").write_text("b")
    assert git_state(tmp_path)["git_clean"] is False


def test_without_git_nothing_is_claimed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert git_state(root) == {"git_commit": None, "git_clean": None}


def test_time_stands_in_the_manifest_alone(root: Path) -> None:
    stored = json.loads(made(root).to_json())
    assert stored["created"].endswith("+00:00")
