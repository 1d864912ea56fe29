"""E-mail (.eml) to text: who, when, about what, the words of the letter. Attachments are read each alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email import errors as mail_errors
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Any

from duly.ground.errors import Place
from duly.readers.draft import Draft
from duly.readers.paper_errors import PaperIsBomb, PaperIsBroken
from duly.readers.paper_limits import PaperLimits
from duly.readers.suspicious import remark_letters

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_PARTS = 500
_ATTACHMENTS = 50
# Levels of parts inside parts; a real letter with a forwarded one inside has about six.
_DEEPEST = 20
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)


def read_mail(data: bytes, name: str, limits: PaperLimits) -> dict[str, Any]:
    """The answer about a letter: its text, and its attachments as name and bytes (base64)."""
    place = Place(name)
    if len(_BOUNDARY.findall(data)) > _PARTS:
        raise PaperIsBomb(f"the e-mail has more than {_PARTS} groups of parts", place=place)
    try:
        letter = BytesParser(policy=policy.default).parsebytes(data)
        parts = list(_parts(letter, place))
    except (RecursionError, mail_errors.MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError):
        raise PaperIsBroken("the parts of the e-mail cannot be told apart", place=place) from None
    if not any(header in letter for header in ("From", "To", "Subject", "Date", "Received", "MIME-Version")):
        raise PaperIsBroken("the file has none of the headers of an e-mail", place=place)
    draft = Draft()
    for header in _SHOWN:
        if said := _header(letter, header):
            draft.add(f"{header}: {said}\n")
    draft.add("\n")
    attachments = []
    bodies = [part for part in parts if not _is_attachment(part)]
    plain = [part for part in bodies if part.get_content_type() == "text/plain"]
    for part in plain or [part for part in bodies if part.get_content_type() == "text/html"]:
        _add_body(draft, part)
    for part in parts:
        if _is_attachment(part):
            attachments.append(_attachment(part, len(attachments)))
    if len(attachments) > _ATTACHMENTS:
        raise PaperIsBomb(f"the e-mail has more than {_ATTACHMENTS} attachments", place=place)
    draft.pages.append((1, 0, draft.length, 0, 0, "text"))
    remark_letters(draft, draft.text)
    return {**draft.answer(), "attachments": attachments}


def _parts(letter: Message, place: Place) -> Iterator[Message]:
    """The parts that hold something, attached letters whole. No recursion, so that none can be exhausted."""
    waiting = [(letter, 0)]
    seen = 0
    while waiting:
        part, deep = waiting.pop()
        seen += 1
        if seen > _PARTS or deep > _DEEPEST:
            raise PaperIsBomb("the e-mail has more parts, or deeper ones, than a letter has", place=place)
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            inner = part.get_payload()
            waiting += [(one, deep + 1) for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _header(letter: Message, name: str) -> str:
    try:
        return " ".join(str(letter.get(name, "")).split())[:2_000]
    except (ValueError, LookupError, AttributeError, IndexError, TypeError, mail_errors.MessageError):
        return ""


def _is_attachment(part: Message) -> bool:
    kind = part.get_content_type()
    if kind == "message/rfc822" or part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() != "text" and bool(part.get_filename())


def _attachment(part: Message, number: int) -> list[str]:
    """Name and bytes of an attachment. The name is for a person; it is never a path."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        return [f"letter-{number + 1}.eml", base64.b64encode(inner.as_bytes()).decode()]  # type: ignore[union-attr]
    name = re.sub(r"[^\w. ()-]", "_", str(part.get_filename() or f"attachment-{number + 1}"))[-100:]
    payload = part.get_payload(decode=True)
    return [name, base64.b64encode(payload if isinstance(payload, bytes) else b"").decode()]


def _add_body(draft: Draft, part: Message) -> None:
    assert isinstance(part, EmailMessage)
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        text = data.decode(str(part.get_content_charset() or "utf-8"), "replace")
    except (LookupError, UnicodeError):
        text = data.decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        shown = _Shown()
        shown.feed(text)
        shown.close()
        start = draft.add(shown.text())
        for first, last, why in shown.hidden:
            draft.remark("not visible", start + first, start + last, why)
    else:
        draft.add(text.replace("\r\n", "\n"))
    draft.add("\n")


class _Shown(HTMLParser):
    """The words of a page of HTML, a line for each block."""

    _BLOCKS = frozenset("p div br tr li h1 h2 h3 h4 h5 h6 table ul ol blockquote hr".split())
    _UNSHOWN = frozenset("script style head title template".split())
    _HIDING = re.compile(
        r"display:none|visibility:hidden|font-size:[01](?:px|pt|\b)|(?<![\w-])color:(?:#fff(?:fff)?\b|white)"
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._length = 0
        self._unshown = 0
        self._open: list[tuple[str, int]] = []
        self.hidden: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSHOWN:
            self._unshown += 1
        elif tag in self._BLOCKS:
            self._add("\n")
        elif tag in {"td", "th"}:
            self._add("\t")
        style = "".join((dict(attrs).get("style") or "").lower().split())
        if self._HIDING.search(style) and len(self._open) < 1_000:
            self._open.append((tag, self._length))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSHOWN:
            self._unshown = max(self._unshown - 1, 0)
        if self._open and self._open[-1][0] == tag:
            _, start = self._open.pop()
            self.hidden.append((start, self._length, "the words are hidden in the letter"))

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def text(self) -> str:
        """All the words so far."""
        return "".join(self._pieces)
