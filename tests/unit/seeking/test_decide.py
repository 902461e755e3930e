"""A rule against fixed settings: known answers over small tables, then a small one of the city."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from zysim.answers.decide import DecideResult, answer_decide
from zysim.answers.decide_text import decided_rows, decided_text, gain_words
from zysim.answers.result import Result
from zysim.answers.seek import answer_seek
from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.seek_file import read_question
from zysim.inputs.seek_question import ALL, Move, SeekQuestion
from zysim.inputs.settings import read_case
from zysim.metrics.peak import find_peak
from zysim.paths import questions_path
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project
from zysim.seeking import decide as decide_module
from zysim.seeking.decide import Care, decide
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.rule import Outcomes, best_fixed, best_rule, least_known
from zysim.seeking.signals import known_year, score_of, seen_of, signals_of
from zysim.seeking.verify import APART
from zysim.seeking.wording import percent

SMALL = Care(worlds=32, fresh=32, levels=2)
CO2 = "energy_co2_provincial"
WORLDS = 1000


@pytest.fixture(scope="module")
def question(project: Project) -> SeekQuestion:
    found = read_question("adaptive-2028", questions_path(), project.tables, project.graph.scalars)
    assert found.decide is not None
    few = replace(found.decide, watch=("gdp", "grid_factor"))
    return replace(found, holds=(replace(found.holds[0], probability=0.5),), decide=few)


@pytest.fixture(scope="module")
def result(project: Project, question: SeekQuestion, tmp_path_factory: Any) -> DecideResult:
    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache")
        patch.setattr("zysim.seeking.journal.cache_path", lambda: cache)
        patch.setattr("zysim.answers.decide.QUICK", SMALL)
        return answer_decide(project, question, quick=True, command="zysim seek adaptive-2028")


def outcomes(needs: np.ndarray) -> Outcomes:
    """Return what becomes of no change, a half and a whole one where worlds need so much."""
    points = np.array([0.0, 0.5, 1.0])
    goal = np.repeat(points[:, None], needs.size, axis=1)
    return Outcomes(held=(points[:, None] >= needs)[None], goal=goal)


def test_a_signal_that_says_it_all_saves_what_can_be_saved() -> None:
    needs = np.repeat([0.0, 1.0], WORLDS // 2)
    found = outcomes(needs)
    assert best_fixed(found, [0.9]) == 2
    rule = best_rule(found, needs + 0.1, [0.9])
    assert (rule.below, rule.above) == (0, 2)
    assert rule.value == pytest.approx(0.5)
    assert least_known(found, 1.0) == pytest.approx(0.5)
    assert least_known(found, 0.6) == pytest.approx(0.1)
    np.testing.assert_array_equal(rule.choice(needs + 0.1), np.where(needs > 0, 2, 0))


def test_a_signal_that_says_nothing_saves_nothing() -> None:
    rng = np.random.default_rng(0)
    needs = rng.permutation(np.repeat([0.0, 1.0], WORLDS // 2))
    found = outcomes(needs)
    rule = best_rule(found, rng.random(WORLDS), [1.0])
    assert rule.value == pytest.approx(1.0)
    assert rule.below == rule.above == best_fixed(found, [1.0])
    same = best_rule(found, np.ones(WORLDS), [1.0])
    assert (same.below, same.above, same.value) == (2, 2, 1.0)
    assert least_known(outcomes(np.full(4, 9.0)), 0.5) == np.inf


def test_a_score_weighs_what_tells() -> None:
    rng = np.random.default_rng(1)
    told, noise = rng.standard_normal((2, WORLDS))
    score = score_of(np.stack([10 - 3 * told, noise]), told)
    assert score.weights[0] == -1.0
    assert abs(score.weights[1]) < 0.1
    assert np.corrcoef(score.of(np.stack([10 - 3 * told, noise])), told)[0, 1] > 0.99


def test_only_what_is_out_counts(project: Project) -> None:
    posts = project.tables.signposts
    years = {name: known_year(posts[name], 2028) for name in posts}
    assert years["gdp"] == years["cars"] == years["resident_population"] == 2027
    assert years["energy_intensity"] == 2026
    assert years["grid_factor"] == 2025
    assert years["chemical_construction"] == 2027


def test_what_is_seen_does_not_hang_on_what_is_decided(
    project: Project, question: SeekQuestion
) -> None:
    assert question.decide is not None
    year, watch = question.decide.year, question.decide.watch
    moves = tuple(replace(each, years=(year, year)) for each in question.moves)
    evaluator = Evaluator(
        project, replace(question, moves=moves), read_case("plan", project.tables)
    )
    _, later = decide_module._grids(evaluator, year, 3)
    signals = signals_of(project, watch, year)
    names = [each.signpost.variable for each in signals]
    seen = [seen_of(signals, *evaluator.series(later[at], 16, names), 0) for at in (0, -1)]
    np.testing.assert_allclose(*seen, rtol=1e-12)
    assert (seen[0].std(axis=1) > 0).all()


def test_the_check_is_that_of_an_ensemble_in_other_worlds(
    project: Project, result: DecideResult
) -> None:
    found = result.found
    seed = found.question.seed + APART
    rule = found.rule
    cases = [found.fixed, rule.below, rule.above]
    runs = run_ensemble(
        project,
        list({each.id: each for each in cases}.values()),
        members=SMALL.fresh,
        seed=seed,
        outputs=[CO2],
    )
    met = {}
    for at, name in enumerate(runs.scenarios):
        peak = find_peak(runs.of(CO2)[at], runs.years)
        met[name] = ~peak.censored & (peak.year <= 2030)
    assert found.fixed_course.chances[0].value == met[found.fixed.id].mean()
    either = met[rule.below.id] | met[rule.above.id]
    both = met[rule.below.id] & met[rule.above.id]
    assert both.mean() <= rule.course.chances[0].value <= either.mean()
    assert rule.false_alarm.value <= rule.strict.value
    assert rule.false_alarm.value + rule.missed.value <= 1


def test_it_is_read_in_every_way(
    result: DecideResult,
    read_every_way: Callable[[Result[Any], Path | None], None],
    tmp_path: Path,
) -> None:
    read_every_way(result, tmp_path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_tells_the_numbers(project: Project, result: DecideResult, lang: str) -> None:
    found, language = result.found, "en" if lang == "en" else "zh"
    text = "".join(decided_text(found, project, language).split())  # type: ignore[arg-type]
    for share in (
        found.fixed_course.chances[0].value,
        found.rule.course.chances[0].low,
        found.rule.false_alarm.value,
        found.rule.missed.value,
        found.rule.false_alarm.value + found.rule.missed.value,
        found.coin.missed.value,
    ):
        assert "".join(percent(share, language).split()) in text  # type: ignore[arg-type]
    assert f"{found.fixed_course.change:.2f}" in text
    assert f"{abs(found.gain):.1%}" in text
    assert f"{found.foreseen:.1%}" in text
    record = json.loads(json.dumps(found.to_record()))
    assert record["gain"] == found.gain
    assert [each["by"] for each in record["rules"]][-1] == "coin"
    assert record["rules"][0]["false_alarm"]["probability"] == found.rule.false_alarm.value


def test_each_number_stands_in_its_place(project: Project, result: DecideResult) -> None:
    found = result.found
    text = decided_text(found, project, "en")
    flat, rule = " ".join(text.split()), found.rule
    courses = [found.start_course, found.fixed_course, rule.course]
    for course in courses:
        share = course.chances[0]
        ends = f"{percent(share.low, 'en')}–{percent(share.high, 'en')}"
        assert f"probability {percent(share, 'en')} (95 % interval {ends}" in flat
    assert f", {rule.below.titles[1]}; above, {rule.above.titles[1]}: probability" in flat
    first, second, *_ = found.rules
    swapped = replace(found, rules=(replace(first, below=rule.above, above=rule.below), second))
    said = " ".join(decided_text(swapped, project, "en").split())
    assert f", {rule.above.titles[1]}; above, {rule.below.titles[1]}: probability" in said
    rows = decided_rows(found, "en")[1:]
    for each, row in zip((*found.rules, found.coin), rows, strict=True):
        chance, change, *_, false, missed = row[3:]
        assert (chance, change) == (
            percent(each.course.chances[0], "en"),
            f"{each.course.change:.2f}",
        )
        assert (false, missed) == (percent(each.false_alarm, "en"), percent(each.missed, "en"))


def test_a_share_is_told_beside_what_is_asked(project: Project, result: DecideResult) -> None:
    """The least of the conditions decides the words."""
    found = result.found
    share, (hold,) = found.fixed_course.chances[0], found.question.holds
    for asked, words in ((share.low - 0.01, ")"), (share.high + 0.01, ", short of what is asked)")):
        easy = replace(hold, probability=0.0)
        question = replace(found.question, holds=(replace(hold, probability=asked), easy))
        course = replace(found.fixed_course, chances=(share, share))
        one = replace(found.start_course, chances=(share, share))
        rules = tuple(replace(each, course=course) for each in found.rules)
        other = replace(
            found, question=question, fixed_course=course, start_course=one, rules=rules
        )
        flat = " ".join(decided_text(other, project, "en").split())
        assert f"{percent(share.high, 'en')}{words}, mean change" in flat


def test_what_foreseeing_saves_is_a_share_of_the_fixed_settings(result: DecideResult) -> None:
    found = replace(result.found, known=1.5, known_fixed=2.0)
    assert found.foreseen == 0.25


def test_a_growth_that_is_watched_is_a_change_on_the_year_before(
    project: Project, question: SeekQuestion
) -> None:
    assert question.decide is not None
    (gdp,) = signals_of(project, ["gdp"], question.decide.year)
    exact = replace(gdp.signpost, measure="growth", error=0.0)
    years = np.arange(2020, 2031)
    values = {exact.variable: 100 * 1.06 ** (years - 2020) * np.ones((3, 1))}
    seen = seen_of([replace(gdp, signpost=exact, factor=0.01)], values, years, 0)
    np.testing.assert_allclose(seen, 6.0, rtol=1e-9)


def test_no_gain_is_said_with_its_number(result: DecideResult) -> None:
    coin = result.found.coin
    none = replace(result.found, rules=(coin,))
    assert f"没有得益：改动{'少' if none.gain >= 0 else '多'} {abs(none.gain):.1%}" in gain_words(
        none, "zh"
    )
    assert "gains nothing" in gain_words(none, "en")
    still = replace(none, fixed_course=none.start_course)
    assert still.to_record()["gain"] is None
    assert f"反而多改 {coin.course.change:.2f}" in gain_words(still, "zh")


def test_the_same_seed_gives_the_same_bits_and_a_kill_loses_little(
    project: Project, question: SeekQuestion, result: DecideResult, tmp_path: Path
) -> None:
    assert question.decide is not None
    done: list[int] = []

    def kill(runs: int, _total: int) -> None:
        done.append(runs)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zysim.seeking.journal.cache_path", lambda: tmp_path)
        with pytest.raises(KeyboardInterrupt):
            decide(project, question, question.decide, care=SMALL, progress=kill)
        kept = len(list(tmp_path.glob("seek-*/*.npz")))
        assert kept >= 1
        again = decide(project, question, question.decide, care=SMALL)
    assert again.to_record() == result.found.to_record()


def test_misuse_is_told(project: Project, question: SeekQuestion, tmp_path: Path) -> None:
    assert question.decide is not None
    with pytest.raises(InputError, match=f"{len(project.tables.levers)} levers may move"):
        decide(
            project, replace(question, moves=(Move(levers=(ALL,)),)), question.decide, care=SMALL
        )
    with pytest.raises(InputError, match=r"zysim\.decide"):
        answer_seek(project, question)
    with pytest.raises(InputError, match=r"no \[decide\]"):
        answer_decide(project, replace(question, decide=None))
    path = tmp_path / "mine.toml"
    text = (questions_path() / "adaptive-2028.toml").read_text("utf-8")
    path.write_text(text.replace("in = 2028", "in = 2010").replace('"gdp",', '"gpd",'), "utf-8")
    said = CliRunner().invoke(main, ["seek", str(path)], env={"ZYSIM_LANG": "zh"})
    assert said.exit_code == 2
    assert "[decide]" in said.stderr
    assert "gdp" in said.stderr
    assert "2026 至 2059" in said.stderr
    out = CliRunner().invoke(
        main, ["seek", "adaptive-2028", "--out", "a.toml"], env={"ZYSIM_LANG": "zh"}
    )
    assert out.exit_code == 2
    assert "规则不是情景" in out.stderr
