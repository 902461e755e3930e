"""At most so many levers: the best set is found, no more of them move, and what binds is said."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from zysim.answers.seek_text import answer_text
from zysim.inputs.seek_question import Move, PeakHold, SeekQuestion
from zysim.inputs.settings import read_case
from zysim.runs.project import Project
from zysim.seeking.answer import Answer, answer
from zysim.seeking.descent import places
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.few import PARTS, best_sets, distinct_sets
from zysim.seeking.search import Effort, wanted_of

SMALL = Effort(
    look=8,
    choice=16,
    answer=16,
    last=32,
    fresh=32,
    rounds=(3, 2, 1),
    starts=0,
    kept=1,
    ladder=(0.5,),
)
LEVERS = ("gas_chemicals", "gas_power_capacity", "public_transport")


def ask(most: int, probability: float) -> SeekQuestion:
    return SeekQuestion(
        id="few",
        title=("题目", "Title"),
        question=("问", "question"),
        start="plan",
        least="change",
        over="worlds",
        seed=3,
        holds=(PeakHold(by=2030, account="B", probability=probability),),
        moves=(Move(levers=LEVERS),),
        at_most=most,
    )


@pytest.fixture(scope="module")
def out_of_reach(project: Project) -> Answer:
    return answer(project, ask(1, 0.97), effort=SMALL)


def test_no_set_of_two_does_better_at_its_ends(project: Project) -> None:
    whole = Evaluator(project, ask(2, 0.5), read_case("plan", project.tables))
    wanted = wanted_of(whole)
    best, *_ = best_sets(whole, 2, SMALL.look, wanted)
    shares = (0.0, *PARTS)
    sides = [
        [at + part * (end - at) for end in (low, high) for part in shares]
        for at, low, high in zip(whole.at, whole.low, whole.high, strict=True)
    ]
    points = np.array(list(product(*sides)))
    points = points[(np.abs(points - whole.at) > 1e-9).sum(axis=1) <= 2]
    every = places(whole, np.unique(points, axis=0), SMALL.look, wanted)
    assert best.value == pytest.approx(min(each.value for each in every))
    assert len(distinct_sets(whole, [best], 1)[0]) <= 2


def test_no_more_levers_move_than_may(out_of_reach: Answer) -> None:
    assert len(out_of_reach.levers) == 1
    assert out_of_reach.question.at_most == out_of_reach.to_record()["at_most"] == 1
    assert out_of_reach.found.rounds[0].stage == "sets"
    assert out_of_reach.found.front == ()
    assert out_of_reach.found.greedy is None


@pytest.mark.parametrize(
    ("lang", "said", "more"),
    [
        ("zh", "至多改 1 项措施", "“至多 1 项”在起作用：若再多改一项"),
        ("en", "At most 1 measure(s) may change", "“At most 1” stands in the way: with one more"),
    ],
)
def test_where_it_cannot_be_done_the_best_and_what_one_more_would_do_is_said(
    project: Project, out_of_reach: Answer, lang: str, said: str, more: str
) -> None:
    assert not out_of_reach.feasible
    assert out_of_reach.limits is not None
    assert out_of_reach.limits.released
    best = out_of_reach.limits.released[0]
    assert best.lever not in {each.lever for each in out_of_reach.levers}
    assert best.share > out_of_reach.limits.share
    text = answer_text(out_of_reach, project, "zh" if lang == "zh" else "en")
    told = text.replace("\n", "" if lang == "zh" else " ")
    assert said in told
    assert more in told
