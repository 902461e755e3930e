"""`zysim.chart`: a figure from Python, by name, by file or by its fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from zysim.inputs.figure_spec import FigureSpec, read_figure
from zysim.paths import figures_path
from zysim.report.figure.draw import draw_panel, panels_of
from zysim.report.figure.files import PICTURES, write_figure
from zysim.report.figure.find import FigureFound, find_figure
from zysim.report.figure.table import figure_table
from zysim.report.figure.tell import notes_of, statement
from zysim.runs.project import open_project
from zysim.wording import Lang


@dataclass(frozen=True, slots=True, eq=False)
class DrawnChart:
    """A figure with its numbers, its sentence and its files."""

    found: FigureFound
    lang: Lang

    @property
    def spec(self) -> FigureSpec:
        """What the figure shows."""
        return self.found.spec

    @property
    def statement(self) -> str:
        """The sentence that the figure shows."""
        return statement(self.found, self.lang)

    @property
    def notes(self) -> str:
        """How to read it, its history and its source."""
        return notes_of(self.found, self.lang)

    @property
    def table(self) -> pd.DataFrame:
        """Every number drawn, one a row."""
        return figure_table(self.found, self.lang)

    def draw(self, ax: Axes | None = None, *, panel: int = 0) -> Axes:
        """Draw one panel on axes of the caller, the current ones if None; return them."""
        shown, cases = panels_of(self.found)[panel]
        return draw_panel(self.found, shown, cases, self.lang, ax=ax)

    def write(
        self,
        folder: str | Path,
        formats: Collection[str] = PICTURES,
        langs: Sequence[Lang] | None = None,
        *,
        force: bool = False,
    ) -> list[Path]:
        """Write pictures, CSV and manifest: see :func:`zysim.report.figure.files.write_figure`."""
        spoken = langs or (self.lang,)
        return write_figure(self.found, Path(folder), spoken, formats, force=force)


def chart(spec: str | FigureSpec = "", *, lang: str = "zh", **fields: Any) -> DrawnChart:
    """Make a figure from a specification, or from fields alone.

    Parameters
    ----------
    spec
        Name of a figure of ``figures/``, path of a ``.toml`` file, a specification, or "" for the
        emissions of the usual account in the usual cases.
    lang
        ``zh`` or ``en``.
    fields
        Put in place of those of the specification: ``variables``, ``cases``, ``account``,
        ``percentiles``, ``from_``, ``until``, ``layout``, ``history``, ``palette``, ``width_mm``,
        ``height_mm``, ``title_zh``, ``title_en``, ``note_zh``, ``note_en``, ``members``, ``seed``.

    Raises
    ------
    InputError
        If a field is unknown or breaks a rule, with every problem.
    ResultError
        If a value is not finite.

    Examples
    --------
    >>> chart(percentile=[10])
    Traceback (most recent call last):
    zysim.errors.InputError: figure: 1 problem(s)
      - unknown key 'percentile'. Did you mean 'percentiles'?
    """
    given = {
        ("from" if key == "from_" else key): list(value) if isinstance(value, tuple) else value
        for key, value in fields.items()
    }
    if isinstance(spec, FigureSpec):
        record = spec.to_record()
        read = read_figure("", figures_path(), {**record, **given})
    else:
        read = read_figure(spec, figures_path(), given)
    return DrawnChart(find_figure(open_project(), read), "en" if lang == "en" else "zh")
