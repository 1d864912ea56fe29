"""Lists by pages: a cursor says what the page before ended with, and up to which command it knew."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from duly.actions.moments import moment
from duly.doors.api.problems import CursorIsWrong
from duly.doors.api.shapes import Page, Paged, Since
from duly.store.canonical import digest

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


class Place(NamedTuple):
    """Where a page begins. seq: the command up to which its list knows · after: the keys of the row before."""

    seq: int
    after: tuple[Any, ...] = ()


def since_of(q: Since) -> int:
    """The command after which rows are asked for; 0 for all of them."""
    return moment(q.updated_since) if q.updated_since else 0


def place_of(q: Paged) -> Place:
    """Where the page that was asked for begins."""
    if not q.cursor:
        return Place(moment(q.as_of))
    try:
        seq, filters, *after = json.loads(base64.urlsafe_b64decode(q.cursor))
    except (ValueError, binascii.Error, TypeError):
        raise _wrong() from None
    sound = isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq < 1 << 62
    if not sound or filters != _filters(q) or not all(isinstance(one, int | str) for one in after):
        raise _wrong()
    return Place(seq, tuple(after))


def _wrong() -> CursorIsWrong:
    return CursorIsWrong("the cursor is none of this list", fix="send `next` of the page before, with the same query")


def _filters(q: Paged) -> str:
    return digest(q.model_dump(exclude={"cursor", "limit"}))[:16]


def page(
    q: Paged, place: Place, rows: QuerySet[Row], keys: Sequence[str], tell: Callable[[Sequence[Row]], list[Any]]
) -> Page[Any]:
    """A page of rows in the order of some columns that no two of them share, the last first where a column has a minus;
    `tell` says what is told of them."""
    if place.after:
        try:
            rows = rows.filter(_beyond(keys, place.after))
            found = list(rows.order_by(*keys)[: q.limit + 1])
        except (ValueError, TypeError):
            raise _wrong() from None
    else:
        found = list(rows.order_by(*keys)[: q.limit + 1])
    shown = found[: q.limit]
    last = [_value(shown[-1], key.removeprefix("-")) for key in keys] if len(found) > q.limit else []
    return _page(q, place, tell(shown), last)


def page_of_list(q: Paged, place: Place, rows: Sequence[Item], name: Callable[[Item], str]) -> Page[Item]:
    """A page of a list that is worked out whole, each time in the same order; `name` tells its rows apart."""
    begin = 0
    if place.after:
        names = [name(one) for one in rows]
        if len(place.after) != 1 or place.after[0] not in names:
            raise _wrong()
        begin = names.index(str(place.after[0])) + 1
    shown = list(rows[begin : begin + q.limit])
    return _page(q, place, shown, [name(shown[-1])] if begin + q.limit < len(rows) else [])


def _page(q: Paged, place: Place, items: list[Any], last: Sequence[Any]) -> Page[Any]:
    """A page, and the cursor of the next one where rows follow the last of it."""
    return Page(items=items, next=_cursor([place.seq, _filters(q), *last]) if last else None, as_of=place.seq)


def _beyond(keys: Sequence[str], after: Sequence[Any]) -> Q:
    """Rows that follow one with these values of the columns."""
    if len(keys) != len(after):
        raise ValueError
    found, same = Q(), Q()
    for key, value in zip(keys, after, strict=True):
        name, falls = key.removeprefix("-"), key.startswith("-")
        found |= same & Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
        same &= Q(**{name: value})
    return found


def _value(row: Any, key: str) -> Any:
    if isinstance(row, dict):
        return row[key]
    for name in key.split("__"):
        row = getattr(row, name)
    return row


def _cursor(value: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
