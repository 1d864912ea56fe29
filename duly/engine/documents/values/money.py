"""Money as contracts write it, in figures, in words or both, with its exact place.

An amount is a Fraction, so that no digit is lost. What a scan has hurt is read as it was meant and marked; where words
and figures disagree both are kept, and the words count, as courts have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from duly.engine.documents.values.numbers import WORDS, decimal_text, in_words

_LAWS = {
    "CAD": r"Canada|Ontario|British\s+Columbia|Alberta|Qu[eé]bec|Manitoba|Saskatchewan|Nova\s+Scotia|New\s+Brunswick",
    "AUD": r"Australia|New\s+South\s+Wales|Victoria|Queensland|Western\s+Australia",
    "NZD": r"New\s+Zealand",
}
_PEOPLES = {
    "USD": r"U\.?\s?S\.?(?:A\.?)?|United\s+States(?:\s+of\s+America)?|American",
    "CAD": r"Canadian|Cdn\.?",
    "AUD": r"Australian",
    "NZD": r"New\s+Zealand",
    "HKD": r"Hong\s+Kong",
    "SGD": r"Singapore",
}
# Signs before or after a figure, by the currency they name; "$" alone is the currency at home.
_SIGNS = {
    "USD": r"U\.?\s?S\.?\s{0,20}\$|USD\s?\$?|\$US(?:D)?|US\s?Dollars?",
    "CAD": r"C(?:DN|dn|AD|ND|an|\.)?\.?\s?\$|CAD|CDN|CND|Cdn",
    "AUD": r"AU[SD]?\s?\$|A\$|AUD",
    "NZD": r"NZ\$|NZD",
    "HKD": r"HK\s?\$|HKD",
    "SGD": r"S\$|SGD",
    "TWD": r"NT\s?\$|TWD|NTD\s?\$?",
    "MYR": r"MYR|RM(?=\s?\d)",
    "THB": r"THB",
    "EUR": r"€|EUR(?:OS?|os?)?|[Ee]uros?",
    "GBP": r"£|GBP|UK£|[Pp]ounds?\s[Ss]terling",
    "JPY": r"¥|JPY|[Yy]en",
    "CNY": r"RMB\s?[¥￥]?|CNY|[Rr]enminbi",
    "INR": r"₹|INR|Rs\.?",
    "CHF": r"CHF|SFr\.?",
    "ILS": r"NIS|ILS|₪",
    "KRW": r"KRW|₩",
    "SEK": r"SEK",
    "NOK": r"NOK",
    "DKK": r"DKK",
    "MXN": r"MXN|Mex\$",
    "BRL": r"BRL|R\$",
    "ZAR": r"ZAR",
    "RUB": r"RU[BR]|₽|[Rr]o?ubles?",
    "PLN": r"PLN",
    "AED": r"AED",
    "IDR": r"IDR",
    "VND": r"VND",
}
HOME = "$"
_ANY_SIGN = "(?:" + "|".join(f"(?:{sign})" for sign in _SIGNS.values()) + r"|\$)"
# Grouped thousands; a scan may put a blank after the comma or a point for it, or letters for digits.
_D = r"[\dOolI]"
_HURT = rf"(?=[\d,.]{{0,14}}[OolI])(?=[OolI,]{{0,3}}\d){_D}{{1,3}}(?:,{_D}{{3}})*(?:\.{_D}{{2}})?(?![A-Za-z\d])"
# Thousands grouped by blanks; behind "$" whole thousands alone, as columns of numbers look alike.
_SPACED = (
    r"(?:(?<!\$)(?<!\$\s)\d{1,3}(?:[ \u00a0]\d{3}){2,4}(?![\d,.])|\d{1,3}(?:[ \u00a0]\d{3}){0,3}[ \u00a0]000(?![\d,.]))"
)
_FIGURE = (
    rf"(?:{_HURT}|{_SPACED}|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?:\.\d{{2}})?(?!\d)|\d{{1,3}}(?:['’]\d{{3}})+(?:\.\d{{2}})?(?!\d)|\d{{1,6}}(?:,\d{{3}})+(?:\.\d{{1,4}})?(?!\d)|\d{{1,3}}(?:,\s\d{{3}})+(?=[\s).,;]|$)"
    rf"|\d{{1,3}}(?:\.\d{{3}})+(?:[.,]\d{{2}})?(?![\d,])|\d{{1,9}},\d{{2}}(?![\d,])|\d{{1,12}}(?:\.\d{{1,6}})?(?!\d)"
    rf"|\.\d{{1,6}}(?!\d))"
)
_SCALE = (
    r"(?:(?:\s{0,20}-?(?i:thousand|million|billion|trillion)|\s?-?(?:mm|MM|mil|bn|[KkMB](?![A-Za-z])))(?![A-Za-z]))"
)
_SCALES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mm": 6,
    "mil": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
_COIN = (
    r"(?:(?:" + "|".join(_PEOPLES.values()) + r")\s{1,4})?"
    r"(?:USD|CAD|EUR|GBP|dollars?(?:\s{1,4}U\.?S\.?(?=\s{0,4}\())?|euros?|pounds?(?:\s{1,4}sterling)?|yen|rupees|roubles?|rubles?|francs|renminbi|cents?|pence)(?![A-Za-z])"
)
_COINS = {
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "rupee": "INR",
    "franc": "CHF",
    "renmin": "CNY",
    "pence": "GBP",
    "rouble": "RUB",
    "ruble": "RUB",
}
_HUNDREDTHS = r"(?:\s{1,4}(?:and|&)\s{1,4}(?:no|x{1,2}|\d{1,2})\s?/\s?1?[0O]{2,3}(?:'?s|ths)?)"

SIGNED = re.compile(
    rf"(?<![A-Za-z])(?P<sign>{_ANY_SIGN})\s{{0,3}}(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?"
    rf"(?P<after>\s{{0,3}}(?:USD|CAD|CND|CDN|Cdn|AUD|EUR|US(?![A-Za-z])|cents?(?![A-Za-z]))(?!\s?\d))?"
)
NAMED = re.compile(
    rf"(?<![\w$.,/])(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?\s{{0,3}}"
    rf"(?P<coin>{_COIN}|(?:USD|CAD|CND|CDN|AUD|NZD|HKD|EUR|GBP|JPY|RMB|CNY|INR|CHF|RUB|PLN|AED|€|£)(?![A-Za-z]))",
    re.IGNORECASE,
)
_IN_BRACKETS = (
    rf"\(\s?(?P<sign>{_ANY_SIGN})?\s{{0,3}}(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?"
    rf"(?P<after>\s?(?:{_COIN}|[A-Z]{{3}}|U\.\s?S)\.?)?(?:\s?\)|(?(sign)(?=\s)))"
)
WORDED = re.compile(
    rf"(?P<words>{WORDS}{_HUNDREDTHS}?)\s{{0,4}}"
    rf"(?:(?P<coin>{_COIN})(?P<more>{_HUNDREDTHS}|\s{{1,4}}and\s{{1,4}}(?P<cents>{WORDS})\s{{1,4}}cents?)?)?"
    rf"\s{{0,40}}(?:{_IN_BRACKETS})?(?P<last>\s{{0,4}}(?P<times>(?:thousand|million|billion)\s{{1,4}})?{_COIN})?",
    re.IGNORECASE,
)
# What repeats an amount in brackets: "$500 (five hundred dollars)", "(say five hundred only)", "(USD 500)".
_EXPLAINED = re.compile(
    rf"\s{{0,40}}\(+\s?(?:say\s{{1,4}})?{WORDS}{_HUNDREDTHS}?(?:\s{{1,4}}{_COIN})?(?:\s{{1,4}}only)?\s?\)",
    re.IGNORECASE,
)
_REPEATED = re.compile(rf"\s{{0,4}}\(\s?(?:{_ANY_SIGN})\s{{0,3}}(?P<figure>{_FIGURE})\s?(?:[A-Z]{{3}}\s?)?\)")
# "USD 1M LIBOR" is the rate for a month, no million.
_RATE_OF = re.compile(r"\s{0,3}(?:LIBOR|EURIBOR|SOFR)\b")
_STERLING = re.compile(r"£|\bsterling\b|\bGBP\b|\bpence\b")
_PER_NEXT = re.compile(r"\s{0,3}(?:per\b|/|each\b|ea\b|a\s)", re.IGNORECASE)
_NOUGHT = re.compile(r"(?<![\w$])(?:SO|S0|(?:US)?\$O)(?![\w.'])")
_S_FOR_SIGN = re.compile(r"(?<![\w$])S(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d{1,4}\.\d{2})(?![\w,.])")
_COLUMN = re.compile(r"(?<![\w$.,:/-])(?P<figure>\d{1,3}(?:,\d{3})*\.\d{2})(?![\w%/-]|[.,]\d|\s?(?:%|percent))")
_COLUMN_REACH = 160
# Running words between two figures: small words, or a full stop that no number of a list comes before.
_PROSE = re.compile(
    r"\b(?:the|of|shall|will|is|are|(?:and|or)(?! (?:over|above|more|up|greater)\b)|to|in|by|that|this)\b"
    r"|[A-Za-z)]\s*[.;]|^\s?\.\s"
)
_LOOKALIKES = str.maketrans({"I": "1", "l": "1", "O": "0", "o": "0"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, where it stands, and how it was come by.

    `figure` is the place of the figures alone. `hurt` says that a scan error was read as what was meant; `cents` that a
    sign and the word "cents" contradict; `bare` that figures stand in a column without a sign.
    """

    start: int
    end: int
    amount: Fraction
    currency: str
    figure: tuple[int, int]
    words: Fraction | None = None
    figures: Fraction | None = None
    hurt: bool = False
    cents: bool = False
    bare: bool = False

    @property
    def agrees(self) -> bool:
        """False where words and figures name different amounts."""
        return self.words is None or self.figures is None or self.words == self.figures

    @property
    def value(self) -> str:
        """The amount as decimal text."""
        return amount_text(self.amount)


def amount_text(amount: Fraction) -> str:
    """Decimal text of an amount: no cents where there are none, else two digits or as many as it takes.

    >>> amount_text(Fraction(96000)), amount_text(Fraction(5, 2)), amount_text(Fraction(61, 200))
    ('96000', '2.50', '0.305')
    """
    text = decimal_text(amount)
    return text + "0" if re.fullmatch(r"-?\d+\.\d", text) else text


def home_currency(text: str) -> str:
    """What "$" means in a contract: the currency it says it is in, or that of its law, or US dollars."""
    stated = stated_currency(text)
    if stated:
        return stated
    for code, places in _LAWS.items():
        state = r"(?:the\s{1,4})?(?:(?:Province|State|Commonwealth|Dominion)\s{1,4}of\s{1,4})?"
        laws = rf"\blaws?\s{{1,4}}(?:(?:in\s{{1,4}}force|applicable)\s{{1,4}}in|of)\s{{1,4}}{state}(?:{places})\b"
        law = rf"(?i:governed|construed|interpreted)[^.]{{0,120}}{laws}"
        if re.search(law, text):
            return code
    return "USD"


def stated_currency(text: str) -> str:
    """The currency a contract says it is in; "" where it does not say."""
    said = {code: len(re.findall(_statement(code), text, re.IGNORECASE)) for code in _PEOPLES}
    return max(said, key=lambda code: said[code]) if any(said.values()) else ""


def _statement(code: str) -> str:
    """The words that say which currency a contract is in."""
    people, lands = _PEOPLES[code], _LAWS.get(code, _PEOPLES[code])
    stated = rf"(?:in|of|to|be|means?)\s{{1,4}}(?:the\s{{1,4}})?(?:{people})\s{{1,4}}(?:dollars|funds|currency)\b"
    return rf"\b(?:{stated}|lawful\s{{1,4}}(?:money|currency)\s{{1,4}}of\s{{1,4}}(?:the\s{{1,4}})?(?:{lands})\b)"


def moneys(text: str, home: str = "") -> list[Money]:
    """The amounts of a text in their order; none overlaps another."""
    home = home or home_currency(text)
    found = [*_worded(text, home), *_signed(text, home), *_named(text, home), *_lost_signs(text, home)]
    if not _STERLING.search(text):
        found = [money for money in found if money.currency != "GBP"]  # pounds are a weight
    kept: list[Money] = []
    for money in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or money.start >= kept[-1].end:
            kept.append(money)
    return sorted([*kept, *_noughts(text, kept, home), *_columns(text, kept)], key=lambda m: m.start)


def _worded(text: str, home: str) -> list[Money]:
    """Amounts in words, with the figures in brackets that repeat them."""
    found = []
    for match in WORDED.finditer(text):
        coin, figure = match["coin"] or (match["last"] or "").strip(), match["figure"]
        if not (coin or match["sign"]):
            continue
        words = in_words(match["words"])
        if words is None:
            continue
        if match["more"]:
            hundredths = re.search(r"(\d{1,2})\s?/", match["more"])
            cents = in_words(match["cents"]) if match["cents"] else Fraction(int(hundredths[1])) if hundredths else None
            words += Fraction(cents or 0) / 100
        figures, hurt = _read(figure, match["scale"], True) if figure else (None, False)
        times = 10 ** _SCALES.get((match["times"] or "").strip().lower(), 0)
        if coin and re.search("cent|pence", coin, re.IGNORECASE):
            words, figures = words / 100, figures / 100 if figures is not None and not match["sign"] else figures
        words, figures = words * times, figures * times if figures is not None else None
        currency = _currency(match["sign"] or coin or HOME, home, match["after"] or coin or "")
        place = match.span("figure") if figure else match.span("words")
        end = match.end() if match["last"] or figure else match.end("more") if match["more"] else match.end("coin")
        again = _REPEATED.match(text, end)
        end = again.end() if again and _read(again["figure"], None, True)[0] == words else end
        found.append(Money(match.start(), end, words, currency, place, words, figures, hurt))
    return found


