"""Progress moves on a terminal and is a line now and then in a log."""

from __future__ import annotations

import io
import sys

import click
import pytest

from zysim.cli import progress
from zysim.cli.framework import Command


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_what_is_told_where(stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 10.0, 40.0, 50.0, 100.0])
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(moments))
    told = stream()
    monkeypatch.setattr(sys, "stderr", told)
    with click.Context(Command("x", about=("", "")), obj="en"), progress.progress_line() as show:
        for done in (100, 400, 100, 600):  # the third is of other runs, begun at 40
            show(done, 800)
    lines = [line.strip() for line in told.getvalue().replace("\r", "\n").splitlines() if line]
    if stream is Terminal:
        assert lines[0].startswith("100 of 800 runs, 10 a second, 70 s left")
        assert len(lines) == 5
    else:
        assert lines == [
            "zysim: 400 of 800 runs, 10 a second, 40 s left",
            "zysim: 600 of 800 runs, 10 a second, 20 s left",
        ]
