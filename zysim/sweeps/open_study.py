"""A study from Python: opened once, run once, asked as often as one likes."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zysim.inputs.formula import parse_formula
from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.sensitivity.evaluate import Evaluator, Part, evaluate
from zysim.sensitivity.given_data import GivenRanking, rank_given
from zysim.sensitivity.ranking import Ranking, rank_factors
from zysim.sensitivity.screening import Screening, screen_factors
from zysim.sensitivity.study_answers import (
    Cases,
    Conditions,
    Spread,
    discover_event,
    run_cases,
    spread_of,
)
from zysim.sensitivity.study_seek import Sought, seek_study

if TYPE_CHECKING:
    import xarray as xr

    from zysim.sensitivity.study_fit import StudyFit


class OpenStudy:
    """A study of the city or of any model.

    Parameters
    ----------
    path
        A study file, or the name of a shipped one.
    rows, seed
        In place of those of the study.

    Raises
    ------
    InputError
        If the study breaks a rule or does not fit its model; all problems at once.
    ModelFileError
        If the model cannot be read.
    """

    def __init__(
        self, path: str | Path, *, rows: int | None = None, seed: int | None = None
    ) -> None:
        self.study = changed(read_study(str(path), studies_path()), rows, seed, None)
        self.evaluator = Evaluator(self.study)

    def __repr__(self) -> str:
        """Say what it is about, in one line."""
        space, of = self.evaluator.space, self.evaluator.outcomes
        return (
            f"<OpenStudy {self.study.id}: {len(space.names)} factors, {len(of)} outcomes, "
            f"{self.evaluator.rows * self.evaluator.blocks} runs ({self.study.method})>"
        )

    @cached_property
    def results(self) -> Part:
        """All runs of the design; computed when first asked for."""
        return evaluate(self.evaluator)

    def cases(self) -> Cases:
        """Return one run of each case, with nothing varied."""
        return run_cases(self.evaluator)

    def rank(self) -> Ranking | Screening | GivenRanking:
        """Return the ranking: of Sobol, of Morris, or from rows of another design."""
        match self.study.method:
            case "sobol":
                return rank_factors(self.evaluator, self.results)
            case "morris":
                return screen_factors(self.evaluator, self.results)
        return rank_given(self.evaluator, self.results)

    def spread(self) -> Spread:
        """Return how outcomes and series are spread over the independent runs."""
        return spread_of(self.evaluator, self.results)

    def discover(self, event: str | None = None) -> Conditions:
        """Return the conditions of an event, that of the study if none is given."""
        formula = self.study.event if event is None else parse_formula(event)
        return discover_event(self.study, formula, event or self.study.event_text)

    def fit(self, data: str | Path | None = None) -> StudyFit:
        """Estimate the factors from observations, those of its ``[fit]`` if none are given."""
        # Only here: scipy's optimisers take a third of a second.
        from zysim.sensitivity.study_fit import fit_study, read_observations

        subject = self.evaluator.subject
        seen = read_observations(self.study, subject, None if data is None else Path(data))
        return fit_study(self.study, seen, subject)

    def seek(self) -> Sought:
        """Return values of factors at which outcomes are as wanted: its ``[seek]``."""
        return seek_study(self.study)

    def dataset(self, *, series: bool = False) -> xr.Dataset:
        """Return all runs with labels and units: inputs, outcomes, and series if asked for."""
        from zysim.sweeps.labels import run_dataset

        return run_dataset(self.evaluator, self.results, {}, series=series)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a run, in the order of the design: inputs, then outcomes.

        ``replicate``, ``row`` and ``block`` say where in the design it stands.
        """
        rows, blocks = self.evaluator.rows, self.evaluator.blocks
        inputs = np.concatenate([self.evaluator.inputs(part) for part in self.evaluator.parts()])
        names, outcomes = self.evaluator.space.names, list(self.evaluator.outcomes)
        table = {
            "replicate": np.repeat(self.evaluator.replicate, blocks),
            "row": np.repeat(np.arange(rows), blocks),
            "block": np.tile(np.arange(blocks), rows),
        }
        flat = inputs.reshape(-1, len(names))
        found = self.results.outcomes.reshape(-1, len(outcomes))
        return pd.DataFrame(
            table
            | {name: flat[:, at] for at, name in enumerate(names)}
            | {name: found[:, at] for at, name in enumerate(outcomes)}
        )
