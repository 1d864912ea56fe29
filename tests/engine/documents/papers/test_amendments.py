"""Amendments laid on the contract they change, and papers put into families."""

import pytest

from duly.engine.documents.papers.amending import ADDED, DELETED, REPLACED, REWORDED, amended, changes, is_amendment
from duly.engine.documents.papers.families import families, identity, precedences
from duly.engine.documents.text.segments import segments

BASE = (
    "SERVICES AGREEMENT\n\n"
    "1. Services. Alder keeps the machines of Birch in order and repairs them.\n\n"
    "2. Fees. Birch pays 100 dollars each month for the services.\n\n"
    "3. Term. This Agreement runs for one year from its date.\n\n"
    "4. Notices. Notices are given in writing to the offices of the parties.\n"
)


def laid(sentence: str):
    """An amendment of one sentence, laid on the base contract."""
    paper = f"FIRST AMENDMENT TO SERVICES AGREEMENT\n\nThe parties agree as follows.\n\n{sentence}\n"
    made = changes(paper, segments(paper))
    done, missing = amended(BASE, segments(BASE), paper, made)
    return made, done, missing


def test_a_section_is_replaced():
    made, done, missing = laid(
        'Section 2 of the Agreement is hereby deleted in its entirety and replaced with the following: "Fees. Birch '
        'pays 150 dollars each month."'
    )
    assert [(one.section, one.kind) for one in made] == [("2", REPLACED)]
    assert "100 dollars" in done[0].before and done[0].after == "Fees. Birch pays 150 dollars each month."
    assert BASE[done[0].base_start : done[0].base_end] == done[0].before
    assert missing == []


def test_a_section_is_made_to_read_otherwise_in_the_next_sentence():
    made, done, _ = laid(
        "Section 3 is amended and restated to read as follows:\n\n3. Term. This Agreement runs for two years."
    )
    assert (made[0].section, made[0].kind) == ("3", REPLACED)
    assert "two years" in done[0].after and "one year" in done[0].before


def test_a_phrase_is_exchanged():
    made, done, _ = laid('Section 3 is hereby amended by deleting the words "one year" and inserting "three years".')
    assert (made[0].kind, made[0].old) == (REWORDED, "one year")
    assert "three years" in done[0].after and "one year" not in done[0].after


def test_a_section_is_deleted_and_one_is_added():
    made, done, _ = laid("Section 4 of the Agreement is hereby deleted in its entirety.")
    assert (made[0].kind, done[0].after) == (DELETED, "")
    made, done, missing = laid(
        "A new Section 5 is hereby added to the Agreement as follows: Alder grants a discount of 5%."
    )
    assert (made[0].section, made[0].kind) == ("5", ADDED)
    assert "discount" in done[0].after and done[0].before == "" and missing == []


def test_a_section_that_the_contract_has_not_is_something_to_look_at():
    _, _, missing = laid('Section 9.3 is hereby deleted and replaced with the following: "Nothing."')
    assert [one.kind for one in missing] == ["no_such_section"]


def test_a_section_only_spoken_of_is_not_changed():
    made, _, _ = laid("The fee due under Section 2 is extended to the new machines; all other terms remain in force.")
    assert made == []


@pytest.mark.parametrize(
    ("title", "is_one"), [("SECOND AMENDMENT TO LEASE", True), ("Addendum", True), ("LEASE", False)]
)
def test_a_paper_calls_itself_an_amendment(title, is_one):
    assert is_amendment(f"{title}\n\nmade between Alder and Birch") is is_one


def test_papers_find_the_contract_they_belong_to_in_the_order_of_their_days():
    both = ("Alder, Inc.", "Birch LLC")
    papers = [
        identity("c", "AMENDMENT NO. 2\n\nto the Supply Agreement dated May 1, 2003 between", both, "2005-02-01"),
        identity("a", "SUPPLY AGREEMENT\n\nmade May 1, 2003", ("Alder Inc", "BIRCH, LLC"), "2003-05-01"),
        identity("d", "LEASE\n\nmade May 1, 2003", ("Cedar LLC", "Birch LLC"), "2003-05-01"),
        identity("b", "ORDER FORM\n\nunder the Supply Agreement dated May 1, 2003", both, "2003-06-01"),
    ]
    assert [(one.kind, one.number) for one in papers] == [
        ("amendment", 2),
        ("agreement", 0),
        ("agreement", 0),
        ("order", 0),
    ]
    assert [(one.parent, one.turn) for one in families(papers)] == [(1, 2), (-1, 0), (-1, 0), (1, 1)]


def test_an_amendment_of_another_day_belongs_to_no_paper_here():
    papers = [
        identity("a", "SUPPLY AGREEMENT", ("Alder Inc", "Birch LLC"), "2003-05-01"),
        identity(
            "b",
            "FIRST AMENDMENT\n\nto the Supply Agreement dated May 9, 2001",
            ("Alder Inc", "Birch LLC"),
            "2004-01-01",
        ),
    ]
    assert [one.parent for one in families(papers)] == [-1, -1]


def test_which_paper_prevails():
    text = "In the event of any conflict between this Agreement and an Order Form, the Order Form shall prevail."
    assert [one.winners for one in precedences(text)] == [("the Order Form",)]
    text = "The order of precedence is: (a) the Order Form; (b) the Addendum; (c) this Agreement."
    assert precedences(text)[0].winners == ("the Order Form", "the Addendum", "this Agreement")
    assert precedences("The parties shall prevail upon their staff.") == []
