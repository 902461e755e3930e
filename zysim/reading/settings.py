"""The settings at the end of a model file: how to integrate, and where tagged files are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zysim.reading.graph import Method

START = re.compile(r"^:L.{0,3}%\^E!@", re.MULTILINE)
"""Stands before the settings; what is between differs from file to file."""
METHODS: Mapping[str, Method] = {
    "0": "euler",
    "1": "rk4",
    "3": "rk2",
    "4": "rk2",
    "5": "rk4",
}
"""Fourth number of the line ``15:``, also for the kinds that choose their own step."""
NAMES = {"2": "difference equations"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings say that matters to a run."""

    method: Method = "euler"
    refused: str = ""
    """Name of a method that zysim does not have."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Tag, such as ``?data``, to the file it stands for."""
    runs: tuple[str, ...] = ()
    """Files with the values of data variables, as Vensim's runs."""


def read_settings(text: str) -> Settings:
    r"""Read the settings of a model text.

    >>> read_settings(":L\x7f<%^E!@\n15:0,0,0,1,0,0\n30:?d=d.csv\n")
    Settings(method='rk4', refused='', files={'?d': 'd.csv'}, runs=())
    """
    begun = START.search(text)
    lines = text[begun.end() :].splitlines() if begun else []
    method: Method = "euler"
    refused = ""
    files = {}
    runs = []
    for line in lines:
        number, _, rest = line.strip().partition(":")
        if number == "15":
            code = (rest.split(",") + [""] * 4)[3].strip() or "0"
            method = METHODS.get(code, "euler")
            refused = "" if code in METHODS else NAMES.get(code, f"number {code}")
        elif number == "13":
            runs += [each.strip() for each in rest.split(",") if each.strip()]
        elif number == "30":
            tag, sign, file = rest.partition("=")
            if sign:
                files[tag.strip()] = file.strip()
    return Settings(method, refused, files, tuple(runs))
