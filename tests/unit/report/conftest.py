"""One run of the shipped city that reports, slides and cards are all made from."""

from __future__ import annotations

from pathlib import Path

import pytest

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
