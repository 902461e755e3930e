"""`zysim study`: begin a study of any model, and give its cases back to Vensim."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say
from zysim.errors import InputError, unknown_name
from zysim.files import write_text
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.wording import Pair

WRITTEN: Pair = ("已写出 {path}。", "Wrote {path}.")
NEXT: Pair = (
    "请核对各因素的范围（现为模型值 ±50%，只是起点，不是事实），再运行：zysim rank {path}",
    "Check the range of each factor (±50 % of the model's number: a start, not a fact), then: "
    "zysim rank {path}",
)
THEN: Pair = ("接着运行：zysim {command} {path}", "Then: zysim {command} {path}")


@command(
    "study",
    about=("为任一模型写出研究文件的初稿", "write a study of any model to start from"),
    details=(
        "例：zysim study new --model 我的.mdl\n"
        "    zysim study new --model m.mdl --vsc m.vsc --lst m.lst --cin low.cin --out s.toml\n"
        "    zysim study new --model m.mdl --voc m.voc --vpd m.vpd --data seen.tab\n"
        "    zysim study cin s.toml low --out low.cin",
        "Examples: zysim study new --model mine.mdl\n"
        "          zysim study new --model m.mdl --vsc m.vsc --lst m.lst --cin low.cin\n"
        "          zysim study new --model m.mdl --voc m.voc --vpd m.vpd --data seen.tab\n"
        "          zysim study cin s.toml low --out low.cin",
    ),
)
@argument("action", type=click.Choice(["new", "cin"]), about=("做什么", "what to do"))
@argument(
    "words",
    nargs=-1,
    metavar="[STUDY CASE]",
    about=("cin：研究文件与例名", "cin: the study file and the case"),
)
@option(
    "--model",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("new：模型文件（.mdl）", "new: the model file (.mdl)"),
)
@option(
    "--vsc",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("new：沿用 Vensim 的敏感性设置", "new: take over a sensitivity set-up of Vensim"),
)
@option(
    "--lst",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("new：沿用 Vensim 的保存清单作为结果", "new: take over a save list as outcomes"),
)
@option(
    "--cin",
    "cins",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    about=(
        "new：Vensim 的常数文件，各成一例，可多次",
        "new: a .cin file as a case; may be repeated",
    ),
)
@option(
    "--voc",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "new：沿用 Vensim 优化设置中常数的范围",
        "new: take over the ranges of an optimisation control of Vensim",
    ),
)
@option(
    "--vpd",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "new：沿用 Vensim 的目标定义：与数据比较的写入 [fit]，其余成为结果",
        "new: take over a payoff of Vensim: comparisons with data as [fit], the rest as outcome",
    ),
)
@option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    about=(
        "new：导出为 .tab 或 .csv 的数据，可多次；--vpd 与第一个比较",
        "new: data exported as .tab or .csv; may be repeated; --vpd compares with the first",
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("写到哪个文件，默认与模型同名", "file to write, named as the model if not given"),
)
def study(
    action: str,
    words: tuple[str, ...],
    model: Path | None,
    vsc: Path | None,
    lst: Path | None,
    cins: tuple[Path, ...],
    voc: Path | None,
    vpd: Path | None,
    data: tuple[Path, ...],
    out: Path | None,
) -> None:
    if action == "cin":
        _write_cin(words, out)
        return
    if model is None or words:
        msg = "study new: give the model, as in zysim study new --model mine.mdl"
        raise InputError(msg, zh="study new：请给出模型，如 zysim study new --model 我的.mdl")
    # Only here: the help does not need it.
    from zysim.reading.vensim import read_model
    from zysim.sensitivity.study_draft import draft_study, read_draft

    path = out or Path(f"{model.stem}.toml")
    _refuse_there(path)
    draft = read_draft(vsc=vsc, lst=lst, cins=cins, voc=voc, vpd=vpd, data=data)
    text = draft_study(read_model(model, data=data), model, draft, path.parent)
    write_text(path, text)
    click.echo(say(WRITTEN, path=path))
    if draft.vsc is None and not draft.searched:
        click.echo(say(NEXT, path=path))
    else:
        compared = any(term.data for term in draft.payoff)
        click.echo(say(THEN, command="fit" if compared else "rank", path=path))


def _write_cin(words: tuple[str, ...], out: Path | None) -> None:
    from zysim.inputs.cin import cin_text
    from zysim.reading.model_text import typed_id
    from zysim.sensitivity.case_tables import vensim_names
    from zysim.sensitivity.subject import open_subject

    if len(words) != 2 or out is None:
        msg = "study cin: give a study, a case and --out: zysim study cin s.toml low --out l.cin"
        zh = "study cin：请给出研究、例名和 --out，如 zysim study cin s.toml low --out low.cin"
        raise InputError(msg, zh=zh)
    asked = read_study(words[0], studies_path())
    if words[1] not in asked.cases:
        raise unknown_name("case", words[1], asked.cases, words[0])
    _refuse_there(out)
    subject = open_subject(asked)
    named = vensim_names(subject.graph, subject.cases[words[1]])
    tables = {typed_id(name): each for name, each in asked.cases[words[1]].tables.items()}
    write_text(out, cin_text(named, vensim_names(subject.graph, tables)))
    click.echo(say(WRITTEN, path=out))


def _refuse_there(path: Path) -> None:
    if path.exists():
        msg = f"{path}: is there already; choose another name with --out."
        raise InputError(msg, zh=f"{path} 已存在，请用 --out 换一个文件名。")
