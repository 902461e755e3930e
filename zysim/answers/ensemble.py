"""The peak of cases with its probability, over many states of the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zysim
from zysim.answers.ensemble_text import chance_rows, ensemble_text
from zysim.answers.numbers_text import numbers_text
from zysim.answers.result import CityResult, read_lang
from zysim.answers.structures_text import structures_text
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.result_numbers import (
    CaseNumbers,
    numbers_needed,
    result_numbers,
    structures_needed,
)
from zysim.metrics.spread import PeakSpread, spreads_of
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose, open_project
from zysim.runs.structural import Structural, run_structures
from zysim.sampling import MEMBERS, Method
from zysim.wording import Lang

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class EnsembleResult(CityResult[Ensemble]):
    """Cases in many states of the world, and what that says of their peaks.

    What the structures add is run when it is first asked for, and then kept.
    """

    boundary: str
    seed: int
    progress: Callable[[int, int], None] | None = None
    """Told how many runs are done, and of how many, while structures are run."""

    NAME = "ensemble"
    LABELS = ("case", "variable", "year", "statistic")

    @cached_property
    def spreads(self) -> Mapping[str, Mapping[str, PeakSpread]]:
        """Case and account to how the peak is spread over the members."""
        return spreads_of(self.found)

    @cached_property
    def structural(self) -> Structural | None:
        """Runs with open questions of structure drawn on top; None where the city has none."""
        city = self.project.city
        if not self.project.tables.structures:
            return None
        return run_structures(
            self.project,
            self.cases,
            self.found,
            variable=city.accounts[self.boundary].variable,
            further=structures_needed(city),
            seed=self.seed,
            progress=self.progress,
        )

    @cached_property
    def conditions(self) -> tuple[Conditions, ...]:
        """The chance of each case over the weighted structures, and given each of them."""
        if self.structural is None:
            return ()
        return conditions_of(self.structural, self.project.city.goal)

    @cached_property
    def alike(self) -> tuple[Conditions, ...]:
        """The chances without the questions that some cases answer; empty where all are alike."""
        answered = {frozenset(q.id for q in each.settled) for each in self.conditions}
        if len(answered) < 2:
            return ()
        city = self.project.city
        drawn = run_structures(
            self.project,
            self.cases,
            self.found,
            variable=city.accounts[self.boundary].variable,
            seed=self.seed,
            left=frozenset().union(*answered),
        )
        return conditions_of(drawn, city.goal)

    @cached_property
    def numbers(self) -> Sequence[CaseNumbers]:
        """The numbers that stand beside the peak, by case."""
        return result_numbers(self.project, self.found, self.structural)

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        over = {each.scenario: each.to_record(read_lang(lang)) for each in self.conditions}
        for each in self.alike:
            over[each.scenario]["probability_alike"] = each.chance.value
        cards = {each.case: each.to_record() for each in self.numbers}
        return {
            "zysim": zysim.__version__,
            **self.found.manifest.design,
            "boundary": self.boundary,
            "worlds": list(self.found.worlds),
            "scenarios": [
                {
                    "id": name,
                    "title_zh": self.titles[name][0],
                    "title_en": self.titles[name][1],
                    **over.get(name, {}),
                    "boundaries": {letter: each.to_record() for letter, each in by_letter.items()},
                    "result_card": cards[name],
                }
                for name, by_letter in self.spreads.items()
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return quantiles: one row a case, variable, year and statistic (P2.5 to P97.5)."""
        from zysim.report.ensemble_tables import quantile_table

        table = quantile_table(self.found).rename(columns={"scenario": "case"})
        table.insert(3, "statistic", [f"P{100 * each:g}" for each in table.pop("quantile")])
        return table

    def to_dataset(self, *, members: bool = False) -> xr.Dataset:
        """Return a data variable per variable: over ``case``, ``statistic`` and ``year``.

        With ``members`` every state of the world, over ``case``, ``member`` and ``year``.
        """
        from zysim.runs.tables import to_dataset

        if members:
            data = to_dataset(self.found).rename(scenario="case")
        else:
            table = self.to_frame()
            wide = table.pivot(
                index=["case", "statistic", "year"], columns="variable", values="value"
            )
            data = wide.to_xarray().reindex(
                case=list(self.found.scenarios), statistic=table["statistic"].unique()
            )
            for name in data.data_vars:
                data[name].attrs["units"] = self.found.unit(str(name))
        return data.assign_attrs(title=f"zysim {self.NAME}", command=self.command)

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the chance of the peak and its quantiles, by case."""
        return chance_rows(self.found, self.spreads, self.titles, self.boundary, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, account = read_lang(lang), self.project.city.accounts[self.boundary]
        parts = [ensemble_text(self.found, self.spreads, self.titles, self.boundary, told)]
        if self.conditions:
            questions = self.project.tables.structures
            parts.append(
                structures_text(
                    self.conditions,
                    self.spreads,
                    questions,
                    self.titles,
                    account,
                    told,
                    alike=self.alike,
                )
            )
        parts.append(numbers_text(self.project, self.found, self.numbers, self.titles, told))
        return "\n\n".join(parts)

    def _draw(self, lang: Lang) -> Figure:
        from zysim.answers.ensemble_files import draw_fans

        return draw_fans(self, lang)

    def save(self, folder: str | Path, *, excel: bool = False) -> list[Path]:
        """Write fan charts, quantiles of the variables, results by member and manifest.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        from zysim.answers.ensemble_files import write_ensemble

        return write_ensemble(self, Path(folder), excel=excel)

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found.manifest


