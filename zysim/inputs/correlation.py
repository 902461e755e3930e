"""Read params/correlation.csv: which uncertain constants, or questions, go together."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np

from zysim.inputs.csv_table import read_records, row_numbers, told_rows
from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.uncertainty import Uncertain


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Two uncertain constants, or two questions about structure, not drawn independently."""

    first: Annotated[
        str,
        Field(
            "不确定常数，或结构问题（选项按表中次序由小到大）",
            "uncertain constant, or a question about structure (its alternatives in the order of "
            "the table, from little to much)",
            key=True,
            of="uncertain",
        ),
    ]
    second: Annotated[str, Field("另一个", "another one", key=True, of="uncertain")]
    rank: Annotated[
        float,
        Field(
            "斯皮尔曼秩相关系数",
            "Spearman's rank correlation",
            name="rank_correlation",
            above=-1,
            below=1,
        ),
    ]
    note: Annotated[
        str, Field("为何同向，系数如何判断", "why they go together, and how it was judged")
    ]

    def wrong(self) -> Iterator[Problem]:
        """Say that a row is about one constant."""
        if self.first == self.second:
            yield Problem("a constant cannot go with itself", "常数不能与自身相关")


def read_correlation(
    path: Path,
    uncertainty: Mapping[str, Uncertain] | None = None,
    questions: Collection[str] | None = (),
) -> tuple[Correlation, ...]:
    """Read the table of correlations.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Correlation` as columns.
    uncertainty
        Constants that are sampled; None leaves the names unchecked.
    questions
        Ids of the questions about structure; None leaves the names unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule or ties a constant to a question, which are drawn apart (the
        message names the file and every row), or if the rows
        contradict each other, as when a goes with b, b with c, but a against c.
    """
    worlds = None
    if uncertainty is not None and questions is not None:
        worlds = [name for name, each in uncertainty.items() if each.kind == "world"]
        worlds += questions

    def check(row: Correlation) -> Iterator[Problem]:
        if questions and (row.first in questions) != (row.second in questions):
            yield Problem(
                "ties a constant to a question about structure, and these are drawn apart: "
                "tie two constants or two questions",
                "把常数与结构问题相联，而两者分别抽样：请填写两个常数或两个问题",
            )

    found = tuple(read_records(path, Correlation, {"uncertain": worlds}, check=check).values())
    names = sorted({name for each in found for name in (each.first, each.second)})
    if np.linalg.eigvalsh(normal_correlation(names, found))[0] <= 0:
        rows = row_numbers(path, Correlation)
        wrong = Problem(
            f"the correlations of {', '.join(names)} contradict each other: bring some nearer to 0",
            f"{'、'.join(names)} 的相关系数互相矛盾：请把其中一些改得更接近 0",
        ).under(*told_rows([f"{each.first} {each.second}" for each in found], rows))
        raise refuse(path, [wrong])
    return found


def normal_correlation(
    names: list[str], correlations: tuple[Correlation, ...]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the correlation matrix of the normal scores of ``names``, shape ``(name, name)``.

    Normal scores with this correlation have the wanted rank correlation (Pearson 1907:
    2 sin(pi r / 6)).
    """
    matrix = np.eye(len(names))
    for each in correlations:
        if each.first in names and each.second in names:
            at = names.index(each.first), names.index(each.second)
            matrix[at] = matrix[at[::-1]] = 2 * np.sin(np.pi * each.rank / 6)
    return matrix
