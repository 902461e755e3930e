"""The page of a study of any model: its factors as sliders, its cases as presets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.page.any_model import study_payload
from zysim.paths import data_root, studies_path

STUDY = """
model = "tank.mdl"
title_zh = "水箱"
[cases.open]
tap = 30
[factors.flow]
variable = "tap"
label_en = "Flow"
low = 10
high = 15
[factors.start]
variable = "water"
initial = true
low = 50
high = 150
[outcomes.last]
variable = "water"
at = "end"
"""


def test_factors_come_first_with_their_ranges_and_cases_are_presets(tmp_path: Path) -> None:
    shutil.copy(data_root() / "models/teaching/tank.mdl", tmp_path)
    path = tmp_path / "tank.toml"
    path.write_text(STUDY, encoding="utf-8")
    page = study_payload(read_study(str(path), tmp_path))
    flow, start, *rest = page["controls"]
    assert (flow["constant"], flow["label"]) == ("tap", ("Flow", "Flow"))
    assert (flow["low"], flow["default"], flow["high"]) == (10, 20, 20)
    assert (start["low"], start["default"], start["high"]) == (50, 100, 150)
    assert "tap" not in [each["constant"] for each in rest]
    assert page["title"] == ("水箱", "水箱")
    presets = {each["id"]: each["assumptions"] for each in page["scenarios"]}
    assert presets == {"model": {}, "open": {"tap": 30.0}}


def test_the_city_has_a_page_of_its_own() -> None:
    with pytest.raises(InputError, match="about the city") as caught:
        study_payload(read_study("levers", studies_path()))
    assert "请直接用 zysim page" in str(caught.value.zh)
