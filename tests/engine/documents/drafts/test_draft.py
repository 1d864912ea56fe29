"""From terms to the draft of a contract file: what it says, that each value points at its words, and what it asks."""

from __future__ import annotations

import re

import pytest

from duly.engine.contracts.reading import read_contracts
from duly.engine.contracts.terms import Company
from duly.engine.documents.drafts.draft import Draft
from duly.engine.documents.drafts.drafting import drafted
from duly.engine.documents.proposals import Term
from duly.ground.dates import day
from duly.ground.paper import NO_WORDS, Page, Paper
from duly.readers.tree import read_tree
from duly.writers.contract_file import contract_file


def draft_of(text: str, *said: tuple[str, str, object], received: int | None = None) -> Draft:
    """A draft of terms given as (field, words, value); a word that stands twice is the first."""
    paper = Paper("order form 7.txt", text, NO_WORDS, (Page(1, 0, len(text)),))
    terms = [Term(f, value, text.index(words), text.index(words) + len(words), 1) for f, words, value in said]
    return drafted(paper, terms, received)


def contract_of(draft: Draft, tmp_path) -> object:
    """The draft written, read back and typed."""
    path = tmp_path / "draft.yaml"
    path.write_text(contract_file(draft.tree, [one.what for one in draft.open]), "utf-8")
    read = read_tree(str(path))
    assert not read.errors
    reading = read_contracts(read.documents, Company())
    assert not reading.errors, reading.errors
    return reading.terms[0]


USD = {"currency": "USD"}
HEAD = (
    'This agreement is by and between Quill, Inc. ("Vendor") and Harbor Lane LLC ("Customer"). '
    "Made on 5 May 2024, from 1 June 2024, for two years, renewing yearly, notice sixty days. "
)
AGREED = (
    ("contract_date", "5 May 2024", "2024-05-05"),
    ("effective_date", "1 June 2024", "2024-06-01"),
    ("initial_term", "two years", "P2Y"),
    ("renewal", "renewing yearly", {"automatic": True, "period": "P1Y"}),
    ("renewal_notice", "sixty days", "P60D"),
)


def test_dates_and_the_term_are_those_of_the_words(tmp_path):
    draft = draft_of(
        HEAD + "A fee of $100 per month.",
        *AGREED,
        ("recurring_fee", "$100 per month", {"amount": "100", "period": "P1M"} | USD),
    )
    terms = contract_of(draft, tmp_path)
    assert str(draft.tree["contract"]) == "order-form-7"
    term = draft.tree["term"]
    assert {key: str(term[key]["value"]) for key in term} == {
        "from": "2024-06-01", "to": "2026-05-31", "renews": "12 months", "notice": "60 days",
    }  # fmt: skip
    assert terms.customer == "Harbor Lane LLC"


@pytest.mark.parametrize(
    ("words", "said", "name", "price", "earn"),
    [
        ("a hosting fee of $100 per month", ("recurring_fee", {"amount": "100", "period": "P1M"}),
         "hosting", "100 per month", "over time by day"),
        ("$90 per hour", ("rate", {"amount": "90", "unit": "hour"}), "usage", "90 per hour", "as invoiced"),
        ("$0.05 per call", ("rate", {"amount": "0.05", "per": "call"}), "usage", "0.05 per call", "by units"),
        ("a one-time training fee of $500 on acceptance", ("payment", {"amount": "500", "trigger": "on acceptance"}),
         "training", "500", "on acceptance"),
        ("a setup fee of $70", ("fee", {"amount": "70"}), "setup", "70", "on delivery"),
    ],
)  # fmt: skip
def test_a_price_becomes_an_obligation_named_for_what_it_is_for(tmp_path, words, said, name, price, earn):
    start = words.index("$")
    draft = draft_of(f"{HEAD}Customer pays {words}.", *AGREED, (said[0], words[start:], said[1] | USD))
    contract_of(draft, tmp_path)
    obligation = draft.tree["obligations"][name]
    assert (str(obligation["price"]["value"]), str(obligation["earn"])) == (price, earn)


def test_a_total_with_its_instalments_is_one_obligation_billed_by_the_plan(tmp_path):
    plan = [{"amount": "400", "due": "2024-07-01"} | USD, {"amount": "600", "due": "2024-09-01"} | USD]
    draft = draft_of(
        HEAD + "A price of $1,000, payable 400 on 1 July and 600 on 1 September.",
        *AGREED,
        ("total_fee", "$1,000", {"amount": "1000"} | USD),
        ("payment_plan", "400 on 1 July and 600 on 1 September", plan),
    )
    contract_of(draft, tmp_path)
    (row,) = draft.tree["billing"]
    assert [[str(cell) for cell in part] for part in row["instalments"]] == [
        ["2024-07-01", "400"],
        ["2024-09-01", "600"],
    ]


def test_instalments_that_do_not_make_the_total_are_asked_about_and_not_written():
    draft = draft_of(
        HEAD + "A price of $1,000, of which 400 on 1 July.",
        *AGREED,
        ("total_fee", "$1,000", {"amount": "1000"} | USD),
        ("payment", "400 on 1 July", {"amount": "400", "due": "2024-07-01"} | USD),
    )
    assert "billing" not in draft.tree
    assert any("come to 400.00, the total is 1000" in one.why for one in draft.open)


