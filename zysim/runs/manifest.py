"""What made a result: hashes of the files behind it, versions, and the command."""

from __future__ import annotations

import hashlib
import json
import platform
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import zysim
from zysim.errors import ResultError, reason_of
from zysim.later import Later

PACKAGES = ("numpy", "scipy", "llvmlite", "pysd", "SALib")
"""Those whose versions may move a bit of a result."""
OUTSIDE = "elsewhere:"
"""Before the name of a file of the user's own: its folder is nobody else's business."""
GIT = ("git_commit", "git_clean")
COMMIT, UNBORN = "# branch.oid ", "(initial)"
"""What ``git status`` writes before the commit, and in place of one."""
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything needed to tell whether two results should be equal."""

    command: str
    """The words that made the result, as typed."""
    engine: str
    until: float
    """Last simulated year, or moment of another model."""
    scenarios: Mapping[str, Mapping[str, float]]
    """Scenario label to the constants it sets, by scalar id."""
    files: Mapping[str, str]
    """Path below the data folder, with ``/``, to the SHA-256 of the file."""
    versions: Mapping[str, str]
    git: Mapping[str, str | bool | None]
    """``git_commit`` of the data folder and ``git_clean``, whether its tree is as committed."""
    created: str
    """UTC time in ISO 8601; only the manifest carries it, so data files stay comparable."""
    design: Mapping[str, int | str] = field(default_factory=dict)
    """How the members of an ensemble were drawn; empty for single runs."""
    method: str = "euler"
    """How the model was integrated."""
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the manifest as JSON text, keys in a fixed order."""
        plain = asdict(self)
        plain |= plain.pop("git")
        return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def describe_run(
    *,
    root: Path,
    files: Iterable[Path],
    scenarios: Mapping[str, Mapping[str, float]],
    engine: str,
    until: float,
    command: str,
    method: str,
    design: Mapping[str, int | str] | None = None,
) -> Manifest:
    """Build the manifest of a run that is about to be kept.

    The files are read now; git is asked when the manifest is first written, which a plain answer
    can spare.

    Parameters
    ----------
    root
        The folder that holds ``models/`` and ``params/``.
    files
        Files the result rests on; those outside ``root`` by their name alone.
    scenarios
        Scenario label to the constants it sets.
    method
        How the model was integrated.
    design
        How the members of an ensemble were drawn.

    Raises
    ------
    ResultError
        If a file cannot be read.
    """
    return Manifest(
        command=command,
        engine=engine,
        until=until,
        method=method,
        scenarios={name: dict(values) for name, values in scenarios.items()},
        files=_hashes(root, sorted(files)),
        versions={
            "zysim": zysim.__version__,
            "python": platform.python_version(),
            **{name: version_of(name) for name in PACKAGES},
        },
        git=Later(partial(git_state, root)),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        design=design or {},
    )


def without_folders(command: str) -> str:
    """Return a command with absolute paths cut to their last name.

    >>> without_folders("zysim run /home/li/mine.toml --out=/srv/r -o out/here")
    'zysim run mine.toml --out=r -o out/here'
    """
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    return shlex.join(map(_last_name, words))


def _last_name(word: str) -> str:
    option, sign, value = word.partition("=") if word.startswith("-") else ("", "", word)
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(value).is_absolute() or value.startswith("~"):
            return f"{option}{sign}{kind(value).name}"
    return word


def python_call(name: str, *words: object, **settings: object) -> str:
    """Return a call from Python as it would be written, paths cut to their last name.

    Settings that are None, False or empty are left out.

    >>> python_call("ensemble", "plan", "/home/li/mine.toml", n=16, changes=None, seed=0)
    "zysim.ensemble('plan', 'mine.toml', n=16, seed=0)"
    """
    given = [repr(_last_name(str(each))) for each in words]
    given += [
        f"{key}={_last_name(str(value))!r}" if isinstance(value, str | Path) else f"{key}={value!r}"
        for key, value in settings.items()
        if value is not None and value is not False and value != () and value != {}
    ]
    return f"zysim.{name}({', '.join(given)})"


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Raises
    ------
    ResultError
        If the file cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        reason, reason_zh = reason_of(error)
        msg = f"{path}: cannot be read ({reason}). Check that it exists and its rights."
        raise ResultError(msg, zh=f"{path}：无法读取（{reason_zh}），请检查文件。") from error


