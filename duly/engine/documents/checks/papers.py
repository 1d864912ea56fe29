"""The day of a paper, told in two places: on the cover and in the first sentence, or wherever the paper is named.

A paper is known by its title: "that certain Supply Agreement, dated as of May 4, 2012" and "the Supply Agreement dated
May 14, 2012" are one paper with two days, unless the words tell two papers apart (other parties, an earlier one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from duly.engine.documents.checks.dates import day_of
from duly.engine.documents.checks.facts import Facts, Span, between, phrase, span
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.found import Found, Placed
from duly.ground.dates import iso

KIND = "two days for one"
_HEAD = (
    r"(?:Agreement|AGREEMENT|Contract|CONTRACT|Lease|LEASE|Note|NOTE|Plan|PLAN|Addendum|Guaranty|Guarantee|Indenture"
    r"|Deed|DEED|Memorandum|Understanding|UNDERSTANDING|Letter|License|LICENSE|Amendment|AMENDMENT)"
)
_TITLE = phrase(
    rf"\b(?P<title>(?:(?:[A-Z][\w&'’/-]{{0,24}}|of|and|for|to|&|in|the) ){{0,8}}{_HEAD})\b(?! of (?!the|this))"
    r"|\b(?P<number>[A-Z][a-z]+ (?:[Nn]o\.?|[Nn]umber|#) ?[\w/-]{0,12}\d[\w/-]{0,12})",
    re.NOFLAG,
)
_THIS = phrase(
    r"\bth(?:is|e present) (?:(?:[\w&'’/\"“”-]{1,24}) ){0,7}(?:agreement|contract|lease|note"
    r"|addendum|deed)\b"
)
# How a paper comes by its day: "made and entered into as of this", "dated".
_MADE = phrase(
    r"(?<![a-z])(?:(?:is|was|hereby|made|entered into|entered|executed|signed|concluded|dated|for reference|effective"
    r"|and|as of|on|this|the|day of|is made)[\s,:_-]{1,40}){1,9}\Z"
)
_SAYS = phrase(r"\b(?:made|entered|executed|signed|dated|concluded|effective|as of)\b")
# What may stand between a title and its day: names it is given, and who made it.
_GIVEN = phrase(r"(?:\s|,|\([^()]{0,90}\))*(?P<who>(?:by and )?(?:between|among|with)\b[^;]*)?\Z")
_ENDED = re.compile(r"[a-z)\"”]\.\s+[A-Z]|;|\n\s*\n\s*\n")
_NO_OPENING = phrase(r"\b(?:will|shall|may|whereas|an? (?:agreement|contract|letter)|which)\b")
_SIGNED = re.compile(r"/s/|\b(?:By|Name|Title):")
_OPENS = frozenset("this that the certain a an such said to of and for in whereas under".split())
# An amendment names what it amends.
_AMENDS_IT = phrase(r"\b(?:amends?|amending|amendment of) (?=(?:that certain|the)\b)")
# Words about a paper that make it another one, or its day that of a change to it.
_OTHER = phrase(
    r"\b(?:prior|previous(?:ly)?(?! (?:entered|executed|signed|made))|earlier|supersed\w*|originally|predecessor"
    r"|replac\w*|renew\w*|form of|each"
    r"|restat\w*|supplement\w*|extend\w*|expir\w*|similar|another|other(?! (?:terms|provisions|conditions))|draft"
    r"|amend(?:ed|s)?|terminat\w*)\b"
)
_WITH = phrase(r"[\s,)(“”\"a-z]{0,60}?\b(?:between|among|with|from|by)\b(?P<who>[^.;()]{3,90})")
_NAME = re.compile(r"\b[A-Z][A-Za-z&-]{2,}\b")
# The day on a cover: "Dated as of", "DATED EFFECTIVE AS OF", at the begin of a line.
_COVER = phrase(r"(?:\n|\A|[^\S\n]{2})[^\S\n]{0,80}dated?(?:,? effective)?(?: as)?(?: of)?(?: the| this)?:?\s{1,60}\Z")
# A day alone on its line below a title.
_ALONE = re.compile(
    r"\b(?:AGREEMENT|CONTRACT|LEASE|ADDENDUM"
    r"|Agreement)\b(?P<below>[\s\S]{0,900}?)(?:\n[^\S\n]{0,80}|[^\S\n]{3})\Z"
)
_PROSE = re.compile(r"(?:\b[a-z]{2,}\s+){4}|\.{4}|\d\s*\n")
_LINE = re.compile(r"[^\S\n]{0,80}(?:\n|\Z|[^\S\n]{3})")
# A contract that opens with its name and no "this": "SUPPLY AGREEMENT (this "Agreement"), dated as of".
_CALLED = phrase(r"\((?:this|the|hereinafter)?,? ?[\"“](?:this )?(?:Agreement|Contract|Lease)[\"”]", re.NOFLAG)
# What a paper is called in the rest of the text: (the "JV Agreement").
_NAMED = phrase(
    rf"\((?:the|such agreement, the|as amended,? the|hereinafter,? the)? ?[\"“](?P<name>(?:[A-Z][\w&'’-]* "
    rf"){{1,3}}{_HEAD})[\"”]\)",
    re.NOFLAG,
)
_DATED_TITLE = phrase(
    rf"\b(?P<title>(?:[A-Z][\w&'’/-]{{0,24}} (?:(?:of|and|for|to|&) )?){{1,8}}{_HEAD})(?: by and "
    rf"between[^;]{{5,300}}?)?,? (?:dated|made|entered into|effective)\b",
    re.NOFLAG,
)
_ANY_TITLE = re.compile(rf"\b{_HEAD}\b")
_THIS_AMENDS = phrase(
    r"\bthis (?:\w+ ){0,4}(?:amendment|addendum)\b[^.;]{0,300}\b(?:dated|made|entered into|executed|effective)"
    r"(?:(?:,? and)? (?:made|entered into|executed|effective))?,?(?: as)?(?: of)?(?: the| this)? \Z"
)
_AMENDED_BY_THIS = phrase(
    r"\b(?:amends?|amendment (?:no\.? \d+ )?to|addendum to|whereas,?|recitals)\b[^;]{0,400}\b(?:agreement|contract"
    r"|lease"
    r"|license)\b[^.;]{0,160}\b(?:dated|made|entered into|executed|effective)(?: and entered into)?,?(?: as)?(?: of| "
    r"on)?"
    r"(?: the)? \Z"
)
_SENTENCE, _AFTER, _HEAD_END = 700, 45, 2_500
_COVERED, _PREAMBLE, _LOOK, _MOST = 6_000, 30_000, 330, 2


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper with a day: the words of its title, who made it where that is told, and where the day stands."""

    title: tuple[str, ...]
    who: frozenset[str]
    day: int
    place: Span
    effective: bool = False


