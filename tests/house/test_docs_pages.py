"""Generated pages, read as a browser reads them, say what the model and its tables say."""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from types import ModuleType

import pytest

import zysim
from zysim.runs.project import Project, open_project

ROOT = open_project().root
EXTENSIONS = {"admonition", "attr_list", "tables"}
"""Of mkdocs.yml; superfences acts on fenced code only, and needs a package of its own."""


class Cells(HTMLParser):
    """Collects the texts of the cells of all rows of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def read_back(text: str) -> list[list[str]]:
    markdown = pytest.importorskip("markdown")
    cells = Cells()
    cells.feed(markdown.markdown(text, extensions=sorted(EXTENSIONS)))
    return [row for row in cells.rows if row]


def flat(text: object) -> str:
    return re.sub(r"\s", " ", str(text)).strip()


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    path = ROOT / "scripts/docs_pages.py"
    spec = importlib.util.spec_from_file_location("docs_pages", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_extensions_are_those_of_the_site() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (block,) = re.findall(r"markdown_extensions:\n((?:  - .*\n)+)", text)
    assert set(re.findall(r"- (\S+)", block)) == EXTENSIONS | {"pymdownx.superfences"}


def test_published_equations_are_those_of_the_graph(pages: ModuleType, project: Project) -> None:
    rows = read_back("\n".join(pages.equations(project)))
    wanted = [
        [flat(each.name), flat(each.title_zh), flat(each.unit), flat(each.equation)]
        for each in project.graph.variables.values()
        if each.kind != "constant"
    ]
    assert sorted(rows) == sorted(wanted)
    assert any(equation.count("*") > 1 for *_, equation in wanted)


def test_published_parameters_are_those_of_the_tables(pages: ModuleType, project: Project) -> None:
    rows = {row[0]: row for row in read_back("\n".join(pages.parameters(project)))}
    tables = project.tables
    assert set(rows) == set(tables.parameters)
    for each in tables.parameters.values():
        row = rows[each.id]
        source = tables.sources[each.provenance.source]
        assert row[1:3] == [flat(each.label_zh), flat(each.label_en)]
        assert float(row[3]) == pytest.approx(each.value, rel=1e-5)
        assert row[5:7] == [flat(each.unit), each.provenance.quality]
        assert row[7] == flat(f"{source.title} {each.provenance.locator}")


@pytest.mark.parametrize(
    "text",
    ["a * b * c", "a_b_c", "x | y", "<b>", "[a](b)", "{: .c}", "`q`", "\\|", "~~a~~", "&lt;"],
)
def test_a_cell_is_read_letter_by_letter(pages: ModuleType, text: str) -> None:
    table = f"| h | i |\n|---|---|\n| {pages.cell(text)} | <code>{pages.cell(text)}</code> |"
    assert read_back(table) == [[text, text]]


def test_every_public_name_has_its_place(pages: ModuleType) -> None:
    text = "\n".join(pages.api())
    for name in zysim.__all__:
        assert f"`zysim.{name}`" in text or name == "Result"
    for name in pages.PROTOCOL:
        assert f"### `Result.{name}`" in text
