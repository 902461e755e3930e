"""The browser runs every operation in both engines, and pages of other models too."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from zysim.page.any_model import model_payload
from zysim.page.payload import city_payload
from zysim.page.write import page_html
from zysim.reading.expressions import Number
from zysim.runs.project import choose, open_project

ALLOWED = " 'wasm-unsafe-eval'"
HARBOUR = Path(__file__).parents[1] / "data" / "harbour"
OPERATIONS = Path(__file__).parents[1] / "unit" / "kernel" / "test_operations.py"


@pytest.fixture
def cases():
    """Operations and their answers, by name of a variable."""
    spec = spec_from_file_location("operations", OPERATIONS)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return {f"y{at}": case.values for at, case in enumerate(module.CASES)}


@pytest.fixture
def page_of_operations(make, cases, tmp_path):
    """A page of a model of all of them."""
    constants = {"a": Number(3.0), "b": Number(2.0), "c": Number(0.0)}
    graph = make({**constants, **{name: expression for name, (expression, _) in cases.items()}})
    path = tmp_path / "operations.html"
    path.write_text(page_html(model_payload(graph, ("", "")), "en"), "utf-8")
    return path


def test_every_operation(visit, cases, page_of_operations):
    tab = visit(path=page_of_operations)
    for engine in ("webassembly", "javascript"):
        found = tab.page.evaluate("engine => zysim.run('model', {}, -1, engine)", engine)
        assert tab.page.evaluate("zysim.engine") == engine
        for name, (_, answer) in cases.items():
            wanted = np.broadcast_to(np.asarray(answer, dtype=float), 3)
            np.testing.assert_allclose(found[name][:3], wanted, rtol=1e-15, err_msg=name)


def test_a_policy_that_forbids_it_leaves_javascript(visit, page_of_operations):
    """And the page says nothing of it."""
    text = page_of_operations.read_text("utf-8")
    assert text.count(ALLOWED) == 1
    page_of_operations.write_text(text.replace(ALLOWED, ""), "utf-8")
    assert visit(path=page_of_operations).page.evaluate("zysim.engine") == "javascript"


def test_an_old_browser_without_webassembly_answers_the_same(visit, tmp_path):
    """Opened from a folder with Chinese and blanks, as a colleague's desktop has it."""
    folder = tmp_path / "我的 文件 (1)"
    folder.mkdir()
    path = folder / "试算 网页.html"
    project = open_project(HARBOUR)
    cases = choose(project, project.city.usual, {})
    path.write_text(page_html(city_payload(project, cases, members=16), "zh"), "utf-8")
    found = {}
    for engine, script in (("webassembly", ""), ("javascript", "delete self.WebAssembly;")):
        text = path.read_text("utf-8")
        mark = '<script type="text/plain" id="worker">'
        path.write_text(text.replace(mark, mark + script), "utf-8")
        tab = visit(path=path)
        assert tab.page.evaluate("zysim.engine") == engine
        found[engine] = (tab.tiles(), tab.page.inner_text("#answer"), tab.page.inner_text("#open"))
    assert found["webassembly"] == found["javascript"]