def ensemble(
    *cases: str | Path,
    n: int | None = None,
    seed: int = 0,
    changes: Changes | None = None,
    outputs: str | Sequence[str] | None = None,
    boundary: str | None = None,
    posterior: str | Path | None = None,
) -> EnsembleResult:
    """Run cases in ``n`` states of the world: the peak year with its probability.

    Parameters
    ----------
    cases
        Scenarios, files, or a scenario with changes; reference and main one if none is named.
    n
        States of the world; 2048 if None, or all those of a posterior.
    seed
        Of the draws, 0 or more.
    changes
        Made to the last case: the changed case comes beside it.
    outputs
        Further variables or scalars to keep.
    boundary
        Id of the account that is told first; the city's usual one if None.
    posterior
        Folder or file of worlds that :func:`zysim.calibrate` or :func:`zysim.update` led to, in
        place of new draws.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or ``n`` too small.
    ResultError
        If a value is not finite.

    Examples
    --------
    >>> found = ensemble("plan", n=16)
    >>> found.of("energy_co2_provincial").shape, dict(found.to_dataset().sizes)
    ((1, 16, 41), {'case': 1, 'statistic': 7, 'year': 41})
    """
    project = open_project(posterior=None if posterior is None else Path(posterior))
    names = [str(each) for each in cases]
    wanted = (outputs,) if isinstance(outputs, str) else outputs or ()
    return answer_ensemble(
        project,
        choose(project, names or project.city.usual, changes or {}),
        boundary=boundary or project.city.account,
        members=n or (MEMBERS if project.posterior is None else project.posterior.size),
        seed=seed,
        outputs=wanted,
        command=python_call(
            "ensemble",
            *names,
            n=n,
            seed=seed or None,
            changes=changes,
            outputs=wanted,
            boundary=boundary,
            posterior=posterior,
        ),
    )


def answer_ensemble(
    project: Project,
    chosen: Sequence[Settings],
    *,
    boundary: str,
    members: int = MEMBERS,
    seed: int = 0,
    method: Method = "sobol",
    until: int | None = None,
    outputs: Sequence[str] = (),
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> EnsembleResult:
    """Run cases that are read already; as :func:`ensemble`.

    ``progress`` is told how many runs are done, and of how many: of the cases, then, when they are
    asked for, of the cases with structures on top.
    """
    found = run_ensemble(
        project,
        chosen,
        members=members,
        seed=seed,
        method=method,
        until=until,
        outputs=list(dict.fromkeys([*outputs, *numbers_needed(project.city)])),
        command=command,
        progress=progress,
    )
    return EnsembleResult(
        project=project,
        found=found,
        cases=tuple(chosen),
        command=command,
        boundary=boundary,
        seed=seed,
        progress=progress,
    )
