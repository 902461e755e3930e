"""The one module that knows PySD's abstract model: its nodes become our expressions or errors.

Arrays are written out here: an equation over a dimension becomes one expression an element.
"""

from __future__ import annotations

import itertools
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as ast
from pysd.translators.vensim import vensim_element
from pysd.translators.vensim.vensim_file import VensimFile

from zysim.errors import ModelFileError
from zysim.reading.expressions import FUNCTIONS, TIME, Expression, Number, Op, Ref
from zysim.reading.model_text import identifier, scalar_id

vars(vensim_element)["eval"] = literal_eval  # the parser reads numbers and texts, and runs nothing

LOGIC = {":and:": "and", ":or:": "or", ":not:": "not", "=": "=", "<>": "<>"}
CALLS = {
    "abs": "abs",
    "exp": "exp",
    "ln": "ln",
    "sqrt": "sqrt",
    "max": "max",
    "min": "min",
    "if_then_else": "if",
    "step": "step",
    "ramp": "ramp",
    "pulse": "pulse",
    "zidz": "zidz",
    "xidz": "xidz",
}
RANDOM = "random"


@dataclass(slots=True)
class Translated:
    """What the equations of a file say, one record a scalar."""

    dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plain: dict[str, Expression] = field(default_factory=dict)
    """Constants and auxiliaries."""
    stocks: dict[str, tuple[Expression, Expression]] = field(default_factory=dict)
    kept: dict[str, Expression] = field(default_factory=dict)
    scalars: dict[str, list[str]] = field(default_factory=dict)
    """Variable to its scalar ids, in the order of the file."""
    limits: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)


class _RefusedError(Exception):
    """Why one equation cannot be used."""


def translate(path: Path) -> Translated:
    """Parse a checked model file with PySD's translator and write its arrays out.

    Raises
    ------
    ModelFileError
        If the parser fails, or anything in the file is not supported; all such equations are
        named at once.
    """
    section = _parse(path)
    found = Translated()
    for each in section.subscripts:
        if not isinstance(each.subscripts, list):
            msg = f"{path}: dimension {each.name!r} is read from another file; list its elements."
            raise ModelFileError(msg)
        found.dimensions[identifier(each.name)] = tuple(map(identifier, each.subscripts))
    problems: list[str] = []
    for element in section.elements:
        low, high = element.limits or (None, None)
        found.limits[identifier(element.name)] = (low, high)
        for component in element.components:
            try:
                _add(found, identifier(element.name), component)
            except _RefusedError as reason:
                problems.append(f"{element.name}: {reason}")
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        msg = f"{path}: {len(problems)} equation(s) zysim cannot use\n{listed}"
        raise ModelFileError(msg, zh=f"{path}：{len(problems)} 个方程无法使用\n{listed}")
    return found


def _parse(path: Path) -> Any:
    try:
        file = VensimFile(path, encoding="utf-8-sig")
        file.parse()
        model = file.get_abstract_model()
    except Exception as error:  # the parser raises whatever its grammar library raises
        reason = " ".join(str(error).split())[:300]
        msg = f"{path}: not a Vensim model that can be parsed ({type(error).__name__}: {reason})"
        raise ModelFileError(msg, zh=f"{path}：无法解析为 Vensim 模型（{reason}）") from error
    if len(model.sections) > 1:
        names = ", ".join(section.name for section in model.sections[1:])
        msg = f"{path}: macros are not supported ({names}). Write their equations out."
        raise ModelFileError(msg, zh=f"{path}：不支持宏（{names}），请展开其方程。")
    return model.sections[0]


def _add(found: Translated, name: str, component: Any) -> None:
    if type(component).__name__ in ("AbstractLookup", "AbstractData"):
        msg = "lookups and data are not supported; write the curve as an equation of constants"
        raise _RefusedError(msg)
    subscripts, excepted = component.subscripts
    if any(excepted):
        msg = ":EXCEPT: is not supported; write one equation for each element"
        raise _RefusedError(msg)
    left = [identifier(each) for each in subscripts]
    choices = [found.dimensions.get(each, (each,)) for each in left]
    tree = component.ast
    for position in itertools.product(*(range(len(each)) for each in choices)):
        elements = tuple(choice[i] for choice, i in zip(choices, position, strict=True))
        scalar = scalar_id(name, elements)
        here = dict(zip(left, elements, strict=True))
        if scalar in found.scalars.setdefault(name, []):
            msg = f"{scalar} is defined twice"
            raise _RefusedError(msg)
        found.scalars[name].append(scalar)
        walk = _Walk(found.dimensions, here)
        if isinstance(tree, ast.IntegStructure):
            found.stocks[scalar] = (walk.lower(tree.flow), walk.lower(tree.initial))
        elif isinstance(tree, ast.InitialStructure):
            found.kept[scalar] = walk.lower(tree.initial)
        elif isinstance(tree, np.ndarray):
            found.plain[scalar] = _entry(tree, position, choices)
        else:
            found.plain[scalar] = walk.lower(tree)


