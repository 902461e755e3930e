"""`zysim discover`: the conditions under which a scenario peaks late, or in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import boundary_option, of_city, seed_option
from zysim.cli.show import print_json
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.columns import columns, fold, terminal_width
from zysim.errors import InputError
from zysim.inputs.changes import parse_changes
from zysim.runs.project import Project, choose_one, open_project
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.sensitivity.discovery import Answer, When

MEMBERS = 4096
HEADS: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("范围", "range"),
    ("单位", "unit"),
    ("取值范围", "drawn from"),
    ("准 p 值", "quasi-p"),
    ("复现", "found again"),
)
FILES: Pair = ("文件：{names}", "Files: {names}")


@command(
    "discover",
    about=(
        "在哪些不确定条件下达峰推迟（或按时）",
        "the uncertain conditions under which the peak comes late, or in time",
    ),
    details=(
        "例：zysim discover {reference}\n    zysim discover {main} --when by -n 16384 --out out",
        "Examples: zysim discover {reference}\n"
        "          zysim discover {main} --when by -n 16384 --out out",
    ),
)
@argument(
    "scenario",
    default=of_city(lambda city: city.main),
    about=("情景，默认为 city.toml 的 main", "scenario; the main one of city.toml if none"),
)
@option(
    "--when",
    type=click.Choice(["after", "by"]),
    about=(
        "问题：晚于该年（after）或该年及以前（by）达峰；默认 after，若几乎总是如此则 by",
        "ask about a peak after the year or by it; after, but by where it is nearly always after",
    ),
)
@option(
    "--year",
    type=int,
    about=("以哪一年为界，默认为目标年", "the year in question; the goal if none"),
)
@option(
    "--event",
    metavar="FORMULA",
    about=(
        "与研究同用：要发现条件的事件，如 'x[2050] > 3'",
        "with a study: the event to explain, such as 'x[2050] > 3'",
    ),
)
@boundary_option
@option(
    "-n",
    "members",
    type=int,
    default=MEMBERS,
    metavar="N",
    about=(
        f"不确定情形的个数，默认 {MEMBERS}，另抽同样多用于检验",
        f"states of the world, {MEMBERS} if not given; as many again for the test",
    ),
)
@seed_option
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=("改一项措施或一个常数（不再随机）", "change a lever or a constant (no longer drawn)"),
)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出条件表与逐步剔除过程", "write tables of the conditions and of the peeling"),
)
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def discover(
    scenario: str,
    when: When | None,
    year: int | None,
    event: str | None,
    boundary: str,
    members: int,
    seed: int,
    changes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    study = study_asked([scenario], {"event", "members", "seed", "out", "as_json"})
    if study is not None:
        # Only here: scipy takes half a second that the help can spare.
        from zysim.cli.study_commands import discover_study

        discover_study(study, *asked_draws(members, seed), event, out, as_json=as_json)
        return
    if event is not None:
        msg = f"--event {event}: goes with a study; for the city use --when and --year."
        raise InputError(msg, zh=f"--event {event} 须与研究同用；城市情景请用 --when 和 --year。")
    # Only here: scipy and pandas take a second that the help can spare.
    from zysim.report.discovery_story import discovery_record
    from zysim.sensitivity import discovery

    project = open_project()
    settings = choose_one(project, scenario, parse_changes(changes))
    answer = discovery.discover(
        project, settings, boundary=boundary, members=members, seed=seed, when=when, year=year
    )
    title = settings.titles
    written = _write(answer, project, title, out) if out is not None else []
    if as_json:
        print_json(discovery_record(answer, title, project.tables))
        return
    click.echo(discovery_text(answer, project, pick(title, spoken()), spoken()))
    if written:
        names = " ".join(path.name for path in written)
        click.echo("\n" + fold(say(FILES, names=names), terminal_width()))


def discovery_text(answer: Answer, project: Project, title: str, lang: Lang) -> str:
    """Return the answer, its conditions, how far to trust them, and how they were found."""
    from zysim.report import discovery_story as story

    wide = terminal_width()
    cautions = [fold(each, wide) for each in story.cautions_of(answer, project.tables, lang)]
    parts = [fold(story.lead_text(answer, title, lang), wide)]
    if answer.conditions:
        parts += [
            _table(answer, project, lang),
            fold(story.quality_text(answer, lang), wide),
        ]
    parts += ["\n".join(cautions)] if cautions else []
    return "\n\n".join([*parts, fold(story.method_text(answer, lang), wide)])


def _table(answer: Answer, project: Project, lang: Lang) -> str:
    from zysim.report.discovery_story import condition_name, range_text
    from zysim.units import unit_words

    rows = [
        [
            condition_name(each, project.tables, lang),
            range_text(each, lang),
            pick(unit_words(project.tables.parameters[each.id].unit), lang),
            f"{each.drawn[0]:g} – {each.drawn[1]:g}",
            "<0.001" if each.quasi_p < 0.001 else f"{each.quasi_p:.3f}",
            f"{each.reproduced:.0%}",
        ]
        for each in answer.conditions
    ]
    return columns([[pick(head, lang) for head in HEADS], *rows], right=frozenset({4, 5}))


def _write(answer: Answer, project: Project, title: Pair, out: Path) -> list[Path]:
    from zysim.files import staged_folder
    from zysim.report.discovery_story import condition_table, trajectory_table

    with staged_folder(out) as stage:
        condition_table(answer, project.tables).to_csv(stage / "conditions.csv", index=False)
        trajectory_table(answer).to_csv(stage / "trajectory.csv", index=False)
        for lang in get_args(Lang):
            text = discovery_text(answer, project, pick(title, lang), lang)
            (stage / f"answer.{lang}.txt").write_text(text + "\n", encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir())
    return [out / name for name in names]
