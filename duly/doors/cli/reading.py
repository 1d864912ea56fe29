"""`duly read FILE`: from paper to proposed terms, each with the words it rests on."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace

from duly.doors.cli.notices import say_errors
from duly.engine.documents.drafts.draft import Draft, Open
from duly.engine.documents.drafts.drafting import drafted
from duly.engine.documents.reading import Reading, reading
from duly.engine.documents.report import as_data, proposed, reports
from duly.ground.errors import DulyError
from duly.ground.paper import Paper
from duly.readers.papers import read_paper
from duly.training.shipped import known
from duly.writers import table
from duly.writers.contract_file import contract_file


def read(given: argparse.Namespace) -> int:
    """Read each document; one that cannot be read is named, and the others go on."""
    wrong: list[DulyError] = []
    for name in given.files:
        try:
            paper, found = read_one(name)
        except DulyError as error:
            wrong.append(error)
            continue
        terms = list(found.terms) if given.all else proposed(found.terms)
        if given.format == "json":
            sys.stdout.write(json.dumps(as_data(paper, found, terms), ensure_ascii=False, indent=1) + "\n")
        elif given.format == "contract":
            draft = drafted(paper, terms)
            sys.stdout.write(contract_file(draft.tree, [asked(draft, one) for one in draft.open]))
        else:
            table.write(reports(paper, found, terms), sys.stdout)
    say_errors(wrong)
    return 1 if wrong else 0


def read_one(name: str) -> tuple[Paper, Reading]:
    """A document and what was read of it; it is called by its file name, wherever it lies."""
    paper = replace(read_paper(name), name=os.path.basename(name))
    return paper, reading(paper, known())


def asked(draft: Draft, one: Open) -> str:
    """Something a person has to decide, with the words it is about."""
    place = f" ({draft.source(one.term)})" if one.term else ""
    return f"{one.what}: {one.why}{place}"
