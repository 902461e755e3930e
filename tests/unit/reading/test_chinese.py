"""Every reason to refuse an equation is told in Chinese too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import zysim.reading
from zysim.reading.calls import INSTEAD, why_not
from zysim.reading.chinese import in_chinese
from zysim.reading.lexer import _stray

FOLDER = Path(zysim.reading.__file__).parent
SKIPPED = (
    "altered.py",
    "build.py",
    "expressions.py",
    "model_text.py",
    "unit_algebra.py",
    "unit_check.py",
    "vensim.py",
    "xmile.py",
)
"""They tell in both languages themselves, or not a reader of models."""


def sample(node: ast.expr) -> str | None:
    """Return a message with a word in each of its places; None for what is no message."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (each.value if isinstance(each, ast.Constant) else "X1" for each in node.values)
        return "".join(map(str, parts))
    return None


def messages() -> list[str]:
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        if path.name in SKIPPED:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if node.targets[0].id not in ("msg", "wanted"):
                    continue
                text = sample(node.value)
                if text is not None:
                    found.append(text)
    return found


@pytest.mark.parametrize("reason", [*dict.fromkeys(messages()), *map(why_not, [*INSTEAD, "other"])])
def test_it_has_its_sentence(reason: str) -> None:
    chinese = in_chinese(reason)
    assert re.search("[\u4e00-\u9fff]", chinese), reason
    plain = re.sub(r"X1|'[^']*'|[A-Z][A-Z0-9 ]+", "", chinese)
    assert not re.search(r"\b(the|is|are|of|and|not|write|use)\b", plain), chinese


def test_stray_signs_have_theirs() -> None:
    for text in ("a （b", 'a "b', "a 'b", "a ? b"):
        assert re.search("[\u4e00-\u9fff]{2}", in_chinese(_stray(text, 2)))
