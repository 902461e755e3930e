"""`zysim check`: does the model behave as models/checks.toml says it must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zysim.cli.framework import NOT_HELD, command, option, say, spoken
from zysim.cli.show import print_json, terminal_width
from zysim.columns import fold
from zysim.inputs.scenarios import read_scenarios
from zysim.inputs.settings import resolve
from zysim.metrics.check_file import read_checks
from zysim.metrics.checks import Verdict, World, run_checks
from zysim.reading.unit_check import check_units
from zysim.runs.execute import ENGINES, Engine, simulate
from zysim.runs.project import Project, open_project
from zysim.wording import Pair, pick

Outcome = tuple[Pair, tuple[str, ...]]
"""A sentence in both languages, and what contradicts it."""

SHOWN = 5
UNITS_FIT: Pair = (
    "每个方程两边单位一致，每步运算单位相容。",
    "Both sides of every equation have one unit, and every operation inside fits.",
)
MORE: Pair = ("……另有 {count} 处", "… and {count} more")
ALL_HELD: Pair = ("{count} 条全部成立。", "All {count} hold.")
SOME_FAILED: Pair = ("{count} 条中有 {failed} 条不成立。", "{failed} of {count} do not hold.")


@command(
    "check",
    about=("检验模型行为（models/checks.toml）", "check the model's behaviour"),
    details=(
        "逐句检验模型应有的行为；有不成立的，退出码为 3。",
        "Tests each sentence about the model; the exit code is 3 when one does not hold.",
    ),
)
@option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("另一个检验文件", "another file of checks"),
)
@option(
    "--engine",
    type=click.Choice(ENGINES[:3]),
    default="auto",
    about=("计算引擎", "engine"),
)
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def check(path: Path | None, engine: Engine, as_json: bool) -> int:
    project = open_project()
    verdicts = judge(project, path or project.root / "models" / "checks.toml", engine)
    outcomes = [_units(project), *((each.check.says, each.problems) for each in verdicts)]
    failed = sum(bool(problems) for _, problems in outcomes)
    if as_json:
        print_json([_record(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            click.echo(_text(outcome))
        words = SOME_FAILED if failed else ALL_HELD
        click.echo("\n" + say(words, count=len(outcomes), failed=failed))
    return NOT_HELD if failed else 0


def judge(project: Project, path: Path, engine: Engine = "auto") -> list[Verdict]:
    """Run the checks of a file on a project's model.

    Raises
    ------
    InputError
        Listing everything wrong with the file.
    """
    tables = project.tables
    levers = {lever.constant: (lever.low, lever.high) for lever in tables.levers.values()}
    world = World(
        elements={name: each.elements for name, each in project.graph.variables.items()},
        levers=levers,
        scenarios={each.id: resolve(each, tables).constants for each in read_scenarios(tables)},
    )
    checks = read_checks(path, world, tuple(project.graph.constants))
    return run_checks(
        checks,
        world,
        lambda batch, outputs: simulate(project, batch, engine=engine, outputs=outputs),
    )


def _units(project: Project) -> Outcome:
    found = check_units(project.graph)
    return UNITS_FIT, tuple(pick((each.zh, str(each)), spoken()) for each in found)


def _text(outcome: Outcome) -> str:
    says, problems = outcome
    words = fold(pick(says, spoken()), terminal_width() - 2, "  ")
    lines = [f"{'✗' if problems else '✓'} {words}"]
    lines += [f"    {problem}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append("    " + say(MORE, count=len(problems) - SHOWN))
    return "\n".join(lines)


def _record(outcome: Outcome) -> dict[str, Any]:
    says, problems = outcome
    return {
        "says_zh": says[0],
        "says_en": says[1],
        "held": not problems,
        "problems": list(problems),
    }
