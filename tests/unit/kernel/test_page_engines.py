"""The page's two engines give what the Python kernel gives; a browser runs the same worker."""

import numpy as np
import pytest

from zysim.kernel.compile import compile_model
from zysim.kernel.javascript import write_javascript
from zysim.reading import read_model
from zysim.runs.ensemble import uncertain_worlds
from zysim.runs.project import open_project

ENGINES = ("javascript", "webassembly")


def assert_close(found, wanted, bound):
    for name, values in wanted.items():
        scale = np.maximum(np.abs(values), 1e-9 * np.abs(values).max())
        worst = (np.abs(found[name] - values) / np.where(scale > 0, scale, 1)).max()
        assert worst < bound, (name, worst)


def test_every_variable_of_the_city_under_random_settings(in_node):
    project = open_project()
    graph = project.graph
    rng = np.random.default_rng(11)
    batch = {
        each.id: rng.uniform(each.low, each.high, 4) for each in uncertain_worlds(project.tables)
    }
    for lever in project.tables.levers.values():
        batch[lever.constant] = rng.uniform(lever.low, lever.high, 4)
    outputs = [name for name in graph.home if name not in graph.constants]
    _, wanted = compile_model(graph, "python").integrate(batch, outputs=outputs)
    assert_close(in_node(graph, outputs, batch, "javascript"), wanted, 1e-9)


LANGUAGE = """{UTF-8}
a = 2 ~ dmnl ~ |
b = -3 ~ dmnl ~ |
sum of all = ABS(b) + MAX(a, b) - MIN(a, b) + EXP(a/10) + LN(a) + SQRT(a) + INTEGER(a*1.7) ~ ~ |
turns = SIN(a) + COS(b) + ARCTAN(a) + MODULO(7, a) ~ ~ |
powers = a^2 + a^0.5 + a^(-1) + a^b + (0 - a)^3 ~ ~ |
choice = IF THEN ELSE((a > b :AND: :NOT: (a = 3)) :OR: a <> 2, - b, 1) ~ ~ |
clock = STEP(2, 3) + RAMP(1, 2, 5) + PULSE(4, 2) ~ ~ |
safe = ZIDZ(a, a - a) + XIDZ(a, a - a, 9) + ZIDZ(a, b) ~ ~ |
points([(0,0)-(10,10)],(0,1),(2,4),(5,2)) ~ ~ |
read = points(Time) + points(0 - 1) + points(99) ~ ~ |
ahead = LOOKUP FORWARD(points, a/2) ~ ~ |
ahead at points = LOOKUP FORWARD(points, Time) ~ ~ |
behind = LOOKUP BACKWARD(points, a/2) ~ ~ |
behind at points = LOOKUP BACKWARD(points, Time) ~ ~ |
beyond = LOOKUP EXTRAPOLATE(points, 9 + a) ~ ~ |
stock = INTEG(a*0.1*stock - SMOOTH(stock, 2)*0.05, 10) ~ ~ |
late = DELAY1(stock, 3) ~ ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 10 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_the_language_agrees_with_plain_python(tmp_path, in_node, engine):
    path = tmp_path / "language.mdl"
    path.write_text(LANGUAGE, encoding="utf-8")
    graph = read_model(path)
    batch = {"a": np.array([2.0, 3.0, 0.4]), "b": np.array([-3.0, 0.5, 2.0])}
    outputs = [name for name in graph.home if name not in graph.constants]
    _, wanted = compile_model(graph, "python").integrate(batch, outputs=outputs)
    assert_close(in_node(graph, outputs, batch, engine), wanted, 1e-12)


def test_names_of_a_hostile_model_never_reach_the_text(tmp_path):
    path = tmp_path / "hostile.mdl"
    text = LANGUAGE.replace("safe =", '"</script><script>alert(1)//" =')
    path.write_text(text, encoding="utf-8")
    graph = read_model(path)
    outputs = [name for name in graph.home if name not in graph.constants]
    script = write_javascript(graph, {"all": outputs}).text
    assert "alert" not in script
    assert "</" not in script


CLOCKED = """{UTF-8}
s = INTEG(-k*s + STEP(3, 1.5) + RANDOM NORMAL(-9, 9, 0, 1, 4), 100) ~ g ~ |
k = 0.3 ~ 1/Day ~ |
late = DELAY FIXED(s, 0.9, 1) ~ ~ |
beat = PULSE TRAIN(1, 0.3, 2, 9) + WITH LOOKUP(Time, ((0,0),(3,1),(3,4),(9,4))) ~ ~ |
area = INTEG(SIN(Time)*s, 0) ~ ~ |
INITIAL TIME = 0.5 ~ Day ~ |
FINAL TIME = 10 ~ Day ~ |
TIME STEP = 0.3 ~ Day ~ |
SAVEPER = 0.6 ~ Day ~ |

\\\\\\---/// Sketch
///---\\\\\\
:L\x7f<%^E!@
15:0,0,0,{code},0,0
"""


@pytest.mark.parametrize(("code", "method"), [("0", "euler"), ("4", "rk2"), ("1", "rk4")])
def test_any_clock_and_method_agree_with_plain_python(tmp_path, in_node, code, method):
    path = tmp_path / "clocked.mdl"
    path.write_text(CLOCKED.replace("{code}", code), encoding="utf-8")
    graph = read_model(path, cache=False)
    assert graph.method == method
    outputs = [name for name in graph.home if name not in graph.constants]
    batch = {"k": np.array([0.3])}  # a page runs run number 0
    times, wanted = compile_model(graph, "python").integrate(batch, outputs=outputs)
    assert write_javascript(graph, {"all": outputs}).times == times.tolist()
    for engine in ENGINES:
        assert_close(in_node(graph, outputs, batch, engine), wanted, 1e-12)
