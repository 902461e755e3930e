"""Written code is run in one place only, so that one file has to be read to trust it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

RUNS_TEXT = {"exec", "eval", "compile", "__import__"}
ALLOWED = {"kernel/compile.py"}


def test_only_the_compiler_runs_written_text(root: Path) -> None:
    package = root / "zysim"
    named = re.compile(rf"\b({'|'.join(RUNS_TEXT)})\b")
    texts = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    found = {
        path.relative_to(package).as_posix()
        for path, text in texts.items()
        if named.search(text)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name) and node.id in RUNS_TEXT
    }
    assert found == ALLOWED
