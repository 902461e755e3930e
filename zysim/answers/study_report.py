"""A Word report of a study of any model: what varied, its cases, the spread, the ranking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zysim.answers.rank import answer_rank
from zysim.answers.study_files import draw_fans, manifest_of
from zysim.answers.study_text import QUANTILES, SHOWN, listed, number_text
from zysim.files import SEAL, staged_folder
from zysim.inputs.study import Study
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.report.paper.blocks import (
    Block,
    Heading,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
    named,
)
from zysim.report.paper.files import NAME, refuse_to_replace, write_tables
from zysim.report.paper.front import Front
from zysim.report.paper.typeset import check_typst, write_pdf
from zysim.report.paper.word import write_word
from zysim.report.ranking_story import STEPS, basis_text, verdict_text
from zysim.runs.manifest import python_call
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sensitivity.study_answers import run_cases, spread_of
from zysim.sweeps.keep_study import write_study
from zysim.units import spoken_unit, unit_words
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from zysim.sensitivity.evaluate import Part
    from zysim.sensitivity.study_answers import Cases

RANKED = ("sobol", "morris")
CHAPTERS: dict[str, Pair] = {
    "question": ("问题", "The question"),
    "cases": ("各例", "The cases"),
    "spread": ("结果的分布", "The spread of the outcomes"),
    "ranking": ("哪些因素重要", "What matters"),
    "record": ("如何重做", "How to do it again"),
}
ABOUT: Pair = ("{model}的一个研究", "A study of {model}")
ASKED: Pair = (
    "模型为 {model}。表中列出变化的因素及其范围。",
    "The model is {model}. The table lists what varies, and how far.",
)
DEAD: Pair = ("所问的结果与 {names} 无关，未变化。", " Nothing asked for depends on {names}.")
FACTORS: Pair = ("变化的因素", "What varies")
FACTOR_HEADS: tuple[Pair, ...] = (
    ("因素", "factor"),
    ("单位", "unit"),
    ("最小", "lowest"),
    ("最可能", "most likely"),
    ("最大", "highest"),
    ("分布", "distribution"),
)
SHAPES: dict[str, Pair] = {
    "uniform": ("均匀", "uniform"),
    "triangular": ("三角", "triangular"),
    "normal": ("正态", "normal"),
    "lognormal": ("对数正态", "lognormal"),
    "discrete": ("离散", "discrete"),
}
UNVARIED: Pair = ("各例未变化任何因素；“–”表示没有此值。", "Nothing is varied here; – : no value.")
OUTCOMES: Pair = ("各例的结果", "Outcomes of the cases")
OUTCOME_HEADS: tuple[Pair, ...] = (("结果", "outcome"), ("单位", "unit"))
RUNS: Pair = (
    "{runs:,} 次独立运行（{kind} 设计，种子 {seed}）。",
    "{runs:,} independent runs ({kind} design, seed {seed}).",
)
QUANTILE_TABLE: Pair = ("结果的分位数", "Quantiles of the outcomes")
FAN: Pair = ("{name} 随时间的分布", "{name} over time")
RANKING: Pair = ("因素的排序，按“{outcome}”", "Factors ranked by “{outcome}”")
RECORD: Pair = (
    "命令：{command}。研究文件、模型、全部表格（CSV）与 manifest.json 与本报告同在一个文件夹。",
    "Command: {command}. The study, the model, every table as CSV and manifest.json stand in the "
    "folder of this report.",
)


def report_study(
    study: Study | str | Path,
    out: str | Path,
    lang: Lang,
    *,
    command: str = "",
    pdf: bool = False,
    force: bool = False,
    front: Front | None = None,
    template: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Run a study and write its report in one language; return the paths, the Word file first.

    A Sobol or Morris study has a chapter on what matters; a Morris one none on the spread.

    Parameters
    ----------
    study
        Of the city or of any model: opened, a name of a shipped one, or a ``.toml`` file.
    out
        Folder to write into.
    lang
        Language of the report.
    command
        What was typed; the call of this function if empty.
    pdf, force, front, template
        As for :func:`zysim.report.paper.files.write_report`.
    progress
        Told runs done and runs in all.

    Raises
    ------
    InputError
        If the study does not fit its model, a report stands in the folder, typst is missing or the
        template lacks a style.
    """
    folder = Path(out)
    if pdf:
        check_typst()
    if not force:
        refuse_to_replace(folder, lang)
    asked = study if isinstance(study, Study) else read_study(str(study), studies_path())
    command = command or python_call("report_study", asked.path, folder, lang)
    evaluator = Evaluator(asked)
    results = evaluate(evaluator, progress)
    word = f"{NAME}.{lang}.docx"
    with staged_folder(folder) as stage:
        paper = _paper(evaluator, results, stage, lang, command, front or Front())
        write_word(paper, stage / word, template)
        if pdf:
            write_pdf(paper, stage / f"{NAME}.{lang}.pdf")
        write_tables(paper, stage)
        write_study(asked, stage)
        (stage / SEAL).write_text(manifest_of(evaluator, command), encoding="utf-8")
        names = sorted(
            (path.name for path in stage.iterdir()), key=lambda name: (name != word, name)
        )
    return [folder / name for name in names]


