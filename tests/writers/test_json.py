"""JSON: exact money as text, documented keys, errors and control totals."""

from __future__ import annotations

import json as standard
from fractions import Fraction

from duly.ground.errors import DulyError, Place
from duly.ground.reports import Money, Step
from duly.writers import json
from tests.writers.made import listed, usd


def document(*reports, errors=()):
    return standard.loads("".join(json.document(reports, found=3, recognized=2, errors=errors)))


def test_money_is_text_with_its_currency():
    columns = (
        ("contract", "text"),
        ("stated price", "money"),
        ("carve", "money"),
        ("done", "ratio"),
        ("lines", "count"),
    )
    report = listed("roll-forward", *columns, rows=(("A", Money(10**17, "KWD", 3), None, Fraction(2, 3), 4),))
    assert document(report)["reports"] == {
        "roll_forward": [
            {
                "contract": "A",
                "stated_price": {"amount": "100000000000000.000", "currency": "KWD"},
                "carve": None,
                "done": "2/3",
                "lines": 4,
            }
        ]
    }


def test_control_totals_and_errors_are_part_of_it():
    error = DulyError("wrong", place=Place("a.yaml", 3), fix="mend it", contract="A")
    shown = document(errors=[error])
    assert shown["control"] == {"found": 3, "recognized": 2, "set_aside": 1}
    assert shown["errors"] == [
        {"error": "DulyError", "what": "wrong", "contract": "A", "file": "a.yaml", "line": 3, "fix": "mend it"}
    ]
    assert shown["reports"] == {}


def test_a_report_without_rows_is_an_empty_list():
    assert document(listed("journal", ("contract", "text"), rows=()))["reports"] == {"journal": []}


def test_letters_beyond_ascii_stay_as_they_are():
    text = "".join(json.listing(listed("journal", ("contract", "text"), rows=(("Größe\n",),))))
    assert '"Größe\\n"' in text


def test_a_derivation_keeps_its_tree_and_leaves_out_what_is_empty():
    step = Step("revenue", "1.00 USD", children=(Step("price", "2.00 USD", source="a.yaml, line 1"),))
    assert standard.loads("".join(json.derivation(step))) == {
        "label": "revenue",
        "value": "1.00 USD",
        "from": [{"label": "price", "value": "2.00 USD", "source": "a.yaml, line 1"}],
    }


def test_every_key_is_documented_with_its_meaning():
    page = json.reference([listed("journal", ("stated price", "money"), rows=((usd(1),),))])
    assert "| `stated_price` |" in page and "what stated price means" in page


def test_a_derivation_may_be_deep_and_names_what_it_has_shown():
    deep = Step("price", "1.00 USD", source="a.yaml, line 1")
    for _ in range(3_000):
        deep = Step("position", "1.00 USD", "= 1.00 USD", children=(deep,))
    text = "".join(json.derivation(Step("revenue", "2.00 USD", children=(deep, deep))))
    assert text.count('"label": "position"') == 3_001 and text.count('"source": "as above"') == 1
    assert text.count("{") == text.count("}") == 3_003
