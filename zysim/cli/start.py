"""Where the program begins: an interrupt while it still loads, or ends, is told in one line."""

from __future__ import annotations

import os
import signal
import sys
from collections import namedtuple
from io import TextIOWrapper
from types import FrameType

STOPPED = 130
"""Exit code after Ctrl-C."""
INTERRUPTED = ("已中断，未留下半截文件。", "Interrupted; no half-written file was left.")
"""What an interrupt is answered with, in Chinese and English."""


def main() -> int:
    """Run the words of the console; return the exit code, where the program has not left already.

    All that takes time is loaded inside, where an interrupt is caught. Runs of the model fill the
    processors themselves; the small matrix products between them are slower on several threads,
    which wait for each other, and their last digits would depend on how many there are.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy reads it when it is loaded
    try:
        from zysim.cli.main import main as run

        code: int = run()
    except KeyboardInterrupt:
        return _told()
    finally:
        signal.signal(signal.SIGINT, _leave)  # Python's own way out would print where it was
        # Python remembers an interrupt inside a text it ran until it runs the next one, as it does
        # to make a named tuple, and would die by the signal in place of the exit code.
        namedtuple("Nothing", ())
    return code


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(STOPPED)


def _told() -> int:
    """Say that the program was interrupted, in the language of the words typed."""
    signal.signal(signal.SIGINT, _leave)  # a second one ends it at once
    from zysim.cli.anywhere import take_language
    from zysim.cli.terminal import PLAIN

    chinese, english = INTERRUPTED
    lang = take_language(sys.argv[1:])[1]
    line = f"zysim：{chinese}\n" if lang == "zh" else f"zysim: {english}\n"
    if isinstance(sys.stderr, TextIOWrapper):  # there may be none
        sys.stderr.reconfigure(errors=PLAIN)
        sys.stderr.write(line)
    return STOPPED
