"""From the entries of a model to one equation a scalar, or errors that name every refusal.

Arrays are written out here: an equation over a dimension becomes one expression an element.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from zysim.reading.calls import RefusedError
from zysim.reading.depth import room_to_go_deep
from zysim.reading.dimensions import Dimensions, read_dimensions
from zysim.reading.expressions import TIME, Number, Op, Ref, Table
from zysim.reading.finish import finish
from zysim.reading.grammar import Parser, constant, is_sum
from zysim.reading.lexer import identifier
from zysim.reading.lower import Walk
from zysim.reading.macros import MOST_EQUATIONS, calls_in, weights
from zysim.reading.model_text import scalar_id
from zysim.reading.names import Model
from zysim.reading.nodes import Call, Chain, Literal, Node, Numbers, Sign, Text
from zysim.reading.outside import WAYS, checked_file, read_constants, read_names, read_points
from zysim.reading.problems import Problem, told
from zysim.reading.run_data import RunData
from zysim.reading.sections import Equation, Sections
from zysim.reading.translated import Translated

__all__ = ["Translated", "translate"]

UNCHANGEABLE = "it is written with == in the model file"
LARGEST_ARRAY = 200_000
CONSTANTS = ("get_direct_constants", "get_xls_constants")
DATA = ("get_direct_data", "get_xls_data")
LOOKUPS = ("get_direct_lookups", "get_xls_lookups")
SMALLEST_ARRAY = 1
"""Places of the left side with more elements than this are axes of a list of numbers."""


def translate(sections: Sections, path: Path, data: Sequence[Path] = ()) -> Translated:
    """Write the equations of a model out.

    Parameters
    ----------
    sections
        What the file says.
    path
        The file: others it names are looked for beside it.
    data
        Files with the values of data variables that have no equation.

    Raises
    ------
    ModelFileError
        If anything in the file is not supported; all such equations are named at once.
    """
    with room_to_go_deep():
        found, problems = _translate(sections, path, data)
    if problems:
        raise told(path, problems)
    return found


def _translate(
    sections: Sections, path: Path, data: Sequence[Path]
) -> tuple[Translated, list[Problem]]:
    found = Translated(method=sections.settings.method)
    writer = _Writer(sections, path, found, data)
    problems = writer.problems
    if sections.settings.refused:
        msg = (
            f"the method of integration is {sections.settings.refused}, which is not supported; "
            "choose Euler, RK2 or RK4 in the model's settings"
        )
        problems.append(Problem("settings", 0, msg))
    for each in sections.equations:
        writer.read(each)
    if writer.bound_macros():
        writer.write()
    if not problems:
        lines = {identifier(each.name): each for each in sections.equations}
        for scalar, reason in finish(found):
            equation = lines.get(scalar.partition("[")[0])
            problems.append(
                Problem.of(equation, reason) if equation else Problem(scalar, 0, reason)
            )
        taken = {scalar for listed in found.scalars.values() for scalar in listed}
        problems += [
            Problem(each, 0, "rename it, zysim needs this name")
            for each in taken & {*found.helpers}
        ]
    return found, problems


class _Writer:
    """Writes the equations of a model, tables and data first."""

    def __init__(
        self, sections: Sections, path: Path, found: Translated, data: Sequence[Path]
    ) -> None:
        self.sections, self.folder, self.found = sections, path.parent, found
        self.files = sections.settings.files
        self.problems: list[Problem] = []
        self.run_data = RunData(path, sections.settings.runs, data)
        found.searched = tuple(self.run_data.files)
        dimensions, wrong = read_dimensions(
            sections.equations,
            lambda names: read_names(self._opened(names), self.folder, self.files),
        )
        self.problems += [Problem.of(equation, reason) for equation, reason in wrong]
        found.dimensions = dimensions.elements
        self.model = Model(
            found, dimensions, macros={identifier(each.name): each for each in sections.macros}
        )
        self.trees: list[tuple[Equation, Node]] = []
        self.lists: list[Equation] = []
        """Tables and data, which others may ask for values."""
        self.empty: list[Equation] = []

    def read(self, equation: Equation) -> None:
        """Read one entry; what is wrong with it is kept."""
        if equation.problem:
            self.problems.append(Problem.of(equation, equation.problem))
            return
        if equation.kind in ("dimension", "copy", "string"):
            return
        name = identifier(equation.name)
        if "[" in equation.name or "]" in equation.name:
            msg = "brackets in a name are not supported; leave them out"
            self.problems.append(Problem.of(equation, msg))
            return
        if name == TIME:
            msg = "this is the name of the current time; choose another"
            self.problems.append(Problem.of(equation, msg))
            return
        low, high = self.found.limits.get(name, (None, None))
        self.found.limits[name] = (equation.low if low is None else low,
                                   equation.high if high is None else high)  # fmt: skip
        self._shape(name, equation)
        self.tried(equation, lambda: self._sort(name, equation))

    def _shape(self, name: str, equation: Equation) -> None:
        """Remember the elements at each place of an array."""
        spread = [self.model.dimensions.spread(identifier(each)) for each in equation.subscripts]
        known = self.model.shapes.get(name, ((),) * len(spread))
        if len(known) == len(spread):
            joined = (dict.fromkeys((*a, *b)) for a, b in zip(known, spread, strict=True))
            self.model.shapes[name] = tuple(map(self._in_order, joined))

    def _in_order(self, elements: dict[str, None]) -> tuple[str, ...]:
        for members in self.model.dimensions.elements.values():
            if set(members) == set(elements):
                return members
        return tuple(elements)

    def _sort(self, name: str, equation: Equation) -> None:
        if equation.kind == "table":
            self.model.lookups.add(name)
            self.lists.append(equation)
            return
        self.model.names.add(name)
        if equation.kind == "empty":
            self.empty.append(equation)
            return
        tree = self.model.parsed(equation)
        if isinstance(tree, Chain | Sign) and is_sum(tree):
            tree = Literal(constant(tree))
        called = identifier(tree.function.name) if isinstance(tree, Call) else ""
        if called in LOOKUPS:
            self.model.lookups.add(name)
            self.model.names.discard(name)
            self.lists.append(equation)
        elif called in DATA:
            self.lists.append(equation)
        else:
            self.trees.append((equation, tree))
            if isinstance(tree, Literal) and not equation.subscripts:
                self.model.literals[name] = tree.value

    def bound_macros(self) -> bool:
        """Refuse macros that would become too many equations, before any is written.

        Returns
        -------
        bool
            Whether equations may be written.
        """
        macros = self.model.macros
        called: dict[str, list[str]] = {}
        for name, macro in macros.items():
            called[name] = []
            for each in macro.equations:
                if not each.problem:
                    self.tried(
                        each,
                        lambda: called[name].extend(calls_in(self.model.parsed(each))),  # noqa: B023 - called at once
                    )
        try:
            heavy = weights(macros, called)
        except RefusedError as reason:
            self.problems.append(Problem("macro", self.sections.macros[0].line, str(reason)))
            return False
        total = 0
        for equation, tree in self.trees:
            size = math.prod(
                len(self.model.dimensions.spread(identifier(each))) for each in equation.subscripts
            )
            total += size * sum(heavy.get(each, 0) for each in calls_in(tree))
            if total > MOST_EQUATIONS:
                msg = (
                    f"macros become more than {MOST_EQUATIONS:,} equations when written out; "
                    "let macros call each other less"
                )
                self.problems.append(Problem.of(equation, msg))
                return False
        return True

    def write(self) -> None:
        """Write tables and data, then all other equations."""
        for equation in self.lists:
            self.tried(equation, lambda: self._add_points(equation))  # noqa: B023 - called at once
        for equation in self.empty:
            self.tried(equation, lambda: self._add_run_data(equation))  # noqa: B023 - called at once
        for equation, tree in self.trees:
            self.tried(equation, lambda: self._add(equation, tree))  # noqa: B023 - called at once

    def tried(self, equation: Equation, action: Callable[[], None]) -> None:
        """Do something, and keep what is wrong with it."""
        try:
            action()
        except RefusedError as reason:
            self.problems.append(Problem.of(equation, str(reason)))
        except RecursionError:
            msg = "brackets are nested too deeply; split the equation"
            self.problems.append(Problem.of(equation, msg))

    def _add_points(self, equation: Equation) -> None:
        """Keep the points of a lookup or a data variable, one table an element."""
        name, dimensions = identifier(equation.name), self.model.dimensions
        sizes = _sizes(dimensions, equation.subscripts)
        if equation.kind == "table":
            parser = Parser(equation.right)
            tables = [parser.points()]
            if parser.now.kind != "end":
                wanted = "the lookup should end"
                raise parser.unexpected(wanted)
            outside = is_data = False
        else:
            tables, is_data = self._tables(equation, sizes)
            outside = True
        for position, elements in _places(dimensions, equation.subscripts, equation.excepted):
            at = _flat(_free(dimensions, equation.subscripts, position), sizes) if outside else 0
            scalar = scalar_id(name, elements)
            table = replace(tables[at], name=scalar)
            if is_data:
                self._new_scalar(name, scalar)
                self.found.data[scalar] = table
                self.found.plain[scalar] = Op("lookup", (Ref(TIME), table))
            elif scalar in self.found.tables:
                msg = f"lookup {scalar} is defined twice"
                raise RefusedError(msg)
            else:
                self.found.tables[scalar] = table

    def _tables(self, equation: Equation, sizes: Sequence[int]) -> tuple[list[Table], bool]:
        tree = self.model.parsed(equation)
        assert isinstance(tree, Call)
        arguments = self._opened(_texts(tree, 4))
        called = identifier(tree.function.name)
        is_data = called in DATA
        keyword = (equation.keyword or "interpolate") if is_data else "interpolate"
        assert keyword in WAYS
        tables = read_points(
            arguments, self.folder, sizes, keyword, self.files, gaps="xls" in called
        )
        return tables, is_data

    def _opened(self, arguments: Sequence[str]) -> Sequence[str]:
        """Give arguments back, after remembering the file that the first one names."""
        self.found.outside = True
        if arguments:
            self.found.opened[checked_file(self.folder, arguments[0], self.files)] = None
        return arguments

    def _add_run_data(self, equation: Equation) -> None:
        """Take the values of a data variable without an equation from another run."""
        name, dimensions = identifier(equation.name), self.model.dimensions
        keyword = equation.keyword or "interpolate"
        missing = []
        for _, elements in _places(dimensions, equation.subscripts, equation.excepted):
            scalar = scalar_id(name, elements)
            table = self.run_data.table(scalar, WAYS[keyword])
            if table is None:
                missing.append(scalar)
                continue
            table = replace(table, name=scalar)
            self.found.outside = True
            self._new_scalar(name, scalar)
            self.found.data[scalar] = table
            self.found.plain[scalar] = Op("lookup", (Ref(TIME), table))
        if missing:
            self.found.unknown[name] = (equation.name, equation.line, missing[0])

    def _new_scalar(self, name: str, scalar: str) -> None:
        if scalar in self.found.plain or scalar in self.found.stocks or scalar in self.found.kept:
            msg = f"{scalar} is defined twice"
            raise RefusedError(msg)
        self.found.scalars.setdefault(name, []).append(scalar)

    def _add(self, equation: Equation, tree: Node) -> None:
        """Lower one equation for every element of its left side."""
        found, name, dimensions = self.found, identifier(equation.name), self.model.dimensions
        left = [identifier(each) for each in equation.subscripts]
        if len(set(left)) < len(left) and set(left) & set(dimensions.elements):
            msg = "a dimension stands twice on the left side; write a copy of it (new <-> old)"
            raise RefusedError(msg)
        numbers = self._numbers(equation, tree)
        sizes = _sizes(dimensions, equation.subscripts)
        for position, elements in _places(dimensions, equation.subscripts, equation.excepted):
            scalar = scalar_id(name, elements)
            self._new_scalar(name, scalar)
            if numbers is not None:
                at = _flat(_free(dimensions, equation.subscripts, position), sizes)
                found.plain[scalar] = Number(numbers[at])
            else:
                walk = Walk(self.model, scalar, dict(zip(left, elements, strict=True)))
                walk.define(scalar, tree)
            if equation.kind == "unchangeable":
                found.structural[scalar] = UNCHANGEABLE

    def _numbers(self, equation: Equation, tree: Node) -> list[float] | None:
        """Return what a list, or another file, gives for every element; None for an equation."""
        sizes = _sizes(self.model.dimensions, equation.subscripts)
        if isinstance(tree, Numbers):
            listed = list(itertools.chain.from_iterable(tree.rows))
            if len(listed) != math.prod(sizes):
                msg = (
                    f"a list of {len(listed)} numbers does not fit its {math.prod(sizes)} elements"
                )
                raise RefusedError(msg)
            return listed
        if isinstance(tree, Call) and identifier(tree.function.name) in CONSTANTS:
            arguments = self._opened(_texts(tree, 3))
            found = read_constants(arguments, self.folder, sizes, self.files)
            return [float(each) for each in found.reshape(-1)]
        return None


def _texts(call: Call, count: int) -> list[str]:
    found = [each.value for each in call.arguments if isinstance(each, Text)]
    if len(found) != count or len(call.arguments) != count:
        shown = identifier(call.function.name).replace("_", " ").upper()
        msg = f"{shown} takes {count} texts in single quotes"
        raise RefusedError(msg)
    return found


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


def _flat(position: Sequence[int], sizes: Sequence[int]) -> int:
    at = 0
    for place, size in zip(position, sizes, strict=True):
        at = at * size + place
    return at
