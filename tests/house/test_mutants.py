"""Every line that `nox -s mutants` breaks is still there, and so is the test that must see it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MUTANTS = tomllib.loads((ROOT / "tests/mutants.toml").read_text("utf-8"))["mutant"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[each["says"] for each in MUTANTS])
def test_its_line_and_its_tests_are_there(mutant: dict[str, str | list[str]]) -> None:
    assert str(mutant["old"]) in (ROOT / str(mutant["file"])).read_text("utf-8")
    assert mutant["tests"]
    for name in mutant["tests"]:
        file, _, test = name.partition("::")
        assert (ROOT / file).exists(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), name
