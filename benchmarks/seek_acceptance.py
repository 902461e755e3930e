"""Hold `zysim seek` against what is asked of it, and print a table: asked, measured, met or not.

    python benchmarks/seek_acceptance.py                  every part; about fifteen minutes alone
    python benchmarks/seek_acceptance.py time seeds       some parts
    python benchmarks/seek_acceptance.py seeds --seeds 3 --quick

Parts: ``levels`` (every shipped question, beside levers one by one), ``time`` (the
short question in full: seconds, and whether the chance holds in worlds not used before), ``seeds``
(the cheapest way found from several seeds, every one priced in the same other worlds, beside levers
one by one), ``limits`` (a question that cannot be met, and what is said to stand in the way),
``same`` (one seed twice, bit for bit), ``structures`` (a question over structures). Times hold for
an idle machine; the processor's seconds are printed beside. Leaves with 1 if something is not met.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from zysim.inputs.seek_file import question_names, read_question
from zysim.inputs.seek_question import ALL, Move, PeakHold, SeekQuestion
from zysim.inputs.settings import read_case
from zysim.metrics.cost_meter import net_present_cost
from zysim.paths import questions_path
from zysim.runs.ensemble import draw_members
from zysim.runs.project import Project, open_project
from zysim.seeking.answer import Answer, answer
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.greedy import first_held, one_by_one
from zysim.seeking.search import FULL, QUICK, Effort, wanted_of

SECONDS, POINTS, SPREAD, CHEAPER = 90.0, 0.03, 0.05, 0.10
SURE = 0.8
CHEAPEST = "cheapest-80"
JUDGED = 1024
"""Worlds in which the answers of all seeds are priced."""
JUDGE = 77_777
"""Seed of these worlds."""
Row = tuple[str, str, str, bool]


def main() -> int:
    """Run the parts asked for and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="fewer worlds")
    asked = parser.parse_args()
    project, rows = open_project(), list[Row]()
    for name in asked.parts:
        rows += PARTS[name](project, asked)
    print()
    for words, wanted, found, met in rows:
        print(f"{'met    ' if met else 'NOT MET'} {words}: {found} (asked: {wanted})")
    return 0 if all(met for *_, met in rows) else 1


def short(project: Project) -> SeekQuestion:
    """Return the short question of the command line."""
    city = project.city
    return SeekQuestion(
        id="short",
        title=("", ""),
        question=("", ""),
        start=city.main,
        least="change",
        over="worlds",
        seed=0,
        holds=(PeakHold(by=city.goal, account=city.account, probability=SURE),),
        moves=(Move(levers=(ALL,)),),
    )


def timed(asked: argparse.Namespace, project: Project, question: SeekQuestion) -> Answer:
    """Answer a question and print what it took."""
    effort = QUICK if asked.quick else FULL
    wall, processor = time.perf_counter(), time.process_time()
    found = answer(project, question, effort=effort)
    print(
        f"{question.id}, seed {question.seed}: {found.word}; {time.perf_counter() - wall:.0f} s, "
        f"{time.process_time() - processor:.0f} s of processors, {found.runs:,} runs",
        flush=True,
    )
    return found


def out_of_sample(found: Answer, words: str) -> Row:
    """Compare the chance in the worlds of the search with that in others."""
    (share, *_) = found.verified.chances
    off = share.value - found.probability
    text = f"{found.probability:.1%} found, {share.value:.1%} in {found.verified.worlds:,} others"
    return words, f"within {POINTS:.0%}", text, abs(off) <= POINTS


def take_time(project: Project, asked: argparse.Namespace) -> list[Row]:
    begin = time.perf_counter()
    found = timed(asked, project, short(project))
    seconds = time.perf_counter() - begin
    other = found.found.greedy
    assert other is not None
    saved = 1 - found.place.change / other.change
    return [
        ("seconds of the short question", f"{SECONDS:g}", f"{seconds:.0f}", seconds <= SECONDS),
        out_of_sample(found, "chance out of sample"),
        (
            "change against levers one by one",
            f"{CHEAPER:.0%} less",
            f"{found.place.change:.2f} against {other.change:.2f}, {saved:.0%} less",
            saved >= CHEAPER,
        ),
    ]


