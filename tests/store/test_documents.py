"""A document becomes revenue: received, read, answered, agreed to, posted, and explained down to the page."""

from __future__ import annotations

import base64
import json

import pytest

from duly.actions import passages, review
from duly.actions.documents import known_document, read_and_keep
from duly.actions.papers import restored
from duly.actions.verification import verify
from duly.ground.errors import DulyError
from duly.store.contracts import Contract, Fact
from duly.store.documents import ContractSource, ProposedTerm, Reading, TermAnswer, last_reading, paper_of
from duly.store.journal import Line
from tests.store import papers
from tests.store.ledger import Ledger, tree_of


def confirm(ledger: Ledger, text: str, who: str = "cam", document: str = "DOC-1", **more: object):
    answers = more["answers"] if "answers" in more else papers.answers(document, text)
    return ledger.do("confirm_terms", who, document=document, contract=papers.tree(text), answers=answers)


def sound() -> bool:
    return not [fault for _, faults in verify() for fault in faults]


def test_a_document_becomes_revenue_and_explain_walks_back_to_the_page(ledger: Ledger):
    papers.received(ledger)
    done = confirm(ledger, papers.contract())
    assert done.proposal and not Contract.objects.exists()
    effect = ledger.do("approve", "rob", proposal=done.proposal).effect["effect"]
    assert effect["stated prices"] == {"USD": "12300000"}
    assert [row["field"] for row in effect["confirmed"]] == ["recurring_fee", "fee", "net_days"]
    assert [row["field"] for row in effect["added"]] == ["term.from"]
    assert [row["why"] for row in effect["rejected"]] == ["not taken over"]
    assert effect["without a source"] == ["signed"]
    ledger.close("2026-01")
    assert -sum(Line.objects.filter(account="revenue").values_list("books_amount", flat=True)) == 1_000_000
    from duly.actions.evidence import derivation
    from duly.writers.table import tree

    told = "\n".join(tree(derivation("US01", "main", "CT-9", "platform", "2026-01", 1 << 30), 400))
    assert 'DOC-1 order.pdf, page 2: "USD 120,000.00"' in told and "verbatim; characters 100-114" in told
    assert "from 70.00, 12.00 to 140.00, 22.00 points" in told
    assert sound()


def test_a_document_is_kept_as_it_came_and_once(ledger: Ledger):
    data = bytes(range(256))
    ledger.do("receive_document", "cam", name="C:\\mail\\a.PDF", content=base64.b64encode(data).decode(), entity="US01")
    kept = known_document("DOC-1")
    assert (bytes(kept.bytes), kept.name, kept.kind) == (data, "a.PDF", "pdf")
    with pytest.raises(DulyError, match="NothingToDo: these bytes came in as DOC-1 .a.PDF."):
        ledger.do("receive_document", "rae", name="b", content=base64.b64encode(data).decode(), entity="US01")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"content": ""}, "is empty"),
        ({"content": "%%"}, "not base64"),
        ({"content": base64.b64encode(b"x" * 25_000_001).decode()}, "25,000,001 bytes"),
        ({"entity": "XX01"}, "NotAllowed|no entity"),
        ({"name": "a\u202efdp.exe"}, "no name of a file"),
        ({"name": "folder/"}, "no name of a file"),
    ],
)
def test_what_cannot_be_received_says_so(sqlite_ledger: Ledger, said: dict[str, object], words: str):
    right = {"name": "order.pdf", "content": papers.content(), "entity": "US01"}
    with pytest.raises(DulyError, match=words):
        sqlite_ledger.do("receive_document", "cam", **right | said)


def test_what_was_read_is_kept_whole(ledger: Ledger):
    papers.received(ledger)
    of = papers.paper()
    row = last_reading(known_document("DOC-1"))
    kept, proposed = paper_of(row, "order.pdf"), restored(row, list(ProposedTerm.objects.order_by("position")))
    assert kept.text == of.text and kept.pages == of.pages and kept.remarks == of.remarks
    assert kept.boxes(*papers.span(of, "USD 3,000.00")) == of.boxes(*papers.span(of, "USD 3,000.00"))
    assert proposed == papers.proposal(of)


