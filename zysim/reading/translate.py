"""From PySD's abstract model to one equation a scalar, or errors that name every refusal.

Arrays are written out here: an equation over a dimension becomes one expression an element.
"""

from __future__ import annotations

import itertools
import math
import re
import warnings
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as ast
from pysd.translators.vensim import vensim_element
from pysd.translators.vensim.vensim_file import VensimFile

from zysim.errors import ModelFileError
from zysim.reading.calls import RefusedError
from zysim.reading.dimensions import Dimensions, read_dimensions
from zysim.reading.expressions import TIME, Number, Op, Ref
from zysim.reading.first_moment import FirstMoment
from zysim.reading.lower import Walk
from zysim.reading.model_text import entries, identifier, scalar_id
from zysim.reading.names import Model
from zysim.reading.outside import read_constants, read_points
from zysim.reading.points import table_of
from zysim.reading.settings import read_settings
from zysim.reading.translated import Translated

__all__ = ["Translated", "translate"]

_NUMBER = r"[-+]?\s*(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_SUM = re.compile(rf"\s*{_NUMBER}(?:\s*(?=[-+]){_NUMBER})+\s*")


def read_literal(text: str) -> Any:
    """Return the value of a literal, or of a sum of literal numbers; nothing is run.

    The parser hands what looks like a list of numbers to Python, ``-10 - 5 + 3`` included.

    >>> read_literal("-10 - 5 + 3"), read_literal("(1, 2)")
    (-12.0, (1, 2))
    """
    if _SUM.fullmatch(text):
        return sum(float("".join(each.split())) for each in re.findall(_NUMBER, text))
    return literal_eval(text)


vars(vensim_element)["eval"] = read_literal

UNCHANGEABLE = "it is written with == in the model file"
CLOCK = ("initial_time", "final_time", "time_step")
LARGEST_ARRAY = 200_000
QUOTED = 100
"""Characters of an equation that a message shows."""
SMALLEST_ARRAY = 1
"""Places of the left side with more elements than this are axes of a list of numbers."""


def translate(path: Path) -> Translated:
    """Parse a checked model file with PySD's translator and write its arrays out.

    Raises
    ------
    ModelFileError
        If the parser fails, or anything in the file is not supported; all such equations are
        named at once.
    """
    main, *macros = _parse(path)
    found = Translated()
    text = path.read_text("utf-8-sig")
    settings = read_settings(text)
    found.method = settings.method
    dimensions, problems = read_dimensions(main.subscripts, text)
    found.dimensions = dimensions.elements
    if settings.refused:
        problems.append(
            f"settings: the method of integration is {settings.refused}, which is not supported; "
            "choose Euler, RK2 or RK4 in the model's settings"
        )
    model = Model(found, dimensions, macros={each.name: each for each in macros})
    model.names = {identifier(each.name) for each in main.elements}
    equations = [
        (element.name, component) for element in main.elements for component in element.components
    ]
    problems += [
        f"{each.name}: brackets in a name are not supported; leave them out"
        for each in main.elements
        if "[" in each.name
    ]
    if TIME in model.names:
        problems.append("time: this is the name of the current time; choose another")
    for element in main.elements:
        low, high = (element.limits or (None, None))[:2]
        found.limits[identifier(element.name)] = (low, high)
    tables = [each for each in equations if type(each[1]).__name__ == "AbstractLookup"]
    model.lookups = {identifier(name) for name, _ in tables}
    for name, component in tables:
        problems += _tried(name, lambda: _add_tables(model, path.parent, name, component))  # noqa: B023 - called at once
    for name, component in equations:
        if identifier(name) not in model.lookups:
            problems += _tried(name, lambda: _add(model, path.parent, name, component))  # noqa: B023 - called at once
    if not problems:
        problems += _finish(found)
        taken = {scalar for listed in found.scalars.values() for scalar in listed}
        problems += [
            f"{each}: rename it, zysim needs this name" for each in taken & {*found.helpers}
        ]
    if problems:
        equations_by_name = {identifier(each.name): each.equation for each in entries(text)}
        listed = "\n".join(f"  - {quoted(each, equations_by_name)}" for each in problems)
        msg = f"{path}: {len(problems)} equation(s) zysim cannot use\n{listed}"
        raise ModelFileError(msg, zh=f"{path}：{len(problems)} 个方程无法使用\n{listed}")
    return found


