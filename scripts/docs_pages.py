"""Pages of the documentation that are made from the model and its tables, and the gallery.

mkdocs calls :func:`on_files` while it builds; nothing here is written into docs/.
"""

from __future__ import annotations

import importlib.util
import inspect
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import zysim
from zysim.report.gallery import PICTURES
from zysim.runs.project import Project, open_project, quality_counts
from zysim.wording import quality_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[1]
PROTOCOL = (
    *("table", "to_frame", "to_dataset", "text", "figure", "record", "to_json"),
    *("save", "manifest"),
)
"""Methods of every result, in the order in which a reader needs them."""
DRAWN = ROOT / "figures" / "out"
SHIM = ROOT / "web" / "node_modules" / "iframe-worker" / "shim" / "index.js"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add equations, parameters and the gallery to the pages of docs/."""
    # Only here: the tables are made, and tested, without mkdocs.
    from mkdocs.structure.files import File

    project = open_project()
    for name, text in (
        ("equations.md", "\n".join(equations(project))),
        ("parameters.md", "\n".join(parameters(project))),
        ("gallery.md", "\n".join(gallery())),
        ("python.md", "\n".join(_notebook().markdown(ROOT / "docs" / "python.ipynb"))),
        ("api.md", "\n".join(api())),
    ):
        files.append(File.generated(config, name, content=text))
    for picture in sorted(DRAWN.glob("*.png")):
        uri = f"images/gallery/{picture.name}"
        files.append(File.generated(config, uri, abs_src_path=str(picture)))
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


def equations(project: Project) -> Iterator[str]:
    """Give every equation of the model, sector by sector."""
    graph = project.graph
    yield "# 全部方程 · All equations\n"
    yield f"`models/ziyang.mdl`，SHA-256 `{graph.sha256[:16]}…`\n"
    computed = [each for each in graph.variables.values() if each.kind != "constant"]
    for sector in dict.fromkeys(each.sector for each in computed):
        yield f"\n## {cell(sector)}\n"
        yield "| 变量 · variable | 名称 | 单位 · unit | 方程 · equation |\n|---|---|---|---|"
        for each in computed:
            if each.sector == sector:
                yield (
                    f"| {cell(each.name)} | {cell(each.title_zh)} | {cell(each.unit)} "
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
            yield f"![{picture.about[lang == 'en']}](images/gallery/{name}.{lang}.png)\n"
