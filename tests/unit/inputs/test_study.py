"""Study files: those shipped are whole, and a broken one is told of all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.city_file import read_city
from zysim.inputs.study import read_study, study_names

GOOD = """
id = "mine"
title_zh = "我的"
title_en = "Mine"
question_zh = "哪个？"
question_en = "Which?"
scenario = "plan"
method = "sobol"
vary = "levers"
factors = "each"
boundary = "B"
rows = 64
replicates = 2
top = 3
seed = 0
"""


def write(folder: Path, *swaps: tuple[str, str]) -> str:
    text = GOOD
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
        study = read_study(name, root / "sensitivity", read_city())
        assert study.id == name
        assert study.question[0].endswith("？")
        assert study.question[1].endswith("?")


def test_a_study_of_ones_own_is_read(tmp_path: Path) -> None:
    study = read_study(write(tmp_path), tmp_path, read_city())
    assert (study.rows, study.replicates, study.vary) == (64, 2, "levers")


CASES = [
    (("rows = 64", "rows = 100"), "rows 100: a Sobol study needs a power of 2, such as 64 or 128"),
    (("rows = 64", "rows = 4"), "rows must be a whole number from 8 to 1048576, it is 4"),
    (("rows = 64", "rows = true"), "rows must be a whole number"),
    (("seed = 0", ""), "seed must be a whole number from 0 to 2147483647, it is missing"),
    (('"sobol"', '"dice"'), "method 'dice' must be one of sobol, morris"),
    (('"B"', '"E"'), "boundary 'E' must be one of A, B, C, D"),
    (('title_en = "Mine"', "title_en = 3"), "title_en must be a text in quotation marks, got 3"),
    (('scenario = "plan"', ""), "scenario is missing"),
    (("top = 3", "top = 3\ntopp = 2"), "unknown key 'topp'. Did you mean 'top'"),
    (('id = "mine"', "id = mine"), "not a TOML file"),
]


@pytest.mark.parametrize(("swap", "message"), CASES)
def test_every_mistake_is_told(tmp_path: Path, swap: tuple[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_study(write(tmp_path, swap), tmp_path, read_city())
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert caught.value.zh


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, ("rows = 64", "rows = 100"), ('"B"', '"E"'), ("seed = 0", ""))
    with pytest.raises(InputError, match=r"3 problem\(s\)"):
        read_study(path, tmp_path, read_city())


def test_morris_with_groups_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ('"sobol"', '"morris"'), ('"each"', '"kind"'))
    with pytest.raises(InputError, match="a Morris study ranks each constant"):
        read_study(path, tmp_path, read_city())


def test_an_unknown_study_is_answered_with_the_nearest(root: Path) -> None:
    with pytest.raises(InputError, match=r"unknown study 'lever'\. Did you mean 'levers'"):
        read_study("lever", root / "sensitivity", read_city())
