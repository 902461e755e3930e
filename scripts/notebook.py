"""Run the cells of a notebook in this process, and show them with what they give.

The notebook keeps no outputs: the documentation shows those of the day it is built, and a test
runs the same cells.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure


def run(path: Path) -> Iterator[tuple[str, str, str, Any]]:
    """Give each cell: its kind, source, what it printed, and the value of its last expression."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            yield "text", source, "", None
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            value = _evaluate(source, names, path.name)
        yield "code", source, printed.getvalue(), value


def _evaluate(source: str, names: dict[str, Any], file: str) -> Any:
    """Run statements, and return the value of a last expression."""
    tree = ast.parse(source, file)
    last = tree.body[-1]
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, file, "exec"), names)  # noqa: S102 (cells of our own notebook)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), file, "eval"), names)  # noqa: S307


def markdown(path: Path) -> Iterator[str]:
    """Give the notebook as Markdown with its outputs."""
    for kind, source, printed, value in run(path):
        if kind == "text":
            yield source + "\n"
            continue
        yield f"```python\n{source}\n```\n"
        if printed:
            yield f"```text\n{printed.rstrip()}\n```\n"
        if value is not None:
            yield shown(value)


def shown(value: Any) -> str:
    """Return a value as a page shows it: a picture, a table, or its text."""
    if isinstance(value, Figure):
        buffer = io.BytesIO()
        value.savefig(buffer, format="png", dpi=110)
        plt.close(value)
        return f"![](data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()})\n"
    html = getattr(value, "_repr_html_", None)
    if html is not None:
        return str(html()).replace("\n", "") + "\n"
    return f"```text\n{value!r}\n```\n"
