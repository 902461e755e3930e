"""Targets under an account of the city: the peak and CO2 per GDP as the account counts them.

A plan rarely names its account. Rows of params/plan_targets.csv name the usual one; these
functions give the same rows under another, so that what stands beside a peak is counted as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.targets import Target
from zysim.metrics.targets import variables_needed
from zysim.metrics.totals import intensity
from zysim.wording import Pair, pick

UNDER: Pair = ("（口径 {account}）", " (account {account})")
PER_GDP = "/"
"""Joins the variable of an account and that of GDP where a target is on their ratio."""


def on_account(targets: Iterable[Target], city: City, account: str) -> list[Target]:
    """Return targets whose emissions are counted under an account; the others as they are.

    Their labels say the account, so that no table or picture leaves it out. The variable of a
    target on CO2 per GDP becomes a ratio, which :func:`with_ratios` adds to the results.

    Parameters
    ----------
    targets
        Rows of params/plan_targets.csv.
    account
        Id of an account of the city.
    """
    own, gdp = city.accounts[account].variable, city.variables["gdp"]
    counted = set(city.account_variables)
    found = []
    for each in targets:
        variable = each.variable
        if variable in counted:
            variable = own
        elif variable and variable == city.variables.get("intensity"):
            variable = f"{own}{PER_GDP}{gdp}"
        else:
            found.append(each)
            continue
        zh, en = (pick(UNDER, lang).format(account=account) for lang in ("zh", "en"))
        zh, en = each.label_zh + zh, each.label_en + en
        found.append(replace(each, variable=variable, label_zh=zh, label_en=en))
    return found


def counted_under(target: Target, city: City) -> str | None:
    """Return the account a target of :func:`on_account` is counted under; None where none counts.

    Examples
    --------
    >>> from zysim.inputs.city_file import read_city
    >>> from zysim.inputs.tables import read_tables
    >>> from zysim.paths import data_root
    >>> city, rows = read_city(), read_tables(data_root() / "params").targets
    >>> [counted_under(each, city) for each in on_account([rows["T08"], rows["T07"]], city, "D")]
    ['D', None]
    """
    emissions = target.variable.partition(PER_GDP)[0]
    return next((n for n, each in city.accounts.items() if each.variable == emissions), None)


def outputs_needed(targets: Iterable[Target]) -> list[str]:
    """Return the scalar ids that must be reported to score targets of :func:`on_account`."""
    names = [part for name in variables_needed(targets) for part in name.split(PER_GDP)]
    return list(dict.fromkeys(names))


def with_ratios(
    values: Mapping[str, FloatArray], targets: Sequence[Target]
) -> dict[str, FloatArray]:
    """Return results with the ratios that targets of :func:`on_account` ask for.

    Raises
    ------
    ResultError
        If GDP is 0.
    """
    found = dict(values)
    for each in targets:
        above, joined, below = each.variable.partition(PER_GDP)
        if joined:
            found[each.variable] = intensity(values[above], values[below])
    return found
