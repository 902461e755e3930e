"""A small search of the city: its answer holds, is checked, written, resumed and told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zysim.answers.result import Result
from zysim.answers.seek import SeekResult
from zysim.answers.seek_text import answer_text, lever_rows
from zysim.arrays import FloatArray
from zysim.inputs.scenarios import read_scenario
from zysim.inputs.seek_question import ALL, BudgetHold, Move, PeakHold, SeekQuestion
from zysim.inputs.settings import read_case, resolve
from zysim.metrics.conditions import conditions_of
from zysim.metrics.cost_meter import net_present_cost
from zysim.metrics.middle import middle
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import spread_of_peak
from zysim.runs.ensemble import draw_members, run_ensemble
from zysim.runs.project import Project, open_project
from zysim.runs.structural import draw_structures, run_structures, structural_columns
from zysim.seeking import journal
from zysim.seeking.answer import Answer, answer
from zysim.seeking.descent import places
from zysim.seeking.evaluate import Batch, Evaluator
from zysim.seeking.journal import key_of
from zysim.seeking.scenario_text import scenario_text
from zysim.seeking.search import Effort, Round, search
from zysim.seeking.verify import APART, verify
from zysim.seeking.wording import hold_words, percent
from zysim.wording import money_range, money_text

SMALL = Effort(
    look=8,
    choice=16,
    answer=16,
    last=32,
    fresh=64,
    rounds=(4, 2, 1),
    starts=0,
    kept=1,
    ladder=(0.5,),
)
LEVERS = ("gas_chemicals", "gas_output", "storage")
GAS = ("gas_chemicals", "gas_power_capacity")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
CO2 = "energy_co2_provincial"
ASKED = 0.55


def ask(probability: float, levers: tuple[str, ...] = LEVERS) -> SeekQuestion:
    return SeekQuestion(
        id="small",
        title=("题目", "Title"),
        question=("问", "question"),
        start="plan",
        least="change",
        over="worlds",
        seed=3,
        holds=(PeakHold(by=2030, account="B", probability=probability),),
        moves=(Move(levers=levers),),
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def kill_after_two_stages(cache: Path) -> None:
    """Search in this process until the second stage is done, then kill it without warning."""
    stages: list[Round] = []

    def stop(done: Round) -> None:
        stages.append(done)
        if len(stages) == 2:
            os.kill(os.getpid(), KILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "cache_path", lambda: cache)
        answer(open_project(), ask(ASKED), effort=SMALL, told=stop)


@pytest.fixture(scope="module")
def kept(cache: Path, root: Path) -> int:
    """Return how many batches a search had kept when it was killed."""
    words = (
        "import importlib.util, pathlib, sys\n"
        "made = importlib.util.spec_from_file_location('killed', sys.argv[1])\n"
        "held = importlib.util.module_from_spec(made)\n"
        "made.loader.exec_module(held)\n"
        "held.kill_after_two_stages(pathlib.Path(sys.argv[2]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", words, __file__, str(cache)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode not in (0, 1), ended.stderr
    return len(list(cache.glob("seek-*/*.npz")))


def searched(project: Project, cache: Path) -> tuple[Answer, int]:
    """Return an answer, and how many batches the model was run for."""
    batches: list[int] = []
    run = Evaluator._run

    def counted(self: Evaluator, points: FloatArray, *rest: Any) -> Batch:
        batches.append(len(points))
        return run(self, points, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "cache_path", lambda: cache)
        patch.setattr(Evaluator, "_run", counted)
        return answer(project, ask(ASKED), effort=SMALL), len(batches)


@pytest.fixture(scope="module")
def resumed(project: Project, cache: Path, kept: int) -> tuple[Answer, int]:
    assert kept > 3
    return searched(project, cache)


@pytest.fixture(scope="module")
def found(resumed: tuple[Answer, int]) -> Answer:
    return resumed[0]


def test_it_is_read_in_every_way(
    project: Project,
    found: Answer,
    read_every_way: Callable[[Result[Any], Path | None], None],
    tmp_path: Path,
) -> None:
    about = {"project": project, "cases": (found.start, found.case), "command": "zysim seek"}
    result = SeekResult(found=found, **about)
    read_every_way(result, tmp_path)
    sought = read_scenario(str(result.save_scenario(tmp_path / "mine.toml")), project.tables)
    assert {each.lever: each.after for each in found.levers}.items() <= sought.levers.items()


def test_the_answer_holds_as_often_as_asked(found: Answer) -> None:
    assert found.feasible
    assert found.probability >= ASKED
    assert found.found.start.shares[0] < ASKED
    assert {each.lever for each in found.levers} <= set(LEVERS)
    assert found.place.change == pytest.approx(sum(abs(e.after - e.before) for e in found.levers))


def test_no_change_can_be_made_smaller(found: Answer) -> None:
    for each in found.levers:
        assert each.without < ASKED
    (half,) = [place for probability, place in found.found.front if probability == 0.5]
    assert half.shares[0] >= 0.5


def test_a_search_goes_on_after_a_kill_and_ends_in_the_same_bits(
    project: Project, cache: Path, kept: int, resumed: tuple[Answer, int], tmp_path: Path
) -> None:
    assert not list(cache.glob("seek-*"))
    whole, batches = searched(project, tmp_path)
    assert whole.to_record() == resumed[0].to_record()
    assert resumed[1] == batches - kept


def test_the_journal_is_for_one_question(project: Project) -> None:
    plan = read_case("plan", project.tables)
    keys = {
        key_of(project, ask(ASKED), plan),
        key_of(project, ask(0.71), plan),
        key_of(project, ask(ASKED, LEVERS[:2]), plan),
        key_of(project, replace(ask(ASKED), seed=4), plan),
        key_of(project, ask(ASKED), read_case("baseline", project.tables)),
    }
    assert len(keys) == 5


def test_the_check_is_that_of_an_ensemble_in_other_worlds(project: Project, found: Answer) -> None:
    seed = found.question.seed + APART
    case = found.case
    runs = run_ensemble(project, [case], members=SMALL.fresh, seed=seed, outputs=[CO2])
    chance = spread_of_peak(runs.of(CO2)[0], runs.years, goal=2030, counted=2021).in_time
    assert found.verified.chances[0] == chance
    (over,) = conditions_of(run_structures(project, [case], runs, variable=CO2, seed=seed), 2030)
    assert found.verified.structures is not None
    assert found.verified.structures.chance == over.chance
    assert found.verified.structures.lowest == over.lowest
    assert found.verified.structures.highest == over.highest
    assert found.verified.level == middle(runs.of(CO2)[0][:, 10])


def test_the_word_is_the_case(project: Project, found: Answer) -> None:
    assert read_case(found.word, project.tables).constants == found.case.constants


def test_the_written_scenario_is_the_case_with_its_reasons(
    project: Project, found: Answer, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(scenario_text(found, project, "zysim seek small"), encoding="utf-8")
    scenario = read_scenario(str(path), project.tables)
    assert resolve(scenario, project.tables).constants == found.case.constants
    text = path.read_text("utf-8")
    for each in found.levers:
        assert percent(each.without, "zh") in text
        assert f"{abs(each.level) * 100:.1f} 万吨" in text
        assert f"{abs(each.level):.3f} Mt" in text
    assert percent(found.verified.chances[0], "zh") in scenario.why_zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_tells_the_numbers_of_the_answer(
    project: Project, found: Answer, lang: str
) -> None:
    language = "en" if lang == "en" else "zh"
    text = answer_text(found, project, language)
    over = found.verified.structures
    assert over is not None
    for share in (
        found.probability,
        found.verified.chances[0].low,
        found.verified.chances[0].high,
        over.chance,
        over.lowest,
        over.highest,
        *(each.without for each in found.levers),
    ):
        assert percent(share, language) in text
    assert f"{found.place.change:.2f}" in text
    assert found.word in text
    unit, times = ("万吨", 100) if language == "zh" else ("Mt", 1)
    assert unit in text
    assert f"{found.verified.level * times:.{1 if times == 100 else 3}f}" in text


def test_each_number_of_the_text_stands_in_its_place(project: Project, found: Answer) -> None:
    start, checked, money = found.verified_start, found.verified, found.money
    assert start.structures is not None
    assert checked.structures is not None
    assert money is not None
    front = tuple((asked, replace(found.place, change=asked / 3)) for asked in (0.4, 0.5))
    dear = replace(money, middle=money.middle + 7)
    shown = replace(
        found,
        found=replace(found.found, front=front, greedy=replace(found.place, change=9.0)),
        front_words=("one", "two"),
        front_money=(money, dear),
    )
    rows = lever_rows(shown, project, "en")[1:]
    assert [row[-1] for row in rows] == [percent(each.without, "en") for each in found.levers]
    text = answer_text(shown, project, "en")
    flat, chance = " ".join(text.split()), checked.chances[0]
    ends = f"{percent(chance.low, 'en')}–{percent(chance.high, 'en')}"
    was = percent(start.chances[0], "en")
    assert f"worlds: {percent(chance, 'en')} (95 % interval {ends}); the start {was};" in flat
    over, before = (
        f"{percent(each.chance, 'en')} ({percent(each.lowest, 'en')}–{percent(each.highest, 'en')}"
        for each in (checked.structures, start.structures)
    )
    assert f"uncertain too: {over} given any one condition); the start {before})" in flat
    span = money_range(money.low, money.high, 1, "en", saves=money.middle < 0)
    assert f"{money_text(money.middle, 1, 'en')} ×10⁸ CNY (80% range: {span});" in flat
    assert f"(median) {start.level:.3f} → {checked.level:.3f} Mt; sum" in flat
    assert f" {start.total:.2f} → {checked.total:.2f} Mt" in flat
    assert f"take 9.00, {9 / found.place.change - 1:.0%} more" in flat
    cells = [line.split() for line in text.splitlines() if line.split()[-1:] in (["one"], ["two"])]
    assert [(each[-3], each[-2]) for each in cells] == [
        (f"{place.change:.2f}", f"{cost.middle:+z.1f}")
        for (_, place), cost in zip(front, (money, dear), strict=True)
    ]


def test_each_further_condition_is_told_with_its_own_chance(
    project: Project, found: Answer
) -> None:
    (hold,) = found.question.holds
    other = replace(hold, account="A", probability=0.4)
    share = found.verified.chances[0]
    rare = replace(share, value=share.value / 2)
    both = replace(
        found,
        question=replace(found.question, holds=(hold, other)),
        verified=replace(found.verified, chances=(share, rare)),
    )
    flat = " ".join(answer_text(both, project, "en").split())
    words = " ".join(hold_words(other, project, "en").split())
    assert f"Also asked: {words}: {percent(rare, 'en')}" in flat


@pytest.mark.parametrize(
    ("asked", "standing", "said"),
    [(0.0, "met", "即可"), (0.5, "near", "接近要求"), (1.0, "below", "接近但未达到")],
)
def test_the_sentence_follows_the_interval_of_the_check(
    project: Project, found: Answer, asked: float, standing: str, said: str
) -> None:
    share = found.verified.chances[0]
    (hold,) = found.question.holds
    want = share.low * (1 - asked) + share.high * asked + {0.0: -0.01, 1.0: 0.01}.get(asked, 0)
    question = replace(found.question, holds=(replace(hold, probability=want),))
    other = replace(found, question=question)
    assert other.standing == standing
    text = answer_text(other, project, "zh")
    assert f"改 {len(found.levers)} 项" in text
    assert said in text


def test_the_cost_is_that_of_the_account_in_the_same_worlds(
    project: Project, found: Answer
) -> None:
    worlds = draw_members(project, SMALL.choice, found.question.seed)
    cost = net_present_cost(project, [found.case], worlds, found.start, seed=found.question.seed)
    assert found.money is not None
    assert found.money.middle == pytest.approx(float(middle(cost[0])), rel=1e-9)


def test_a_budget_holds_where_the_cost_stays_within_it(project: Project, found: Answer) -> None:
    plan = read_case("plan", project.tables)
    (peak,) = ask(0.5).holds
    assert found.money is not None
    budget = BudgetHold(most=found.money.middle + 1e-6, probability=0.5)
    asked = replace(ask(0.5), holds=(peak, budget))
    assert asked.costed
    evaluator = Evaluator(project, asked, plan)
    batch = evaluator.run(found.place.point[np.newaxis], SMALL.choice)
    assert len(batch.margins) == 2
    assert ((batch.margins[1] >= 0) == (batch.cost <= budget.most)).all()
    assert (batch.margins[1] >= 0).mean() == 0.5
    start, case = verify(evaluator, [plan, found.case], SMALL.choice)
    assert start.chances[1].value == float(budget.most >= 0)
    assert 0 < case.chances[1].value < 1
    (alone,) = verify(Evaluator(project, ask(0.5), plan), [found.case], SMALL.choice)
    assert alone.structures is not None
    assert case.structures is not None
    assert case.structures.chance == alone.structures.chance  # of the peak, the first condition


@pytest.mark.slow
def test_the_cheapest_way_costs_less_than_the_least_change(project: Project, found: Answer) -> None:
    asked = replace(ask(ASKED), least="cost")
    evaluator = Evaluator(project, asked, read_case("plan", project.tables))
    cheap = search(evaluator, replace(SMALL, ladder=()))
    assert cheap.place.held
    (other,) = places(evaluator, found.place.point[np.newaxis], SMALL.last, [ASKED])
    assert cheap.place.goal <= other.goal + 1e-9
    assert cheap.greedy is not None
    assert cheap.place.goal <= cheap.greedy.goal + 0.02 * abs(cheap.greedy.goal)


def test_the_record_has_what_programs_read(found: Answer) -> None:
    record = json.loads(json.dumps(found.to_record()))
    assert record["case"] == found.word
    assert found.money is not None
    assert record["cost"] == found.money.middle
    assert found.money.low < found.money.middle < found.money.high
    assert set(record["verified"]) >= {"probability", "low", "high", "structures"}
    assert [each["id"] for each in record["levers"]] == [each.lever for each in found.levers]
    assert [each["probability"] for each in record["front"]] == [0.5, ASKED]


def test_what_cannot_be_is_said_with_what_stands_in_the_way(project: Project) -> None:
    impossible = answer(project, ask(0.99, ("distributed_pv", "ground_pv")), effort=SMALL)
    assert not impossible.feasible
    assert impossible.limits is not None
    assert {name for name, _ in impossible.limits.bounds} == {"distributed_pv", "ground_pv"}
    released = {each.lever: each for each in impossible.limits.released}
    assert released["gas_chemicals"].setting == 0
    assert released["gas_chemicals"].share > impossible.limits.share
    text = answer_text(impossible, project, "zh")
    assert "做不到" in text
    assert "分布式光伏（1.4）" in text
    assert percent(released["gas_chemicals"].share, "zh") in text


def test_nothing_to_move_is_said_to_be_the_reason(project: Project) -> None:
    asked = replace(ask(1.0), keep=(ALL,))
    still = answer(project, asked, effort=replace(SMALL, ladder=()))
    assert not still.feasible
    assert still.levers == ()
    assert still.case.constants == still.start.constants
    text = answer_text(still, project, "en")
    assert "It cannot be done" in text
    assert "No lever may move" in text
    assert percent(still.probability, "en") in text


def test_over_structures_a_share_of_each_setting_is_delivered(project: Project) -> None:
    asked = replace(ask(0.65, GAS), over="structures")
    plan = read_case("plan", project.tables)
    evaluator = Evaluator(project, asked, plan)
    point = np.array([[0.5, 0.8]])
    assert [knob.levers for knob in evaluator.knobs] == [(name,) for name in GAS[::-1]]
    margins = evaluator.run(point, 64).margins[0][0]
    case = read_case("plan+gas_power_capacity=0.5+gas_chemicals=0.8", project.tables)
    questions = project.tables.structures
    columns, _ = structural_columns(
        replace(case, changes={}),
        draw_members(project, 64, asked.seed),
        questions,
        draw_structures(questions, 64, asked.seed, project.tables.correlations),
        project.graph.constants,
    )
    years, values = evaluator.integrate(columns, 64)
    peak = find_peak(values[CO2], years)
    assert ((margins >= 0) == (~peak.censored & (peak.year <= 2030))).all()
    assert 0 < (margins >= 0).mean() < 1