def git_state(root: Path) -> dict[str, str | bool | None]:
    """Return the commit of ``root`` and whether its tree is clean; ``None`` without git."""
    said = None
    if (root / ".git").exists():
        said = _git(root, "status", "--porcelain=v2", "--branch", "--untracked-files=no")
    if said is None:
        return dict.fromkeys(GIT)
    lines = said.splitlines()
    commit = next((line[len(COMMIT) :] for line in lines if line.startswith(COMMIT)), UNBORN)
    changes = [line for line in lines if not line.startswith("#")]
    return dict(zip(GIT, (None if commit == UNBORN else commit, not changes), strict=True))


def read_manifest(path: Path) -> Manifest:
    """Read a stored manifest.

    Raises
    ------
    ResultError
        If the file is missing, is not JSON, or lacks a field.
    """
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(git={name: stored.pop(name) for name in GIT}, **stored)
    except OSError as error:
        told, told_zh = reason_of(error)
        msg = f"{path}: no manifest ({told}). Name a folder that zysim wrote with --out."
        zh = f"{path}：没有结果清单（{told_zh}）。请给出 zysim 以 --out 写成的文件夹。"
        raise ResultError(msg, zh=zh) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        msg = f"{path}: not a manifest of zysim ({error}). Run the scenario again."
        raise ResultError(msg, zh=f"{path}：不是 zysim 的结果清单，请重新运行情景。") from error


def refuse_outdated(manifest: Manifest, root: Path, where: Path) -> None:
    """Refuse a result whose model or tables are no longer those on disk.

    Raises
    ------
    ResultError
        Naming every file that changed or is gone since the result was made.
    """
    changed = []
    for label, was in manifest.files.items():
        if label.startswith(OUTSIDE):
            continue
        path = root / label
        now = hash_file(path) if path.is_file() else "gone"
        if now != was:
            changed.append(f"{label} ({'is gone' if now == 'gone' else 'changed'})")
    if changed:
        msg = (
            f"{where}: made with other inputs than those on disk: {', '.join(changed)}. "
            f"Run again: {manifest.command}"
        )
        zh = f"{where}：结果与现有文件不一致：{'，'.join(changed)}。请重新运行：{manifest.command}"
        raise ResultError(msg, zh=zh)


def _label(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        return OUTSIDE + path.name


def _hashes(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """Return the hash of each file by its label; a label used twice carries its hash."""
    found: dict[str, str] = {}
    home = root.resolve()
    for path in files:
        label, digest = _label(path, home), hash_file(path)
        if found.get(label, digest) != digest:
            label = f"{label} {digest[:12]}"
        found[label] = digest
    return found


@cache
def version_of(package: str) -> str:
    """Return the version of a package that is installed, or ``none``.

    Read off the name of the folder of its record, beside the package, where there is one; else
    looked up, which takes longer than the rest of a manifest.
    """
    spec = find_spec(package)
    beside = Path(spec.origin).parents[1] if spec is not None and spec.origin else None
    head, end = f"{package.lower()}-", ".dist-info"
    found = [
        each[len(head) : -len(end)]
        for each in (_listed(beside) if beside is not None else ())
        if each.lower().startswith(head) and each.endswith(end)
    ]
    if len(found) == 1:
        return found[0]
    # Only here: what it loads takes longer than the rest of a manifest.
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


@cache
def _listed(folder: Path) -> tuple[str, ...]:
    return tuple(each.name for each in folder.iterdir())


def _git(root: Path, *words: str) -> str | None:
    # Only here: a plain answer does not ask git.
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
