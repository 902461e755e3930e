"""The peak level over two levers of the city, with the line of a peak in time."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.inputs.charts import Surface
from zysim.inputs.city import City
from zysim.kernel.compile import compile_model
from zysim.metrics.peak import find_peak, peak_margin
from zysim.plots.response_surface import response_surface
from zysim.report.gallery.own import drawn_of
from zysim.report.gallery.words import frame
from zysim.runs.project import Project, choose
from zysim.wording import Lang, Pair, co2_scale, pick

STEPS = 25
PLAN: Pair = ("方案", "plan")
CAPTION: Pair = (
    "{account}，其余措施按“{scenario}”，参数取最可能值；线为达峰裕度为 0 处。色为峰值。",
    "{account}, all other levers as in “{scenario}”, central numbers; the line is where the margin "
    "of a peak by {goal} is 0. Colour: peak level.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The peak over a grid of both levers."""

    city: City
    surface: Surface
    scenario: Pair
    names: tuple[Pair, ...]
    """Of the first and the second lever."""
    data: pd.DataFrame
    """Columns ``first``, ``second`` (settings), ``value`` (Mt CO2 a year) and ``margin``."""


def prepare(project: Project) -> Grid:
    """Run the main scenario over a grid of both levers."""
    city = project.city
    surface = drawn_of(project).surface
    assert surface is not None  # the picture is only offered where there is one
    settings = choose(project, [city.main], {})[0]
    ends = [project.tables.levers[name] for name in surface.levers]
    axes = [np.linspace(each.low, each.high, STEPS) for each in ends]
    first, second = (each.ravel() for each in np.meshgrid(*axes, indexing="ij"))
    batch = {name: np.full(first.size, value) for name, value in settings.constants.items()}
    batch |= {ends[0].constant: first, ends[1].constant: second}
    variable = city.accounts[city.account].variable
    years, values = compile_model(project.graph).integrate(batch, outputs=[variable])
    emissions = values[variable]
    data = {
        "first": first,
        "second": second,
        "value": find_peak(emissions, years).level,
        "margin": peak_margin(emissions, years, by=city.goal),
    }
    return Grid(
        city=city,
        surface=surface,
        scenario=settings.titles,
        names=tuple((each.label_zh, each.label_en) for each in ends),
        data=pd.DataFrame(data),
    )


def draw(grid: Grid, lang: Lang) -> Figure:
    """Draw the surface with the plan marked."""
    city = grid.city
    figure, ax = plt.subplots(figsize=(8.2, 6.2), layout="constrained")
    names = pick(grid.names[0], lang), pick(grid.names[1], lang)
    points = {pick(PLAN, lang): (1.0, 1.0)}
    data = grid.data.assign(value=grid.data["value"] * co2_scale(lang))
    response_surface(data, names=names, points=points, goal=city.goal, lang=lang, ax=ax)
    caption = pick(CAPTION, lang).format(
        account=pick(city.accounts[city.account].label, lang),
        scenario=pick(grid.scenario, lang),
        goal=city.goal,
    )
    return frame(figure, pick(grid.surface.title, lang).format(goal=city.goal), caption)
