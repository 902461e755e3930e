"""Models of one feature each give what was worked out by hand, and what PySD makes of them."""

from __future__ import annotations

import tomllib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zysim.errors import ModelFileError
from zysim.kernel.trace import trace
from zysim.reading import read_model
from zysim.reading.model_text import typed_id

FILE = Path(__file__).parents[1] / "data" / "forms.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["case"]
RIGHT = [each for each in CASES if "refused" not in each]
REFUSED = [each for each in CASES if "refused" in each]
UNKNOWN_TO_PYSD = {"odd_spelling", "lookup_extrap", "mapping_groups", "comments", "deep_if"}
"""PySD cannot read or run them: a name with two blanks, a lookup that extrapolates, groups of a
mapping, a line that goes on after a comment, forty choices inside each other."""
SETTINGS = "\n\\\\\\---/// Sketch information\n///---\\\\\\\n:L<%^E!@\n15:0,0,0,{},0,0\n"


def write(folder: Path, case: dict[str, Any]) -> Path:
    """Write the model of a case, and the tables that some of them read."""
    clock = {
        "INITIAL TIME": case.get("start", 0),
        "FINAL TIME": case.get("end", 5),
        "TIME STEP": case.get("step", 1),
        "SAVEPER": case.get("saveper", "TIME STEP"),
    }
    text = "{UTF-8}\n" + case["model"] + "".join(f"{n} = {v} ~~|\n" for n, v in clock.items())
    if "method" in case:
        text += SETTINGS.format(case["method"])
    path = folder / f"{case['name']}.mdl"
    path.write_text(text, encoding="utf-8")
    (folder / "d.csv").write_text("time,v\n0,10\n2,20\n4,40\n", encoding="utf-8")
    (folder / "c.csv").write_text("n,v\na,7\nb,8\nc,9\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("case", RIGHT, ids=lambda each: each["name"])
def test_by_hand(tmp_path: Path, case: dict[str, Any]) -> None:
    _, found = trace(read_model(write(tmp_path, case), cache=False))
    for name, values in case["wanted"].items():
        np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("case", REFUSED, ids=lambda each: each["name"])
def test_refused_by_name(tmp_path: Path, case: dict[str, Any]) -> None:
    with pytest.raises(ModelFileError) as told:
        read_model(write(tmp_path, case), cache=False)
    assert case["refused"] in str(told.value)
    assert f"{case['name']}.mdl" in str(told.value)


def test_more_than_93_in_100_are_right() -> None:
    assert len(RIGHT) / len(CASES) > 0.93


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_pysd_gives_the_same(tmp_path: Path) -> None:
    import pysd

    compared = 0
    for case in RIGHT:
        if case.get("pysd") is False or case["name"] in UNKNOWN_TO_PYSD:
            continue
        folder = tmp_path / case["name"]
        folder.mkdir()
        path = write(folder, case)
        times, found = trace(read_model(path, cache=False))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = pysd.read_vensim(path).run(return_timestamps=list(times))
        for column in table.columns:
            name = typed_id(column)
            if name in found:
                theirs = table[column].to_numpy(float)
                np.testing.assert_allclose(theirs, found[name], 1e-6, 1e-9, err_msg=str(path))
                compared += 1
    assert compared > 150
