"""`zysim update`: what it says, keeps and refuses; neither order nor vintages move the answer."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from click.testing import Result as Done

from zysim.answers.result import Result
from zysim.answers.update import UpdateResult
from zysim.answers.update_text import REASONS, SIGNPOSTS, update_text
from zysim.calibration import update_stages
from zysim.calibration.knowledge import refuse_unexplained
from zysim.calibration.likelihood import ErrorModel
from zysim.calibration.update import PARTS, Told, Update, _Meter, merged
from zysim.calibration.update_files import update_from
from zysim.calibration.update_record import update_record, write_update
from zysim.cli.main import main
from zysim.errors import ResultError
from zysim.inputs.delivered import Delivered
from zysim.inputs.official_units import factor_to
from zysim.metrics.plan_path import path_to, rule_text
from zysim.metrics.three_colours import colour_of
from zysim.metrics.verdict import WORDS, light_of, verdict
from zysim.page.payload import city_payload
from zysim.runs.project import choose_one, open_project
from zysim.runs.worlds_file import read_worlds
from zysim.wording import LITTLE, percent_text, told_number, told_span

MEMBERS = 512
FEW = ("-n", str(MEMBERS))
HEAD = "指标,年份,数值,下限,上限,单位,来源,发布日期\n"
ROWS = [
    "地区生产总值（2020年价）,2024年,1022.86①,,,亿元,公报,2025-03-20\n",
    '地区生产总值（2020年价）,2025年,"1,089.34",,,亿元,公报,2026-03-20\n',
    "天然气产量,2024,63,63,67,亿立方米,新闻,2025-01-04\n",
    "常住人口,2024,221.8,,,万人,公报,2025-03-20\n",
    "全社会用电量,2025,-,,,亿千瓦时,,\n",
]


def call(*words: str, lang: str = "zh") -> Done:
    return CliRunner().invoke(main, ["update", *words], env={"ZYSIM_LANG": lang})


def write(path: Path, rows: list[str]) -> str:
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    """Let draws be fewer than an answer needs: what is tested is what becomes of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zysim.calibration.update.FEWEST", MEMBERS)
        patch.setattr("zysim.calibration.knowledge.ENOUGH", 20.0)
        yield


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a first vintage was put in, its rows shuffled, with what was delivered."""
    desk = tmp_path_factory.mktemp("update")
    (desk / "levers.csv").write_text("措施,年份,到位\nstorage,2026,0.1\n", encoding="utf-8")
    write(desk / "2026.csv", [ROWS[4], ROWS[1]])
    result = call(
        write(desk / "2025.csv", [ROWS[at] for at in (3, 0, 2)]),
        *FEW,
        *("--delivered", str(desk / "levers.csv"), "--out", str(desk / "kept"), "--json"),
        *("--log", str(desk / "update.log")),
    )
    assert result.exit_code == 0, result.stderr
    (desk / "first.json").write_text(result.stdout, encoding="utf-8")
    return desk


@pytest.fixture(scope="module")
def first(desk: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((desk / "first.json").read_text(encoding="utf-8"))
    return found


def test_an_update_is_read_in_every_way(
    found: Update, read_every_way: Callable[[Result[Any], Path | None], None]
) -> None:
    about = {"project": open_project(), "cases": (found.case,), "command": "zysim update"}
    read_every_way(UpdateResult(found=found, files=(), delivered_file=None, **about), None)


@pytest.fixture(scope="module")
def killed() -> list[int]:
    """What an update told before it was killed."""
    return []


@pytest.fixture(scope="module")
def found(desk: Path, killed: list[int]) -> Update:
    """The update by a second vintage, put into the same folder after it was killed once."""
    project, path, kept = open_project(), desk / "2026.csv", desk / "kept"
    case = choose_one(project, "plan", {})
    told: list[int] = []

    def kill(done: int, _total: int) -> None:
        if done > sum(PARTS[:2]):
            killed.append(done)
            raise KeyboardInterrupt

    def update(progress: Told) -> Update:
        return update_from(project, case, [path], folder=kept, particles=MEMBERS, progress=progress)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update_stages, "cache_path", lambda: desk / "cache")
        with pytest.raises(KeyboardInterrupt):
            update(kill)
        assert len(list(desk.glob("cache/update-*/*.npz"))) == 2
        found = update(lambda done, _total: told.append(done))
    (desk / "told.json").write_text(json.dumps(told), encoding="utf-8")
    record = update_record(found, "zh")
    with pytest.raises(ResultError, match=r"does not count \(vintage-2025.csv\)"):
        write_update(project, found, record, kept, files=[path])  # as if another ran meanwhile
    write_update(project, found, record, kept, files=[path], counted=["vintage-2025.csv"])
    return found


@pytest.fixture(scope="module")
def second(found: Update) -> dict[str, Any]:
    return update_record(found, "zh")


@pytest.fixture(scope="module")
def at_once(desk: Path) -> Done:
    """All rows in one call."""
    return call(write(desk / "all.csv", ROWS), *FEW, "--delivered", str(desk / "levers.csv"))


def test_the_log_tells_what_is_done_and_left(desk: Path, first: dict[str, Any]) -> None:
    lines = (desk / "update.log").read_text("utf-8").splitlines()
    assert first["after"] > 0
    assert lines[-1].endswith("已完成 100%，约剩 0 秒")


@pytest.mark.usefixtures("found")
def test_an_update_goes_on_after_a_kill(desk: Path, killed: list[int]) -> None:
    resumed = json.loads((desk / "told.json").read_text("utf-8"))
    assert len(killed) == 1
    assert resumed[1] > killed[0]
    assert not list((desk / "cache").iterdir())


def test_one_vintage_is_known_before_the_next(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert second["before"] == first["after"]
    assert [each["series"] for each in second["observations"]] == ["gdp"]
    assert 20 <= first["ess"] < MEMBERS


def test_order_and_splitting_do_not_move_the_chance(
    second: dict[str, Any], at_once: Result
) -> None:
    assert at_once.exit_code == 0, at_once.stderr
    assert f"→ {second['after']:.1%}" in at_once.stdout


def _told(share: float) -> str:
    """Return a pattern of a chance; where all agree, the bound hangs on how many they are."""
    if LITTLE <= share <= 1 - LITTLE:
        return percent_text(share)
    return r"[<>]\d+%"


def test_the_page_tells_what_the_record_holds(second: dict[str, Any], at_once: Result) -> None:
    text = at_once.stdout
    assert f"【{WORDS[second['colour']][0]}】2030 年前（含）达峰：{second['word']}" in text
    assert second["verdict"] == WORDS[second["colour"]][0]
    low, high = second["after_range"]
    assert re.search(f"→ {_told(low)}—{_told(high)}", text)
    for each in second["targets"]:
        line = next(line for line in text.splitlines() if each["label"] in line)
        assert re.search(f"→ {_told(each['after'])}$", line)
    for each in second["signposts"][:6]:
        assert each["holder"] in text
        assert percent_text(each["if_low"]) in text
    assert "没有数据，略过" in text
    assert "略去注码 '①'" in text


def cells_of(text: str, head: str) -> list[list[str]]:
    """Return the cells of the lines under a headline of a text."""
    block = text.partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()
    return [re.split(r"\s{2,}", line.strip()) for line in block]


def test_each_number_of_the_page_stands_in_its_place(found: Update) -> None:
    project = open_project()
    was, now = found.before.chance, found.after.chance
    moved = replace(found, all_delivered=(found.prior, now.chance), gap=0.034)
    text = update_text(moved, project, "en", 400)
    ends = [percent_text(each) for each in (was.lowest, was.highest, now.lowest, now.highest)]
    (line,) = [each for each in text.splitlines() if "{} to {} → {} to {}".format(*ends) in each]
    assert line.endswith(f": {found.prior.value:.1%} → {now.chance.value:.1%}")
    assert "exceed those up to it by 3.4% at most" in text
    assert "emissions peak by 2030." in update_text(replace(moved, gap=-0.01), project, "en", 400)
    record = update_record(moved, "en")
    assert record["all_delivered"] == {"before": found.prior.value, "after": now.chance.value}
    assert record["before_range"] == [was.lowest.value, was.highest.value]
    assert record["after_range"] == [now.lowest.value, now.highest.value]
    assert record["before_interval"] == [was.chance.low, was.chance.high]
    assert record["after_interval"] == [now.chance.low, now.chance.high]
    heads, *rows = cells_of(text, "Targets of the plan, on their schedule")
    for track, row in zip(found.tracks, rows, strict=True):
        told = dict(zip(heads, row, strict=False))
        assert row[-1] == f"{percent_text(track.before)} → {percent_text(track.after)}"
        if track.progress is None or track.target.compare == "peak<=":
            continue
        factor, unit = track.target.spoken("en")
        assert told["as of"] == str(track.progress.year)
        assert told["due"] == told_number(track.progress.due * factor)
        assert told["now"] == told_number(track.progress.actual * factor)
        assert (told["unit"] == unit) or not unit
        start, year = track.progress.start, track.progress.year
        assert told["rule"] == rule_text(track.target, start, year, "en")


def test_what_comes_next_and_what_it_hangs_on_stand_in_their_places(found: Update) -> None:
    text = update_text(found, open_project(), "en", 400)
    heads, *rows = cells_of(text, "What to look at next, the most telling first")
    assert len(rows) == min(SIGNPOSTS, len(found.outlooks))
    for each, row in zip(found.outlooks, rows, strict=False):
        told = dict(zip(heads, row, strict=True))
        assert told["statistic"] == each.signpost.label[1]
        assert told["if low"] == percent_text(each.if_low)
        assert told["if high"] == percent_text(each.if_high)
        assert ("(out: ask)" in told["when"]) == each.out
    ways = iter(cells_of(text, "The chance given each condition")[1:])
    was = {each.alternative.id: each for each in found.before.chance.conditions}
    questions = {each.question.id for each in found.after.chance.conditions}
    for each in found.after.chance.conditions:
        row = next(row for row in ways if row[0] == each.alternative.label[1])
        old = was[each.alternative.id]
        members = (sum(e.members for e in part) for part in (was.values(), [each]))
        before = old.members * len(questions) / next(members)
        assert row[1].startswith(f"{before:.0%} → ")
        assert row[2] == f"{percent_text(old.chance)} → {percent_text(each.chance)}"


def test_reasons_are_told_one_by_one_and_the_rest_closes_them(found: Update) -> None:
    (reason,) = found.reasons
    other = replace(reason, series="other", change=reason.change / 2 - 0.02, error=0.011)
    many = replace(found, reasons=(reason, other, *[replace(reason, change=0.001)] * 3))
    text = update_text(many, open_project(), "en", 400)
    *lines, rest = (" ".join(each) for each in cells_of(text, "Why the chance moves"))
    whole = found.after.chance.chance.value - found.before.chance.chance.value
    shown = many.reasons[:REASONS]
    for line, each in zip(lines, shown, strict=True):
        assert f"by {100 * each.change:+z.1f} ± {100 * each.error:.1f} points" in line
    left = 100 * (whole - sum(each.change for each in shown))
    assert rest.startswith(f"The other {5 - REASONS}, interplay and sampling error: {left:+z.1f}")
    assert rest.endswith(f"in all {100 * whole:+z.1f}")
    assert many.rest == pytest.approx(whole - sum(each.change for each in many.reasons))


def test_a_band_is_told_in_the_unit_of_its_figure(found: Update) -> None:
    (gdp,) = found.arrivals
    project = open_project()
    power = project.tables.signposts["gas_power_capacity"]
    factor = power.factor(project.graph.variables[power.variable].unit)
    assert factor != 1
    statistic = replace(gdp.statistic, series=power.id, variable=power.variable, measure="level")
    other = replace(gdp, statistic=statistic, check=replace(gdp.check, low=1.2, high=1.6))
    text = update_text(replace(found, arrivals=(other,), reasons=()), project, "en", 400)
    assert "{} to {}".format(*told_span(1.2 / factor, 1.6 / factor)) in text


def test_a_figure_takes_the_place_of_the_observation_of_its_year() -> None:
    rows = [row for row in open_project().tables.history if row.measure == "level"]
    (one, two, *_), later = rows, rows[0].year + 50
    figure = SimpleNamespace(observation=lambda: replace(one, value=one.value + 1))
    newer = SimpleNamespace(observation=lambda: replace(one, year=later))
    found = merged([one, two], [figure, newer])  # type: ignore[list-item]
    assert {(each.variable, each.year): each.value for each in found} == {
        (one.variable, one.year): one.value + 1,
        (two.variable, two.year): two.value,
        (one.variable, later): one.value,
    }
    assert merged([two, one], [newer, figure]) == found  # type: ignore[list-item]


def test_what_is_done_of_a_part_is_told_in_hundredths_of_all() -> None:
    told: list[tuple[int, int]] = []
    meter = _Meter(lambda *done: told.append(done))
    for done in (0, 1, 2):
        meter.part(1)(done, 2)
    begin, end = PARTS[0], PARTS[0] + PARTS[1]
    assert told == [(each, sum(PARTS)) for each in (begin, round((begin + end) / 2), end)]


def test_reasons_and_the_rest_add_up(second: dict[str, Any]) -> None:
    total = sum(each["change"] for each in second["reasons"]) + second["rest"]
    assert total == pytest.approx(second["after"] - second["before"])


def test_a_figure_is_held_against_what_was_expected(second: dict[str, Any]) -> None:
    (gdp,) = second["observations"]
    low, middle, high = gdp["expected"]
    assert low < middle < high
    assert gdp["place"] == ("above" if gdp["value"] > high else "inside")
    assert gdp["value"] == 1089.34
    assert (gdp["better"], gdp["plan"], gdp["colour"]) == ("higher", None, None)


def test_a_figure_has_the_light_of_the_plan_and_not_of_what_was_expected(
    found: Update,
) -> None:
    (gdp,) = found.arrivals
    project = open_project()
    targets = project.tables.targets
    last, before = targets["T07"], targets["T06"]
    typed = replace(
        gdp.statistic, series="gas_output", variable=last.variable, year=2026, value=70.0
    )
    path = path_to(last, targets.values(), {2020: 0.0}, 2026)
    gas = replace(gdp, statistic=replace(typed, printed="70", unit="亿立方米"), plan=path)
    due = before.threshold + (last.threshold - before.threshold) / 5
    assert (gas.due, gas.colour) == (pytest.approx(due), colour_of((due - 70) / last.threshold))
    both = replace(found, arrivals=(gdp, gas), reasons=())
    [_, record] = update_record(both, "zh")["observations"]
    assert record["plan"]["target"] == "T07"
    assert record["plan"]["due"] == pytest.approx(due)
    assert record["verdict"] == WORDS[record["colour"]][0]
    text = update_text(both, project, "zh", 100)
    line = next(line for line in text.splitlines() if "T07 " in line)
    for word in (f"{due:.4g}", record["plan"]["rule"], record["verdict"]):
        assert word in line
    assert "新到统计在轨0项、预警0项、脱轨1项、方案没有定数1项" in "".join(text.split())
    assert "方案未定" in text


def test_the_headline_is_the_word_and_the_light_of_the_chance(second: dict[str, Any]) -> None:
    assert second["word"] == verdict(second["after"], *second["after_range"])[0]
    assert second["colour"] == light_of(second["after"])
    peak = next(each for each in second["targets"] if each["id"] == "T08")
    assert peak["colour"] == light_of(peak["after"])


@pytest.mark.parametrize(
    ("off", "better", "bad", "leans", "bodes"),
    [
        (+20, "higher", "higher", "better", "ill"),
        (-20, "higher", "higher", "worse", "well"),
        (-8, "higher", None, "worse", None),
        (+20, "lower", "higher", "worse", "ill"),
        (-1, "higher", "higher", None, None),
        (+20, None, "higher", None, "ill"),
    ],
)
def test_more_growth_than_expected_is_news_and_not_behind(
    found: Update, off: int, better: Any, bad: Any, leans: str | None, bodes: str | None
) -> None:
    (gdp,) = found.arrivals
    row = replace(gdp.check.row, value=100.0 + off)
    arrival = replace(
        gdp,
        statistic=replace(gdp.statistic, value=100.0 + off),
        check=replace(gdp.check, row=row, low=95.0, high=105.0),
        expected=100.0,
        better=better,
        bad=bad,
    )
    assert (arrival.leans, arrival.bodes) == (leans, bodes)


def test_units_are_those_of_the_holder_however_they_were_typed(found: Update) -> None:
    (gdp,) = found.arrivals
    typed = replace(gdp.statistic, unit="wan CNY", printed="10893400")
    other = replace(found, arrivals=(replace(gdp, statistic=typed),), reasons=())
    project = open_project()
    assert "1089.34  亿元" in update_text(other, project, "zh", 100)
    assert "1089.34  10⁸ CNY" in update_text(other, project, "en", 100)
    own = replace(typed, series="gdp_of_ours")
    alone = replace(found, arrivals=(replace(gdp, statistic=own),), reasons=())
    assert "1089.34  亿元" in update_text(alone, project, "zh", 100)


def test_shares_of_alternatives_sum_to_one(second: dict[str, Any]) -> None:
    for moment in ("before", "after"):
        members: dict[str, int] = {}
        for each in second["structures"][moment]:
            members[each["question"]] = members.get(each["question"], 0) + each["members"]
        assert set(members.values()) == {MEMBERS}


def test_the_folder_keeps_vintages_and_a_posterior_to_run_in(
    desk: Path, found: Update, second: dict[str, Any]
) -> None:
    kept = desk / "kept"
    names = {path.name for path in kept.iterdir()}
    assert names == {
        "delivered.csv",
        "manifest.json",
        "posterior.csv",
        "update.json",
        "vintage-2025.csv",
        "vintage-2026.csv",
    }
    assert json.loads((kept / "update.json").read_text("utf-8"))["after"] == second["after"]
    worlds = pd.read_csv(kept / "posterior.csv")
    assert len(worlds) == MEMBERS
    again = read_worlds(kept / "posterior.csv", open_project().tables)
    for name, values in found.worlds.items():
        np.testing.assert_array_equal(again[name], values)


def test_the_page_takes_its_worlds_from_the_posterior(desk: Path, found: Update) -> None:
    project = open_project()
    case = choose_one(project, "plan", {})
    given = open_project(posterior=desk / "kept")
    page = city_payload(given, [case], members=3)
    assert page["title"][0].endswith("（按新统计加权的不确定情形）")
    packed = np.frombuffer(base64.b64decode(page["draws"]["values"])).reshape(3, -1)
    for at, name in enumerate(page["draws"]["constants"]):
        assert {*packed[:, at]} <= {*found.worlds[name]}
    result = CliRunner().invoke(
        main, ["page", "--model", "x.mdl", "--posterior", str(desk / "kept")]
    )
    assert result.exit_code == 2


def test_english_reads_as_well(found: Update) -> None:
    text = update_text(found, open_project(), "en", 100)
    assert "P(peak by 2030)" in text
    assert "GDP at 2020 prices 2025: 1089.34 10⁸ CNY, " in " ".join(text.split())
    notes = text.index("Notes on reading")
    assert not re.search(r"[\u4e00-\u9fff]", text[:notes])


def test_what_was_delivered_is_kept_in_the_folder(found: Update) -> None:
    assert found.delivered == {"storage": Delivered(0.1, 2026)}
    record = update_record(found, "zh")
    assert record["delivered"] == {"storage": {"setting": 0.1, "year": 2026}}


def test_a_figure_in_another_size_is_refused(desk: Path) -> None:
    path = write(
        desk / "far.csv", ["天然气产量,2024,63,,,亿立方米,,\n", "gdp,2025,1089,,,万元,,\n"]
    )
    result = call(path, *FEW)
    assert result.exit_code == 2
    assert "远在模型的全部预期" in result.stderr
    assert "1089 万元" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--template"),
        (("none.csv",), "无法读取"),
        (("2025.csv", "-n", "100"), "样本数 100"),
        (("2025.csv", "--boundary", "Q"), "Q"),
    ],
)
def test_misuse_is_told(
    words: tuple[str, ...], said: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_figures_that_no_world_explains_are_refused() -> None:
    row = open_project().tables.history[0]
    values = row.value * (1 + 0.01 * np.random.default_rng(0).standard_normal((512, 1)))
    refuse_unexplained(values, [row], ErrorModel())
    with pytest.raises(ResultError) as raised:
        refuse_unexplained(1.2 * values, [row], ErrorModel())
    assert f"{row.series} {row.year} 年偏离 -6 个标准差" in str(raised.value.zh)


def test_too_little_worth_is_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = open_project()
    case, path = choose_one(project, "plan", {}), desk / "2025.csv"
    monkeypatch.setattr("zysim.calibration.tempered._memory", lambda *_: 1.0)
    monkeypatch.setattr("zysim.calibration.knowledge.ENOUGH", 500.0)
    with pytest.raises(ResultError) as raised:
        update_from(project, case, [path], particles=MEMBERS)
    assert "不予给出" in str(raised.value.zh)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_is_written(lang: str, desk: Path) -> None:
    path = desk / f"template-{lang}.xlsx"
    result = call(str(path), "--template", lang=lang)
    assert result.exit_code == 0
    assert path.is_file()
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_units_of_a_template_are_those_of_a_yearbook_and_are_read(
    lang: str, desk: Path
) -> None:
    path = desk / f"template-{lang}.csv"
    assert call(str(path), "--template", lang=lang).exit_code == 0
    table = pd.read_csv(path, dtype=str)
    project = open_project()
    signposts = list(project.tables.signposts.values())
    units = list(table["单位" if lang == "zh" else "unit"])
    assert units[0] == ("亿元" if lang == "zh" else "100 million yuan")
    assert len(units) == len(signposts)
    for unit, each in zip(units, signposts, strict=True):
        assert not re.search(r"\b(yi|wan|CNY)\b", unit)
        model = project.graph.variables[each.variable.partition("[")[0]].unit
        assert factor_to(unit, "dmnl" if each.measure == "growth" else model) == each.factor(model)
