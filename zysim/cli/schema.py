"""`zysim schema`: what may stand in a table or a TOML file, for people and for editors."""

from __future__ import annotations

import json

import click

from zysim.cli.framework import argument, command, listed, say, spoken
from zysim.cli.options import json_option
from zysim.columns import fold, terminal_width
from zysim.wording import Pair, pick

HEAD: Pair = ("{file}：{about}", "{file}: {about}")
NEEDED: Pair = ("须填", "needed")


@command(
    "schema",
    about=(
        "各数表与文件可写什么：字段、写法、含义；--json 供编辑器使用",
        "what may stand in each table and file: fields, how they are written, what they mean",
    ),
    details=(
        "例：zysim schema scenario；zysim schema scenario --json > scenario.json，"
        "在情景文件首行写 #:schema ./scenario.json，编辑器（Taplo、Even Better TOML）便会提示",
        "Example: zysim schema scenario. With zysim schema scenario --json > scenario.json and a "
        "first line #:schema ./scenario.json, an editor (Taplo, Even Better TOML) knows the keys",
    ),
)
@argument(
    "name",
    required=False,
    about=(
        "名称或文件，如 levers、scenario、costs.csv；不写则列出全部",
        "a name or a file, such as levers, scenario, costs.csv; lists all if not given",
    ),
)
@json_option
def schema(name: str | None, as_json: bool) -> None:
    from zysim.answers.forms import FORMS, file_form, file_schema, form_rows

    lang = spoken()
    if as_json:
        made = file_schema(name, lang) if name else {key: file_schema(key, lang) for key in FORMS}
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    if name is None:
        named = [(key, f"{each.file}  {pick(each.about, lang)}") for key, each in FORMS.items()]
        click.echo("\n".join(listed(named)))
        return
    form = file_form(name)
    head = say(HEAD, file=form.file, about=pick(form.about, lang))
    click.echo(fold(head, terminal_width()))
    rows = form_rows(form, lang)
    must = f"；{pick(NEEDED, lang)}" if lang == "zh" else f"; {pick(NEEDED, lang)}"
    fields = [(name, f"{says} · {way}{must * needed}") for name, way, says, needed in rows]
    click.echo("\n".join(listed(fields)))
