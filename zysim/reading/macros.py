"""Macros: their equations are written out once for each call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Expression, Ref
from zysim.reading.model_text import identifier

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

DEEPEST_MACRO = 20
MOST_MACROS = 10_000


def write_out(walk: Walk, section: Any, arguments: list[Any]) -> Expression:
    """Write the equations of a macro out, once for each call."""
    params = [identifier(each) for each in section.params]
    if section.returns or len(params) != len(arguments):
        msg = f"macro {section.name}: takes {len(params)} arguments and gives one value here"
        raise RefusedError(msg)
    if walk.depth > DEEPEST_MACRO:
        msg = f"macro {section.name} calls itself"
        raise RefusedError(msg)
    walk.model.written_out += 1
    if walk.model.written_out > MOST_MACROS:
        msg = f"macros are called more than {MOST_MACROS:,} times when written out"
        raise RefusedError(msg)
    found = walk.model.found
    scope = {
        name: found.named("argument", walk.scalar, walk.lower(node))
        for name, node in zip(params, arguments, strict=True)
    }
    equations = []
    for element in section.elements:
        name = identifier(element.name)
        scope[name] = Ref(found.helper("macro", walk.scalar))
        for component in element.components:
            if component.subscripts[0] or len(element.components) > 1:
                msg = f"macro {section.name}: arrays inside macros are not supported"
                raise RefusedError(msg)
            equations.append((name, component.ast))
    inner = walk.inside(scope)
    for name, tree in equations:
        target = scope[name]
        if isinstance(target, Ref):
            inner.define(target.name, tree)
    if section.name not in scope:
        msg = f"macro {section.name} does not define its own name"
        raise RefusedError(msg)
    return scope[section.name]
