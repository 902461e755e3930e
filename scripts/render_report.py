"""Render a report with LibreOffice, page by page, to look at it as its readers will.

    python scripts/render_report.py report/report.zh.docx

Writes page-01.png … into a folder beside the file. Needs LibreOffice (soffice) and pdftoppm, and
says so where one is missing. Nothing else in the project needs them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = {"soffice": "libreoffice-writer", "pdftoppm": "poppler-utils"}
PIXELS_PER_INCH = "80"


def main(words: list[str]) -> int:
    """Render each file named; return 1 where a tool or a file is missing."""
    missing = [f"{tool} (Debian: {package})" for tool, package in TOOLS.items() if not which(tool)]
    missing += [word for word in words if not Path(word).is_file()]
    if missing or not words:
        print("missing: " + ", ".join(missing) if missing else __doc__)
        return 1
    for word in words:
        path = Path(word)
        folder = path.with_name(f"{path.stem}-{path.suffix[1:]}-pages")
        folder.mkdir(exist_ok=True)
        office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*office, str(path)], check=True, capture_output=True)
        pdf = folder / f"{path.stem}.pdf"
        draw = ["pdftoppm", "-r", PIXELS_PER_INCH, "-png", str(pdf), str(folder / "page")]
        subprocess.run(draw, check=True)
        print(f"{folder}: {len(list(folder.glob('page*.png')))} pages")
    return 0


def which(tool: str) -> bool:
    """Tell whether a program is there."""
    return shutil.which(tool) is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
