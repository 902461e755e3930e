"""From points of the unit cube to values of uncertain constants."""

from __future__ import annotations

from typing import Literal, get_args

Method = Literal["sobol", "lhs"]
METHODS: tuple[Method, ...] = get_args(Method)
"""Scrambled Sobol sequence, or Latin hypercube."""
MEMBERS = 2048
"""States of the world, where nothing else is asked: band edges within 3 % of their width."""
