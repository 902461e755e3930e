"""Progress: a line that moves on a terminal, a new line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from zysim.cli.framework import say, say_error, spoken
from zysim.wording import Pair

LINE: Pair = (
    "\r{done:,} / {total:,} 次运行，每秒 {rate:,.0f} 次，剩余 {left:.0f} 秒 ",
    "\r{done:,} of {total:,} runs, {rate:,.0f} a second, {left:.0f} s left ",
)


LOG: Pair = (
    "{done:,} / {total:,} 次运行，每秒 {rate:,.0f} 次，剩余 {left:.0f} 秒",
    "{done:,} of {total:,} runs, {rate:,.0f} a second, {left:.0f} s left",
)
BETWEEN = 30.0
"""Seconds between two lines in a log."""


@contextmanager
def progress_line() -> Iterator[Callable[[int, int], None]]:
    """Give a function to tell progress to: what is done, and of how many runs."""
    begin = said = time.perf_counter()
    terminal, last = sys.stderr.isatty(), (0, begin)

    def show(done: int, total: int) -> None:
        nonlocal begin, said, last
        now = time.perf_counter()
        if done < last[0]:  # other runs than before, which began when those ended
            begin = last[1]
        last = (done, now)
        rate = done / max(now - begin, 1e-9)
        told = {
            "done": done,
            "total": total,
            "rate": rate,
            "left": (total - done) / max(rate, 1e-9),
        }
        if terminal:
            sys.stderr.write(say(LINE, **told))
            sys.stderr.flush()
        elif now - said >= BETWEEN:
            said = now
            say_error(say(LOG, **told), spoken())

    try:
        yield show
    finally:
        if terminal:
            sys.stderr.write("\r\x1b[K")


SHARE: Pair = (
    "\r已完成 {share:.0%}，约剩 {left:.0f} 秒 ",
    "\r{share:.0%} done, about {left:.0f} s left ",
)


@contextmanager
def share_line() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to tell shares of work to; None where standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    begin = time.perf_counter()

    def show(done: int, total: int) -> None:
        left = (total - done) * (time.perf_counter() - begin) / max(done, 1)
        sys.stderr.write(say(SHARE, share=done / total, left=left))
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
