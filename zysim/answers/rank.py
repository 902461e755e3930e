"""Which levers, or which unknowns, matter most, and how sure that is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.effects_text import effects_text
from zysim.answers.quick_text import quick_text
from zysim.answers.rank_files import Answer, manifest_of, write_answer
from zysim.answers.rank_text import (
    given_rows,
    given_text,
    ranking_rows,
    ranking_text,
    screening_rows,
    screening_text,
)
from zysim.answers.result import Result, read_lang
from zysim.columns import fold, terminal_width
from zysim.errors import ResultError
from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.runs.manifest import Manifest, python_call
from zysim.sensitivity.evaluate import Evaluator, Part, evaluate
from zysim.sensitivity.single_effects import effects_of_study
from zysim.sensitivity.surrogate import Surrogate, evaluate_surrogate, fit_surrogate
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from zysim.sensitivity.refined import Refined


ANOTHER: Pair = (
    "以上是“最要紧的措施”，网页、结论卡、报告的次序相同。以下回答另一个问题：各因素同时变动时，"
    "结果的差异（方差）来自哪里；次序不必相同。",
    "The measures that matter most are those above, in the order of the page, the card and the "
    "report. What follows answers another question: where the differences (variance) of an outcome "
    "come from when all factors vary at once; its order need not be the same.",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class RankResult(Result[Answer]):
    """A Sobol study's indices, a screening's effects, or what rows of another design tell."""

    NAME = "rank"
    LABELS = ("outcome", "factor")

    @property
    def runs(self) -> int:
        """Runs of the model behind it."""
        return self.found.runs

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return verdict and every table as plain values: what ``--json`` prints."""
        del lang
        return self.found.to_record()

    def to_frame(self) -> pd.DataFrame:
        """Return one row an outcome and factor, the most important first."""
        name = "effects" if self.found.screening is not None else "indices"
        table = self.found.tables[name]
        return table[[*self.LABELS, *(each for each in table if each not in self.LABELS)]]

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the first factors as they are read."""
        found, space = self.found, self.found.evaluator.space
        if found.ranking is not None:
            return ranking_rows(found.ranking, space, lang)
        if found.screening is not None:
            return screening_rows(found.screening, space, lang)
        assert found.given is not None
        return given_rows(found.given, space, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, found = read_lang(lang), self.found
        about = found.evaluator.space, found.evaluator.study, told
        project = found.evaluator.subject.project
        parts = []
        if found.alone is not None and project is not None:
            parts.append(effects_text(found.alone, project.city, told))
            parts.append(fold(pick(ANOTHER, told), terminal_width()))
        if found.surrogate is not None:
            parts.append(quick_text(found, told))
        if found.ranking is not None:
            parts.append(ranking_text(found.ranking, *about))
        if found.screening is not None:
            parts.append(screening_text(found.screening, *about))
        if found.given is not None:
            parts.append(given_text(found.given, *about))
        return "\n\n".join(parts)

    def _draw(self, lang: Lang) -> Figure:
        from zysim.report.ranking_figures import draw_one

        found = self.found
        if found.ranking is None:
            msg = "zysim.rank(): only a Sobol study has figures. Use table() or text()."
            zh = "zysim.rank()：只有 Sobol 研究有图，请用 table() 或 text()。"
            raise ResultError(msg, zh=zh)
        about = found.evaluator.space, found.evaluator.study, found.tables
        return draw_one(found.ranking, *about, "sobol", lang)

    def save(self, folder: str | Path, *, figures: bool = True) -> list[Path]:
        """Write tables, verdict, the study itself and, with ``figures``, all pictures.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        return write_answer(self.found, Path(folder), command=self.command, figures=figures)

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return manifest_of(self.found, self.command)

    def _about(self) -> str:
        study = self.found.evaluator.study
        return f"{study.id}: {len(self.found.evaluator.space.names)} factors, {study.method}"


def rank(
    study: str | Path,
    *,
    rows: int | None = None,
    seed: int | None = None,
    boundary: str | None = None,
) -> RankResult:
    """Rank the factors of a study: of the city, or of any model.

    Parameters
    ----------
    study
        Name of a shipped study, such as ``levers``, or a ``.toml`` file.
    rows, seed, boundary
        In place of those of the study.

    Raises
    ------
    InputError
        If there is no such study, or it breaks a rule.
    """
    asked = changed(read_study(str(study), studies_path()), rows, seed, boundary)
    call = python_call("rank", study, rows=rows, seed=seed, boundary=boundary)
    evaluator = Evaluator(asked)
    return answer_rank(evaluator, evaluate(evaluator), command=call)


def answer_rank(
    evaluator: Evaluator,
    results: Part,
    surrogate: Surrogate | None = None,
    refined: Refined | None = None,
    *,
    command: str = "",
) -> RankResult:
    """Rank a study from its results, or with the help of a surrogate; as :func:`rank`."""
    return RankResult(found=Answer.of(evaluator, results, surrogate, refined), command=command)


def answer_quick(evaluator: Evaluator, *, command: str = "") -> RankResult:
    """Rank a study by a surrogate, with single effects worked out beside it; as :func:`rank`.

    Raises
    ------
    InputError
        If the study is of another method than ``sobol``.
    ResultError
        If a value is not finite.
    """
    with ThreadPoolExecutor(1) as beside:
        alone = beside.submit(effects_of_study, evaluator)
        surrogate = fit_surrogate(evaluator)
        results = evaluate_surrogate(evaluator, surrogate)
        found = Answer.of(evaluator, results, surrogate, alone=alone.result)
    return RankResult(found=found, command=command)
