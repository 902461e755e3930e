"""Read one row of a table of statistics, and say all that is not certain in it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from zysim.errors import nearest_names
from zysim.inputs.history import Measure
from zysim.inputs.numbers import (
    MARK,
    Printed,
    is_blank,
    passed_over,
    printed_name,
    read_printed,
    read_year,
)
from zysim.inputs.official_units import factor_to
from zysim.inputs.printed_table import Line
from zysim.inputs.problems import Problem, not_known
from zysim.inputs.signposts import Signpost
from zysim.inputs.statistic import NEAR, Known, Statistic

DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[T ]\d{1,2}:\d\d(?::[\d.]+)?)?"
)
BASIS = re.compile(r"[（(]([^）)]*)[）)]$")
"""What stands in brackets behind a unit: the price basis."""
CURRENT = ("现价", "当年价", "名义", "nominal", "current prices")


class StatisticRow:
    """One row being read; problems and notes gather on the way."""

    def __init__(self, line: Line, file: str, known: Known) -> None:
        self.line, self.file, self.known = line, file, known
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def read(self) -> Statistic | None:
        """Return the figure; None where there is no data, or where something is not certain."""
        cells = self.line.cells
        if is_blank(cells["value"]):
            self.notes.append(Problem("no data, passed over", "没有数据，略过"))
            return None
        signpost, variable = self._series()
        year = self._checked(read_year(cells["year"]))
        value = self._number("value")
        published = self._published()
        if "value" in self.line.merged:
            self.problems.append(
                Problem(
                    "the cell of the value is merged over several rows: write one number a row",
                    "数值单元格跨行合并：请每行各写一个数",
                )
            )
        if year is not None:
            self._check_year(year, signpost)
        if variable is None or value is None or year is None:
            return None
        model_unit = self.known.graph.variables[variable.partition("[")[0]].unit
        measure: Measure = "level" if signpost is None else signpost.measure
        wanted = "dmnl" if measure == "growth" else model_unit
        unit, factor = self._unit(value, wanted)
        if factor is None:
            return None
        series = variable if signpost is None else signpost.id
        label = signpost.label if signpost else (variable, variable)
        amount = value.value * factor
        span = self._range(value, factor, signpost, model_unit)
        self._refuse_other_definition(value, unit, year, series, variable)
        if span is None:
            return None
        return Statistic(
            series=series,
            label=label,
            variable=variable,
            measure=measure,
            year=year,
            value=amount,
            low=span[0],
            high=span[1],
            printed=f"{value.value:.10g}",
            unit=unit,
            source=cells["source"],
            published=published,
            file=self.file,
            row=self.line.number,
        )

    def _series(self) -> tuple[Signpost | None, str | None]:
        """Return the signpost named, if any, and the scalar of the model."""
        written = self.line.cells["series"]
        if not written:
            self.problems.append(
                Problem(
                    "series is empty: write its name in every row", "指标为空：请在每一行写明指标"
                )
            )
            return None, None
        if found := re.search(MARK, written):
            self.notes.append(passed_over(found.group().strip()))
        name = printed_name(written)
        for each in self.known.signposts.values():
            if name in map(printed_name, (each.id, *each.label, *each.aliases)):
                return each, each.variable
        for each in self.known.signposts.values():
            if name in map(printed_name, each.others):
                self.problems.append(_other(each))
                return None, None
        levels = [each for each in self.known.signposts.values() if each.measure == "level"]
        for each in levels:
            if name == each.variable:
                return each, name
        return None, self._scalar(written)

    def _scalar(self, name: str) -> str | None:
        graph = self.known.graph
        identifier = graph.titled.get(name, name)
        if identifier in graph.home and identifier not in graph.constants:
            return identifier
        if identifier in graph.variables and len(graph.variables[identifier].elements) > 1:
            first = graph.variables[identifier].elements[0]
            self.problems.append(
                Problem(
                    f"is an array of {len(graph.variables[identifier].elements)}: name one "
                    f"element, such as {first}",
                    f"含有多个分量：请写明其一，如 {first}",
                )
            )
        elif identifier in graph.constants:
            self.problems.append(
                Problem(
                    "is a constant of the model, no yearly statistic: edit params/ instead",
                    "是模型的常数，不是逐年统计：请改 params/ 中的表",
                )
            )
        else:
            names = [
                word
                for each in self.known.signposts.values()
                for word in (each.id, *each.label, *each.aliases)
            ]
            every = [*names, *graph.variables, *graph.titled]
            near = nearest_names(name, every)
            self.problems.append(not_known(("series", "指标"), name, every if near else names))
        return None

    def _checked(self, found: int | Problem) -> int | None:
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def _check_year(self, year: int, signpost: Signpost | None) -> None:
        first, last = self.known.years
        first += signpost is not None and signpost.measure == "growth"
        if not first <= year <= last:
            self.problems.append(
                Problem(
                    f"{year} is outside {first} to {last}, the years that can be compared",
                    f"{year} 年不在可比较的 {first}—{last} 年之内",
                )
            )

    def _number(self, column: str) -> Printed | None:
        found = read_printed(self.line.cells[column])
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        if found.note is not None:
            self.notes.append(found.note)
        return found

    def _unit(self, value: Printed, wanted: str) -> tuple[str, float | None]:
        """Return the unit as printed and the factor from it to the unit of the model."""
        column = self.line.cells["unit"]
        basis = BASIS.search(column)
        if basis and any(word in basis[1] for word in CURRENT):
            self.problems.append(
                Problem(
                    f"unit {column!r}: the model counts in base-year prices, chain the real growth",
                    f"单位 {column!r}：模型按基年价格计算，请用可比价增速折算",
                )
            )
            return column, None
        if basis and ("价" in basis[1] or "price" in basis[1]):
            column = column[: basis.start()].strip()
        units = [each for each in (column, value.unit) if each]
        if not units:
            self.problems.append(
                Problem("unit is empty: the number alone is not certain", "单位为空：无法确定数值")
            )
            return "", None
        factors = []
        for each in units:
            found = factor_to(each, wanted)
            if isinstance(found, Problem):
                self.problems.append(found)
                return each, None
            factors.append(found)
        if abs(factors[0] - factors[-1]) > 1e-9 * abs(factors[0]):
            self.problems.append(
                Problem(
                    f"unit {units[0]!r} in its column, but {units[1]!r} behind the number",
                    f"单位列为 {units[0]!r}，数值后却为 {units[1]!r}",
                )
            )
            return units[0], None
        return units[0], factors[0]

    def _range(
        self, value: Printed, factor: float, signpost: Signpost | None, model_unit: str
    ) -> tuple[float, float] | None:
        """Return the 95 % range of a figure in the unit of the model."""
        cells, amount = self.line.cells, value.value * factor
        blank = [is_blank(cells[column]) for column in ("low", "high")]
        if any(blank) and not all(blank):
            self.problems.append(
                Problem("low and high belong together: give both or none", "上限与下限应同时填写")
            )
            return None
        if not all(blank):
            low, high = self._number("low"), self._number("high")
            if low is None or high is None:
                return None
            if not low.value <= value.value <= high.value:
                self.problems.append(
                    Problem(
                        f"need low <= value <= high, got {low.value:g}, {value.value:g}, "
                        f"{high.value:g}",
                        f"应有 下限 ≤ 数值 ≤ 上限，现为 {low.value:g}、{value.value:g}、"
                        f"{high.value:g}",
                    )
                )
                return None
            if low.value < high.value:
                return low.value * factor, high.value * factor
        if signpost is None:
            self.problems.append(
                Problem(
                    "no signpost tells how well this is measured: give low and high (95 %)",
                    "没有该指标的误差：请填写下限与上限（95% 范围）",
                )
            )
            return None
        half = 1.96 * signpost.deviation(amount, model_unit)
        if half == 0:
            self.problems.append(
                Problem(
                    "is 0, of which a per cent is nothing: give low and high",
                    "为 0：请填写下限与上限",
                )
            )
            return None
        return amount - half, amount + half

    def _published(self) -> date | None:
        text = self.line.cells["published"]
        if is_blank(text):
            return None
        found = DATE.fullmatch(unicodedata.normalize("NFKC", text))
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3] or 1))
            except ValueError:
                pass
        self.problems.append(
            Problem(
                f"published {text!r} is not a date: write 2026-03-20",
                f"发布日期 {text!r} 不是日期：请写作 2026-03-20",
            )
        )
        return None

    def _refuse_other_definition(
        self, value: Printed, unit: str, year: int, series: str, variable: str
    ) -> None:
        """Refuse a figure that is that of a series known not to be comparable."""
        own = [
            row.value for row in self.known.history if row.variable == variable and row.year == year
        ]
        for row in self.known.history:
            if row.variable or row.year != year or row.use != "show":
                continue
            factor = factor_to(unit, row.unit)
            if isinstance(factor, Problem):
                continue
            figure = value.value * factor
            same = abs(figure - row.value) <= NEAR * abs(row.value)
            if same and not any(abs(figure - each) <= NEAR * abs(each) for each in own):
                self.problems.append(
                    Problem(
                        f"{value.value:g} is {row.series} of {year} ({row.provenance.note}), "
                        f"not {series}",
                        f"{value.value:g} 是 {year} 年的 {row.series}，与本指标口径不同"
                        f"（{row.provenance.note}）",
                    )
                )
                return


def _other(signpost: Signpost) -> Problem:
    return Problem(
        f"is another series than {signpost.id} ({signpost.definition[1]}): convert it first, or "
        "leave the row out",
        f"与“{signpost.label[0]}”口径不同（{signpost.definition[0]}）：请先换算，或删去该行",
    )
