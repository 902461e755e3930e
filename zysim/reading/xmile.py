"""Read an XMILE file, as Stella writes it, into the same sections as a Vensim file.

Equations are rewritten word by word into the language of our grammar; functions of other names get
ours, and what has no counterpart is refused by name later, with its equation.

References
----------
OASIS, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from zysim.errors import ModelFileError
from zysim.reading.graph import Method
from zysim.reading.sections import Equation, Sections
from zysim.reading.settings import Settings

METHODS: Mapping[str, Method] = {"euler": "euler", "rk2": "rk2", "rk4": "rk4"}
FUNCTIONS = {
    "int": "INTEGER",
    "init": "INITIAL",
    "delay1": "DELAY1 OF STELLA",
    "delay3": "DELAY3 OF STELLA",
    "delay": "DELAY OF STELLA",
    "trend": "TREND OF STELLA",
    "forcst": "FORECAST",
    "pulse": "PULSE OF STELLA",
}
"""Functions that have another name, or other arguments, than ours."""
NAMES = {"dt": "TIME STEP", "starttime": "INITIAL TIME", "stoptime": "FINAL TIME", "pi": "PI()"}
WORD = re.compile(
    r"""(?P<quoted>"(?:\\.|[^"\\])*")|(?P<comment>\{[^}]*\})"""
    r"""|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?P<name>[^\W\d][\w$.]*)"""
    r"""|(?P<sign><>|<=|>=|&&|\|\||!=|.)""",
    re.DOTALL,
)
JOINS = {"and": ":AND:", "or": ":OR:", "not": ":NOT:", "&&": ":AND:", "||": ":OR:", "!=": "<>"}


def is_xmile(text: str) -> bool:
    """Return whether a text is an XMILE file."""
    return "<xmile" in text[:2000]


