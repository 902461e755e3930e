"""Lower one equation: PySD's nodes become our expressions, or are refused by name.

With :mod:`zysim.reading.translate` the only place that knows PySD's classes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as ast

from zysim.reading.array_functions import AGGREGATES, SORTS, aggregate, select, sort
from zysim.reading.calls import RefusedError, number, write_call
from zysim.reading.dimensions import Dimensions
from zysim.reading.expressions import TIME, Expression, Number, Op, Ref, Table, Way
from zysim.reading.marks import marked_dimensions, why_not_lowered
from zysim.reading.memory import Memory
from zysim.reading.model_text import identifier, scalar_id
from zysim.reading.points import table_of
from zysim.reading.translated import Translated

LOGIC = {":and:": "and", ":or:": "or", ":not:": "not", "=": "=", "<>": "<>"}
TRUTHS = ("<", "<=", ">", ">=", "=", "<>", "and", "or", "not")
"""Operations whose result is true or false, not a number."""
LOOKUP_CALLS: dict[str, Way] = {
    "lookup_forward": "forward",
    "lookup_backward": "backward",
    "lookup_extrapolate": "extrapolate",
}
DEEPEST_MACRO = 20
MOST_MACROS = 10_000
MOST_SORTED = 100
"""Elements of a vector that is sorted: each is compared with each other one."""
MOST_TERMS = 100_000
"""Terms of one SUM."""

Four = tuple[Expression, Expression, Expression, Expression]


@dataclass(slots=True)
class Model:
    """What an equation may name."""

    found: Translated
    dimensions: Dimensions
    names: set[str] = field(default_factory=set)
    """Identifiers of variables."""
    lookups: set[str] = field(default_factory=set)
    macros: dict[str, Any] = field(default_factory=dict)
    """Sections of PySD's abstract model by name."""
    written_out: int = 0
    """Calls of macros so far."""


