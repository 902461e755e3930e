"""Print an answer: text for people, one JSON document for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zysim.cli.framework import say, spoken
from zysim.columns import fold, terminal_width
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.answers.result import Result

FILES: Pair = ("文件：{names}", "Files: {names}")


def print_json(document: Any) -> None:
    """Print one JSON document on stdout, Chinese as it is."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def show(found: Result[Any], written: Sequence[Path] = (), *, as_json: bool) -> None:
    """Print a result: its document, or its text and the names of the files written of it."""
    if as_json:
        print_json(found.record(spoken()) | {"files": [str(path) for path in written]})
        return
    click.echo(found.text(spoken()))
    tell_files(written)


def tell_files(written: Sequence[Path]) -> None:
    """Say which files were written, if any were."""
    if written:
        names = " ".join(path.name for path in written)
        click.echo("\n" + fold(say(FILES, names=names), terminal_width()))


def heading(text: str) -> None:
    """Print a line that stands out on a terminal."""
    click.echo(click.style(text, bold=True))
