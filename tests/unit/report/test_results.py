"""Report, slides and card from Python: read in every way that results have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zysim.answers.card import CardResult
from zysim.answers.report import ReportResult
from zysim.answers.result import Result
from zysim.answers.slides import SlidesResult
from zysim.report.paper.findings import Findings
from zysim.report.slides.told import Told

CALL = "zysim report baseline plan"


@pytest.mark.parametrize("kind", ["card", "report", "slides"])
def test_it_is_read_in_every_way(
    kind: str,
    found: Findings,
    told: Told,
    read_every_way: Callable[[Result[Any], Path | None], None],
    tmp_path: Path,
) -> None:
    city = {"project": found.project, "cases": found.chosen, "command": CALL}
    made: dict[str, Result[Any]] = {
        "card": CardResult(found=found.card, **city),
        "report": ReportResult(found=found, **city),
        "slides": SlidesResult(found=told, pages=1, **city),
    }
    read_every_way(made[kind], tmp_path if kind == "slides" else None)
