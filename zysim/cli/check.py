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
from zysim.runs.execute import ENGINES, Engine, simulate
from zysim.runs.project import Project, open_project
from zysim.wording import Pair, pick

SHOWN = 5
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
    failed = sum(not verdict.held for verdict in verdicts)
    if as_json:
        print_json([_record(verdict) for verdict in verdicts])
    else:
        for verdict in verdicts:
            click.echo(_text(verdict))
        words = SOME_FAILED if failed else ALL_HELD
        click.echo("\n" + say(words, count=len(verdicts), failed=failed))
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


def _text(verdict: Verdict) -> str:
    says = fold(pick(verdict.check.says, spoken()), terminal_width() - 2, "  ")
    lines = [f"{'✓' if verdict.held else '✗'} {says}"]
    lines += [f"    {problem}" for problem in verdict.problems[:SHOWN]]
    if len(verdict.problems) > SHOWN:
        lines.append("    " + say(MORE, count=len(verdict.problems) - SHOWN))
    return "\n".join(lines)


def _record(verdict: Verdict) -> dict[str, Any]:
    return {
        "says_zh": verdict.check.says[0],
        "says_en": verdict.check.says[1],
        "held": verdict.held,
        "problems": list(verdict.problems),
    }