def take_seeds(project: Project, asked: argparse.Namespace) -> list[Row]:
    cheapest = read_question(CHEAPEST, questions_path(), project.tables, project.graph.scalars)
    rows, cases, greedy = list[Row](), [], []
    for seed in range(asked.seeds):
        question = replace(cheapest, seed=seed)
        effort = replace(QUICK if asked.quick else FULL, ladder=())
        begin = time.process_time()
        found = answer(project, question, effort=effort)
        cases.append(found.case)
        rows.append(out_of_sample(found, f"seed {seed}, chance out of sample"))
        if found.found.greedy is not None:
            greedy.append(found.found.greedy.cost)
        print(
            f"seed {seed}: {found.word}: {found.place.cost:+.1f} yi CNY, levers one by one "
            f"{greedy[-1] if greedy else np.nan:+.1f}; {time.process_time() - begin:.0f} s of "
            "processors",
            flush=True,
        )
    start = read_case(cheapest.start, project.tables)
    worlds = draw_members(project, JUDGED, JUDGE)
    costs = net_present_cost(project, cases, worlds, start, seed=JUDGE).mean(axis=1)
    size = float(np.abs(costs).mean())
    spread = float((costs.max() - costs.min()) / size)
    listed = ", ".join(f"{each:+.1f}" for each in costs)
    rows.append(
        (
            f"cost from {asked.seeds} seeds, yi CNY, in the same other worlds",
            f"apart by {SPREAD:.0%}",
            f"{listed}: apart by {spread:.1%}",
            spread <= SPREAD,
        )
    )
    if greedy:
        other = float(np.mean(greedy))
        saved = (other - float(costs.mean())) / abs(other)
        rows.append(
            (
                "cost against levers by rising cost per tonne",
                f"{CHEAPER:.0%} less",
                f"{costs.mean():+.1f} against {other:+.1f}, {saved:.0%} less",
                saved >= CHEAPER,
            )
        )
    return rows


def take_levels(project: Project, asked: argparse.Namespace) -> list[Row]:
    """Hold every shipped question against levers one by one, by what it wants least."""
    rows = list[Row]()
    for name in question_names(questions_path()):
        question = read_question(name, questions_path(), project.tables, project.graph.scalars)
        if question.decide is not None:
            continue
        effort = replace(QUICK if asked.quick else FULL, ladder=())
        found = answer(project, question, effort=effort)
        own, other = found.place, found.found.greedy
        costed = question.least == "cost"
        mine = own.cost if costed else own.change
        text = f"{mine:+.2f} with {len(found.levers)} levers"
        if not found.feasible:
            rows.append((name, "as asked", f"not reached: {found.probability:.1%}", False))
            continue
        saved = 1.0
        if other is None:
            text += f", levers one by one {one_by_one_words(project, question, effort)}"
        else:
            usual = other.cost if costed else other.change
            saved = (usual - mine) / abs(usual)
            moved = int((other.point != found.found.start.point).sum())
            text += f" against {usual:+.2f} with {moved}, {saved:.1%} less"
        print(f"{name}: {text}", flush=True)
        words = f"{question.least} of {name} against levers one by one"
        rows.append((words, f"{CHEAPER:.0%} less", text, saved >= CHEAPER))
    return rows


def one_by_one_words(project: Project, question: SeekQuestion, effort: Effort) -> str:
    """Say how many levers one by one it takes, where a search gives no place of that way."""
    free = replace(question, at_most=None)
    evaluator = Evaluator(project, free, read_case(question.start, project.tables))
    path = one_by_one(evaluator, effort.look)
    step = first_held(evaluator, path, effort.choice, wanted_of(evaluator))
    return "do not get there" if step is None else f"take {step} of them"


def take_limits(project: Project, asked: argparse.Namespace) -> list[Row]:
    levers = tuple(project.tables.levers)
    few = replace(short(project), id="few", moves=(Move(levers=levers[-2:]),))
    found = timed(asked, project, few)
    named = [] if found.limits is None else [*(name for name, _ in found.limits.bounds)]
    free = [] if found.limits is None else [each.lever for each in found.limits.released]
    return [
        (
            "a question that cannot be met",
            "said, with the levers that bind and those that would help",
            f"at their end {named or 'none'}; let go {free or 'none'}",
            not found.feasible and bool(free),
        )
    ]


def take_same(project: Project, asked: argparse.Namespace) -> list[Row]:
    question = replace(short(project), holds=(replace(short(project).holds[0], probability=0.4),))
    asked = argparse.Namespace(**vars(asked) | {"quick": True})
    one, other = (timed(asked, project, question).to_record() for _ in range(2))
    return [("one seed twice", "the same bits", str(one == other), one == other)]


def take_structures(project: Project, asked: argparse.Namespace) -> list[Row]:
    if not project.tables.structures:
        return []
    found = timed(asked, project, replace(short(project), id="structures", over="structures"))
    over = found.verified.structures
    assert over is not None
    off = over.chance.value - found.probability
    return [
        (
            "over structures: chance out of sample",
            f"within {POINTS:.0%}",
            f"{found.probability:.1%} found, {over.chance.value:.1%} in other worlds "
            f"({over.lowest.value:.0%} to {over.highest.value:.0%} given any one condition)",
            abs(off) <= POINTS,
        )
    ]


PARTS: dict[str, Callable[[Project, argparse.Namespace], list[Row]]] = {
    "levels": take_levels,
    "time": take_time,
    "seeds": take_seeds,
    "limits": take_limits,
    "same": take_same,
    "structures": take_structures,
}

if __name__ == "__main__":
    raise SystemExit(main())
