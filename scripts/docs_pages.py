"""Pages of the documentation that are made from the model and its tables, and the gallery.

mkdocs calls :func:`on_files` while it builds; nothing here is written into docs/.
"""

from __future__ import annotations

import importlib.util
import inspect
import io
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, get_args

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

import zysim
from zysim.answers.forms import FORMS, form_rows
from zysim.inputs.lever_names import element_of
from zysim.inputs.loops import read_loops
from zysim.metrics.history_fit import fits_of
from zysim.plots.style import house_style
from zysim.report.gallery import PICTURES
from zysim.report.model_map import checklist_words as words
from zysim.report.model_map.checklists import checklist
from zysim.report.model_map.draw import (
    draw_map,
    draw_stocks,
    map_caption,
    part_names,
    variable_name,
)
from zysim.report.model_map.mathematics import mathematics
from zysim.report.model_map.structure import loops, part_links, stock_flows
from zysim.runs.project import Project, open_project, quality_counts
from zysim.wording import Lang, Pair, pick, quality_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

LANGS: tuple[Lang, ...] = get_args(Lang)
MOST = 12
"""Stocks drawn of a part; the others stand among the equations."""
FIELDS: Pair = ("数表与文件的字段", "Fields of tables and files")
FIELDS_ABOUT: Pair = (
    "每个字段只在程序中声明一次：读表时按它检查，本页与 `zysim schema 名称` 由它生成；"
    "`zysim schema 名称 --json` 给出供编辑器使用的 JSON Schema（数表为 Table Schema）。",
    "Each field is declared once in the program: readers check by it, and this page and "
    "`zysim schema NAME` are made of it; `zysim schema NAME --json` prints a JSON Schema for "
    "editors (a Table Schema for tables).",
)
FIELD_HEADS: tuple[Pair, ...] = (
    ("字段", "Field"),
    ("写法", "Written as"),
    ("须填", "Needed"),
    ("含义", "Meaning"),
)
NEEDED: Pair = ("是", "yes")
DIAGRAMS: Pair = ("模型图：部分、回路、存量与流量", "Diagrams: parts, loops, stocks and flows")
NAMED: Pair = ("主要反馈回路", "The loops by name")
NAMED_HEADS: tuple[Pair, ...] = (
    ("回路", "Loop"),
    ("名称", "Name"),
    ("怎样作用", "What it does"),
    ("断开它的常数", "Constant that cuts it"),
)
LOOPS: Pair = ("相互引用的部分，由强到弱：", "Parts that use each other, the closest first:")
STOCKS: Pair = ("{name}：存量与流量", "{name}: stocks and flows")
WIDE = '<div style="overflow-x: auto; min-width: 24rem; max-width: 40rem">{}</div>'
"""Mathematics does not break into lines: what is too wide is scrolled to."""
EQUATIONS: Pair = ("全部方程", "All equations")
HEADS: tuple[Pair, ...] = (
    ("变量", "Variable"),
    ("名称", "Name"),
    ("单位", "Unit"),
    ("方程", "Equation"),
    ("模型文件中的写法", "As the file has it"),
)
ROOT = Path(__file__).resolve().parents[1]
PROTOCOL = (
    *("table", "to_frame", "to_dataset", "text", "figure", "record", "to_json"),
    *("save", "manifest"),
)
"""Methods of every result, in the order in which a reader needs them."""
DRAWN = ROOT / "figures" / "out"
SHIM = ROOT / "web" / "node_modules" / "iframe-worker" / "shim" / "index.js"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add pages made from the model, its pictures and the gallery to the pages of docs/."""
    # Only here: the tables are made, and tested, without mkdocs.
    from mkdocs.structure.files import File

    project = open_project()
    made = {
        "parameters.md": "\n".join(parameters(project)),
        "gallery.md": "\n".join(gallery()),
        "python.md": "\n".join(_notebook().markdown(ROOT / "docs" / "python.ipynb")),
        "api.md": "\n".join(api()),
        **reviewer_pages(project),
        **{f"{lang}/fields.md": "\n".join(fields(lang)) for lang in LANGS},
        **diagrams(project),
    }
    for name, text in made.items():
        files.append(File.generated(config, name, content=text))
    for picture in sorted(DRAWN.glob("*.png")):
        uri = f"images/gallery/{picture.name}"
        files.append(File.generated(config, uri, abs_src_path=str(picture)))
    if SHIM.is_file():  # without the page's tools the search works from a server only
        files.append(File.generated(config, "assets/iframe-worker.js", abs_src_path=str(SHIM)))
    return files


def _notebook() -> ModuleType:
    """Return scripts/notebook.py, which stands beside this file and is no package."""
    spec = importlib.util.spec_from_file_location("notebook", ROOT / "scripts" / "notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reviewer_pages(project: Project) -> dict[str, str]:
    """Return the pages that reviewers ask for, in each language, by name."""
    fits = fits_of(project)
    pages = {}
    for lang in LANGS:
        stress, minimum = (pick(each, lang) for each in (words.STRESS_TITLE, words.MINIMUM_TITLE))
        pages[f"{lang}/equations.md"] = "\n".join(equations(project, lang))
        pages[f"{lang}/diagrams.md"] = "\n".join(diagram_page(project, lang))
        pages[f"{lang}/stress-sd.md"] = "\n".join(
            checklist(project, fits, stress, words.STRESS, lang)
        )
        pages[f"{lang}/reporting.md"] = "\n".join(
            checklist(project, fits, minimum, words.MINIMUM, lang)
        )
    return pages


def fields(lang: Lang) -> Iterator[str]:
    """Give the page of every table and TOML file: its fields as its reader checks them."""
    yield f"# {pick(FIELDS, lang)}\n"
    yield pick(FIELDS_ABOUT, lang) + "\n"
    for name, form in FORMS.items():
        yield f"## {name}\n"
        files = ", ".join(f"`{each}`" for each in form.file.split(", "))
        yield f"{files}: {pick(form.about, lang)}\n"
        yield f"| {' | '.join(pick(each, lang) for each in FIELD_HEADS)} |"
        yield "|---|---|---|---|"
        for field, way, meaning, needed in form_rows(form, lang):
            mark = pick(NEEDED, lang) if needed else ""
            yield f"| `{field}` | {cell(way)} | {mark} | {cell(meaning)} |"
        yield ""


def diagrams(project: Project) -> dict[str, str]:
    """Return the pictures of the model as SVG, by name."""
    mpl.use("Agg")
    names, found = part_names(project), {}
    for lang in LANGS:
        with house_style():
            found[f"{lang}/parts.svg"] = svg(draw_map(project.graph, names, lang))
            for part in stock_parts(project):
                drawn = draw_stocks(project.graph, names, lang, part=part, most=MOST)
                found[f"{lang}/stocks-{part}.svg"] = svg(drawn)
    return found


def svg(figure: Figure) -> str:
    """Return a figure as text, and close it."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close(figure)
    return text.getvalue()


