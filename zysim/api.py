"""Analyses by name: each opens the city, reads the cases as typed, and returns one result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.errors import InputError
from zysim.inputs.changes import Changes
from zysim.runs.project import choose, choose_one, open_project

if TYPE_CHECKING:
    from zysim.calibration.calibrate import Calibration
    from zysim.calibration.update import Update
    from zysim.metrics.targets import Score
    from zysim.report.card.tell import CardText
    from zysim.seeking.answer import Answer as SeekAnswer
    from zysim.sensitivity.cost_answer import CostAnswer
    from zysim.sensitivity.credit import Explanation
    from zysim.sensitivity.discovery import Answer
    from zysim.sensitivity.ranking import Ranking
    from zysim.sweeps.open_study import OpenStudy


def seek(
    question: str,
    *,
    probability: float | None = None,
    start: str | None = None,
    moves: Sequence[str] = (),
    keep: Sequence[str] = (),
    over: str | None = None,
    seed: int | None = None,
    budget: float | None = None,
    posterior: str | Path | None = None,
    quick: bool = False,
) -> SeekAnswer:
    """Find what to change so that a goal is met with a given probability.

    Parameters
    ----------
    question
        Name of a question of ``seek/``, or path of a ``.toml`` file.
    probability
        Of the question's first condition.
    start, over, seed
        In place of those of the question.
    moves, keep
        Levers that alone may move, and levers that stay.
    budget
        Yi CNY that the net present cost against the start stays within in half of the worlds.
    posterior
        Folder or file of :func:`update`: search in the states of the world that it led to.
    quick
        Fewer worlds, several times faster.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    from zysim.inputs.seek_file import read_question
    from zysim.inputs.seek_question import changed_question
    from zysim.paths import questions_path
    from zysim.seeking.answer import answer
    from zysim.seeking.search import FULL, QUICK

    project = open_project(posterior=None if posterior is None else Path(posterior))
    asked = changed_question(
        read_question(question, questions_path(), project.tables, project.graph.scalars),
        project.tables,
        probability=probability,
        start=start,
        moves=moves,
        keep=keep,
        over=over,
        seed=seed,
        budget=budget,
    )
    return answer(project, asked, effort=QUICK if quick else FULL)


def explain_peak(
    first: str,
    second: str,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
) -> Explanation:
    """Say why the peak moves from one case to another.

    Parameters
    ----------
    first, second
        Cases, such as ``plan`` or ``plan+gas_output=0.5``.
    changes
        Made to the second.
    boundary
        Id of the account; the city's usual one if None.
    n
        States of the world that medians are taken over; those of :func:`zysim.ensemble` if None.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or the cases are the same.
    """
    from zysim.sampling import MEMBERS
    from zysim.sensitivity.credit import explain_difference

    project = open_project()
    pair = choose_one(project, first, {}), choose_one(project, second, changes or {})
    return explain_difference(project, *pair, boundary=boundary, members=n or MEMBERS)


