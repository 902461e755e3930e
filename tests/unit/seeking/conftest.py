"""One city for all tests of the search."""

from __future__ import annotations

import pytest

from zysim.runs.project import Project, open_project


@pytest.fixture(scope="package")
def project() -> Project:
    return open_project()
