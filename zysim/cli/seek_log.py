"""Progress of a search in a log file: a line a stage beside that of all long work."""

from __future__ import annotations

from pathlib import Path

from zysim.cli.progress_log import RUNS, ProgressLog
from zysim.seeking.search import Round
from zysim.wording import Lang, Pair, pick

STAGES: dict[str, Pair] = {
    "look": ("逐项试探", "each lever alone"),
    "sets": ("挑选措施组合", "sets of levers"),
    "starts": ("从多处出发", "from several starts"),
    "grow": ("增加情形", "more worlds"),
    "fewer": ("减少改动项数", "fewer levers"),
    "grow on": ("再增加情形", "more worlds still"),
    "written": ("取整", "rounded"),
    "front": ("不同概率", "other probabilities"),
    "greedy": ("逐项加码作比较", "one by one, to compare"),
}
STAGE: Pair = (
    "{at} {stage}：{worlds:,} 种情形，累计 {runs:,} 次运行，"
    "概率 {share:.3f}，改动量 {change:.3f}\n",
    "{at} {stage}: {worlds:,} worlds, {runs:,} runs so far, P {share:.3f}, change {change:.3f}\n",
)


class SeekLog(ProgressLog):
    """Writes to a file as the search goes on; silent without one."""

    def __init__(self, path: Path | None, lang: Lang) -> None:
        super().__init__(path, lang, RUNS)

    def stage(self, done: Round) -> None:
        """Write what a stage came to."""
        self.write(
            STAGE,
            stage=pick(STAGES[done.stage], self.lang),
            worlds=done.worlds,
            runs=done.runs,
            share=done.place.shares[0],
            change=done.place.change,
        )
