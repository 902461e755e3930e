"""The pages on studies: their study is read, their commands and their Python run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.paths import data_root

DOCS = Path(__file__).parents[2] / "docs"


LANGS = ("zh", "en")


def blocks(lang: str, kind: str) -> list[str]:
    text = (DOCS / lang / "study.md").read_text("utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def without_comments(text: str) -> str:
    lines = (re.sub(r"\s*#.*", "", line) for line in text.splitlines())
    return "\n".join(line for line in lines if not line.startswith("title_"))


def test_both_pages_say_the_same() -> None:
    for kind in ("toml", "sh", "csv", "python"):
        zh, en = (list(map(without_comments, blocks(lang, kind))) for lang in LANGS)
        assert zh == en


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The text of the page, in a folder with its model and its study."""
    text = (DOCS / "zh" / "study.md").read_text("utf-8")
    (study,) = blocks("zh", "toml")
    few = study.replace("rows = 64 ", "rows = 32 ").replace("replicates = 8", "replicates = 4")
    (tmp_path / "tank.toml").write_text(few, encoding="utf-8")
    (seen,) = blocks("zh", "csv")
    (tmp_path / "seen.csv").write_text(seen, encoding="utf-8")
    shutil.copy(data_root() / "models/teaching/tank.mdl", tmp_path)
    (tmp_path / "tank.voc").write_text(
        "10 <= tap <= 30\n2 <= Emptying time <= 8\n", encoding="utf-8"
    )
    (tmp_path / "tank.vpd").write_text("*C\nWater|Water/0.5\n", encoding="utf-8")
    (tmp_path / "seen.tab").write_text(
        seen.replace(",", "\t").replace("\t-", "\t"), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return text


@pytest.mark.slow
def test_what_the_page_says_to_type_works(page: str) -> None:
    lines = re.findall(r"(?m)^zysim .*$", page)
    assert len(lines) == 14
    for line in lines:
        # Pictures take seconds, and pages of pictures are tried elsewhere; workers too.
        words = [word for word in shlex.split(line)[1:] if word not in ("--workers", "2")]
        if words[0] == "rank":
            words.append("--no-figures")
        if words[0] in ("fan", "ensemble", "page", "report"):
            continue
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (line, done.stderr)
    assert Path("open.cin").read_text("utf-8") == "tap = 30.0\n"
    assert Path("ranked/runs.nc").is_file()


def test_the_python_of_the_page_runs(page: str) -> None:
    space: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, space)  # noqa: S102 - our own page
    assert space["names"] == ["tap", "emptying", "first", "when"]
    assert space["again"]["ST"].argmax() == 1
    assert list(space["experiments"].columns) == space["names"]
    assert len(space["outcomes"]["last"]) == len(space["frame"])
