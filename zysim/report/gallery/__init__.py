"""Pictures of the plan, each made from the model alone: what is drawn, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import matplotlib as mpl
from matplotlib.figure import Figure

from zysim.errors import unknown_name
from zysim.plots.style import house_style, save_figure
from zysim.runs.project import Project
from zysim.wording import Lang, Pair

FORMATS = ("png", "svg", "pdf")


@dataclass(frozen=True, slots=True)
class Picture:
    """A module of this folder with ``prepare(project)`` and ``draw(data, lang)``."""

    module: str
    about: Pair

    @property
    def prepare(self) -> Callable[[Project], Any]:
        """Return the function that makes the data, once for both languages."""
        return partial(self._call, "prepare")

    @property
    def draw(self) -> Callable[[Any, Lang], Figure]:
        """Return the function that draws one language inside the house style."""
        return partial(self._call, "draw")

    def _call(self, name: str, *values: Any) -> Any:
        return getattr(import_module(f"{__name__}.{self.module}"), name)(*values)


PICTURES: dict[str, Picture] = {
    "sectors": Picture("sectors", ("分行业排放与森林碳汇", "emissions by sector, and the sink")),
    "counties": Picture("counties", ("三个区县的排放", "emissions of the three counties")),
    "energy": Picture("energy", ("2030 年能源流向图", "flows of energy in 2030")),
    "targets": Picture("targets", ("方案各目标的达到概率", "chances of the plan's targets")),
    "surface": Picture("surface", ("两项措施的响应面", "the peak over two levers")),
}


def draw_gallery(
    project: Project,
    names: Sequence[str],
    folder: Path,
    *,
    formats: tuple[str, ...] = FORMATS,
) -> list[Path]:
    """Draw pictures in both languages.

    Parameters
    ----------
    project
        Model and tables.
    names
        Of ``PICTURES``; all if empty.
    folder
        Where the files go; it must exist.
    formats
        As for :func:`zysim.plots.style.save_figure`.

    Returns
    -------
    list of pathlib.Path
        The files written, ``sectors.zh.png`` and so on.

    Raises
    ------
    InputError
        If there is no picture of a name.
    """
    for name in names:
        if name not in PICTURES:
            raise unknown_name("picture", name, PICTURES, "")
    mpl.use("Agg")
    written: list[Path] = []
    for name in names or PICTURES:
        picture = PICTURES[name]
        data = picture.prepare(project)
        for lang in get_args(Lang):
            with house_style():
                figure = picture.draw(data, lang)
                written += save_figure(figure, folder / f"{name}.{lang}", formats)
    return written
