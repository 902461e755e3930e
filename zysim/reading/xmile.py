"""Read an XMILE file, as Stella writes it, into the same sections as a Vensim file.

Equations are rewritten word by word into the language of our grammar; functions of other names get
ours, and what has no counterpart is refused by name later, with its equation.

References
----------
OASIS, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from zysim.errors import ModelFileError
from zysim.reading.calls import RefusedError
from zysim.reading.graph import Method
from zysim.reading.sections import Equation, Sections
from zysim.reading.settings import Settings
from zysim.reading.xmile_words import Arrays, plain_name, rewritten

SPACE = "http://docs.oasis-open.org/xmile/"
"""Begins the name spaces of XMILE; elements of others are those of a vendor."""
CHANGES = {
    "conveyor": "conveyors",
    "queue": "queues",
    "oven": "ovens",
    "leak": "leaks of conveyors",
    "overflow": "overflows of queues",
    "delay_aux": "delay converters",
    "summing_converter": "summing converters",
    "spreadflow": "spread flows",
}
"""Elements that make another number of a variable and are not read, with what they are."""
METHODS: Mapping[str, Method] = {"euler": "euler", "rk2": "rk2", "rk4": "rk4"}


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
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).encode())
    except ET.ParseError as error:
        msg = f"not a well-formed XMILE file ({error})"
        raise ModelFileError(msg, zh=f"不是完整的 XMILE 文件（{error}）。") from error
    _without_spaces(root)
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
    listed = [] if variables is None else list(variables)
    usual = _usual_limits([root, models[0]])
    arrays = {plain_name(_name(node)): _dims(node) for node in listed}
    for node in listed:
        if node.tag in ("stock", "flow", "aux", "gf"):
            found.equations += _equations(node, usual, arrays)
    return found


def _without_spaces(root: ET.Element) -> None:
    """Take the name space off every element, and vendors' own elements out of sight."""
    for node in root.iter():
        if not isinstance(node.tag, str):  # a comment
            node.tag = "comment"
            continue
        space, _, name = node.tag.rpartition("}")
        own = not space or space.strip("{").startswith(SPACE)
        node.tag = name if own or name in CHANGES else f"of another: {name}"


def _usual_limits(places: Sequence[ET.Element]) -> set[str]:
    """Return which kinds of variables are never negative where they do not say themselves."""
    found: set[str] = set()
    for place in places:
        for behavior in place.findall("behavior"):
            if _is_set(behavior.find("non_negative")):
                found |= {"stock", "flow"}
            for kind in ("stock", "flow"):
                limit = behavior.find(f"{kind}/non_negative")
                if limit is not None:
                    (found.add if _is_set(limit) else found.discard)(kind)
    return found


def _is_set(node: ET.Element | None) -> bool:
    """Return whether a mark is there and not ``false``."""
    return node is not None and (node.text or "").strip().lower() != "false"


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


def _dims(node: ET.Element) -> tuple[str, ...]:
    return tuple(each.get("name", "") for each in node.findall("dimensions/dim"))


def _equations(node: ET.Element, usual: Collection[str], arrays: Arrays) -> Iterator[Equation]:
    """Give one entry for a variable, or one for each element that has its own equation."""
    name = _name(node)
    unit = (node.findtext("units") or "").strip()
    comment = " ".join((node.findtext("doc") or "").split())
    limits = node.find("range")
    bounds = [_number(limits.get(each)) if limits is not None else None for each in ("min", "max")]
    limit = node.find("non_negative")
    kept = node.tag in usual if limit is None else _is_set(limit)
    elements = node.findall("element")
    parts = [(tuple(each.get("subscript", "").split(",")), each) for each in elements]
    for subscripts, part in parts or [(_dims(node), node)]:
        places = tuple(each.strip() for each in subscripts)
        found = Equation(name=name, subscripts=places, unit=unit, comment=comment)
        try:
            _refuse_others(node)
            right = _right(node, part, places, arrays, kept=kept)
            if right is None:
                found.kind, found.right = "table", _points(part) + ")"
                yield found
                continue
        except RefusedError as reason:
            found.problem = str(reason)
            yield found
            continue
        found.right, (found.low, found.high) = right, bounds
        if node.tag == "stock" and kept and found.low is None:
            found.low = 0.0  # Stella stops what flows out; here the reader is told where it matters
        yield found


