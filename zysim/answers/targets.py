"""The plan's numeric targets in one case: met or missed, by how much, and how surely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.chances_text import chance_record, chances_text
from zysim.answers.result import Listed, read_lang
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import Changes
from zysim.inputs.coverage import clause_name
from zysim.inputs.history import published_levels
from zysim.inputs.settings import Settings
from zysim.inputs.targets import SIGNS, Target
from zysim.metrics.target_accounts import is_counted
from zysim.metrics.target_chances import LEVER_WORLDS, TargetChance, scored_runs, target_chances
from zysim.metrics.target_reasons import Reason, reason_words, reasons_of
from zysim.metrics.targets import Score, middle_scores
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick, told_number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

HEADS: tuple[Pair, ...] = (
    ("", ""),
    ("目标", "target"),
    ("年份", "year"),
    ("方案要求", "plan"),
    ("结果", "result"),
    ("差距", "gap"),
    ("单位", "unit"),
    ("条款", "clause"),
)
RIGHT = frozenset({3, 4, 5})
ROUNDING_ERROR = 1e-9
MARKS = {"met": "✓", "missed": "✗", "mixed": "±", "not modelled": "–"}
NOT_MODELLED: Pair = ("未建模", "not modelled")
KINDS: Mapping[str, Pair] = {
    "nowcast": ("{history} 年及以前的目标（现状推算）", "Targets up to {history} (nowcast)"),
    "projection": ("{history} 年以后的目标（预测）", "Targets after {history} (projection)"),
}
WHY: Pair = ("未达到的，为什么", "Why those are missed")
COUNTS: Pair = (
    "{name}：{met} 项达到，{missed} 项未达到，{rest} 项未建模。结果为 {members} 种情形的中位数，"
    "有多大把握见 --probability。注明口径的按口径 {boundary} 计，其余是实物量。",
    "{name}: {met} met, {missed} missed, {rest} not modelled. Results are medians of {members} "
    "states of the world; for how sure they are see --probability. Targets that name "
    "account {boundary} are counted under it; the others are on quantities.",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class TargetsResult(Listed[Score]):
    """One score a target, of the medians of the members; chances when they are asked for."""

    reasons: Mapping[str, tuple[Reason, ...]]
    """Target id to why it is missed."""
    boundary: str
    members: int
    seed: int

    NAME = "targets"
    LABELS = ("target",)

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn."""
        return {"members": self.members, "seed": self.seed}

    @cached_property
    def chances(self) -> tuple[TargetChance, ...]:
        """The chance that each is met, and the lever it hangs on; run when first asked for."""
        return target_chances(
            self.project,
            self.cases[0],
            boundary=self.boundary,
            members=self.members,
            seed=self.seed,
        )

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values of both languages: what ``--json`` prints."""
        del lang
        return {
            "scenario": self.cases[0].id,
            "statistic": "P50",
            "members": self.members,
            "boundary": self.boundary,
            "targets": [
                self._head(each.target) | _numbers(each) | self._why(each.target)
                for each in self.found
            ],
        }

    def chances_record(self) -> dict[str, Any]:
        """Return the chances as plain values: what ``--probability --json`` prints."""
        return {
            "scenario": self.cases[0].id,
            "boundary": self.boundary,
            "members": self.members,
            "targets": [
                self._head(each.score.target) | chance_record(each) for each in self.chances
            ],
        }

    def _head(self, target: Target) -> dict[str, Any]:
        counted = is_counted(target, self.project.tables.targets)
        return {
            "id": target.id,
            "label_zh": target.label_zh,
            "label_en": target.label_en,
            "year": target.year,
            "variable": target.variable or None,
            "account": self.boundary if counted else None,
            "compare": target.compare,
            "threshold": target.threshold,
            "unit": target.unit,
            "clauses": list(target.clauses),
        }

    def _why(self, target: Target) -> dict[str, Any]:
        found = self.reasons.get(target.id, ())
        langs: tuple[Lang, Lang] = ("zh", "en")
        return {f"reason_{lang}": reason_words(found, target, lang) or None for lang in langs}

    def to_frame(self) -> pd.DataFrame:
        """Return one row a target: year, what is asked, value, gap, state, unit."""
        import pandas as pd

        records = [
            {"target": head.pop("id"), **head, **_numbers(each)}
            for each in self.found
            for head in [self._head(each.target)]
        ]
        for record in records:
            record["clauses"] = "; ".join(record["clauses"])
        return pd.DataFrame(records).astype({"value": float, "gap": float})

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return every target as it is read."""
        return self._rows(self.found, lang)

    def _rows(self, scores: Sequence[Score], lang: Lang) -> list[list[str]]:
        last = self.project.city.last
        return [
            [pick(head, lang) for head in HEADS],
            *(_row(score, last, lang) for score in scores),
        ]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, history = read_lang(lang), self.project.city.history
        parts = []
        for kind, words in KINDS.items():
            some = [score for score in self.found if score.kind == kind]
            if some:
                head = pick(words, told).format(history=history)
                parts.append(head + "\n" + columns(self._rows(some, told), right=RIGHT))
        states = [score.state for score in self.found]
        last = pick(COUNTS, told).format(
            name=pick(self.cases[0].titles, told),
            members=self.members,
            boundary=self.boundary,
            met=states.count("met"),
            missed=states.count("missed"),
            rest=states.count("not modelled"),
        )
        missed = [
            fold(f"  {target.id} {reason_words(why, target, told)}", terminal_width(), "      ")
            for target in (each.target for each in self.found)
            if (why := self.reasons.get(target.id))
        ]
        if missed:
            parts.append("\n".join([pick(WHY, told), *missed]))
        return "\n\n".join([*parts, fold(last, terminal_width())])

    def chances_text(self, lang: str | None = None) -> str:
        """Return the chances as the command line tells them."""
        note = {"members": self.members, "seed": self.seed, "worlds": LEVER_WORLDS}
        note["last"] = self.project.city.last
        levers = self.project.tables.levers
        return chances_text(self.chances, levers, note, SIGNS, read_lang(lang), terminal_width())

    def _draw(self, lang: Lang) -> Figure:
        from zysim.report.gallery import targets as board

        return board.draw(
            board.Board(
                city=self.project.city,
                name=self.cases[0].titles,
                members=self.members,
                chances=self.chances,
            ),
            lang,
        )


