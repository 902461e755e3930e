"""What to change so that a goal is met with a given probability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.result import CityResult, read_lang
from zysim.answers.seek_text import answer_text, lever_rows
from zysim.errors import InputError
from zysim.files import write_text
from zysim.inputs.seek_file import read_question
from zysim.inputs.seek_question import SeekQuestion, changed_question
from zysim.paths import questions_path
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, open_project
from zysim.seeking import search
from zysim.seeking.answer import Answer
from zysim.seeking.answer import answer as find
from zysim.seeking.scenario_text import scenario_text
from zysim.seeking.search import Round
from zysim.seeking.wording import lever_label
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
TITLE: Pair = ("改哪几项、改多少", "What changes, and how far")
AXIS: Pair = (
    "力度（0 为 2025 年底状况及其趋势，1 为方案；圆点为改后）",
    "Strength (0 as at the end of 2025 with its trend, 1 the plan; the dot is after the change)",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class SeekResult(CityResult[Answer]):
    """The case sought, the levers that make it, and how sure it is."""

    NAME = "seek"
    LABELS = ("lever",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn."""
        return {"members": self.found.verified.worlds, "seed": self.found.question.seed}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values of both languages: what ``--json`` prints."""
        del lang
        return self.found.to_record()

    def to_frame(self) -> pd.DataFrame:
        """Return one row a lever: settings and years before and after, the chance without it."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "lever": each.lever,
                    "before": each.before,
                    "after": each.after,
                    "start_before": each.years_before[0],
                    "full_before": each.years_before[1],
                    "start_after": each.years_after[0],
                    "full_after": each.years_after[1],
                    "probability_without": each.without,
                }
                for each in self.found.levers
            ],
            columns=[
                *("lever", "before", "after", "start_before", "full_before"),
                *("start_after", "full_after", "probability_without"),
            ],
        )

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return each lever with its change, and the chance without it."""
        return lever_rows(self.found, self.project, lang)

    @property
    def has_figure(self) -> bool:
        """Whether anything changes that could be drawn."""
        return bool(self.found.levers)

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.span_rows import draw_spans

        rows = self.rows(lang)[1:]
        bars = [
            (lever_label(each.lever, self.project.tables, lang), each.before, each.after, row[1])
            for each, row in zip(self.found.levers, rows, strict=True)
        ]
        return draw_spans(pick(TITLE, lang), bars, pick(AXIS, lang), lang, line=1.0)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        return answer_text(self.found, self.project, read_lang(lang))

    def save_scenario(self, path: str | Path) -> Path:
        """Write the case sought as a scenario file, ready to run.

        Raises
        ------
        ResultError
            If it cannot be written.
        """
        write_text(Path(path), scenario_text(self.found, self.project, self.command))
        return Path(path)

    def _about(self) -> str:
        return f"{self.found.question.id}: {len(self.found.levers)} levers"


def seek(
    question: str | Path,
    *,
    probability: float | None = None,
    start: str | Path | None = None,
    moves: Sequence[str] = (),
    keep: Sequence[str] = (),
    over: str | None = None,
    seed: int | None = None,
    budget: float | None = None,
    at_most: int | None = None,
    posterior: str | Path | None = None,
    quick: bool = False,
) -> SeekResult:
    """Find what to change so that a goal is met with a given probability.

    Parameters
    ----------
    question
        Name of a question of ``seek/``, or path of a ``.toml`` file.
    probability
        Of the question's first condition.
    start, over, seed
        In place of those of the question.
    moves, keep
        Levers that alone may move, and levers that stay.
    budget
        Yi CNY that the net present cost against the start stays within in half of the worlds.
    at_most
        Levers that may change at most.
    posterior
        Folder or file of :func:`zysim.update`: search in the states of the world that it led to.
    quick
        Fewer worlds, several times faster.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range, or the question is one of
        :func:`zysim.decide`.
    """
    project = open_project(posterior=None if posterior is None else Path(posterior))
    first = None if start is None else str(start)
    asked = changed_question(
        read_question(str(question), questions_path(), project.tables, project.graph.scalars),
        project.tables,
        probability=probability,
        start=first,
        moves=moves,
        keep=keep,
        over=over,
        seed=seed,
        budget=budget,
        at_most=at_most,
    )
    return answer_seek(
        project,
        asked,
        quick=quick,
        command=python_call(
            "seek",
            question,
            probability=probability,
            start=start,
            moves=moves,
            keep=keep,
            over=over,
            seed=seed,
            budget=budget,
            at_most=at_most,
            posterior=posterior,
            quick=quick,
        ),
    )


def answer_seek(
    project: Project,
    question: SeekQuestion,
    *,
    quick: bool = False,
    progress: Callable[[int, int], None] | None = None,
    told: Callable[[Round], None] | None = None,
    command: str = "",
) -> SeekResult:
    """Answer a question that is read already; as :func:`seek`."""
    if question.decide is not None:
        msg = f"{question.id}: is decided later, by a rule. Ask zysim.decide()."
        raise InputError(msg, zh=f"{question.id} 是以后再定的问题：请用 zysim.decide()。")
    found = find(
        project,
        question,
        effort=search.QUICK if quick else search.FULL,
        progress=progress,
        told=told,
    )
    return SeekResult(
        project=project, found=found, cases=(found.start, found.case), command=command
    )
