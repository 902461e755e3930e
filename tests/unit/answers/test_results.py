"""Every analysis by name: the command line, JSON, files and Python give the same numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import zysim
from zysim.answers.check import Checked, CheckResult
from zysim.answers.result import Result
from zysim.cli.main import main
from zysim.inputs.read_city import read_city
from zysim.runs.project import open_project

CO2 = read_city().accounts[read_city().account].variable
CHANGED = "plan+gas_power_capacity=0"
FEW: dict[str, Callable[[], Result[Any]]] = {
    "run": lambda: zysim.run("plan", n=4, until=2035),
    "ensemble": lambda: zysim.ensemble("plan", n=4),
    "explain_peak": lambda: zysim.explain_peak("plan", CHANGED, n=2),
    "targets": lambda: zysim.targets(CHANGED, n=4),
    "fit": lambda: zysim.fit(),
    "cost": lambda: zysim.cost(CHANGED, against="plan", n=2),
    "rank": lambda: zysim.rank("hands", rows=32),
}
"""Those whose result needs few runs; the others are read every way where they are made."""
TYPED: dict[str, tuple[str, ...]] = {
    "run": ("plan", "-n", "4", "--until", "2035"),
    "ensemble": ("plan", "-n", "4"),
    "targets": (CHANGED, "-n", "4"),
    "fit": (),
}
SAID = {"fit": "zysim.fit()", "targets": f"zysim.targets('{CHANGED}', n=4)"}


@pytest.fixture(scope="module")
def made() -> dict[str, Result[Any]]:
    return {}


def result_of(name: str, made: dict[str, Result[Any]]) -> Result[Any]:
    if name not in made:
        made[name] = FEW[name]()
    return made[name]


@pytest.mark.parametrize("name", FEW)
def test_a_result_is_read_in_every_way(
    name: str,
    made: dict[str, Result[Any]],
    read_every_way: Callable[[Result[Any], Path | None], None],
    tmp_path: Path,
) -> None:
    found = result_of(name, made)
    assert name == found.NAME
    assert found.command.startswith(f"zysim.{name}(")
    assert found.command == SAID.get(name, found.command)
    if name in TYPED:
        assert json.dumps(found.record("en")) == _printed(name)
    # The picture of targets needs runs of its own.
    read_every_way(found, None if name == "targets" else tmp_path / "new" / "out")


def _printed(name: str) -> str:
    """Return the document that the command prints, without the files it did not write."""
    words = [name.replace("_", "-"), *TYPED[name], "--json", "--lang", "en"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    if isinstance(document, dict):
        document.pop("files", None)
    return json.dumps(document)


def test_files_hold_the_numbers_of_python(made: dict[str, Result[Any]], tmp_path: Path) -> None:
    found = result_of("run", made)
    words = ["run", *TYPED["run"], "--out", str(tmp_path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert summary[0]["boundaries"] == found.record()["scenarios"][0]["boundaries"]
    table = pd.read_parquet(tmp_path / "results.parquet")
    kept = table[table["variable"] == CO2]["value"].to_numpy()
    np.testing.assert_array_equal(kept, found.tables.of(CO2)[0])


def test_labels_are_a_contract(made: dict[str, Result[Any]]) -> None:
    lines, members = result_of("run", made), result_of("ensemble", made)
    data = lines.to_dataset()
    assert str(data["statistic"].item()) == "P50"
    row = lines.to_frame().query(f"variable == '{CO2}' and year == 2030")
    assert float(data[CO2].sel(case="plan", year=2030)) == row["value"].item()
    every = members.to_dataset(members=True)[CO2]
    assert every.dims == ("case", "member", "year")
    assert every.attrs["units"] == members.unit(CO2)
    middle = members.to_dataset()[CO2].sel(case="plan", statistic="P50", year=2030)
    assert float(middle) == np.sort(every.sel(year=2030).values[0])[1]  # the lower median of four


def test_parts_of_a_difference_sum_to_it(made: dict[str, Result[Any]]) -> None:
    record = result_of("explain_peak", made).record()
    assert sum(each["value"] for each in record["parts"]) == pytest.approx(record["difference"])


def test_a_sentence_that_does_not_hold_is_told(
    read_every_way: Callable[[Result[Any], Path | None], None], tmp_path: Path
) -> None:
    right = Checked(says=("对", "right"), problems=())
    wrong = Checked(says=("错", "wrong"), problems=tuple((f"第 {n} 处", f"{n}") for n in range(7)))
    found = CheckResult(project=open_project(), found=(right, wrong), feedback=None)
    read_every_way(found, tmp_path)
    assert found.failed == 1
    assert found.text("en").splitlines()[1:3] == ["✗ wrong", "    0"]
    assert "… and 2 more" in found.text("en")
    assert "2 条中有 1 条不成立" in found.text("zh")


def test_names_of_folders_do_not_hide_functions() -> None:
    assert callable(zysim.page)
    assert callable(zysim.report)


def test_a_case_is_text_or_a_path(root: Path) -> None:
    path = root / "params" / "scenarios" / "plan.toml"
    both = zysim.run(path, n=1), zysim.run(str(path), n=1)
    assert both[0].record() == both[1].record()
    assert both[0].command == both[1].command == "zysim.run('plan.toml', n=1)"
    assert str(root) not in both[0].manifest().to_json()
