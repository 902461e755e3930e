"""A question that was asked before is told again; anything it rests on makes it a new question."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.cli import kept_answers
from zysim.cli.kept_answers import told_again
from zysim.errors import InputError
from zysim.paths import CITY

Ask = Callable[..., tuple[int, str, str, bool]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask in a small city of its own: exit code, both texts, and whether work was done."""
    for name in ("models", "params", "sensitivity"):
        (tmp_path / "city" / name).mkdir(parents=True)
    (tmp_path / "city" / "city.toml").write_text("a = 1")
    (tmp_path / "city" / "params" / "t.csv").write_text("x,1")
    monkeypatch.setenv(CITY, str(tmp_path / "city"))
    monkeypatch.setenv("ZYSIM_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def asked(*words: str, lang: str = "zh", code: int = 3) -> tuple[int, str, str, bool]:
        worked = []

        def work() -> int:
            worked.append(True)
            sys.stdout.write("峰 2031\n")
            sys.stderr.write("注意\n")
            return code

        found = told_again(list(words), lang, work)
        out, err = capsys.readouterr()
        return found, out, err, bool(worked)

    return asked


def test_the_same_question_is_told_again_to_the_letter(ask: Ask) -> None:
    first = ask("run", "plan", "--json")
    assert first == (3, "峰 2031\n", "注意\n", True)
    assert ask("run", "plan", "--json") == (*first[:3], False)


def test_what_an_answer_rests_on_makes_another_question(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new(*words: str, lang: str = "zh") -> bool:
        return ask(*words, lang=lang)[3]

    assert new("run", "plan")
    assert new("run", "baseline")
    assert new("run", "plan", "-n", "9")
    assert new("run", "plan", lang="en")
    table = tmp_path / "city" / "params" / "t.csv"
    table.write_text("x,2")
    assert new("run", "plan")
    table.write_text("x,1")
    assert not new("run", "plan")
    monkeypatch.setenv("ZYSIM_ASKED", "1")
    assert new("run", "plan")
    monkeypatch.delenv("ZYSIM_ASKED")
    monkeypatch.setenv("COLUMNS", "90")
    assert new("run", "plan")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(kept_answers, "LIBRARIES", ("click",))
    assert new("run", "plan")


def test_what_writes_or_reads_a_file_is_never_told_again(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "own").write_text("x")
    for words in (
        ("run", "plan", "--out", "o"),
        ("run", "plan", "--out=o"),
        ("run", "own"),
        ("run", "mine.toml"),
        ("run", "--model", "m"),
        ("report", "plan"),
        (),
    ):
        assert [ask(*words)[3] for _ in range(2)] == [True, True], words
    assert not (tmp_path / "cache").exists()


def test_a_damaged_entry_is_worked_out_again(ask: Ask, tmp_path: Path) -> None:
    ask("run")
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(entry.read_bytes().replace(b"2031", b"2029"))
    assert ask("run") == (3, "峰 2031\n", "注意\n", True)


def test_failures_are_not_kept_and_old_answers_make_room(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise InputError("wrong")

    with pytest.raises(InputError, match="wrong"):
        told_again(["run", "wrong"], "zh", fail)
    assert ask("run", "wrong")[3]
    monkeypatch.setattr(kept_answers, "MOST", 2)
    for at in range(3):
        ask("run", "-n", str(at))
    assert len(list((tmp_path / "cache").iterdir())) == 2
    shutil.rmtree(tmp_path / "city" / "models")
    assert ask("run", "-n", "2")[3]


LOADED = """
import contextlib, sys
from zysim.cli.main import main
sys.argv = ["zysim", *sys.argv[1:]]
with contextlib.suppress(SystemExit): main()
names = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
print(sorted(name for name in names if not name.startswith("_")))
print(sorted({name for name in sys.modules if name.startswith("zysim.")}))
"""
FRAME = {"cli", "cli.framework", "cli.kept_answers", "cli.main"} | {
    "columns",
    "errors",
    "paths",
    "sealed",
    "wording",
}


def test_what_a_start_loads(tmp_path: Path) -> None:
    def loaded(*words: str) -> tuple[set[str], set[str]]:
        said = subprocess.run(
            [sys.executable, "-c", LOADED, *words],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env=os.environ | {"ZYSIM_CACHE": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        outside, own = (set(eval(line)) for line in said.splitlines()[-2:])  # noqa: S307 - ours
        return outside, {name.removeprefix("zysim.") for name in own}

    assert loaded("--help") == ({"click", "zysim"}, FRAME)
    outside, own = loaded("run", "-n", "1")
    assert outside == {"click", "numpy", "zysim"}, "what a new question loads"
    assert not {name for name in own if name.split(".")[0] in ("plots", "report", "sweeps", "page")}
    assert loaded("run", "-n", "1") == ({"click", "zysim"}, FRAME), "a question asked before"
