"""Progress of long work in a file: a line now and then, with the time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from zysim.files import write_error
from zysim.wording import Lang, Pair, pick

EVERY = 5.0
"""Seconds between two lines of progress."""
RUNS: Pair = (
    "{at} 已完成 {done:,} 次运行，最多还需 {left:,} 次、约 {seconds:.0f} 秒\n",
    "{at} {done:,} runs done, at most {left:,} left, about {seconds:.0f} s\n",
)
SHARE: Pair = (
    "{at} 已完成 {share:.0%}，约剩 {seconds:.0f} 秒\n",
    "{at} {share:.0%} done, about {seconds:.0f} s left\n",
)


class ProgressLog:
    """Writes to a file as work goes on; silent without one."""

    def __init__(self, path: Path | None, lang: Lang, line: Pair) -> None:
        self._path, self.lang, self._line = path, lang, line
        self._file: TextIO | None = None
        self._begin = self._last = time.monotonic()

    def __enter__(self) -> Self:
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
            if now - self._last >= EVERY or done == total:
                self._last = now
                seconds = (total - done) * (now - self._begin) / max(done, 1)
                share = done / max(total, 1)
                self.write(self._line, done=done, left=total - done, share=share, seconds=seconds)

        return show

    def write(self, pair: Pair, **values: object) -> None:
        """Write a line, with the time at ``at``."""
        if self._file is None or self._path is None:
            return
        try:
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            self._file.write(pick(pair, self.lang).format(at=at, **values))
            self._file.flush()
        except OSError as error:
            raise write_error(self._path, error) from error