def _paper(
    evaluator: Evaluator, results: Part, stage: Path, lang: Lang, command: str, front: Front
) -> Paper:
    study = evaluator.study
    chapters: dict[str, list[Block]] = {
        "question": _question(evaluator, lang),
        "cases": _cases(run_cases(evaluator), lang),
        "spread": _spread(evaluator, results, stage, lang),
        "ranking": _ranking(evaluator, results, lang) if study.method in RANKED else [],
        "record": [Paragraph(pick(RECORD, lang).format(command=command))],
    }
    blocks: list[Block] = []
    for name, found in chapters.items():
        if found:
            blocks += [Heading(pick(CHAPTERS[name], lang)), *named(name, found, lang)]
    about = pick(ABOUT, lang).format(model=_model_name(evaluator, lang))
    return Paper(
        title=front.title or pick(study.title, lang),
        subtitle=about,
        lang=lang,
        blocks=tuple(blocks),
        cover=front.lines(lang),
    )


def _model_name(evaluator: Evaluator, lang: Lang) -> str:
    """Return what the model is called: its file, or the city with its account."""
    subject = evaluator.subject
    about = pick(subject.about, lang)
    if subject.project is None:
        return about
    city = pick(subject.project.city.name, lang)
    return f"{city}（{about}）" if lang == "zh" else f"{city} ({about})"


def _question(evaluator: Evaluator, lang: Lang) -> list[Block]:
    space = evaluator.space
    rows = []
    for each, label, raw in zip(space.varied, space.labels, space.units, strict=True):
        factor, unit = spoken_unit(unit_words(raw), lang)
        mode = float("nan") if each.mode is None else each.mode
        numbers = [number_text(factor * value) for value in (each.low, mode, each.high)]
        shape = pick(SHAPES[each.distribution], lang)
        rows.append((pick(label, lang), unit, *numbers, shape))
    study, question = evaluator.study, ""
    if study.question != study.title:
        question = pick(study.question, lang) + (" " if lang == "en" else "")
    text = question + pick(ASKED, lang).format(model=_model_name(evaluator, lang))
    if space.dead:
        text += pick(DEAD, lang).format(names=listed(space.dead, lang))
    heads = tuple(pick(each, lang) for each in FACTOR_HEADS)
    return [Paragraph(text), TableBlock("factors", pick(FACTORS, lang), heads, tuple(rows))]


def _cases(found: Cases, lang: Lang) -> list[Block]:
    rows = []
    for at, each in enumerate(found.measured.values()):
        factor, unit = spoken_unit(each.unit, lang)
        values = [number_text(factor * row[at]) for row in found.outcomes]
        rows.append((pick(each.label, lang), unit, *values))
    heads = (*(pick(each, lang) for each in OUTCOME_HEADS), *found.cases)
    table = TableBlock("cases", pick(OUTCOMES, lang), heads, tuple(rows))
    return [Paragraph(pick(UNVARIED, lang)), table]


def _spread(evaluator: Evaluator, results: Part, stage: Path, lang: Lang) -> list[Block]:
    if evaluator.study.method == "morris":  # whose runs are no sample
        return []
    found, rows = spread_of(evaluator, results), []
    for at, each in enumerate(found.measured.values()):
        factor, unit = spoken_unit(each.unit, lang)
        values = [number_text(factor * found.quantiles[place, at]) for place in SHOWN]
        rows.append((pick(each.label, lang), unit, *values, f"{found.lacking[at]:.1%}"))
    heads = tuple(pick(each, lang) for each in (*OUTCOME_HEADS, *QUANTILES))
    study = evaluator.study
    basis = pick(RUNS, lang).format(runs=found.runs, kind=study.method, seed=study.seed)
    drawn = draw_fans(found, evaluator, stage)
    pictures = [path for path in drawn if path.name.endswith(f".{lang}.png")]
    shown = zip(evaluator.kept, pictures, strict=True)
    captions = {path: pick(FAN, lang).format(name=name) for name, path in shown}
    return [
        Paragraph(basis),
        TableBlock("spread", pick(QUANTILE_TABLE, lang), heads, tuple(rows)),
        *(
            PictureBlock(f"fan-{at}", caption, caption, path)
            for at, (path, caption) in enumerate(captions.items(), start=1)
        ),
    ]


def _ranking(evaluator: Evaluator, results: Part, lang: Lang) -> list[Block]:
    answer = answer_rank(evaluator, results)
    heads, *rows = answer.rows(lang)
    ranking = answer.found.ranking
    if ranking is None:
        text, main = "", next(iter(evaluator.outcomes))
    else:
        main = ranking.main
        steps = pick(STEPS[evaluator.study.model is not None], lang)
        verdict = verdict_text(ranking.verdict(main), lang)
        text = f"{basis_text(ranking, lang)} {verdict} {steps}"
    outcome = pick(evaluator.outcomes[main].label, lang)
    caption = pick(RANKING, lang).format(outcome=outcome)
    frame = answer.to_frame()
    data = (
        tuple(map(str, frame)),
        tuple(
            tuple(f"{cell:.6g}" if isinstance(cell, float) else str(cell) for cell in row)
            for row in frame.itertuples(index=False)
        ),
    )
    table = TableBlock("ranking", caption, tuple(heads), tuple(map(tuple, rows)), data=data)
    return [Paragraph(text or caption), table]
