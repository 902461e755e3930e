"""What cases cost against a reference: by year, kind and payer, and per tonne."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zysim
from zysim.answers.cost_text import cost_text, group_rows
from zysim.answers.result import Listed, read_lang
from zysim.errors import InputError
from zysim.inputs.changes import Changes
from zysim.inputs.settings import Settings
from zysim.metrics.air import health_money
from zysim.metrics.cost_book import RATE
from zysim.runs.manifest import Manifest, python_call
from zysim.runs.project import Project, choose, choose_against, open_project
from zysim.sensitivity.cost_answer import MEMBERS, CostAnswer, answer_costs
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

CASE: Pair = ("方案", "case")


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CostResult(Listed[CostAnswer]):
    """One answer a case, without those that are the reference; money in yi CNY."""

    reference: str
    rate: float
    members: int
    seed: int
    health: bool = False
    """Whether the text and the record tell the health that pollutants cost."""

    NAME = "cost"
    LABELS = ("case", "year", "part")

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values of both languages: what ``--json`` prints."""
        del lang
        return {
            "zysim": zysim.__version__,
            "reference": self.reference,
            "rate": self.rate,
            "members": self.members,
            "seed": self.seed,
            "unit": "yi CNY",
            "years": [record for each in self.found for record in each.year_records()],
            "cases": [each.to_record() | self._health(each) for each in self.found],
        }

    def _health(self, each: CostAnswer) -> dict[str, Any]:
        if not self.health:
            return {}
        money = health_money(each.account.air, self.project.tables.health_costs)
        names = ("low", "value", "high")
        years = [
            {"year": int(year), **dict(zip(names, map(float, three), strict=True))}
            for year, *three in zip(each.account.years, *money, strict=True)
        ]
        return {"health_saved_yi_cny": years}

    def to_frame(self) -> pd.DataFrame:
        """Return money by year, in yi CNY: the median total, its P10 and P90, payers and kinds.

        Payers add up to the total, and so do kinds.
        """
        import pandas as pd

        rows = []
        for record in (record for each in self.found for record in each.year_records()):
            parts = {name: record[name] for name in ("total", "low", "high", "gdp")}
            parts |= {f"payer {name}": value for name, value in record["payers"].items()}
            parts |= {f"kind {name}": value for name, value in record["kinds"].items()}
            label = {"case": record["case"], "year": record["year"]}
            rows += [{**label, "part": name, "value": value} for name, value in parts.items()]
        return pd.DataFrame(rows)

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return cost, tonnes avoided and cost per tonne of each group of measures."""
        tables = [group_rows(each, lang) for each in self.found]
        names = [pick(each.titles[each.account.scenario], lang) for each in self.found]
        return [
            [pick(CASE, lang), *tables[0][0]],
            *(
                [name, *(cell.strip() for cell in row)]
                for name, (_heads, *rows) in zip(names, tables, strict=True)
                for row in rows
            ),
        ]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told, tables = read_lang(lang), self.project.tables
        return "\n\n".join(cost_text(each, tables, told, health=self.health) for each in self.found)

    def _draw(self, lang: Lang) -> Figure:
        from zysim.answers.cost_files import draw_tonnes

        return draw_tonnes(self.found[-1], lang)

    def save(self, folder: str | Path, *, excel: bool = False) -> list[Path]:
        """Write tables of years, items, measures and pollutants, a picture a case, the manifest.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        from zysim.answers.cost_files import write_costs

        return write_costs(self, Path(folder), excel=excel)

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return self.found[0].account.manifest


def cost(
    *cases: str | Path,
    against: str | Path | None = None,
    rate: float = RATE,
    n: int | None = None,
    seed: int = 0,
    changes: Changes | None = None,
    each_lever: bool = False,
    boundary: str | None = None,
    health: bool = False,
) -> CostResult:
    """Count what cases cost against a reference: by year, kind and payer, and per tonne.

    Parameters
    ----------
    cases
        Scenarios, files, or a scenario with changes; the main scenario if none is named.
    against
        The reference; that of the city if None.
    rate
        Discount rate a year, also the interest of the annuities.
    n
        States of the world; 256 if None.
    seed
        Of the draws of worlds and prices.
    changes
        Made to the last case.
    each_lever
        Cost per tonne of each lever, not of groups of them.
    boundary
        Account of the emissions where the model has no total of all gases; the usual one if None.
    health
        Tell the health that pollutants cost beside the account: ten times apart between studies.

    Raises
    ------
    InputError
        If a name is unknown, a value or the rate is out of range, or the city has no payments.
    """
    project = open_project()
    names = [str(each) for each in cases]
    chosen = choose(project, names or (project.city.main,), changes or {})
    return answer_cost(
        project,
        chosen,
        choose_against(project, against, chosen),
        boundary=boundary or project.city.account,
        members=n or MEMBERS,
        seed=seed,
        rate=rate,
        each_lever=each_lever,
        health=health,
        command=python_call(
            "cost",
            *names,
            against=against,
            rate=rate,
            n=n,
            seed=seed or None,
            changes=changes,
            each_lever=each_lever,
            boundary=boundary,
            health=health,
        ),
    )


def answer_cost(
    project: Project,
    chosen: Sequence[Settings],
    reference: Settings,
    *,
    boundary: str,
    members: int = MEMBERS,
    seed: int = 0,
    rate: float = RATE,
    each_lever: bool = False,
    health: bool = False,
    command: str = "",
) -> CostResult:
    """Count cases that are read already; as :func:`cost`."""
    if health and not project.tables.health_costs:
        path = project.tables.folder / "health_costs.csv"
        msg = f"{path}: no rows, so no money for health. Add them, or leave health out."
        raise InputError(msg, zh=f"{path} 没有内容，无法折算健康损失：请补充，或不用 --health。")
    found = answer_costs(
        project,
        chosen,
        reference,
        boundary=boundary,
        members=members,
        seed=seed,
        rate=rate,
        each_lever=each_lever,
        command=command,
    )
    told = {each.account.scenario for each in found}
    return CostResult(
        project=project,
        found=found,
        cases=tuple(each for each in chosen if each.id in told),
        command=command,
        reference=reference.id,
        rate=rate,
        members=members,
        seed=seed,
        health=health,
    )
