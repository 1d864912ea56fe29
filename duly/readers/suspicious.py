"""Letters that are not what they seem: look-alikes of another script, odd digits, marks that nobody can see.

A remark is made and the text is left as it is: such a word must not become a number in silence.
"""

from __future__ import annotations

import re
import unicodedata

from duly.readers.draft import Draft

# Of these only, a letter is taken for another: ASCII on one side, Greek, Cyrillic and Armenian on the other.
_ALIEN = "Ͱ-ͽͿ-ϿЀ-ԯ԰-֏"
_MIXED = re.compile(rf"\w*(?:[A-Za-z0-9][{_ALIEN}]|[{_ALIEN}][A-Za-z0-9])\w*")
_ODD_DIGITS = re.compile(r"(?:(?![0-9])\d)[\d.,]*")
# Mathematical and enclosed letters, full-width forms: shown like ASCII and not it.
_STYLED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f100-\U0001f1ff]+")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]+")
# A soft hyphen between two letters is where a line may break, as typesetters put it; anywhere else it hides something.
_UNSEEN = re.compile(
    "[\u200b\u2060-\u2064\u180e\u034f\ufff9-\ufffb\U000e0000-\U000e007f]+|(?<=.)\ufeff+"
    "|(?<![^\\W\\d_])\u00ad|\u00ad(?![^\\W\\d_])"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
# An O or an I inside a number, as bad scans and forgers write it: 1O,000 or $l00. I20, O2 and 100l are names and units.
_NUMBER_LIKE = re.compile(r"(?<![\w.,])[$€£]?[\dOoIl]+(?:[.,][\dOoIl]+)*(?!\w)")
_LETTER = re.compile(r"[OoIl]")


def remark_letters(draft: Draft, text: str, offset: int = 0) -> None:
    """Note every place of a text whose letters are not what they seem."""
    if not text.isascii():
        _remark_foreign(draft, text, offset)
    for found in _CONTROL.finditer(text):
        draft.remark("control characters", *_span(found, offset), "control characters stand in the text")
    for found in _NUMBER_LIKE.finditer(text):
        if _hides_a_letter(found[0]):
            draft.remark("look-alike letters", *_span(found, offset), f"{found[0][:60]!r} holds a letter among digits")


def _hides_a_letter(number: str) -> bool:
    """Whether what must be a number (by its sign, its parts or its length) has a letter in it.

    >>> [_hides_a_letter(text) for text in ("1O,000", "$l00", "l4646", "I20", "100l", "Oil", "1,000")]
    [True, True, True, False, False, False, False]
    """
    letter = _LETTER.search(number)
    if letter is None or not any(map(str.isdigit, number)):
        return False
    return not number[0].isalnum() or "," in number or "." in number or (len(number) > 3 and letter.start() < 2)


def _remark_foreign(draft: Draft, text: str, offset: int) -> None:
    for found in _MIXED.finditer(text):
        word = found[0]
        # A Greek letter beside digits or in a formula is common; a letter that looks like an ASCII one is not.
        if any(letter in _TWINS for letter in word):
            draft.remark("look-alike letters", *_span(found, offset), f"{word[:60]!r} mixes the letters of two scripts")
    for found in _ODD_DIGITS.finditer(text):
        draft.remark("odd digits", *_span(found, offset), f"{found[0][:60]!r} has digits that are not 0 to 9")
    for found in _STYLED.finditer(text):
        plain = unicodedata.normalize("NFKC", found[0])
        if len(found[0]) > 1 or plain.isdigit():
            draft.remark(
                "odd digits" if any(map(str.isdigit, plain)) else "look-alike letters",
                *_span(found, offset),
                f"{found[0][:60]!r} is written in letters that only look like {plain[:60]!r}",
            )
    for found in _TURNED.finditer(text):
        draft.remark("direction marks", *_span(found, offset), "marks that turn the direction of the text stand here")
    for found in _UNSEEN.finditer(text):
        draft.remark("not visible", *_span(found, offset), "characters without a shape stand in the text")


def _span(found: re.Match[str], offset: int) -> tuple[int, int]:
    return found.start() + offset, found.end() + offset


# Letters of Greek, Cyrillic and Armenian that print like an ASCII letter or digit.
_TWINS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινρυАВЕЅІЈКМНОРСТУХЗЬаеорсухѕіјһԁԛԝӏбօսհոց")
