"""What every analysis gives: one result, read as table, text, figure, JSON, dataset or files."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, get_args

from zysim.errors import ResultError
from zysim.files import SEAL, staged_folder
from zysim.inputs.settings import Settings
from zysim.runs.execute import describe, engine_used
from zysim.runs.manifest import Manifest
from zysim.runs.project import Project
from zysim.wording import Lang, Pair, language

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

Found = TypeVar("Found")


def read_lang(lang: str | None) -> Lang:
    """Return the language asked for; that of the reader's system if None.

    Raises
    ------
    ResultError
        If it is neither ``zh`` nor ``en``.

    Examples
    --------
    >>> read_lang("en")
    'en'
    """
    if lang is None:
        return language()
    if lang not in get_args(Lang):
        msg = f"lang {lang!r}: the languages are zh and en."
        raise ResultError(msg, zh=f"lang {lang!r}：语言只有 zh 与 en。")
    return "en" if lang == "en" else "zh"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Result(ABC, Generic[Found]):
    """What an analysis found, with every way of telling it.

    The command line, ``--json``, ``--out`` and Python read the same numbers: what is not worked out
    with the analysis is worked out when it is first asked for, and kept. What was found is read off
    the result itself:
    ``zysim.ensemble("plan").of("gdp")`` is ``zysim.ensemble("plan").found.of("gdp")``.
    """

    found: Found
    command: str = ""
    """What made it, as typed or as called."""

    NAME: ClassVar[str]
    """Of the analysis, as ``zysim NAME`` and as the stem of its files."""
    LABELS: ClassVar[tuple[str, ...]]
    """Columns of :meth:`to_frame` that say which number a row holds; dimensions of the dataset."""

    @abstractmethod
    def record(self, lang: str | None = None) -> Any:
        """Return plain values: the document that ``--json`` prints."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """Return the numbers as a tidy table, labels first, nothing rounded."""

    @abstractmethod
    def rows(self, lang: Lang) -> Sequence[Sequence[str]]:
        """Return the main table as it is read, its headings first."""

    @abstractmethod
    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""

    def table(self, lang: str | None = None) -> pd.DataFrame:
        """Return the main table as it is read: labels and units of the language, rounded."""
        import pandas as pd

        heads, *rows = self.rows(read_lang(lang))
        return pd.DataFrame(list(map(list, rows)), columns=list(heads))

    def to_dataset(self) -> xr.Dataset:
        """Return the numbers with labelled axes; ``attrs`` hold the analysis and its command."""
        data: xr.Dataset = self.to_frame().set_index(list(self.LABELS)).to_xarray()
        return data.assign_attrs(title=f"zysim {self.NAME}", command=self.command)

    def figure(self, lang: str | None = None) -> Figure:
        """Return the main picture.

        Raises
        ------
        ResultError
            If the analysis has none.
        """
        from zysim.plots.style import house_style

        if not self.has_figure:
            msg = f"zysim.{self.NAME}() has no figure. Use its table() or text()."
            raise ResultError(msg, zh=f"zysim.{self.NAME}() 没有图，请用 table() 或 text()。")
        with house_style():
            return self._draw(read_lang(lang))

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure: not where nothing was found that could be drawn."""
        return type(self)._draw is not Result._draw

    def _draw(self, lang: Lang) -> Figure:
        """Draw the main picture; an analysis that has one says how."""
        raise NotImplementedError(lang)

    def to_json(self, lang: str | None = None) -> str:
        """Return the record as JSON text, Chinese as it is."""
        return json.dumps(self.record(lang), ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def save(self, folder: str | Path) -> list[Path]:
        """Write the numbers (CSV, JSON), text and picture in both languages; return the paths.

        Raises
        ------
        ResultError
            If the folder cannot be written; it then holds what it held before.
        """
        out = Path(folder)
        with staged_folder(out) as stage:
            self.to_frame().to_csv(stage / f"{self.NAME}.csv", index=False)
            (stage / f"{self.NAME}.json").write_text(self.to_json("zh"), encoding="utf-8")
            for lang in get_args(Lang):
                text = self.text(lang) + "\n"
                (stage / f"{self.NAME}.{lang}.txt").write_text(text, encoding="utf-8")
            if self.has_figure:
                self.save_pictures(stage, self.NAME)
            (stage / SEAL).write_text(self.manifest().to_json(), encoding="utf-8")
            names = sorted(path.name for path in stage.iterdir())
        return [out / name for name in sorted(names, key=lambda name: name == SEAL)]

    def save_pictures(self, folder: Path, stem: str) -> list[Path]:
        """Write the main picture in both languages and all formats to a folder that exists."""
        import matplotlib as mpl

        from zysim.plots.style import house_style, save_figure

        mpl.use("Agg")
        written: list[Path] = []
        for lang in get_args(Lang):
            with house_style():
                written += save_figure(self.figure(lang), folder / f"{stem}.{lang}")
        return written

    @abstractmethod
    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""

    def __repr__(self) -> str:
        """Say what it holds, in one line."""
        return f"<zysim {self.NAME} {self._about()}>"

    @abstractmethod
    def _about(self) -> str:
        """Return which cases or questions it is about, in a few words."""

    def _repr_html_(self) -> str:
        """Return the main table, for notebooks."""
        return str(self.table().to_html(index=False))

    def __getattr__(self, name: str) -> Any:
        """Return what was found, by its own name."""
        if name.startswith("_") or name == "found":
            raise AttributeError(name)
        try:
            return getattr(self.found, name)
        except AttributeError:
            msg = f"a result of zysim.{self.NAME}() has no {name!r}"
            raise AttributeError(msg) from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(n for n in dir(self.found) if n[0] != "_")})


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CityResult(Result[Found]):
    """A result about cases of a city."""

    project: Project
    cases: tuple[Settings, ...] = ()
    """What was run, in order."""

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn: ``members``, ``seed`` and so on."""
        return {}

    def manifest(self) -> Manifest:
        """Return what made the result: files, versions, engine, command."""
        return describe(
            self.project,
            self.cases,
            until=self.project.city.last,
            engine=engine_used(self.project, "auto", int(self.design.get("members", 1))),
            command=self.command,
            design=self.design,
        )

    @property
    def titles(self) -> dict[str, Pair]:
        """Id of each case to its title in Chinese and English."""
        return {each.id: each.titles for each in self.cases}

    def _about(self) -> str:
        return ", ".join(each.id for each in self.cases)


class Listed(CityResult[Sequence[Found]]):
    """A result that is a sequence: one target, check, series or case after another."""

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, at: int) -> Found:
        return self.found[at]
