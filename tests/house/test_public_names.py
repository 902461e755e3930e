"""The public list is true, and every public name says what it is."""

from __future__ import annotations

import pytest

import zysim


@pytest.mark.parametrize("name", zysim.__all__)
def test_every_public_name_exists_and_has_a_docstring(name: str) -> None:
    assert getattr(zysim, name).__doc__
    assert name in dir(zysim)


def test_every_home_is_listed() -> None:
    assert sorted(zysim.__all__) == sorted(zysim._HOME)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'run_scenario'"):
        zysim.run_scenario  # noqa: B018
