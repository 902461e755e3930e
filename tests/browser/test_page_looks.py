"""Nothing overlaps, nothing is left untranslated, and screen readers find their way."""

from __future__ import annotations

import re

import pytest

COMMAND = re.compile(r"zysim [a-z-]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
SIZES = [(1366, 768), (1280, 720), (390, 844)]
"""An office screen, a large one at 150 %, a phone."""
CHARTS = (
    "fan",
    "sectors",
    "boundaries",
    "histogram",
    "targets",
    "wedge",
    "gas",
    "power",
    "fleet",
    "buildings",
    "forest",
    "energy",
    "counties",
    "kaya",
    "compare",
)
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(
    "#head > *, #head .buttons > *, #boundaries > *, .tile, .panel, .tools > *, .note, " +
    "main > section, #answer > *, #cases > *")]
    .filter((each) => each.offsetParent !== null)
    .map((each) => [each, each.getBoundingClientRect()]);
  const found = [];
  for (const [a, p] of boxes) for (const [b, q] of boxes) {
    if (a === b || a.contains(b) || b.contains(a)) continue;
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 1 && high > 1) found.push(`${a.id || a.className} / ${b.id || b.className}`);
  }
  return found;
}"""


HIDDEN = """(at => at.scrollWidth - at.clientWidth)(document.getElementById("data-1"))"""
ROW = "document.getElementById('head').getBoundingClientRect().height"
NAMES = """() => {
  const menu = document.getElementById("scenario");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(menu).font;
  return [...menu.options].map((each) => each.textContent)
    .filter((each) => pen.measureText(each).width + 30 > menu.clientWidth);
}"""
"""Presets whose name the closed menu cuts; 30 for its arrow and edges."""
CUT = """() => [...document.querySelectorAll("button, .tile span, .control label")]
    .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1
            && getComputedStyle(each).overflow !== "visible").map((each) => each.textContent)"""
PICTURES = """() => [0, 1].map((at) =>
    document.querySelector(`#picture-${at} canvas`).toDataURL())"""
FRAMES = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


def test_a_move_is_drawn_as_the_whole_page_is(tab):
    """The next frame is of that move; pictures drawn in part are those drawn whole."""
    box = tab.slider("gas_output").bounding_box()
    y = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + 0.2 * box["width"], y)
    tab.page.mouse.down()
    before = tab.page.evaluate("zysim.line")
    tab.page.mouse.move(box["x"] + 0.6 * box["width"], y)
    tab.page.evaluate(FRAMES)
    line = tab.page.evaluate("zysim.line")
    assert line != before
    assert line == tab.page.evaluate("zysim.now()")  # by a worker
    tab.page.mouse.up()
    for pair in (("fan", "sectors"), ("histogram", "kaya")):
        for at, chart in enumerate(pair):
            tab.page.select_option(f"#menu-{at}", chart)
        tab.set("gas_chemicals", 0.4 if "fan" in pair else 0.7)
        tab.page.evaluate(FRAMES)
        in_part = tab.page.evaluate(PICTURES)
        for at in (0, 1):
            tab.page.select_option(f"#menu-{at}", "energy")
        for at, chart in enumerate(pair):
            tab.page.select_option(f"#menu-{at}", chart)
        tab.page.evaluate(FRAMES)
        assert tab.page.evaluate(PICTURES) == in_part


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_overlaps_or_runs_out_of_the_window(visit, lang):
    tab = visit(f"#v=2&s=plan&l={lang}&d=000.5y0712")
    for width, height in SIZES:
        tab.page.set_viewport_size({"width": width, "height": height})
        assert tab.page.evaluate(OVERLAPS) == []
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.page.evaluate(CUT) == []
        assert tab.page.evaluate(NAMES) == []
        if width == 1366:  # the bar at the top is one row
            assert tab.page.evaluate(ROW) < 50
        if width > 900:  # the table of targets is read whole
            tab.page.select_option("#menu-1", "targets")
            assert tab.page.evaluate(HIDDEN) <= 0
            assert tab.page.evaluate(OVERLAPS) == []
            tab.page.select_option("#menu-1", "sectors")
    # On the phone the answer stays in sight while measures are moved.
    tab.slider("gas_output").scroll_into_view_if_needed()
    tab.page.locator("#bar.seen").wait_for()
    assert tab.tiles()[0].split("\n")[1] in tab.page.inner_text("#bar")


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.referee)])
def test_charts_say_what_they_show_in_both_languages(visit, lang):
    tab = visit(f"#v=2&s=plan&l={lang}&c=wedge_fan")
    tab.page.get_by_text("1024").wait_for(timeout=60_000)
    tab.page.click("#table-0")
    for chart in CHARTS:
        tab.page.select_option("#menu-0", chart)
        if chart != "targets":
            tab.page.click("#table-0")
            label = tab.page.get_attribute("#picture-0", "aria-label")
            assert label
            assert bool(HAN.search(label)) == (lang == "zh")
            tab.page.click("#table-0")
        text = tab.page.inner_text("#data-0")
        assert bool(HAN.search(text)) == (lang == "zh")
        assert "NaN" not in text
        assert "undefined" not in text


def test_english_holds_no_chinese_and_no_text_is_empty(visit):
    tab = visit("#v=2&s=plan&l=en")
    tab.set("gas_output", 0.5)
    tab.page.evaluate(
        "document.querySelectorAll('details').forEach((each) => { each.open = true })"
    )
    text = tab.page.inner_text("body").replace("中文", "")
    assert HAN.findall(text) == []
    assert COMMAND.findall(text) == []
    empty = """() => [...document.querySelectorAll("button, label, h1, h2, summary, option")]
        .filter((each) => !each.textContent.trim()).map((each) => each.outerHTML)"""
    assert tab.page.evaluate(empty) == []
    tab.press("language")
    text = tab.page.inner_text("body")
    assert len(HAN.findall(text)) > 500
    # What no official writes: commands, and the words of modellers.
    assert COMMAND.findall(text) == []
    assert re.findall("成员|八成|百万吨|吉瓦(?!时)", text) == []
    assert HAN.search(tab.page.text_content("#spoken"))


AXE = (
    "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations"
    ".filter((each) => ['serious', 'critical'].includes(each.impact))"
    ".map((each) => [each.id, each.nodes.slice(0, 3).map((node) => node.html)]))"
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious_in_any_state(browser, page_file, root, lang):
    axe = root / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("no axe-core: run `nox -s page` once")
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{page_file.as_uri()}#v=2&s=plan&l={lang}&d=009")
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    page.add_script_tag(path=str(axe))
    assert page.evaluate(AXE) == []
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate(AXE) == []
    page.select_option("#menu-0", "targets")
    page.click("#table-1")
    assert page.evaluate(AXE) == []
    page.click("#about")
    assert page.evaluate(AXE) == []
    context.close()
