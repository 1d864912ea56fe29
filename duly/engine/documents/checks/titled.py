"""Sections that are cited by number and title, where that title is another section's.

"Article 7 (Confidentiality)", "the Right of Recovery set forth in Section 1.4", where Confidentiality is Article 8
and Right of Recovery Section 1.5; and an amendment that calls itself by another number than its title has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duly.engine.documents.checks.facts import Facts, Span, phrase
from duly.engine.documents.proposals import Finding

KIND = "cites another section"
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,5}"
_HEADING = re.compile(
    rf"(?P<line>^|\n|(?<=[.;:]\s))[^\S\n]{{0,60}}(?:(?:ARTICLE|Article|SECTION|Section)\s{{1,3}})?(?P<number>{_NUMBER})[.:)]?"
    r"(?:[^\S\n]{1,12}|\s{0,4}\n\s{0,12})(?P<title>[A-Z][A-Za-z’',&-]*"
    r"(?: (?:[A-Z][A-Za-z’',&-]*|of|and|the|for|to|in|by|on|or)){0,7})(?=\s{0,3}(?:[.:]|\n|\Z|\(?[aA]\)\s)|\s{3})"
)
_CITED = phrase(
    rf"\b(?:articles?|sections?|clauses?|paragraphs?) (?P<number>{_NUMBER})\s{{0,2}}"
    r"\((?P<title>[A-Z][^()\n\d]{3,70})\)"
)
_SET_FORTH = phrase(
    r"(?P<title>(?:[A-Z][a-z’'-]+ (?:(?:of|and|for|to) )?){2,6})(?:as )?(?:set (?:forth|out)|described"
    r"|provided(?: for)?|contained|specified|stated) (?:in|by|under) (?:[Ss]ection|[Aa]rticle|[Pp]aragraph)"
    rf" (?P<number>{_NUMBER})(?![\d(]|\.\d)",
    re.NOFLAG,
)
_AMENDMENT = phrase(r"\bAMENDMENT (?:NO\.?|NUMBER|#) ?(?P<number>\d{1,2})\b")
_THIS_AMENDMENT = phrase(r"\bthis amendment (?:no\.? |number |# ?)?(?P<number>\d{1,2})\b(?! (?:day|\w+ 20))")
_WORD = re.compile(r"[A-Za-z]{4,}")
_TITLE_END = 400


def titled_findings(known: Facts) -> Iterator[Finding]:
    """Titles that stand with another number than their own."""
    lines, inline = _titles(known.text, False), _titles(known.text, True)
    for found in (*_CITED.finditer(known.text), *_SET_FORTH.finditer(known.text)):
        whole = found.re is _CITED
        words, number, titles = _words(found["title"]), found["number"], inline if whole else lines
        if (
            not words
            or not found["title"][0].isupper()
            or not titles.get(number)
            or any(words & title for title, _ in titles[number])
        ):
            continue
        others = [
            (other, place)
            for other, told in titles.items()
            for title, place in told
            if other.count(".") == number.count(".")
            and (title == words or _within(title, words) or (whole and _within(words, title)))
        ]
        if len({other for other, _ in others}) == 1:
            says = f"“{' '.join(found['title'].split())}” is section {others[0][0]}, not {number}"
            yield Finding(KIND, says, (found.span("number"), others[0][1]))
    own = _AMENDMENT.search(known.text, 0, _TITLE_END)
    for found in _THIS_AMENDMENT.finditer(known.text) if own else ():
        if own and found["number"] != own["number"]:
            says = f"amendment {own['number']} calls itself amendment {found['number']}"
            yield Finding(KIND, says, (found.span(), own.span()))


def _titles(text: str, inline: bool) -> Mapping[str, list[tuple[frozenset[str], Span]]]:
    """The words of the titles that each number of a section has, and where they stand.

    Titles inside of a line count on demand, where they have several words.
    """
    found: dict[str, list[tuple[frozenset[str], Span]]] = {}
    for one in _HEADING.finditer(text):
        words = _words(one["title"])
        alone = one["line"] or one.start() == 0
        if words and (alone or (inline and len(words) > 1)):
            found.setdefault(one["number"], []).append((words, one.span("title")))
    return found


def _words(title: str) -> frozenset[str]:
    return frozenset(word.lower().removesuffix("s") for word in _WORD.findall(title))


def _within(title: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a title of more than a word is a part of other words."""
    return len(title) > 1 and title < words
