"""XMILE files give what the same model in Vensim's language gives, and PySD's own reader."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import ModelFileError
from zysim.kernel.trace import trace
from zysim.reading import read_model

FILE = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
  <header><name>pond</name></header>
  <sim_specs method="{method}" time_units="Months">
    <start>0</start><stop>8</stop><dt reciprocal="true">4</dt>
  </sim_specs>
  <dimensions><dim name="side"><elem name="left"/><elem name="right"/></dim></dimensions>
  <model><variables>
    <stock name="Pond_Level">
      <eqn>50</eqn><inflow>rain</inflow><outflow>drain</outflow>
      <units>m3</units><doc>Water.</doc><non_negative/>
    </stock>
    <flow name="rain"><eqn>IF TIME &gt;= 2 AND TIME &lt; 6 THEN wet ELSE 0</eqn></flow>
    <flow name="drain"><eqn>Pond_Level / drain_time</eqn><non_negative/></flow>
    <aux name="wet"><eqn>10 + 7 MOD 4</eqn></aux>
    <aux name="drain time"><eqn>5 {{months}}</eqn></aux>
    <aux name="curve"><eqn>TIME</eqn>
      <gf><xscale min="0" max="8"/><ypts>0,4,4</ypts></gf></aux>
    <aux name="slow"><eqn>SMTH1(curve, 2, 1)</eqn></aux>
    <aux name="before"><eqn>PREVIOUS(curve, -1)</eqn></aux>
    <aux name="shot"><eqn>PULSE(3, 1, 4)</eqn></aux>
    <aux name="safe"><eqn>SAFEDIV(8, TIME) + SAFEDIV(1, 0, 3)</eqn></aux>
    <aux name="both"><dimensions><dim name="side"/></dimensions>
      <element subscript="left"><eqn>1</eqn></element>
      <element subscript="right"><eqn>2*TIME</eqn></element></aux>
    <aux name="twice"><dimensions><dim name="side"/></dimensions><eqn>2*both[side]</eqn></aux>
  </variables></model>
</xmile>
"""


def write(folder: Path, method: str = "Euler", text: str = FILE) -> Path:
    path = folder / "pond.stmx"
    path.write_text(text.format(method=method), encoding="utf-8")
    return path


def test_values_by_hand(tmp_path: Path) -> None:
    graph = read_model(write(tmp_path), cache=False)
    times, found = trace(graph)
    assert times.tolist() == [each / 4 for each in range(33)]
    level, wanted = 50.0, []
    for time in times:
        wanted.append(level)
        level += 0.25 * ((13 if 2 <= time < 6 else 0) - level / 5)
    np.testing.assert_allclose(found["pond_level"], wanted, rtol=1e-12)
    np.testing.assert_allclose(found["curve"], np.minimum(times, 4), rtol=1e-12)
    np.testing.assert_allclose(found["safe"][[0, 8]], [3, 7], rtol=1e-12)
    assert found["before"][0] == -1
    np.testing.assert_allclose(found["before"][1:], found["curve"][:-1])
    assert times[found["shot"] > 0].tolist() == [1, 5]
    assert found["shot"].max() == 12
    np.testing.assert_allclose(found["twice[right]"], 4 * times)
    assert graph.variables["pond_level"].unit == "m3"
    assert graph.method == "euler"


@pytest.mark.filterwarnings("ignore")
def test_pysd_agrees(tmp_path: Path) -> None:
    import pysd

    text = "\n".join(
        line for line in FILE.splitlines() if 'name="before"' not in line and "PULSE" not in line
    )
    path = write(tmp_path, text=text.replace("10 + 7 MOD 4", "13").replace(" {{months}}", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = pysd.read_xmile(path).run(return_columns=["Pond_Level", "curve", "slow"])
    _, found = trace(read_model(path, cache=False))
    for name, ours in (("Pond_Level", "pond_level"), ("curve", "curve"), ("slow", "slow")):
        np.testing.assert_allclose(found[ours], table[name], rtol=1e-9)


def test_the_method_is_the_files(tmp_path: Path) -> None:
    assert read_model(write(tmp_path, "RK4"), cache=False).method == "rk4"
    with pytest.raises(ModelFileError, match="the method of integration is gear"):
        read_model(write(tmp_path, "Gear"), cache=False)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<xmile", "<!DOCTYPE x [<!ENTITY a 'b'>]><xmile", "defines entities of its own"),
        ("</xmile>", "", "not a well-formed XMILE file"),
        ("7 MOD 4", "QUEUE(4)", "wet: function QUEUE is not supported"),
        ("</model>", "</model><model></model>", "2 models and 0 modules"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ModelFileError, match=message) as told:
        read_model(write(tmp_path, text=FILE.replace(old, new)), cache=False)
    assert told.value.zh != str(told.value)
