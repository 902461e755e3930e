"""The tables of lead offices and of deciders: what is read and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.deciders import read_deciders
from zysim.inputs.offices import read_offices

HEAD = "clause,office_zh,office_en,basis\n"


def test_offices_are_read_by_clause(tmp_path: Path) -> None:
    path = tmp_path / "lead_offices.csv"
    path.write_text(HEAD + "C1.1,市能源局,Energy,Our reading\n", encoding="utf-8")
    assert read_offices(path, ["C1.1"])["C1.1"].name == ("市能源局", "Energy")
    assert read_offices(tmp_path / "none.csv", ["C1.1"]) == {}


def test_a_clause_that_the_plan_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lead_offices.csv"
    path.write_text(HEAD + "C1.2,市能源局,Energy,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2 \(C1.2\): unknown clause 'C1.2'") as refusal:
        read_offices(path, ["C1.1"])
    assert "basis is empty" in str(refusal.value)
    assert "条款" in (refusal.value.zh or "")


DECIDERS = "lever,decides,source,locator,quality,note\n"


def test_deciders_are_read_by_lever(tmp_path: Path) -> None:
    path = tmp_path / "lever_control.csv"
    path.write_text(DECIDERS + "buses,city,us,,estimate,Its own lines\n", encoding="utf-8")
    assert read_deciders(path, ["buses"], ["us"])["buses"].decides == "city"
    assert read_deciders(tmp_path / "none.csv") == {}


def test_a_decider_or_lever_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lever_control.csv"
    rows = "trams,city,us,,estimate,\nbuses,mayor,us,,estimate,\n"
    path.write_text(DECIDERS + rows, encoding="utf-8")
    with pytest.raises(InputError, match="unknown lever 'trams'") as refusal:
        read_deciders(path, ["buses"], ["us"])
    assert "'mayor'" in str(refusal.value)
    assert "mayor" in (refusal.value.zh or "")
