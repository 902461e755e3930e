"""Where models/, params/ and sensitivity/ are: in the checkout, or inside the installed package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from zysim.errors import InputError

PACKAGE = Path(__file__).parent


def data_root(package: Path = PACKAGE) -> Path:
    """Return the folder that holds ``models/`` and ``params/``.

    In a checkout it is the folder above the package, so that an edit acts at once; in an
    installed wheel it is ``zysim/_data``.

    Raises
    ------
    InputError
        If neither place holds a models folder.
    """
    for root in (package.parent, package / "_data"):
        if (root / "models").is_dir() and (root / "params").is_dir():
            return root
    msg = (
        f"no models/ and params/ beside {package.parent} nor in {package / '_data'}. "
        "Reinstall zysim, or run it from a complete checkout."
    )
    raise InputError(msg, zh=f"在 {package.parent} 找不到 models/ 与 params/，请重新安装 zysim。")


def model_path() -> Path:
    """Return the city model, ``models/ziyang.mdl``."""
    return data_root() / "models" / "ziyang.mdl"


def params_path() -> Path:
    """Return the folder of tables and scenarios, ``params/``."""
    return data_root() / "params"


def studies_path() -> Path:
    """Return the folder of sensitivity studies, ``sensitivity/``."""
    return data_root() / "sensitivity"


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