def stock_parts(project: Project) -> list[str]:
    """Return the parts of the model that hold stocks, by name."""
    return sorted({each.stock.sector for each in stock_flows(project.graph)})


def diagram_page(project: Project, lang: Lang) -> Iterator[str]:
    """Give the page with the parts and their loops, and the stocks of each part."""
    names = part_names(project)
    yield f"# {pick(DIAGRAMS, lang)}\n"
    yield f"![{map_caption(project.graph, lang)}](parts.svg)\n"
    yield f"{map_caption(project.graph, lang)}\n"
    yield f"{pick(LOOPS, lang)}\n"
    for first, second in loops(part_links(project.graph)):
        yield f"- {pick(names[first], lang)} ⇄ {pick(names[second], lang)}"
    yield f"\n## {pick(NAMED, lang)}\n"
    yield "| {} | {} | {} | {} |".format(*(pick(each, lang) for each in NAMED_HEADS))
    yield "|---|---|---|---|"
    for loop in read_loops(project.root, project.graph):
        words = (pick(each, lang) for each in (loop.label, loop.says))
        yield "| {} | {} | {} | `{}` |".format(loop.id, *words, loop.switch)
    for part in stock_parts(project):
        name = pick(names[part], lang)
        yield f"\n## {name}\n"
        yield f"![{pick(STOCKS, lang).format(name=name)}](stocks-{part}.svg)\n"


