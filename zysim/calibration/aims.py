"""The plan's own aims for years behind us as evidence: on the world, and on the account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from zysim.arrays import FloatArray
from zysim.inputs.history import Observation
from zysim.inputs.targets import Target
from zysim.metrics.account_matrix import account_places, account_targets, on_place
from zysim.runs.project import Project

ERROR = 0.3
"""Standard deviation of what came out about an aim, as a share of the aim. A judgement: results of
intensity came out at 0.4 to 1.0 of what was aimed at, and an aim is rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """Aims, and what the model is asked for to weigh worlds by them.

    A plan does not say on which account it counts. Its authors knew most of the years when they set
    the aims, so each account is taken as likely as any other at first, and the aims on it as
    independent normal observations; a world counts by the mean over the accounts.
    """

    targets: tuple[Target, ...]
    accounts: tuple[tuple[str, str], ...]
    """Account id and conversion of power."""
    rows: tuple[Observation, ...]
    """For each account and target, the value of the year and of its reference year."""

    def misses(self, values: FloatArray) -> FloatArray:
        """Return misses in standard deviations, shape ``(member, account, target)``.

        Parameters
        ----------
        values
            What the model says of :attr:`rows`, shape ``(member, row)``.
        """
        pairs = values.reshape(len(values), len(self.accounts), len(self.targets), 2)
        found = np.empty(pairs.shape[:3])
        for at, target in enumerate(self.targets):
            now, then = pairs[:, :, at, 0], pairs[:, :, at, 1]
            value = now if target.reference_year is None else 100 * (now / then - 1)
            found[:, :, at] = (value - target.threshold) / (ERROR * abs(target.threshold))
        return found

    def log_likelihood(self, values: FloatArray) -> FloatArray:
        """Return the log likelihood of the aims, shape ``(member,)``, 0 at most."""
        of_account = -0.5 * np.sum(self.misses(values) ** 2, axis=2)
        found: FloatArray = logsumexp(of_account, axis=1) - np.log(len(self.accounts))
        return found

    def chances(self, values: FloatArray) -> FloatArray:
        """Return how likely each account is, shape ``(account,)``, over members that count alike.

        Members must be draws of the posterior, in which the aims have their weight already.
        """
        of_account = -0.5 * np.sum(self.misses(values) ** 2, axis=2)
        shares = np.exp(of_account - logsumexp(of_account, axis=1, keepdims=True))
        found: FloatArray = shares.mean(axis=0)
        return found


def read_aims(project: Project) -> Aims:
    """Return the aims that depend on the account and whose year lies behind us.

    Raises
    ------
    InputError
        If the model has no arrays by account.
    """
    last = project.city.history
    wanted = [
        (target, name)
        for target, (name, *_rest) in account_targets(project)
        if target.year <= last and target.compare != "peak<=" and target.threshold
    ]
    places = account_places(project)
    rows = [
        _row(on_place(target, name, place, project), year)
        for place in places.values()
        for target, name in wanted
        for year in (target.year, target.reference_year or target.year)
    ]
    return Aims(
        targets=tuple(target for target, _name in wanted), accounts=tuple(places), rows=tuple(rows)
    )


def _row(target: Target, year: int) -> Observation:
    spread = 2 * ERROR * abs(target.threshold)
    return Observation(
        series=target.id,
        variable=target.variable,
        year=year,
        value=target.threshold,
        low=target.threshold - spread,
        high=target.threshold + spread,
        unit=target.unit,
        use="show",
        provenance=target.provenance,
    )