def _parse(path: Path) -> list[Any]:
    """Return the sections of a model file: the model itself, then its macros."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it warns of is read here or refused
            file = VensimFile(path, encoding="utf-8-sig")
            file.parse()
            return list(file.get_abstract_model().sections)
    except Exception as error:  # the parser raises whatever its grammar library raises
        reason = " ".join(str(error).split())[:300]
        msg = f"{path}: not a Vensim model that can be parsed ({type(error).__name__}: {reason})"
        raise ModelFileError(msg, zh=f"{path}：无法解析为 Vensim 模型（{reason}）") from error


def quoted(problem: str, equations: Mapping[str, str]) -> str:
    """Return a problem with the equation it is about, shortened, on a line of its own.

    >>> print(quoted("x: function NPV is not supported", {"x": "NPV(a, 0.1, 0, 1)"}))
    x: function NPV is not supported
          x = NPV(a, 0.1, 0, 1)
    """
    name = problem.partition(":")[0]
    equation = " ".join(equations.get(identifier(name.partition("[")[0]), "").split())
    if not equation:
        return problem
    shown = equation if len(equation) <= QUOTED else f"{equation[: QUOTED - 1]}…"
    return f"{problem}\n      {name} = {shown}"


def _tried(name: str, action: Any) -> Iterator[str]:
    try:
        action()
    except RefusedError as reason:
        yield f"{name}: {reason}"


def _finish(found: Translated) -> Iterator[str]:
    """Write what needs first values, such as pipelines, once all equations are known."""
    moment = found.moment()
    told: dict[str, None] = {}
    for name in CLOCK:
        if name in found.plain and not isinstance(found.plain[name], Number):
            try:
                _settle(found, moment, name)
            except RefusedError as reason:
                told[f"{name}: {reason}"] = None
    try:
        if "saveper" in found.plain:
            found.saveper = moment.value(found.plain["saveper"])
    except RefusedError as reason:
        told[f"saveper: {reason}"] = None
    while found.later:
        waiting, found.later = found.later, []
        for scalar, action in waiting:
            try:
                action(moment)
            except RefusedError as reason:
                told[f"{found.helpers.get(scalar, scalar)}: {reason}"] = None
    yield from told


def _settle(found: Translated, moment: FirstMoment, name: str) -> None:
    """Work a control of the clock out; what it comes from cannot be set for a run."""
    shown = name.upper().replace("_", " ")
    if not moment.stays(found.plain[name]):
        msg = f"{shown} changes in the run; write a number, or an equation of constants"
        raise RefusedError(msg)
    found.plain[name] = Number(found.shaped_by(moment, found.plain[name], f"it sets {shown}"))


def _places(
    dimensions: Dimensions, subscripts: Sequence[str], excepted: Sequence[Sequence[str]]
) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Give every choice of elements of a left side, exceptions left out, with its place."""
    choices = [dimensions.spread(identifier(each)) for each in subscripts]
    without = [
        [set(dimensions.spread(identifier(each))) for each in group] for group in excepted if group
    ]
    if math.prod(map(len, choices)) > LARGEST_ARRAY:
        msg = f"an array of more than {LARGEST_ARRAY:,} elements is refused"
        raise RefusedError(msg)
    if any(len(group) != len(subscripts) for group in without):
        msg = ":EXCEPT: needs as many subscripts as the left side"
        raise RefusedError(msg)
    for position in itertools.product(*(range(len(each)) for each in choices)):
        elements = tuple(choice[at] for choice, at in zip(choices, position, strict=True))
        if not any(
            all(each in members for each, members in zip(elements, group, strict=True))
            for group in without
        ):
            yield position, elements


