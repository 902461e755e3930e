"""Diagrams: every variable once, nothing on top of anything, equations untouched."""

from __future__ import annotations

import re
import time
import warnings
from collections import Counter
from pathlib import Path

import pysd
import pytest
from pysd.translators.vensim.vensim_file import VensimFile

from zysim.reading import read_model
from zysim.reading.graph import ModelGraph
from zysim.reading.lexer import identifier
from zysim.reading.model_text import SKETCH
from zysim.reading.view_layout import draw_view
from zysim.reading.view_parts import Pipe, find_views
from zysim.reading.view_records import Records
from zysim.reading.views import write_views


def views_seen_by_pysd(path: Path) -> dict[str, set[str]]:
    file = VensimFile(path)
    file.parse(parse_all=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.parse_sketch([])
    return file.sections[0].views_dict


def overlaps(records: Records) -> list[tuple[str, str]]:
    things = records.things
    return [
        (one.name or one.kind, two.name or two.kind)
        for at, one in enumerate(things)
        for two in things[at + 1 :]
        if abs(one.x - two.x) < one.half_width + two.half_width
        and abs(one.y - two.y) < one.half_height + two.half_height
        and {one.kind, two.kind} != {"valve", "flow"}
    ]


def test_equations_stay_and_writing_twice_changes_nothing(with_groups: Path) -> None:
    text = with_groups.read_text("utf-8")
    written = write_views(text)
    assert written.startswith(text + SKETCH)
    assert write_views(written) == written
    assert written.count("\n*") - text.count("\n*") == 2
    assert "\n*人口 People\n" in written
    assert written.count("///---\\\\\\\n:L\x7f<%^E!@\n") == 1


def test_the_file_reads_as_before(with_groups: Path) -> None:
    before = read_model(with_groups, cache=False)
    with_groups.write_text(write_views(with_groups.read_text("utf-8")), encoding="utf-8")
    after = read_model(with_groups, cache=False)
    assert after.variables == before.variables
    assert after.auxiliaries == before.auxiliaries


def test_settings_of_vensim_and_windows_line_ends_are_kept(with_groups: Path) -> None:
    text = with_groups.read_text("utf-8")
    behind = f"{SKETCH} old\nV300\n*Old\n///---\\\\\\\n:L\x7f<%^E!@\n22:$,Dollar\n"
    written = write_views(text + behind)
    assert written.endswith("///---\\\\\\\n:L\x7f<%^E!@\n22:$,Dollar\n")
    assert "*Old" not in written
    windows = write_views((text + behind).replace("\n", "\r\n"))
    assert windows == written.replace("\n", "\r\n")


def test_a_text_without_a_last_line_end(with_groups: Path) -> None:
    text = with_groups.read_text("utf-8").rstrip("\n")
    written = write_views(text)
    assert written.startswith(text + "\n" + SKETCH)
    assert write_views(written) == written


def test_stocks_flows_and_causes_are_found(with_groups: Path) -> None:
    views, names = find_views(with_groups.read_text("utf-8"))
    people, work = views
    kinds = {key: node.kind for key, node in people.nodes.items()}
    assert kinds == {
        "people": "stock",
        "ageing": "flow",
        "births": "flow",
        "deaths": "flow",
        "stage_time": "constant",
        "birth_rate": "constant",
    }
    assert people.pipes == {
        "births": Pipe(None, "people"),
        "ageing": Pipe("people", "people"),
        "deaths": Pipe("people", None),
    }
    assert list(people.nodes["deaths"].causes) == ["people", "stage_time", "hardship"]
    assert list(work.nodes["spending"].causes) == ["wealth", "time", "initial_time"]
    assert names["time"] == "Time"


def test_records_of_each_kind(with_groups: Path) -> None:
    rows = write_views(with_groups.read_text("utf-8")).partition(SKETCH)[2].splitlines()
    stock = next(row for row in rows if ",people," in row)
    assert re.fullmatch(r"10,\d+,people,\d+,\d+,40,20,3,3,0,0,0,0,0,0", stock)
    flow = next(at for at, row in enumerate(rows) if ",births," in row)
    assert rows[flow].split(",")[7] == "40"
    assert rows[flow - 1].startswith("11,")
    shadow = next(row for row in rows if ",hardship," in row)
    assert shadow.split(",")[7:9] == ["8", "2"]
    assert sum(row.startswith("12,") for row in rows) == 4
    pipes = [row.split(",")[4] for row in rows if row.startswith("1,") and ",22,0,0,0," in row]
    assert Counter(pipes) == {"4": 5, "100": 5}


def test_stocks_joined_by_a_flow_stand_in_a_row(root: Path) -> None:
    views, names = find_views((root / "models/teaching/forest.mdl").read_text("utf-8"))
    records = draw_view(views[0], names)
    stocks = [thing for thing in records.things if thing.kind == "stock"]
    assert [each.name for each in stocks] == ["bare land", "young forest", "grown forest"]
    assert len({each.y for each in stocks}) == 1
    assert [each.x for each in stocks] == sorted(each.x for each in stocks)


def test_a_row_that_would_branch_or_close_runs_into_a_cloud() -> None:
    text = (
        "a = INTEG(back - left - right, 1) ~ m2 ~ |\nb = INTEG(left - back, 1) ~ m2 ~ |\n"
        "c = INTEG(right, 1) ~ m2 ~ |\nleft = a ~ m2 ~ |\nright = a ~ m2 ~ |\n"
        "back = b ~ m2 ~ |\n"
    )
    views, names = find_views(text)
    assert views[0].pipes == {
        "back": Pipe("b", "a"),
        "left": Pipe("a", None),
        "right": Pipe("a", "c"),
    }
    assert "left" in views[0].nodes["b"].causes
    assert overlaps(draw_view(views[0], names)) == []


def test_pysd_splits_a_small_model_by_its_views(with_groups: Path) -> None:
    with_groups.write_text(write_views(with_groups.read_text("utf-8")), encoding="utf-8")
    seen = views_seen_by_pysd(with_groups)
    assert set(seen) == {"人口_people", "工作_work"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(with_groups, split_views=True)
    assert set(model.modules) == {"人口_people", "工作_work"}


@pytest.fixture(scope="module")
def city_with_views(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "city.mdl"
    text = (root / "models" / "ziyang.mdl").read_text("utf-8")
    start = time.perf_counter()
    path.write_text(write_views(text), encoding="utf-8")
    assert time.perf_counter() - start < 2
    return path


def test_pysd_sees_every_variable_of_the_city_in_one_view(
    city_with_views: Path, city: ModelGraph
) -> None:
    seen = views_seen_by_pysd(city_with_views)
    placed = Counter(identifier(name) for names in seen.values() for name in names)
    wanted = {key for key, each in city.variables.items() if each.sector != "Control"}
    assert placed == dict.fromkeys(wanted, 1)
    assert len(seen) == len({each.sector for each in city.variables.values()}) - 1


def test_nothing_of_the_city_stands_on_top_of_anything(city_with_views: Path) -> None:
    views, names = find_views(city_with_views.read_text("utf-8"))
    for view in views:
        records = draw_view(view, names)
        assert overlaps(records) == []
        drawn = Counter(thing.name for thing in records.things if thing.kind in ("word", "stock"))
        assert max(drawn.values()) == 1
        assert all(thing.x > 0 and thing.y > 0 for thing in records.things)


def test_every_cause_of_the_city_has_an_arrow_or_a_pipe(city_with_views: Path) -> None:
    views, names = find_views(city_with_views.read_text("utf-8"))
    for view in views:
        records = draw_view(view, names)
        by_number = [identifier(thing.name) for thing in records.things]
        joined = {
            (by_number[line.start - 1], by_number[line.end - 1])
            for line in records.lines
            if line.kind == "arrow"
        }
        wanted = {(cause, key) for key, node in view.nodes.items() for cause in node.causes}
        assert wanted == joined


def test_arrows_of_the_city_are_those_of_its_equations(
    city_with_views: Path, city: ModelGraph
) -> None:
    views, _names = find_views(city_with_views.read_text("utf-8"))
    for view in views:
        for key, node in view.nodes.items():
            flows = {flow for flow, pipe in view.pipes.items() if key in (pipe.source, pipe.target)}
            told = {cause for cause in node.causes if cause != "time"}
            assert told | flows == set(city.variables[key].causes)
