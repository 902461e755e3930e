"""The what-if page: one file that runs the model in any browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.result import CityResult, read_lang
from zysim.files import write_text
from zysim.inputs.scenarios import scenario_names
from zysim.inputs.settings import Settings
from zysim.page.payload import city_payload
from zysim.page.write import page_html
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose, open_project
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd

MEMBERS = 512
NAME = "zysim.html"
HEADS: tuple[Pair, ...] = (("预设", "preset"), ("名称", "title"), ("说明", "why"))
SAID: Pair = (
    "{title}：{presets} 个预设、{levers} 项可调、{members} 种不确定情形。",
    "{title}: {presets} presets, {levers} controls, {members} states of the world.",
)


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class PageResult(CityResult[Mapping[str, Any]]):
    """What the page holds; :meth:`save` makes the file."""

    NAME = "page"
    LABELS = ("preset", "lever")

    @property
    def design(self) -> Mapping[str, int | str]:
        """How the states of the world were drawn."""
        draws = self.found["draws"]
        return {"members": draws["members"], "seed": draws["seed"]}

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return what the page holds, as plain values."""
        del lang
        return dict(self.found)

    def to_frame(self) -> pd.DataFrame:
        """Return what each preset sets: one row a preset and lever."""
        import pandas as pd

        rows = [
            {"preset": each["id"], "lever": name, "setting": value}
            for each in self.found["scenarios"]
            for name, value in each["levers"].items()
        ]
        return pd.DataFrame(rows, columns=["preset", "lever", "setting"])

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return the presets: id, title and why."""
        return [
            [pick(head, lang) for head in HEADS],
            *(
                [each["id"], pick(each["title"], lang), pick(each["why"], lang)]
                for each in self.found["scenarios"]
            ),
        ]

    def text(self, lang: str | None = None) -> str:
        """Return in one sentence what the page holds."""
        told = read_lang(lang)
        return pick(SAID, told).format(
            title=pick((self.found["title"][0], self.found["title"][1]), told),
            presets=len(self.found["scenarios"]),
            levers=len(self.found["controls"]),
            members=self.found["draws"]["members"],
        )

    def html(self, lang: str | None = None) -> str:
        """Return the page as one text that needs nothing beside it."""
        return page_html(self.found, read_lang(lang))

    def save(self, folder: str | Path, lang: str | None = None) -> list[Path]:
        """Write the page: to a file where the name ends in ``.html``, else into the folder.

        Raises
        ------
        ResultError
            If the file cannot be written.
        """
        path = Path(folder)
        path = path if path.suffix == ".html" else path / NAME
        write_text(path, self.html(lang))
        return [path]


def page(
    *cases: str | Path,
    members: int = MEMBERS,
    seed: int = 0,
    posterior: str | Path | None = None,
) -> PageResult:
    """Make the what-if page with the scenarios named, all shipped ones if none is.

    Parameters
    ----------
    cases
        Presets; the first is the one the others are compared with.
    members
        States of the world on the page.
    seed
        Of their draws.
    posterior
        Folder or file of worlds that :func:`zysim.calibrate` or :func:`zysim.update` led to.

    Raises
    ------
    InputError
        If a scenario is unknown.
    """
    project = open_project(posterior=None if posterior is None else Path(posterior))
    names = [str(each) for each in cases]
    return answer_page(
        project,
        choose(project, names or scenario_names(project.tables), {}),
        members=members,
        seed=seed,
        command=python_call(
            "page", *names, members=members, seed=seed or None, posterior=posterior
        ),
    )


def answer_page(
    project: Project,
    chosen: Sequence[Settings],
    *,
    members: int = MEMBERS,
    seed: int = 0,
    command: str = "",
) -> PageResult:
    """Make the page of cases that are read already; as :func:`page`."""
    payload = city_payload(project, chosen, members=members, seed=seed)
    return PageResult(project=project, found=payload, cases=tuple(chosen), command=command)