def _signed(text: str, home: str) -> list[Money]:
    found = []
    for match in SIGNED.finditer(text):
        per = bool(_PER_NEXT.match(text, match.end()))
        amount, hurt = _read(match["figure"], match["scale"], not per)
        if amount is None or _RATE_OF.match(text, match.end()):
            continue
        after = match["after"] or ""
        cents = after.strip().lower().startswith("cent")
        explained = _EXPLAINED.match(text, match.end())
        end = explained.end() if explained else match.end()
        currency = _currency(match["sign"], home, after)
        found.append(Money(match.start(), end, amount, currency, match.span("figure"), None, amount, hurt, cents))
    return found


def _named(text: str, home: str) -> list[Money]:
    """Figures with the name of the coin after them: "5,000 dollars", "50 cents"."""
    found = []
    for match in NAMED.finditer(text):
        amount, hurt = _read(match["figure"], match["scale"], True)
        if amount is None:
            continue
        small = bool(re.search("cent|pence", match["coin"], re.I))
        currency = _currency(match["coin"], home, "")
        amount = amount / 100 if small else amount
        again = _REPEATED.match(text, match.end())
        end = again.end() if again and _read(again["figure"], None, True)[0] == amount else match.end()
        found.append(Money(match.start(), end, amount, currency, match.span("figure"), None, amount, hurt))
    return found


