"""Generated pages, read as a browser reads them, say what the model and its tables say."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from html.parser import HTMLParser
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

import zysim
from zysim.metrics.history_fit import fits_of
from zysim.report.model_map.mathematics import mathematics
from zysim.report.model_map.structure import loops, part_links, stock_flows
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
    rows = read_back("\n".join(pages.equations(project, "zh")))
    wanted = [
        [flat(each.name), flat(each.title_zh), flat(each.unit), flat(each.equation)]
        for each in project.graph.variables.values()
        if each.kind != "constant"
    ]
    assert sorted([*row[:3], row[4]] for row in rows) == sorted(wanted)
    assert any(equation.count("*") > 1 for *_, equation in wanted)
    assert all(row[3] for row in rows)


def leaves(element: ET.Element) -> list[str]:
    """Return the names and numbers of a piece of mathematics, from left to right."""
    return [each.text or "" for each in element.iter() if each.tag in ("mi", "mn")]


def test_mathematics_holds_every_name_and_number_of_the_equation(project: Project) -> None:
    graph = project.graph
    labels = {each.name.casefold(): each.identifier for each in graph.variables.values()}
    known = set(labels.values())
    for variable in graph.variables.values():
        if variable.kind == "constant":
            continue
        made = mathematics(variable.equation, labels, "en")
        lines = [ET.fromstring(each) for each in made.split("<br>")]
        plain = re.sub(r"\[[^\]]*\]", " ", variable.equation)
        words = (each.strip().casefold() for each in re.findall(r"[^\W\d][\w ']*", plain))
        wanted = Counter(labels[each] for each in words if each in labels)
        seen = [each for line in lines for each in leaves(line)]
        assert Counter(each for each in seen if each in known) == wanted, variable.name
        bare = re.sub(r"(?<![\d.])[^\W\d][\w ']*", " ", plain)
        found = re.findall(r"\d+\.?\d*(?:[eE][-+]?\d+)?", bare)
        numbers = sorted(map(float, found))
        assert sorted(float(each) for each in seen if each[:1].isdigit()) == numbers, variable.name
        for line in lines:
            for each in line.iter():
                parts = {"mfrac": 2, "msup": 2, "msub": 2, "munder": 2}.get(each.tag)
                assert parts is None or len(each) == parts, variable.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_for_reviewers_tell_what_the_graph_holds(
    pages: ModuleType, project: Project, lang: str
) -> None:
    made = pages.reviewer_pages(project)
    kinds = [each.kind for each in project.graph.variables.values()]
    for name in ("stress-sd", "reporting"):
        text = made[f"{lang}/{name}.md"]
        assert "{" not in text
        assert str(kinds.count("stock")) in text
        for link in re.findall(r"\]\(([\w./-]+\.md)\)", text):
            page = (ROOT / "docs" / lang / link).resolve()
            known = page.is_file() or f"{lang}/{link}" in made or link == "../parameters.md"
            assert known, link
    fits = [each for each in fits_of(project) if each.use == "holdout"]
    assert f"{fits[0].mape:.1f}" in made[f"{lang}/reporting.md"]
    diagram = made[f"{lang}/diagrams.md"]
    assert diagram.count("⇄") == len(loops(part_links(project.graph)))
    assert diagram.count("](stocks-") == len(pages.stock_parts(project))


def test_stocks_are_drawn_with_what_their_equations_add_and_take(project: Project) -> None:
    found = {each.stock.identifier: each for each in stock_flows(project.graph)}
    assert set(found) == {
        name for name, each in project.graph.variables.items() if each.kind == "stock"
    }
    people = found["people"]
    assert [each.identifier for each in people.fills] == ["joining"]
    drains = ["growing_older", "deaths_by_age", "leaving"]
    assert [each.identifier for each in people.drains] == drains


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