def _sizes(dimensions: Dimensions, subscripts: Sequence[str]) -> list[int]:
    sizes = (len(dimensions.spread(identifier(each))) for each in subscripts)
    return [size for size in sizes if size > SMALLEST_ARRAY]


def _free(dimensions: Dimensions, subscripts: Sequence[str], position: Sequence[int]) -> list[int]:
    """Return the place of an element in a list of numbers, single elements left out."""
    return [
        at
        for at, each in zip(position, subscripts, strict=True)
        if len(dimensions.spread(identifier(each))) > SMALLEST_ARRAY
    ]


def _add_tables(model: Model, folder: Path, raw: str, component: Any) -> None:
    """Keep the points of a lookup, one table an element."""
    name, tree = identifier(raw), component.ast
    subscripts, excepted = component.subscripts
    sizes = _sizes(model.dimensions, subscripts)
    outside = isinstance(tree, ast.GetLookupsStructure)
    tables = read_points(tree, folder, sizes, None) if outside else [table_of(tree)]
    model.found.outside |= outside
    for position, elements in _places(model.dimensions, subscripts, excepted):
        at = _flat(_free(model.dimensions, subscripts, position), sizes) if outside else 0
        scalar = scalar_id(name, elements)
        if scalar in model.found.tables:
            msg = f"lookup {scalar} is defined twice"
            raise RefusedError(msg)
        model.found.tables[scalar] = replace(tables[at], name=scalar)


def _flat(position: Sequence[int], sizes: Sequence[int]) -> int:
    at = 0
    for place, size in zip(position, sizes, strict=True):
        at = at * size + place
    return at


def _add(model: Model, folder: Path, raw: str, component: Any) -> None:
    """Lower one equation for every element of its left side."""
    found, name, tree = model.found, identifier(raw), component.ast
    subscripts, excepted = component.subscripts
    left = [identifier(each) for each in subscripts]
    if len(set(left)) < len(left) and set(left) & set(model.dimensions.elements):
        msg = "a dimension stands twice on the left side; write a copy of it (new <-> old)"
        raise RefusedError(msg)
    numbers = _numbers(model, folder, component)
    sizes = _sizes(model.dimensions, subscripts)
    for position, elements in _places(model.dimensions, subscripts, excepted):
        scalar = scalar_id(name, elements)
        if scalar in found.scalars.setdefault(name, []):
            msg = f"{scalar} is defined twice"
            raise RefusedError(msg)
        found.scalars[name].append(scalar)
        walk = Walk(model, scalar, dict(zip(left, elements, strict=True)))
        if numbers is not None:
            at = _flat(_free(model.dimensions, subscripts, position), sizes)
            found.plain[scalar] = numbers[at]
        else:
            walk.define(scalar, tree)
        if type(component).__name__ == "AbstractUnchangeableConstant":
            found.structural[scalar] = UNCHANGEABLE


def _numbers(model: Model, folder: Path, component: Any) -> list[Any] | None:
    """Return what a list, or another file, gives for every element; None for an equation."""
    tree, sizes = component.ast, _sizes(model.dimensions, component.subscripts[0])
    if isinstance(tree, np.ndarray):
        if tree.size != int(np.prod(sizes)) or tree.ndim not in (1, len(sizes)):
            msg = f"a list of shape {tree.shape} does not fit its dimensions"
            raise RefusedError(msg)
        return [Number(float(each)) for each in tree.reshape(-1)]
    if isinstance(tree, ast.GetConstantsStructure):
        model.found.outside = True
        values = read_constants(tree, folder, sizes)
        return [Number(float(each)) for each in values.reshape(-1)]
    if isinstance(tree, ast.GetDataStructure):
        model.found.outside = True
        keyword = getattr(component, "keyword", None)
        tables = read_points(tree, folder, sizes, keyword)
        return [Op("lookup", (Ref(TIME), table)) for table in tables]
    return None
