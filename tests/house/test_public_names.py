"""The public list is true, and every public name says what it is."""

from __future__ import annotations

import ast
import inspect

import pytest

import zysim


@pytest.mark.parametrize("name", zysim.__all__)
def test_every_public_name_exists_and_has_a_docstring(name: str) -> None:
    assert getattr(zysim, name).__doc__
    assert name in dir(zysim)


def test_every_home_is_listed() -> None:
    assert sorted(zysim.__all__) == sorted(zysim._HOME)


@pytest.mark.parametrize("name", sorted(set(zysim.ANALYSES) - {"study"}))
def test_the_call_that_a_result_keeps_has_every_setting(name: str) -> None:
    """Else the manifest names a call that gives other numbers."""
    body = ast.parse(inspect.getsource(getattr(zysim, name)))
    settings = set(inspect.signature(getattr(zysim, name)).parameters)
    calls = [each for each in ast.walk(body) if isinstance(each, ast.Call)]
    kept = [each for each in calls if ast.unparse(each.func) == "python_call"]
    told = {each.id for call in kept for each in ast.walk(call) if isinstance(each, ast.Name)}
    for line in ast.walk(body):  # a setting may be told under a name it was given before
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) in told:
            told |= {each.id for each in ast.walk(line.value) if isinstance(each, ast.Name)}
    assert settings <= told


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'run_scenario'"):
        zysim.run_scenario  # noqa: B018
