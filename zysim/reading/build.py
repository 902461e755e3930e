"""Put translated equations in order and join them with the texts of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from zysim.errors import ModelFileError, ZysimError, unknown_name
from zysim.reading.expressions import RUN, TIME, Expression, Number, names_in
from zysim.reading.graph import Kind, ModelGraph, StockEquation, Variable
from zysim.reading.lexer import identifier
from zysim.reading.model_text import Entry
from zysim.reading.order import ordered

if TYPE_CHECKING:
    from pathlib import Path

    from zysim.reading.translated import Translated

CONTROL = ("initial_time", "final_time", "time_step")


def build_graph(found: Translated, texts: list[Entry], sha256: str) -> ModelGraph:
    """Put translated equations in order and join them with the texts of the file.

    Raises
    ------
    ModelFileError
        If a name is used and not defined, equations form a circle, or a control is not a number.
    """
    constants = {
        name: each.value
        for name, each in found.plain.items()
        if isinstance(each, Number) and (name not in found.helpers or name == RUN)
    }
    plain = {n: e for n, e in found.plain.items() if n not in constants}
    stocks = {n: StockEquation(*pair) for n, pair in found.stocks.items()}
    _refuse_unknown(found)
    if found.last:
        constants[found.last] = found.first_end
    times = [_control(constants, name) for name in CONTROL]
    if found.last:
        del constants[found.last]
    first: dict[str, Expression] = (
        plain | {n: e.initial for n, e in stocks.items()} | dict(found.kept) | dict(found.starts)
    )
    order = ordered({n: names_in(e) for n, e in plain.items()}, "equations")
    initial = ordered({n: names_in(e) for n, e in first.items()}, "initial values")
    return ModelGraph(
        sha256=sha256,
        variables=_variables(found, texts, constants),
        dimensions=found.dimensions,
        constants=constants,
        auxiliaries={name: plain[name] for name in order},
        stocks=stocks,
        kept=found.kept,
        starts=found.starts,
        structural=found.structural,
        initial_order=tuple(initial),
        initial_time=times[0],
        final_time=times[1],
        time_step=times[2],
        saveper=found.saveper,
        method=found.method,
        last=found.last,
        data=tuple(found.data),
        warnings=tuple(_warnings(found)),
        tables=tuple(found.opened),
    )


def _warnings(found: Translated) -> Iterator[tuple[str, str]]:
    yield from found.warnings
    for name, line, _ in found.unknown.values():
        yield (
            f"第 {line} 行，{name} 没有方程：其数值来自另一次运行或文件，模型其余部分未用到。",
            f"line {line}, {name} has no equation: its values come from another run or file. "
            "Nothing else in the model reads it.",
        )


def _control(constants: Mapping[str, float], name: str) -> float:
    if name not in constants:
        msg = f"{name.upper().replace('_', ' ')} must be a number in the model file."
        raise ModelFileError(msg, zh=f"模型文件中 {name} 应为数字。")
    return constants[name]


def _refuse_unknown(found: Translated) -> None:
    known = {*found.plain, *found.stocks, *found.kept, TIME}
    problems: list[ZysimError] = []
    for scalar, expression in _expressions(found):
        for used in dict.fromkeys(names_in(expression)):
            if used in known:
                continue
            owner = found.helpers.get(scalar, scalar)
            missing = found.unknown.get(used.partition("[")[0])
            if missing is not None:
                problems.append(_no_data(found.searched, owner, *missing))
            else:
                names = known - found.helpers.keys()
                problems.append(unknown_name("name", used, names, owner))
    if problems:
        listed = "\n".join(f"  - {each}" for each in dict.fromkeys(map(str, problems)))
        chinese = dict.fromkeys(each.zh or "" for each in problems)
        listed_zh = "\n".join(f"  - {each}" for each in chinese)
        msg = f"{len(problems)} name(s) are used but not defined\n{listed}"
        raise ModelFileError(msg, zh=f"{len(problems)} 个名称未定义\n{listed_zh}")


def _no_data(
    searched: Sequence[Path], owner: str, name: str, line: int, scalar: str
) -> ModelFileError:
    files = ", ".join(each.name for each in searched)
    told = f"; it is not in {files}" if files else ""
    told_zh = f"{files} 中没有这一列；" if files else ""
    msg = (
        f"{owner}: reads {name} (line {line}), a data variable without an equation; its values "
        f"come from another run or file{told}. Export {scalar} with its times as a .tab or .csv "
        "file and give it with --data, or in a study as [data] files"
    )
    zh = (
        f"{owner}：用到数据变量 {name}（第 {line} 行），它没有方程，数值来自另一次运行或文件；"
        f"{told_zh}请把 {scalar} 连同时间导出为 .tab 或 .csv 文件，用 --data 给出，"
        "或写入研究的 [data] files"
    )
    return ModelFileError(msg, zh=zh)


def _expressions(found: Translated) -> Iterator[tuple[str, Expression]]:
    yield from found.plain.items()
    yield from found.kept.items()
    yield from found.starts.items()
    for scalar, pair in found.stocks.items():
        for expression in pair:
            yield scalar, expression


def _variables(
    found: Translated, texts: Iterable[Entry], constants: Mapping[str, float]
) -> dict[str, Variable]:
    by_name: dict[str, list[Entry]] = {}
    for entry in texts:
        by_name.setdefault(identifier(entry.name), []).append(entry)
    causes: dict[str, dict[str, None]] = {name: {} for name in found.scalars}
    uses: dict[str, dict[str, None]] = {name: {} for name in found.scalars}
    for scalar, expression in _expressions(found):
        mine = found.helpers.get(scalar, scalar).partition("[")[0]
        for used in names_in(expression):
            other = found.helpers.get(used, used).partition("[")[0]
            if other not in (TIME, RUN, mine):
                causes[mine][other] = None
                uses[other][mine] = None
    return {
        name: _variable(found, name, by_name.get(name, []), constants, causes[name], uses[name])
        for name in found.scalars
    }


def _variable(
    found: Translated,
    name: str,
    texts: list[Entry],
    constants: Mapping[str, float],
    causes: Iterable[str],
    uses: Iterable[str],
) -> Variable:
    dims = _dims(found, found.scalars[name])
    places = [{member: at for at, member in enumerate(found.dimensions[d])} for d in dims if d]
    elements = tuple(sorted(found.scalars[name], key=_position(places)))
    first = texts[0] if texts else Entry(name, (), "", "", "", "")
    title, mark, comment = first.comment.partition("。")
    low, high = found.limits.get(name, (None, None))
    kind: Kind = "auxiliary"
    if elements[0] in found.stocks:
        kind = "stock"
    elif elements[0] in found.kept:
        kind = "initial"
    elif all(each in constants for each in elements):
        kind = "constant"
    lines = (
        f"{_left(each)} = {each.equation}" if len(texts) > 1 else each.equation for each in texts
    )
    return Variable(
        name=first.name,
        identifier=name,
        unit=first.unit,
        title_zh=title if mark else "",
        comment=comment.strip() if mark else first.comment,
        sector=first.group,
        kind=kind,
        dims=dims,
        elements=elements,
        equation="\n".join(lines),
        low=low,
        high=high,
        causes=tuple(causes),
        uses=tuple(uses),
    )


def _left(entry: Entry) -> str:
    return f"{entry.name}[{', '.join(entry.subscripts)}]" if entry.subscripts else entry.name


def _members(scalar: str) -> list[str]:
    return scalar.partition("[")[2].rstrip("]").split(",")


def _position(places: list[dict[str, int]]) -> Callable[[str], tuple[int, ...]]:
    """Return a key that sorts scalars in the order of their dimensions."""
    return lambda scalar: tuple(
        place[each] for place, each in zip(places, _members(scalar), strict=False)
    )


def _dims(found: Translated, elements: Sequence[str]) -> tuple[str, ...]:
    """Name the dimension at each place of an array: the smallest that holds all its elements."""
    places = zip(*map(_members, elements), strict=True)
    if "[" not in elements[0]:
        return ()
    chosen = []
    for place in places:
        seen = set(place)
        holding = [d for d, members in found.dimensions.items() if seen <= set(members)]
        chosen.append(min(holding, key=lambda each: len(found.dimensions[each]), default=""))
    return tuple(chosen)