def test_tiers_are_one_price_with_steps(tmp_path):
    draft = draft_of(
        HEAD + "Calls: first 1000 at $0.10; all others at $0.08.",
        *AGREED,
        (
            "usage_tier",
            "first 1000 at $0.10",
            {"amount": "0.10", "unit": "call", "bounds": {"from": "0", "to": "1000"}},
        ),
        ("usage_tier", "all others at $0.08", {"amount": "0.08", "unit": "call", "bounds": {"from": "1000"}} | USD),
    )
    contract_of(draft, tmp_path)
    price = draft.tree["obligations"]["usage"]["price"]
    assert [[str(cell) for cell in step] for step in price["tiers"]] == [["1000", "0.10"], ["rest", "0.08"]]


def test_a_fee_of_the_month_by_the_tier_reached_is_no_price_of_a_unit():
    tiers = [("up to 99 $0", "0", "0", "99"), ("100 to 999 $40", "40", "100", "999"), ("above $70", "70", "1000", None)]
    said = [
        (
            "usage_tier",
            words,
            {"price": price, "min": low, "max": high, "unit": "view", "period": "P1M"} | USD,
        )
        for words, price, low, high in tiers
    ]
    draft = draft_of(f"{HEAD}Each month: {'; '.join(words for words, *_ in tiers)}.", *AGREED, *said)
    assert "obligations" not in draft.tree
    assert {one.term.field for one in draft.open if "tier reached" in one.why} == {"usage_tier"}


def test_every_source_holds_its_words_letter_by_letter_and_nothing_is_lost():
    text = HEAD + 'A fee of "$100\n  per   month" and a bonus of $5.'
    said = (
        ("recurring_fee", "$100\n  per   month", {"amount": "100", "period": "P1M"} | USD),
        ("bonus", "$5", {"amount": "5"} | USD),
        ("not_a_contract_fee", "$5", {"amount": "5"} | USD),
    )
    draft = draft_of(text, *AGREED, *said)
    sources = re.findall(r"source: *(.+)", contract_file(draft.tree))
    assert len(sources) > 4
    source = str(draft.tree["obligations"][next(iter(draft.tree["obligations"]))]["price"]["source"])
    alias, page, offsets, words = source.split(" ", 3)
    start, end = map(int, offsets.split("-"))
    assert (alias, page) == ("d", "p1") and words == '"' + " ".join(text[start:end].split()) + '"'
    assert [one.term.field for one in draft.open if one.term] == ["bonus"]


def test_what_a_draft_does_not_know_it_asks_for():
    draft = draft_of("Nothing is said here.")
    assert {one.what for one in draft.open} == {"customer", "currency", "term", "obligations"}


def plan_of(*due: str) -> tuple[str, str, object]:
    return ("payment_plan", "in parts", [{"amount": "400", "due": one} | USD for one in due])


@pytest.mark.parametrize(
    ("said", "until", "why"),
    [
        ([plan_of("2025-07-01", "2026-07-01")], "2027-06-30", "when the last instalment has lasted as long"),
        ([plan_of("2024-07-01")], "2025-06-30", "a year after the last instalment"),
        ([("recurring_fee", "in parts", {"amount": "100", "period": "P1M"} | USD)], "2025-05-04", "a year"),
    ],
)
def test_where_no_last_day_is_said_one_is_assumed_and_asked_for(tmp_path, said, until, why):
    draft = draft_of("Made on 5 May 2024. It is paid in parts.", AGREED[0], *said)
    contract_of(draft, tmp_path)
    assert str(draft.tree["term"]["to"]) == until
    assert any(one.what == "term" and f"{until} is assumed, {why}" in one.why for one in draft.open)


def test_no_last_day_is_assumed_where_nothing_is_earned_by_time():
    draft = draft_of(
        "Made on 5 May 2024. A call costs $2.", AGREED[0], ("rate", "$2", {"amount": "2", "unit": "call"} | USD)
    )
    assert "term" not in draft.tree or "to" not in draft.tree["term"]
    assert [one.why for one in draft.open if one.what == "term"] == [
        "the words say no last day; write `to:` or `months:`"
    ]


def test_where_no_day_is_said_the_day_it_came_in_is_assumed_and_asked_for(tmp_path):
    fee = ("recurring_fee", "$100 per month", {"amount": "100", "period": "P1M"} | USD)
    draft = draft_of("A fee of $100 per month.", fee, received=day("2026-01-15"))
    contract_of(draft, tmp_path)
    assert (str(draft.tree["signed"]), str(draft.tree["term"]["to"])) == ("2026-01-15", "2027-01-14")
    assert any("2026-01-15, when the document came in, is assumed" in one.why for one in draft.open)


@pytest.mark.parametrize(
    ("unit", "word"),
    [("pound unless a higher value is declared", "pound"), ("user and month", "user"), ("metric ton", "metric ton")],
)
def test_a_unit_ends_where_something_is_said_of_it(unit, word):
    draft = draft_of("It costs $2.", ("rate", "$2", {"amount": "2", "unit": unit} | USD))
    assert str(draft.tree["obligations"]["usage"]["price"]["value"]) == f"2 per {word}"


def test_a_table_of_shares_and_a_price_without_its_figure_are_asked_for():
    text = HEAD + "Films 100% 0% Songs 60% 40% and $[***] per hour and [**] ($[**]) for each unit."
    rows = [("revenue_share", words, {"percent": words[:-1]}) for words in ("100%", "0% ", "60%", "40%")]
    blank = {"amount": None, "currency": "USD"}
    hour = ("rate", "$[***] per hour", blank | {"unit": "hour"})
    draft = draft_of(text, *rows, hour, ("royalty", "[**] ($[**])", blank))
    whys = [one.why for one in draft.open if one.what == "obligations"]
    assert [why.split(":")[0] for why in whys[:3]] == [
        "a price whose figure was blacked out or left blank",
        "a table parts what is earned",
        "a price whose figure was blacked out or left blank",
    ]
    assert draft.tree.get("obligations") is None
