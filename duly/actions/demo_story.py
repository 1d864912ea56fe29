"""What happens to the demo company beside its contracts, and how its people put right what goes wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable

from duly.actions import demo_files, review
from duly.actions.answers import answers_of
from duly.actions.demo_company import Demo
from duly.actions.documents import reading_of
from duly.ground.dates import day
from duly.ground.tree import Block, Text
from duly.store.trees import stored

ON_PAPER, CENTS = "CL-1009", "120000"
_What = Callable[[Demo, str], None]


def in_its_course(demo: Demo, month: str) -> None:
    """What happens in the course of a month."""
    for what in _IN_ITS_COURSE.get(month, ()):
        what(demo, month)


def before_close(demo: Demo, month: str) -> None:
    """What people do in a month once its facts are told."""
    for what in _BEFORE.get(month, ()):
        what(demo, month)
    if month[5:] in ("03", "06", "09", "12"):
        _accrue(demo, month)


def after_close(demo: Demo, month: str) -> None:
    """What is done when a month has been closed: it is handed over to the general ledger, each entry once."""
    for what in _AFTER.get(month, ()):
        what(demo, month)
    for entity in sorted(demo.posted_to):
        demo.office.do("export_batch", "rae", entity=entity, period=month, book="us")
    demo.posted_to.clear()


def _signed_on_paper(demo: Demo, month: str) -> None:
    """A contract comes in as a PDF: it is received, read and completed, and a second person agrees to what it says."""
    if not any(one.ref == ON_PAPER for one in demo.papers):
        return
    demo.clock.day(day("2024-09-19"))
    content = base64.b64encode(demo_files.content_of("agreement.pdf")).decode()
    demo.office.do("receive_document", "cam", name=f"{ON_PAPER}.pdf", content=content, entity="US01")
    demo.office.do("read_document", "cam", **reading_of("cam", "DOC-1"))
    draft = review.draft_of_document("cam", "DOC-1").tree
    tags = Block()
    tags.put(Text("industry"), Text("saas"))
    tags.put(Text("region"), Text("Americas"))
    draft.put(Text("tags"), tags)
    contract = {"file": f"{ON_PAPER}.yaml", "tree": stored(draft)}
    answers = answers_of("cam", draft, "DOC-1")
    demo.office.agreed("confirm_terms", "cam", document="DOC-1", contract=contract, answers=answers)
    demo.known.add(ON_PAPER)


def _accrue(demo: Demo, month: str) -> None:
    """At the end of a quarter the fee of the bank is not known yet: it is accrued, and undone in the next month."""
    lines = [
        {"account": "other_expense", "amount": CENTS, "currency": "USD"},
        {"account": "accrued_liability", "amount": f"-{CENTS}", "currency": "USD"},
    ]
    _, later = demo_files.months(month, 2)
    for book in ("us", "ifrs"):
        said = {"entity": "US01", "period": month, "lines": lines, "book": book, "reverse_in": later}
        demo.office.agreed("enter_manually", "rae", "bank fees of the quarter, not billed yet", **said)


def _held(demo: Demo, month: str) -> None:
    """A side letter is in question: nothing of the contract is posted until it is found to be void."""
    if "MF-3009" in demo.known:
        demo.office.do("hold_contract", "rae", "a side letter about returns is in question", contract="MF-3009")


def _released(demo: Demo, month: str) -> None:
    if "MF-3009" in demo.known:
        why = "the side letter was never signed; legal confirmed it"
        demo.office.do("hold_contract", "rae", why, contract="MF-3009", held=False)


def _delivery_note_turns_up(demo: Demo, month: str) -> None:
    """The year is opened again: an analyzer left on 19 December, and nobody in accounting knew."""
    if "MF-3006" not in demo.known:
        return
    demo.clock.day(day("2025-01-09"))
    why = "an analyzer of MF-3006 left on 19 December; the forwarder found the delivery note"
    for book in ("us", "ifrs"):
        demo.office.agreed("reopen_period", "rob", why, entity="IE01", period=month, book=book)
    demo.tell("rae", "2025-01", known_by=day("2025-01-09"), ref="MF-3006")
    demo.close(month, ("IE01",))


def _counted_twice(demo: Demo, month: str) -> None:
    """Six patients of another study were counted in February: an error, found in May, too small to restate."""
    if "CT-4002" in demo.known:
        _class(demo, "US01", month, "CT-4002", "error", "six patients were counted twice; below our materiality")


def _timesheets_came_late(demo: Demo, month: str) -> None:
    """Two timesheets of September came in October: what is known later is an event, not an error."""
    if "SV-2009" in demo.known:
        _class(demo, "IE01", month, "SV-2009", "event", "the timesheets were signed on 21 October")


def _side_letter_was_void(demo: Demo, month: str) -> None:
    """What the hold kept back is proposed as an error, since it was there; a person knows better."""
    if "MF-3009" in demo.known:
        why = "whether the side letter binds us was settled on 11 October, after September was closed"
        _class(demo, "IE01", month, "MF-3009", "event", why)


def _class(demo: Demo, entity: str, month: str, contract: str, named: str, why: str) -> None:
    for book in ("us", "ifrs"):
        said = {"entity": entity, "period": month, "contract": contract, "named": named, "book": book}
        demo.office.agreed("class_amounts", "rae", why, **said)


_IN_ITS_COURSE: dict[str, tuple[_What, ...]] = {"2024-09": (_signed_on_paper,), "2024-10": (_released,)}
_BEFORE: dict[str, tuple[_What, ...]] = {
    "2024-09": (_held,),
    "2024-10": (_timesheets_came_late, _side_letter_was_void),
    "2025-05": (_counted_twice,),
}
_AFTER: dict[str, tuple[_What, ...]] = {"2024-12": (_delivery_note_turns_up,)}
