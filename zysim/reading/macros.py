"""Macros: their equations are written out once for each call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Expression, Ref
from zysim.reading.lexer import identifier
from zysim.reading.nodes import Call, Chain, Node, Sign
from zysim.reading.sections import Macro

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

DEEPEST_MACRO = 20
MOST_EQUATIONS = 50_000
"""Equations of macros when all calls are written out."""


def write_out(walk: Walk, macro: Macro, arguments: Sequence[Node]) -> Expression:
    """Write the equations of a macro out, once for each call."""
    params = [identifier(each) for each in macro.arguments]
    if macro.outputs or len(params) != len(arguments):
        msg = f"macro {macro.name}: takes {len(params)} arguments and gives one value here"
        raise RefusedError(msg)
    if walk.depth > DEEPEST_MACRO:
        msg = f"macro {macro.name} calls itself"
        raise RefusedError(msg)
    found = walk.model.found
    scope = {
        name: found.named("argument", walk.scalar, walk.lower(node))
        for name, node in zip(params, arguments, strict=True)
    }
    equations = []
    names = [identifier(each.name) for each in macro.equations]
    for name, equation in zip(names, macro.equations, strict=True):
        if equation.problem:
            msg = f"macro {macro.name}: {equation.name}: {equation.problem}"
            raise RefusedError(msg)
        if equation.subscripts or names.count(name) > 1:
            msg = f"macro {macro.name}: arrays inside macros are not supported"
            raise RefusedError(msg)
        scope[name] = Ref(found.helper("macro", walk.scalar))
        equations.append((name, walk.model.parsed(equation)))
    inner = walk.inside(scope)
    for name, node in equations:
        target = scope[name]
        if isinstance(target, Ref):
            inner.define(target.name, node)
    if identifier(macro.name) not in scope:
        msg = f"macro {macro.name} does not define its own name"
        raise RefusedError(msg)
    return scope[identifier(macro.name)]


def calls_in(node: Node) -> list[str]:
    """Return the names that are called in an equation, repeats included."""
    found: list[str] = []
    waiting: list[Node] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call):
            found.append(identifier(part.function.name))
            waiting += part.arguments
        elif isinstance(part, Chain):
            waiting += [part.first, *(term for _, term in part.rest)]
        elif isinstance(part, Sign):
            waiting.append(part.argument)
    return found


def weights(macros: Mapping[str, Macro], called: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how many equations a call of each macro becomes, counted before any is written.

    Parameters
    ----------
    macros
        By identifier.
    called
        What the equations of each macro call, repeats included.

    Raises
    ------
    RefusedError
        If a macro calls itself, directly or through others.
    """
    found: dict[str, int] = {}

    def weigh(name: str, above: tuple[str, ...]) -> int:
        if name in above:
            msg = f"macro {macros[name].name} calls itself"
            raise RefusedError(msg)
        if name not in found:
            inside = sum(weigh(each, (*above, name)) for each in called[name] if each in macros)
            found[name] = len(macros[name].equations) + inside
        return found[name]

    for name in macros:
        weigh(name, ())
    return found
