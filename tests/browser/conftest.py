"""A browser, and pages of the city to open in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.inputs.seek_file import read_question
from zysim.report.stored_seek import FINGERPRINT, RESULTS, fingerprint_of
from zysim.runs.project import Project, open_project

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MEMBERS = 64
"""Few, to be quick."""
PRESETS = ("baseline", "plan", "gas-heavy")
"""Enough for what presets do, and few for the same reason."""
PROPOSED = "plan+gas_chemicals=0.5+gas_power_capacity=0@2028-2032"
"""What the answer kept for a question of seek/ changes."""
READY_MS = 60_000
"""Many times what it takes on a free machine."""
TO_LINK = """link => new Promise((done) => {
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = link;
})"""


class Tab:
    """An open page, in the words of a reader."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def ready(self) -> None:
        """Wait until all members of the present settings are drawn."""
        from playwright.sync_api import expect

        expect(self.page.locator("body")).to_have_attribute("data-state", "ready", timeout=READY_MS)

    def tiles(self) -> list[str]:
        """What the tiles say."""
        return [str(each) for each in self.page.locator("#tiles .tile").all_inner_texts()]

    def slider(self, control: str) -> Any:
        """The slider of a lever or assumption; its group is opened first."""
        found = self.page.locator(f'[data-control="{control}"]')
        found.evaluate("each => { each.closest('details').open = true; }")
        return found

    def row(self, control: str) -> Any:
        """All that stands of a lever or assumption."""
        return self.slider(control).locator("xpath=ancestor::div[contains(@class, 'control')]")

    def field(self, control: str) -> Any:
        """The field for a number beside the slider."""
        return self.slider(control).locator("xpath=../..").get_by_role("spinbutton")

    def set(self, control: str, value: float) -> None:
        """Type a number beside the slider."""
        number = self.field(control)
        number.fill(f"{value:g}")
        number.press("Enter")
        self.ready()

    def choose(self, scenario: str) -> None:
        """Choose a preset."""
        self.page.select_option("#scenario", scenario)
        self.ready()

    def press(self, name: str) -> None:
        """Press a button of the head, or turn a radio button."""
        self.page.click(f"#{name}")
        self.ready()

    def boundary(self, letter: str) -> None:
        """Count by another boundary."""
        self.page.check(f'input[name=boundary][value="{letter}"]')


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, as the system has it."""
    api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no chromium on this machine: install it to test the page")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def proposals(tmp_path_factory: pytest.TempPathFactory, project: Project, root: Path) -> Path:
    """Two questions with kept answers, one of them found with other numbers."""
    folder = tmp_path_factory.mktemp("seek")
    (folder / RESULTS).mkdir()
    for name in ("least-change", "cheapest-95"):
        shutil.copy(root / "seek" / f"{name}.toml", folder)
        asked = read_question(name, folder, project.tables, project.graph.scalars)
        holds = fingerprint_of(project, asked) if name == "least-change" else "of other numbers"
        record = {
            FINGERPRINT: holds,
            "case": PROPOSED,
            "feasible": True,
            "verified": {"probability": 0.81, "low": 0.79, "high": 0.83},
            "cost_range": {"p10": -31.2, "p50": -11.4, "p90": 9.6},
        }
        (folder / RESULTS / f"{name}.json").write_text(json.dumps(record), "utf-8")
    return folder


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory, proposals: Path) -> Path:
    """The page of the city with few scenarios and members."""
    path = tmp_path_factory.mktemp("page") / "city.html"
    words = ["page", "-o", str(path), "-n", str(MEMBERS), "--proposals", str(proposals)]
    for name in PRESETS:
        words += ["--scenario", name]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="session")
def project() -> Project:
    """The city the page is made of."""
    return open_project()


def open_tab(browser: Any, url: str, size: tuple[int, int]) -> tuple[Tab, list[str]]:
    """Open a page in a window of its own; return it, with the list of all it says and asks for."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    page.goto(url)
    tab = Tab(page)
    tab.ready()
    return tab, said


def assert_quiet(said: list[str]) -> None:
    """No console message, no error and no request may have come."""
    assert [each for each in said if not each.startswith(("file:", "blob:"))] == []


@pytest.fixture
def visit(browser: Any, page_file: Path) -> Iterator[Callable[..., Any]]:
    """Open a page in a window of its own, which takes seconds; at the end it must be quiet."""
    opened: list[tuple[Any, list[str]]] = []

    def go(
        hash_: str = "",
        *,
        path: Path = page_file,
        size: tuple[int, int] = (1366, 768),
        toured: bool = True,
    ) -> Tab:
        tab, said = open_tab(browser, path.as_uri() + hash_, size)
        if toured and tab.page.locator("#tour-end").count():
            tab.page.click("#tour-end")
        opened.append((tab.page, said))
        return tab

    yield go
    for page, said in opened:
        page.context.close()
        assert_quiet(said)


@pytest.fixture(scope="session")
def shared(browser: Any, page_file: Path) -> tuple[Tab, list[str], str]:
    """A page for tests that leave nothing behind but settings, and the link it opens with."""
    tab, said = open_tab(browser, page_file.as_uri(), (1366, 768))
    tab.page.click("#tour-end")
    return tab, said, tab.page.evaluate("location.hash")


@pytest.fixture
def tab(shared: tuple[Tab, list[str], str]) -> Iterator[Tab]:
    """The shared page as it opens: its own first link brings settings, language and charts back."""
    tab, said, link = shared
    tab.page.keyboard.press("Escape")
    tab.page.fill("#search", "")
    if tab.page.evaluate("location.hash") != link:
        tab.page.evaluate(TO_LINK, link)
        tab.ready()
    yield tab
    assert_quiet(said)


@pytest.fixture(scope="session")
def payload(page_file: Path) -> dict[str, Any]:
    """What the page of the city holds."""
    text = page_file.read_text("utf-8")
    start = text.index('id="payload">') + len('id="payload">')
    found: dict[str, Any] = json.loads(text[start : text.index("</script>", start)])
    return found
