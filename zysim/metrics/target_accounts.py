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
from zysim.reading.graph import ModelGraph
from zysim.wording import Lang, Pair, pick

UNDER: Pair = ("（口径 {account}）", " (account {account})")
PREFIX = "account_"
"""Of the model's arrays by account."""
LANGS: tuple[Lang, Lang] = ("zh", "en")
PER_GDP = "/"
"""Joins the variable of an account and that of GDP where a target is on their ratio."""


def on_account(
    targets: Iterable[Target], city: City, account: str, graph: ModelGraph | None = None
) -> list[Target]:
    """Return targets that hang on the account as it counts; the others as they are.

    Their labels say the account, so that no table or picture leaves it out. The variable of a
    target on CO2 per GDP becomes a ratio, which :func:`with_ratios` adds to the results; that of a
    target on energy becomes the element of the model's ``account_…`` array, at its first
    conversion of power.

    Parameters
    ----------
    targets
        Rows of params/plan_targets.csv.
    account
        Id of an account of the city.
    graph
        The model, for its arrays by account; None where it has none.
    """
    own, gdp = city.accounts[account].variable, city.variables["gdp"]
    counted = set(city.account_variables)
    found = []
    for each in targets:
        variable = each.variable
        arrays = () if graph is None else _by_account(graph, variable, len(city.accounts))
        if variable in counted:
            variable = own
        elif variable and variable == city.variables.get("intensity"):
            variable = f"{own}{PER_GDP}{gdp}"
        elif arrays:
            # Of the usual account the target names the model's own variable.
            if account != city.account:
                variable = arrays[list(city.accounts).index(account)]
        else:
            found.append(each)
            continue
        zh, en = (pick(UNDER, lang).format(account=account) for lang in LANGS)
        zh, en = each.label_zh + zh, each.label_en + en
        found.append(replace(each, variable=variable, label_zh=zh, label_en=en))
    return found


def _by_account(graph: ModelGraph, variable: str, accounts: int) -> tuple[str, ...]:
    """Return the elements of a model's array by account, the first of each account."""
    array = graph.variables.get(f"{PREFIX}{variable}")
    if array is None:
        return ()
    first = {
        each.partition("[")[2].rstrip("]").split(",")[0]: each for each in array.elements[::-1]
    }
    found = tuple(reversed(first.values()))
    return found if len(found) == accounts else ()


def is_counted(target: Target, rows: Mapping[str, Target]) -> bool:
    """Say whether a target of :func:`on_account` hangs on the account.

    Examples
    --------
    >>> from zysim.inputs.read_city import read_city
    >>> from zysim.inputs.read_tables import read_tables
    >>> from zysim.paths import data_root
    >>> city, rows = read_city(), read_tables(data_root() / "params").targets
    >>> [is_counted(each, rows) for each in on_account([rows["T08"], rows["T07"]], city, "D")]
    [True, False]
    """
    return target.label_en != rows[target.id].label_en


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
