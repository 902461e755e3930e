"""Files are written by zysim/files.py, or into a stage that it moves: whole or not at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import zysim

PACKAGE = Path(zysim.__file__).parent
WRITERS = {"write_text", "write_bytes", "to_csv", "to_parquet", "to_netcdf", "to_zarr", "savefig"}
"""Methods that write a file: of a path, or with a path as first argument."""
OWN = {"mkstemp", "fsync", "NamedTemporaryFile"}
"""What only a writer of one's own needs."""
LIKELY = re.compile(rf"\.({'|'.join([*WRITERS, *OWN])}|open)\(")
"""A file without this needs no closer look."""
STAGED = {"stage", "part"}
"""Names of what staged_folder and staged_file give."""
ELSEWHERE = {
    "files.py": "the writer itself",
    "answers/study_files.py": "tables of the caller's stage",
    "cli/doctor.py": "tries whether a folder can be written",
    "kernel/pysd_runner.py": "copies a model into a temporary folder",
    "report/paper/files.py": "tables and workbook of the caller's stage",
    "report/paper/typeset.py": "source and document in a temporary folder or the caller's stage",
    "report/paper/word.py": "document of the caller's stage",
    "report/figure/table.py": "table of the caller's stage",
    "runs/member_values.py": "values of members in a temporary folder",
    "runs/store.py": "tables of the caller's stage",
    "sensitivity/speed.py": "a model in a temporary folder, to be timed",
    "cli/progress_log.py": "a log that grows by lines",
}
"""File to why it writes by itself."""


def own_writers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give line and text of each call that writes a file outside a stage."""
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in OWN or (name == "open" and _mode(call)):
            yield call.lineno, ast.unparse(call)
        elif name in WRITERS and isinstance(call.func, ast.Attribute):
            place = call.func.value if name.startswith("write_") else next(iter(call.args), None)
            if place is not None and not STAGED & _names(place):
                yield call.lineno, ast.unparse(call)


def _names(place: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(place) if isinstance(each, ast.Name)}


def _mode(call: ast.Call) -> bool:
    texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
    return any(isinstance(each, str) and set(each) & set("wax+") for each in texts)


def test_every_file_is_written_whole_or_not_at_all() -> None:
    found: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        calls = [*own_writers(ast.parse(text))] if LIKELY.search(text) else []
        if calls:
            found[path.relative_to(PACKAGE).as_posix()] = calls
    alone = {file: calls for file, calls in found.items() if file not in ELSEWHERE}
    assert not alone, f"write with zysim.files (staged_folder, staged_file, write_text): {alone}"
    assert not ELSEWHERE.keys() - found.keys(), "these write nothing any more"


def test_a_writer_of_its_own_is_seen() -> None:
    for line in ("path.write_text(x)", "frame.to_csv(out / 'a.csv')", "tempfile.mkstemp()"):
        assert [*own_writers(ast.parse(line))], line
    assert [*own_writers(ast.parse("path.open('w')"))]
    for line in ("(stage / 'a').write_text(x)", "frame.to_csv(part)", "write_text(path, x)"):
        assert not [*own_writers(ast.parse(line))], line
