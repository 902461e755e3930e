"""`zysim rank`: studies listed, ranked with a verdict, written, refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.paths import CITY
from zysim.plots import style
from zysim.sensitivity.single_effects import single_effects

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["rank", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture
def harbour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the small city, where what is asked is how the command answers."""
    monkeypatch.setenv(CITY, str(HARBOUR))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["ST (with others)", "onverged", "B provincial rule", "runs in"]),
        ("zh", ["ST（含交互）", "收敛", "B 省级核算口径", "次运行"]),
    ],
)
def test_a_ranking_carries_its_verdict(lang: str, words: list[str]) -> None:
    result = call("hands", "--rows", "32", lang=lang)
    assert result.exit_code == 0, result.stderr
    for word in words:
        assert word in result.stdout


def test_a_first_table_does_not_wait_for_what_writes_files() -> None:
    load = "import sys, zysim.answers.rank; print(*{name.split('.')[0] for name in sys.modules})"
    said = subprocess.run(
        [sys.executable, "-c", load], capture_output=True, check=True, encoding="utf-8"
    )
    assert "numpy" in said.stdout.split()
    assert not {"pandas", "scipy", "xarray", "matplotlib", "SALib"} & {*said.stdout.split()}


@pytest.mark.slow
@pytest.mark.usefixtures("harbour")
def test_a_quick_ranking_says_how_far_to_trust_it(tmp_path: Path) -> None:
    result = call("levers", "--quick", "--json", "--no-figures", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    shares = document["surrogate"]["q2"]
    assert document["surrogate"]["runs"] == 1024
    assert {each["outcome"] for each in document["indices"]} == {
        name for name, share in shares.items() if share >= 0.9
    }
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["design"]["surrogate_runs"] == 1024
    (tmp_path / "file").touch()
    told = call("levers", "--quick", "--out", str(tmp_path / "file" / "o"), lang="zh")
    assert told.exit_code == 1, "there is no such folder"
    text = "".join(told.stdout.split())  # and yet the table: it comes before the files
    assert f"2034年达峰裕度{shares['margin']:.1%}" in text
    assert "1,280次运行" in text
    assert "leave out --quick" in call("--from", str(tmp_path), "--quick").stderr


@pytest.mark.slow
@pytest.mark.usefixtures("harbour")
def test_a_refined_ranking_says_what_it_rests_on(tmp_path: Path) -> None:
    study = (HARBOUR / "sensitivity" / "levers.toml").read_text(encoding="utf-8")
    path = tmp_path / "levers.toml"
    path.write_text(study.replace("replicates = 2", "replicates = 16"), encoding="utf-8")
    words = [str(path), "--rows", "32", "--refine", "--no-figures", "--out", str(tmp_path / "o")]
    document = json.loads(call(*words, "--json").stdout)
    blocks = 5 + 2  # levers, and the two bases
    rows = document["refined"]["rows"]
    assert rows <= 32
    assert document["refined"]["runs"] == 1280 + rows * 16 * blocks
    assert {"by_2034", "margin"} <= {each["outcome"] for each in document["indices"]}
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["design"]["refined_rows"] == rows
    text = "".join(call(*words[:4], lang="zh").stdout.split())
    assert f"模型运行{document['refined']['runs']:,}次" in text
    assert f"每次重复取前{rows}行" in text
    assert "give one of them" in call("levers", "--quick", "--refine").stderr
    assert "leave out --refine" in call("--from", str(tmp_path), "--refine").stderr


@pytest.mark.usefixtures("harbour")
def test_screening_says_what_may_be_held_fixed() -> None:
    result = call("screening")
    assert result.exit_code == 0, result.stderr
    assert "may be held fixed" in result.stdout


def test_files_and_json_hold_the_same_indices(tmp_path: Path) -> None:
    words = ["hands", "--rows", "32", "--no-figures"]
    result = call(*words, "--out", str(tmp_path / "o"), "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    table = pd.read_csv(tmp_path / "o" / "indices.csv")
    assert table["ST"].tolist() == pytest.approx([each["ST"] for each in document["indices"]])
    assert {"indices.csv", "years.csv", "convergence.csv", "verdict.json", "manifest.json"} <= {
        path.name for path in (tmp_path / "o").iterdir()
    }
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["design"]["rows"] == 32
    assert "sensitivity/hands.toml" in manifest["files"]
    verdict = json.loads((tmp_path / "o" / "verdict.json").read_text(encoding="utf-8"))
    assert set(verdict["verdicts"]) == set(table["outcome"])


@pytest.mark.slow
@pytest.mark.usefixtures("harbour")
def test_every_study_of_many_factors_gets_its_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(single_effects.__kwdefaults__, "members", 4)
    result = call("levers", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    names = {path.name for path in (tmp_path / "o").iterdir()}
    for stem in ("sobol", "years", "chance", "tornado", "pairs"):
        for lang in ("zh", "en"):
            assert {f"{stem}.{lang}.{ending}" for ending in style.FORMATS} <= names
    assert {"pairs.csv", "widths.csv", "pawn.csv", "single_effects.csv"} <= names
    assert result.stdout.startswith("What each lever does alone")


@pytest.mark.usefixtures("harbour")
def test_seed_makes_the_numbers() -> None:
    first, again, other = (
        json.loads(call("levers", "--seed", seed, "--json").stdout)["indices"]
        for seed in ("0", "0", "7")
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lever"], "unknown study 'lever'. Did you mean 'levers'"),
        (["levers", "--rows", "100"], "--rows 100: need 32 or more; for Sobol a power of 2"),
        (["levers", "--rows", "16"], "--rows 16: need 32 or more"),
        (["levers", "--seed", "-1"], "--seed -1: must be 0 or more"),
        (["none.toml"], "none.toml"),
        (["levers", "--from", "sweep"], "--from sweep: a sweep has its study, rows, seed and"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.usefixtures("harbour")
def test_a_sweep_gives_the_ranking_of_its_study(tmp_path: Path) -> None:
    sweep = tmp_path / "sweep"
    done = CliRunner().invoke(
        main, ["sweep", "levers", "--out", str(sweep), "--workers", "1", "--format", "none"]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(call("--from", str(sweep), "--json").stdout)
    assert found["indices"] == json.loads(call("levers", "--json").stdout)["indices"]


def test_a_folder_without_a_sweep_is_refused() -> None:
    result = call("--from", "nowhere")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr
