"""Numbers as contracts write them: words, figures, both at once, and figures that a scan has hurt.

A value is a Fraction, so that "one and one-half" and "33 1/3" stay exact. The names in capitals are pieces of regular
expressions without groups; they match a number in running text and are read by the function of the same theme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# Words that are met misspelt, or as the trade says them.
_OTHERS = {"no": 0, "fourty": 40, "ninty": 90, "ninteen": 19, "twelth": 12, "dozen": 12}
_VALUES: dict[str, int] = (
    {word: number for number, word in enumerate(_ONES)}
    | {word: 20 + 10 * place for place, word in enumerate(_TENS)}
    | _OTHERS
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "eighth": 8, "tenth": 10, "hundredth": 100}
_ORDINAL_ONES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_ORDINALS: dict[str, int] = (
    {word: number for number, word in enumerate(_ORDINAL_ONES) if number}
    | {word[:-1] + "ieth": 20 + 10 * place for place, word in enumerate(_TENS)}
    | {"last": -1}
)

_COUNTING = [word for word in _VALUES if word not in ("no",)]
_WORD = "(?:" + "|".join(sorted([*_COUNTING, *_SCALES], key=len, reverse=True)) + ")"
# A hyphen, the soft one of a word processor too, or blanks.
_GAP = r"(?:\s{0,40}[-\u00ad\u2010\u2011]\s{0,40}|,?\s{1,40}(?:and\s{1,40})?)"
_PART = "(?:" + "|".join(sorted(_PARTS, key=len, reverse=True)) + ")s?"
_PART_OF = rf"(?:(?:one|two|three|a)\s{{0,4}}-?\s{{0,4}}{_PART})"

# A number in words: "one hundred eighty", "thirty-six", "one and one-half", "two thirds".
WORDS = rf"\b(?:{_PART_OF}|{_WORD}(?:{_GAP}(?!{_PART_OF}){_WORD}){{0,20}}(?:\s{{1,40}}and\s{{1,40}}{_PART_OF})?)\b"
# A number in figures: "1,500", "1.5", "1 1/2", "1-1/2", ".75", "33 1/3"; not the start of a longer one.
FIGURES = (
    r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?!\d)|\d{0,12}\.\d{1,6}(?!\d)"
    r"|\d{1,12}(?:(?:\s|\s?-\s?)?\d{1,2}/\d{1,3})?(?!\d))"
)
# The figure in brackets that repeats a number in words, as a scan may show it: "(30)", "(I)", "(l0)", "( 5 )", "(3O)".
IN_BRACKETS = r"\(\s{0,2}[\dIlOo][\dIlOo,. /-]{0,14}\s{0,2}\)"
# A count of something: "thirty (30)", "(10)", "30", "30 (thirty)".
COUNT = rf"(?:{WORDS}\s{{0,40}}(?:{IN_BRACKETS})?|{IN_BRACKETS}|{FIGURES}(?:\s{{0,4}}\(\s?{WORDS}\s?\))?)"

# A place in a row: "5th", "17t h", "fifteenth (15th)", "twenty-first".
ORDINAL = (
    r"(?:\(?\d{1,2}\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)\b\)?|(?:(?:twenty|thirty)[\s-]{1,3})?(?:"
    + "|".join(sorted((word for word in _ORDINALS if word != "last"), key=len, reverse=True))
    + r")\b(?:\s?\(\s?\d{1,2}\s?(?:st|nd|rd|th)?\s?\))?)"
)

_LOOKALIKES = str.maketrans({"I": "1", "l": "1", "O": "0", "o": "0"})
_CENTS = re.compile(
    r"\s+(?:and|&)\s+(no|\d{1,2}|x{2})\s*/\s*(?:100|l00|IOO)(?:ths|'s|s)?\b.*$", re.IGNORECASE | re.DOTALL
)
_FRACTION = re.compile(r"(?:(?P<whole>\d+)(?:\s|\s?-\s?))?(?P<above>\d{1,2})/(?P<below>\d{1,3})")
_DECIMAL = re.compile(r"\d*\.?\d+|\d+")
_PART_AT_END = re.compile(rf"(?:^|\s+and\s+|\s)(?P<above>one|two|three|a)[\s-]*(?P<part>{_PART})$")
_ONLY_WORDS = re.compile(WORDS, re.IGNORECASE)
_ONLY_FIGURES = re.compile(FIGURES)
_ONLY_BRACKETS = re.compile(IN_BRACKETS)


@dataclass(frozen=True, slots=True)
class Count:
    """A number as written: what its words say, what its figures say, and the one of them that counts."""

    value: Fraction
    words: Fraction | None
    figures: Fraction | None

    @property
    def agrees(self) -> bool:
        """False where words and figures say different numbers."""
        return self.words is None or self.figures is None or self.words == self.figures


def in_words(text: str) -> Fraction | None:
    """The number that words say.

    >>> in_words("One Hundred Fifty Thousand and No/100's")
    Fraction(150000, 1)
    >>> in_words("one and one-half")
    Fraction(3, 2)
    """
    cents = _CENTS.search(text)
    rest = (text[: cents.start()] if cents else text).strip().lower()
    part = _PART_AT_END.search(rest)
    whole = _whole(rest[: part.start()] if part else rest)
    if whole is None and not (part and not rest[: part.start()].strip()):
        return None
    value = Fraction(whole or 0)
    if part:
        above = 1 if part["above"] == "a" else _VALUES[part["above"]]
        value += Fraction(above, _PARTS[part["part"].removesuffix("s")])
    if cents and cents[1].isdigit():
        value += Fraction(int(cents[1]), 100)
    return value


def _whole(words: str) -> int | None:
    """The whole number in words: hundreds multiply what stands before them, larger scales close a group."""
    total = group = 0
    tokens = [token for token in re.split(r"[\s,\u00ad\u2010\u2011-]+", words) if token and token != "and"]
    for token in tokens:
        if token == "hundred":
            group = (group or 1) * 100
        elif token in _SCALES:
            total, group = total + (group or 1) * _SCALES[token], 0
        elif token == "dozen":
            group = (group or 1) * 12
        elif token in _VALUES:
            group += _VALUES[token]
        else:
            return None
    return total + group if tokens else None


def in_figures(text: str) -> Fraction | None:
    """The number that figures say; letters that a scan takes for digits are read as the digits.

    >>> in_figures("1-1/2"), in_figures("5 00"), in_figures("(I)")
    (Fraction(3, 2), Fraction(500, 1), Fraction(1, 1))
    """
    plain = text.strip("() \t\r\n").translate(_LOOKALIKES).replace(",", "")
    fraction = _FRACTION.fullmatch(plain)
    if fraction:
        if not int(fraction["below"]):
            return None
        return int(fraction["whole"] or 0) + Fraction(int(fraction["above"]), int(fraction["below"]))
    plain = re.sub(r"\s+", "", plain)
    return Fraction(plain) if _DECIMAL.fullmatch(plain) else None


def count(text: str) -> Count | None:
    """What a COUNT says. The words are taken where both are there: a scan hurts figures first.

    >>> count("one hundred eighty (180)").value
    Fraction(180, 1)
    >>> count("sixty (90)").agrees
    False
    """
    found = _ONLY_WORDS.search(text)
    words = in_words(found[0]) if found else None
    brackets = _ONLY_BRACKETS.search(text)
    plain = brackets[0] if brackets else None
    if plain is None:
        bare = _ONLY_FIGURES.search(text)
        plain = bare[0] if bare else None
    figures = in_figures(plain) if plain else None
    value = words if words is not None else figures
    return None if value is None else Count(value, words, figures)


def ordinal(text: str) -> int | None:
    """The place that an ordinal names: 1 for "first" and "1 s t", 21 for "twenty-first", -1 for "last".

    >>> ordinal("17t h"), ordinal("thirty-first")
    (17, 31)
    """
    text = re.sub(r"(?<=[a-z])\s?\(.*", "", text, flags=re.DOTALL)
    plain = re.sub(r"[\s\"'*().]+", "", text).lower()
    figures = re.fullmatch(r"(\d{1,3}|[il](?=st))(?:st|nd|rd|th)?", plain)
    if figures:
        return int(figures[1].translate(str.maketrans("il", "11")))
    words = [word for word in re.split(r"[\s-]+", text.lower().strip()) if word]
    if not words or words[-1] not in _ORDINALS:
        return None
    if len(words) == 1:
        return _ORDINALS[words[0]]
    before = _whole(" ".join(words[:-1]))
    return None if before is None else before + _ORDINALS[words[-1]]


def decimal_text(value: Fraction) -> str:
    """A number as decimal text, cut after eight places where it does not end.

    >>> decimal_text(Fraction(3, 2)), decimal_text(Fraction(100, 3))
    ('1.5', '33.33333333')
    """
    whole, rest = divmod(abs(value), 1)
    digits = str(rest.numerator * 10**8 // rest.denominator).rjust(8, "0").rstrip("0")
    return ("-" if value < 0 else "") + (f"{whole}.{digits}" if digits else f"{whole}")
