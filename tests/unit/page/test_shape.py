"""What the page holds is what is declared, in Python and in TypeScript."""

from __future__ import annotations

import importlib.util
import json
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from zysim.page.any_model import model_payload
from zysim.page.payload import city_payload
from zysim.page.shape import Payload
from zysim.paths import data_root
from zysim.reading import read_model
from zysim.runs.project import choose, open_project

ROOT = Path(__file__).parents[3]
HARBOUR = ROOT / "tests" / "data" / "harbour"


@pytest.fixture(scope="module")
def types() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_types", ROOT / "scripts/page_types.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The page of a small city, as a browser reads it."""
    project = open_project(HARBOUR)
    cases = choose(project, project.city.usual, {})
    return json.loads(json.dumps(city_payload(project, cases, members=16)))


def test_the_types_of_the_page_are_written_from_the_declaration(types: ModuleType) -> None:
    assert types.OUT.read_text("utf-8") == types.typescript(), "run python scripts/page_types.py"


def test_the_page_of_a_city_is_as_declared(types: ModuleType, page: dict[str, Any]) -> None:
    assert types.misfits(page, Payload) == []
    assert any(each["cards"] for each in page["scenarios"])
    assert any(each["cost"] for each in page["scenarios"])


def test_the_page_of_another_model_is_as_declared(types: ModuleType) -> None:
    graph = read_model(data_root() / "models/teaching/tank.mdl", cache=False)
    made = json.loads(json.dumps(model_payload(graph, ("水箱", "Tank"))))
    assert types.misfits(made, Payload) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["boundary"], 1, ".boundary: '1' is not string"),
        (["kind"], "town", '.kind: \'town\' is not "city" | "model"'),
        (["controls", 0, "low"], "0", ".controls[0].low: '0' is not number"),
        (["title"], ["one"], ".title: \"['one']\" is not Pair"),
        (["sources"], [], ".sources: '[]' is not Record<string, Pair>"),
        (["charts", 0, "color"], "", ".charts[0].color is not declared"),
        (["draws", "constants"], [1], ".draws.constants[0]: '1' is not string"),
    ],
)
def test_what_is_not_as_declared_is_told(
    types: ModuleType, page: dict[str, Any], path: list[Any], value: object, said: str
) -> None:
    wrong = deepcopy(page)
    inside = wrong
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert types.misfits(wrong, Payload) == [said]


def test_what_is_missing_is_told(types: ModuleType, page: dict[str, Any]) -> None:
    del (wrong := deepcopy(page))["draws"]["seed"]
    assert types.misfits(wrong, Payload) == [".draws.seed is missing"]