def read_xmile(text: str) -> Sections:
    """Read an XMILE text.

    Raises
    ------
    ModelFileError
        If it is no well-formed XML, defines entities, or holds several models or modules.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        msg = "the file defines entities of its own, which is not needed for a model; remove them"
        raise ModelFileError(msg, zh="文件自行定义了 XML 实体，模型不需要；请删去。")
    try:
        root = ET.fromstring(re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", text).encode())
    except ET.ParseError as error:
        msg = f"not a well-formed XMILE file ({error})"
        raise ModelFileError(msg, zh=f"不是完整的 XMILE 文件（{error}）。") from error
    models = root.findall("model")
    modules = root.findall("model/variables/module")
    if len(models) != 1 or modules:
        msg = f"{len(models)} models and {len(modules)} modules: files of one model are read"
        raise ModelFileError(
            msg, zh=f"文件含 {len(models)} 个模型、{len(modules)} 个模块：只读单一模型的文件。"
        )
    specs = models[0].find("sim_specs") if models[0].find("sim_specs") is not None else None
    found = Sections(settings=Settings())
    _clock(found, specs if specs is not None else root.find("sim_specs"))
    for each in root.findall("dimensions/dim"):
        found.equations.append(_dimension(each))
    variables = models[0].find("variables")
    for node in variables if variables is not None else []:
        if node.tag in ("stock", "flow", "aux", "gf"):
            found.equations += _equations(node)
    return found


def _clock(found: Sections, specs: ET.Element | None) -> None:
    if specs is None:
        return
    unit = specs.get("time_units", "")
    method = (specs.get("method") or "euler").lower().split(",")[0].strip()
    refused = "" if method in METHODS else method
    found.settings = Settings(METHODS.get(method, "euler"), refused)
    dt = specs.find("dt")
    step = (dt.text or "1").strip() if dt is not None else "1"
    if dt is not None and (dt.get("reciprocal") or "").lower() == "true":
        step = repr(1.0 / float(step))
    save = specs.get("save_interval") or step
    for name, text in (
        ("INITIAL TIME", specs.findtext("start", "0")),
        ("FINAL TIME", specs.findtext("stop", "1")),
        ("TIME STEP", step),
        ("SAVEPER", save),
    ):
        found.equations.append(Equation(name=name, right=text.strip(), unit=unit))


def _dimension(node: ET.Element) -> Equation:
    size = node.get("size")
    elements = [each.get("name", "") for each in node.findall("elem")]
    listed = elements or [str(at) for at in range(1, int(size or 0) + 1)]
    right = ", ".join(f'"{each}"' for each in listed)
    return Equation(name=node.get("name", ""), kind="dimension", right=right)


def _name(node: ET.Element) -> str:
    return " ".join(node.get("name", "").replace("\\n", " ").replace("_", " ").split())


def _equations(node: ET.Element) -> Iterator[Equation]:
    """Give one entry for a variable, or one for each element that has its own equation."""
    name = _name(node)
    dims = tuple(each.get("name", "") for each in node.findall("dimensions/dim"))
    unit = (node.findtext("units") or "").strip()
    comment = " ".join((node.findtext("doc") or "").split())
    limits = node.find("range")
    bounds = [_number(limits.get(each)) if limits is not None else None for each in ("min", "max")]
    elements = node.findall("element")
    parts = [(tuple(each.get("subscript", "").split(",")), each) for each in elements]
    for subscripts, part in parts or [(dims, node)]:
        places = tuple(each.strip() for each in subscripts)
        found = Equation(name=name, subscripts=places, unit=unit, comment=comment)
        right = _right(node, part, places)
        if right is None:
            found.kind, found.right = "table", _points(part) + ")"
            yield found
            continue
        found.right, (found.low, found.high) = right, bounds
        if node.tag == "stock" and node.find("non_negative") is not None and found.low is None:
            found.low = 0.0  # Stella stops what flows out; here the reader is told where it matters
        yield found


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _right(node: ET.Element, part: ET.Element, places: tuple[str, ...]) -> str | None:
    """Return a right-hand side in our language; None for a lookup without an argument."""
    written = part.findtext("eqn")
    table = part.find("gf") if part.find("gf") is not None else node.find("gf")
    if node.tag == "gf" or (written is None and table is not None):
        return None
    text = rewritten(written or "0")
    if table is not None:
        return f"WITH LOOKUP({text}, ({_points_of(table)}))"
    if node.tag != "stock":
        return f"MAX({text}, 0)" if node.find("non_negative") is not None else text
    listed = f"[{', '.join(places)}]" if places else ""
    rates = [
        f"{sign} {rewritten(flow.text or '')}{listed}"
        for tag, sign in (("inflow", "+"), ("outflow", "-"))
        for flow in node.findall(tag)
    ]
    flow = "0 " + " ".join(rates) if rates else "0"
    return f"INTEG({flow}, {text})"


def _points(part: ET.Element) -> str:
    table = part if part.tag == "gf" else part.find("gf")
    return _points_of(table) if table is not None else ""


def _points_of(table: ET.Element) -> str:
    ys = [
        float(each) for each in re.split(r"[,\s]+", (table.findtext("ypts") or "").strip()) if each
    ]
    if table.find("xpts") is not None:
        listed = (table.findtext("xpts") or "").strip()
        xs = [float(each) for each in re.split(r"[,\s]+", listed) if each]
    else:
        scale = table.find("xscale")
        low = float(scale.get("min", "0")) if scale is not None else 0.0
        high = float(scale.get("max", "1")) if scale is not None else 1.0
        steps = max(len(ys) - 1, 1)
        xs = [low + (high - low) * at / steps for at in range(len(ys))]
    return ",".join(f"({x!r},{y!r})" for x, y in zip(xs, ys, strict=False))


def rewritten(text: str) -> str:
    """Return an equation of XMILE in our language.

    >>> rewritten("IF a_b > 2 AND c THEN MIN(a_b, DT) ELSE 10 MOD 3")
    'IF THEN ELSE( a b > 2 :AND: c , MIN ( a b , TIME STEP ) , MODULO( 10 , 3 ) )'
    """
    words = []
    for match in WORD.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind == "comment" or not value.strip():
            continue
        if kind == "quoted":
            value = '"' + value[1:-1].replace("\\n", " ").replace("_", " ") + '"'
        words.append((str(kind), value))
    listed = [_word(words, at) for at in range(len(words))]
    return " ".join(_modulo(_choices(listed)))


def _word(words: list[tuple[str, str]], at: int) -> str:
    kind, value = words[at]
    if kind == "sign":
        return JOINS.get(value, value)
    if kind != "name":
        return value
    called = at + 1 < len(words) and words[at + 1][1] == "("
    lower = value.lower()
    if lower in JOINS:
        return JOINS[lower]
    if called:
        return FUNCTIONS.get(lower, value.replace("_", " "))
    return NAMES.get(lower, value.replace("_", " "))


def _choices(words: list[str]) -> list[str]:
    """Turn IF, THEN and ELSE into a call, the innermost first."""
    found = list(words)
    while True:
        starts = [at for at, word in enumerate(found) if word.lower() == "if"]
        if not starts:
            return found
        at = starts[-1]
        then = _find(found, at, "then")
        other = _find(found, then, "else")
        end = _end(found, other + 1)
        if then < 0 or other < 0:
            return found
        test, yes, no = found[at + 1 : then], found[then + 1 : other], found[other + 1 : end]
        inside = ["IF THEN ELSE(", *test, ",", *yes, ",", *no, ")"]
        found = [*found[:at], *inside, *found[end:]]


def _find(words: list[str], start: int, wanted: str) -> int:
    depth = 0
    for at in range(max(start, 0), len(words)):
        depth += words[at].endswith("(") - (words[at] == ")")
        if depth == 0 and words[at].lower() == wanted:
            return at
    return -1


def _end(words: list[str], start: int) -> int:
    """Return where an expression ends: at a comma or bracket that is not its own."""
    depth = 0
    for at in range(start, len(words)):
        word = words[at]
        if depth == 0 and (word in (")", ",") or word.lower() in ("then", "else")):
            return at
        depth += word.endswith("(") - (word == ")")
    return len(words)


def _modulo(words: list[str]) -> list[str]:
    """Turn ``a MOD b`` into a call; each side is a name, a number or a bracket."""
    found = list(words)
    while any(each.lower() == "mod" for each in found):
        at = next(place for place, each in enumerate(found) if each.lower() == "mod")
        left, right = _before(found, at), _after(found, at)
        inside = ["MODULO(", *found[left:at], ",", *found[at + 1 : right], ")"]
        found = [*found[:left], *inside, *found[right:]]
    return found


def _before(words: list[str], at: int) -> int:
    depth, place = 0, at - 1
    while place >= 0:
        depth += (words[place] in (")", "]")) - (words[place].endswith("(") or words[place] == "[")
        if depth == 0:
            break
        place -= 1
    if place > 0 and words[place] in ("(", "[") and re.match(r"[\w\"]", words[place - 1]):
        place -= 1
    return max(place, 0)


def _after(words: list[str], at: int) -> int:
    depth, place = 0, at + 1
    while place < len(words):
        depth += (words[place].endswith("(") or words[place] == "[") - (words[place] in (")", "]"))
        following = words[place + 1] if place + 1 < len(words) else ""
        if depth == 0 and following not in ("(", "["):
            return place + 1
        place += 1
    return place