class Walk:
    """Lowers one equation for one choice of elements."""

    def __init__(
        self,
        model: Model,
        scalar: str,
        here: Mapping[str, str],
        scope: Mapping[str, Expression] | None = None,
        depth: int = 0,
    ) -> None:
        self.model = model
        self.scalar = scalar
        self.here = dict(here)
        self.scope = dict(scope or {})
        """Names of a macro, and what they stand for."""
        self.depth = depth
        self.memory = Memory(model.found, scalar)

    def lower(self, node: Any) -> Expression:
        """Lower a node to a number; what is true or false becomes 1 or 0."""
        found = self.truth(node)
        if isinstance(found, Op) and found.name in TRUTHS:
            return Op("if", (found, number(1), number(0)))
        return found

    def truth(self, node: Any) -> Expression:
        """Lower a node that may be a condition."""
        if isinstance(node, bool | int | float | np.integer | np.floating):
            if not math.isfinite(node):
                msg = ":NA: is not supported; write a number, or an IF THEN ELSE that avoids it"
                raise RefusedError(msg)
            return Number(float(node))
        if isinstance(node, ast.ReferenceStructure):
            return self.reference(node)
        if isinstance(node, ast.ArithmeticStructure):
            return self.arithmetic(list(node.operators), list(node.arguments))
        if isinstance(node, ast.LogicStructure):
            return self.logic(list(node.operators), list(node.arguments))
        if isinstance(node, ast.CallStructure):
            return self.call(node)
        if isinstance(node, ast.GameStructure):
            return self.lower(node.expression)
        if isinstance(node, ast.InlineLookupsStructure):
            return Op("lookup", (self.lower(node.argument), table_of(node.lookups)))
        return self.remembering(node)

    def remembering(self, node: Any) -> Expression:
        """Lower a function with a memory."""
        memory = self.memory
        match node:
            case ast.IntegStructure():
                return memory.integ(self.lower(node.flow), self.lower(node.initial))
            case ast.InitialStructure():
                return memory.initial(self.lower(node.initial))
            case ast.SmoothStructure() | ast.SmoothNStructure():
                return memory.smooth(*self.flowing(node, node.smooth_time))
            case ast.DelayStructure():
                return memory.delay(*self.flowing(node, node.delay_time), steady=False)
            case ast.DelayNStructure():
                return memory.delay(*self.flowing(node, node.delay_time), steady=True)
            case ast.DelayFixedStructure():
                value, time, initial, _ = self.flowing(node, node.delay_time)
                return memory.delay_fixed(value, time, initial)
            case ast.SampleIfTrueStructure():
                test = self.truth(node.condition)
                return memory.sample_if_true(test, self.lower(node.input), self.lower(node.initial))
            case ast.TrendStructure():
                growth = self.lower(node.initial_trend)
                return memory.trend(self.lower(node.input), self.lower(node.average_time), growth)
            case ast.ForecastStructure():
                named = (node.input, node.average_time, node.horizon, node.initial_trend)
                return memory.forecast(*map(self.lower, named))
        raise RefusedError(why_not_lowered(node))

    def flowing(self, node: Any, time: Any) -> Four:
        """Lower input, time, initial value and order of a SMOOTH or DELAY."""
        value = self.memory.found.named("input", self.scalar, self.lower(node.input))
        initial = value if node.initial is node.input else self.lower(node.initial)
        return value, self.lower(time), initial, self.lower(getattr(node, "order", 1))

    def reference(self, node: Any) -> Expression:
        """Lower a name with its subscripts."""
        name = identifier(node.reference)
        outside = name.endswith("$") and name not in self.model.names  # of a macro
        name = name.removesuffix("$") if outside else name
        if not outside and name in self.scope:
            if node.subscripts is not None:
                msg = f"{name}: arrays inside macros are not supported; write the macro out"
                raise RefusedError(msg)
            return self.scope[name]
        if name == TIME:
            return Ref(TIME)
        if name in self.model.lookups:
            msg = f"{name} is a lookup; call it with an argument, as in {name}(Time)"
            raise RefusedError(msg)
        if node.subscripts is None:
            place = None if name in self.model.names else self.place(name)
            return Ref(name) if place is None else number(place)
        return Ref(self.element(name, node.subscripts.subscripts))

    def place(self, name: str) -> int | None:
        """Return the number a dimension or element stands for, None if it is neither."""
        dimensions = self.model.dimensions
        if name not in dimensions.elements:
            return dimensions.number(name)
        chosen = self.here.get(name) or self.here.get(f"{name}!")
        chosen = chosen or dimensions.through(name, self.here)
        if chosen is None:
            msg = f"dimension {name!r} is used as a number, but is not on the left side"
            raise RefusedError(msg)
        return dimensions.number(chosen, name)

    def element(self, name: str, subscripts: Any) -> str:
        """Return the scalar that a subscripted name stands for here."""
        elements = []
        taken = {identifier(each) for each in subscripts}
        for subscript in subscripts:
            key = identifier(subscript)
            chosen = self.here.get(key)
            if chosen is None and key in self.model.dimensions.elements:
                free = {dim: each for dim, each in self.here.items() if dim not in taken}
                chosen = self.model.dimensions.through(key, free)
                if chosen is None:
                    msg = f"{name} is used over the whole dimension {subscript!r} outside a SUM"
                    raise RefusedError(msg)
            elements.append(chosen or key)
        return scalar_id(name, tuple(elements))

    def arithmetic(self, operators: list[str], arguments: list[Any]) -> Expression:
        """Lower a chain of operators, powers from the right and others from the left."""
        if operators == ["negative"]:
            return Op("neg", (self.lower(arguments[0]),))
        if "^" in operators:  # right-associative, as in Vensim and PySD
            base, *rest = arguments
            if isinstance(base, int | float) and base < 0:
                msg = f"{base:g}^ can mean two things; write -({-base:g}^…) or (0 - {-base:g})^…"
                raise RefusedError(msg)
            power = rest[0] if len(rest) == 1 else None
            tail = self.lower(power) if power is not None else self.arithmetic(operators[1:], rest)
            return Op("^", (self.lower(base), tail))
        result = self.lower(arguments[0])
        for operator, argument in zip(operators, arguments[1:], strict=True):
            result = Op(operator, (result, self.lower(argument)))
        return result

    def logic(self, operators: list[str], arguments: list[Any]) -> Expression:
        """Lower comparisons and logic."""
        names = [LOGIC.get(each.lower(), each) for each in operators]
        if names == ["not"]:
            return Op("not", (self.truth(arguments[0]),))
        if {"and", "or"} <= set(names):
            msg = ":AND: and :OR: beside each other can mean two things; put parentheses"
            raise RefusedError(msg)
        joins = names[0] in ("and", "or")
        lower = self.truth if joins else self.lower
        result = lower(arguments[0])
        for name, argument in zip(names, arguments[1:], strict=True):
            result = Op(name, (result, lower(argument)))
        return result

    def call(self, node: Any) -> Expression:
        """Lower a call of a lookup, a macro or a function."""
        name = identifier(node.function.reference)
        arguments = list(node.arguments)
        if name in self.model.lookups:
            if len(arguments) != 1:
                msg = f"lookup {name} takes 1 argument, got {len(arguments)}"
                raise RefusedError(msg)
            return Op("lookup", (self.lower(arguments[0]), self.table(node.function)))
        if name in self.model.macros:
            return self.macro(self.model.macros[name], arguments)
        if name in LOOKUP_CALLS and len(arguments) == 2:
            table = self.table(arguments[0])
            way = Table(table.x, table.y, LOOKUP_CALLS[name])
            return Op("lookup", (self.lower(arguments[1]), way))
        if name == "active_initial" and len(arguments) == 2:
            return self.memory.active_initial(*map(self.lower, arguments))
        if name == "elmcount" and len(arguments) == 1:
            return self.count(arguments[0])
        if name in AGGREGATES:
            return self.over_dimensions(name, arguments)
        if name in SORTS and len(arguments) == 2:
            return self.sorted(name, *arguments)
        if name == "if_then_else" and arguments:
            first, *rest = arguments
            return write_call(name, (self.truth(first), *map(self.lower, rest)))
        return write_call(name, tuple(map(self.lower, arguments)))

    def table(self, node: Any) -> Table:
        """Return the points of a named lookup."""
        name = identifier(getattr(node, "reference", ""))
        if name not in self.model.lookups:
            msg = f"{name or 'an argument'!r} is not a lookup of the model"
            raise RefusedError(msg)
        subscripts = node.subscripts.subscripts if node.subscripts is not None else ()
        scalar = self.element(name, subscripts)
        if scalar not in self.model.found.tables:
            msg = f"lookup {scalar} is not defined"
            raise RefusedError(msg)
        return self.model.found.tables[scalar]

    def count(self, node: Any) -> Expression:
        """ELMCOUNT: how many elements a dimension has."""
        name = identifier(getattr(node, "reference", ""))
        if name not in self.model.dimensions.elements:
            msg = f"ELMCOUNT of {name or 'an expression'!r}, which is not a dimension"
            raise RefusedError(msg)
        return number(len(self.model.dimensions.elements[name]))

    def over_dimensions(self, name: str, arguments: list[Any]) -> Expression:
        """Lower a function that runs over the dimensions marked with ``!``."""
        shown = name.replace("_", " ").upper()
        wanted = 5 if name == "vector_select" else 1
        if len(arguments) != wanted:
            msg = f"{shown} takes {wanted} argument(s), got {len(arguments)}"
            raise RefusedError(msg)
        marked = list(
            dict.fromkeys(itertools.chain.from_iterable(map(marked_dimensions, arguments)))
        )
        if not marked:
            msg = f"{shown} needs a dimension marked with !"
            raise RefusedError(msg)
        for mark in marked:
            if mark.rstrip("!") not in self.model.dimensions.elements:
                msg = f"{shown} over {mark!r}, which is not a dimension"
                raise RefusedError(msg)
        spread = [self.model.dimensions.elements[mark.rstrip("!")] for mark in marked]
        if math.prod(map(len, spread)) > MOST_TERMS:
            msg = f"{shown} over more than {MOST_TERMS:,} elements is refused"
            raise RefusedError(msg)
        places = [dict(zip(marked, each, strict=True)) for each in itertools.product(*spread)]
        if name != "vector_select":
            return aggregate(name, [self.at(place, arguments[0]) for place in places])
        chosen = [self.at(place, arguments[0]) for place in places]
        values = [self.at(place, arguments[1]) for place in places]
        missing, action, error = (self.lower(each) for each in arguments[2:])
        return select(chosen, values, missing, action, error)

    def sorted(self, name: str, vector: Any, direction: Any) -> Expression:
        """VECTOR SORT ORDER and VECTOR RANK, over the last dimension of a vector."""
        shown = name.replace("_", " ").upper()
        subscripts = getattr(getattr(vector, "subscripts", None), "subscripts", None)
        named = subscripts or list(self.here)
        last = identifier(named[-1]).rstrip("!") if named else ""
        elements = self.model.dimensions.elements.get(last, ())
        if self.here.get(last) not in elements:
            msg = f"{shown} needs a vector whose last dimension is on the left side"
            raise RefusedError(msg)
        if len(elements) > MOST_SORTED:
            msg = f"{shown} of more than {MOST_SORTED} elements is refused"
            raise RefusedError(msg)
        terms = [self.at({last: each}, vector) for each in elements]
        return sort(name, terms, elements.index(self.here[last]), self.lower(direction))

    def at(self, place: Mapping[str, str], node: Any) -> Expression:
        """Lower a node with some more elements chosen."""
        before = self.here
        self.here = before | dict(place)
        try:
            return self.lower(node)
        finally:
            self.here = before

    def macro(self, section: Any, arguments: list[Any]) -> Expression:
        """Write the equations of a macro out, once for each call."""
        params = [identifier(each) for each in section.params]
        if section.returns or len(params) != len(arguments):
            msg = f"macro {section.name}: takes {len(params)} arguments and gives one value here"
            raise RefusedError(msg)
        if self.depth > DEEPEST_MACRO:
            msg = f"macro {section.name} calls itself"
            raise RefusedError(msg)
        self.model.written_out += 1
        if self.model.written_out > MOST_MACROS:
            msg = f"macros are called more than {MOST_MACROS:,} times when written out"
            raise RefusedError(msg)
        found = self.model.found
        scope = {
            name: found.named("argument", self.scalar, self.lower(node))
            for name, node in zip(params, arguments, strict=True)
        }
        equations = []
        for element in section.elements:
            name = identifier(element.name)
            scope[name] = Ref(found.helper("macro", self.scalar))
            for component in element.components:
                if component.subscripts[0] or len(element.components) > 1:
                    msg = f"macro {section.name}: arrays inside macros are not supported"
                    raise RefusedError(msg)
                equations.append((name, component.ast))
        for name, tree in equations:
            target = scope[name]
            walk = Walk(self.model, self.scalar, self.here, scope, self.depth + 1)
            if isinstance(target, Ref):
                walk.define(target.name, tree)
        if section.name not in scope:
            msg = f"macro {section.name} does not define its own name"
            raise RefusedError(msg)
        return scope[section.name]

    def define(self, target: str, tree: Any) -> None:
        """Lower a whole right-hand side and keep it as the equation of a scalar."""
        found = self.model.found
        if isinstance(tree, ast.IntegStructure):
            found.stocks[target] = (self.lower(tree.flow), self.lower(tree.initial))
        elif isinstance(tree, ast.InitialStructure):
            found.kept[target] = self.lower(tree.initial)
        else:
            found.plain[target] = self.lower(tree)
