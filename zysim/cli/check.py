"""`zysim check`: does the model behave as models/checks.toml says it must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zysim.cli.framework import NOT_HELD, command, option, say, spoken
from zysim.cli.show import print_json
from zysim.columns import fold, terminal_width
from zysim.inputs.scenarios import read_scenarios
from zysim.inputs.settings import resolve
from zysim.metrics.check_file import read_checks
from zysim.metrics.checks import Verdict, World, run_checks
from zysim.metrics.feedback import Feedback, measure_feedback, read_feedback
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
FEEDBACK: Pair = (
    "反馈环承担“{case}”对{year}年影响的 {level:.1%}、对峰值影响的 {peak:.1%}"
    "（把{links}个联系变量固定在“{base}”路径上测得；要求其一不低于 {least:.0%}）。",
    "Feedback carries {level:.1%} of the effect of '{case}' on {year} and {peak:.1%} of that on "
    "the peak (measured by holding {links} linking variables on their paths in '{base}'; one of "
    "the two must reach {least:.0%}).",
)
TOO_LITTLE: Pair = (
    "影响 {whole:+.3f}，切断联系后 {direct:+.3f}（{unit}）",
    "effect {whole:+.3f}, with the links cut {direct:+.3f} ({unit})",
)
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
    path = path or project.root / "models" / "checks.toml"
    verdicts = judge(project, path, engine)
    found = feedback(project, path)
    outcomes = [_units(project), *((each.check.says, each.problems) for each in verdicts)]
    outcomes += [_feedback(project, found)] if found else []
    failed = sum(bool(problems) for _, problems in outcomes)
    if as_json:
        print_json(
            {
                "checks": [_record(outcome) for outcome in outcomes],
                "feedback_share": found.share if found else None,
                "feedback": _feedback_record(found) if found else None,
            }
        )
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
        reference=project.city.reference,
        first=project.city.first,
        last=project.city.last,
    )
    checks = read_checks(path, world, tuple(project.graph.constants))
    return run_checks(
        checks,
        world,
        lambda batch, outputs: simulate(project, batch, engine=engine, outputs=outputs),
    )


def feedback(project: Project, path: Path) -> Feedback | None:
    """Return what the feedback test of a file of checks finds; None where it has none.

    Raises
    ------
    InputError
        Listing everything wrong with the test.
    """
    cases = {
        each.id: resolve(each, project.tables).constants for each in read_scenarios(project.tables)
    }
    acting = project.city.history + 1, project.city.last
    test = read_feedback(path, cases, project.graph.variables, acting)
    return measure_feedback(project.graph, test, cases) if test else None


def _feedback(project: Project, found: Feedback) -> Outcome:
    test = found.test
    titles = {each.id: (each.title_zh, each.title_en) for each in read_scenarios(project.tables)}
    zh, en = (
        pick(FEEDBACK, lang).format(
            case=pick(titles[test.to_case], lang),
            base=pick(titles[test.from_case], lang),
            year=test.year,
            level=found.level.share,
            peak=found.peak.share,
            links=len(test.links),
            least=test.at_least,
        )
        for lang in ("zh", "en")
    )
    unit = project.graph.variables[test.variable.partition("[")[0]].unit
    small = (
        say(TOO_LITTLE, whole=each.whole, direct=each.direct, unit=unit)
        for each in (found.level, found.peak)
    )
    return (zh, en), () if found.held else tuple(small)


def _feedback_record(found: Feedback) -> dict[str, Any]:
    test = found.test
    return {
        "from_case": test.from_case,
        "to_case": test.to_case,
        "variable": test.variable,
        "year": test.year,
        "links": list(test.links),
        "at_least": test.at_least,
        "level": {"whole": found.level.whole, "direct": found.level.direct},
        "level_share": found.level.share,
        "peak": {"whole": found.peak.whole, "direct": found.peak.direct},
        "peak_share": found.peak.share,
    }


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
