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


VENDOR = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
  xmlns:isee="http://iseesystems.com/XMILE">
<header><product version="1.9" isee:build_number="1954">Stella</product></header>
<sim_specs isee:sim_duration="1.5"><start>0</start><stop>4</stop><dt>1</dt></sim_specs>
<isee:prefs show_module_prefix="true"/><behavior><flow><non_negative/></flow></behavior>
<dimensions><dim name="d" size="2"><elem name="p"/><elem name="q"/></dim></dimensions>
<model><variables>
<aux name="beyond"><eqn>TIME</eqn><gf type="extrapolate">
  <xscale min="0" max="2"/><ypts>0,1,3</ypts></gf></aux>
<aux name="steps"><eqn>TIME/2</eqn><gf type="discrete">
  <xscale min="0" max="2"/><ypts sep=";">0;1;3</ypts></gf></aux>
<gf name="read"><xpts>0,1,4</xpts><ypts>0,10,40</ypts></gf>
<aux name="called"><eqn>LOOKUP(read, TIME)</eqn></aux>
<flow name="kept"><eqn>-3</eqn></flow>
<flow name="free"><eqn>-3</eqn><non_negative>false</non_negative></flow>
<aux name="begun"><eqn>level*2</eqn><init_eqn>3</init_eqn></aux>
<stock name="level"><eqn>begun</eqn><inflow>rise</inflow><isee:note/></stock>
<flow name="rise"><eqn>1</eqn></flow>
<aux name="x"><dimensions><dim name="d"/></dimensions>
  <element subscript="p"><eqn>1</eqn></element><element subscript="q"><eqn>2</eqn></element></aux>
<aux name="whole"><eqn>SUM(x[*])</eqn>MARK</aux>
</variables></model></xmile>
"""


def test_forms_of_stella_by_hand(tmp_path: Path) -> None:
    """Elements of the vendor are passed over; types of tables and marks of flows count."""
    path = tmp_path / "vendor.stmx"
    path.write_text(VENDOR.replace("MARK", ""), encoding="utf-8")
    found = trace(read_model(path, cache=False))[1]
    wanted = {
        "beyond": [0, 1, 3, 5, 7],
        "steps": [0, 0, 1, 1, 3],
        "called": [0, 10, 20, 30, 40],
        "kept": [0] * 5,
        "free": [-3] * 5,
        "level": [3, 4, 5, 6, 7],
        "whole": [3] * 5,
    }
    assert {name: found[name].tolist() for name in wanted} == wanted


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("MARK", "<conveyor><len>2</len></conveyor>", "whole: conveyors are not supported"),
        ("MARK", "<queue/>", "whole: queues are not supported"),
        ("MARK", "<isee:delay_aux/>", "whole: delay converters are not supported"),
        ("SUM(x[*])", "", "whole: the equation is not written yet"),
        ("0,10,40", "0,10", "read: a graphical function has 3 x and 2 y"),
        ("0,10,40", "0,a,40", "read: a graphical function takes plain numbers, got '0,a,40'"),
        ('"discrete"', '"curve"', "steps: a graphical function of type 'curve'"),
        ('<gf name="read"', '<gf name="read" type="discrete"', "read: a graphical function of"),
    ],
)
def test_what_makes_another_number_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "vendor.stmx"
    path.write_text(VENDOR.replace(old, new).replace("MARK", ""), encoding="utf-8")
    with pytest.raises(ModelFileError) as told:
        read_model(path, cache=False)
    assert message in str(told.value)
    assert (
        "不支持" in str(told.value.zh)
        or "图形函数" in str(told.value.zh)
        or "尚未写出" in str(told.value.zh)
    )


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
