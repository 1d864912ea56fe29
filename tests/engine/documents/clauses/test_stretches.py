"""Runs of segments: which are looked at, which stay, and that none crosses a page; pairs of telling words."""

from __future__ import annotations

import numpy as np
import pytest

from duly.engine.documents.clauses.cues import AGAINST, CUES, FOR, LOOKED_AT, OUTRIGHT, SEEN, cues, outright
from duly.engine.documents.clauses.features import TOGETHER, WORD, together, traits
from duly.engine.documents.clauses.stretches import LONGEST, NEVER, Said, apart, parts, stretches
from duly.engine.documents.text.lines import page_breaks
from duly.engine.documents.text.segments import segments
from duly.training.corpus import PROPOSED

TEXT = (
    "The Buyer pays within ten days. The Seller delivers the goods in May. Risk passes on delivery to the Buyer. "
    "Notices are sent by letter to each of the parties. The law of Ruritania governs this whole contract."
)


@pytest.fixture
def seen():
    return traits(TEXT, segments(TEXT))


def _said(finds, inside):
    finds, inside = np.array(finds), np.array(inside)
    return Said(finds, inside, finds + 1, finds + 2, finds + 3)


def _runs(seen, finds, inside):
    found = stretches(_said(finds, inside), seen, 0, "Audit Rights")
    assert len(found.view) == len(found.first) and np.isfinite(found.view).all()
    return list(zip(found.first.tolist(), found.last.tolist(), strict=True))


def test_runs_hold_one_that_is_likely_and_none_that_is_not_possible(seen):
    low = NEVER
    assert _runs(seen, [low, 1.0, -4.0, low, low], [low, 2.0, -5.0, low, low]) == [(1, 1), (2, 2), (1, 2)]
    assert _runs(seen, [low, -4.0, -4.0, low, low], [low, -4.0, -5.0, low, low]) == [(1, 1), (2, 2)]


def test_no_run_is_longer_than_the_longest_nor_longer_than_the_document(seen):
    every = _runs(seen, [1.0] * 5, [1.0] * 5)
    assert max(last - first + 1 for first, last in every) == LONGEST == 4
    assert len(every) == 5 + 4 + 3 + 2
    short = traits("One line says it.", segments("One line says it."))
    assert _runs(short, [1.0], [1.0]) == [(0, 0)]


def test_of_a_run_the_view_has_its_length_and_the_scores_inside_and_beside(seen):
    some = stretches(_said([NEVER, 1.0, 3.0, -2.0, NEVER], [NEVER, 0.5, 2.5, -1.0, NEVER]), seen, 7, "")
    row = some.view[[pair == (1, 2) for pair in zip(some.first, some.last, strict=True)].index(True)]
    start, end = seen.segments[1].start, seen.segments[2].end
    assert list(row[:2]) == [2, end - start]
    assert list(row[2:5]) == [3.0, 1.0, 2.0]  # the best, the least and the mean of what counts as a find
    assert list(row[8:12]) == [1.0, 3.0, 0.5, 2.5]
    assert list(row[12:16]) == [NEVER, -2.0, NEVER, -1.0]  # before and after
    assert row[-1] == 7


def test_of_runs_that_overlap_the_likeliest_stays(seen):
    first, last = np.array([0, 1, 1, 4]), np.array([0, 1, 2, 4])
    assert apart(first, last, np.array([0.2, 0.5, 0.9, 0.1]), seen.segments) == [2, 0, 3]
    assert apart(first, last, np.array([0.2, 0.9, 0.5, 0.1]), seen.segments) == [1, 0, 3]


def test_a_passage_is_parted_where_a_page_ends():
    one = "The Provider shall keep books of all that it delivers and shall open these books to the"
    other = "auditor of the Customer upon ten days of notice and during the usual hours of its business."
    text = f"{one}\n\n\n\n                 12\n\n\n\n{other}"
    breaks = page_breaks(text)
    assert [text[start:end] for start, end in parts(breaks, 0, len(text))] == [one, other]
    assert parts(breaks, 4, len(one)) == [(4, len(one))]
    assert parts([], 0, 100) == [(0, 100)]


def test_too_short_a_part_is_left_out_but_never_the_whole():
    assert parts([(10, 20)], 0, 200) == [(20, 200)]
    assert parts([(10, 20)], 0, 30) == [(0, 30)]
    assert parts([(10, 20), (30, 40)], 0, 50) == [(0, 50)]


def test_an_empty_line_within_a_paragraph_ends_no_page():
    assert page_breaks("one line\n\nand another     and a third") == []
    assert page_breaks("the end of a page\n\n\nand the next") == [(17, 20)]


def test_two_telling_words_of_one_segment_are_a_feature_however_far_apart():
    near, far, alone = ("cause the end to come", "come now, and see what is the cause", "a cause of its own")
    seen = [traits(words, segments(words)) for words in (near, far, alone)]
    words = traits("cause come", segments("cause come"))
    telling = np.sort(words.hashes[WORD])
    pairs = [together(telling, one.hashes[WORD], one.edges[WORD]) for one in seen]
    assert [len(found) for found, _ in pairs] == [1, 1, 0]
    assert pairs[0][0][0] == pairs[1][0][0]
    assert pairs[0][1].tolist() == [0, 1] and TOGETHER not in range(len(seen[0].hashes))
    none = np.zeros(0, dtype=np.uint32)
    assert len(together(none, seen[0].hashes[WORD], seen[0].edges[WORD])[0]) == 0


