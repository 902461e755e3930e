"""`zysim doctor` on a sound installation, and on broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from matplotlib import font_manager

from zysim.cli import doctor as looked
from zysim.cli.main import main
from zysim.errors import InputError


def call(*words: str, lang: str = "en", **settings: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *words], env={"ZYSIM_LANG": lang, **settings})


def test_sound_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("--json")
    findings = {each["name"]: each for each in json.loads(result.stdout)}
    assert "ZysimSansSC-Regular.ttf" in findings["Chinese font"]["text"]
    assert findings["packages"]["fine"]
    assert "pysd 3." in findings["packages"]["text"]
    assert "levers" in findings["tables"]["text"]
    assert "baseline, plan" in findings["scenarios"]["text"]
    assert findings["this folder"]["fine"]


def test_broken_parts_are_named_and_the_exit_code_is_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(looked, "register_fonts", lambda: None)
    kept = [each for each in font_manager.fontManager.ttflist if each.name != looked.FAMILY]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", kept)
    monkeypatch.setattr(looked, "PACKAGES", ("click", "no-such-package"))

    def refuse() -> None:
        message = "levers.csv: 1 problem(s) {odd}"
        raise InputError(message, zh="levers.csv：1 处错误 {odd}")

    monkeypatch.setattr(looked, "read_tables", refuse)
    result = call(ZYSIM_CACHE=str(tmp_path / "file"))
    assert result.exit_code == 1
    for said in (
        "no-such-package ?",
        "Chinese would show as boxes",
        "✗  cache         not writable",
        "levers.csv: 1 problem(s) {odd}",
    ):
        assert said in result.stdout
    assert "缺少" in call(lang="zh").stdout


def test_model_that_differs_from_the_tables_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sync = looked.sync_text
    monkeypatch.setattr(
        looked, "sync_text", lambda text, numbers: sync(text, {**numbers, "policy_delay": 7.0})
    )
    result = call()
    assert result.exit_code == 1
    assert "numbers differ from the tables; run zysim model sync" in result.stdout


@pytest.mark.parametrize(
    ("encoding", "shows"), [("utf-8", True), ("gbk", True), ("ascii", False), ("x", False)]
)
def test_terminals_that_cannot_show_chinese(encoding: str, shows: bool) -> None:
    assert looked._can_encode(encoding) is shows
