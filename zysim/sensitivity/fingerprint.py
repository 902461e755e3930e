"""One hash of all that a study's numbers rest on, and of nothing else.

Notes, labels, sources, line ends and the order of columns do not matter; an equation, a number, a
range, the design, or the code that computes does.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import zysim
from zysim.reading.altered import readers_of
from zysim.reading.graph import ModelGraph, graph_to_plain
from zysim.sensitivity.evaluate import Evaluator

CODE = (
    "kernel",
    "sampling",
    "metrics/outcomes.py",
    "metrics/peak.py",
    "metrics/totals.py",
    "sensitivity/saltelli.py",
)
"""Modules that make the numbers, below the package."""
WORDS = ("sha256", "variables", "dimensions", "initial_order", "structural")
"""Parts of a model that no number comes from, or that follow from the others."""
NAMED = ("constants", "auxiliaries", "stocks", "kept", "starts")
"""Parts of a model that are listed by scalar id."""


def fingerprint(evaluator: Evaluator) -> str:
    """Return the SHA-256 of the equations, numbers, ranges, design and code of a study.

    Two studies with the same fingerprint give the same outcomes, but for the last bits that
    another engine or version of a package may move.
    """
    study, space = evaluator.study, evaluator.space
    told = {
        "model": _model(evaluator.graph, readers_of(evaluator.graph, set(evaluator.outputs))),
        "varied": [
            [each.id, each.distribution, each.low, each.mode, each.high, each.levels]
            for each in space.varied
        ],
        "factors": [[each.id, list(each.members)] for each in space.factors],
        "correlations": [[each.first, each.second, each.rank] for each in space.correlations],
        "fixed": dict(space.fixed),
        "options": {name: list(each) for name, each in space.options.items()},
        "structures": {
            name: [
                [
                    each.weight,
                    dict(each.constants),
                    {k: [d.share, d.years] for k, d in each.levers.items()},
                ]
                for each in question.alternatives
            ]
            for name, question in space.structures.items()
        },
        "method": evaluator.subject.method,
        "design": [study.method, study.rows, study.replicates, study.seed],
        "outcomes": [[each.id, each.usual, each.text] for each in study.outcomes],
        "kept": list(evaluator.kept),
        "code": code_hash(),
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_hash() -> str:
    """Return the SHA-256 of the code that computes, comments and docstrings left out."""
    package = Path(zysim.__file__).parent
    whole = hashlib.sha256()
    for name in CODE:
        place = package / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            tree = ast.parse(path.read_text("utf-8"))
            whole.update(ast.dump(_without_docstrings(tree)).encode())
    return whole.hexdigest()


def _model(graph: ModelGraph, alive: Collection[str]) -> dict[str, Any]:
    """Return the equations and numbers that the outcomes depend on."""
    plain = graph_to_plain(graph)
    found: dict[str, Any] = {key: each for key, each in plain.items() if key not in WORDS}
    for key, each in found.items():
        if key in NAMED:
            found[key] = {name: value for name, value in each.items() if name in alive}
    return found


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # type: ignore[attr-defined]
    return tree


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
