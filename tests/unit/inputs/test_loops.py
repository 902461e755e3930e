"""The loops of a model by name, with every mistake of their file named."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.loops import FILE, SIGNS, read_loops
from zysim.reading.graph import ModelGraph


def test_every_switch_of_the_model_has_a_loop_that_the_documents_name(
    root: Path, city: ModelGraph
) -> None:
    loops = read_loops(root, city)
    switches = {name for name in city.constants if name.startswith("switch_")}
    assert {each.switch for each in loops} == switches
    told = (root / "docs" / "model.md").read_text(encoding="utf-8")
    for each in loops:
        assert f"| {each.id} {each.label[1]} |" in told
        assert f"`{each.switch}`" in told
        assert each.sign in SIGNS


def test_a_folder_without_the_file_has_no_loops(tmp_path: Path, city: ModelGraph) -> None:
    assert read_loops(tmp_path, city) == ()


def test_every_mistake_is_named(tmp_path: Path, city: ModelGraph) -> None:
    (tmp_path / FILE).parent.mkdir()
    words = 'zh = "一"\nen = "one"\nsays_zh = "一"\nsays_en = "one"\n'
    (tmp_path / FILE).write_text(
        f'[[loop]]\nid = "X1"\n{words}switch = "swich_r1_growth"\n'
        f'[[loop]]\nid = "X1"\nzh = "二"\ncolour = "red"\nswitch = "switch_r1_growth"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as raised:
        read_loops(tmp_path, city)
    told = str(raised.value)
    for part in (
        "must begin with R",
        "'swich_r1_growth'",
        "switch_r1_growth",
        "two loops",
        "'colour'",
        "says_zh is missing",
    ):
        assert part in told
