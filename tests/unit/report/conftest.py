"""One run of the shipped city that reports, slides and cards are all made from."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from zysim.report.card.evidence import read_sought, read_tracked
from zysim.report.card.find import CardFindings
from zysim.report.paper.files import write_report
from zysim.report.paper.findings import Findings, find
from zysim.report.slides.told import Told, tell
from zysim.runs.project import choose, open_project

MEMBERS = 32


@pytest.fixture(scope="session")
def found() -> Findings:
    project = open_project()
    chosen = choose(project, project.city.usual, {})
    return find(project, chosen, members=MEMBERS, command="zysim report baseline plan")


@pytest.fixture(scope="session")
def told(found: Findings) -> Told:
    return tell(found)


@pytest.fixture(scope="session")
def card(found: Findings) -> CardFindings:
    return found.card


@pytest.fixture(scope="session")
def folders(found: Findings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A whole report in each language."""
    made = {}
    for lang in ("zh", "en"):
        made[lang] = tmp_path_factory.mktemp(lang)
        write_report(found, made[lang], lang)
    return made


SEEK: dict[str, Any] = {
    "title_zh": "八成把握按期达峰",
    "title_en": "Eight in ten",
    "start": "plan",
    "feasible": True,
    "asked": [{"peak_by": 2030, "probability": 0.8}],
    "case": "plan+gas_chemicals=0",
    "levers": [
        {
            "id": "gas_chemicals",
            "before": 1.0,
            "after": 0.0,
            "years_before": [2026, 2032],
            "years_after": [2026, 2032],
            "probability_without": 0.15,
            "level_mt": -0.0731,
        }
    ],
    "cost": -1.25,
    "verified": {"probability": 0.82, "low": 0.79, "high": 0.85},
    "verified_start": {"probability": 0.15, "low": 0.1, "high": 0.2},
}
UPDATE: dict[str, Any] = {
    "case": "plan",
    "title_zh": "按方案实施",
    "title_en": "Plan",
    "boundary": "B",
    "year": 2027,
    "goal": 2030,
    "before": 0.62,
    "after": 0.41,
    "after_range": [0.05, 0.8],
    "observations": [
        {
            "series": "gas_output",
            "variable": "gas_output",
            "year": 2027,
            "value": 71.5,
            "unit": "亿立方米",
            "expected": [72.26, 80.0, 91.0],
            "plan": {"target": "T07", "start": 2025, "due": 120.0},
            "colour": "red",
        },
        {
            "series": "rural_population",
            "variable": "rural_population",
            "year": 2027,
            "value": 101.0,
            "unit": "万人",
            "expected": [98.5, 100.0, 103.0],
            "plan": None,
            "colour": None,
        },
    ],
    "targets": [
        {
            "id": "T02",
            "colour": "green",
            "unit": "%",
            "year": 2025,
            "start": 2020,
            "due": -17.0,
            "actual": -18.5,
        },
        {
            "id": "T01",
            "colour": "red",
            "unit": "%",
            "year": 2025,
            "start": 2020,
            "due": -14.5,
            "actual": -3.26,
        },
        {
            "id": "T08",
            "colour": "red",
            "unit": "",
            "year": 2030,
            "start": 2020,
            "due": 2030.0,
            "actual": None,
        },
        {
            "id": "T03",
            "colour": None,
            "unit": "%",
            "year": None,
            "start": None,
            "due": None,
            "actual": None,
        },
    ],
    "signposts": [
        {
            "id": "gas_running_hours",
            "year": 2027,
            "expected": [1401.5, 2000.0, 2804.0],
            "if_low": 0.73,
            "if_high": 0.57,
        }
    ],
}


@pytest.fixture
def seek_record() -> dict[str, Any]:
    """What a report reads of an answer of `zysim seek --json`."""
    return SEEK


@pytest.fixture
def update_record() -> dict[str, Any]:
    """What a report reads of ``update.json`` of `zysim update --out`."""
    return UPDATE


@pytest.fixture
def brought(
    found: Findings,
    tmp_path: Path,
    seek_record: dict[str, Any],
    update_record: dict[str, Any],
) -> Findings:
    """The findings of a report to which both answers were brought."""
    path = tmp_path / "seek.json"
    path.write_text(json.dumps(seek_record), encoding="utf-8")
    (tmp_path / "update.json").write_text(json.dumps(update_record), encoding="utf-8")
    sought, tracked = read_sought(path, found.project), read_tracked(tmp_path, found.project)
    return replace(found, card=replace(found.card, sought=(sought,), tracked=tracked))


@pytest.fixture(scope="session")
def office_problems() -> Callable[[Any], list[str]]:
    """What Word, PowerPoint or Excel would refuse or repair in a file."""
    path = Path(__file__).resolve().parents[3] / "scripts/office_rules.py"
    spec = importlib.util.spec_from_file_location("office_rules", path)
    assert spec is not None
    assert spec.loader is not None
    rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules)
    found: Callable[[Any], list[str]] = rules.problems
    return found
