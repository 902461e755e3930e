"""Equations of the model as mathematics: MathML, which browsers draw without a script."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from zysim.wording import Lang, Pair, pick

TOKEN = re.compile(
    r"(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)"
    r"|(?P<logic>:[A-Z]+:)"
    r"|(?P<sign><=|>=|<>|[-+*/^()\[\],=<>!])"
    r"|(?P<name>[^\W\d][\w ']*)",
    re.UNICODE,
)
SIGNS = {"*": "×", "-": "−", "<=": "≤", ">=": "≥", "<>": "≠"}
LOGIC: dict[str, Pair] = {":AND:": ("且", "and"), ":OR:": ("或", "or"), ":NOT:": ("非", "not")}
OTHERWISE: Pair = ("否则", "otherwise")
IF: Pair = ("若 ", "if ")
PLAIN = {"MAX": "max", "MIN": "min", "LN": "ln", "INTEGER": "int"}


class NotMathematicsError(Exception):
    """An equation that this writer does not know how to set."""


def mathematics(equation: str, names: Mapping[str, str], lang: Lang) -> str:
    """Return an equation of the model file as MathML.

    Parameters
    ----------
    equation
        Right side of an equation; or one equation a line, each with its left side.
    names
        Name of a variable or an element in small letters to what is written for it.
    lang
        Of the few words of cases and conditions.

    Returns
    -------
    str
        A ``<math>`` element for each line, or "" where an equation cannot be set.

    Examples
    --------
    >>> print(mathematics("a/(b - 1)", {"a": "A"}, "en"))
    <math><mfrac><mi>A</mi><mrow><mi>b</mi><mo>−</mo><mn>1</mn></mrow></mfrac></math>
    """
    try:
        lines = [
            _Writer(line, names, lang).whole() for line in equation.splitlines() if line.strip()
        ]
    except NotMathematicsError:
        return ""
    return "<br>".join(f"<math>{line}</math>" for line in lines)


class _Writer:
    """Reads an expression from left to right and writes it as MathML."""

    def __init__(self, text: str, names: Mapping[str, str], lang: Lang) -> None:
        self.tokens = [(each.lastgroup or "", each[0].strip()) for each in TOKEN.finditer(text)]
        if "".join(token for _kind, token in self.tokens).replace(" ", "") != re.sub(
            r"\s", "", text
        ):
            raise NotMathematicsError(text)
        self.names, self.lang, self.at = names, lang, 0

    def whole(self) -> str:
        made = self.condition()
        if self.at < len(self.tokens):
            raise NotMathematicsError(str(self.tokens[self.at]))
        return made

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise NotMathematicsError(wanted or "end")
        self.at += 1
        return token

    def condition(self) -> str:
        made = self.comparison()
        while self.peek() in (":AND:", ":OR:"):
            word = pick(LOGIC[self.take()], self.lang)
            made += f"<mtext>&#160;{word}&#160;</mtext>{self.comparison()}"
        return made

    def comparison(self) -> str:
        if self.peek() == ":NOT:":
            self.take()
            return f"<mtext>{pick(LOGIC[':NOT:'], self.lang)}&#160;</mtext>{self.comparison()}"
        made = self.sum()
        while self.peek() in ("<", ">", "<=", ">=", "<>", "="):
            made += _sign(self.take()) + self.sum()
        return made

    def sum(self) -> str:
        made = self.product()
        while self.peek() in ("+", "-"):
            made += _sign(self.take()) + self.product()
        return made

    def product(self) -> str:
        made = self.power()
        while self.peek() in ("*", "/"):
            if self.take() == "/":
                under = self.power()
                made = f"<mfrac>{_bare(made)}{_bare(under)}</mfrac>"
            else:
                made += _sign("*") + self.power()
        return made

    def power(self) -> str:
        if self.peek() in ("-", "+"):
            return _sign(self.take()) + self.power()
        made = self.atom()
        if self.peek() == "^":
            self.take()
            above = self.power()
            made = f"<msup><mrow>{made}</mrow>{_bare(above)}</msup>"
        return made

    def atom(self) -> str:
        if self.at >= len(self.tokens):
            raise NotMathematicsError("end")
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return f"<mn>{token}</mn>"
        if token == "(":
            inside = self.condition()
            self.take(")")
            return _brackets(inside)
        if kind != "name":
            raise NotMathematicsError(token)
        if self.peek() == "(":
            return self.function(token)
        label = html.escape(self.names.get(token.casefold(), token))
        if self.peek() == "[":
            return f"<msub><mi>{label}</mi><mtext>{html.escape(self.subscript())}</mtext></msub>"
        return f"<mi>{label}</mi>"

    def subscript(self) -> str:
        self.take("[")
        found = ""
        while self.peek() != "]":
            token = self.take()
            word = self.names.get(token.casefold(), token)
            found += ", " if token == "," else "" if token == "!" else word
        self.take("]")
        return found

    def arguments(self) -> list[str]:
        self.take("(")
        found = [self.condition()]
        while self.peek() == ",":
            self.take()
            found.append(self.condition())
        self.take(")")
        return found

    def function(self, name: str) -> str:
        start = self.at
        inside = self.arguments()
        match name, inside:
            case "INTEG", [flow, initial]:
                return f"{initial}<mo>+</mo><mo>∫</mo>{_brackets(flow)}<mi>d</mi><mi>t</mi>"
            case "IF THEN ELSE", [when, then, other]:
                first, last = pick(IF, self.lang), pick(OTHERWISE, self.lang)
                return (
                    '<mrow><mo>{</mo><mtable columnalign="left">'
                    f"<mtr><mtd>{then}</mtd><mtd><mtext>{first}</mtext>{when}</mtd></mtr>"
                    f"<mtr><mtd>{other}</mtd><mtd><mtext>{last}</mtext></mtd></mtr>"
                    "</mtable></mrow>"
                )
            case "SUM", [terms]:
                over = [
                    self.tokens[at - 1][1]
                    for at in range(start, self.at)
                    if self.tokens[at][1] == "!"
                ]
                named = html.escape(", ".join(dict.fromkeys(over)))
                return f"<munder><mo>∑</mo><mtext>{named}</mtext></munder>{_brackets(terms)}"
            case "EXP", [power]:
                return f"<msup><mi>e</mi><mrow>{power}</mrow></msup>"
            case "ABS", [value]:
                return f"<mrow><mo>&#124;</mo>{value}<mo>&#124;</mo></mrow>"
            case "INITIAL", [value]:
                return f"<msub>{_brackets(value)}<mtext>t₀</mtext></msub>"
        plain = PLAIN.get(name, name)
        return f"<mi>{html.escape(plain)}</mi>{_brackets('<mo>,</mo>'.join(inside))}"


def _sign(token: str) -> str:
    return f"<mo>{html.escape(SIGNS.get(token, token))}</mo>"


def _brackets(inside: str) -> str:
    return f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>"


def _bare(made: str) -> str:
    """Return a group without its brackets, as it stands above or below a line."""
    start, end = "<mrow><mo>(</mo>", "<mo>)</mo></mrow>"
    inside = made[len(start) : -len(end)]
    if made.startswith(start) and made.endswith(end) and start not in inside:
        return f"<mrow>{inside}</mrow>"
    return (
        made
        if made.count("<mi>") + made.count("<mn>") == 1 and "<mo>" not in made
        else (f"<mrow>{made}</mrow>")
    )
