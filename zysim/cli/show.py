"""Print an answer: text for people, one JSON document for programs."""

from __future__ import annotations

import json
from typing import Any

import click


def print_json(document: Any) -> None:
    """Print one JSON document on stdout, Chinese as it is."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def heading(text: str) -> None:
    """Print a line that stands out on a terminal."""
    click.echo(click.style(text, bold=True))
