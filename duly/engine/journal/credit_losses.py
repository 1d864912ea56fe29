"""Allowance for credit losses on receivables and contract assets: as judged, used by write-offs (326-20, IFRS 9 5.5).

A loss because customers do not pay never touches revenue. What is shown as receivable or contract asset decides what a
rate is taken of, so it stands with the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from duly.engine import tables as t
from duly.engine.contracts.terms import Fact
from duly.engine.delivery.progress import amount
from duly.engine.drafts import Drafts, Posting, stack
from duly.engine.journal.balances import shown
from duly.engine.journal.entries import Ledger, posted, state
from duly.engine.policies import Policies
from duly.engine.recognition.financing import is_financing
from duly.engine.recognition.position import position, prepared, priced
from duly.engine.recognition.promises import Ruling
from duly.ground.cites import cites
from duly.ground.rounding import round_fraction

_ALLOWANCE, _BAD_DEBT, _LOSS = t.ROLE["allowance_for_credit_losses"], t.ROLE["bad_debt_expense"], t.STEP["credit loss"]
# What an allowance is for, where the judgement does not say.
_BOTH = "both"


@cites("326-20-30-1", "326-20-35-8", ifrs15=())
def allow_for_losses(ruling: Ruling, policies: Policies) -> None:
    """Bring the allowance to what is judged, on the day of each judgement; write-offs use it up first.

    An amount is the allowance itself; a rate is taken of what is shown as receivable and contract asset at the end of
    that day. It stands until it is judged anew. Of what is financed a book may allow for twelve months alone."""
    if not any(fact.verb == "allowance" for terms in ruling.group for fact in terms.judged):
        return
    drafts = ruling.drafts
    financed = any(is_financing(element) for terms in ruling.group for element in terms.elements)
    key = policies["credit losses"] if financed else "allowance"
    levels: dict[str, int] = {}
    tables = stack([drafts]).tables
    book = Ledger(priced(prepared(tables)), posted(tables))
    written_off = Split()
    for fact in _events(ruling):
        if fact.verb == "allowance":
            scope = str(fact.fields.get("of", _BOTH))
            judged = _judged(fact, scope, book, key if key in fact.fields else "allowance")
            _post(drafts, fact, _BAD_DEBT, _ALLOWANCE, judged - levels.get(scope, 0))
            levels[scope] = judged
        elif fact.verb == "write off":
            used = _use(levels, amount(fact, "write off"))
            written_off.add(used, amount(fact, "write off") - used)
            _post(drafts, fact, _ALLOWANCE, _BAD_DEBT, used)
        else:
            back = written_off.take_back(amount(fact, "recovered"))
            levels[_BOTH] = levels.get(_BOTH, 0) + back
            _post(drafts, fact, _BAD_DEBT, _ALLOWANCE, back)


class Split:
    """What was written off: out of the allowance, and as an expense beyond it."""

    def __init__(self) -> None:
        self.allowance = self.expense = 0

    def add(self, allowance: int, expense: int) -> None:
        """Count a write-off."""
        self.allowance += allowance
        self.expense += expense

    def take_back(self, recovered: int) -> int:
        """What of a recovery goes back to the allowance: the expense is taken back first."""
        expense = min(recovered, self.expense)
        back = min(recovered - expense, self.allowance)
        self.expense -= expense
        self.allowance -= back
        return back


def _events(ruling: Ruling) -> Iterator[Fact]:
    """Write-offs, recoveries and judgements of the allowance; a judgement ends its day."""
    rows = [(f.on, 0, f.order, f) for terms in ruling.group for f in terms.happened]
    rows += [(f.on, 1, f.order, f) for terms in ruling.group for f in terms.judged]
    for *_, fact in sorted(rows, key=lambda row: row[:3]):
        if fact.verb in ("write off", "recovered", "allowance"):
            yield fact


def _judged(fact: Fact, scope: str, book: Ledger, key: str) -> int:
    """The allowance of a judgement, minor units."""
    value = fact.fields[key]
    if not isinstance(value, Fraction):
        return amount(fact, key)
    cumulative = position(book.priced, fact.on)
    picture = shown(book.priced.tables.contracts, state(book, cumulative, fact.on), fact.on)
    receivable = 0 if scope == "contract assets" else int(picture.receivable[0])
    asset = 0 if scope == "receivables" else int(picture.contract_asset[0])
    return round_fraction((receivable + asset) * value)


def _use(levels: dict[str, int], lost: int) -> int:
    """Use the allowance for a receivable that is written off, what is for receivables alone first."""
    used = 0
    for scope in ("receivables", _BOTH):
        part = min(levels.get(scope, 0), lost - used)
        levels[scope] = levels.get(scope, 0) - part
        used += part
    return used


def _post(drafts: Drafts, fact: Fact, debit: int, credit: int, minor: int) -> None:
    if minor:
        drafts.postings.append(Posting(0, -1, fact.on, debit, credit, minor, _LOSS, drafts.at(fact.place)))
