"""Turn an object file for WebAssembly into a module that can be run, without a linker.

An object file is a module already, but for what a linker does: its calls name the functions of the
file itself, its memory is imported, and the few numbers it keeps in memory lie from address 0 on.
Missing are the exports, which are written here; what is told to linkers only is left out.

References
----------
WebAssembly core specification 2.0, section 5.5; "WebAssembly Object File Linking" of the
tool-conventions of the WebAssembly group, whose symbol table gives names their functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

HEAD = b"\0asm\x01\0\0\0"
CUSTOM, IMPORTS, EXPORTS = 0, 2, 7
LATER = (8, 9, 12, 10, 11)
"""Sections that stand after the exports."""
MEMORY = "__linear_memory"
CALLED = ("atan", "cos", "sin")
"""Functions a module may ask for, as JavaScript has them."""
SYMBOLS = 8
UNDEFINED, NAMED = 0x10, 0x40
FUNCTION_KIND, DATA_KIND, SECTION_KIND = 0, 1, 3


def wasm_module(object_file: bytes, entries: Sequence[str]) -> bytes:
    """Return the module that an object file becomes.

    Parameters
    ----------
    object_file
        What LLVM writes for ``wasm32``.
    entries
        Functions to export, by name.

    Raises
    ------
    ValueError
        If it is no object file, lacks an entry, or asks for more than a memory and the functions
        JavaScript has; nothing that the kernel writes does.
    """
    if not object_file.startswith(HEAD):
        msg = "not an object file of WebAssembly"
        raise ValueError(msg)
    sections = list(_sections(object_file))
    asked = [name for body in _bodies(sections, IMPORTS) for name in _imports(body)]
    beyond = sorted({*asked} - {MEMORY, *CALLED})
    linking = next(b for b in _bodies(sections, CUSTOM) if b.name() == "linking")
    places = dict(_functions(linking))
    beyond += [name for name in entries if name not in places]
    if beyond:
        msg = f"an object file with or without {', '.join(beyond)} makes no module"
        raise ValueError(msg)
    exports = _number(len(entries)) + b"".join(
        _number(len(name)) + name.encode() + bytes([FUNCTION_KIND]) + _number(places[name])
        for name in entries
    )
    kept = [(kind, body.data) for kind, body in sections if kind != CUSTOM]
    place = next(at for at, (kind, _) in enumerate(kept) if kind in LATER)
    kept.insert(place, (EXPORTS, exports))
    return HEAD + b"".join(bytes([kind]) + _number(len(body)) + body for kind, body in kept)


class _Bytes:
    """Reads one thing after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """Read a whole number: seven bits a byte, the lowest first (LEB128)."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found

    def some(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def name(self) -> str:
        return self.some(self.number()).decode()

    def limits(self) -> None:
        if self.byte() & 1:
            self.number()
        self.number()


def _number(value: int) -> bytes:
    """Write a whole number as :meth:`_Bytes.number` reads it.

    >>> _number(300).hex(), _Bytes(_number(300)).number()
    ('ac02', 300)
    """
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _sections(module: bytes) -> Iterator[tuple[int, _Bytes]]:
    whole = _Bytes(module)
    whole.at = len(HEAD)
    while whole.at < len(module):
        kind = whole.byte()
        yield kind, _Bytes(whole.some(whole.number()))


def _bodies(sections: Iterable[tuple[int, _Bytes]], wanted: int) -> Iterator[_Bytes]:
    for kind, body in sections:
        if kind == wanted:
            yield _Bytes(body.data)


def _imports(body: _Bytes) -> Iterator[str]:
    for _ in range(body.number()):
        body.name()
        yield body.name()
        kind = body.byte()
        if kind == 0:
            body.number()
        elif kind == 2:
            body.limits()
        else:  # a table or a global, which no module of ours can be given
            return


def _functions(linking: _Bytes) -> Iterator[tuple[str, int]]:
    """Read names and places of the functions a file defines from its symbol table."""
    linking.number()  # version
    while linking.at < len(linking.data):
        kind, part = linking.byte(), _Bytes(linking.some(linking.number()))
        if kind != SYMBOLS:
            continue
        for _ in range(part.number()):
            symbol, flags = part.byte(), part.number()
            if symbol == DATA_KIND:
                part.name()
                if not flags & UNDEFINED:
                    for _ in ("segment", "offset", "size"):
                        part.number()
                continue
            place = part.number()
            if symbol != SECTION_KIND and (not flags & UNDEFINED or flags & NAMED):
                name = part.name()
                if symbol == FUNCTION_KIND:
                    yield name, place
