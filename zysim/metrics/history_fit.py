"""The errors of a city's reference scenario against its history."""

from __future__ import annotations

from zysim.metrics.fit import Fit, fit_history
from zysim.runs.execute import run_settings
from zysim.runs.project import Project, choose_one


def fits_of(project: Project) -> tuple[Fit, ...]:
    """Return how well the reference repeats history with central numbers, by series and use.

    Empty where nothing was observed of a model variable.
    """
    history = project.tables.history
    wanted = sorted({row.variable for row in history if row.use != "show"})
    if not wanted:
        return ()
    reference = choose_one(project, project.city.reference, {})
    runs = run_settings(project, [reference], outputs=wanted)
    return tuple(fit_history(history, runs.values, runs.years))
