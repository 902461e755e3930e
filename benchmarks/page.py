"""How long the what-if page takes from input to paint, in a real browser.

    python benchmarks/page.py

Drags a slider of the city's page through its range, four times, with the browser on this machine,
and prints milliseconds: to the deterministic line on each move, to 128 members while dragging, to
all members after letting go. Needs chromium and the package playwright.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import expect, sync_playwright

from zysim.cli.main import main

LEVERS = ("gas_output", "gas_chemicals", "gas_power_capacity", "distributed_pv")
MOVES = 60
PAUSE_MS = 30
NAMES = {
    "line": "line, on each move",
    "dragging": "128 members, while dragging and first after",
    "full": "512 members, after letting go",
}


def run() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no chromium on this machine: install it and run this again")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        CliRunner().invoke(main, ["page", "-o", str(path)])
        print(f"page: {path.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(path.as_uri())
        body = page.locator("body")
        expect(body).to_have_attribute("data-state", "ready", timeout=60_000)
        shown = page.evaluate("performance.now()")
        print(f"all of it shown after {shown:.0f} ms")
        page.evaluate("for (const each of Object.values(zysim.timings)) each.length = 0")
        for lever in LEVERS:
            slider = page.locator(f'[data-control="{lever}"]')
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
        for key, name in NAMES.items():
            times = sorted(page.evaluate(f"zysim.timings.{key}"))
            p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
            middle = statistics.median(times)
            print(f"{name}: median {middle:.0f} ms, p95 {p95:.0f} ms ({len(times)} times)")
        browser.close()


if __name__ == "__main__":
    run()
