"""Answers of `zysim seek` kept beside their questions, and whether they still hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zysim.errors import InputError
from zysim.inputs.seek_file import question_names, read_question
from zysim.inputs.seek_question import SeekQuestion
from zysim.inputs.settings import Settings, read_case
from zysim.runs.project import Project
from zysim.seeking.answer import Answer
from zysim.seeking.journal import key_of
from zysim.sensitivity.fingerprint import code_hash

FINGERPRINT = "fingerprint"
"""Key of the record that says what an answer rests on."""
RESULTS = "results"
"""Folder of answers beside the questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An answer found before, with the numbers of today."""

    question: SeekQuestion
    case: Settings
    feasible: bool
    probability: float
    """Share of the worlds, none of them used in the search, in which the first condition holds."""
    low: float
    high: float
    price: tuple[float, float, float] | None
    """Net present cost of the changes above the question's start, yi CNY: P10, P50, P90; None
    without payments."""


def fingerprint_of(project: Project, question: SeekQuestion) -> str:
    """Return 64 hexadecimal digits of the SHA-256 of all that an answer rests on.

    The equations and numbers of today, the question, what things cost, and the code that runs
    the model.

    Raises
    ------
    InputError
        If the question's start is unknown.
    """
    tables = project.tables
    parts = (
        key_of(project, question, read_case(question.start, tables)),
        question.least,
        sorted(tables.costs.items()),
        sorted(tables.payments.items()),
        code_hash(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def kept_record(answer: Answer, project: Project) -> dict[str, Any]:
    """Return an answer as plain values to keep, with what it rests on."""
    return {FINGERPRINT: fingerprint_of(project, answer.question), **answer.to_record()}


def stored_proposals(project: Project, folder: Path) -> tuple[list[Proposal], list[SeekQuestion]]:
    """Return the answers kept for a folder's questions, and the questions whose answer is stale.

    An answer is stale where a number, an equation or the question changed since it was found.

    Parameters
    ----------
    project
        Model and tables of today.
    folder
        Holds the questions, and their answers as ``results/NAME.json``.

    Raises
    ------
    InputError
        If a question or a kept answer breaks a rule.
    """
    fresh: list[Proposal] = []
    stale: list[SeekQuestion] = []
    for name in question_names(folder):
        path = folder / RESULTS / f"{name}.json"
        if not path.is_file():
            continue
        question = read_question(name, folder, project.tables, project.graph.scalars)
        if question.decide is not None:
            continue
        record = _read(path)
        if record.get(FINGERPRINT) != fingerprint_of(project, question):
            stale.append(question)
            continue
        verified = record["verified"]
        fresh.append(
            Proposal(
                question=question,
                case=read_case(record["case"], project.tables),
                feasible=bool(record["feasible"]),
                probability=float(verified["probability"]),
                low=float(verified["low"]),
                high=float(verified["high"]),
                price=_price(record),
            )
        )
    return fresh, stale


def _price(record: Mapping[str, Any]) -> tuple[float, float, float] | None:
    found = record.get("cost_range")
    return None if found is None else (found["p10"], found["p50"], found["p90"])


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        again = f"zysim seek {path.stem} --out {path}"
        msg = f"{path}: no answer of zysim seek ({error}). Ask again: {again}"
        raise InputError(msg, zh=f"{path} 不是 zysim seek 的结果。请重新运行：{again}") from error
    return found
