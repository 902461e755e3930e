"""What names and subscripts stand for, where one choice of elements is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zysim.reading.calls import RefusedError
from zysim.reading.dimensions import Dimensions
from zysim.reading.expressions import Expression, Table
from zysim.reading.lexer import identifier
from zysim.reading.model_text import scalar_id
from zysim.reading.nodes import Name, Node
from zysim.reading.sections import Equation, Macro
from zysim.reading.translated import Translated


@dataclass(slots=True)
class Model:
    """What an equation may name."""

    found: Translated
    dimensions: Dimensions
    names: set[str] = field(default_factory=set)
    """Identifiers of variables."""
    lookups: set[str] = field(default_factory=set)
    macros: dict[str, Macro] = field(default_factory=dict)
    shapes: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Elements at each place of an array, by identifier."""
    literals: dict[str, float] = field(default_factory=dict)
    """Numbers of constants that are no arrays, by identifier."""
    inverses: dict[tuple[str, ...], list[list[Expression]]] = field(default_factory=dict)
    """Inverses of matrices by the equation that asks for them, worked out once."""
    trees: dict[int, Node] = field(default_factory=dict)
    """Right-hand sides by the id of their equation, read once."""

    def parsed(self, equation: Equation) -> Node:
        """Return the tree of a right-hand side."""
        key = id(equation)
        if key not in self.trees:
            self.trees[key] = equation.parser().whole()
        return self.trees[key]


class Names:
    """Names of a model, for one choice of elements."""

    def __init__(self, model: Model, here: Mapping[str, str]) -> None:
        self.model = model
        self.here = dict(here)
        """Dimension of the left side, or marked with ``!``, to the element chosen."""

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

    def element(self, name: str, subscripts: Sequence[str]) -> str:
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

    def table(self, node: Node) -> Table:
        """Return the points of a named lookup."""
        name = identifier(node.name) if isinstance(node, Name) else ""
        if name not in self.model.lookups:
            msg = f"{name or 'an argument'!r} is not a lookup of the model"
            raise RefusedError(msg)
        subscripts = node.subscripts if isinstance(node, Name) else None
        scalar = self.element(name, subscripts or ())
        if scalar not in self.model.found.tables:
            msg = f"lookup {scalar} is not defined"
            raise RefusedError(msg)
        return self.model.found.tables[scalar]

    def count(self, node: Node) -> int:
        """ELMCOUNT: how many elements a dimension has."""
        name = identifier(node.name) if isinstance(node, Name) else ""
        if name not in self.model.dimensions.elements:
            msg = f"ELMCOUNT of {name or 'an expression'!r}, which is not a dimension"
            raise RefusedError(msg)
        return len(self.model.dimensions.elements[name])
