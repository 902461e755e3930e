"""What a city draws of its own: its figures/charts.toml, read for its pictures."""

from __future__ import annotations

from zysim.inputs.charts import Drawn, read_charts
from zysim.runs.project import Project


def drawn_of(project: Project) -> Drawn:
    """Return the charts, surface and flows of a city's folder.

    Raises
    ------
    InputError
        If ``figures/charts.toml`` breaks a rule.
    """
    return read_charts(project.root, project.graph, project.tables.levers)