def _lost_signs(text: str, home: str) -> list[Money]:
    """An S that a scan made of a dollar sign: "S500.00"."""
    found = []
    for match in _S_FOR_SIGN.finditer(text):
        amount, _ = _read(match["figure"], None, True)
        if amount is not None:
            coin = _currency(HOME, home, "")
            found.append(Money(match.start(), match.end(), amount, coin, match.span("figure"), None, amount, True))
    return found


def _noughts(text: str, kept: list[Money], home: str) -> list[Money]:
    """ "SO" where a price is expected: near other prices, and not in running words."""
    found = []
    for match in _NOUGHT.finditer(text):
        near = any(abs(money.start - match.start()) < 120 for money in kept)
        capitals = re.search(r"[A-Z]{3,}\s+\Z", text[max(0, match.start() - 12) : match.start()])
        if near and not capitals:
            found.append(
                Money(
                    match.start(),
                    match.end(),
                    Fraction(0),
                    _currency(HOME, home, ""),
                    match.span(),
                    None,
                    Fraction(0),
                    True,
                )
            )
    return found


def _columns(text: str, kept: list[Money]) -> list[Money]:
    """Figures with cents that stand in a column below a signed amount: "$100.00 ... 85.00"."""
    found: list[Money] = []
    for match in _COLUMN.finditer(text):
        inside = any(money.start <= match.start() < money.end for money in kept)
        above = [m for m in (*kept, *found) if m.end <= match.start() and match.start() - m.end < _COLUMN_REACH]
        if inside or not above or _PROSE.search(text[above[-1].end : match.start()]):
            continue
        amount, _ = _read(match["figure"], None, True)
        if amount is not None:
            found.append(
                Money(
                    match.start(),
                    match.end(),
                    amount,
                    above[-1].currency,
                    match.span(),
                    None,
                    amount,
                    False,
                    False,
                    True,
                )
            )
    return [one for one in found if not _numbers_a_list(one, found)]


def _numbers_a_list(one: Money, others: list[Money]) -> bool:
    """Whether a figure counts the sections of a table of contents ("1.79", "1.80") and is no amount."""
    return any(
        abs(one.amount - other.amount) == Fraction(1, 100) and abs(one.start - other.start) < _COLUMN_REACH
        for other in others
    )


def _read(figure: str, scale: str | None, whole: bool) -> tuple[Fraction | None, bool]:
    """The number of a figure, and whether a scan error was mended. `whole` says that three decimals are thousands."""
    plain = re.sub("['’]", "", figure.translate(_LOOKALIKES))
    hurt = plain != re.sub("['’]", "", figure)
    if re.fullmatch(_SPACED, plain):
        plain = re.sub(r"\s", "", plain)
    elif re.search(r"\s", plain):
        plain, hurt = re.sub(r"\s+", "", plain), True
    if re.fullmatch(r"\d{1,9},\d{2}", plain):
        plain, hurt = plain.replace(",", "."), True
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:\.\d{2})?", plain) and (whole or plain.count(".") > 1) and not scale:
        head, _, tail = plain.rpartition(".") if re.fullmatch(r".*\.\d{2}", plain) else (plain, "", "")
        plain, hurt = head.replace(".", "") + (f".{tail}" if tail else ""), True
    try:
        amount = Fraction(plain.replace(",", ""))
    except ValueError:
        return None, False
    power = _SCALES.get((scale or "").strip(" \n\t\r-").lower(), 0)
    return amount * 10**power, hurt


def _currency(sign: str, home: str, after: str) -> str:
    """The currency of a sign, of the code after the figure, or of the coin's name."""
    for said in (after.strip(), sign.strip()):
        if not said or said == HOME:
            continue
        for code, pattern in _SIGNS.items():
            if re.fullmatch(pattern, said):
                return code
        for code, people in _PEOPLES.items():
            if re.match(rf"(?:{people})(?![a-z])", said):
                return code
        for name, code in _COINS.items():
            if said.lower().startswith(name):
                return code
    return home