def test_a_newer_model_adds_a_reading_and_the_same_none(ledger: Ledger):
    papers.received(ledger)
    with pytest.raises(DulyError, match="NothingToDo: DOC-1 was read so by duly test, weights 1"):
        ledger.do("read_document", "rae", document="DOC-1", reading=papers.reading())
    ledger.do("reject_term", "cam", document="DOC-1", term="4", why="the day of the form")
    ledger.do("read_document", "rae", document="DOC-1", reading=papers.reading(model="duly test, weights 2"))
    assert [one.number for one in Reading.objects.order_by("number")] == [1, 2]
    # What was answered of the same text at the same place stays answered.
    assert [one.answer for one in review.terms_shown("aud", "DOC-1")] == ["", "", "", "answered"]
    with pytest.raises(DulyError, match="TermIsAnswered: DOC-1/2/4"):
        ledger.do("reject_term", "cam", document="DOC-1", term="4", why="again")


def test_what_was_answered_of_another_text_is_asked_again(sqlite_ledger: Ledger):
    papers.received(sqlite_ledger)
    sqlite_ledger.do("reject_term", "cam", document="DOC-1", term="4", why="the day of the form")
    # The same places, but the fee was read otherwise.
    sqlite_ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading("720000.00"))
    assert [one.answer for one in review.terms_shown("aud", "DOC-1")] == ["", "", "", ""]


HOSTILE = {
    "a term beyond the text": ({"start": 5, "end": 10_000}, "does not stand"),
    "a term before the text": ({"start": -3, "end": 2}, "does not stand"),
    "words that are not there": ({"words": "USD 999,999.00"}, "does not stand"),
    "no words at all": ({"start": 3, "end": 3, "words": ""}, "does not stand"),
    "a binary fraction": ({"start": 3.0}, "form of a reading"),
    "an amount that is a number": ({"value": {"amount": 12}}, "no value of a term"),
    "surer than sure": ({"confidence": 1001}, "form of a reading"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_proposed_without_its_words(sqlite_ledger: Ledger, name: str):
    change, words = HOSTILE[name]
    sqlite_ledger.do("receive_document", "cam", name="order.pdf", content=papers.content(), entity="US01")
    said = papers.reading()
    said["terms"][0] |= change
    with pytest.raises((DulyError, TypeError), match=words if name != "a binary fraction" else "fraction"):
        sqlite_ledger.do("read_document", "cam", document="DOC-1", reading=said)
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"words": base64.b64encode(b"no words").decode()},
        {"pages": [[1, 0, 99_999, 0, 0, "text"]]},
        {"segments": [[5, 2, "sentence", "", ""]]},
        {"clauses": "none"},
        {"findings": [["kind", "says", [[1]]]]},
        {"text": "a\x00b", "terms": []},
        {"model": ""},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_reading_that_is_none_is_refused(sqlite_ledger: Ledger, change: dict[str, object]):
    sqlite_ledger.do("receive_document", "cam", name="order.pdf", content=papers.content(), entity="US01")
    with pytest.raises(DulyError, match="NotAReading"):
        sqlite_ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading(**change))


def test_nothing_posts_that_nobody_confirmed_and_another_agreed_to(ledger: Ledger):
    papers.received(ledger)
    with pytest.raises(DulyError, match="NothingToDo"):
        ledger.do("post_period", "rae", entity="US01", period="2026-01")
    waiting = confirm(ledger, papers.contract(), who="rae")
    with pytest.raises(DulyError, match="OwnProposal|NotAllowed"):
        ledger.do("approve", "rae", proposal=waiting.proposal)
    with pytest.raises(DulyError, match="NotAllowed"):
        ledger.do("approve", "cam", proposal=waiting.proposal)
    assert not Contract.objects.exists() and not TermAnswer.objects.exists() and not Line.objects.exists()


def limited(ledger: Ledger, amount: str) -> None:
    ledger.do("set_confirmation_limit", "ben", entity="US01", amount=amount, currency="USD", why="small orders")


