"""Draw every picture of the gallery in both languages.

    python figures/draw_all.py [FOLDER]       figures/out if not given

The recipes are in zysim/report/gallery: one module a picture, with the data it takes and its
caption. `zysim figures` draws the same ones.
"""

from __future__ import annotations

import sys
from pathlib import Path

from zysim.report.gallery import draw_gallery
from zysim.runs.project import open_project

OUT = Path(__file__).resolve().parent / "out"

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    folder.mkdir(parents=True, exist_ok=True)
    for path in draw_gallery(open_project(), (), folder):
        print(path)
