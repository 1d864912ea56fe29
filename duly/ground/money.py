"""Currencies and amounts: integer minor units, read from plain text and written back, exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from duly.ground.errors import NOWHERE, DulyError, Place
from duly.ground.rounding import AmountTooLarge

LARGEST = 10**16  # minor units; sums over a book of such amounts still fit 64 bits

# ISO 4217, by the number of decimals of the minor unit. Funds and metals without a minor unit are left out.
_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
        CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
        ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
        MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
        SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        ANG BGN CUC HRK MRO SLL STD VEF ZWL""",  # last line: withdrawn since 2018, still in contracts of those years
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
ISO_4217: Mapping[str, int] = {code: digits for digits, codes in _DECIMALS.items() for code in codes.split()}

_PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_TOGETHER = "write the digits together, like 1200.00"
# The first pattern that is found names what is wrong; the order matters.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (r"^$", "is empty", "write 0.00 where the amount is nothing"),
    (r"^[-+]?[0-9.]+[eE][-+]?[0-9]+$", "has an exponent", "write all digits, like 1200.00"),
    (r"^\(.*\)$", "is in parentheses", "write a minus sign, like -5.00"),
    (r"%", "is a percentage, not an amount", "write an amount of money, like 1200.00"),
    (r"^-?[A-Z]{3}\s*-?[0-9]|[0-9]\s*[A-Z]{3}$", "names a currency", "name it once, under `currency:`"),
    (r"[$\u00a2-\u00a5\u20a0-\u20cf]", "has a currency sign", "name the currency once, under `currency:`"),
    (r"^\+", "has a plus sign", "leave the plus sign out"),
    (r"[\u2010-\u2015\u2212]", "has a dash that is not a minus sign", "write a hyphen, like -5.00"),
    (r"^-?[0-9]+,[0-9]{1,2}$", "has a comma for its decimals", "write a point, like 1200.00"),
    (r"^-?[0-9]{1,3}([,'’_\s][0-9]{2,3})+(\.[0-9]+)?$", "has thousands separators", _TOGETHER),
    (r"^-?[0-9]{1,3}((\.[0-9]{3}){2,}|(\.[0-9]{3})+,[0-9]+)$", "has thousands separators", _TOGETHER),
    (r"^-?(\.[0-9]+|[0-9]+\.)$", "has nothing on one side of its point", "write digits on both sides, like 0.50"),
)


_WHY_PLAIN = "an amount is read digit by digit, so that no part of it is guessed"


class UnknownCurrency(DulyError):
    """A currency code that is neither in ISO 4217 nor in the company file."""


class NotAnAmount(DulyError):
    """Text that is not a plain decimal amount; the sentence names what is wrong with it."""


class TooManyDecimals(DulyError):
    """An amount with more decimals than its currency has."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and the number of decimals of its minor unit."""

    code: str
    digits: int


def currency(code: str, own: Mapping[str, int] | None = None, *, place: Place = NOWHERE) -> Currency:
    """The currency of a code; `own` are the units of the company file, which come first.

    >>> currency("JPY").digits, currency("KWD").digits, currency("LC", {"LC": 2}).digits
    (0, 3, 2)
    """
    digits = (own or {}).get(code, ISO_4217.get(code))
    if digits is None:
        raise UnknownCurrency(
            f"there is no currency {_shown(code)}",
            place=place,
            why="currencies are ISO 4217 codes in capitals, like USD",
            fix="correct the code, or name your own unit with its decimals under `currencies:` in the company file",
        )
    return Currency(code, digits)


def minor_units(text: str, digits: int, *, place: Place = NOWHERE) -> int:
    """An amount as written, in minor units.

    `NotAnAmount`, `TooManyDecimals`, or `AmountTooLarge` above 10**16 minor units.

    >>> minor_units("1200.00", 2), minor_units("-5", 2), minor_units("0.125", 3)
    (120000, -500, 125)
    """
    sign, whole, decimals = _plain_parts(text, place)
    if len(decimals) > digits:
        raise TooManyDecimals(
            f"{_shown(text)} has {len(decimals)} decimals, the currency has {digits}",
            place=place,
            why="an amount of money has no part of a minor unit",
            fix="write the amount in whole minor units; a rate per unit may have more decimals",
        )
    return _within_limit(int(sign + whole + decimals.ljust(digits, "0")), text, place)


def exact_minor_units(text: str, digits: int, *, place: Place = NOWHERE) -> Fraction:
    """A rate per unit as written, in exact minor units; it may have more decimals than the currency.

    >>> exact_minor_units("0.0825", 2)
    Fraction(33, 4)
    """
    sign, whole, decimals = _plain_parts(text, place)
    value = Fraction(int(sign + whole + decimals) * 10**digits, 10 ** len(decimals))
    _within_limit(int(value), text, place)
    return value


def plain(minor: int, digits: int) -> str:
    """An amount as duly writes it in files: no separators, all decimals of the currency.

    >>> plain(120000, 2), plain(-5, 2), plain(1200, 0)
    ('1200.00', '-0.05', '1200')
    """
    return _written(minor, digits, "")


def grouped(minor: int, digits: int) -> str:
    """An amount as people read it.

    >>> grouped(-120000000, 2)
    '-1,200,000.00'
    """
    return _written(minor, digits, ",")


def _written(minor: int, digits: int, separator: str) -> str:
    whole, part = divmod(abs(int(minor)), 10**digits)
    sign = "-" if minor < 0 else ""
    text = f"{whole:,}" if separator else str(whole)
    return f"{sign}{text}.{part:0{digits}d}" if digits else f"{sign}{text}"


def _plain_parts(text: str, place: Place) -> tuple[str, str, str]:
    """Sign, whole digits and decimals of a plain decimal number."""
    if len(text) > 60:
        what = f"{_shown(text)} has {len(text)} characters"
        raise NotAnAmount(what, place=place, why="no amount is that long", fix="write the amount alone")
    match = _PLAIN.fullmatch(text)
    if match:
        return match[1], match[2], match[3] or ""
    for pattern, what, fix in _PROBLEMS:
        if re.search(pattern, text):
            raise NotAnAmount(f"{_shown(text)} {what}", place=place, why=_WHY_PLAIN, fix=fix)
    fix = "write a plain decimal, like 1200.00"
    raise NotAnAmount(f"{_shown(text)} is not a number", place=place, why=_WHY_PLAIN, fix=fix)


def _within_limit(minor: int, text: str, place: Place) -> int:
    if abs(minor) > LARGEST:
        raise AmountTooLarge(
            f"{_shown(text)} is more than 10,000,000,000,000,000 minor units",
            place=place,
            why="sums of such amounts would not fit 64 bits",
            fix="look for a misplaced decimal point",
        )
    return minor


def _shown(text: str) -> str:
    """Text of a file, short and with all control characters escaped."""
    return repr(text if len(text) <= 40 else text[:40] + "...")
