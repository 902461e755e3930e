"""Where models/, params/ and sensitivity/ are: in the checkout, or inside the installed package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from zysim.errors import InputError

PACKAGE = Path(__file__).parent
CITY = "ZYSIM_CITY"
"""Environment variable that names the folder of a city in place of the shipped one."""
CITY_FILE = "city.toml"
CITY_FOLDERS = ("models", "params", "sensitivity")
FURTHER_FOLDERS = ("seek",)
"""Folders that a city may leave out."""


def data_root(package: Path = PACKAGE) -> Path:
    """Return the folder that holds ``models/`` and ``params/``.

    The folder that ``ZYSIM_CITY`` names, if it is set. In a checkout otherwise the folder above
    the package, so that an edit acts at once; in an installed wheel ``zysim/_data``.

    Raises
    ------
    InputError
        If the named folder lacks one of ``CITY_FOLDERS`` or ``CITY_FILE``, or neither place holds
        a model.
    """
    named = os.environ.get(CITY)
    if named:
        root = Path(named).expanduser().resolve()
        lacking = [name for name in CITY_FOLDERS if not (root / name).is_dir()]
        lacking += [] if (root / CITY_FILE).is_file() else [CITY_FILE]
        if lacking:
            msg = (
                f"{CITY} or --city {named}: no {', '.join(lacking)} in it. "
                "Name the folder of a city; zysim new DIR makes one."
            )
            zh = (
                f"{CITY} 或 --city {named}：其中没有 {'、'.join(lacking)}。"
                "请给出城市文件夹；zysim new DIR 可新建一个。"
            )
            raise InputError(msg, zh=zh)
        return root
    for root in (package.parent, package / "_data"):
        if (root / "models").is_dir() and (root / "params").is_dir():
            return root
    msg = (
        f"no models/ and params/ beside {package.parent} nor in {package / '_data'}. "
        "Reinstall zysim, or run it from a complete checkout."
    )
    raise InputError(msg, zh=f"在 {package.parent} 找不到 models/ 与 params/，请重新安装 zysim。")


def params_path() -> Path:
    """Return the folder of tables and scenarios, ``params/``."""
    return data_root() / "params"


def studies_path() -> Path:
    """Return the folder of sensitivity studies, ``sensitivity/``."""
    return data_root() / "sensitivity"


def questions_path() -> Path:
    """Return the folder of questions to ``zysim seek``, ``seek/``."""
    return data_root() / "seek"


def figures_path() -> Path:
    """Return the folder of figure specifications, ``figures/``."""
    return data_root() / "figures"


def cache_path() -> Path:
    """Return the folder for things that can be made again, not created here.

    ``ZYSIM_CACHE`` overrides the place usual for the system.
    """
    named = os.environ.get("ZYSIM_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
        return base / "zysim" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "zysim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zysim"
