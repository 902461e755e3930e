"""Lower one equation: its tree becomes our expressions, or is refused by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zysim.reading.array_calls import ARRAY_CALLS, over_dimensions
from zysim.reading.array_functions import AGGREGATES
from zysim.reading.calls import PLAIN, WRITTEN, RefusedError, number, why_not, write_call
from zysim.reading.data_calls import DATA_CALLS
from zysim.reading.expressions import TIME, Expression, Number, Op, Ref, Table, Way
from zysim.reading.lexer import identifier
from zysim.reading.macros import write_out
from zysim.reading.memory import Memory
from zysim.reading.memory_calls import MEMORY_CALLS
from zysim.reading.names import Model, Names
from zysim.reading.nodes import Call, Chain, Literal, Name, Node, Numbers, Points, Sign, Text
from zysim.reading.price_calls import PRICE_CALLS
from zysim.reading.random_calls import RANDOM_CALLS
from zysim.reading.table_calls import TABLE_CALLS

TRUTHS = ("<", "<=", ">", ">=", "=", "<>", "and", "or", "not")
"""Operations whose result is true or false, not a number."""
LONGEST = 24
"""Terms joined before the part is given a name."""
CALLS = (MEMORY_CALLS, ARRAY_CALLS, PRICE_CALLS, DATA_CALLS, TABLE_CALLS, RANDOM_CALLS)
ALONE = {
    "get_direct_constants": "GET CONSTANTS",
    "get_xls_constants": "GET CONSTANTS",
    "get_direct_data": "GET DATA",
    "get_xls_data": "GET DATA",
    "get_direct_lookups": "GET LOOKUPS",
    "get_xls_lookups": "GET LOOKUPS",
    "tabbed_array": "TABBED ARRAY",
}
"""Functions that give the numbers of a whole variable."""
LOOKUP_CALLS: dict[str, Way] = {
    "lookup": "interpolate",
    "lookup_forward": "forward",
    "lookup_backward": "backward",
    "lookup_extrapolate": "extrapolate",
}


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

    def lower(self, node: Node) -> Expression:
        """Lower a node to a number; what is true or false becomes 1 or 0."""
        found = self.truth(node)
        if isinstance(found, Op) and found.name in TRUTHS:
            return Op("if", (found, number(1), number(0)))
        return found

    def truth(self, node: Node) -> Expression:
        """Lower a node that may be a condition."""
        match node:
            case Literal(value=value):
                return Number(value)
            case Name():
                return self.reference(node)
            case Sign(operator="not", argument=inner):
                return Op("not", (self.truth(inner),))
            case Sign(argument=inner):
                return Op("neg", (self.lower(inner),))
            case Chain():
                return self.chain(node)
            case Call():
                return self.call(node)
        raise RefusedError(_no_number(node))

    def chain(self, node: Chain) -> Expression:
        """Lower terms joined by operators: powers from the right, others from the left."""
        operators = {operator for operator, _ in node.rest}
        if operators == {"^"}:
            terms = [self.lower(each) for each in (node.first, *(term for _, term in node.rest))]
            result = terms.pop()
            while terms:
                result = Op("^", (terms.pop(), result))
            return result
        lower = self.truth if operators & {"and", "or"} else self.lower
        result = lower(node.first)
        for at, (operator, term) in enumerate(node.rest, start=1):
            result = Op(operator, (result, lower(term)))
            if at % LONGEST == 0 and operator in "+-*/":
                result = self.model.found.named("part", self.scalar, result)
        return result

    def reference(self, node: Name) -> Expression:
        """Lower a name with its subscripts."""
        name = identifier(node.name)
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
        return Ref(self.element(name, node.subscripts))

    def call(self, node: Call) -> Expression:
        """Lower a call of a lookup, a macro or a function."""
        name = identifier(node.function.name)
        arguments = node.arguments
        if name in self.model.lookups:
            if len(arguments) != 1:
                msg = f"lookup {name} takes 1 argument, got {len(arguments)}"
                raise RefusedError(msg)
            return Op("lookup", (self.lower(arguments[0]), self.table(node.function)))
        if name in self.model.macros:
            return write_out(self, self.model.macros[name], arguments)
        if name in AGGREGATES:
            return over_dimensions(self, name, arguments)
        for listed in CALLS:
            if name in listed:
                counts, write = listed[name]
                _check_count(name, counts, arguments)
                return write(self, *arguments)
        return self.plain_call(name, arguments)

    def plain_call(self, name: str, arguments: Sequence[Node]) -> Expression:
        """Lower a call of a function without memory."""
        if name in ALONE:
            msg = f"{ALONE[name]} must stand alone on the right side"
            raise RefusedError(msg)
        if name == "with_lookup" and len(arguments) == 2:
            return Op("lookup", (self.lower(arguments[0]), self.points(arguments[1])))
        if name in LOOKUP_CALLS and len(arguments) == 2:
            way = replace(self.points(arguments[0]), way=LOOKUP_CALLS[name])
            return Op("lookup", (self.lower(arguments[1]), way))
        if name == "elmcount" and len(arguments) == 1:
            return number(self.count(arguments[0]))
        if name == "if_then_else" and len(arguments) == 3:
            first, *rest = arguments
            return write_call(name, (self.truth(first), *map(self.lower, rest)))
        if name not in PLAIN and name not in WRITTEN:
            raise RefusedError(why_not(name))
        return write_call(name, tuple(map(self.lower, arguments)))

    def points(self, node: Node) -> Table:
        """Return a table written here, or the points of a named lookup."""
        return (
            replace(node.table, name=self.scalar) if isinstance(node, Points) else self.table(node)
        )

    def settled(self, node: Node, what: str) -> Expression:
        """Lower a node; a constant of the model becomes its number, which then shapes the model."""
        found = self.lower(node)
        if isinstance(found, Ref) and found.name in self.model.literals:
            self.model.found.structural.setdefault(found.name, what)
            return number(self.model.literals[found.name])
        return found

    def at(self, place: Mapping[str, str], node: Node) -> Expression:
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

    def define(self, target: str, node: Node) -> None:
        """Lower a whole right-hand side and keep it as the equation of a scalar."""
        found = self.model.found
        name = identifier(node.function.name) if isinstance(node, Call) else ""
        if isinstance(node, Call) and name == "integ" and name not in self.model.macros:
            _check_count(name, (2,), node.arguments)
            found.stocks[target] = (self.short(node.arguments[0]), self.short(node.arguments[1]))
        elif (
            isinstance(node, Call)
            and name in ("initial", "reinitial")
            and (name not in self.model.macros)
        ):
            _check_count(name, (1,), node.arguments)
            found.kept[target] = self.short(node.arguments[0])
        else:
            found.plain[target] = self.short(node)

    def short(self, node: Node) -> Expression:
        """Lower a node and cut off what is too deep or too long."""
        return self.model.found.cut(self.scalar, self.lower(node))


def _check_count(name: str, counts: Sequence[int], arguments: Sequence[Node]) -> None:
    if len(arguments) not in counts:
        wanted = " or ".join(map(str, counts))
        shown = name.replace("_", " ").upper()
        msg = f"{shown} takes {wanted} argument(s), got {len(arguments)}"
        raise RefusedError(msg)


def _no_number(node: Node) -> str:
    if isinstance(node, Text):
        return f"the text {node.value!r} stands where a number is wanted"
    if isinstance(node, Numbers):
        return "a list of numbers must stand alone on the right side of an array"
    if isinstance(node, Points):
        return "a table must be an argument of WITH LOOKUP or the like"
    return f"{type(node).__name__} cannot stand here"
