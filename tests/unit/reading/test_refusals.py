"""What zysim does not compute is refused by name, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.errors import ModelFileError
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph

Read = Callable[..., ModelGraph]


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("x = 2*INTEG(1, 0)", "x: INTEG must stand alone on its line; give the stock a name"),
        ("x = 2*INITIAL(Time)", "x: INITIAL must stand alone on its line; give the value a name"),
        ("x = SMOOTH(Time, 2)", "x: SMOOTH is not supported; write d(smooth)"),
        ("x = SMOOTH N(Time, 2, 0, 4)", "x: SMOOTH N is not supported; write its stages"),
        ("x = DELAY1(Time, 2)", "x: DELAY is not supported; write the pipeline as stocks"),
        ("x = DELAY N(Time, 2, 0, 4)", "x: DELAY N is not supported; write its stages"),
        ("x = DELAY FIXED(Time, 2, 0)", "x: DELAY FIXED is not supported"),
        ("x = RANDOM UNIFORM(0, 1, 3)", "x: random_uniform: random functions are refused"),
        ("x = SIN(Time)", "x: function SIN is not supported"),
        ("x = GET 42(Time)", "x: function GET 42 is not supported"),
        ("x = MAX(1, 2, 3)", "x: max takes 2 arguments, got 3"),
        ("x = IF THEN ELSE(Time > 1, 2)", "x: if_then_else takes 3 arguments, got 2"),
        ("x = STEP(1)", "x: step takes 2 arguments, got 1"),
        ("x((0,0),(1,1))", "x: lookups and data are not supported; write the curve as"),
        ("x = WITH LOOKUP(Time, ((0,0),(1,1)))", "x: InlineLookups is not supported"),
        ("x = SUM(Time)", "x: SUM needs a dimension marked with !"),
    ],
)
def test_functions(read: Read, equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(equation)
    assert message in str(told.value)
    assert told.value.zh


AGES = "age : young, old, ancient"
LIST = "people[age] = 1, 2, 3"


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("x = people[age]*2", "x: people is used over the whole dimension 'age' outside a SUM"),
        ("x = SUM(people[young!])", "x: SUM over 'young!', which is not a dimension"),
        ("people[old] = 4", "people: people[old] is defined twice"),
        ("x[age] :EXCEPT: [old] = 1", "x: :EXCEPT: is not supported; write one equation"),
        ("x[age] = 1, 2", "x: a list of shape (2,) does not fit its dimensions"),
    ],
)
def test_arrays(read: Read, equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(AGES, LIST, equation)
    assert message in str(told.value)


def test_every_equation_is_told_of_at_once(read: Read) -> None:
    with pytest.raises(ModelFileError, match=r"2 equation\(s\) zysim cannot use") as told:
        read("x = SIN(1)", "y = COS(1)")
    assert "x: function SIN" in str(told.value)
    assert "y: function COS" in str(told.value)


def test_macros(write: Callable[..., Path]) -> None:
    path = write("x = TWICE(3)")
    macro = ":MACRO: TWICE(a)\nTWICE = 2*a ~ dmnl ~ |\n:END OF MACRO:\n"
    path.write_text(path.read_text("utf-8").replace("{UTF-8}\n", "{UTF-8}\n" + macro), "utf-8")
    with pytest.raises(ModelFileError, match=r"macros are not supported \(twice\)"):
        read_model(path, cache=False)


def test_a_dimension_from_another_file(read: Read) -> None:
    with pytest.raises(ModelFileError, match="dimension 'age' is read from another file; list"):
        read("age : GET DIRECT SUBSCRIPT('a.xlsx', 'Sheet', 'A1', 'A3', '')", "x = 1")


def test_unknown_names_come_with_the_nearest(read: Read) -> None:
    with pytest.raises(ModelFileError) as told:
        read("birth rate = 0.1", "births = birth rat*3", "deaths = deth*2")
    assert "2 name(s) are used but not defined" in str(told.value)
    assert "births: unknown name 'birth_rat'. Did you mean 'birth_rate'" in str(told.value)
    assert "deaths: unknown name 'deth'" in str(told.value)


def test_loops_are_named_from_cause_to_effect(read: Read) -> None:
    with pytest.raises(ModelFileError) as told:
        read("a = b", "b = c*2", "c = a + 1", "d = 3")
    message = str(told.value)
    assert "equations need each other in a circle" in message
    assert "a" in message
    assert "Put a stock (INTEG) somewhere on the circle" in message
    assert " -> " in message
    assert "d" not in message.partition("circle: ")[2].partition(".")[0]


def test_loops_of_first_values(read: Read) -> None:
    with pytest.raises(ModelFileError, match="initial values need each other in a circle"):
        read("s = INTEG(1, a)", "a = s*2")


def test_a_stock_opens_a_loop(read: Read) -> None:
    assert read("s = INTEG(a, 5)", "a = s*2").stocks.keys() == {"s"}


def test_controls_are_numbers(write: Callable[..., Path]) -> None:
    path = write("x = 1")
    path.write_text(path.read_text("utf-8").replace("STEP = 0.25", "STEP = x/4"), "utf-8")
    with pytest.raises(ModelFileError, match="TIME STEP must be a number in the model file"):
        read_model(path, cache=False)