def _row(score: Score, last: int, lang: Lang) -> list[str]:
    target = score.target
    factor, unit = target.spoken(lang)
    result, gap = pick(NOT_MODELLED, lang), ""
    if score.value is not None and score.gap is not None:
        value = factor * float(score.value[0])
        peak = target.compare == "peak<="
        told = f"{value:.0f}" if peak else told_number(value, signed=target.on_change)
        result = f">{last}" if math.isnan(value) else told
        gap = "" if math.isnan(value) else _gap_text(factor * float(score.gap[0]))
    return [
        MARKS[score.state],
        f"{target.id} {pick((target.label_zh, target.label_en), lang)}",
        str(target.year),
        f"{SIGNS[target.compare]} {factor * target.threshold:.6g}",
        result,
        gap,
        unit,
        "; ".join(clause_name(each, lang) for each in target.clauses),
    ]


def _gap_text(gap: float) -> str:
    return "0" if abs(gap) < ROUNDING_ERROR else told_number(gap, signed=True)


def _numbers(score: Score) -> dict[str, Any]:
    value = None if score.value is None else float(score.value[0])
    gap = None if score.gap is None else float(score.gap[0])
    return {
        "kind": score.kind,
        "value": None if value is None or math.isnan(value) else value,
        "gap": None if gap is None or math.isnan(gap) else gap,
        "state": score.state,
    }


def targets(
    case: str | Path,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
) -> TargetsResult:
    """Score the targets of the plan in one case by the medians of ``n`` states of the world.

    Parameters
    ----------
    case
        Scenario, file, or a scenario with changes.
    changes
        Made to the case.
    boundary
        Account of the emissions; the city's usual one if None.
    n
        States of the world; those of :func:`zysim.ensemble` if None.
    seed
        Of the draws.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    project = open_project()
    return answer_targets(
        project,
        choose_one(project, str(case), changes or {}),
        boundary=boundary,
        members=n or MEMBERS,
        seed=seed,
        command=python_call(
            "targets", case, changes=changes, boundary=boundary, n=n, seed=seed or None
        ),
    )


def answer_targets(
    project: Project,
    case: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    command: str = "",
) -> TargetsResult:
    """Score a case that is read already; as :func:`targets`."""
    boundary = boundary or project.city.account
    runs = scored_runs(project, case, boundary=boundary, members=members, seed=seed)
    found = middle_scores(runs.scores)
    return TargetsResult(
        project=project,
        found=found,
        reasons={
            each.target.id: reasons_of(
                each.target,
                runs.values,
                runs.years,
                history=project.city.history,
                published=published_levels(each.target.variable, project.tables.history),
            )
            for each in found
            if each.state == "missed"
        },
        cases=(case,),
        command=command,
        boundary=boundary,
        members=members,
        seed=seed,
    )
