"""Progress of a search in a log file: a line a stage and a line now and then, with time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from zysim.files import write_error
from zysim.seeking.search import Round
from zysim.wording import Lang, Pair, pick

EVERY = 5.0
"""Seconds between two lines of progress."""
STAGES: dict[str, Pair] = {
    "look": ("逐项试探", "each lever alone"),
    "starts": ("从多处出发", "from several starts"),
    "grow": ("增加情形", "more worlds"),
    "fewer": ("减少改动项数", "fewer levers"),
    "grow on": ("再增加情形", "more worlds still"),
    "written": ("取整", "rounded"),
    "front": ("不同概率", "other probabilities"),
    "greedy": ("逐项加码作比较", "one by one, to compare"),
}
LINE: Pair = (
    "{at} 已完成 {done:,} 次运行，最多还需 {left:,} 次、约 {seconds:.0f} 秒\n",
    "{at} {done:,} runs done, at most {left:,} left, about {seconds:.0f} s\n",
)
STAGE: Pair = (
    "{at} {stage}：{worlds:,} 种情形，累计 {runs:,} 次运行，"
    "概率 {share:.3f}，改动量 {change:.3f}\n",
    "{at} {stage}: {worlds:,} worlds, {runs:,} runs so far, P {share:.3f}, change {change:.3f}\n",
)


class SeekLog:
    """Writes to a file as the search goes on; silent without one."""

    def __init__(self, path: Path | None, lang: Lang) -> None:
        self._path, self._lang = path, lang
        self._file: TextIO | None = None
        self._begin = self._last = time.monotonic()

    def __enter__(self) -> SeekLog:
        """Open the file, at its end."""
        if self._path is not None:
            try:
                self._file = self._path.open("a", encoding="utf-8")
            except OSError as error:
                raise write_error(self._path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def beside(
        self, progress: Callable[[int, int], None] | None
    ) -> Callable[[int, int], None] | None:
        """Return a function that tells progress to the terminal and to the file."""
        if self._file is None:
            return progress

        def show(done: int, total: int) -> None:
            if progress is not None:
                progress(done, total)
            now = time.monotonic()
            if now - self._last >= EVERY:
                self._last = now
                seconds = (total - done) * (now - self._begin) / max(done, 1)
                self._write(LINE, done=done, left=total - done, seconds=seconds)

        return show

    def stage(self, done: Round) -> None:
        """Write what a stage came to."""
        self._write(
            STAGE,
            stage=pick(STAGES[done.stage], self._lang),
            worlds=done.worlds,
            runs=done.runs,
            share=done.place.shares[0],
            change=done.place.change,
        )

    def _write(self, pair: Pair, **values: object) -> None:
        if self._file is None or self._path is None:
            return
        try:
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            self._file.write(pick(pair, self._lang).format(at=at, **values))
            self._file.flush()
        except OSError as error:
            raise write_error(self._path, error) from error
