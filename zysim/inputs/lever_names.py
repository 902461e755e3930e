"""What a lever is called in the model file: one rule from its id to an element of an array.

People and tables write a lever's id, such as ``gas_output``. In the model file all levers are one
array over the range ``measure``, whose element is the id with the word measure behind it: Vensim
lets no element share its name with a variable, and some levers are called what they move.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

Part = Literal["setting", "start_year", "full_year", "progress", "level"]
"""Constants of a lever, and what the model makes of them."""
PARTS: tuple[Part, ...] = get_args(Part)
DIMENSION = "measure"
"""Range of the model file of which every lever is an element."""
_SCALAR = re.compile(rf"lever_({'|'.join(PARTS)})\[(?P<lever>\w+)_{DIMENSION}\]")


def lever_scalar(lever: str, part: Part = "setting") -> str:
    """Return the scalar id of a constant or variable of a lever.

    Examples
    --------
    >>> lever_scalar("gas_output"), lever_scalar("gas_output", "full_year")
    ('lever_setting[gas_output_measure]', 'lever_full_year[gas_output_measure]')
    """
    return f"lever_{part}[{element_of(lever)}]"


def element_of(lever: str) -> str:
    """Return the element of the range ``measure`` that a lever is.

    Examples
    --------
    >>> element_of("gas_output")
    'gas_output_measure'
    """
    return f"{lever}_{DIMENSION}"


def lever_of(scalar: str) -> str:
    """Return the id of the lever that a scalar belongs to, "" if it is none of a lever.

    Examples
    --------
    >>> lever_of("lever_level[gas_output_measure]"), lever_of("capital[food]")
    ('gas_output', '')
    """
    found = _SCALAR.fullmatch(scalar)
    return found["lever"] if found else ""


def former_names(levers: Iterable[str]) -> dict[str, str]:
    """Return names that levers had in the model file when each had variables of its own.

    Factors of studies, figures and ``zysim explain`` take them as before.

    Examples
    --------
    >>> former_names(["gas_output"])["gas_output_full_year"]
    'lever_full_year[gas_output_measure]'
    """
    return {f"{lever}_{part}": lever_scalar(lever, part) for lever in levers for part in PARTS}


def lever_set_by(name: str, levers: Iterable[str]) -> str:
    """Return the lever whose setting a name of the model file is or was, "" if of none.

    Examples
    --------
    >>> lever_set_by("gas_output_setting", ["gas_output"])
    'gas_output'
    """
    return next((each for each in levers if name in (lever_scalar(each), f"{each}_setting")), "")
