"""Levels that cannot be are said in every command, once."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from zysim.errors import Alarm
from zysim.runs.alarm import warn_of_absurd
from zysim.runs.project import Project, open_project

YEARS = np.arange(2020, 2023)


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


def test_emissions_below_zero_and_shares_above_one_are_named(project: Project) -> None:
    account = next(iter(project.city.accounts.values())).variable
    values = {
        account: np.array([[2.0, -132.7, 1.0]]),
        "non_fossil_share": np.array([[0.2, 0.3, 1.5]]),
        "gdp": np.array([[-1.0, -1.0, -1.0]]),
    }
    with pytest.warns(Alarm) as caught:
        warn_of_absurd(project, YEARS, values)
    (said,) = (each.message for each in caught)
    assert f"{account} = -132.7 (2021), non_fossil_share = 1.5 (2022)" in str(said)
    assert "出现不合理的数值" in said.zh


def test_possible_levels_are_passed_over(project: Project) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_absurd(project, YEARS, {"non_fossil_share": np.array([[0.0, 0.5, 1.0]])})
