"""Everything a report tells, computed once for all languages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.city import Account
from zysim.inputs.settings import Settings
from zysim.metrics.fit import Fit
from zysim.metrics.history_fit import fits_of
from zysim.metrics.spread import PeakSpread, spreads_of
from zysim.metrics.summary import Summary, summarise_members, variables_summarised
from zysim.metrics.target_chances import TargetChance, target_chances
from zysim.metrics.typical import median_runs
from zysim.report.card.evidence import Sought, Tracked
from zysim.report.card.find import CardFindings, card_scalars, find_card
from zysim.report.figure.find import FigureFound, figure_of, main_figure
from zysim.report.parts import band_lines
from zysim.report.stored_study import StoredStudy, stored_studies
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.project import Project
from zysim.runs.results import Runs
from zysim.sampling import MEMBERS
from zysim.sensitivity.credit import Explanation, explain_difference
from zysim.sensitivity.leading import MEMBERS as LEADING_MEMBERS
from zysim.sensitivity.leading import Leading, leading_measures
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found, before it is put into words."""

    project: Project
    chosen: tuple[Settings, ...]
    boundary: str
    lines: Runs
    """Medians of the members."""
    bands: Mapping[str, Mapping[Pair, FloatArray]]
    """Case to what its median is made of under the boundary, by band; shape ``(year,)``."""
    summaries: tuple[Summary, ...]
    ensemble: Ensemble
    spreads: Mapping[str, Mapping[str, PeakSpread]]
    targets: tuple[TargetChance, ...]
    """Of the last scenario."""
    explanation: Explanation
    """From the first scenario to the last."""
    leading: Leading
    """The levers of the last scenario, those that matter most first."""
    card: CardFindings
    """The conclusion: the last scenario against the first."""
    figure: FigureFound
    """Emissions of the cases under the boundary, as the figure ``emissions`` says."""
    fits: tuple[Fit, ...]
    """Of the reference with central numbers, against history."""
    levers: StoredStudy | None
    """None where the stored study is missing or was made with other numbers."""
    worlds: StoredStudy | None

    @property
    def account(self) -> Account:
        """The account whose peak is told."""
        return self.project.city.accounts[self.boundary]

    @property
    def sinks(self) -> Mapping[str, FloatArray]:
        """Case to the median uptake, shape ``(year,)``; empty where the city has none."""
        sink = self.project.city.sink
        if sink is None:
            return {}
        return dict(zip(self.lines.scenarios, self.lines.of(sink.variable), strict=True))

    @property
    def titles(self) -> Mapping[str, Pair]:
        """Scenario id to its name."""
        return {each.id: each.titles for each in self.chosen}

    @property
    def first(self) -> str:
        """Id of the scenario the others are compared with."""
        return self.chosen[0].id

    @property
    def last(self) -> str:
        """Id of the scenario the report is about."""
        return self.chosen[-1].id


def find(
    project: Project,
    chosen: Sequence[Settings],
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    command: str = "",
    rankings: Sequence[Path] = (),
    sought: Sequence[Sought] = (),
    tracked: Tracked | None = None,
    figure: str = "",
) -> Findings:
    """Run all that a report needs.

    Parameters
    ----------
    project
        Model and tables.
    chosen
        Two scenarios or more; the first is compared with, the last is what the report is about.
    boundary
        Id of the account whose peak is told; the city's usual one if None.
    members, seed
        As for :func:`zysim.runs.ensemble.run_ensemble`.
    command
        What the user typed.
    rankings
        Folders that ``zysim rank --out`` wrote, quoted in place of those stored.
    sought, tracked
        Answers of ``zysim seek`` and ``zysim update`` that the report repeats.
    figure
        Specification of the fan, as :func:`zysim.report.figure.find.main_figure` takes it.

    Raises
    ------
    InputError
        If there are fewer than two scenarios, the first and the last are alike, a ranking
        given was made with other numbers, or the figure is of something else.
    ResultError
        If a value is not finite.
    """
    if len(chosen) < 2:
        both = " ".join(project.city.usual)
        msg = f"name two scenarios or more, the first to compare with, such as: {both}"
        raise InputError(msg, zh=f"请给出两个或更多情景，第一个为比较基准，例如：{both}")
    city = project.city
    boundary = boundary or city.account
    spec = main_figure(project, boundary, chosen, figure)
    studies = stored_studies(project, rankings)
    names = variables_summarised(city)
    ensemble = run_ensemble(
        project,
        chosen,
        members=members,
        seed=seed,
        outputs=list(dict.fromkeys([*names, *card_scalars(project), city.variables["sectors"]])),
        command=command,
    )
    first, last = chosen[0], chosen[-1]
    explanation = explain_difference(
        project, first, last, boundary=boundary, members=members, seed=seed
    )
    leading = leading_measures(
        project,
        last,
        first,
        accounts=[boundary],
        members=min(members, LEADING_MEMBERS),
        seed=seed,
    )[boundary]
    return Findings(
        project=project,
        chosen=tuple(chosen),
        boundary=boundary,
        lines=median_runs(ensemble, names),
        bands={each.id: band_lines(ensemble, each.id, boundary) for each in chosen},
        summaries=summarise_members(ensemble),
        ensemble=ensemble,
        spreads=spreads_of(ensemble),
        targets=target_chances(project, last, boundary=boundary, members=members, seed=seed),
        explanation=explanation,
        leading=leading,
        card=find_card(
            project,
            last,
            first,
            account=boundary,
            members=members,
            seed=seed,
            found=ensemble,
            leading=leading,
            sought=sought,
            tracked=tracked,
        ),
        figure=figure_of(project, spec, chosen, ensemble),
        fits=fits_of(project),
        levers=studies.get("levers"),
        worlds=studies.get("worlds"),
    )
