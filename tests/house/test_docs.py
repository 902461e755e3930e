"""What the documents tell a reader to type works, and what they claim is still so."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import choose, open_project

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "docs/start.md",
    *(f"docs/{lang}/{page}.md" for lang in ("zh", "en") for page in ("lever", "sweep", "report")),
)


def commands() -> list[str]:
    """Commands of the documents, one of those that differ in language or place alone.

    Reports and pages take seconds, and tests of their own make them by the same words.
    """
    found: dict[str, str] = {}
    for page in PAGES:
        for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
            text = line.strip().partition(" #")[0].strip()
            if re.match(r"zysim (?!report|page)[a-z]+", text) and "mine.toml" not in text:
                found.setdefault(re.sub(r" (--lang|-o) \S+", "", text), with_few_runs(text))
    return list(dict.fromkeys(found.values()))


def with_few_runs(line: str) -> str:
    """The words of a command, with few runs where it lets one say how many."""
    words = shlex.split(line)[1:]
    command = main.get_command(click.Context(main), words[0])
    options = {option for each in command.params for option in each.opts} if command else set()
    if "-n" in options and not {"-n", "--posterior"} & {*words}:
        words += ["-n", "16"]
    for option, few in (("--rows", "32"), ("--runs", "512")):
        if option in words:
            words[words.index(option) + 1] = few
    return shlex.join(words)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder in which a reader types one command after another."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.slow
@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_documents_works(
    line: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(main, shlex.split(line))
    # A check of the model that does not hold is the model's matter, not the document's.
    assert result.exit_code in ((0, 3) if "check" in line else (0,)), result.stderr
    assert result.stdout


def test_own_scenario_of_the_start_page_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs/start.md").read_text(encoding="utf-8")
    (toml,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "mine.toml"
    path.write_text(toml, encoding="utf-8")
    result = CliRunner().invoke(main, ["run", "plan", str(path), "--lang", "zh"])
    assert result.exit_code == 0, result.stderr
    assert "我的情景 mine" in result.stdout


@pytest.fixture(scope="module")
def update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", ROOT / "scripts/update_readme.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_answer_of_both_readmes_is_todays(update: ModuleType) -> None:
    project = open_project()
    chosen = choose(project, project.city.usual, {})
    found = run_ensemble(project, chosen)
    for lang, path in update.FILES.items():
        text = path.read_text(encoding="utf-8")
        block = update.answer(project, chosen, found, lang)
        assert update.put_answer(text, block) == text, f"{path.name}: run `nox -s readme`"


def test_table_of_variables_is_todays() -> None:
    result = CliRunner().invoke(main, ["describe", "--check"])
    assert result.exit_code == 0, "run `nox -s readme`"


def test_page_of_the_documents_is_todays(update: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    CliRunner().invoke(main, ["page", "-o", str(path), "--lang", "zh", "--no-cards"])

    def without_cards(file: Path) -> tuple[str, str, dict[str, Any]]:
        """Leave out cards, which take long, and what may differ by machine or compiler."""
        before, held, after = re.split(
            r'(?<=id="payload">)(.*?)(?=</script>)', file.read_text("utf-8"), maxsplit=1
        )
        found: dict[str, Any] = json.loads(held)
        found["draws"]["values"] = ""
        found["webassembly"] = None
        for each in found["scenarios"]:
            each["cards"] = None
        return before, after, found

    assert without_cards(path) == without_cards(update.PAGE), "run `nox -s readme`"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
