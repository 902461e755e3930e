"""What reviewers ask of a model, answered from its graph and tables: STRESS-SD and the minimum.

STRESS-SD: Monks et al. (2019), Strengthening the reporting of empirical simulation studies.
The minimum and preferred reporting of models: Rahmandad and Sterman (2012), Reporting guidelines
for simulation-based research in social sciences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zysim.kernel.methods import METHOD_NAMES
from zysim.metrics.fit import Fit
from zysim.report.model_map import checklist_words as words
from zysim.report.model_map.structure import loops, part_links
from zysim.report.paper.references import OWN, cited, own_judgements
from zysim.runs.project import Project, quality_counts
from zysim.sampling import MEMBERS
from zysim.wording import QUALITIES, Lang, pick


def figures_of(project: Project, lang: Lang) -> dict[str, str | int]:
    """Return every number that the answers name."""
    graph, tables, city = project.graph, project.tables, project.city
    kinds = [each.kind for each in graph.variables.values()]
    links = part_links(graph)
    counts = quality_counts(tables)
    documents = [each for each, _uses in cited(tables) if each.key != OWN]
    comma = "、" if lang == "zh" else ", "
    return {
        **city.words(lang),
        "base": city.base,
        "held_out": city.held_out,
        "model": project.model.name,
        "sha": graph.sha256[:16],
        "variables": len(kinds),
        "stocks": kinds.count("stock"),
        "constants": kinds.count("constant"),
        "computed": kinds.count("auxiliary"),
        "initials": kinds.count("initial"),
        "parts": len({each.sector for each in graph.variables.values()}),
        "links": len(links),
        "loops": len(loops(links)),
        "method": pick(METHOD_NAMES[graph.method], lang),
        "step": f"{graph.time_step:g}",
        "accounts": comma.join(pick(each.label, lang) for each in city.accounts.values()),
        "levers": len(tables.levers),
        "targets": len(tables.targets),
        "uncertain": len(tables.uncertainty),
        "questions": len(tables.structures),
        "members": MEMBERS,
        "documents": len(documents),
        "own": own_judgements(tables),
        "parameters": len(tables.parameters),
        "qualities": comma.join(
            f"{pick(QUALITIES[name], lang)} {count}" for name, count in counts.items() if count
        ),
        "observed": sum(each.use != "show" for each in tables.history),
        "shown": sum(each.use == "show" for each in tables.history),
        "about": pick(city.data, lang),
    }


def checklist(
    project: Project, fits: tuple[Fit, ...], title: str, items: words.Items, lang: Lang
) -> Iterator[str]:
    """Give the lines of a page in Markdown: item by item, what is asked and what holds.

    Parameters
    ----------
    project
        Model and tables.
    fits
        Errors against history, listed where an item asks for them.
    title
        Of the page.
    items
        Heading to pairs of what is asked and the answer, with slots of :func:`figures_of`.
    lang
        Of the page.
    """
    figures: Mapping[str, str | int] = figures_of(project, lang)
    yield f"# {title}\n"
    yield pick(words.INTRODUCTION, lang).format(**figures) + "\n"
    for heading, rows in items.items():
        yield f"\n## {pick(heading, lang)}\n"
        yield "| {} | {} |\n|---|---|".format(*(pick(each, lang) for each in words.HEADS))
        for asked, answer in rows:
            said = pick(answer, lang).format(**figures, fits=_fits(fits, project, lang))
            yield f"| {pick(asked, lang)} | {said} |"
    yield ""


def _fits(fits: tuple[Fit, ...], project: Project, lang: Lang) -> str:
    if not fits:
        return pick(words.NO_FITS, lang)
    variables = project.graph.variables
    items = [
        pick(words.FIT, lang).format(
            name=pick(
                (
                    variables[each.variable.partition("[")[0]].title_zh,
                    variables[each.variable.partition("[")[0]].name,
                ),
                lang,
            ),
            use=pick(words.USES[each.use], lang),
            mape=each.mape,
            u=each.theil.u,
        )
        for each in fits
    ]
    return ("；" if lang == "zh" else "; ").join(items)