def paper_findings(known: Facts) -> Iterator[Finding]:
    """Papers with two days, and papers that are older than what they amend."""
    papers: dict[tuple[tuple[str, ...], bool], list[Dated]] = {}
    called = _other_names(known)
    for one in (*_papers(known), *_of_own_day(known)):
        papers.setdefault((called.get(one.title, one.title), one.effective), []).append(one)
    yield from _older(known)
    for told in papers.values():
        if 1 < len({one.day for one in told}) <= _MOST:
            yield from _unlike(told)


# "EXHIBIT B TO TRANSPORT AGREEMENT" names the agreement.
_EXHIBIT_TO = phrase(r"\A\s{0,9}(?:exhibit|schedule|annex|appendix) \S{1,4} to\s{1,40}")
_HEREOF = phrase(
    rf"\b(?P<title>(?:[A-Z][\w&'’/-]{{0,24}} (?:(?:of|and|for|to|&) )?){{1,6}}{_HEAD}),? (?:dated|made)(?: as)?(?: of)?"
    r" (?:the )?(?:date hereof|even date)",
    re.NOFLAG,
)


def _of_own_day(known: Facts) -> Iterator[Dated]:
    """Papers of the contract's own day: "dated as of the date hereof"."""
    own = own_day(known)
    day = day_of(own) if own else None
    if own is None or day is None:
        return
    for found in _HEREOF.finditer(known.text):
        yield Dated(_plain_title(found["title"]), frozenset(), day, found.span())


def own_day(known: Facts) -> Found | None:
    """The day that the contract itself is made on, where its first page tells it."""
    head = {span(one): one for one in between(known.dates, 0, _HEAD_END)}
    return next((head[one.place] for one in _papers(known) if not one.title and one.place in head), None)


