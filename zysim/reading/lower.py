"""Lower one equation: PySD's nodes become our expressions, or are refused by name.

With :mod:`zysim.reading.translate` the only place that knows PySD's classes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as ast

from zysim.reading.array_calls import ordering, over_dimensions
from zysim.reading.array_functions import AGGREGATES, SORTS
from zysim.reading.calls import RefusedError, number, write_call
from zysim.reading.expressions import TIME, Expression, Number, Op, Ref, Way
from zysim.reading.macros import write_out
from zysim.reading.marks import why_not_lowered
from zysim.reading.memory import Memory
from zysim.reading.model_text import identifier
from zysim.reading.names import Model, Names
from zysim.reading.points import table_of

LOGIC = {":and:": "and", ":or:": "or", ":not:": "not", "=": "=", "<>": "<>"}
TRUTHS = ("<", "<=", ">", ">=", "=", "<>", "and", "or", "not")
"""Operations whose result is true or false, not a number."""
LOOKUP_CALLS: dict[str, Way] = {
    "lookup_forward": "forward",
    "lookup_backward": "backward",
    "lookup_extrapolate": "extrapolate",
}
Four = tuple[Expression, Expression, Expression, Expression]


class Walk(Names):
    """Lowers one equation for one choice of elements."""

    def __init__(
        self,
        model: Model,
        scalar: str,
        here: Mapping[str, str],
        scope: Mapping[str, Expression] | None = None,
        depth: int = 0,
    ) -> None:
        super().__init__(model, here)
        self.scalar = scalar
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
            table = replace(table_of(node.lookups), name=self.scalar)
            return Op("lookup", (self.lower(node.argument), table))
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
            return write_out(self, self.model.macros[name], arguments)
        if name in LOOKUP_CALLS and len(arguments) == 2:
            table = self.table(arguments[0])
            way = replace(table, way=LOOKUP_CALLS[name])
            return Op("lookup", (self.lower(arguments[1]), way))
        if name == "active_initial" and len(arguments) == 2:
            return self.memory.active_initial(*map(self.lower, arguments))
        if name == "elmcount" and len(arguments) == 1:
            return number(self.count(arguments[0]))
        if name in AGGREGATES:
            return over_dimensions(self, name, arguments)
        if name in SORTS and len(arguments) == 2:
            return ordering(self, name, *arguments)
        if name == "if_then_else" and arguments:
            first, *rest = arguments
            return write_call(name, (self.truth(first), *map(self.lower, rest)))
        return write_call(name, tuple(map(self.lower, arguments)))

    def at(self, place: Mapping[str, str], node: Any) -> Expression:
        """Lower a node with some more elements chosen."""
        before = self.here
        self.here = before | dict(place)
        try:
            return self.lower(node)
        finally:
            self.here = before

    def inside(self, scope: Mapping[str, Expression]) -> Walk:
        """Return a walk through the equations of a macro, where names stand for other things."""
        return Walk(self.model, self.scalar, self.here, scope, self.depth + 1)

    def define(self, target: str, tree: Any) -> None:
        """Lower a whole right-hand side and keep it as the equation of a scalar."""
        found = self.model.found
        if isinstance(tree, ast.IntegStructure):
            found.stocks[target] = (self.lower(tree.flow), self.lower(tree.initial))
        elif isinstance(tree, ast.InitialStructure):
            found.kept[target] = self.lower(tree.initial)
        else:
            found.plain[target] = self.lower(tree)
