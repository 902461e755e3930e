"""The peak level over the two levers that decide the peak, with the line of a peak by 2030."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.kernel.compile import compile_model
from zysim.metrics.peak import find_peak, peak_margin
from zysim.plots.response_surface import response_surface
from zysim.report.gallery.words import frame
from zysim.runs.project import Project, choose
from zysim.wording import BOUNDARY_VARIABLES, Lang, Pair, pick

LEVERS = ("gas_chemicals", "gas_output")
"""First and second of the study `zysim rank levers`."""
STEPS = 25
NAMES: tuple[Pair, Pair] = (
    ("天然气化工", "Gas chemicals"),
    ("天然气增产", "Gas output"),
)
PLAN: Pair = ("方案", "plan")
HEADLINE: Pair = (
    "化工与增产放到多大，2030 年还能达峰",
    "How far gas chemistry and gas output may go with a peak by 2030",
)
CAPTION: Pair = (
    "口径 B，其余措施按方案实施，参数取最可能值；线为达峰裕度为 0 处。色为峰值。",
    "Boundary B, all other levers as in the plan, central numbers; the line is where the margin of "
    "a peak by 2030 is 0. Colour: peak level.",
)


def prepare(project: Project) -> pd.DataFrame:
    """Run the plan over a grid of both levers."""
    settings = choose(project, ["plan"], {})[0]
    ends = [project.tables.levers[name] for name in LEVERS]
    axes = [np.linspace(each.low, each.high, STEPS) for each in ends]
    first, second = (each.ravel() for each in np.meshgrid(*axes, indexing="ij"))
    batch = {name: np.full(first.size, value) for name, value in settings.constants.items()}
    batch |= {ends[0].constant: first, ends[1].constant: second}
    years, values = compile_model(project.graph).integrate(batch, outputs=[BOUNDARY_VARIABLES["B"]])
    emissions = values[BOUNDARY_VARIABLES["B"]]
    return pd.DataFrame(
        {
            "first": first,
            "second": second,
            "value": find_peak(emissions, years).level,
            "margin": peak_margin(emissions, years),
        }
    )


def draw(data: pd.DataFrame, lang: Lang) -> Figure:
    """Draw the surface with the plan marked."""
    figure, ax = plt.subplots(figsize=(8.2, 6.2), layout="constrained")
    names = pick(NAMES[0], lang), pick(NAMES[1], lang)
    points = {pick(PLAN, lang): (1.0, 1.0)}
    response_surface(data, names=names, points=points, lang=lang, ax=ax)
    return frame(figure, pick(HEADLINE, lang), pick(CAPTION, lang))
