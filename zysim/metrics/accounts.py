"""Accounts that give the same line: found from the lines shown, and said."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.city import Account
from zysim.wording import Lang, Pair, pick

ALIKE = 0.005
"""Share of the highest value below which two lines lie on each other in every picture."""
SAME: Pair = ("与 {other} 相同", "same as {other}")
SAID: Pair = (
    "口径 {letter} 与 {other} 相同（各年相差不到峰值的 {share:.1%}{where}）。",
    "Boundary {letter} is the same as {other} (within {share:.1%} of the peak each year{where}).",
)
WHERE: Pair = ("；情景 {names}", "; in {names}")


def alike(lines: Mapping[str, FloatArray]) -> dict[str, str]:
    """Return the accounts whose line is that of an earlier one, with the letter of that one.

    Parameters
    ----------
    lines
        Letter of the account to its line, shape ``(year,)``.

    Examples
    --------
    >>> alike({"A": np.array([1.0, 4.0]), "B": np.array([2.0, 5.0]), "C": np.array([2.0, 5.001])})
    {'C': 'B'}
    """
    found: dict[str, str] = {}
    kept: list[str] = []
    for letter, line in lines.items():
        size = ALIKE * float(np.abs(line).max())
        same = [each for each in kept if float(np.abs(lines[each] - line).max()) < size]
        if same:
            found[letter] = same[0]
        else:
            kept.append(letter)
    return found


def account_name(account: Account, same: Mapping[str, str], lang: Lang) -> str:
    """Return the name of an account, with the one it coincides with.

    >>> from zysim.inputs.read_city import read_city
    >>> account_name(read_city().accounts["C"], {"C": "B"}, "en")
    'C exports taken out (same as B)'
    """
    name = pick(account.label, lang)
    if account.id not in same:
        return name
    words = pick(SAME, lang).format(other=same[account.id])
    return f"{name}（{words}）" if lang == "zh" else f"{name} ({words})"


def alike_text(cases: Mapping[str, Mapping[str, str]], lang: Lang) -> str:
    """Say which accounts coincide, and in which cases where it is not in all; "" if none do.

    >>> alike_text({"plan": {"C": "B"}, "baseline": {}}, "en")
    'Boundary C is the same as B (within 0.5% of the peak each year; in plan).'
    """
    pairs = dict.fromkeys(pair for same in cases.values() for pair in same.items())
    said = []
    for letter, other in pairs:
        names = [name for name, same in cases.items() if same.get(letter) == other]
        joint = ("、" if lang == "zh" else ", ").join(names)
        where = "" if len(names) == len(cases) else pick(WHERE, lang).format(names=joint)
        words = {"letter": letter, "other": other, "share": ALIKE, "where": where}
        said.append(pick(SAID, lang).format(**words))
    return ("" if lang == "zh" else " ").join(said)