def _refuse_others(node: ET.Element) -> None:
    """Refuse a variable that is more than its equation says."""
    for each in node:
        if each.tag in CHANGES:
            msg = f"{CHANGES[each.tag]} are not supported; write it with stocks and flows"
            raise RefusedError(msg)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _right(
    node: ET.Element, part: ET.Element, places: tuple[str, ...], arrays: Arrays, *, kept: bool
) -> str | None:
    """Return a right-hand side in our language; None for a lookup without an argument."""
    written = part.findtext("eqn")
    table = part.find("gf") if part.find("gf") is not None else node.find("gf")
    if node.tag == "gf" or (written is None and table is not None):
        return None
    if not (written or "").strip():
        msg = "the equation is not written yet; write it"
        raise RefusedError(msg)
    text = rewritten(written or "", arrays)
    if table is not None:
        text = _read_from(table, text)
    if node.tag != "stock":
        text = f"MAX({text}, 0)" if node.tag == "flow" and kept else text
        first = part.findtext("init_eqn") or node.findtext("init_eqn") or ""
        return f"ACTIVE INITIAL({text}, {rewritten(first, arrays)})" if first.strip() else text
    listed = f"[{', '.join(places)}]" if places else ""
    rates = [
        f"{sign} {rewritten(flow.text or '')}{listed}"
        for tag, sign in (("inflow", "+"), ("outflow", "-"))
        for flow in node.findall(tag)
    ]
    flow = "0 " + " ".join(rates) if rates else "0"
    return f"INTEG({flow}, {text})"


def _read_from(table: ET.Element, argument: str) -> str:
    """Return the call that reads a graphical function as its type says."""
    kind, points = (table.get("type") or "continuous").lower(), _points_of(table)
    if kind == "continuous":
        return f"WITH LOOKUP({argument}, ({points}))"
    if kind in ("extrapolate", "discrete"):
        name = "EXTRAPOLATE" if kind == "extrapolate" else "BACKWARD"
        return f"LOOKUP {name}(({points}), {argument})"
    msg = f"a graphical function of type {kind!r} is not supported; make it continuous"
    raise RefusedError(msg)


def _points(part: ET.Element) -> str:
    table = part if part.tag == "gf" else part.find("gf")
    if table is None:
        return ""
    kind = (table.get("type") or "continuous").lower()
    if kind != "continuous":
        msg = f"a graphical function of type {kind!r} is not supported; make it continuous"
        raise RefusedError(msg)
    return _points_of(table)


def _points_of(table: ET.Element) -> str:
    ys = _listed(table.find("ypts"))
    if table.find("xpts") is not None:
        xs = _listed(table.find("xpts"))
    else:
        scale = table.find("xscale")
        low = float(scale.get("min", "0")) if scale is not None else 0.0
        high = float(scale.get("max", "1")) if scale is not None else 1.0
        steps = max(len(ys) - 1, 1)
        xs = [low + (high - low) * at / steps for at in range(len(ys))]
    if len(xs) != len(ys):
        msg = f"a graphical function has {len(xs)} x and {len(ys)} y; as many of each are wanted"
        raise RefusedError(msg)
    return ",".join(f"({x!r},{y!r})" for x, y in zip(xs, ys, strict=True))


def _listed(node: ET.Element | None) -> list[float]:
    """Return the numbers of an element, with commas, blanks, or its own sign between them."""
    if node is None:
        return []
    sign = re.escape(node.get("sep") or ",")
    try:
        return [
            float(each) for each in re.split(rf"(?:{sign}|\s)+", (node.text or "").strip()) if each
        ]
    except ValueError as error:
        msg = f"a graphical function takes plain numbers, got {(node.text or '').strip()[:40]!r}"
        raise RefusedError(msg) from error
