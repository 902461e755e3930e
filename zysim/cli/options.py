"""Options that many commands share, so that they read and behave alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zysim.cli.framework import option
from zysim.wording import BOUNDARIES

boundary_option = option(
    "--boundary",
    type=click.Choice(list(BOUNDARIES)),
    default="B",
    about=("核算边界 A—D，默认 B", "accounting boundary A to D, B if not given"),
)
seed_option = option(
    "--seed", type=int, default=0, about=("随机种子，默认 0", "seed of the draws, 0 if not given")
)


def members_option(default: int) -> Callable[[Any], Any]:
    """Return the option for the number of states of the world."""
    return option(
        "-n",
        "members",
        type=int,
        default=default,
        metavar="N",
        about=(f"不确定情形的个数，默认 {default}", f"states of the world, {default} if not given"),
    )
