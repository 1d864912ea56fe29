"""Citations: a function says what it carries out and stays as it is; the index gives our words and the pair."""

from __future__ import annotations

import re

import pytest

from duly.ground.cites import citations_of, cited, cites, paragraph, paragraphs


def test_a_cited_function_is_the_function_itself():
    def plain(amount):
        return amount

    assert cites("606-10-32-28", ifrs15=("73",))(plain) is plain
    assert citations_of(plain)[0].asc == ("606-10-32-28",)
    assert citations_of(plain)[0] in cited()


@pytest.mark.parametrize(
    ("number", "ifrs"),
    [
        ("606-10-25-1", "9"),
        ("606-10-25-13(b)", "21(b)"),
        ("606-10-25-31", "39"),
        ("606-10-32-28", "73"),
        ("606-10-32-43", "88"),
        ("606-10-45-4", "108"),
        ("606-10-50-13", "120"),
        ("606-10-55-18", "B16"),
        ("606-10-55-65", "B63"),
        ("340-40-25-1", "91"),
    ],
)
def test_pairs_of_the_two_standards(number, ifrs):
    assert paragraph(number).ifrs == ifrs


def test_a_part_that_is_not_listed_stands_under_its_whole():
    assert paragraph("606-10-32-28(z)") == paragraph("606-10-32-28")
    assert paragraph("606-10-99-99") is None


def test_each_paragraph_has_a_number_and_one_sentence_of_ours():
    for number, entry in paragraphs().items():
        assert re.fullmatch(r"\d{3}-\d{2}-S?\d{2}-\d+[A-Z]?(\([a-z]\))?|IFRIC \d+\.\d+", number)
        assert entry.meaning.endswith(".")
        assert len(entry.meaning) < 120


def test_the_numbers_of_the_two_standards_run_in_parallel():
    # Topic 606-10-25 and -32 were taken over paragraph by paragraph, so each section has one distance to IFRS 15.
    for number, entry in paragraphs().items():
        match = re.fullmatch(r"606-10-(25|32|45)-(\d+)", number)
        if match:
            assert int(entry.ifrs) - int(match[2]) == {"25": 8, "32": 45, "45": 104}[match[1]], number
