"""Values sought of a study's factors: known answers, a kill, refusals, text and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from zysim.answers.study_seek_text import study_seek_text
from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.sensitivity import study_seek
from zysim.sensitivity.study_seek import Sought, seek_study
from zysim.sweeps.open_study import OpenStudy

MODEL = """{UTF-8}
water = INTEG(tap - water / emptying, first)
~ m3
~ |
tap = 20
~ m3/year
~ |
emptying = 5
~ year
~ |
first = 100
~ m3
~ |
spill = 3
~ m3
~ |
used = tap * 2 + spill
~ m3/year
~ |
INITIAL TIME = 0
~ year
~ |
FINAL TIME = 20
~ year
~ |
TIME STEP = 0.25
~ year
~ |
"""
STUDY = """
model = "m.mdl"

[factors.tap]
low = 5
high = 40

[factors.spill]
low = 0
high = 10

[factors.emptying]
low = 4
high = 6

[outcomes.last]
variable = "water"
at = "end"
label_zh = "末年水量"
label_en = "water at the end"

[outcomes.used]
variable = "used"
at = "end"

[seek]
move = ["tap", "spill"]

[seek.holds.last]
at_most = 80
probability = 0.8
"""
FEW = {"worlds": 64, "fresh": 128}


def ask(folder: Path, *changes: tuple[str, str]) -> Path:
    (folder / "m.mdl").write_text(MODEL, encoding="utf-8")
    text = STUDY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "s.toml").write_text(text, encoding="utf-8")
    return folder / "s.toml"


def call(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(main, ["seek", *words], env={"ZYSIM_LANG": lang})


def end_of(tap: float, emptying: float) -> float:
    """Return the water of the last moment, by Euler's method as the model has it."""
    settled, kept = tap * emptying, (1 - 0.25 / emptying) ** 80
    return settled + (100 - settled) * kept


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ask(tmp_path_factory.mktemp("seek"))


@pytest.fixture(scope="module")
def found(path: Path) -> Sought:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_seek, "cache_path", lambda: path.parent / "cache")
        return seek_study(read_study(str(path), path.parent), **FEW)


def test_the_least_change_is_the_one_that_just_does(found: Sought) -> None:
    tap, spill = found.after
    assert found.names == ("tap", "spill")
    assert spill == found.before[1] == 3
    # Four of five tanks empty in at most 5.6 years; the search keeps a point in hand.
    taps = np.linspace(5, 40, 35_001)
    low, high = (taps[[end_of(t, 4 + 2 * p) <= 80 for t in taps]].max() for p in (0.84, 0.8))
    assert low - 0.1 <= tap <= high
    assert found.held
    assert found.chances[0].low <= 0.81 <= found.chances[0].high
    assert found.wanted[1] == pytest.approx((20 - tap) / 35)
    assert found.chances_before[0].value < 0.2


def test_the_most_of_an_outcome_within_a_bound(tmp_path: Path) -> None:
    path = ask(
        tmp_path,
        ("[seek]\n", '[seek]\nmost = "used"\n'),
        ("[factors.emptying]\nlow = 4\nhigh = 6\n", ""),
        ("probability = 0.8", ""),
    )
    found = seek_study(read_study(str(path), tmp_path), **FEW)
    assert (found.worlds, found.fresh) == (1, 1)
    tap, spill = found.after
    assert spill == 10
    assert end_of(tap, 5) <= 80 < end_of(tap + 0.1, 5)
    assert found.wanted == (43.0, pytest.approx(2 * tap + 10))
    text = study_seek_text(found, "zh")
    assert "不成立 → 成立" in text
    assert f"{found.wanted[1]:.5g}" in text


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    path = ask(tmp_path, ("at_most = 80", "at_most = 1"), ('["tap", "spill"]', '["tap"]'))
    found = seek_study(read_study(str(path), tmp_path), **FEW)
    assert not found.held
    assert found.after[0] == pytest.approx(5, abs=0.05)
    assert "It cannot be done" in study_seek_text(found, "en")


def test_the_same_seed_gives_the_same_bits_and_a_kill_loses_one_generation(
    path: Path, found: Sought, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study_seek, "cache_path", lambda: tmp_path)
    study = read_study(str(path), path.parent)
    done: list[int] = []

    def kill(runs: int, _most: int) -> None:
        done.append(runs)
        if len(done) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seek_study(study, **FEW, progress=kill)
    assert len(list(tmp_path.glob("study-seek-*/*.npy"))) == 5
    again = seek_study(study, **FEW)
    np.testing.assert_array_equal(again.after, found.after)
    assert again.chances == found.chances
    assert again.runs == found.runs - done[4]
    assert not list(tmp_path.glob("study-seek-*"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_tells_the_numbers(found: Sought, lang: str) -> None:
    text = study_seek_text(found, "en" if lang == "en" else "zh")
    for value in (found.chances[0].value, found.chances[0].low, found.chances_before[0].value):
        assert f"{value:.1%}" in text
    assert f"{found.after[0]:.6g}" in text
    assert f'--set "tap={found.after[0]:.6g}"' in text
    assert ("末年水量" if lang == "zh" else "water at the end") in text


def test_the_command_line_asks_a_study(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zysim.cli.study_commands.seek_study", lambda s, **_: seek_study(s, **FEW))
    log = path.parent / "seek.log"
    other = path.parent / "other.mdl"
    other.write_text(MODEL.replace("tap = 20", "tap = 15"), encoding="utf-8")
    said = call(str(path), "--json", "--model", str(other), "--log", str(log), "--seed", "5")
    assert said.exit_code == 0, said.stderr
    record = json.loads(said.stdout)
    assert record["factors"][0]["before"] == 15
    assert record["seed"] == 5
    assert record["holds"][0]["verified"]["probability"] > 0.6
    assert call(str(path), "--peak", "2030").exit_code == 2
    alone = call("--model", str(other))
    assert "须与写有 [seek] 的研究同用" in alone.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"spill"]', '"spil"]', "spill"),
        ("at_most = 80", "at_most = 80\nat_least = 1", "at_least 与 at_most 之一"),
        ("probability = 0.8", "probability = 1.8", "现为 1.8（成立的概率"),
        ("[seek]\n", '[seek]\nleast = "lats"\n', "last"),
        ("[seek]\n", '[seek]\nleast = "last"\nmost = "last"\n', "只能写一个"),
        ("[seek.holds.last]\nat_most = 80\nprobability = 0.8", "", "没有要求"),
        ('move = ["tap", "spill"]', "", "缺少 move（可变动的因素）"),
        ("low = 0\nhigh = 10", "levels = [1, 3, 5]", "只取若干个值"),
        ('variable = "used"\nat = "end"', 'variable = "water"\nat = "max"', "与所问的结果无关"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, message: str, tmp_path: Path) -> None:
    said = call(str(ask(tmp_path, (old, new))))
    assert said.exit_code == 2
    assert message in said.stderr


def test_studies_without_a_question_are_refused(path: Path) -> None:
    study = read_study(str(path), path.parent)
    with pytest.raises(InputError, match=r"no \[seek\]"):
        seek_study(replace(study, seek=None))
    with pytest.raises(InputError, match="about the city"):
        seek_study(replace(study, model=None))
    assert OpenStudy(path).study.seek == study.seek
