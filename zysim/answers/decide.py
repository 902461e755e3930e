"""Whether a decision taken later, by what is then known, does better than fixed settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.decide_text import decided_rows, decided_text
from zysim.answers.result import CityResult, read_lang
from zysim.errors import InputError
from zysim.inputs.seek_file import read_question
from zysim.inputs.seek_question import SeekQuestion, changed_question
from zysim.paths import questions_path
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, open_project
from zysim.seeking.decide import FULL, QUICK
from zysim.seeking.decide import decide as find
from zysim.seeking.decided import Decided
from zysim.wording import Lang

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class DecideResult(CityResult[Decided]):
    """Fixed settings and rules, what they take and how often they are wrong."""

    NAME = "decide"
    LABELS = ("by",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn."""
        return {"members": self.found.fresh, "seed": self.found.question.seed}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values of both languages: what ``--json`` prints."""
        del lang
        return self.found.to_record()

    def to_frame(self) -> pd.DataFrame:
        """Return one row a rule, the best first, the coin last."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "by": each.by if each.signal is None else each.signal.signpost.id,
                    "threshold": each.threshold,
                    "below": each.below.id,
                    "above": each.above.id,
                    "probability": each.course.chances[0].value,
                    "change": each.course.change,
                    "cost": each.course.cost,
                    "false_alarm": each.false_alarm.value,
                    "missed": each.missed.value,
                }
                for each in (*self.found.rules, self.found.coin)
            ]
        )

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return each rule: what it goes by, what it takes, how often it is wrong."""
        return decided_rows(self.found, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        return decided_text(self.found, self.project, read_lang(lang))

    def _about(self) -> str:
        return f"{self.found.question.id}: {len(self.found.rules)} rules"


def decide(
    question: str | Path,
    *,
    probability: float | None = None,
    start: str | Path | None = None,
    over: str | None = None,
    seed: int | None = None,
    posterior: str | Path | None = None,
    quick: bool = False,
) -> DecideResult:
    """Hold a decision taken later, by statistics then out, against settings fixed today.

    Parameters
    ----------
    question
        Name of a question of ``seek/`` with a ``[decide]`` part, or path of a ``.toml`` file.
    probability
        Of the question's first condition.
    start, over, seed
        In place of those of the question.
    posterior
        Folder or file of :func:`zysim.update`: decide in the states of the world it led to.
    quick
        Fewer worlds and coarser settings.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or the question has no ``[decide]``.
    """
    project = open_project(posterior=None if posterior is None else Path(posterior))
    asked = changed_question(
        read_question(str(question), questions_path(), project.tables, project.graph.scalars),
        project.tables,
        probability=probability,
        start=None if start is None else str(start),
        over=over,
        seed=seed,
    )
    return answer_decide(
        project,
        asked,
        quick=quick,
        command=python_call(
            "decide",
            question,
            probability=probability,
            start=start,
            over=over,
            seed=seed,
            posterior=posterior,
            quick=quick,
        ),
    )


def answer_decide(
    project: Project,
    question: SeekQuestion,
    *,
    quick: bool = False,
    progress: Callable[[int, int], None] | None = None,
    command: str = "",
) -> DecideResult:
    """Answer a question that is read already; as :func:`decide`."""
    if question.decide is None:
        msg = f"{question.id}: no [decide], so nothing is decided later. Ask zysim.seek()."
        zh = f"{question.id} 没有 [decide] 一节，没有要等到以后再定的事：请用 zysim.seek()。"
        raise InputError(msg, zh=zh)
    found = find(
        project, question, question.decide, care=QUICK if quick else FULL, progress=progress
    )
    cases = [found.start, found.fixed, found.rule.below, found.rule.above]
    return DecideResult(
        project=project,
        found=found,
        cases=tuple({each.id: each for each in cases}.values()),
        command=command,
    )
