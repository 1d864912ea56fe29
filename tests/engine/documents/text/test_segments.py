"""Segments: every sentence, heading, list item and table row of our own small contracts, with its section."""

from __future__ import annotations

from itertools import pairwise

from duly.engine.documents.text.segments import references, resolve, segments

CONTRACT = """SUPPLY AGREEMENT

This Supply Agreement is made on 3 March 2021 by and between Alder Inc. and
Birch Tools Ltd. (the "Buyer").

1. TERM AND RENEWAL.

1.1 Initial Term. This Agreement begins on the Effective Date and goes on for
three (3) years. It renews for one (1) year

                                   4

Source: ALDER INC, 10-K, 3/9/2021
\f
each time unless a party objects under Sec. 9 below.

1.2 Fees. The Buyer shall pay:

(a) a set-up fee of $1,500.00;

(b) a monthly fee, as follows:
    (i) $200 for each seat; and
    (ii) $50 for each report.

2. GOVERNING LAW. The law of Ruritania, e.g. its Sales Act, governs. See Section 1.2(b).
"""


def _said(text):
    return [(piece.kind, piece.section, " ".join(text[piece.start : piece.end].split())) for piece in segments(text)]


def test_headings_sentences_and_items_carry_their_section():
    said = _said(CONTRACT)
    assert said[0] == ("heading", "", "SUPPLY AGREEMENT")
    assert said[1][2].endswith('Alder Inc. and Birch Tools Ltd. (the "Buyer").')
    assert ("heading", "1", "1. TERM AND RENEWAL.") in said
    assert ("heading", "1.1", "1.1 Initial Term.") in said
    assert ("item", "1.2(a)", "(a) a set-up fee of $1,500.00;") in said
    assert ("item", "1.2(b)(ii)", "(ii) $50 for each report.") in said
    assert ("sentence", "2", "See Section 1.2(b).") in said


def test_a_sentence_that_a_page_break_cuts_is_one_segment():
    (cut,) = [piece for piece in segments(CONTRACT) if "renews" in CONTRACT[piece.start : piece.end]]
    assert CONTRACT[cut.start : cut.end].endswith("under Sec. 9 below.")
    assert cut.heading == "Initial Term"


def test_page_numbers_and_filing_footers_are_no_segments():
    assert not [words for _, _, words in _said(CONTRACT) if words in {"4"} or words.startswith("Source:")]


def test_segments_are_in_order_and_do_not_overlap():
    found = segments(CONTRACT)
    assert all(one.end <= next_.start for one, next_ in pairwise(found))
    assert all(CONTRACT[piece.start : piece.end].strip() == CONTRACT[piece.start : piece.end] for piece in found)


def test_a_cross_reference_finds_its_section():
    ((start, end, number),) = [found for found in references(CONTRACT) if found[2] != "9"]
    assert (CONTRACT[start:end], number) == ("Section 1.2(b)", "1.2(b)")
    assert [piece.section for piece in resolve(segments(CONTRACT), "1.2(b)")] == ["1.2(b)", "1.2(b)(i)", "1.2(b)(ii)"]


def test_a_double_spaced_text_is_read_as_paragraphs():
    lines = (
        "The Buyer tells the Seller at the address of",
        "Riverside Street before the month in which the",
        "Goods come. ",
    )
    text = "\n\n".join(lines) * 8
    assert [piece.kind for piece in segments(text)] == ["sentence"] * 8


def test_table_rows_of_a_reader_are_segments():
    text = "Prices\nUp to 100 units 5.00\nAbove 100 units 4.00\nAll prices are net."
    lines = text.split("\n")[1:3]
    rows = [(text.index(line), text.index(line) + len(line)) for line in lines]
    assert [text[piece.start : piece.end] for piece in segments(text, rows) if piece.kind == "row"] == lines


def test_hostile_lines_end_quickly():
    for line in ("(a) " * 50_000, "A" * 200_000, " ; " * 60_000, "1. " * 60_000, "- " * 80_000, "\n" * 100_000):
        assert segments(line) is not None
