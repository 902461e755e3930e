"""Read params/lead_offices.csv: which office leads the work on a clause of the plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office in charge of a clause, and how that is known."""

    clause: Annotated[str, Field("方案条款", "clause of the plan", key=True, of="clause")]
    name: Annotated[Pair, Field("牵头部门", "office in charge", name="office")]
    basis: Annotated[
        str, Field("依据的文件，或注明为我们的解读", "a document, or that it is our reading")
    ]


def read_offices(path: Path, clauses: Collection[str] | None = None) -> Mapping[str, Office]:
    """Read the table of offices, by clause; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule or names a clause that the coverage table lacks.
    """
    if not path.is_file():
        return {}
    return read_records(path, Office, {"clause": clauses})
