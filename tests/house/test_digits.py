"""What officials are told has no more digits than a result of the model has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zysim

HERE = Path(zysim.__file__).parent
OFFICIAL = (
    *(f"answers/{name}.py" for name in ("update_text", "targets", "chances_text", "decide_text")),
    *("metrics/target_reasons.py", "cli/levers.py"),
    *(path.relative_to(HERE).as_posix() for path in sorted(HERE.glob("report/**/*.py"))),
)
LONG = re.compile(r"\{([^{}:]*)[^{}]*\.[4-9]g\}")
WRITTEN = {
    "answers/update_text.py": {"value"},
    "answers/targets.py": {"factor * target.threshold"},
    "answers/chances_text.py": {"factor * target.threshold"},
    "report/gallery/targets.py": {"factor * target.threshold"},
    "report/data_wanted.py": {"scale * each"},
}
"""What somebody wrote: a published figure, a number of the plan, a number of the tables."""


@pytest.mark.parametrize("name", OFFICIAL)
def test_only_what_was_written_has_more_than_three_digits(name: str) -> None:
    text = (HERE / name).read_text("utf-8")
    assert set(LONG.findall(text)) <= WRITTEN.get(name, set())
