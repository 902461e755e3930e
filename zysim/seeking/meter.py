"""How much of a search is done, and how much may be left."""

from __future__ import annotations

from collections.abc import Callable

from zysim.seeking.search import Effort


class Meter:
    """How much is done and how much may be left, stage by stage.

    What a stage did not need is taken off when it is done, so the rest is an upper estimate.
    """

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._left: dict[str, int] = {}
        self._done = 0
        self._inside = 0

    def plan(self, knobs: int, effort: Effort) -> None:
        """Lay down about how many runs each stage takes."""
        some = min(knobs, 14)
        self._left = {
            "look": (2 * knobs + 1) * effort.look,
            "starts": 5 * (effort.starts + 3) * (knobs + 4) * effort.look,
            "grow": 3 * effort.kept * (some + 4) * effort.choice,
            "fewer": 80 * effort.choice,
            "grow on": 3 * (some + 4) * effort.answer,
            "written": 14 * effort.last,
            "greedy": knobs * effort.choice + 10 * effort.last if knobs else 0,
            "front": 2 * len(effort.ladder) * (some + 6) * effort.choice,
            "verify": 4 * effort.fresh,
        }

    def add(self, runs: int) -> None:
        """Count runs that are done."""
        self._done += runs
        self._inside += runs
        if self._progress is not None:
            left = sum(self._left.values()) - min(self._inside, next(iter(self._left.values()), 0))
            self._progress(self._done, self._done + left)

    def stage(self, name: str) -> None:
        """Take a stage that is done off the plan, and what comes before it."""
        while self._left and name in self._left:
            first = next(iter(self._left))
            del self._left[first]
            if first == name:
                break
        self._inside = 0
