"""Peak years of cases: medians over many states of the world, or single runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import zysim
from zysim.answers.result import CityResult, read_lang
from zysim.answers.run_text import peak_rows, result_text
from zysim.errors import InputError
from zysim.inputs.changes import Changes, word_of
from zysim.inputs.settings import Settings
from zysim.metrics.summary import Summary, summarise, summarise_members, variables_summarised
from zysim.runs.execute import Engine, last_year, run_settings
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose, open_project, quality_counts
from zysim.runs.results import Runs
from zysim.sampling import MEMBERS
from zysim.wording import PEAK_RULE, Lang

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from zysim.runs.ensemble import Ensemble

SINGLE = "single run at most likely values"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class RunResult(CityResult[Runs]):
    """The lines of cases, one per variable, and when each case peaks on every account."""

    summaries: tuple[Summary, ...]
    boundary: str
    members: int
    drawn: Ensemble | None
    """The states of the world that medians are taken over; None for single runs."""

    NAME = "run"
    LABELS = ("case", "variable", "year")

    @property
    def statistic(self) -> str:
        """What the lines are: ``P50`` over the members, or a single run."""
        return "P50" if self.members > 1 else SINGLE

    @cached_property
    def tables(self) -> Runs:
        """All variables in runs near the median, in which sums hold; made when first asked for."""
        if self.drawn is None:
            made = self.found.manifest
            until, engine = int(self.found.years[-1]), cast("Engine", made.engine)
            return run_settings(
                self.project, self.cases, until=until, engine=engine, command=made.command
            )
        from zysim.metrics.typical import typical_runs

        return typical_runs(self.project, self.cases, self.drawn, boundary=self.boundary)

    @property
    def gap(self) -> float | None:
        """How far ``tables`` are from the medians at most, as a share of the peak."""
        if self.drawn is None:
            return None
        from zysim.metrics.typical import gap_to_median

        return gap_to_median(self.tables, self.drawn, self.boundary)

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        del lang  # a record of both languages
        records = [each.to_record() for each in self.summaries]
        for record, case in zip(records, self.cases, strict=True):
            record["title_zh"], record["title_en"] = case.titles
            record["scenario"], record["hash"] = case.scenario.id, case.hash
            record["changes"] = {name: word_of(change) for name, change in case.changes.items()}
            record["settings"] = dict(self.found.manifest.scenarios[case.id])
        return {
            "zysim": zysim.__version__,
            "boundary": self.boundary,
            "statistic": self.statistic,
            "members": self.members,
            "variable": self.project.city.accounts[self.boundary].variable,
            "unit": "Mt CO2 per year",
            "rule": PEAK_RULE[1],
            "first_year": int(self.found.years[0]),
            "last_year": int(self.found.years[-1]),
            "engine": self.found.manifest.engine,
            "parameters_by_quality": quality_counts(self.project.tables),
            "scenarios": records,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the lines: one row a case, variable and year, with its statistic and unit."""
        from zysim.runs.tables import to_frame

        table = to_frame(self.found).rename(columns={"scenario": "case"})
        return table.assign(statistic=self.statistic)

    def to_dataset(self) -> xr.Dataset:
        """Return the lines: a data variable each, over ``case`` and ``year``."""
        from zysim.runs.tables import to_dataset

        data = to_dataset(self.found).rename(scenario="case")
        return data.assign_coords(statistic=self.statistic).assign_attrs(
            title=f"zysim {self.NAME}", command=self.command
        )

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return peak year, level and what stands beside them, by case."""
        return peak_rows(self.summaries, self.titles, self.boundary, lang)

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        return result_text(
            self.summaries,
            self.titles,
            quality_counts(self.project.tables),
            self.boundary,
            read_lang(lang),
            members=self.members,
            span=(int(self.found.years[0]), int(self.found.years[-1])),
        )

    def _draw(self, lang: Lang) -> Figure:
        from zysim.answers.run_files import draw_peaks

        return draw_peaks(self, lang)

    def save(self, folder: str | Path, *, excel: bool = False) -> list[Path]:
        """Write tables of all variables (CSV, Parquet, NetCDF, IAMC), summary and pictures.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        from zysim.answers.run_files import write_everything

        return write_everything(self, Path(folder), excel=excel)

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found.manifest


def run(
    *cases: str | Path,
    changes: Changes | None = None,
    n: int | None = None,
    seed: int = 0,
    until: int | None = None,
    engine: Engine = "auto",
    outputs: str | Sequence[str] = (),
    boundary: str | None = None,
) -> RunResult:
    """Run cases: when each peaks, and the line of every account.

    Parameters
    ----------
    cases
        Scenarios, files, or a scenario with changes; reference and main one if none is named.
    changes
        Made to the last case: the changed case comes beside it.
    n
        States of the world that medians are taken over; 1 for single runs at most likely values.
    seed
        Of the draws.
    until
        Last simulated year; that of the city if None.
    engine
        ``numpy`` or ``llvm`` for many runs, ``auto`` chooses; ``pysd`` is the slow referee.
    outputs
        Further variables or scalars whose lines are wanted.
    boundary
        Id of the account that is told first; the city's usual one if None.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    ResultError
        If a value is not finite.

    Examples
    --------
    >>> found = run("plan", n=8)
    >>> found.of("energy_co2_provincial").shape, found.statistic
    ((1, 41), 'P50')
    """
    project = open_project()
    names = [str(each) for each in cases]
    return answer_run(
        project,
        choose(project, names or project.city.usual, changes or {}),
        members=n,
        seed=seed,
        until=until,
        engine=engine,
        outputs=(outputs,) if isinstance(outputs, str) else outputs,
        boundary=boundary or project.city.account,
        command=python_call(
            "run",
            *names,
            changes=changes,
            n=n,
            seed=seed or None,
            until=until,
            engine=None if engine == "auto" else engine,
            outputs=outputs,
            boundary=boundary,
        ),
    )


def answer_run(
    project: Project,
    chosen: Sequence[Settings],
    *,
    boundary: str,
    members: int | None = None,
    seed: int = 0,
    until: int | None = None,
    engine: Engine = "auto",
    outputs: Sequence[str] = (),
    command: str = "",
) -> RunResult:
    """Run cases that are read already; as :func:`run`."""
    members = members or (1 if engine == "pysd" else MEMBERS)
    if members > 1 and engine == "pysd":
        msg = f"-n {members}: pysd makes single runs. Leave out -n, or take another engine."
        raise InputError(msg, zh=f"-n {members}：pysd 只作单次运行，请去掉 -n 或换一个引擎。")
    names = list(dict.fromkeys([*variables_summarised(project.city), *outputs]))
    drawn = None
    if members == 1:
        runs = run_settings(
            project, chosen, until=until, engine=engine, outputs=names, command=command
        )
        summaries = summarise(runs)
    else:
        # Only here: scipy takes half a second that single runs can spare.
        from zysim.metrics.typical import median_runs
        from zysim.runs.ensemble import run_ensemble

        drawn = run_ensemble(
            project,
            chosen,
            members=members,
            seed=seed,
            until=last_year(project.city, until),
            outputs=names,
            engine=engine,
            command=command,
        )
        scalars = [each for name in names for each in project.graph.scalars_of(name, "outputs")]
        runs, summaries = median_runs(drawn, scalars), summarise_members(drawn)
    return RunResult(
        project=project,
        found=runs,
        cases=tuple(chosen),
        command=command,
        summaries=summaries,
        boundary=boundary,
        members=members,
        drawn=drawn,
    )
