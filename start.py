"""Set zysim up in a folder of its own and use it: the two commands of the README.

    python3 start.py run      the peak year of Ziyang, its probability, fan chart, tables, page
    python3 start.py test     every check of the project

On Windows type ``py start.py run``. Needs Python 3.11 or newer and nothing else. Packages
go to ``.venv`` beside this file, never into the system; a second call reuses them.
Words after ``run`` go to ``zysim run``, words after ``test`` to ``nox``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "zysim-installed.json"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(words: list[str]) -> int:
    """Set up what the task needs, run it, and return its exit code."""
    if sys.version_info < OLDEST:
        need, have = ".".join(map(str, OLDEST)), sys.version.split()[0]
        say(
            f"zysim 需要 Python {need} 或更新版本，当前是 {have}。",
            f"zysim needs Python {need} or newer, this is {have}.",
        )
        return 1
    if not words or words[0] not in ("run", "test"):
        print(__doc__)
        return 0 if not words or words[0] in ("-h", "--help") else 2
    task, rest = words[0], words[1:]
    failed = prepare(extra="dev" if task == "test" else "")
    if failed:
        return failed
    if task == "test":
        find_browser()
        return call([venv_program("python"), "-m", "nox", *rest])
    zysim = [venv_program("python"), "-m", "zysim"]
    if rest:
        return call([*zysim, "run", *rest])
    out = Path.cwd() / "out"
    for words in (
        ["run", "baseline", "plan", "--out", str(out)],
        ["ensemble", "baseline", "plan", "--out", str(out / "ensemble")],
        ["page", "-o", str(out / "zysim.html")],
    ):
        failed = call([*zysim, *words])
        if failed:
            return failed
    return 0


def prepare(extra: str) -> int:
    """Make the environment and install zysim in it, unless both are up to date."""
    wanted = fingerprint()
    found = read_stamp()
    if found.get("fingerprint") == wanted and extra in ("", found.get("extra")):
        return 0
    if not works(venv_program("python")):
        failed = make_venv()
        if failed:
            return failed
    say(
        "正在安装所需软件包到 .venv（首次约需几分钟）……",
        "Installing packages into .venv (a few minutes the first time) ...",
    )
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    pip = [venv_program("python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    constraints = str(HERE / "constraints.txt")
    failed = prepare_with([*pip, "install", "--constraint", constraints, "--editable", target])
    if failed:
        say(
            "安装失败：请看上面 pip 的说明，检查网络后再运行一次。",
            "The installation failed: read what pip says above, check the network, run this again.",
        )
        return 1
    STAMP.write_text(json.dumps({"fingerprint": wanted, "extra": extra}), encoding="utf-8")
    return 0


def make_venv() -> int:
    """Create ``.venv``; on a Debian without the module, say or install what is missing."""
    if importlib.util.find_spec("ensurepip") is None:
        if not may_install():
            say(
                "缺少 Python 的 venv 模块。请先安装：sudo apt-get install python3-venv",
                "Python's venv module is missing. Install it: sudo apt-get install python3-venv",
            )
            return 1
        say(
            "缺少 venv 模块，正在用 apt-get 安装 python3-venv……",
            "Python's venv module is missing: installing python3-venv with apt-get ...",
        )
        if install("python3-venv"):
            return 1
    say("正在创建 .venv……", "Creating .venv ...")
    return prepare_with([sys.executable, "-m", "venv", "--clear", str(VENV)])


def find_browser() -> None:
    """See that there is a browser for the tests of the page; without one they are left out."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if may_install():
        say(
            "正在用 apt-get 安装 chromium，用于测试网页……",
            "Installing chromium with apt-get, to test the page ...",
        )
        if not install("chromium"):
            return
    say(
        "没有找到 chromium：网页的测试将跳过。",
        "There is no chromium: the tests of the page will be skipped.",
    )


def may_install() -> bool:
    """Tell whether packages of a Debian system can be installed: as root only."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") is not None


def install(package: str) -> int:
    """Install a Debian package without what it only recommends."""
    return prepare_with(["apt-get", "update", "-qq"]) or prepare_with(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    )


def fingerprint() -> str:
    """Return a hash of what decides the contents of the environment."""
    parts = [sys.version, str(HERE)]
    parts += [(HERE / name).read_text("utf-8") for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what the last installation wrote; empty when there was none."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def venv_program(name: str) -> str:
    """Return the path of a program inside ``.venv``."""
    return str(VENV / ("Scripts" if os.name == "nt" else "bin") / name)


def works(python: str) -> bool:
    """Tell whether an interpreter is there, starts, and has pip."""
    try:
        done = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def call(command: list[str]) -> int:
    """Run a program with the environment's folder first on the path."""
    return subprocess.run(command, env=surroundings(), check=False).returncode


def prepare_with(command: list[str]) -> int:
    """Run a program of the preparation; what it prints goes to stderr, not among the data."""
    return subprocess.run(command, env=surroundings(), stdout=sys.stderr, check=False).returncode


def surroundings() -> dict[str, str]:
    """Return environment variables under which the programs of ``.venv`` are found first."""
    paths = [str(Path(venv_program("python")).parent), os.environ.get("PATH", "")]
    named = {"PATH": os.pathsep.join(paths), "VIRTUAL_ENV": str(VENV)}
    return os.environ | named | {"DEBIAN_FRONTEND": "noninteractive"}


def say(chinese: str, english: str) -> None:
    """Tell the user something in both languages, whatever the terminal can show."""
    for line in (chinese, english):
        sys.stderr.write(line.encode(sys.stderr.encoding, "replace").decode(sys.stderr.encoding))
        sys.stderr.write("\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
