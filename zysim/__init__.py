"""Carbon-peak scenarios for the city of Ziyang: the names meant for use from outside.

Each name is loaded when it is first used, so that ``zysim --help`` does not wait for
pandas, PySD and matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zysim.errors import InputError, ModelFileError, ResultError, ZysimError

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "ModelFileError",
    "ResultError",
    "ZysimError",
]

_HOMES = {
    "errors": ("InputError", "ModelFileError", "ResultError", "ZysimError"),
}
_HOME = {name: f"zysim.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'zysim' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
