"""Read params/signposts.csv: which statistic tells of which variable, when, from whom, how well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.history import Measure
from zysim.inputs.official_units import factor_to
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.provenance import PROVENANCE, Provenance, read_provenance, read_scalar_id
from zysim.wording import Lang, Pair, pick

ErrorKind = Literal["%", "unit"]
Way = Literal["higher", "lower"]
COLUMNS = (
    "id",
    "label_zh",
    "label_en",
    "variable",
    "measure",
    "unit",
    "unit_en",
    "error",
    "error_kind",
    "better",
    "months_after",
    "when_zh",
    "when_en",
    "holder_zh",
    "holder_en",
    "aliases",
    "others",
    "definition_zh",
    "definition_en",
    *PROVENANCE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """One statistic that tells how a variable of the model went."""

    id: str
    label: Pair
    variable: str
    """Scalar id of the model."""
    measure: Measure
    """``level``: the value of a year; ``growth``: its change on the year before, as a share."""
    unit: str
    """As the holder prints it."""
    unit_en: str
    error: float
    """Standard deviation of the error, in per cent of the value or in ``unit``."""
    error_kind: ErrorKind
    better: Way | None
    """Which way is progress; None where neither is, as of the number of people."""
    months_after: int | None
    """Months from the end of a year until its figure is out; None where it comes as it happens."""
    when: Pair
    holder: Pair
    aliases: tuple[str, ...]
    """Further names of the same statistic."""
    others: tuple[str, ...]
    """Names of statistics that are taken for this one and are not."""
    definition: Pair
    provenance: Provenance

    def shown_unit(self, lang: Lang) -> str:
        """Return the unit in the reader's language."""
        return pick((self.unit, self.unit_en), lang)

    def factor(self, model_unit: str) -> float:
        """Return what turns the printed unit into that of the model variable.

        Raises
        ------
        InputError
            If they do not measure the same.
        """
        wanted = "dmnl" if self.measure == "growth" else model_unit
        found = factor_to(self.unit, wanted)
        if isinstance(found, Problem):
            raise refuse("signposts.csv", [found.under(self.id, self.id)])
        return found

    def deviation(self, value: float, model_unit: str) -> float:
        """Return the standard deviation of the error of a value, in the unit of the model."""
        if self.error_kind == "%":
            return abs(value) * self.error / 100
        return self.error * self.factor(model_unit)


def read_signposts(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Signpost]:
    """Read the table of signposts; empty where a city has none.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``; names are written ``one;two``.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule, or two rows share a name; the message names every row.
    """
    if not path.is_file():
        return {}
    names: dict[str, str] = {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, sources, names), ("id",))


def _parse(cells: Cells, sources: Collection[str] | None, names: dict[str, str]) -> Signpost:
    error = cells.number("error")
    if error <= 0:
        cells.note(f"error {error:g} must be above 0", f"error {error:g} 应大于 0")
    each = Signpost(
        id=cells.text("id"),
        label=(cells.text("label_zh"), cells.text("label_en")),
        variable=read_scalar_id(cells, "variable"),
        measure=cast("Measure", cells.choice("measure", get_args(Measure))),
        unit=cells.text("unit"),
        unit_en=cells.text("unit_en"),
        error=error,
        error_kind=cast("ErrorKind", cells.choice("error_kind", get_args(ErrorKind))),
        better=cast("Way", cells.choice("better", ("", *get_args(Way)))) or None,
        months_after=_months(cells),
        when=(cells.text("when_zh"), cells.text("when_en")),
        holder=(cells.text("holder_zh"), cells.text("holder_en")),
        aliases=cells.listed("aliases"),
        others=cells.listed("others"),
        definition=(
            cells.text("definition_zh", needed=False),
            cells.text("definition_en", needed=False),
        ),
        provenance=read_provenance(cells, sources),
    )
    for name in (each.id, *each.label, *each.aliases):
        owner = names.setdefault(name, each.id)
        if owner != each.id:
            cells.note(f"name {name!r} is also that of {owner}", f"名称 {name!r} 与 {owner} 重复")
    return each


def _months(cells: Cells) -> int | None:
    if not cells.values["months_after"]:
        return None
    months = cells.number("months_after")
    if not 0 < months <= 60 or months != int(months):
        cells.note(
            f"months_after {months:g} must be a whole number from 1 to 60",
            f"months_after {months:g} 应为 1 至 60 的整数",
        )
        return None
    return int(months)