def small(ledger: Ledger, platform: str) -> None:
    said = {"name": "order.pdf", "content": papers.content(platform), "entity": "US01"}
    ledger.do("receive_document", "cam", **said)
    ledger.do("read_document", "cam", document="DOC-1", reading=papers.reading(platform))


@pytest.mark.parametrize(("amount", "alone"), [("1000000", False), ("1000001", True)])
def test_below_the_limit_one_person_suffices(ledger: Ledger, amount: str, alone: bool):
    limited(ledger, amount)
    small(ledger, "7000.00")
    done = confirm(ledger, papers.contract(platform="7000.00"))
    assert bool(done.proposal) is not alone and Contract.objects.exists() is alone
    if alone:
        source = ContractSource.objects.get()
        assert (source.amount, source.under.amount) == (1_000_000, 1_000_001)
        assert done.effect["one person suffices"].endswith("less than 10,000.01 USD")
    assert sound()


def test_contracts_of_a_document_add_up_against_the_limit(ledger: Ledger):
    limited(ledger, "1900000")
    small(ledger, "7000.00")
    assert not confirm(ledger, papers.contract(platform="7000.00")).proposal
    assert confirm(ledger, papers.contract(platform="7000.00", ref="CT-10")).proposal


MORE = {
    "a price by use": ("earn: on delivery}", "earn: on delivery}\n  calls: {price: 5.00 per call, earn: by units}"),
    "a bonus": ("billing:", "price:\n  - {element: bonus, amount: 500000.00}\nbilling:"),
    "an amendment": (
        "billing:",
        "happened:\n  - {date: 2026-02-01, amendment: A, changes: {setup: {price: 900000.00}}}\nbilling:",
    ),
    "a commission": ("billing:", "costs:\n  - {date: 2026-01-01, commission: 48000.00, over: 60 months}\nbilling:"),
}


@pytest.mark.parametrize("name", MORE)
def test_what_has_more_than_stated_prices_takes_a_second_person(sqlite_ledger: Ledger, name: str):
    limited(sqlite_ledger, "100000000")
    small(sqlite_ledger, "7000.00")
    text = papers.contract(platform="7000.00").replace(*MORE[name])
    assert confirm(sqlite_ledger, text).proposal


def test_only_the_controller_sets_the_limit_with_a_reason(ledger: Ledger):
    with pytest.raises(DulyError, match="needs a reason"):
        ledger.do("set_confirmation_limit", "ben", entity="US01", amount="5", currency="USD")
    for who in ("cam", "rae", "rob", "ann"):
        with pytest.raises(DulyError, match="NotAllowed"):
            ledger.do("set_confirmation_limit", who, entity="US01", amount="5", currency="USD", why="mine")


