"""Every hostile document ends in a paper with remarks or in a clear error; the reader lives, in memory and time."""

from __future__ import annotations

import resource

import pytest

from duly.ground.errors import DulyError
from duly.readers.paper_limits import MEGABYTE, Cost, PaperLimits
from duly.readers.papers import read_paper
from tests.readers.hostile_papers import PAPER
from tests.readers.hostile_papers.office import OFFICE
from tests.readers.hostile_papers.pdf import PDFS
from tests.readers.hostile_papers.texts import TEXTS

ALL = (*PDFS, *OFFICE, *TEXTS)
# The memory of the documentation; less time, because here each document that uses all of it is waited for.
LIMITS = PaperLimits(text=Cost(512 * MEGABYTE, 1, 30))


def test_there_are_enough_of_them():
    assert len(ALL) >= 100
    assert len({one.name for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_hostile_document_ends_well(one):
    data = one.make()
    assert len(data) <= LIMITS.file_bytes
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        paper = read_paper(data, name=one.file, limits=LIMITS, by="rapidocr")
    except DulyError as error:
        assert error.name in one.ends, error
        assert str(error.place).partition(",")[0] == one.file
        assert error.why and error.fix
    else:
        assert PAPER in one.ends
        assert {remark.kind for remark in paper.remarks} >= set(one.remarks)
        assert all(paper.text[remark.start : remark.end] is not None for remark in paper.remarks)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024