def _other_names(known: Facts) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The titles of papers by the names they are given: "the Supply Agreement dated ... (the "Prior Agreement")"."""
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    for found in _NAMED.finditer(known.text):
        before = known.text[max(0, found.start() - _SENTENCE) : found.start()]
        titles = list(_DATED_TITLE.finditer(before))
        gap = before[titles[-1].end() :] if titles else ""
        if titles and not _ENDED.search(gap) and not _ANY_TITLE.search(gap):
            title = _plain_title(titles[-1]["title"])
            names.setdefault(tuple(found["name"].lower().split()), title)
    return names


_CHANGED_ON = phrase(
    r"\bthis (?:\w+ ){0,2}(?:section|agreement|article|exhibit|schedule|paragraph|clause|contract) (?:(?:is|was|has "
    r"been) )?"
    r"(?:hereby )?(?:amended|revised|modified|changed)(?: and restated)?(?: (?:on|as of|effective)|:){0,2}(?: "
    r"the)?\s{1,4}\Z"
)


def _older(known: Facts) -> Iterator[Finding]:
    """An amendment that is older than what it amends."""
    made = own_day(known)
    first = day_of(made) if made else None
    for one in known.dates if first is not None else ():
        day = day_of(one)
        changed = day and _CHANGED_ON.search(known.text, max(0, one.start - 90), one.start)
        if made and day and first and changed and day < first:
            says = f"it is changed on {iso(day)}, and the contract is made on {iso(first)}"
            yield Finding(KIND, says, (span(one), span(made)))
    head = between(known.dates, 0, _HEAD_END)
    own = next((one for one in head if _THIS_AMENDS.search(known.text, 0, one.start) and day_of(one) is not None), None)
    day = day_of(own) if own else None
    for one in between(known.dates, 0, 2 * _HEAD_END) if day is not None else ():
        base = day_of(one)
        amends = _AMENDED_BY_THIS.search(known.text, max(0, one.start - _SENTENCE), one.start)
        if own and day and base and base > day + _AFTER and amends and one != own:
            says = f"what is amended is dated {iso(base)}, the amendment {iso(day)}"
            yield Finding(KIND, says, (span(one), span(own)))


def _unlike(told: list[Dated]) -> Iterator[Finding]:
    for one, other in combinations(told, 2):
        apart = one.who and other.who and not one.who & other.who
        if one.day != other.day and not apart:
            named = " ".join(one.title) or "contract"
            dated = "effective" if one.effective else "dated"
            says = f"the {named} is {dated} {iso(one.day)} here and {iso(other.day)} there"
            yield Finding(KIND, says, (other.place, one.place))
            return


def _papers(known: Facts) -> Iterator[Dated]:
    """Every paper that is named with its day; the contract itself has no title."""
    text, own, cover = known.text, False, False
    for one in known.dates:
        day = day_of(one)
        if day is None:
            continue
        before = text[max(0, one.start - _LOOK) : one.start]
        if one.start < _COVERED and not own and not cover and _on_cover(text, one):
            cover = True
            yield Dated((), frozenset(), day, span(one))
            continue
        made = _MADE.search(before)
        if not made or not _SAYS.search(made[0]):
            continue
        words = before[: made.start()]
        called = one.start < _COVERED and _CALLED.match(text, one.end + 1) and _titled(words)[0]
        if not own and one.start < _PREAMBLE and (_opens(words) or called):
            own = True
            yield Dated((), frozenset(), day, span(one))
        title, who = _titled(words)
        if len(title) > 1:
            effective = "effective" in made[0].lower()
            yield Dated(title, who or _who(text, one), day, span(one), effective)


def _on_cover(text: str, one: Placed) -> bool:
    """Whether a day stands on a cover: behind "dated", or alone on its line below a title."""
    if _SIGNED.search(text, 0, one.start):
        return False
    if _COVER.search(text, max(0, one.start - 120), one.start):
        return True
    alone = _ALONE.search(text, max(0, one.start - 1_000), one.start) if _LINE.match(text, one.end) else None
    return bool(alone and not _PROSE.search(alone["below"]))


def _opens(words: str) -> bool:
    """Whether words before a day are those of a contract's first sentence."""
    this = _last(_THIS, words)
    if this and not _ENDED.search(words, this.end()):
        return not _OTHER.search(words, this.end()) and not _NO_OPENING.search(words, this.end())
    called = _last(_CALLED, words)
    return bool(called and _titled(words[: called.start()])[0] and _GIVEN.match(words, called.start()))


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return max(pattern.finditer(words), key=lambda one: one.start(), default=None)


def _titled(words: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The title of the paper that a day at the end of some words is of, and who made it; none where it is another's."""
    pairs = [(one, given) for one in _TITLE.finditer(words) if (given := _GIVEN.match(words, one.end()))]
    if not pairs:
        return (), frozenset()
    found, given = pairs[-1]
    title = _plain_title(found["title"] or found["number"])
    before = re.split(r"[.;]\s|\n\s*\n", words[: found.start()])[-1][-110:]
    if _OTHER.search(_AMENDS_IT.sub("", before)) or _OTHER.search(" ".join(title)):
        return (), frozenset()
    return title, _names(given["who"] or "")


def _plain_title(words: str) -> tuple[str, ...]:
    """The words of a title without those that open it."""
    title = _EXHIBIT_TO.sub("", re.split(r"\n\s*\n|\bTHIS\b|\bThis\b", words)[-1]).lower().split()
    while title and title[0] in _OPENS:
        title.pop(0)
    return tuple(title)


def _who(text: str, one: Placed) -> frozenset[str]:
    """Who made a paper, where that is told behind its day."""
    found = _WITH.match(text, one.end)
    return _names(found["who"]) if found else frozenset()


def _names(words: str) -> frozenset[str]:
    return frozenset(name.lower() for name in _NAME.findall(words))
