"""The whole answer of `zysim rank`, and the files `--out` writes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.files import SEAL, staged_folder
from zysim.report.ranking_story import verdict_record
from zysim.runs.manifest import Manifest, describe_run
from zysim.runs.safe_names import without_formulas
from zysim.sensitivity.distances import pawn_medians
from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.fingerprint import fingerprint
from zysim.sensitivity.ranking import Ranking, check_widths, rank_factors, second_order
from zysim.sensitivity.screening import Screening, screen_factors
from zysim.sensitivity.single_effects import Effects, effects_of_study
from zysim.sweeps.keep_study import write_study

if TYPE_CHECKING:
    import pandas as pd

    from zysim.sensitivity.given_data import GivenRanking
    from zysim.sensitivity.refined import Refined
    from zysim.sensitivity.surrogate import Surrogate


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """A Sobol study has a ranking, a Morris study a screening."""

    evaluator: Evaluator
    results: Part
    ranking: Ranking | None
    screening: Screening | None
    given: GivenRanking | None
    """Of a design of another kind."""
    alone: Effects | None
    """What each lever does alone, where the study ranks single levers."""
    surrogate: Surrogate | None = None
    """What the results come from, or are sharpened by, where it is not the model alone."""
    refined: Refined | None = None
    """The rows the model has run, where the surrogate only sharpens them."""

    @classmethod
    def of(
        cls,
        evaluator: Evaluator,
        results: Part,
        surrogate: Surrogate | None = None,
        refined: Refined | None = None,
        *,
        alone: Callable[[], Effects | None] | None = None,
    ) -> Answer:
        """Analyse the results of a study; ``alone`` gives single effects worked out beside it."""
        morris, sobol = (evaluator.study.method == kind for kind in ("morris", "sobol"))
        refused = {} if surrogate is None or refined is not None else surrogate.refused
        return cls(
            evaluator=evaluator,
            results=results,
            ranking=rank_factors(evaluator, results, refused=refused, rows=refined)
            if sobol
            else None,
            screening=screen_factors(evaluator, results) if morris else None,
            given=None if morris or sobol else _given(evaluator, results),
            alone=effects_of_study(evaluator) if alone is None else alone(),
            surrogate=surrogate,
            refined=refined,
        )

    @property
    def runs(self) -> int:
        """Runs of the model behind it."""
        surrogate, blocks = self.surrogate, self.evaluator.blocks
        if surrogate is None:
            return self.evaluator.rows * blocks
        refined = 0 if self.refined is None else len(self.results.outcomes) * blocks
        return surrogate.runs + surrogate.checks + refined

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by name; the second opinion and the leading factors take more runs, once."""
        alone = self.alone
        singly = {} if alone is None else {"single_effects": _flat(alone.to_records())}
        return self._tables() | self._further() | singly

    def _tables(self) -> dict[str, pd.DataFrame]:
        from zysim.report.ranking_tables import (  # with pandas, a third of a second
            convergence_table,
            given_table,
            index_table,
            screening_table,
            year_table,
        )

        space = self.evaluator.space
        if self.screening is not None:
            return {"effects": screening_table(self.screening, space)}
        if self.given is not None:
            return {"indices": given_table(self.given, space)}
        if self.ranking is None:
            return {}
        return {
            "indices": index_table(self.ranking, space),
            "years": year_table(self.ranking, space),
            "convergence": convergence_table(self.ranking),
        }

    def _further(self) -> dict[str, pd.DataFrame]:
        """Return the second opinion, and what only the leading factors get."""
        from zysim.report.ranking_tables import pair_table, pawn_table, width_table

        ranking, evaluator = self.ranking, self.evaluator
        if ranking is None or self.surrogate is not None:
            return {}
        space, found = evaluator.space, {}
        if ranking.single:
            medians = pawn_medians(evaluator, self.results, ranking.main)
            found["pawn"] = pawn_table(medians, ranking, space)
        top = ranking.order()[: min(evaluator.study.top, len(space.factors))]
        if len(top) > 1:
            second = second_order(evaluator, self.results, ranking.main, top)
            found["pairs"] = pair_table(second, top, space)
            checks = check_widths(evaluator, self.results, ranking.main, top)
            found["widths"] = width_table(checks, space)
        return found

    def to_record(self) -> dict[str, Any]:
        """Return verdict and tables as plain values for JSON."""
        from zysim.report.ranking_tables import PLACES

        study, space = self.evaluator.study, self.evaluator.space
        verdict: dict[str, Any] = (
            {"study": study.id, "rows": study.rows}
            if self.ranking is None
            else verdict_record(self.ranking, space, study)
        )
        alone = {} if self.alone is None else {"effects": self.alone.to_records()}
        quick = {} if self.surrogate is None else {"surrogate": self.surrogate.to_record()}
        if self.refined is not None:
            quick["refined"] = {"runs": self.runs, "rows": self.refined.rows}
        return (
            alone
            | quick
            | verdict
            | {
                name: json.loads(table.to_json(orient="records", double_precision=PLACES))
                for name, table in self.tables.items()
                if name != "single_effects"
            }
        )


def write_answer(answer: Answer, out: Path, *, command: str, figures: bool = True) -> list[Path]:
    """Write all files of a study; return their final paths.

    Raises
    ------
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    from zysim.answers.study_files import RUNS, write_runs

    tables = answer.tables
    with staged_folder(out) as stage:
        for name, table in tables.items():
            without_formulas(table).to_csv(stage / f"{name}.csv", index=False)
        if answer.ranking is not None:
            space, study = answer.evaluator.space, answer.evaluator.study
            record = verdict_record(answer.ranking, space, study)
            text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
            (stage / "verdict.json").write_text(text + "\n", encoding="utf-8")
            if figures:
                from zysim.report.ranking_figures import draw_ranking  # half a second of matplotlib

                draw_ranking(answer.ranking, space, study, tables, stage)
        own = answer.evaluator.study.model is not None or answer.evaluator.study.outcomes
        if own and answer.surrogate is None:
            write_runs(answer.evaluator, answer.results, stage / RUNS, command, series=False)
        write_study(answer.evaluator.study, stage)
        (stage / SEAL).write_text(manifest_of(answer, command).to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def manifest_of(answer: Answer, command: str) -> Manifest:
    """Return what made a ranking: files, versions, engine, command, hash of the numbers."""
    from zysim.report.stored_study import NUMBERS

    evaluator = answer.evaluator
    study, subject = evaluator.study, evaluator.subject
    design: dict[str, int | str] = {
        "study": study.id,
        "method": study.method,
        "rows": study.rows,
        "replicates": study.replicates,
        "seed": study.seed,
        "boundary": study.boundary,
        NUMBERS: fingerprint(evaluator),
    }
    if answer.surrogate is not None:
        design["surrogate_runs"] = answer.surrogate.runs
    if answer.refined is not None:
        design["refined_rows"] = answer.refined.rows
    return describe_run(
        root=subject.root,
        files=[*subject.files, study.path, *study.further],
        scenarios={next(iter(subject.cases)): evaluator.space.fixed},
        engine=evaluator.engine,
        until=int(evaluator.years[-1]),
        command=command,
        method=subject.method,
        design=design,
    )


def _given(evaluator: Evaluator, results: Part) -> GivenRanking:
    from zysim.sensitivity.given_data import rank_given

    return rank_given(evaluator, results)


def _flat(records: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.json_normalize(records, sep=".")
