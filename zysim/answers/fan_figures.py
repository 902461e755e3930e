"""Fan charts of any variable of an ensemble, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zysim.wording import Pair, pick

if TYPE_CHECKING:
    from zysim.inputs.settings import Settings
    from zysim.reading.graph import Variable
    from zysim.runs.ensemble import Ensemble
    from zysim.runs.project import Project

CAPTION: Pair = (
    "{members}种不确定情形（种子{seed}）；色带按年划分，含参数不确定性，不含模型结构的不确定性；"
    "黑点为历史数据（统计或推算），灰底为历史期。",
    "{members} states of the world (seed {seed}); bands are by year and hold the uncertainty of "
    "the numbers, not that of the structure; black points: history, reported or derived.",
)


def draw_fans_of(
    name: str, found: Ensemble, chosen: list[Settings], project: Project, folder: Path
) -> None:
    """Draw the fans of one scalar in both languages and all formats."""
    import matplotlib as mpl
    import pandas as pd

    from zysim.answers.ensemble_files import FORMATS
    from zysim.plots.fan_row import draw_fan_row
    from zysim.plots.style import house_style, save_figure
    from zysim.report.ensemble_tables import quantile_table

    mpl.use("Agg")
    table = quantile_table(found, [name])
    variable = project.graph.variables[name.partition("[")[0]]
    seen = [each for each in project.tables.history if each.variable == name]
    observed = pd.DataFrame(
        {"year": [each.year for each in seen], "value": [each.value for each in seen]}
    )
    heads = {"zh": variable.title_zh, "en": variable.name.capitalize()}
    for lang in ("zh", "en"):
        with house_style():
            figure = draw_fan_row(
                table,
                {each.id: pick(each.titles, lang) for each in chosen},
                city=project.city,
                heading=heads[lang] + element_of(name, variable),
                unit=(variable.unit, variable.unit),
                caption=pick(CAPTION, lang).format(members=found.members, seed=seed_of(found)),
                lang=lang,
                observed=observed,
            )
            save_figure(figure, folder / f"{file_name(name)}.{lang}", FORMATS)


def element_of(name: str, variable: Variable) -> str:
    """Return the element of an array in brackets, with a space before it; "" for a scalar."""
    rest = name.removeprefix(variable.identifier)
    return f" {rest}" if rest else ""


def seed_of(found: Ensemble) -> int:
    """Return the seed of the draws."""
    return int(found.manifest.design["seed"])


def file_name(name: str) -> str:
    """Return a scalar id as a file name that every system takes.

    >>> file_name("fleet[private_car,electric]")
    'fan-fleet-private_car-electric'
    """
    return "fan-" + name.replace("[", "-").replace(",", "-").rstrip("]")
