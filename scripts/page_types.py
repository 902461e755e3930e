"""Write web/src/payload.ts from zysim/page/shape.py, and hold values against what is declared."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from zysim.page import shape
from zysim.wording import Pair

OUT = Path(__file__).resolve().parents[1] / "web" / "src" / "payload.ts"
HEAD = """\
// What Python puts into the page. Written by scripts/page_types.py from zysim/page/shape.py.

export type Lang = "zh" | "en";
export type Pair = [string, string];

/** Last year without effect, and first year in full force. */
export type Years = [number, number];

/** P10, P50 and P90. */
export type Three = [number, number, number];
"""
TAIL = """
export function readPayload(): Payload {
  return JSON.parse(document.getElementById("payload")!.textContent!) as Payload;
}
"""
PLAIN: Mapping[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    NoneType: "null",
    Pair: "Pair",
    shape.Years: "Years",
    shape.Three: "Three",
}


def typescript() -> str:
    """Return the whole file."""
    declared = [each for each in vars(shape).values() if is_typeddict(each)]
    return HEAD + "".join(map(interface, declared)) + TAIL


def interface(declared: type) -> str:
    """Return one TypedDict as an interface of TypeScript."""
    lines = [f"\n/** {inspect.cleandoc(declared.__doc__ or '')} */"]
    lines.append(f"export interface {declared.__name__} {{")
    for name, hint in get_type_hints(declared, include_extras=True).items():
        wanted, optional, comment = opened(hint)
        note = f" // {comment}" if comment else ""
        lines.append(f"  {name}{'?' if optional else ''}: {type_of(wanted)};{note}")
    return "\n".join([*lines, "}", ""])


def opened(hint: Any) -> tuple[Any, bool, str]:
    """Return the type of a field, whether it may be left out, and its comment."""
    optional, comment = False, ""
    while get_origin(hint) in (NotRequired, Annotated):
        if get_origin(hint) is NotRequired:
            (hint,) = get_args(hint)
            optional = True
        else:
            hint, comment = get_args(hint)
    return hint, optional, comment


def type_of(hint: Any) -> str:
    """Return a type as TypeScript writes it."""
    inside, origin = get_args(hint), get_origin(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    if origin is Literal:
        return " | ".join(f'"{each}"' for each in inside)
    if origin in (Union, UnionType):
        return " | ".join(map(type_of, inside))
    if origin is tuple:
        return f"[{', '.join(map(type_of, inside))}]"
    if origin is Sequence:
        item = type_of(inside[0])
        return f"({item})[]" if " | " in item else f"{item}[]"
    return f"Record<{type_of(inside[0])}, {type_of(inside[1])}>"


def misfits(value: Any, hint: Any, place: str = "") -> list[str]:
    """Say where a value read from JSON is not what is declared."""
    inside, origin = get_args(hint), get_origin(hint)
    if is_typeddict(hint):
        return [*_fields(value, hint, place)]
    if origin in (Union, UnionType):
        found = [misfits(value, each, place) for each in inside]
        return min(found, key=len)
    wrong = [f"{place}: {str(value)[:40]!r} is not {type_of(hint)}"]
    if origin is Literal:
        return [] if value in inside else wrong
    if origin is None:
        return [] if isinstance(value, (int, float) if hint is float else hint) else wrong
    if origin is tuple:
        if not isinstance(value, list) or len(value) != len(inside):
            return wrong
        parts = list(zip(range(len(inside)), value, inside, strict=True))
    else:
        if not isinstance(value, dict if len(inside) == 2 else list):
            return wrong
        listed = value.items() if isinstance(value, dict) else enumerate(value)
        parts = [(at, each, inside[-1]) for at, each in listed]
    return [text for at, each, item in parts for text in misfits(each, item, f"{place}[{at}]")]


def _fields(value: Any, declared: type, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: {str(value)[:40]!r} is no {declared.__name__}"
        return
    hints = get_type_hints(declared, include_extras=True)
    for name, hint in hints.items():
        wanted, optional, _comment = opened(hint)
        if name in value:
            yield from misfits(value[name], wanted, f"{place}.{name}")
        elif not optional:
            yield f"{place}.{name} is missing"
    for name in value:
        if name not in hints:
            yield f"{place}.{name} is not declared"


if __name__ == "__main__":
    OUT.write_text(typescript(), encoding="utf-8")
