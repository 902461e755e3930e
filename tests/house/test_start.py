"""start.py: the environment is made once, and what is missing is said plainly."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return start.py as if it lay in an empty folder, with programs that are only noted."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    module.calls = []
    module.really_find_browser = module.find_browser
    monkeypatch.setattr(module, "find_browser", lambda: None)

    def noted(command: list[str]) -> int:
        module.calls.append([Path(command[0]).name, *command[1:]])
        if command[1:3] == ["-m", "venv"]:
            (tmp_path / ".venv").mkdir(exist_ok=True)
        return 0

    monkeypatch.setattr(module, "call", noted)
    monkeypatch.setattr(module, "prepare_with", noted)
    monkeypatch.setattr(module, "works", lambda _python: (tmp_path / ".venv").is_dir())
    return module


def kinds(start: ModuleType) -> list[str]:
    return [call[2] if call[1] == "-m" else call[1] for call in start.calls]


def test_first_run_makes_the_environment_installs_and_runs(start: ModuleType) -> None:
    assert start.main(["run"]) == 0
    assert kinds(start) == ["venv", "pip", "zysim", "zysim", "zysim"]
    assert "--constraint" in start.calls[1]
    assert start.calls[2][3:7] == ["run", "baseline", "plan", "--out"]
    assert start.calls[3][3:7] == ["ensemble", "baseline", "plan", "--out"]
    assert Path(start.calls[3][7]).parent == Path(start.calls[2][7])
    assert start.calls[4][3:5] == ["page", "-o"]


def test_second_run_installs_nothing(start: ModuleType) -> None:
    start.main(["run"])
    start.calls.clear()
    assert start.main(["run", "plan", "--json"]) == 0
    assert start.calls == [["python", "-m", "zysim", "run", "plan", "--json"]]


def test_test_adds_the_developers_tools_once(start: ModuleType) -> None:
    start.main(["run"])
    start.calls.clear()
    assert start.main(["test", "-s", "lint"]) == 0
    assert kinds(start) == ["pip", "nox"]
    assert start.calls[0][-1].endswith("[dev]")
    assert start.calls[1][3:] == ["-s", "lint"]
    start.calls.clear()
    start.main(["run"])
    start.main(["test"])
    assert kinds(start) == ["zysim", "zysim", "zysim", "nox"]


def test_changed_constraints_install_again(start: ModuleType, tmp_path: Path) -> None:
    start.main(["run"])
    start.calls.clear()
    (tmp_path / "constraints.txt").write_text("other", encoding="utf-8")
    start.main(["run"])
    assert kinds(start) == ["pip", "zysim", "zysim", "zysim"]


def test_damaged_stamp_installs_again(start: ModuleType) -> None:
    start.main(["run"])
    start.calls.clear()
    start.STAMP.write_text("{", encoding="utf-8")
    start.main(["run"])
    assert kinds(start) == ["pip", "zysim", "zysim", "zysim"]


def test_failed_installation_is_not_stamped(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (start.VENV).mkdir()
    monkeypatch.setattr(start, "prepare_with", lambda _command: 1)
    assert start.main(["run"]) == 1
    assert not start.STAMP.exists()
    assert "check the network" in capsys.readouterr().err


def test_old_python_is_told_what_is_needed(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2))
    assert start.main(["run"]) == 1
    assert "zysim needs Python 3.11 or newer" in capsys.readouterr().err
    assert start.calls == []


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--help"], 0), (["install"], 2)])
def test_other_words_show_the_help(
    start: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert start.main(words) == code
    assert "python3 start.py run" in capsys.readouterr().out


@pytest.mark.parametrize("root", [True, False])
def test_missing_venv_module_is_named_or_installed(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    root: bool,
) -> None:
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(start.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert start.main(["run"]) == (0 if root else 1)
    said = capsys.readouterr().err
    if root:
        assert "installing python3-venv with apt-get" in said
        assert start.calls[1] == [
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "python3-venv",
        ]
    else:
        assert "sudo apt-get install python3-venv" in said
        assert start.calls == []


def test_stamp_names_what_was_installed(start: ModuleType) -> None:
    start.main(["test"])
    assert json.loads(start.STAMP.read_text(encoding="utf-8"))["extra"] == "dev"


def test_only_the_standard_library_is_imported() -> None:
    names = set()
    for line in (ROOT / "start.py").read_text(encoding="utf-8").splitlines():
        if line.startswith(("import ", "from ")):
            names.add(line.split()[1].partition(".")[0])
    assert names <= sys.stdlib_module_names


def test_a_browser_that_is_there_is_left_alone(start: ModuleType, monkeypatch) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/bin/{name}")
    start.really_find_browser()
    assert start.calls == []


def test_a_missing_browser_is_installed_where_that_is_allowed(
    start: ModuleType, monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda _name: None)
    monkeypatch.setattr(start, "may_install", lambda: True)
    start.really_find_browser()
    assert start.calls[-1][:2] == ["apt-get", "install"]
    assert start.calls[-1][-1] == "chromium"
    assert "skipped" not in capsys.readouterr().err


def test_without_a_browser_it_says_what_is_left_out(
    start: ModuleType, monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda _name: None)
    monkeypatch.setattr(start, "may_install", lambda: False)
    start.really_find_browser()
    said = capsys.readouterr().err
    assert "There is no chromium: the tests of the page will be skipped." in said
    assert "没有找到 chromium：网页的测试将跳过。" in said
