"""The notes of a store: every tie and every sum of every period, book and entity."""

from __future__ import annotations

from collections.abc import Iterator

from duly.actions.disclosures import PostedBook, entities_and_books
from duly.engine.disclosure.note import Note, note
from tests.engine.disclosure.test_note import apart


def every_note(*, as_reported: bool = False) -> Iterator[tuple[str, str, str, Note]]:
    """The note of every period of every entity and book, and of all of them together."""
    for entity, book in entities_and_books():
        one = PostedBook(entity, book, as_reported=as_reported)
        names = [period.name for period in one.periods if one.has(period.name)]
        for since, through in [*zip(names, names, strict=True), *([(names[0], names[-1])] if names[1:] else [])]:
            yield entity, book, f"{since}..{through}", note([one.window(since, through)])


def untied(*, as_reported: bool = False) -> list[object]:
    """What does not tie."""
    return [(*named, *wrong) for *named, made in every_note(as_reported=as_reported) if (wrong := apart(made))]
