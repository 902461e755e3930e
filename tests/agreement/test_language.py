"""The Vensim language beyond the city model: PySD and our kernel give the same numbers.

Each model combines a family of functions; every variable is compared in every year.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.kernel import compile_model
from zysim.kernel.batch import CLOCK
from zysim.kernel.pysd_runner import run_with_pysd
from zysim.reading import read_model

TOLERANCE = 1e-12
CONTROL = """
INITIAL TIME = 2020 ~ year ~ 起。 |
FINAL TIME = 2030 ~ year ~ 止。 |
TIME STEP = 0.25 ~ year ~ 步。 |
SAVEPER = 1 ~ year ~ 存。 |
"""
ARITHMETIC = """
t = Time - 2024.3 ~~ |
waves = SIN(t) + 2*COS(t/3) - TAN(t/20) ~~ |
angles = ARCSIN(t/10) + ARCCOS(t/10) + ARCTAN(t) ~~ |
angle = ARCSIN(t/6) ~~ |
other angle = ARCCOS(t/6) ~~ |
steep = SINH(t/3) + COSH(t/3) ~~ |
flat = TANH(t/5) ~~ |
small = SINH(t/100) ~~ |
whole = INTEGER(t*1.7) ~~ |
rest = MODULO(t*3.3, 2) ~~ |
grid = QUANTUM(t*3.3, 0.7) ~~ |
no grid = QUANTUM(t, -1) ~~ |
raised = POWER(ABS(t), 1.3) + LOG(ABS(t) + 1, 10) ~~ |
twice = (t > 0) + (t > 1) + 1 ~~ |
game = GAME(t*2) ~~ |
moment = GET TIME VALUE(0, 3, 0) ~~ |
"""
TIMED = """
train = PULSE TRAIN(2021, 0.5, 2, 2028) ~~ |
late train = PULSE TRAIN(2022.5, 1, 1.5, 2040) ~~ |
hill = RAMP(2, 2022, 2026) - STEP(3, 2027) + PULSE(2024, 2) ~~ |
pile = INTEG(train + late train + hill, 3) ~~ |
"""
MEMORY = """
level = 3 + STEP(5, 2022) + RAMP(0.3, 2024, 2028) ~~ |
span = 2 ~~ |
a = SMOOTH(level, span) + SMOOTHI(level, span, 1.5) ~~ |
b = SMOOTH3(level, span) + SMOOTH3I(level, span, 1.5) ~~ |
c = SMOOTH N(level, span, 1.5, 4) ~~ |
d = DELAY1(level, span) + DELAY1I(level, span, 1.5) ~~ |
e = DELAY3(level, span) + DELAY3I(level, span, 1.5) ~~ |
f = DELAY N(level, span, 1.5, 5) ~~ |
moving = 2 + STEP(1, 2023) ~~ |
g = DELAY3(level, moving) + SMOOTH3(level, moving) ~~ |
h = DELAY FIXED(level, 1.5, 2.5) + DELAY FIXED(level*2, moving, level) ~~ |
i = SAMPLE IF TRUE(MODULO(Time, 2) < 0.5, level*Time, 7.5) ~~ |
j = TREND(level, span, 0.1) + FORECAST(level, span, 3) ~~ |
k = INITIAL(level*2) ~~ |
l = ACTIVE INITIAL(SMOOTH(l, 2) + level, 4.5) ~~ |
nested = SMOOTH(DELAY1(SMOOTH(level, 1.5), 2.5), 3.5)*2 ~~ |
"""
TABLES = """
side : left, right ~~ |
curve([(0,0)-(10,10)],(0,1),(2,4),(3,-1),(8,2)) ~~ |
both[left]((0,1),(10,5)) ~~ |
both[right]((0,7),(4,5),(10,0)) ~~ |
now = Time - 2020 ~~ |
a = curve(now) + curve(now*2) ~~ |
b[side] = both[side](now) + both[side](now/2) ~~ |
c = WITH LOOKUP(now/2, ((-3,2),(0,1.5),(2.2,8),(4,1))) ~~ |
d = INTEG(curve(d/20) - 0.5, 4) ~~ |
"""
ARRAYS = """
row : (r1-r4) ~~ |
upper : r2, r3, r4 -> lower ~~ |
lower : r1, r2, r3 ~~ |
twin <-> row ~~ |
column : c1, c2 ~~ |
m[row, column] = 1, 2; 3, 4; 5, 6; 7, 8; ~~ |
w[row] = 0, 2, 0, 1.5 ~~ |
shifted[lower] = w[lower]*Time ~~ |
square[row, twin] = m[row, c1]*m[twin, c2] ~~ |
places[row] = row*10 + ELMCOUNT(row) ~~ |
all but[row] :EXCEPT: [r2], [r3] = Time ~~ |
all but[r2] = 2 ~~ |
all but[r3] = 3 ~~ |
total = SUM(m[row!, column!]*w[row!]) + PROD(m[row!, c1]) ~~ |
most[column] = VMAX(m[row!, column] - 5*w[row!]) + VMIN(m[row!, column]) ~~ |
inside = SUM(w[row!]*SUM(m[row!, column!])) ~~ |
chosen = VECTOR SELECT(w[row!], m[row!, c1], 9, 0, 0) ~~ |
chosen mean = VECTOR SELECT(w[row!], m[row!, c2], 9, 4, 0) ~~ |
chosen least = VECTOR SELECT(w[row!], m[row!, c2], 9, 8, 0) ~~ |
uneven[row] = SIN(Time*w[row] + m[row, c2]) ~~ |
order[row] = VECTOR SORT ORDER(uneven[row], 1) ~~ |
order down[row] = VECTOR SORT ORDER(uneven[row], -1) ~~ |
rank[row] = VECTOR RANK(uneven[row], 1) ~~ |
rank down[row] = VECTOR RANK(uneven[row]*2, 0) ~~ |
smooth[row, column] = SMOOTH(m[row, column]*Time, w[row] + 1) ~~ |
before[upper] = INTEG(m[upper, c1] - before[upper]/9, 1) ~~ |
"""
MACROS = """
:MACRO: GAP(goal, speed)
GAP = (goal - state)*speed ~~ |
state = INTEG(GAP, goal/2) ~~ |
:END OF MACRO:
aim = 3 + STEP(2, 2024) ~~ |
first = GAP(aim, 0.4) ~~ |
second = GAP(aim*2, 0.2) + GAP(first, 0.3) ~~ |
"""
MODELS = {
    "arithmetic": ARITHMETIC,
    "timed": TIMED,
    "memory": MEMORY,
    "tables": TABLES,
    "arrays": ARRAYS,
    "macros": MACROS,
}


@pytest.mark.parametrize("text", MODELS.values(), ids=MODELS)
def test_same_as_pysd(text: str, tmp_path: Path) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\n" + text + CONTROL, encoding="utf-8")
    graph = read_model(path, cache=False)
    names = [name for name in graph.home if name not in CLOCK]
    years = np.arange(2020, 2031)
    wanted = run_with_pysd(path, graph, {}, times=years, outputs=names, method="euler")
    found_years, found = compile_model(graph, "python").integrate({}, outputs=names)
    assert found_years.tolist() == years.tolist()
    apart = {
        name: float(np.abs(found[name] - wanted[name]).max() / np.abs(wanted[name]).max())
        for name in names
        if not np.array_equal(found[name], wanted[name])
    }
    assert not {name: gap for name, gap in apart.items() if not gap <= TOLERANCE}


@pytest.mark.parametrize("text", MODELS.values(), ids=MODELS)
def test_engines_agree(text: str, tmp_path: Path) -> None:
    """Python and NumPy to the last bit, machine code within the tolerance."""
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\n" + text + CONTROL, encoding="utf-8")
    graph = read_model(path, cache=False)
    free = [each for each in graph.constants if each not in {*CLOCK, *graph.structural}]
    batch = {name: graph.constants[name] * np.array([1.0, 1.1, 0.95]) for name in free[:1]}
    slow = compile_model(graph, "python").integrate(batch)[1]
    fast = compile_model(graph, "numpy").integrate(batch)[1]
    machine = compile_model(graph, "llvm").integrate(batch)[1]
    assert all(np.array_equal(slow[name], fast[name]) for name in slow)
    for name, values in slow.items():
        gap = np.abs(machine[name] - values).max()
        assert gap <= TOLERANCE * max(np.abs(values).max(), 1e-300)
