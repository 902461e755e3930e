"""Break lines one at a time in a copy and see that a test fails: ``nox -s mutants``.

    python scripts/mutants.py [WORD]

Only mutants whose text holds WORD, if one is given. Exits with 1 if one lives or its place is gone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "mutants.toml"


def main(word: str = "") -> int:
    """Try every mutant, tell what became of it, and return the exit code."""
    mutants = [
        each
        for each in tomllib.loads(LIST.read_text(encoding="utf-8"))["mutant"]
        if word in f"{each['says']} {each['file']}"
    ]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for name in filter(None, listed.stdout.split("\0")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
        if (ROOT / "web/node_modules").is_dir():
            (copy / "web/node_modules").symlink_to(ROOT / "web/node_modules")
        fates = [try_one(each, copy) for each in mutants]
    lived = len(fates) - sum(fates)
    print(f"{len(fates)} mutants, {lived} lived")
    return 1 if lived else 0


def try_one(mutant: dict[str, object], copy: Path) -> bool:
    """Break one line, run its tests, mend it, and say whether a test failed."""
    file, old, new = (str(mutant[key]) for key in ("file", "old", "new"))
    path = copy / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        print(f"GONE    {file}: {old!r} is not there any more; say where it went in {LIST.name}")
        return False
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    tests = mutant["tests"]
    assert isinstance(tests, list)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    path.write_text(text, encoding="utf-8")
    caught = done.returncode == 1
    ran = caught or " passed" in done.stdout
    fate = "caught" if caught else "LIVED " if ran else "UNTRIED"
    print(f"{fate}  {file}: {mutant['says']}", flush=True)
    if not ran:
        print("        its tests did not run: are they there, and did `nox -s page` run once?")
    return caught


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
