"""From the words of an equation to a tree; precedence as in Vensim's manual.

From weak to strong: ``:OR:``, ``:AND:``, ``:NOT:``, comparisons, sums, products, signs, powers. A
power binds before a sign, so that -2^2 is -4 as in Vensim's runs; powers are taken from the right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import MISSING, Table, Way
from zysim.reading.lexer import Token, bare, tokens
from zysim.reading.nodes import Call, Chain, Literal, Name, Node, Numbers, Points, Sign, Text
from zysim.reading.points import make_table

TABBED = ("tabbed array", "tabbed_array")
DEEPEST_NESTING = 1_000
"""Brackets inside brackets."""
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


class Parser:
    """Reads one equation; after it, :attr:`now` is the token that follows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.listed = list(tokens(text))
        _refuse_deep(self.listed)
        self.place = 0

    @property
    def now(self) -> Token:
        """The token to be read."""
        return self.listed[self.place]

    @property
    def ended(self) -> bool:
        """Whether nothing is left to read."""
        return self.now.kind == "end"

    def sign(self, *values: str) -> bool:
        """Take the next token if it is one of some signs."""
        if self.now.kind == "sign" and self.now.value in values:
            self.place += 1
            return True
        return False

    def need(self, value: str) -> None:
        """Take a sign that must stand here.

        Raises
        ------
        RefusedError
            If another token stands here.
        """
        if not self.sign(value):
            wanted = f"{value!r} is wanted"
            raise self.unexpected(wanted)

    def unexpected(self, wanted: str) -> RefusedError:
        """Return what to tell of the token that stands here."""
        if self.ended:
            return RefusedError(f"the equation ends where {wanted}")
        near = " ".join(self.text[max(0, self.now.at - 20) : self.now.at + 20].split())
        return RefusedError(f"{self.now.value!r} stands where {wanted}, in {near!r}")

    def name(self) -> str:
        """Take a name."""
        if self.now.kind != "name":
            wanted = "a name is wanted"
            raise self.unexpected(wanted)
        self.place += 1
        return bare(self.listed[self.place - 1].value)

    def subscripts(self) -> tuple[str, ...]:
        """Take what stands in square brackets."""
        self.need("[")
        found = []
        while True:
            if self.now.kind == "number":  # an element may be named by a number
                self.place += 1
                found.append(self.listed[self.place - 1].value)
            else:
                found.append(self.name() + ("!" if self.sign("!") else ""))
            if self.sign("]"):
                return tuple(found)
            self.need(",")

    def whole(self) -> Node:
        """Read a right-hand side: an expression, or a list of numbers."""
        if self.now.kind == "name" and self.now.value.lower() in TABBED:
            return self._tabbed()
        first = self.expression()
        if not (self.now.kind == "sign" and self.now.value in (",", ";")):
            if not self.ended:
                wanted = "the equation should end or go on with an operator"
                raise self.unexpected(wanted)
            return first
        row, rows = [constant(first)], []
        while not self.ended:
            if self.sign(";"):
                rows.append(tuple(row))
                row = []
                if self.ended:
                    break
            else:
                self.need(",")
            row.append(constant(self.expression()))
        if row:
            rows.append(tuple(row))
        return Numbers(tuple(rows))

    def _tabbed(self) -> Node:
        """Read the numbers of a TABBED ARRAY: a row a line, whatever space between them."""
        self.place += 1
        self.need("(")
        inside = self.text[self.now.at :].rpartition(")")[0]
        rows = []
        for line in inside.splitlines():
            try:
                row = tuple(float(each) for each in line.replace("\\", " ").split())
            except ValueError as error:
                msg = f"TABBED ARRAY takes plain numbers, got {' '.join(line.split())[:40]!r}"
                raise RefusedError(msg) from error
            if row:
                rows.append(row)
        return Numbers(tuple(rows))

    def expression(self) -> Node:
        """Read an expression of any rank."""
        return self._joined("or", lambda: self._joined("and", self._negated))

    def _joined(self, word: str, below: Callable[[], Node]) -> Node:
        first, rest = below(), []
        while self.now.kind == "keyword" and self.now.value == word:
            self.place += 1
            rest.append((word, below()))
        return Chain(first, tuple(rest)) if rest else first

    def _negated(self) -> Node:
        if self.now.kind == "keyword" and self.now.value == "not":
            self.place += 1
            return Sign("not", self._negated())
        return self._chain(COMPARISONS, self._sum)

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._signed)

    def _signed(self) -> Node:
        if self.sign("+"):
            return self._signed()
        if self.sign("-"):
            inner = self._signed()
            return Literal(-inner.value) if isinstance(inner, Literal) else Sign("-", inner)
        return self._power()

    def _power(self) -> Node:
        base = self._single()
        return Chain(base, (("^", self._signed()),)) if self.sign("^") else base

    def _chain(self, signs: Sequence[str], below: Callable[[], Node]) -> Node:
        first, rest = below(), []
        while self.now.kind == "sign" and self.now.value in signs:
            self.place += 1
            rest.append((self.listed[self.place - 1].value, below()))
        return Chain(first, tuple(rest)) if rest else first

    def _single(self) -> Node:
        token = self.now
        if token.kind == "keyword" and token.value == "not":
            return self._negated()
        if self.sign("("):
            inner = self.expression()
            self.need(")")
            return inner
        if token.kind == "number":
            self.place += 1
            return Literal(float(token.value))
        if token.kind == "text":
            self.place += 1
            return Text(token.value.strip("'"))
        if token.kind == "keyword" and token.value == "na":
            self.place += 1
            return Literal(MISSING)
        if token.kind == "name":
            return self._named()
        wanted = "a number or a name is wanted"
        raise self.unexpected(wanted)

    def _named(self) -> Node:
        raw = self.name()
        listed = None
        if self.now.kind == "sign" and self.now.value == "[":
            listed = self.subscripts()
        found = Name(raw, listed)
        if not self.sign("("):
            return found
        arguments: list[Node] = []
        while not self.sign(")"):
            if self.now.value == ":":
                msg = "further results of a macro, after a colon, are not supported; write it out"
                raise RefusedError(msg)
            if arguments:
                self.need(",")
            arguments.append(self._argument())
        return Call(found, tuple(arguments))

    def _argument(self) -> Node:
        start = self.place
        if self.sign("("):
            if self.now.kind == "sign" and self.now.value in ("[", "("):
                pairs = self.listed[self.place + 1] if self.now.value == "(" else None
                if pairs is None or self._is_pair(self.place):
                    return Points(self.points())
            self.place = start
        return self.expression()

    def _is_pair(self, at: int) -> bool:
        """Return whether ``(number, number)`` stands at a place, signs allowed."""
        kinds = []
        for token in self.listed[at + 1 : at + 7]:
            if token.kind == "sign" and token.value in "+-":
                continue
            kinds.append("number" if token.kind == "number" else token.value)
        return kinds[:4] == ["number", ",", "number", ")"]

    def points(self, way: Way = "interpolate") -> Table:
        """Read the points of a table up to the bracket that closes it.

        ``[(0,0)-(10,10)]`` before them holds the limits of a picture, and may hold further points
        of it: none of it is part of the table. Points are pairs, or all x and then all y.
        """
        if self.sign("["):
            while not self.sign("]"):
                if self.ended:
                    wanted = "']' is wanted"
                    raise self.unexpected(wanted)
                self.place += 1
            self.sign(",")
        pairs: list[tuple[float, float]] = []
        plain: list[float] = []
        while not self.sign(")"):
            if pairs or plain:
                self.need(",")
            if self.sign("("):
                x = self._number()
                self.need(",")
                pairs.append((x, self._number()))
                self.need(")")
            else:
                plain.append(self._number())
        if plain and (pairs or len(plain) % 2):
            msg = f"a lookup of {len(plain)} numbers is neither pairs nor all x, then all y"
            raise RefusedError(msg)
        if plain:
            half = len(plain) // 2
            pairs = list(zip(plain[:half], plain[half:], strict=True))
        return make_table([x for x, _ in pairs], [y for _, y in pairs], way)

    def _number(self) -> float:
        return constant(self._sum())


