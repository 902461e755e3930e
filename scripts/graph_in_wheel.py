"""Build hook: the shipped models as they are after reading, so that no first start reads them.

Runs in pip's build environment, where only zysim's own text and the standard library are there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Put the graph of every model of ``models/`` into the wheel, or beside an editable package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the graphs: a wheel takes them along, a checkout keeps them unseen by git."""
        root = Path(self.root)
        sys.path.insert(0, self.root)
        try:
            from zysim.reading.cache import SHIPPED, packed, shipped_name
            from zysim.reading.vensim import read_model
        finally:
            sys.path.remove(self.root)
        editable = version == "editable"
        if editable:
            shutil.rmtree(SHIPPED, ignore_errors=True)
            SHIPPED.mkdir(parents=True)
        folder = SHIPPED if editable else Path(tempfile.mkdtemp())
        for model in sorted((root / "models").glob("*.mdl")):
            graph = read_model(model, cache=False)
            path = folder / shipped_name(graph.sha256)
            path.write_bytes(packed(graph))
            if not editable:
                build_data["force_include"][str(path)] = f"zysim/_data/graphs/{path.name}"