def _entry(table: Any, position: Sequence[int], choices: Sequence[Sequence[str]]) -> Number:
    free = [at for at, choice in zip(position, choices, strict=True) if len(choice) > 1]
    if table.ndim != len(free) or any(
        at >= size for at, size in zip(free, table.shape, strict=True)
    ):
        msg = f"a list of shape {table.shape} does not fit its dimensions"
        raise _RefusedError(msg)
    return Number(float(table[tuple(free)]))


class _Walk:
    """Lowers one equation for one choice of elements."""

    def __init__(self, dimensions: Mapping[str, tuple[str, ...]], here: Mapping[str, str]) -> None:
        self.dimensions = dimensions
        self.here = dict(here)

    def lower(self, node: Any) -> Expression:
        if isinstance(node, bool | int | float | np.integer | np.floating):
            return Number(float(node))
        if isinstance(node, ast.ReferenceStructure):
            return self.reference(node)
        if isinstance(node, ast.ArithmeticStructure):
            return self.arithmetic(list(node.operators), list(node.arguments))
        if isinstance(node, ast.LogicStructure):
            return self.logic(list(node.operators), list(node.arguments))
        if isinstance(node, ast.CallStructure):
            return self.call(node)
        kind = type(node).__name__.removesuffix("Structure")
        msg = {
            "Integ": "INTEG must stand alone on its line; give the stock a name of its own",
            "Initial": "INITIAL must stand alone on its line; give the value a name of its own",
            "Smooth": "SMOOTH is not supported; write d(smooth) = (input - smooth)/time as a stock",
            "SmoothN": "SMOOTH N is not supported; write its stages as stocks",
            "Delay": "DELAY is not supported; write the pipeline as stocks",
            "DelayN": "DELAY N is not supported; write its stages as stocks",
            "DelayFixed": "DELAY FIXED is not supported; write the pipeline as stocks",
        }.get(kind, f"{kind} is not supported; write it with arithmetic, MIN, MAX or IF THEN ELSE")
        raise _RefusedError(msg)

    def reference(self, node: Any) -> Expression:
        name = identifier(node.reference)
        if name == TIME:
            return Ref(TIME)
        if node.subscripts is None:
            return Ref(name)
        elements = []
        for subscript in node.subscripts.subscripts:
            key = identifier(subscript)
            chosen = self.here.get(key, key)
            if chosen in self.dimensions:
                msg = f"{name} is used over the whole dimension {subscript!r} outside a SUM"
                raise _RefusedError(msg)
            elements.append(chosen)
        return Ref(scalar_id(name, tuple(elements)))

    def arithmetic(self, operators: list[str], arguments: list[Any]) -> Expression:
        if operators == ["negative"]:
            return Op("neg", (self.lower(arguments[0]),))
        if "^" in operators:  # right-associative, as in Vensim and PySD
            base, *rest = arguments
            power = rest[0] if len(rest) == 1 else None
            tail = self.lower(power) if power is not None else self.arithmetic(operators[1:], rest)
            return Op("^", (self.lower(base), tail))
        result = self.lower(arguments[0])
        for operator, argument in zip(operators, arguments[1:], strict=True):
            result = Op(operator, (result, self.lower(argument)))
        return result

    def logic(self, operators: list[str], arguments: list[Any]) -> Expression:
        names = [LOGIC.get(each.lower(), each) for each in operators]
        if names == ["not"]:
            return Op("not", (self.lower(arguments[0]),))
        result = self.lower(arguments[0])
        for name, argument in zip(names, arguments[1:], strict=True):
            result = Op(name, (result, self.lower(argument)))
        return result

    def call(self, node: Any) -> Expression:
        name = identifier(node.function.reference)
        if name == "sum":
            return Op("sum", tuple(self.each_term(node.arguments[0])))
        if name.startswith(RANDOM):
            msg = f"{name}: random functions are refused; draws belong to the ensemble"
            raise _RefusedError(msg)
        if name not in CALLS:
            msg = f"function {name.replace('_', ' ').upper()} is not supported"
            raise _RefusedError(msg)
        wanted = FUNCTIONS[CALLS[name]]
        if len(node.arguments) != wanted:
            msg = f"{name} takes {wanted} arguments, got {len(node.arguments)}"
            raise _RefusedError(msg)
        return Op(CALLS[name], tuple(map(self.lower, node.arguments)))

    def each_term(self, node: Any) -> Iterator[Expression]:
        """Give the argument of a SUM for every element of its dimensions marked with !."""
        marked = list(dict.fromkeys(_marked(node)))
        if not marked:
            msg = "SUM needs a dimension marked with !"
            raise _RefusedError(msg)
        spread = []
        for mark in marked:
            if mark.rstrip("!") not in self.dimensions:
                msg = f"SUM over {mark!r}, which is not a dimension"
                raise _RefusedError(msg)
            spread.append(self.dimensions[mark.rstrip("!")])
        before = dict(self.here)
        for elements in itertools.product(*spread):
            self.here = before | dict(zip(marked, elements, strict=True))
            yield self.lower(node)
        self.here = before


def _marked(node: Any) -> Iterator[str]:
    if isinstance(node, ast.ReferenceStructure) and node.subscripts is not None:
        yield from (identifier(s) for s in node.subscripts.subscripts if s.rstrip().endswith("!"))
    for part in getattr(node, "arguments", ()):
        yield from _marked(part)
