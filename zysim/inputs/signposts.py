"""Read params/signposts.csv: which statistic tells of which variable, when, from whom, how well."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.history import Measure
from zysim.inputs.official_units import factor_to
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.provenance import Label, Provenance, ScalarId
from zysim.wording import Lang, Pair, pick

ErrorKind = Literal["%", "unit"]
Way = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """One statistic that tells how a variable of the model went."""

    id: Annotated[str, Field("标识", "id", key=True)]
    label: Label
    variable: Annotated[ScalarId, Field("模型变量", "variable of the model")]
    measure: Annotated[
        Measure,
        Field(
            "当年的值，或较上年的变化（比例）",
            "the value of a year, or its change on the year before, as a share",
        ),
    ]
    unit: Annotated[str, Field("公布所用单位", "unit as the holder prints it")]
    unit_en: Annotated[str, Field("单位（英文）", "unit in English")]
    error: Annotated[
        float,
        Field("误差的标准差", "standard deviation of the error", above=0),
    ]
    error_kind: Annotated[
        ErrorKind, Field("误差以值的 % 或以其单位计", "in per cent of the value, or in its unit")
    ]
    better: Annotated[
        Way | None,
        Field(
            "哪个方向是进展；都不是的（如人口）为空",
            "which way is progress; none where neither is, as of the number of people",
        ),
    ]
    months_after: Annotated[
        int | None,
        Field(
            "年终后几个月公布；随时发生的为空",
            "months from the end of a year until its figure is out; none where it comes as it "
            "happens",
            low=1,
            high=60,
        ),
    ]
    when: Annotated[Pair, Field("何时公布", "when it is out")]
    holder: Annotated[Pair, Field("由谁掌握", "who holds it")]
    aliases: Annotated[
        tuple[str, ...], Field("同一统计的其他名称", "further names of it", empty=True)
    ]
    others: Annotated[
        tuple[str, ...],
        Field("易与之混淆的统计", "statistics that are taken for it and are not", empty=True),
    ]
    definition: Annotated[Pair, Field("指标解释", "definition", empty=True)]
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
        CSV file with the fields of :class:`Signpost` as columns; names are written ``one;two``.
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

    def check(row: Signpost) -> Iterator[Problem]:
        for name in (row.id, *row.label, *row.aliases):
            owner = names.setdefault(name, row.id)
            if owner != row.id:
                yield Problem(
                    f"name {name!r} is also that of {owner}", f"名称 {name!r} 与 {owner} 重复"
                )

    return read_records(path, Signpost, {"source": sources}, check=check)
