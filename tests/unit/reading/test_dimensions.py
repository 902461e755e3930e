"""Copies, mappings, exceptions and elements as numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zysim.errors import ModelFileError
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

Read = Callable[..., ModelGraph]
AGES = ("age : child, adult, old", "later : adult, old", "before : child, adult -> later")


def test_a_copy_stands_for_its_original(read: Read) -> None:
    graph = read(
        "row : (r1-r3)", "twin <-> row", "a[row] = 1, 2, 3", "b[row, twin] = a[row]*a[twin]"
    )
    assert graph.dimensions["twin"] == ("r1", "r2", "r3")
    assert graph.auxiliaries["b[r1,r3]"] == Op("*", (Ref("a[r1]"), Ref("a[r3]")))
    other = read("twin <-> row", "row : (r1-r2)", "a[row] = 1, 2", "c[twin] = a[row]*2")
    assert other.auxiliaries["c[r2]"] == Op("*", (Ref("a[r2]"), Number(2)))


def test_a_mapping_goes_by_place(read: Read) -> None:
    graph = read(*AGES, "out[age] = 1, 2, 3", "s[later] = INTEG(out[before] - out[later], 0)")
    assert graph.stocks["s[old]"].flow == Op("-", (Ref("out[adult]"), Ref("out[old]")))


def test_a_mapping_may_name_its_elements(read: Read) -> None:
    """The translator loses their order; zysim reads them from the file."""
    graph = read(
        "good : food, fuel -> (maker: plant, farm)",
        "maker : farm, plant",
        "made[good] = 1, 2",
        "by[maker] = made[good]*1",
    )
    assert graph.dimensions["good"] == ("food", "fuel")
    assert graph.auxiliaries["by[plant]"] == Op("*", (Ref("made[food]"), Number(1)))
    assert graph.auxiliaries["by[farm]"] == Op("*", (Ref("made[fuel]"), Number(1)))


def test_a_mapping_does_not_go_back(read: Read) -> None:
    with pytest.raises(ModelFileError, match="used over the whole dimension 'later'"):
        read(*AGES, "out[age] = 1, 2, 3", "s[before] = out[later]")


def test_exceptions_may_be_ranges(read: Read) -> None:
    graph = read(*AGES, "x[age] :EXCEPT: [later] = Time", "x[later] = 2*Time")
    assert graph.auxiliaries["x[child]"] == Ref("time")
    assert isinstance(graph.auxiliaries["x[old]"], Op)


def test_elements_are_numbers_by_their_place_in_the_largest_dimension(read: Read) -> None:
    graph = read(*AGES, "x[later] = later", "y = old*10", "z = ELMCOUNT(later)")
    assert graph.constants["x[adult]"] == 2
    assert graph.auxiliaries["y"] == Op("*", (Number(3), Number(10)))
    assert graph.constants["z"] == 2


def test_sums_inside_sums_keep_to_their_own_dimension(read: Read) -> None:
    graph = read(*AGES, "a[age] = 1, 2, 3", "x = SUM(a[later!]*SUM(a[age!]))")
    total = Op("sum", (Ref("a[child]"), Ref("a[adult]"), Ref("a[old]")))
    wanted = [Op("*", (Ref(name), total)) for name in ("a[adult]", "a[old]")]
    assert graph.auxiliaries["x"] == Op("sum", tuple(wanted))


def test_a_dimension_may_name_another_one(read: Read) -> None:
    graph = read("all : some, c", "some : a, b", "x[all] = 1, 2, 3")
    assert graph.variables["x"].elements == ("x[a]", "x[b]", "x[c]")
