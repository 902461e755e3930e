"""How long the what-if page takes from input to paint, in a real browser.

    python benchmarks/page.py

Runs all members of the city's page in both engines, one after the other, and prints how many times
as fast WebAssembly is as JavaScript: by processor time, which other work on the machine leaves
alone, and by the clock; before that, when the first answer and when all of it was shown. Then drags
a slider through its range, four times, and prints milliseconds: to the deterministic line on each
move, to 128 members while dragging, to all members after letting go. Needs chromium and the package
playwright.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from click.testing import CliRunner
from playwright.sync_api import expect, sync_playwright

from zysim.cli.main import main

MEMBERS = 512
ROUNDS = 5
LEVERS = ("gas_output", "gas_chemicals", "gas_power_capacity", "distributed_pv")
MOVES = 60
PAUSE_MS = 30
NAMES = {
    "line": "line, on each move",
    "dragging": "128 members, while dragging and first after",
    "full": "512 members, after letting go",
}


FIRST = """new MutationObserver((_, observer) => {
  if (!document.querySelector("#tiles .tile")) return;
  window.first = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true })"""


def race(browser: Any, page: Any) -> None:
    """Run all members in both engines by turns and print the best of each, and their ratio."""
    session = browser.new_browser_cdp_session()

    def processor_ms() -> float:
        told = session.send("SystemInfo.getProcessInfo")["processInfo"]
        spent = [each["cpuTime"] for each in told if each["type"] == "renderer"]
        return 1000 * float(sum(spent))

    best: dict[str, tuple[float, float]] = {}
    for _ in range(ROUNDS):
        for engine in ("javascript", "webassembly"):
            before = processor_ms()
            clock = page.evaluate("asked => zysim.time(...asked)", [MEMBERS, engine])
            spent = processor_ms() - before
            old = best.get(engine, (spent, clock))
            best[engine] = min(old[0], spent), min(old[1], clock)
    for engine, (spent, clock) in best.items():
        print(f"{engine}: {MEMBERS} members in {clock:.0f} ms, {spent:.0f} ms of processors")
    slow, quick = best["javascript"], best["webassembly"]
    print(f"ratio: {slow[0] / quick[0]:.1f} by processors, {slow[1] / quick[1]:.1f} by the clock")


def thread_ms(session: Any) -> float:
    """Return how long the thread of the page was at work, other programs left out."""
    told = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    return 1000 * float(told["TaskDuration"])


def run() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no chromium on this machine: install it and run this again")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        CliRunner().invoke(main, ["page", "-o", str(path)])
        machine = f"{llvm.get_host_cpu_name()}, {os.cpu_count()} processors"
        print(f"{platform.platform()}, {machine}, load {os.getloadavg()[0]:.1f}")
        print(f"page: {path.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(FIRST)
        page.goto(path.as_uri())
        body = page.locator("body")
        expect(body).to_have_attribute("data-state", "ready", timeout=60_000)
        shown = page.evaluate("performance.now()")
        first = page.evaluate("first")
        print(f"first answer after {first:.0f} ms, all of it shown after {shown:.0f} ms")
        if page.locator("#tour-end").count():
            page.click("#tour-end")
        race(browser, page)
        page.evaluate("for (const each of Object.values(zysim.timings)) each.length = 0")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        busy = thread_ms(session)
        for lever in LEVERS:
            slider = page.locator(f'[data-control="{lever}"]')
            slider.evaluate("each => { each.closest('details').open = true; }")
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            assert box
            y = box["y"] + box["height"] / 2
            page.mouse.move(box["x"] + 0.2 * box["width"], y)
            page.mouse.down()
            for move in range(MOVES):
                page.mouse.move(box["x"] + (0.2 + 0.7 * move / MOVES) * box["width"], y)
                page.wait_for_timeout(PAUSE_MS)
            page.mouse.up()
            expect(body).to_have_attribute("data-state", "ready", timeout=60_000)
        drawn = page.evaluate("Object.values(zysim.timings).flat().length")
        each = (thread_ms(session) - busy) / drawn
        print(f"a drawing: {each:.0f} ms of the processor, all that the page's own thread does")
        for key, name in NAMES.items():
            times = sorted(page.evaluate(f"zysim.timings.{key}"))
            p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
            middle = statistics.median(times)
            print(f"{name}: median {middle:.0f} ms, p95 {p95:.0f} ms ({len(times)} times)")
        browser.close()


if __name__ == "__main__":
    run()