def _refuse_deep(listed: Sequence[Token]) -> None:
    depth = 0
    for token in listed:
        if token.kind == "sign" and token.value in "()":
            depth += 1 if token.value == "(" else -1
            if depth > DEEPEST_NESTING:
                msg = f"brackets nested deeper than {DEEPEST_NESTING:,}; split the equation"
                raise RefusedError(msg)


def constant(node: Node) -> float:
    """Return the value of an expression of plain numbers.

    Raises
    ------
    RefusedError
        If it is anything else.
    """
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Sign) and node.operator == "-":
        return -constant(node.argument)
    if isinstance(node, Chain) and all(operator in "+-*/" for operator, _ in node.rest):
        result = constant(node.first)
        for operator, term in node.rest:
            value = constant(term)
            if operator == "/" and value == 0:
                msg = "a number is divided by 0"
                raise RefusedError(msg)
            result = {
                "+": result + value,
                "-": result - value,
                "*": result * value,
            }.get(operator, result / (value or 1.0))
        return result
    msg = "a list takes plain numbers only"
    raise RefusedError(msg)


def is_sum(node: Node) -> bool:
    """Return whether an expression is a sum or difference of plain numbers."""
    if isinstance(node, Chain):
        terms = (node.first, *(term for _, term in node.rest))
        return all(sign in "+-" for sign, _ in node.rest) and all(map(is_sum, terms))
    return isinstance(node, Literal) or (
        isinstance(node, Sign) and node.operator == "-" and is_sum(node.argument)
    )


def parse(text: str) -> Node:
    """Read the right-hand side of an equation.

    >>> parse("-2^2 + a[x!]")
    Chain(first=Sign(operator='-', argument=Chain(first=Literal(value=2.0), \
rest=(('^', Literal(value=2.0)),))), rest=(('+', Name(name='a', subscripts=('x!',))),))

    Raises
    ------
    RefusedError
        If it cannot be read; the message shows where.
    """
    return Parser(text).whole()