WRONG = {
    "another value confirmed": ({"value": {"amount": "9.00"}}, "not the value that was proposed"),
    "no such answer": ({"answer": "maybe"}, "an answer is one of"),
    "no such term": ({"term": "DOC-1/1/77"}, "UnknownTerm"),
    "corrected to the same": ({"answer": "corrected"}, "it is the value that was proposed"),
    "rejected for no reason": ({"answer": "rejected"}, "nobody says why"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_does_not_agree_is_refused(sqlite_ledger: Ledger, name: str):
    papers.received(sqlite_ledger)
    said = papers.answers("DOC-1", papers.contract())
    said[0] |= WRONG[name][0]
    with pytest.raises(DulyError, match=WRONG[name][1]):
        confirm(sqlite_ledger, papers.contract(), answers=said)


def test_a_passage_of_the_contract_needs_an_answer_and_its_words(sqlite_ledger: Ledger):
    papers.received(sqlite_ledger)
    said = papers.answers("DOC-1", papers.contract())
    with pytest.raises(DulyError, match="nobody says whether it is confirmed"):
        confirm(sqlite_ledger, papers.contract(), answers=said[1:])
    with pytest.raises(DulyError, match="TermIsAnswered"):
        confirm(sqlite_ledger, papers.contract(), answers=[*said, said[0]])
    wrong = papers.contract().replace('"USD 3,000.00"', '"USD 8,000.00"')
    with pytest.raises(DulyError, match="NotVerbatim: 'USD 8,000.00' does not stand .*\n.*there stands 'USD 3,000.00'"):
        confirm(sqlite_ledger, wrong, answers=said)
    with pytest.raises(DulyError, match="does not say by what name it calls DOC-1"):
        confirm(sqlite_ledger, papers.contract().replace("documents: {a: DOC-1}", ""), answers=said)


def test_whoever_may_not_confirm_is_told_nothing_of_what_stands_there(sqlite_ledger: Ledger):
    papers.received(sqlite_ledger)
    said = papers.answers("DOC-1", papers.contract())
    wrong = papers.contract().replace('"USD 3,000.00"', '"USD 8,000.00"')
    for who in ("ann", "aud", "bob"):
        with pytest.raises(DulyError, match="NotAllowed") as refused:
            confirm(sqlite_ledger, wrong, who, answers=said)
        assert "3,000.00" not in str(refused.value)


def test_what_a_person_changed_is_a_correction(ledger: Ledger):
    papers.received(ledger)
    said = papers.answers("DOC-1", papers.contract(net="45 days"))
    assert [(one["answer"], one.get("value")) for one in said] == [
        ("confirmed", None), ("confirmed", None), ("corrected", "45 days"), ("rejected", None),
        ("added", {"term.from": "2026-01-01", "term.to": "2026-12-31"}),
    ]  # fmt: skip
    text = papers.contract(net="45 days")
    ledger.agreed("confirm_terms", "cam", "rob", document="DOC-1", contract=papers.tree(text), answers=said)
    found = list(review.corrections())
    assert [(one.field, one.holds, one.value) for one in found if one.field == "net_days"] == [
        ("net_days", True, "45 days")
    ]
    assert next(one.text for one in found if one.field == "fee").startswith("Customer pays USD 120,000.00")
    # What was merely not taken over teaches nothing; what was rejected for a reason does.
    assert "contract_date" not in {one.field for one in found}


def test_what_was_answered_is_not_answered_again(ledger: Ledger):
    papers.received(ledger)
    ledger.do("reject_term", "cam", document="DOC-1", term="DOC-1/1/4", why="the day it was printed")
    with pytest.raises(DulyError, match="TermIsAnswered"):
        ledger.do("reject_term", "cam", document="DOC-1", term="4", why="again")
    assert [one.holds for one in review.corrections()] == [False]
    with pytest.raises(DulyError, match="nobody says why"):
        ledger.do("reject_term", "cam", document="DOC-1", term="1")


def test_an_amendment_adds_rows_to_a_known_contract(ledger: Ledger):
    papers.received(ledger)
    text = papers.contract()
    said = {"document": "DOC-1", "contract": papers.tree(text), "answers": papers.answers("DOC-1", text)}
    ledger.agreed("confirm_terms", "cam", "rob", **said)
    of = papers.paper(platform="90,000.00")
    ledger.do("receive_document", "cam", name="amendment.pdf", content=papers.content("amended"), entity="US01")
    ledger.do("read_document", "cam", document="DOC-2", reading=papers.reading("90000.00"))
    rows = f"""
contract: CT-9
documents: {{b: DOC-2}}
happened:
  - date: 2026-07-01
    amendment: A-1
    changes: {{platform: {{price: 90000.00}}}}
    remaining distinct: yes
    source: '{papers.passage(of, "USD 90,000.00", alias="b")}'
"""
    limited(ledger, "900000000000")
    waits = confirm(ledger, rows, document="DOC-2")
    assert waits.proposal, "an amendment takes a second person whatever it is about"
    ledger.do("approve", "ben", proposal=waits.proposal)
    assert [json.loads(one.tree) is not None for one in Fact.objects.all()] == [True]
    assert {one.alias: one.reading.document_id for one in ContractSource.objects.all()} == {"a": "DOC-1", "b": "DOC-2"}
    (found,) = passages.where("CT-9", papers.passage(of, "USD 90,000.00", alias="b"))
    assert (found.document, found.page, found.faults) == ("DOC-2", 2, ())
    with pytest.raises(DulyError, match="what was agreed never changes"):
        confirm(ledger, papers.contract(), answers=[])
    assert sound()


def test_a_passage_whose_words_do_not_stand_there_says_so(sqlite_ledger: Ledger):
    papers.received(sqlite_ledger)
    text = papers.contract()
    said = {"document": "DOC-1", "contract": papers.tree(text), "answers": papers.answers("DOC-1", text)}
    sqlite_ledger.agreed("confirm_terms", "cam", "rob", **said)
    (found,) = passages.where("CT-9", 'a p2 101-115 "USD 130,000.00"')
    assert found.faults == ("these words do not stand at 101-115",)
    assert passages.where("CT-9", "o p2 §3.1") == [] and passages.where("CT-9", 'z p2 101-115 "USD"') == []


def test_a_document_of_one_entity_makes_no_contract_of_another(ledger: Ledger):
    papers.received(ledger)
    text = papers.contract().replace("US01", "DE01")
    with pytest.raises(DulyError, match="CT-9 is a contract of DE01, and DOC-1 came in for US01"):
        confirm(ledger, text)


def test_the_queue_has_the_most_money_first(ledger: Ledger):
    papers.received(ledger)
    ledger.do("receive_document", "cam", name="big.pdf", content=papers.content("big"), entity="US01")
    ledger.do("read_document", "cam", document="DOC-2", reading=papers.reading("900000.00"))
    ledger.do("receive_document", "cam", name="new.pdf", content=papers.content("new"), entity="US01")
    found = review.review_queue("cam", "US01")
    assert [(one.document, str(one.amount), len(one.open), one.unread) for one in found] == [
        ("DOC-2", "900000.00", 4, False), ("DOC-1", "120000.00", 4, False), ("DOC-3", "0", 0, True),
    ]  # fmt: skip
    fee = found[1].open[1]
    assert (fee.ref, fee.page, fee.words, fee.sure, fee.checks) == ("DOC-1/1/2", 2, "USD 3,000.00", 840, ("sum",))
    for who in ("ann", "nobody", ""):
        with pytest.raises(DulyError, match="NotAllowed"):
            review.review_queue(who, "US01")


def test_what_nobody_owes_puts_no_document_first(ledger: Ledger):
    papers.received(ledger)
    ledger.do("receive_document", "cam", name="big.pdf", content=papers.content("big"), entity="US01")
    told = papers.reading("900000.00")
    (one,) = [row for row in told["terms"] if "900000.00" in str(row["value"])]
    one["field"] = "liability_cap"
    ledger.do("read_document", "cam", document="DOC-2", reading=told)
    queue = review.review_queue("cam", "US01")
    assert [(row.document, str(row.amount)) for row in queue] == [("DOC-1", "120000.00"), ("DOC-2", "3000.00")]


def test_integrations_draft_and_people_agree(ledger: Ledger):
    ledger.agreed("grant_role", "ann", "ben", person="ivy", role="IN")
    said = {"name": "order.pdf", "content": papers.content(), "entity": "US01"}
    waits = ledger.do("receive_document", "ivy", **said)
    ledger.do("receive_document", "cam", name="b.pdf", content=papers.content("b"), entity="US01")
    # The number is the next when it takes effect.
    done = ledger.do("approve", "rae", proposal=waits.proposal)
    assert done.effect["effect"]["received"] == "DOC-2" and sound()


def test_whoever_may_not_read_a_document_has_it_not_read(sqlite_ledger: Ledger):
    papers.received(sqlite_ledger)
    with pytest.raises(DulyError, match="aud may not do document.read for US01"):
        read_and_keep("aud", "DOC-1")


def test_a_hand_made_row_stays_beside_a_document(ledger: Ledger):
    """What is recorded by hand of a contract from a document is recorded as of any other."""
    papers.received(ledger)
    text = papers.contract()
    said = {"document": "DOC-1", "contract": papers.tree(text), "answers": papers.answers("DOC-1", text)}
    ledger.agreed("confirm_terms", "cam", "rob", **said)
    row = tree_of("{date: 2026-01-20, delivered: setup}")
    ledger.do("record_facts", "rae", contract="CT-9", part="happened", rows=[row], file="by hand")
    ledger.close("2026-01")
    assert -sum(Line.objects.filter(account="revenue").values_list("books_amount", flat=True)) == 1_300_000
