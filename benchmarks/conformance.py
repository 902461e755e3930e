"""Run a folder of models with known results; say of each whether it passes, is refused or wrong.

    python benchmarks/conformance.py FOLDER [--engine numpy]

Each case is a folder with one or more ``.mdl`` and an ``output.tab`` or ``output.csv``, whose
columns are variables by their names in the model. A case passes if a model that defines all
columns, and every such model that can be read, gives all their values within
1e-5 + 1e-5 |value|: such files are printed with few digits.
Where several models define the columns, one of them may be refused; that is told below the case.
Ends with exit code 1 if any case is wrong.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.errors import ZysimError
from zysim.kernel.trace import trace
from zysim.reading import read_model
from zysim.reading.expressions import MISSING
from zysim.reading.lexer import identifier
from zysim.reading.model_text import decode, entries, scalar_id

TOLERANCE = 1e-5
CLOCK = {"final_time", "initial_time", "saveper", "time_step"}
COLUMN = re.compile(r"^(.*?)\s*(?:\[([^\[\]]*)\])?$", re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    verdict: str
    """``pass``, ``refused`` or ``wrong``."""
    reason: str = ""
    gap: float = 0.0
    """Largest difference, as a share of what is allowed."""


def read_output(path: Path) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return times, values and blank cells by scalar id; a blank cell repeats the one above."""
    text = decode(path.read_bytes())
    sign = "\t" if path.suffix.lower() == ".tab" else ","
    rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=sign))
    head, rows = rows[0], [row for row in rows[1:] if any(cell.strip() for cell in row)]
    times = np.array([float(row[0]) for row in rows])
    found, blank = {}, {}
    for at, name in enumerate(head[1:], start=1):
        column = COLUMN.match(name)
        assert column is not None  # it matches every text
        base, members = column.groups()
        elements = tuple(identifier(each) for each in (members or "").split(",") if each)
        scalar = scalar_id(identifier(base), elements)
        cells, last = [], np.nan
        for row in rows:
            last = float(row[at]) if at < len(row) and row[at].strip() else last
            cells.append(last)
        if scalar.partition("[")[0] not in CLOCK:
            found[scalar] = np.array(cells)
            blank[scalar] = np.array([at >= len(row) or not row[at].strip() for row in rows])
    return times, found, blank


def defines(path: Path, wanted: set[str]) -> bool:
    """Return whether a model file has an equation for every column."""
    text = decode(path.read_bytes())
    return wanted <= {identifier(each.name) for each in entries(text)}


def compare(path: Path, output: Path, engine: str) -> Outcome:
    times, wanted, blank = read_output(output)
    try:
        graph = read_model(path, cache=False)
        own, values = trace(graph, engine=engine)
    except ZysimError as error:
        return Outcome("refused", " ".join(str(error).replace(str(path), path.name).split()))
    missing = sorted(set(wanted) - set(values))
    if missing:
        return Outcome("wrong", f"no value for {missing[0]} and {len(missing) - 1} more")
    place = np.abs(own[None, :] - times[:, None]).argmin(axis=1)
    if np.abs(own[place] - times).max() > 1e-6 * max(1.0, np.abs(times).max()):
        return Outcome("wrong", f"times differ: {times[0]:g} to {times[-1]:g} are wanted")
    worst, which = 0.0, ""
    for name, answer in wanted.items():
        found = values[name][place]
        allowed = TOLERANCE * (1 + np.abs(answer))
        unknown = np.isnan(answer) | (blank[name] & (found == MISSING))
        gaps = np.where(unknown, 0.0, np.abs(found - answer) / allowed)
        at = int(np.argmax(np.where(np.isnan(gaps), np.inf, gaps)))
        if not gaps[at] <= worst:
            worst = float(gaps[at])
            which = f"{name} at {times[at]:g} is {found[at]:.9g}, wanted {answer[at]:.9g}"
    return Outcome("pass" if worst <= 1 else "wrong", which if not worst <= 1 else "", worst)


def judge(folder: Path, engine: str) -> Outcome:
    files = sorted(folder.iterdir())
    outputs = [each for each in files if each.name.lower() in ("output.tab", "output.csv")]
    models = [each for each in files if each.suffix.lower() in (".mdl", ".xmile", ".stmx")]
    if not outputs or not models:
        return Outcome("refused", "no .mdl, or no output.tab or output.csv")
    wanted = read_output(outputs[-1])[1]
    whole = {name.partition("[")[0] for name in wanted}
    asked = [path for path in models if defines(path, whole)] or models
    found = [compare(path, outputs[-1], engine) for path in asked]
    for each in found:
        if each.verdict == "wrong":
            return each
    refused = [each for each in found if each.verdict == "refused"]
    passed = [each for each in found if each.verdict == "pass"]
    if not passed:
        return refused[0]
    gap = max(each.gap for each in passed)
    note = f"beside it refused: {refused[0].reason}" if refused else ""
    return Outcome("pass", note, gap)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=("python", "numpy"), default="python")
    options = parser.parse_args()
    cases = sorted(path for path in options.folder.iterdir() if path.is_dir())
    totals = dict.fromkeys(("pass", "refused", "wrong"), 0)
    for folder in cases:
        outcome = judge(folder, options.engine)
        totals[outcome.verdict] += 1
        sys.stdout.write(f"{outcome.verdict:8}{folder.name:50}{outcome.gap:9.2g}\n")
        if outcome.reason:
            sys.stdout.write(f"        {outcome.reason[:400]}\n")
    count = max(1, len(cases))
    shares = ", ".join(f"{name} {each} ({each / count:.0%})" for name, each in totals.items())
    sys.stdout.write(f"{len(cases)} cases: {shares}\n")
    return 1 if totals["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
