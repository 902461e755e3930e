"""Read params/levers.csv: what the plan lets the city change, and how far."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.provenance import Provenance, ScalarId

Reading = Literal["plan", "reading", "addition"]
Sign = Literal["down", "up", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One policy lever: 0 is what stands at the end of history and its trend, 1 is the plan."""

    id: Annotated[ScalarId, Field("标识", "id", key=True)]
    label_zh: Annotated[str, Field("中文名", "name in Chinese")]
    label_en: Annotated[str, Field("英文名", "name in English")]
    clauses: Annotated[
        tuple[str, ...],
        Field("方案条款，如 C1.1", "clauses of the plan, such as C1.1", name="clause"),
    ]
    action_zh: Annotated[str, Field("所属行动（中文）", "action it is part of, in Chinese")]
    action_en: Annotated[str, Field("所属行动（英文）", "action it is part of, in English")]
    at_zero_zh: Annotated[str, Field("设为 0 时的情形（中文）", "what 0 stands for, in Chinese")]
    at_zero_en: Annotated[str, Field("设为 0 时的情形（英文）", "what 0 stands for, in English")]
    at_one_zh: Annotated[str, Field("设为 1 时的情形（中文）", "what 1 stands for, in Chinese")]
    at_one_en: Annotated[str, Field("设为 1 时的情形（英文）", "what 1 stands for, in English")]
    reading: Annotated[
        Reading,
        Field(
            "方案写明数字、我们的解读，或方案未列的补充措施",
            "whether the plan states the number, we read one into it, or it is an addition",
        ),
    ]
    low: Annotated[float, Field("最小设置；0 为基线", "lowest setting; 0 is the baseline", high=0)]
    high: Annotated[float, Field("最大设置；1 为方案", "highest setting; 1 is the plan", low=1)]
    start: Annotated[Year, Field("尚未起作用的最后一年", "last year without effect")]
    full: Annotated[
        Year, Field("完全到位的第一年（不推迟时）", "first year at the full value, if not delayed")
    ]
    sign: Annotated[
        Sign,
        Field(
            "设置调高时，目标年后五年排放的变化方向",
            "which way emissions five years after the goal move when the setting rises",
        ),
    ]
    provenance: Provenance

    def wrong(self) -> Iterator[Problem]:
        """Say what contradicts itself."""
        if "[" in self.id:
            yield Problem("a lever is no array element", "措施不能是数组元素")
        if self.start and self.full and self.full <= self.start:
            yield Problem(
                f"full {self.full} must come after start {self.start}",
                f"full {self.full} 应晚于 start {self.start}",
            )
        if (self.reading == "plan") != (self.provenance.quality == "plan"):
            yield Problem(
                "reading plan and quality plan go together: both when the plan states the number, "
                "neither when it is our reading or addition",
                "reading 与 quality 应同为 plan（方案写明数字）或同不为 plan（我们的解读或补充）",
            )

    @property
    def constant(self) -> str:
        """Model constant that holds the setting."""
        return lever_scalar(self.id)

    @property
    def constants(self) -> Mapping[str, float]:
        """Model constants of the lever with their values in the baseline."""
        return {
            self.constant: 0.0,
            lever_scalar(self.id, "start_year"): float(self.start),
            lever_scalar(self.id, "full_year"): float(self.full),
        }


def read_levers(
    path: Path, sources: Collection[str] | None = None, history: int | None = None
) -> Mapping[str, Lever]:
    """Read the table of levers.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Lever` as columns.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.
    history
        Last year of history, before which no lever may act; None leaves this unchecked.

    Returns
    -------
    Mapping
        Lever id to lever, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """

    def check(lever: Lever) -> Iterator[Problem]:
        if lever.start and history and lever.start < history:
            yield Problem(
                f"start {lever.start} lies in the history: levers act after {history}",
                f"start {lever.start} 属于历史时期：措施在 {history} 年之后生效",
            )

    levers = read_records(path, Lever, {"source": sources}, check=check)
    if twice := [*_shared(levers, "label_zh"), *_shared(levers, "label_en")]:
        raise refuse(path, twice)
    return levers


def _shared(levers: Mapping[str, Lever], column: str) -> list[Problem]:
    """Return a problem for each label that two levers have: no reader can tell them apart."""
    holders: dict[str, list[str]] = {}
    for name, lever in levers.items():
        holders.setdefault(getattr(lever, column), []).append(name)
    return [
        Problem(
            f"{', '.join(names)} have one {column}, {label!r}: give each its own",
            f"{'、'.join(names)} 的 {column} 同为 {label!r}：请各写一个",
        )
        for label, names in holders.items()
        if len(names) > 1
    ]
