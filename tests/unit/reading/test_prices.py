"""Functions whose answers come from Vensim's own saved runs, and once more from elsewhere.

The numbers of Vensim are those of the public runs beside SDEverywhere's models depreciate,
invertmatrix, allocate, allocate_ptype and allocate_price; the second oracle is scipy or numpy.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import laplace, norm

from zysim.kernel import compile_model
from zysim.kernel.trace import trace
from zysim.reading import read_model

CLOCK = "INITIAL TIME=0~~|FINAL TIME={end}~~|TIME STEP=1~~|SAVEPER=1~~|"
PROFILE = "profile : ptype, ppriority, pwidth, pextra ~~|"


def run(
    folder: Path, text: str, end: int, engines: tuple[str, ...] = ("numpy", "llvm")
) -> dict[str, np.ndarray]:
    """Run a model on several engines, which must agree; return all values."""
    path = folder / "model.mdl"
    path.write_text("{UTF-8}\n" + text + CLOCK.format(end=end), encoding="utf-8")
    graph = read_model(path, cache=False)
    found = trace(graph)[1]
    names = [name for name in graph.scalars if name in graph.home and name in graph.auxiliaries]
    for engine in engines:
        again = compile_model(graph, engine).integrate({}, outputs=names)[1]
        for name in names:
            np.testing.assert_allclose(again[name][0], found[name], rtol=1e-9, atol=1e-12)
    return found


def test_depreciation_in_a_straight_line(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        "spent=IF THEN ELSE(Time=2, 1e9, IF THEN ELSE(Time=6, 2.5e9, 0))~~|"
        "lost=DEPRECIATE STRAIGHTLINE(spent, life, 1, 0)~~|life=20~~|",
        30,
    )
    vensim = [0] * 2 + [5e7] * 4 + [1.75e8] * 16 + [1.25e8] * 4 + [0] * 5
    np.testing.assert_allclose(found["lost"], vensim)
    by_hand = [found["spent"][max(0, now - 19) : now + 1].sum() / 20 for now in range(31)]
    np.testing.assert_allclose(found["lost"], by_hand)


def test_the_inverse_of_a_matrix(tmp_path: Path) -> None:
    """Rows are those of the left side, whatever the matrix calls them; a 0 on the diagonal too."""
    numbers = np.array([[0.0, 2, 1, 1], [1, 0, 3, 2], [4, 1, 0, 1], [2, 2, 1, 5]])
    text = (
        "two : s1, s2 ~~| again <-> two ~~| small[s1,two] = 1, 2 ~~| small[s2,two] = 3, 4 ~~|"
        "inverse[two,again] = INVERT MATRIX(small[two,again], 2) ~~|"
        "big : (b1-b4) ~~| copy <-> big ~~|"
        "m[big,copy] = 0,2,1,1; 1,0,3,2; 4,1,0,1; 2,2,1,5; ~~|"
        "n[big,copy] = INVERT MATRIX(m[big,copy], ELMCOUNT(big)) ~~|"
        "turned[copy,big] = INVERT MATRIX(m[big,copy], ELMCOUNT(big)) ~~|"
    )
    found = run(tmp_path, text, 1)
    small = [
        found[f"inverse[{row},{column}]"][0] for row in ("s1", "s2") for column in ("s1", "s2")
    ]
    np.testing.assert_allclose(small, [-2, 1, 1.5, -0.5], rtol=1e-12)
    for name in ("n", "turned"):
        whole = [[found[f"{name}[b{i},b{j}]"][1] for j in range(1, 5)] for i in range(1, 5)]
        np.testing.assert_allclose(whole, np.linalg.inv(numbers), rtol=1e-12, atol=1e-14)


def test_a_supply_is_shared_along_curves(tmp_path: Path) -> None:
    """The kind of the curve goes through all five in the run; numbers of allocate_ptype."""
    text = (
        f"who : a, b ~~| {PROFILE} p[who,ptype] = Time ~~| p[who,ppriority] = 0.1, 0.9 ~~|"
        "p[who,pwidth] = 0.5 ~~| p[who,pextra] = 0 ~~| many[who] = 200, 50 ~~|"
        "y[who] = ALLOCATE AVAILABLE(many[who], p[who,ptype], 100) ~~|"
    )
    found = run(tmp_path, text, 4, ("numpy",))
    np.testing.assert_allclose(found["y[a]"], [80, 50, 49.9999, 57.4714, 58.6115], rtol=1e-5)
    np.testing.assert_allclose(found["y[b]"], [20, 50, 50, 42.5285, 41.3884], rtol=1e-5)
    for now, curve in ((3, norm), (4, laplace)):

        def missing(at: float, of=curve) -> float:
            return 200 * of.sf((at - 0.1) / 0.5) + 50 * of.sf((at - 0.9) / 0.5) - 100

        price = brentq(missing, -9, 9, xtol=1e-14)
        assert found["y[b]"][now] == pytest.approx(50 * curve.sf((price - 0.9) / 0.5), rel=1e-9)


def test_where_demand_and_supply_meet(tmp_path: Path) -> None:
    """Numbers of allocate_price; its demand is a twelfth more each moment."""
    text = (
        f"curve : rectangular, triangular, normal, exponential ~~| {PROFILE}"
        "d : d1, d2 ~~| s : s1, s2, s3 ~~| most[d] = 500, 300 ~~| can[s] = 200, 300, 450 ~~|"
        "wants[curve,d] = most[d]*Time/12 ~~|"
        "pd[curve,d,ptype] = curve ~~| ps[curve,s,ptype] = curve ~~|"
        "pd[curve,d,ppriority] = d ~~| ps[curve,s,ppriority] = s ~~|"
        "pd[curve,d,pwidth] = 1 ~~| ps[curve,s,pwidth] = 1 ~~|"
        "pd[curve,d,pextra] = 0 ~~| ps[curve,s,pextra] = 0 ~~|"
        "price[curve] = FIND MARKET PRICE(wants[curve,d1], pd[curve,d1,ptype], can[s1],"
        " ps[curve,s1,ptype]) ~~|"
        "sold[curve,s] = SUPPLY AT PRICE(can[s], ps[curve,s,ptype], price[curve]) ~~|"
        "bought[curve,d] = DEMAND AT PRICE(wants[curve,d], pd[curve,d,ptype], price[curve]) ~~|"
    )
    found = run(tmp_path, text, 12, ())
    vensim = {
        "rectangular": {4: 1.22727, 8: 1.5, 12: 1.66667},
        "triangular": {0: 0.5, 2: 0.985071, 6: 1.2643, 12: 1.78867},
        "normal": {0: -4, 6: 1.28018, 12: 1.69346},
        "exponential": {0: -9, 6: 1.18737, 12: 1.67861},
    }
    for curve, moments in vensim.items():
        for now, price in moments.items():
            assert found[f"price[{curve}]"][now] == pytest.approx(price, rel=2e-5)
        bought = found[f"bought[{curve},d1]"] + found[f"bought[{curve},d2]"]
        sold = sum(found[f"sold[{curve},s{at}]"] for at in (1, 2, 3))
        np.testing.assert_allclose(bought[1:], sold[1:], rtol=1e-9)


def test_a_reader_is_told_that_the_price_is_solved_further(tmp_path: Path) -> None:
    text = (
        f"who : a, b ~~| {PROFILE} p[who,ptype] = 1 ~~| p[who,ppriority] = 1, 2 ~~|"
        "p[who,pwidth] = 1 ~~| p[who,pextra] = 0 ~~| q[who] = 3, 4 ~~|"
        "x[who] = ALLOCATE AVAILABLE(q[who], p[who,ptype], Time) ~~|"
    )
    found = run(tmp_path, text, 8)
    np.testing.assert_allclose(found["x[a]"], [0] * 5 + [1, 2, 3, 3], atol=1e-12)
    np.testing.assert_allclose(found["x[b]"], [0, 1, 2, 3, 4, 4, 4, 4, 4], atol=1e-12)
    (told,) = read_model(tmp_path / "model.mdl", cache=False).warnings
    assert "x：价格求解到最后一位" in told[0]
    assert "x: the price is solved to the last digit" in told[1]
