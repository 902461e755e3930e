"""Study files: those shipped are whole, and a broken one is told of all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.study import changed
from zysim.inputs.study_file import is_study, portable_text, read_study, study_names

CITY = """
id = "mine"
title_zh = "我的"
title_en = "Mine"
question_zh = "哪个？"
question_en = "Which?"
scenario = "plan"
vary = "levers"
boundary = "B"

[design]
kind = "sobol"
rank_by = "each"
rows = 64
replicates = 2
top = 3
seed = 0
"""
MODEL = """
model = "tank.mdl"

[clock]
end = 2030

[factors.tap]
low = 10
high = 30

[factors.slow]
variable = "Emptying time"
distribution = "triangular"
low = 2
mode = 3
high = 8

[outcomes.last]
variable = "water"
at = 2030
label_en = "Water left"

[outcomes.worst]
formula = "max(water) / initial water"

[design]
rows = 32
"""
MODEL = MODEL.replace("initial water", '\\"initial water\\"')


def write(folder: Path, text: str, *swaps: tuple[str, str]) -> str:
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_shipped_studies_are_named_as_their_files(root: Path) -> None:
    names = study_names(root / "sensitivity")
    assert {"levers", "worlds", "hands", "screening"} <= set(names)
    for name in names:
        study = read_study(name, root / "sensitivity")
        assert study.id == name
        assert study.question[0].endswith("？")
        assert study.question[1].endswith("?")


def test_a_study_of_ones_own_is_read(tmp_path: Path) -> None:
    study = read_study(write(tmp_path, CITY), tmp_path)
    assert (study.rows, study.replicates, study.vary, study.model) == (64, 2, "levers", None)


def test_a_study_of_any_model_is_read(tmp_path: Path) -> None:
    study = read_study(write(tmp_path, MODEL), tmp_path)
    assert study.model == (tmp_path / "tank.mdl").resolve()
    assert [each.id for each in study.own] == ["tap", "slow"]
    assert study.own[1].variable == "Emptying time"
    assert study.clock == {"end": 2030.0}
    assert study.outcomes[0].label == ("Water left", "Water left")
    assert (study.rows, study.replicates, study.title) == (32, 8, ("mine", "mine"))


def test_a_study_is_told_from_a_scenario(tmp_path: Path) -> None:
    assert is_study(write(tmp_path, MODEL))
    assert is_study(write(tmp_path, CITY))
    assert not is_study(write(tmp_path, 'extends = "plan"\n'))
    assert not is_study("plan")


def test_a_question_about_structure_takes_all_from_its_table(tmp_path: Path) -> None:
    own = '\n[factors.when]\nstructure = "plant_2"\n'
    (found,) = read_study(write(tmp_path, CITY + own), tmp_path).own
    assert (found.structure, found.distribution, found.low) == ("plant_2", "discrete", None)
    with pytest.raises(InputError) as caught:
        read_study(write(tmp_path, CITY + own + "low = 1\n"), tmp_path)
    assert "low: a structure takes its alternatives" in str(caught.value)
    assert "low：结构问题的选项" in (caught.value.zh or "")
    with pytest.raises(InputError, match="structure is of the city; name options"):
        read_study(write(tmp_path, MODEL + own), tmp_path)


def test_a_kept_study_names_files_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, MODEL, ("tank.mdl", "../some where/tank.mdl"))
    assert 'model = "tank.mdl"' in portable_text(Path(path))


CITY_CASES = [
    (("rows = 64", "rows = 100"), "rows 100: a Sobol study needs a power of 2, such as 64 or 128"),
    (("rows = 64", "rows = 4"), "rows must be a whole number from 32 to"),
    (("rows = 64", "rows = true"), "rows must be a whole number"),
    (('"sobol"', '"dice"'), "kind 'dice' must be one of sobol, morris"),
    (('title_en = "Mine"', "title_en = 3"), "title_en must be a text in quotation marks, got 3"),
    (('"levers"', '"none"'), "nothing varies: [factors.NAME]"),
    (("top = 3", "top = 3\ntopp = 2"), "unknown key 'topp'. Did you mean 'top'"),
    (('id = "mine"', "id = mine"), "not a TOML file"),
    (('id = "mine"', 'id = "mine"\ncases = 3'), "cases must be a table, written [cases]"),
    (("[design]", "[clock]\nend = 3\n[design]"), "[clock]: the clock of the city is fixed"),
    (('"sobol"', '"grid"'), "rows: the rows of a grid design follow from it"),
    (('"sobol"', '"file"'), 'file goes with kind = "file"'),
]
MODEL_CASES = [
    (("high = 30", "high = 5"), "[factors.tap]: need low < high, got 10, 5"),
    (("high = 30", ""), "[factors.tap]: give both low and high"),
    (("high = 30", 'high = "30"'), "[factors.tap]: high must be a number, it is '30' in"),
    (("high = 30", "high = nan"), "[factors.tap]: high must be a number, it is nan"),
    (("high = 30", "hihg = 30\nhigh = 30"), "[factors.tap]: unknown key 'hihg'. Did you mean"),
    (("mode = 3", ""), "mode is missing: triangular needs it"),
    (("mode = 3", "mode = 9"), "need low <= mode <= high, got 2, 9, 8"),
    (("mode = 3", "mode = 3\ninitial = true\npoint = 1"), "give one of initial, point and switch"),
    (("at = 2030", 'at = "later"'), "at 'later' must be one of a moment, start, end, max"),
    (("at = 2030", "at = 2030\nformula = 'a'"), "give one of variable, formula"),
    (("max(water)", "__import__('os')"), "cannot stand here"),
    (("max(water)", "open(water)"), "function 'open'"),
    (('model = "tank.mdl"', 'model = "tank.mdl"\nscenario = "plan"'), "are of the city; leave"),
    (('model = "tank.mdl"', 'model = "tank.mdl"\nvary = "levers"'), "vary 'levers' is of the city"),
    (("[design]", "[cases.low]\ntap = 'x'\n[design]"), "[cases.low]: tap must be a number"),
    (("[design]", "[cases.low]\ncin = 'no.cin'\n[design]"), "no.cin"),
    (("rows = 32", "rows = 32\nmissing = 'guess'"), "missing 'guess' must be one of leave out"),
]


@pytest.mark.parametrize(
    ("text", "swap", "message"),
    [*((CITY, *each) for each in CITY_CASES), *((MODEL, *each) for each in MODEL_CASES)],
)
def test_every_mistake_is_told(
    tmp_path: Path, text: str, swap: tuple[str, str], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_study(write(tmp_path, text, swap), tmp_path)
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert any("一" <= each <= "鿿" for each in caught.value.zh or "")


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    swaps = ("rows = 64", "rows = 100"), ('"levers"', '"E"'), ("seed = 0", "seed = -1")
    with pytest.raises(InputError, match=r"3 problem\(s\)"):
        read_study(write(tmp_path, CITY, *swaps), tmp_path)


def test_morris_with_groups_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, CITY, ('"sobol"', '"morris"'), ('"each"', '"kind"'))
    with pytest.raises(InputError, match="a Morris study ranks each constant"):
        read_study(path, tmp_path)


def test_an_unknown_study_is_answered_with_the_nearest(root: Path) -> None:
    with pytest.raises(InputError, match=r"unknown study 'lever'\. Did you mean 'levers'"):
        read_study("lever", root / "sensitivity")


def test_what_the_command_line_changes_must_fit(tmp_path: Path) -> None:
    study = read_study(write(tmp_path, MODEL), tmp_path)
    assert changed(study, 64, 3, None).rows == 64
    with pytest.raises(InputError, match="--boundary A: part of the city's model"):
        changed(study, None, None, "A")
    swaps = ('"sobol"', '"factorial"'), ("rows = 64\nreplicates = 2", "")
    factorial = read_study(write(tmp_path, CITY, *swaps), tmp_path)
    with pytest.raises(InputError, match="--rows 64: the rows of a factorial design") as caught:
        changed(factorial, 64, None, None)
    assert "行数由研究决定" in str(caught.value.zh)
