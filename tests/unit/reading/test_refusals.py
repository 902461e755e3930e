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
        ("x = SMOOTH N(Time, 2, 0, 1.5)", "x: SMOOTH N: the order must be 1, 2, 3, …, got 1.5"),
        ("x = DELAY FIXED(Time, 2000, 0)", "x: DELAY FIXED of 8000 stages; above 5000"),
        ("x = DELAY FIXED(Time, 1/0, 0)", "x: its first value, needed to lay out the model"),
        ("x = ALLOCATE BY PRIORITY(1, 2, 3, 4, 5)", "x: ALLOCATE BY PRIORITY needs a vector"),
        ("x = ALLOCATE AVAILABLE(1, 2, 3)", "x: ALLOCATE AVAILABLE needs a vector"),
        ("x = INVERT MATRIX(1, 2)", "x: INVERT MATRIX needs a matrix whose last two dimensions"),
        ("x = SHIFT IF TRUE(y, 1, 2, 1, 0)|y = 1", "not supported; write the shift into the flow"),
        ("x = DEPRECIATE STRAIGHTLINE(1, 4, 1, 5)", "a fiscal period of 1 and an initial value"),
        ("x = DEPRECIATE STRAIGHTLINE(1, 4, 1, 0)", "for a TIME STEP of 1 and a whole number"),
        ("x = DEMAND AT PRICE(1, 2, 3)", "x: the arguments must be arrays with their subscripts"),
        ("x = 3 +（Time", "x: '（' in '3 +（Time' is a full-width sign; write '('"),
        ("x = Time )", "x: ')' stands where the equation should end"),
        ("x = 2 ** 3", "x: '*' stands where a number or a name is wanted"),
        ("x = NPV(1, 2, 3)", "x: NPV takes 4 argument(s), got 3"),
        ("x = FIND MARKET PRICE(1, 2)", "x: FIND MARKET PRICE takes 4 argument(s), got 2"),
        ("x = FIND ZERO(1, 2)", "x: function FIND ZERO is not supported; write"),
        ("x = DELAY MATERIAL(1, 2, 3, 4)", "x: function DELAY MATERIAL is not supported; write"),
        ("x = A FUNCTION OF(Time)", "x: A FUNCTION OF stands for an equation that is not"),
        ("x = GET TIME VALUE(0, 1, 3)", "x: GET TIME VALUE is supported for (0, offset, 0) only"),
        (
            "x :RAW:|y = x*2",
            "a data variable without an equation; its values come from another run",
        ),
        ("x = GET DIRECT CONSTANTS('none.xlsx', 'a', 'B2')", "file 'none.xlsx' is missing; put it"),
        ("x = GET DIRECT CONSTANTS('../a.xlsx', 'a', 'B2')", "is not in the folder of the model"),
        (
            "x = GET DIRECT CONSTANTS('model.mdl', 'a', 'B2')",
            "'model.mdl' is no table that is read",
        ),
        ("x = 2*GET DIRECT CONSTANTS('a.xlsx', 'a', 'B2')", "GET CONSTANTS must stand alone"),
        ("x = VECTOR SELECT(1, 2, 3, 4, 0)", "x: VECTOR SELECT needs a dimension marked with !"),
        ("x = LOOKUP FORWARD(Time, 1)", "x: 'time' is not a lookup of the model"),
        ("x = ELMCOUNT(Time)", "x: ELMCOUNT of 'time', which is not a dimension"),
        (
            "x = RANDOM POISSON(0, 9, 3, 0, 1, 0)",
            "x: function RANDOM POISSON is not supported; use",
        ),
        ("x = GET 42(Time)", "x: function GET 42 is not supported"),
        ("x = MAX(1, 2, 3)", "x: MAX takes 2 arguments, got 3"),
        ("x = IF THEN ELSE(Time > 1, 2)", "x: IF THEN ELSE takes 3 arguments, got 2"),
        ("x = STEP(1)", "x: STEP takes 2 arguments, got 1"),
        ("x = SUM(Time)", "x: SUM needs a dimension marked with !"),
    ],
)
def test_functions(read: Read, equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(*equation.split("|"))
    assert message in str(told.value)
    assert told.value.zh != str(told.value)


AGES = "age : young, old, ancient"
LIST = "people[age] = 1, 2, 3"


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("x = people[age]*2", "x: people is used over the whole dimension 'age' outside a SUM"),
        ("x = SUM(people[young!])", "x: SUM over 'young!', which is not a dimension"),
        ("people[old] = 4", "people[old]: people[old] is defined twice"),
        ("x = age*2", "x: dimension 'age' is used as a number, but is not on the left side"),
        ("x = VMAX(people[age])", "x: VMAX needs a dimension marked with !"),
        ("x[age,age] = 1", "x[age, age]: a dimension stands twice on the left side; write a copy"),
        ("x = VECTOR RANK(people[age!], 1)", "x: VECTOR RANK needs a vector whose last dimension"),
        ("y[age] = VECTOR RANK(people[age], Time)", "y[age]: VECTOR RANK: the direction must"),
        ("x = VECTOR SELECT(people[age!], 1, 0, 11, 0)", "x: VECTOR SELECT: the action must be"),
        ("x = VECTOR SELECT(people[age!], 1, 0, 0, 9)", "x: VECTOR SELECT: the last argument"),
        ("x[age] = 1, 2", "x[age]: a list of 2 numbers does not fit its 3 elements"),
    ],
)
def test_arrays(read: Read, equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(AGES, LIST, equation)
    assert message in str(told.value)


def test_every_equation_is_told_of_at_once(read: Read) -> None:
    with pytest.raises(ModelFileError, match=r"2 equation\(s\) zysim cannot use") as told:
        read("x = SHIFT IF TRUE(1)", "y = FIND ZERO(1)")
    assert "line 8, x: function SHIFT IF TRUE" in str(told.value)
    assert "y: function FIND ZERO" in str(told.value)


MACRO = ":MACRO: TWICE(a)\nTWICE = {} ~ dmnl ~ |\n:END OF MACRO:\n"


@pytest.mark.parametrize(
    ("macro", "call", "message"),
    [
        (MACRO.format("2*a"), "TWICE(3, 4)", "macro TWICE: takes 1 arguments"),
        (MACRO.format("TWICE(a)"), "TWICE(3)", "macro TWICE calls itself"),
        (MACRO.format("a[b]"), "TWICE(3)", "a: arrays inside macros are not supported"),
        (MACRO.format("2*a").replace("TWICE =", "OTHER ="), "TWICE(3)", "does not define its own"),
    ],
)
def test_macros(write: Callable[..., Path], macro: str, call: str, message: str) -> None:
    path = write(f"x = {call}")
    path.write_text(path.read_text("utf-8").replace("{UTF-8}\n", "{UTF-8}\n" + macro), "utf-8")
    with pytest.raises(ModelFileError, match=message):
        read_model(path, cache=False)


def test_a_dimension_from_another_file(write: Callable[..., Path]) -> None:
    path = write("age : GET DIRECT SUBSCRIPT('names.csv', ',', 'A2', 'A', 'age ')", "x[age] = 1, 2")
    with pytest.raises(ModelFileError, match=r"age: file 'names\.csv' is missing; put it"):
        read_model(path, cache=False)
    path.with_name("names.csv").write_text("name\nyoung\nold\n\nlost\n", "utf-8")
    graph = read_model(path, cache=False)
    assert graph.constants["x[age_young]"] == 1
    assert graph.dimensions["age"] == ("age_young", "age_old")


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


def test_controls_may_come_from_constants(write: Callable[..., Path]) -> None:
    path = write("x = 1")
    path.write_text(path.read_text("utf-8").replace("STEP = 0.25", "STEP = x/4"), "utf-8")
    graph = read_model(path, cache=False)
    assert graph.time_step == 0.25
    assert graph.structural == {"x": "it sets TIME STEP"}


def test_controls_do_not_change_in_a_run(write: Callable[..., Path]) -> None:
    path = write("x = 1")
    path.write_text(path.read_text("utf-8").replace("STEP = 0.25", "STEP = Time"), "utf-8")
    with pytest.raises(ModelFileError, match="TIME STEP changes in the run; write a number"):
        read_model(path, cache=False)


def test_controls_are_there(write: Callable[..., Path]) -> None:
    path = write("x = 1")
    path.write_text(path.read_text("utf-8").replace("TIME STEP =", "STEPS ="), "utf-8")
    with pytest.raises(ModelFileError, match="TIME STEP must be a number in the model file"):
        read_model(path, cache=False)


@pytest.mark.parametrize(
    ("equations", "message"),
    [
        (["d : (a1-a9999999)", "x = 1"], "(a1-a9999999): a dimension of 1 to 100,000 elements"),
        (["d : (a1-a999)", "e <-> d", "x[d,e] = 1"], "more than 200,000 elements is refused"),
        (["t((0,1),(1,2))", "t((0,3),(1,4))", "x = t(1)"], "lookup t is defined twice"),
        (["t((0,1),(1,2))", "x = t*2"], "t is a lookup; call it with an argument"),
        (["t((0,1),(1,2))", "x = t(1, 2)"], "lookup t takes 1 argument, got 2"),
        (["Time = 3"], "Time: this is the name of the current time; choose another"),
        (['"x[a]" = 1'], "brackets in a name are not supported"),
        (["d : a, b -> e", "e : c, d1, d2", "x = 1"], "has 2 elements and maps to 3 of 'e'"),
        (["d : a, b -> e", "x = 1"], "maps to 'e', which is not a dimension"),
        (["d <-> e", "x = 1"], "d: it copies a dimension that is not defined"),
        (["d : a, b", "x[d] :EXCEPT: [a,b] = 1"], ":EXCEPT: needs as many subscripts"),
        (["x = SMOOTH(Time, 2)", "_smooth_1_x = 3"], "_smooth_1_x"),
    ],
)
def test_what_would_not_end_or_not_be_right(read: Read, equations: list[str], message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(*equations)
    assert message in str(told.value)


def test_a_refusal_quotes_the_equation_shortened(write: Callable[..., Path]) -> None:
    long = " + ".join(["Time"] * 60)
    with pytest.raises(ModelFileError) as caught:
        read_model(write("Long Name = FIND ZERO(1, 2, 3)", f"y = FIND ZERO({long})"))
    said = str(caught.value)
    assert "\n      Long Name = FIND ZERO(1, 2, 3)" in said
    assert "Time + Time" in said
    assert "…" in said
    assert max(map(len, said.splitlines())) < 140
    assert "Long Name = FIND ZERO" in (caught.value.zh or "")
