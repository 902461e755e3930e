"""Read params/data_requests.csv: what to ask for, and whom, to know a number better."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field

Nature = Literal["measure", "plan", "outlook"]
NATURES: tuple[str, ...] = get_args(Nature)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """A suggestion how one uncertain constant could be known better; in Chinese, for the city."""

    id: Annotated[str, Field("不确定常数", "uncertain constant", key=True, of="constant")]
    nature: Annotated[
        Nature,
        Field(
            "可以测得、由主管部门决定，或只能更好地判断",
            "records exist or can be made, an authority decides, or it can only be judged better",
        ),
    ]
    meaning_zh: Annotated[str, Field("是什么", "what the number is, in plain words, in Chinese")]
    now_zh: Annotated[str, Field("现值从何而来", "where the present value comes from, in Chinese")]
    ask_zh: Annotated[str, Field("要测什么、问什么", "what to measure or ask for, in Chinese")]
    holder_zh: Annotated[str, Field("谁可能有", "who is likely to have it, in Chinese")]


def read_data_requests(path: Path, constants: Collection[str]) -> Mapping[str, DataRequest]:
    """Read the table of requests.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`DataRequest` as columns.
    constants
        Ids of the uncertain constants.

    Raises
    ------
    InputError
        If a row breaks a rule or names an unknown constant; the message names file and row.
    """
    return read_records(path, DataRequest, {"constant": constants})
