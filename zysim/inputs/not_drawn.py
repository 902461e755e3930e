"""Read params/not_drawn.csv: why a constant through which measures act is not sampled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.constants import elements_of
from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known
from zysim.inputs.uncertainty import Uncertain
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDrawn:
    """A constant that stands still in every state of the world, with the reason."""

    id: Annotated[
        str,
        Field(
            "常数，或整个数组：指其中未抽样的各元素",
            "a constant, or a whole array: those of its elements that are not sampled",
            key=True,
        ),
    ]
    reason: Annotated[Pair, Field("不抽样的理由", "why it is not sampled")]


def read_not_drawn(
    path: Path,
    parameters: Mapping[str, Parameter] | None = None,
    uncertainty: Mapping[str, Uncertain] | None = None,
) -> Mapping[str, Pair]:
    """Read the table, by scalar id; empty where a city has none.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`NotDrawn` as columns.
    parameters, uncertainty
        Constants there are, and those that are sampled; None leaves this unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule, names no constant, or one that is sampled; the message names the
        file and every row.
    """
    if not path.is_file():
        return {}
    found: dict[str, Pair] = {}

    def check(row: NotDrawn) -> Iterator[Problem]:
        scalars = elements_of(row.id, parameters or {}) or (row.id,)
        left = [name for name in scalars if name not in (uncertainty or {})]
        found.update(dict.fromkeys(left, row.reason))
        if parameters is not None and not any(name in parameters for name in scalars):
            yield not_known(("constant", "常数"), row.id, parameters)
        elif not left:
            yield Problem(
                "is sampled in uncertainty.csv: take one of the two rows out",
                "已在 uncertainty.csv 中抽样：两行请删去其一",
            )

    read_records(path, NotDrawn, check=check)
    return found