def cell(text: object) -> str:
    """Return a text that is read in a cell of a Markdown table letter by letter.

    Every sign is written as a character reference: Markdown gives a meaning to ``*``, ``_``, ``|``
    and others, and drops them where it does.

    >>> cell("a * b")
    'a &#42; b'
    """
    return "".join(
        f"&#{ord(sign)};" if sign in string.punctuation else sign
        for sign in str(text).replace("\n", " ")
    )


def equations(project: Project, lang: Lang) -> Iterator[str]:
    """Give every equation of the model, part by part: as mathematics and as the file has it."""
    graph, names = project.graph, part_names(project)
    labels = {each.name.casefold(): variable_name(each, lang) for each in graph.variables.values()}
    for lever in project.tables.levers.values():
        labels[element_of(lever.id).replace("_", " ")] = pick(
            (lever.label_zh, lever.label_en), lang
        )
    yield f"# {pick(EQUATIONS, lang)}\n"
    yield f"`models/{project.model.name}`，SHA-256 `{graph.sha256[:16]}…`\n"
    computed = [each for each in graph.variables.values() if each.kind != "constant"]
    for sector in dict.fromkeys(each.sector for each in computed):
        yield f"\n## {cell(pick(names[sector], lang))}\n"
        yield "| {} | {} | {} | {} | {} |".format(*(pick(each, lang) for each in HEADS))
        yield "|---|---|---|---|---|"
        for each in computed:
            if each.sector == sector:
                yield (
                    f"| {cell(each.name)} | {cell(variable_name(each, lang))} | {cell(each.unit)} "
                    f"| {WIDE.format(mathematics(each.equation, labels, lang))} "
                    f"| <code>{cell(each.equation)}</code> |"
                )


def parameters(project: Project) -> Iterator[str]:
    """Give every parameter with range, quality and source."""
    tables = project.tables
    yield "# 全部参数 · All parameters\n"
    yield f"{quality_text(quality_counts(tables), tables.city.data, 'zh')}\n"
    yield f"{quality_text(quality_counts(tables), tables.city.data, 'en')}\n"
    yield "| id | 名称 | name | 值 · value | 范围 · range | 单位 | 质量 | 来源 · source |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in tables.parameters.values():
        known = each.provenance
        source = tables.sources[known.source]
        yield (
            f"| {cell(each.id)} | {cell(each.label_zh)} | {cell(each.label_en)} | {each.value:g} "
            f"| {each.low:g} – {each.high:g} | {cell(each.unit)} | {cell(known.quality)} "
            f"| {cell(source.title)} {cell(known.locator)} |"
        )


def api() -> Iterator[str]:
    """Give every public name with its signature and what it says of itself."""
    yield "# Python: 全部公开名称 · All public names\n"
    yield "例子见 [notebook](python.md)。Examples: [notebook](python.md).\n"
    yield "\n## 结果的共同用法 · What every result has\n"
    for name in PROTOCOL:
        yield from _documented(f"Result.{name}", getattr(zysim.Result, name))
    yield "\n## 分析 · Analyses\n"
    for name in zysim.ANALYSES:
        yield from _documented(f"zysim.{name}", getattr(zysim, name))
    yield "\n## 其余 · Others\n"
    for name in zysim.__all__:
        if name not in (*zysim.ANALYSES, "Result"):
            yield from _documented(f"zysim.{name}", getattr(zysim, name))


def _documented(name: str, what: object) -> Iterator[str]:
    try:
        signature = str(inspect.signature(what))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        signature = ""
    if isinstance(what, type) and issubclass(what, Exception):
        signature = ""
    text = inspect.cleandoc(what.__doc__ or "")
    yield f"\n### `{name}`\n"
    yield f"```python\n{name}{signature}\n```\n"
    yield f"```text\n{text}\n```\n"


def gallery() -> Iterator[str]:
    """Give every picture that `nox -s figures` has drawn."""
    yield "# 图库 · Gallery\n"
    yield "由 `zysim figures` 画出，中英文各一套，含 PNG、SVG、PDF。Drawn by `zysim figures`.\n"
    for name, picture in PICTURES.items():
        yield f"\n## {picture.about[0]} · {picture.about[1]}\n"
        for lang in ("zh", "en"):
            if not (DRAWN / f"{name}.{lang}.png").is_file():
                yield f"`zysim figures {name} --out figures/out`\n"
                break
            yield f"![{picture.about[lang == 'en']}](images/gallery/{name}.{lang}.png)\n"
