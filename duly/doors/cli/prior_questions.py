"""Questions about what lies behind a close: overrides, amounts for earlier periods, restatements."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from duly.actions import drafts, misstatements, overrides, prior_periods, restatement
from duly.actions.asking import book_named, currency_of
from duly.actions.money import amount, decimals
from duly.doors.cli.ledger_texts import entity_of
from duly.doors.cli.notices import counted
from duly.engine.periods.prior import CLASSES
from duly.ground.money import grouped
from duly.store.audit import head
from duly.store.judgements import overrides_at

_CONTRACTS = 3  # of a misstated account, the largest first


def _book(given: argparse.Namespace) -> str:
    return book_named(given.book)


def _money(minor: int, code: str) -> str:
    return amount(minor, code, decimals())


def show_overrides(given: argparse.Namespace) -> int:
    """The overrides in force."""
    found = overrides_at(head()[0], entity_of(given))
    for fact in found:
        print(f"{fact.external}  {', '.join(f'{key}: {value}' for key, value in _row(fact).items())}")
    print(f"{counted(len(found), 'override')} in force")
    return 0


def _row(fact: object) -> dict[str, object]:
    row = overrides.said(fact)  # type: ignore[arg-type]
    return row if isinstance(row, dict) else {}


def show_prior(given: argparse.Namespace) -> int:
    """What a period books for earlier ones: amounts, the class that is proposed and why, and the one it was given."""
    entity, book, seq = entity_of(given), _book(given), head()[0]
    draft = drafts.draft_of(seq, entity, book, given.period)
    found = [one for one in prior_periods.prior_amounts(seq, draft, entity, book) if one.booked == given.period]
    for one in found:
        print("\n".join(_told(one)))
    print(f"{counted(len(found), 'amount')} for earlier periods")
    return 0


def _told(one: prior_periods.Prior) -> Iterator[str]:
    named = one.named or one.proposal.named
    said = f"classed as {named}" if one.named else f"proposed as {named}, not classed"
    yield f"{one.contract} for {one.economic}: {said} ({CLASSES[named][0]})"
    yield f"  why  {one.why if one.named else one.proposal.why}"
    if one.named and one.named != one.proposal.named:
        yield f"  proposed as {one.proposal.named}: {one.proposal.why}"
    for account, minor in sorted(one.whole.items()):
        if minor:
            yield f"  {account:<30}{_money(minor, one.currency):>24}"


def show_misstatements(given: argparse.Namespace) -> int:
    """What errors make wrong with each closed period, by both measures, against the materiality."""
    entity, book, seq = entity_of(given), _book(given), head()[0]
    draft = misstatements.draft_of_open(seq, entity, book)
    found = misstatements.misstated(seq, entity, book, prior_periods.prior_amounts(seq, draft, entity, book))
    limit = misstatements.materiality_of(seq, entity, book)
    code = currency_of(entity)
    print(f"material from {_money(limit.amount, code)}: {limit.why}" if limit else "no materiality is set")
    print(f"{'period':<10}{'account':<26}{'rollover':>18}{'iron curtain':>18}{'of revenue':>12}  largest contracts")
    for one in found:
        print(_misstated(one, code))
    material = list(dict.fromkeys(one.period for one in found if one.is_material))
    if material:
        print(f"material: {', '.join(material)}; what is still to be booked is restated, or its period reopened")
    return 1 if material else 0


def _misstated(one: misstatements.Reported, code: str) -> str:
    row, digits = one.row, decimals()[code]
    amounts = "".join(f"{grouped(minor, digits):>18}" for minor in (row.rollover, row.iron_curtain))
    share = "" if one.share is None else f"{grouped(one.share, 2)} %"
    largest = ", ".join(f"{ref} {grouped(minor, digits)}" for ref, minor in row.contracts[:_CONTRACTS])
    return f"{one.period:<10}{row.account:<26}{amounts}{share:>12}  {largest}".rstrip()


def show_restatements(given: argparse.Namespace) -> int:
    """What was restated: by contract, account and cause, with the facts that caused it."""
    entity, book = entity_of(given), _book(given)
    made = restatement.restated(entity, book, head()[0])
    for line, effect in made:
        print(f"{effect['restatement']}  agreed to by {line.actor} on {line.at[:10]}, command {line.seq}")
        for row in effect["difference"]:
            code = row["currency"]
            place = f"{row['period']}  {row['contract']:<16}{row['account']:<34}{row['cause']:<24}"
            print(f"  {place}{_money(int(row['amount']), code):>22}  {row['class']}: {row['why']}")
        for of, facts in effect["because of"].items():
            print("\n".join(f"  {of}: {words}" for words in facts))
    print(counted(len(made), "restatement"))
    return 0


QUESTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "overrides": show_overrides,
    "prior": show_prior,
    "misstatements": show_misstatements,
    "restatements": show_restatements,
}
