"""What a card says beside the year: sums, intensity, all gases, and other accounts."""

from __future__ import annotations

from zysim.metrics.accounts import alike
from zysim.metrics.middle import middle
from zysim.metrics.result_numbers import AccountNumbers, Chance, intensity_target
from zysim.report.card import words
from zysim.report.card.basis import done_words, weighed_words
from zysim.report.card.find import CardFindings
from zysim.report.card.numbers_table import gases_text, over_text, year_text
from zysim.report.card.phrases import beside_words, joined, signed
from zysim.wording import Lang, co2_sum_text, percent_text, pick


def main_numbers(card: CardFindings) -> AccountNumbers:
    """Return the numbers of the case under the account of the card."""
    return card.numbers[1].accounts[card.account]


def sum_words(card: CardFindings, lang: Lang) -> str:
    """Say what is emitted in sum, per GDP, per head, and with all gases."""
    main = main_numbers(card)
    (since, until), total = next(iter(main.sums.items()))
    said = [
        pick(words.TOTAL, lang).format(
            since=since,
            until=until,
            sum=co2_sum_text(total[1], lang),
            beside=beside_words(
                (words.MORE_IN_ALL, words.LESS_IN_ALL, words.CLOSE),
                co2_sum_text(abs(card.sum_more), lang),
                pick(card.against.titles, lang),
                lang,
                up=card.sum_more >= 0,
            ),
        )
    ]
    target = intensity_target(card.project)
    if target is not None and main.intensity is not None and main.intensity_met is not None:
        low, change, high = (signed(round(each), 0) + "%" for each in main.intensity)
        said.append(
            pick(words.INTENSITY, lang).format(
                since=target.reference_year,
                until=target.year,
                change=change,
                low=low,
                high=high,
                drop=-target.threshold,
                done=done_words(card, words.AS_DONE, lang),
                delivered=percent_text(main.intensity_met.delivered),
                over=over_words(card, main.intensity_met, lang),
            )
        )
    said.append(gases_text(card.numbers[1], card.project.city, lang))
    if main.per_head:
        *_before, (first, before), (last, after) = main.per_head.items()
        numbers = {"first": first, "last": last, "low": before[1], "high": after[1]}
        if f"{before[1]:.1f}" == f"{after[1]:.1f}":
            said.append(pick(words.PER_HEAD_SAME, lang).format(**numbers))
        elif after[1] > before[1]:
            said.append(pick(words.PER_HEAD, lang).format(**numbers))
    return joined([each for each in said if each], lang)


def is_weighed(card: CardFindings, chance: Chance) -> bool:
    """Say whether open questions touch the case, so that it has a second chance."""
    found = card.conditions
    return chance.record is not None and found is not None and bool(found.conditions)


def over_words(card: CardFindings, chance: Chance, lang: Lang) -> str:
    """Return the chance over open questions, with its range; "" where there is none."""
    if not is_weighed(card, chance):
        return ""
    return pick(words.OVER, lang).format(
        basis=weighed_words(card, (words.AS_RECORD, words.WEIGHED), lang),
        over=over_text(chance, lang),
    )


def other_accounts(card: CardFindings, lang: Lang) -> str:
    """Tell the answer under the other accounts, and which of them are the same."""
    city, numbers = card.project.city, card.numbers[1]
    lines = {name: middle(card.found.of(each.variable)[-1]) for name, each in city.accounts.items()}
    same = alike(lines)
    said = []
    for name, each in numbers.accounts.items():
        label = pick(city.accounts[name].label, lang)
        if name == card.account:
            continue
        if name in same:
            said.append(pick(words.SAME, lang).format(account=label, other=same[name]))
            continue
        chance = each.in_time[0.0]
        said.append(
            pick(words.OTHER, lang).format(
                account=label,
                year=year_text(each.year[1], city),
                done=done_words(card, words.AS_DONE, lang),
                delivered=percent_text(chance.delivered),
                over=over_words(card, chance, lang),
            )
        )
    return joined([*said, plan_account_words(card, lang)], lang).strip()


def plan_account_words(card: CardFindings, lang: Lang) -> str:
    """Say which account comes closest to the plan's own aims; "" where the model cannot tell."""
    if card.plan_account is None:
        return ""
    city = card.project.city
    label = pick(city.accounts[card.plan_account].label, lang)
    return pick(words.PLAN_ACCOUNT, lang).format(history=city.history, account=label)
