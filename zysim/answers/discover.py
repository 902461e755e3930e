"""The conditions under which a case peaks late, or in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from zysim.answers.result import CityResult, read_lang
from zysim.columns import columns, fold, terminal_width
from zysim.files import SEAL, staged_folder
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.report import discovery_story as story
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose_one, open_project
from zysim.sensitivity import discovery
from zysim.sensitivity.discovery import Answer, Condition, When
from zysim.units import unit_words
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MEMBERS = 4096
HEADS: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("范围", "range"),
    ("单位", "unit"),
    ("取值范围", "drawn from"),
    ("准 p 值", "quasi-p"),
    ("复现", "found again"),
)
TITLE_WIDTH = 92
AXIS: Pair = (
    "条件占取值范围的哪一段（0 为最低，1 为最高）",
    "Where the condition lies in the range drawn (0 lowest, 1 highest)",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class DiscoverResult(CityResult[Answer]):
    """Conditions on unknown numbers, and how far to trust them."""

    NAME = "discover"
    LABELS = ("id",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn."""
        return {"members": self.found.members, "seed": self.found.seed}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values of both languages: what ``--json`` prints."""
        del lang
        return story.discovery_record(self.found, self.cases[0].titles, self.project.tables)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a condition."""
        table = story.condition_table(self.found, self.project.tables)
        return table.reindex(columns=table.columns.union(list(self.LABELS), sort=False))

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the conditions as they are read."""
        tables = self.project.tables
        return [
            [pick(head, lang) for head in HEADS],
            *(
                [
                    story.condition_name(each, tables, lang),
                    story.range_text(each, lang),
                    pick(unit_words(tables.parameters[each.id].unit), lang),
                    f"{each.drawn[0]:g} – {each.drawn[1]:g}",
                    "<0.001" if each.quasi_p < 0.001 else f"{each.quasi_p:.3f}",
                    f"{each.reproduced:.0%}",
                ]
                for each in self.found.conditions
            ),
        ]

    @property
    def has_figure(self) -> bool:
        """Whether there are conditions to draw."""
        return bool(self.found.conditions)

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.span_rows import draw_spans

        conditions, rows = self.found.conditions, self.rows(lang)[1:]
        bars = [
            (row[0], *_inside(each), f"{row[1]} {row[2]}")
            for each, row in zip(conditions, rows, strict=True)
        ]
        lead = story.lead_text(self.found, pick(self.cases[0].titles, lang), lang)
        return draw_spans(fold(lead, TITLE_WIDTH), bars, pick(AXIS, lang), lang, dots=False)

    def text(self, lang: str | None = None) -> str:
        """Return the answer, its conditions, how far to trust them, and how they were found."""
        told, wide, found = read_lang(lang), terminal_width(), self.found
        said = story.cautions_of(found, self.project.tables, told)
        parts = [fold(story.lead_text(found, pick(self.cases[0].titles, told), told), wide)]
        if found.conditions:
            parts += [
                columns(self.rows(told), right=frozenset({4, 5})),
                fold(story.quality_text(found, told), wide),
            ]
        parts += ["\n".join(fold(each, wide) for each in said)] if said else []
        return "\n\n".join([*parts, fold(story.method_text(found, told), wide)])

    def save(self, folder: str | Path) -> list[Path]:
        """Write tables of the conditions and of the peeling, and the answer in both languages.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        out = Path(folder)
        with staged_folder(out) as stage:
            self.to_frame().to_csv(stage / "conditions.csv", index=False)
            story.trajectory_table(self.found).to_csv(stage / "trajectory.csv", index=False)
            for lang in get_args(Lang):
                text = self.text(lang) + "\n"
                (stage / f"answer.{lang}.txt").write_text(text, encoding="utf-8")
            (stage / SEAL).write_text(self.manifest().to_json(), encoding="utf-8")
            names = sorted(path.name for path in stage.iterdir())
        return [out / name for name in sorted(names, key=lambda name: name == SEAL)]


def _inside(condition: Condition) -> tuple[float, float]:
    """Return where a condition begins and ends within what is drawn, 0 to 1."""
    low, high = condition.drawn
    ends = (
        low if condition.low is None else condition.low,
        high if condition.high is None else condition.high,
    )
    first, last = ((each - low) / (high - low) for each in ends)
    return first, last


def discover(
    case: str | Path,
    *,
    n: int = MEMBERS,
    changes: Changes | None = None,
    boundary: str | None = None,
    seed: int = 0,
    when: When | None = None,
    year: int | None = None,
) -> DiscoverResult:
    """Find the conditions under which a case peaks late, or in time.

    Parameters
    ----------
    case
        Scenario, file, or a scenario with changes.
    n
        States of the world; as many again for the test.
    changes
        Made to the case.
    boundary
        Id of the account; the city's usual one if None.
    seed
        Of the draws.
    when
        ``after`` the year or ``by`` it; the rarer one where it is nearly always the other.
    year
        The year in question; the goal if None.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or there are too few members.
    """
    project = open_project()
    return answer_discover(
        project,
        choose_one(project, str(case), changes or {}),
        members=n,
        boundary=boundary,
        seed=seed,
        when=when,
        year=year,
        command=python_call(
            "discover",
            case,
            n=n,
            changes=changes,
            boundary=boundary,
            seed=seed or None,
            when=when,
            year=year,
        ),
    )


def answer_discover(
    project: Project, settings: Settings, *, command: str = "", **asked: Any
) -> DiscoverResult:
    """Ask about a case that is read already; as :func:`discover`."""
    found = discovery.discover(project, settings, **asked)
    return DiscoverResult(project=project, found=found, cases=(settings,), command=command)
