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
from zysim.report.gallery.own import drawn_of
from zysim.runs.project import Project
from zysim.wording import Lang, Pair


@dataclass(frozen=True, slots=True)
class Picture:
    """A module of this folder with ``prepare(project)`` and ``draw(data, lang)``."""

    module: str
    about: Pair
    offered: Callable[[Project], bool] = lambda _project: True
    """Whether a city has what the picture draws."""

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


def _has_counties(project: Project) -> bool:
    return bool(project.city.counties)


def _has_flows(project: Project) -> bool:
    return drawn_of(project).flows is not None


def _has_surface(project: Project) -> bool:
    return drawn_of(project).surface is not None


PICTURES: dict[str, Picture] = {
    "sectors": Picture("sectors", ("分行业排放与碳汇", "emissions by sector, and the sink")),
    "counties": Picture("counties", ("各区县的排放", "emissions by county"), _has_counties),
    "energy": Picture("energy", ("能源流向图", "flows of energy"), _has_flows),
    "targets": Picture("targets", ("方案各目标的达到概率", "chances of the plan's targets")),
    "surface": Picture("surface", ("两项措施的响应面", "the peak over two levers"), _has_surface),
}


def pictures_of(project: Project) -> dict[str, Picture]:
    """Return the pictures that a city has something to draw in, by name."""
    return {name: each for name, each in PICTURES.items() if each.offered(project)}


def draw_gallery(project: Project, names: Sequence[str], folder: Path) -> list[Path]:
    """Draw pictures in both languages.

    Parameters
    ----------
    project
        Model and tables.
    names
        Of :func:`pictures_of`; all if empty.
    folder
        Where the files go; it must exist.

    Returns
    -------
    list of pathlib.Path
        The files written, ``sectors.zh.png`` and so on.

    Raises
    ------
    InputError
        If there is no picture of a name.
    """
    pictures = pictures_of(project)
    for name in names:
        if name not in pictures:
            raise unknown_name("picture", name, pictures, "")
    mpl.use("Agg")
    written: list[Path] = []
    for name in names or pictures:
        picture = pictures[name]
        data = picture.prepare(project)
        for lang in get_args(Lang):
            with house_style():
                figure = picture.draw(data, lang)
                written += save_figure(figure, folder / f"{name}.{lang}")
    return written
