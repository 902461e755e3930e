"""A card as plain values for JSON."""

from __future__ import annotations

from typing import Any

from zysim.report.card.causes import closed_causes
from zysim.report.card.find import CardFindings
from zysim.report.card.tell import CardText
from zysim.report.card.verdict import verdict_of
from zysim.wording import pick


def record_of(card: CardFindings, text: CardText) -> dict[str, Any]:
    """Return a card as plain values for JSON: numbers first, then the text as told."""
    first, second = card.numbers
    main = second.accounts[card.account].in_time[0.0]
    return {
        "case": card.case.id,
        "against": card.against.id,
        "account": card.account,
        "plan_account": card.plan_account,
        "goal": card.project.city.goal,
        "statistic": "P50",
        **card.found.manifest.design,
        "probability": main.to_record(),
        "verdict": pick(verdict_of(main), text.lang),
        "numbers": {card.against.id: first.to_record(), card.case.id: second.to_record()},
        "difference": card.goal_difference,
        "causes": [
            {"id": name, "label_zh": label[0], "label_en": label[1], "value": value}
            for name, label, value in closed_causes(card)
        ],
        "conditions": None if card.conditions is None else card.conditions.to_record(text.lang),
        "rushing": [
            {
                "account": each.account,
                "likelier": each.likelier,
                "other": each.other,
                "chances": [share.value for share in each.chances],
                "years": list(each.years),
                "more": each.more,
            }
            for each in card.rushes
        ],
        "text": {
            "question": text.question,
            "basis": text.basis,
            "answer": text.answer,
            "peak": text.peak,
            "paragraphs": [{"head": head, "text": said} for head, said in text.paragraphs],
            "source": text.source,
        },
    }
