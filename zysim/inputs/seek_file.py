"""Read seek/*.toml: what must hold, what may move, and what is wanted least."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from zysim.errors import unknown_name
from zysim.inputs.changes import check_years
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.seek_question import ALL, BudgetHold, Move, PeakHold, SeekQuestion, check_hold
from zysim.inputs.tables import Tables
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable, was_read


def question_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the shipped questions, by alphabet."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_question(name: str, folder: Path, tables: Tables, known: Collection[str]) -> SeekQuestion:
    """Read one question.

    Parameters
    ----------
    name
        Name of a shipped question, or path of a file that ends in ``.toml``.
    folder
        Folder of the shipped questions.
    tables
        Levers and targets that it may name.
    known
        Scalar ids of the variables of the model.

    Raises
    ------
    InputError
        If there is no such question (with the nearest names), or its file breaks a rule; every
        problem is listed.
    """
    if name.endswith(".toml"):
        path = Path(name).expanduser()
    else:
        names = question_names(folder)
        if name not in names:
            raise unknown_name("question", name, names, "")
        path = folder / f"{name}.toml"
    problems: list[Problem] = []
    listed = {
        "account": tables.city.accounts,
        "lever": [*tables.levers, ALL],
        "statistic": tables.signposts,
        "target": [each.id for each in tables.targets.values() if each.modelled],
        "variable": known,
    }
    file = TomlTable(read_toml(path), "", problems)
    made = file.record(SeekQuestion, listed, check=partial(_wrong, tables=tables), path=path)
    if problems:
        raise refuse(path, problems)
    holds = [
        replace(each, account=each.account or tables.city.account)
        if isinstance(each, PeakHold)
        else each
        for each in made.holds
    ]
    return replace(made, holds=tuple(sorted(holds, key=lambda each: isinstance(each, BudgetHold))))


def _wrong(made: SeekQuestion, tables: Tables) -> Iterator[Problem]:
    for at, hold in enumerate(made.holds, start=1):
        place = f"[[hold]] {at}"
        yield from check_hold(hold, tables.city, place) if was_read(hold) else ()
        if isinstance(hold, BudgetHold) and not tables.payments:
            yield Problem(
                "the city has no params/payments.csv, so no costs: leave the budget out",
                "本城市没有 params/payments.csv，无法计算费用：请去掉预算",
            ).under(place, place)
    for at, move in enumerate(made.moves, start=1):
        for wrong in _wrong_move(move, tables):
            yield wrong.under(f"[[move]] {at}", f"[[move]] {at}")
    first, last = tables.city.history + 1, tables.city.last - 1
    if made.decide is not None and was_read(made.decide) and not first <= made.decide.year <= last:
        wrong = Problem(
            f"in must be a whole number from {first} to {last}, it is {made.decide.year}",
            f"in 应为 {first} 至 {last} 的整数，现为 {made.decide.year}",
        )
        yield wrong.under("[decide]", "[decide]")
    if made.decide is not None and made.at_most is not None:
        yield Problem(
            "at_most goes with fixed settings, not with [decide]: leave one of them out",
            "at_most 只用于现在定死的问题，不能与 [decide] 同写：请去掉一个",
        )
    named = [name for move in made.moves for name in move.levers]
    for name in sorted({each for each in named if named.count(each) > 1}):
        yield Problem(f"{name}: moves in two entries", f"{name}：在两条 [[move]] 中出现")


def _wrong_move(move: Move, tables: Tables) -> Iterator[Problem]:
    for name in move.levers if ALL not in move.levers else ():
        if name not in tables.levers:
            continue
        lever = tables.levers[name]
        for key, value in (("low", move.low), ("high", move.high)):
            if value is not None and not lever.low <= value <= lever.high:
                yield Problem(
                    f"{key} {value:g} is outside {lever.low:g} to {lever.high:g} of {name}",
                    f"{key} {value:g} 超出 {name} 的范围 {lever.low:g} 至 {lever.high:g}",
                )
    if move.low is not None and move.high is not None and move.low > move.high:
        yield Problem(
            f"low {move.low:g} is above high {move.high:g}",
            f"low {move.low:g} 大于 high {move.high:g}",
        )
    wrong = check_years(*move.years, tables.city) if move.years else None
    if wrong is not None:
        yield wrong
