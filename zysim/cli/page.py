"""`zysim page`: the what-if page, one file that runs in any browser without a network."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import members_asked, members_option, posterior_option, seed_option
from zysim.cli.study_asked import study_asked
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.files import write_text
from zysim.wording import Pair

PAGE_MEMBERS = 512
MOST_MEMBERS = 4096
"""More would make the file too large to send."""
WRITTEN: Pair = (
    "已写出 {path}（{size:.1f} MB）。用浏览器打开即可，不需要网络，可直接拷给同事。",
    "Wrote {path} ({size:.1f} MB). Open it in a browser; it needs no network and can be passed on.",
)
STALE: Pair = (
    "{name}：保存的建议是用旧的数求得的，网页中略去。重新求解：zysim seek {name} --out 结果.json",
    "{name}: the answer kept was found with other numbers and is left out. Ask again: zysim seek "
    "{name} --out FILE.json",
)


@command(
    "page",
    about=("生成可离线打开的情景试算网页", "write the what-if page, one offline file"),
    details=(
        "例：zysim page\n"
        "    zysim page -o 试算.html --scenario {reference} --scenario my.toml\n"
        "    zysim page --model other.mdl\n"
        "    zysim page study.toml",
        "Examples: zysim page\n"
        "          zysim page -o what-if.html --scenario {reference} --scenario my.toml\n"
        "          zysim page --model other.mdl\n"
        "          zysim page study.toml",
    ),
)
@argument(
    "study",
    required=False,
    about=(
        "任何模型的一个研究（.toml），同 --model",
        "a study of any model (.toml), as --model takes it",
    ),
)
@option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default="zysim.html",
    show_default=True,
    metavar="FILE",
    about=("写到哪个文件", "file to write"),
)
@option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="NAME",
    about=(
        "页内预设，可重复；第一个为比较基准，默认全部内置情景",
        "preset, may be repeated; the first is what others are compared with; all if none",
    ),
)
@members_option(PAGE_MEMBERS)
@seed_option
@posterior_option
@option(
    "--proposals",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    about=(
        "问题及其结果（results/名称.json）所在文件夹，默认为内置的 seek/",
        "folder of questions and their answers (results/NAME.json); the shipped seek/ if none",
    ),
)
@option("--no-cards", is_flag=True, about=("不做结论卡，快得多", "no conclusion cards: faster"))
@option(
    "--model",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    about=(
        "另一个 Vensim 模型，其常数作为滑块；或其研究（.toml），因素在前、各例为预设",
        "another Vensim model, its constants as sliders; or a study of one, its factors first and "
        "its cases as presets",
    ),
)
def page(
    study: str | None,
    out: Path,
    scenarios: tuple[str, ...],
    members: int,
    seed: int,
    posterior: Path | None,
    proposals: Path | None,
    no_cards: bool,
    model: Path | None,
) -> None:
    from zysim.page.write import page_html

    if not 2 <= members <= MOST_MEMBERS:
        msg = f"-n {members}: a page holds 2 to {MOST_MEMBERS} states of the world."
        raise InputError(msg, zh=f"-n {members}：网页可带 2 至 {MOST_MEMBERS} 种不确定情形。")
    if study is not None:
        asked = study_asked([study], ("study", "out"))
        if asked is None:
            msg = f"{study}: not a study; give presets with --scenario, another model with --model."
            zh = f"{study}：不是研究；预设请用 --scenario，其他模型请用 --model。"
            raise InputError(msg, zh=zh)
        model = asked.path
    if model is not None:
        if scenarios or posterior is not None:
            msg = f"--model {model}: has no scenarios and no worlds of the city; leave them out."
            zh = f"--model {model}：其他模型没有情景与后验，请去掉 --scenario 与 --posterior。"
            raise InputError(msg, zh=zh)
        from zysim.inputs.study_file import is_study, read_study
        from zysim.page.any_model import model_payload, study_payload
        from zysim.paths import studies_path
        from zysim.reading.vensim import read_model

        if is_study(str(model)):
            payload = study_payload(read_study(str(model), studies_path()))
        else:
            payload = model_payload(read_model(model), (model.stem, model.stem))
    else:
        from zysim.inputs.scenarios import scenario_names
        from zysim.page.payload import city_payload
        from zysim.paths import questions_path
        from zysim.report.stored_seek import stored_proposals
        from zysim.runs.project import choose, open_project

        project = open_project()
        names = scenarios or scenario_names(project.tables)
        chosen = choose(project, names, {})
        fresh, stale = stored_proposals(project, proposals or questions_path())
        for question in stale:
            click.echo(fold(say(STALE, name=question.id), terminal_width()), err=True)
        payload = city_payload(
            project,
            chosen,
            members=members_asked(project, members),
            seed=seed,
            proposals=fresh,
            stale=stale,
            cards=not no_cards,
        )
    text = page_html(payload, spoken())
    write_text(out, text)
    size = len(text.encode()) / 1e6
    click.echo(fold(say(WRITTEN, path=out, size=size), terminal_width()))