def targets(
    case: str,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
) -> tuple[Score, ...]:
    """Score the targets of the plan in one case by the medians of ``n`` states of the world.

    Emissions are counted under ``boundary``, the city's usual account if None.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    from zysim.metrics.target_chances import target_scores
    from zysim.metrics.targets import middle_scores
    from zysim.sampling import MEMBERS

    project = open_project()
    chosen = choose_one(project, case, changes or {})
    return middle_scores(target_scores(project, chosen, boundary=boundary, members=n or MEMBERS))


def rank(
    study: str,
    *,
    rows: int | None = None,
    seed: int | None = None,
    boundary: str | None = None,
) -> Ranking:
    """Rank the factors of a Sobol study of ``sensitivity/``.

    Parameters
    ----------
    study
        Name of a study, such as ``levers``.
    rows, seed, boundary
        In place of those of the study.

    Returns
    -------
    Ranking
        Where the study ranks single levers, ``alone`` holds what each does alone.

    Raises
    ------
    InputError
        If there is no such study, or it is a screening (``zysim rank`` shows those).
    """
    from zysim.inputs.study import changed
    from zysim.inputs.study_file import read_study
    from zysim.paths import studies_path
    from zysim.sensitivity.evaluate import Evaluator, evaluate
    from zysim.sensitivity.ranking import rank_factors

    asked = changed(read_study(study, studies_path()), rows, seed, boundary)
    if asked.method != "sobol":
        msg = f"study {study!r} is a screening: rank() takes Sobol studies, such as 'levers'."
        raise InputError(msg, zh=f"研究 {study!r} 是筛选：rank() 只用于 Sobol 研究，如 levers。")
    evaluator = Evaluator(asked)
    return rank_factors(evaluator, evaluate(evaluator))


def study(path: str | Path, *, rows: int | None = None, seed: int | None = None) -> OpenStudy:
    """Open a study of the city or of any model, to run, rank and take along.

    Parameters
    ----------
    path
        A study file, or the name of a shipped one, such as ``levers``.
    rows, seed
        In place of those of the study.

    Raises
    ------
    InputError
        If the study breaks a rule or does not fit its model; all problems at once.
    ModelFileError
        If the model cannot be read.
    """
    from zysim.sweeps.open_study import OpenStudy as Opened

    return Opened(path, rows=rows, seed=seed)


def cost(
    *cases: str,
    against: str | None = None,
    rate: float = 0.06,
    n: int | None = None,
    seed: int = 0,
    changes: Changes | None = None,
    each_lever: bool = False,
    boundary: str | None = None,
) -> tuple[CostAnswer, ...]:
    """Count what cases cost against a reference: by year, kind and payer, and per tonne.

    Parameters
    ----------
    cases
        Scenarios, files, or a scenario with changes; the main scenario if none is named.
    against
        The reference; that of the city if None.
    rate
        Discount rate a year, also the interest of the annuities.
    n
        States of the world; 256 if None.
    seed
        Of the draws of worlds and prices.
    changes
        Made to the last case.
    each_lever
        Cost per tonne of each lever, not of groups of them.
    boundary
        Account of the emissions where the model has no total of all gases; the usual one if None.

    Returns
    -------
    tuple of CostAnswer
        One a case, without those that are the reference; money in yi CNY.

    Raises
    ------
    InputError
        If a name is unknown, a value or the rate is out of range, or the city has no payments.
    """
    from zysim.sensitivity.cost_answer import MEMBERS, answer_costs

    project = open_project()
    city = project.city
    return answer_costs(
        project,
        choose(project, cases or (city.main,), changes or {}),
        choose_one(project, against or city.reference, {}),
        boundary=boundary or city.account,
        members=n or MEMBERS,
        seed=seed,
        rate=rate,
        each_lever=each_lever,
    )


def discover(
    case: str,
    *,
    n: int = 4096,
    changes: Changes | None = None,
    boundary: str | None = None,
    seed: int = 0,
) -> Answer:
    """Find the conditions under which a case peaks late, or in time.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, or there are too few members.
    """
    from zysim.sensitivity import discovery

    project = open_project()
    settings = choose_one(project, case, changes or {})
    return discovery.discover(project, settings, members=n, boundary=boundary, seed=seed)


def calibrate(**settings: Any) -> Calibration:
    """Weigh states of the world by history; settings as for the function it calls.

    See :func:`zysim.calibration.calibrate.calibrate`, which is given the city.

    Raises
    ------
    InputError
        If a setting is out of range.
    """
    from zysim.calibration.calibrate import calibrate as weigh

    return weigh(open_project(), **settings)


def update(
    *files: str | Path,
    case: str | None = None,
    delivered: str | Path | None = None,
    out: str | Path | None = None,
    boundary: str | None = None,
    n: int | None = None,
    seed: int = 0,
) -> Update:
    """Say what newly published statistics do to the chance of a peak in time.

    Parameters
    ----------
    files
        Tables of statistics, CSV or XLSX; ``zysim update FILE --template`` writes one to fill in.
    case
        Case that is judged, such as ``plan+storage=0``; the city's main scenario if None.
    delivered
        Table of what was delivered of levers to date.
    out
        Folder that keeps vintages and the posterior; earlier ones in it count.
    boundary
        Id of the account; the city's usual one if None.
    n
        Draws of the posterior, 2048 or more.
    seed
        0 or more; the same seed gives the same numbers.

    Raises
    ------
    InputError
        If a name is unknown, or a file is not certain in any row.
    ResultError
        If no world comes near a figure, or the draws are worth too little.
    """
    from zysim.calibration.update import PARTICLES
    from zysim.calibration.update_files import update_from
    from zysim.calibration.update_record import update_record, write_update

    project = open_project()
    chosen = choose_one(project, case or project.city.main, {})
    paths = [Path(each) for each in files]
    levers = None if delivered is None else Path(delivered)
    folder = None if out is None else Path(out)
    found = update_from(
        project,
        chosen,
        paths,
        delivered=levers,
        folder=folder,
        boundary=boundary,
        particles=n or PARTICLES,
        seed=seed,
    )
    if folder is not None:
        record = update_record(found, "zh")
        write_update(project, found, record, folder, files=paths, delivered=levers)
    return found


def card(
    case: str,
    against: str | None = None,
    *,
    changes: Changes | None = None,
    boundary: str | None = None,
    n: int | None = None,
    lang: str = "zh",
    out: str | Path | None = None,
    force: bool = False,
) -> CardText:
    """Tell the conclusion about a case against another, the city's reference if none is named.

    ``out`` also writes it as a picture, a Word document or Markdown, by its ending.

    Raises
    ------
    InputError
        If a name is unknown, a value out of range, the cases are the same, the ending is not
        known, or, without ``force``, a document stands there already.
    """
    from zysim.report.card.files import check_path, write_card
    from zysim.report.card.find import find_card
    from zysim.report.card.tell import tell_card
    from zysim.sampling import MEMBERS

    if out is not None:
        check_path(Path(out), force=force)
    project = open_project()
    pair = (
        choose_one(project, case, changes or {}),
        choose_one(project, against or project.city.reference, {}),
    )
    found = find_card(project, *pair, account=boundary, members=n or MEMBERS)
    text = tell_card(found, "en" if lang == "en" else "zh")
    if out is not None:
        write_card(found, text, Path(out), force=force)
    return text


def page(
    *cases: str,
    out: str | Path = "zysim.html",
    lang: str = "zh",
    members: int = 64,
    posterior: str | Path | None = None,
) -> Path:
    """Write the what-if page with the scenarios named, all shipped ones if none is.

    ``posterior`` is the folder of :func:`update` or the file of worlds in it.

    Raises
    ------
    InputError
        If a scenario is unknown.
    """
    from zysim.files import write_text
    from zysim.inputs.scenarios import scenario_names
    from zysim.page.payload import city_payload
    from zysim.page.write import page_html

    project = open_project(posterior=None if posterior is None else Path(posterior))
    names = cases or scenario_names(project.tables)
    chosen = choose(project, names, {})
    payload = city_payload(project, chosen, members=members, seed=0)
    path = Path(out)
    write_text(path, page_html(payload, "en" if lang == "en" else "zh"))
    return path


def report(
    *cases: str,
    out: str | Path = "report",
    changes: Changes | None = None,
    boundary: str | None = None,
    lang: str = "zh",
    n: int | None = None,
    rankings: Sequence[str | Path] = (),
    force: bool = False,
) -> Sequence[Path]:
    """Write the report of two cases or more; the reference and the main one if none is named.

    ``rankings`` are folders of ``zysim rank --out``, quoted in place of the stored ones.

    Returns
    -------
    sequence of Path
        The Word file first, then what stands behind it.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range, or, without ``force``, if a report stands
        in the folder already.
    """
    from zysim.report.paper.files import write_report
    from zysim.report.paper.findings import find
    from zysim.sampling import MEMBERS

    project = open_project()
    chosen = choose(project, cases or project.city.usual, changes or {})
    found = find(
        project,
        chosen,
        boundary=boundary,
        members=n or MEMBERS,
        rankings=[Path(each) for each in rankings],
    )
    return write_report(found, Path(out), "en" if lang == "en" else "zh", force=force)