def test_hostile_lines_part_quickly():
    for line in ("\n" * 100_000, "\f \n" * 30_000, "page\n\n\n" * 20_000):
        assert parts(page_breaks(line), 0, len(line))


def test_of_the_document_the_view_has_its_best_and_where_the_run_stands(seen):
    some = stretches(_said([NEVER, 1.0, 3.0, -2.0, NEVER], [NEVER, 0.5, 2.5, -1.0, NEVER]), seen, 7, "")
    runs = list(zip(some.first, some.last, strict=True))
    size = SEEN + 1
    row, best = (some.view[runs.index(run), -16 - size : -size] for run in [(1, 1), (2, 2)])
    assert list(row[:6]) == list(best[:6]) == [3.0, 1.0, -2.0, 2.5, 0.5, -1.0]
    assert (row[8], row[9]) == (5, 2)  # segments, and those that lie in a clause rather than not
    assert (row[10], best[10], row[11], best[11]) == (2.0, 0.0, 2, 1)  # behind the best, and its rank
    assert list(best[13:]) == [4.0, 5.0, 6.0]


def test_cues_join_words_that_stand_far_apart():
    words = "Either party may terminate this contract, with sixty days of notice to the other, for any reason."
    speak, against, *which = cues("Termination For Convenience", words)[:-4]
    assert len(which) == FOR + AGAINST and (speak, against) == (sum(which[:FOR]), sum(which[FOR:])) == (3, 0)
    assert cues("Termination For Convenience", words.replace("for any reason", "if it is in breach"))[1] == 2
    assert (
        cues("Exclusivity", "a non-exclusive license")[2] == 0 and cues("Exclusivity", "an exclusive license")[2] == 1
    )
    assert cues("of no kind", words) == [0] * SEEN


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Oak may terminate at will upon ten days notice.", [2, 0, 1, 1]),
        ("Oak may terminate at any time upon a breach.", [1, 1, 0, 0]),
        ("The breach is cured upon an event.", [0, 2, -1, 0]),
        ("The kettle is blue.", [0, 0, 0, 0]),
    ],
)
def test_the_trees_see_what_is_said_outright_and_what_denies_it(words, expected):
    assert cues("Termination For Convenience", words)[-4:] == expected
    assert cues("Governing Law", words)[-4:] == [0, 0, 0, 0]


def test_every_kind_that_is_proposed_has_cues():
    assert set(CUES) == set(PROPOSED)
    for speak, against in CUES.values():
        assert 0 < len(speak) <= FOR and 0 < len(against) <= AGAINST


@pytest.mark.parametrize(
    "words", ["days prior to " * 400, "terminate pay " * 400, "no consent to " * 400, "2 % of " * 700]
)
def test_cues_end_quickly_on_hostile_words(words):
    assert all(cues(kind, words[:LOOKED_AT])[0] >= 0 for kind in CUES)
    assert all(outright(kind, words[:LOOKED_AT]) for kind in OUTRIGHT)


# For each kind a sentence that says it, and one that speaks of it and denies it.
_SAID_AND_DENIED = {
    "Termination For Convenience": (
        "The Hirer may cancel the hire for any reason with ten days of notice.",
        "The Hirer may cancel the hire at any time for cause.",
    ),
    "Minimum Commitment": (
        "The Bakery shall buy no fewer than nine sacks of flour a week.",
        "The Bakery shall keep insurance of at least nine hundred crowns.",
    ),
    "Uncapped Liability": (
        "The limits above shall not apply to fraud.",
        "Some jurisdictions do not allow limits, so that the limits above do not apply.",
    ),
    "Exclusivity": (
        "Elm is the exclusive distributor of the kettles on the island.",
        "Elm is the non-exclusive agent, and Oak may not sell to third parties.",
    ),
    "Change Of Control": (
        "Oak may terminate the lease upon a change of control of Elm.",
        "Elm may assign the lease without consent to whoever acquires it in a merger or change of control.",
    ),
    "Volume Restriction": (
        "The School may install the game for up to twelve users.",
        "The School pays interest of no more than two percent.",
    ),
    "Liquidated Damages": (
        "The Builder owes a crown for each day as liquidated damages.",
        "Either may leave without penalty, and no termination fee is due.",
    ),
}


@pytest.mark.parametrize("kind", OUTRIGHT)
def test_a_kind_is_said_outright_or_denied(kind):
    said, denied = _SAID_AND_DENIED[kind]
    assert outright(kind, said) == (True, False)
    assert outright(kind, denied) == (True, True)
    assert outright(kind, "The kettle is blue.") == (False, False)


@pytest.mark.parametrize(
    ("words", "denies"),
    [
        ("Either party may terminate by mutual agreement at any time.", True),
        ("Either party may terminate on sixty days notice of any breach.", True),
        ("Either party may terminate with cause upon ten days notice.", True),
        ("Either party may terminate without cause upon ten days notice.", False),
    ],
)
def test_an_end_with_a_reason_is_none_at_will(words, denies):
    assert outright("Termination For Convenience", words) == (True, denies)
