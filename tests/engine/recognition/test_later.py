"""A price that moves after a change of the contract goes to the promises it was made for, and on as they went on."""

from __future__ import annotations

from duly.engine.explain.quantities import quantity
from duly.ground.dates import day
from tests.engine.recognition.kept import Kept

BLEND = """
obligations:
  A: {price: 300.00, ssp: 300.00}
  B: {price: 600.00, ssp: 600.00}
price:
  - {element: bonus, %s amount: 90.00}
happened:
  - {date: 2024-01-10, delivered: A}
  - {date: 2024-02-01, amendment: A-1, signed: 2024-02-01, adds: {C: {price: 100.00, ssp: 200.00}}, distinct: {C: yes},
     approved: yes}
  - {date: 2024-03-01, price element: bonus, amount: 180.00}
  - {date: 2024-04-01, delivered: B}
  - {date: 2024-05-01, price element: bonus, amount: 210.00}
  - {date: 2024-06-01, delivered: C}
"""


def allocated(k: Kept, on: str, names: str = "ABC") -> list:
    return [k("allocation", name, through=on) for name in names]


def test_what_was_left_at_the_change_is_shared_again_as_then():
    k = Kept(BLEND % "")
    # 990 at inception: A 330, B 660; B's 660 and 100 more over 600 : 200
    assert allocated(k, "2024-02-01") == [330, 570, 190]
    # 90 more: A 30 at once; B's 60 over 600 : 200
    assert allocated(k, "2024-03-01") == [360, 615, 205]
    assert k.revenue("2024-03-01", "2024-03-01") == 30
    # 30 more when B is done: A 10, B 15, C waits with 5
    assert k.revenue("2024-05-01", "2024-05-01", "B") == 15
    assert allocated(k, "2024-05-01") == [370, 630, 210]
    assert (k("revenue", through="2024-06-01"), k("transaction price", through="2024-06-01")) == (1210, 1210)
    assert k("revenue by cause", "estimate", since="2024-03-01", through="2024-05-31") == 55


def test_what_belongs_to_one_stays_with_one_or_goes_on_with_it():
    k = Kept(BLEND % "of: A,")
    assert allocated(k, "2024-02-01") == [390, 525, 175]
    assert allocated(k, "2024-03-01") == [480, 525, 175]
    assert k.revenue("2024-03-01", "2024-03-01") == 90
    k = Kept(BLEND % "of: B,")
    assert allocated(k, "2024-02-01") == [300, 592.5, 197.5]
    assert allocated(k, "2024-03-01") == [300, 660, 220]


def test_a_contract_beside_takes_no_part():
    text = (BLEND % "").replace("price: 100.00, ssp: 200.00", "price: 200.00, ssp: 200.00")
    k = Kept(text)
    assert k("treatment", "A-1") == "separate"
    assert allocated(k, "2024-02-01") == [330, 660, 200]
    assert allocated(k, "2024-03-01") == [360, 720, 200]


WHOLE = """
obligations:
  W: {price: 1000.00, earn: by progress, from: 2024-01-01}
price:
  - {element: bonus, of: W, amount: 0.00}
happened:
  - {date: 2024-02-01, progress: W, done: 20%}
  - {date: 2024-03-01, amendment: A-1, signed: 2024-03-01, price: 100.00, remaining distinct: {W: no}, approved: yes,
     changes: {W: {description: more}}}
  - {date: 2024-04-01, progress: W, done: 50%}
  - {date: 2024-05-01, price element: bonus, amount: 60.00}
  - {date: 2024-06-01, progress: W, done: 75%}
  - {date: 2024-07-01, amendment: A-2, signed: 2024-07-01, price: 40.00, remaining distinct: {W: no}, approved: yes,
     changes: {W: {description: more}}}
  - {date: 2024-08-01, credit note: C-1, amount: 100.00, reason: price}
  - {date: 2024-09-01, progress: W, done: 100%}
"""


def test_after_a_catch_up_a_new_price_is_caught_up_too():
    k = Kept(WHOLE)
    days = (
        "2024-02-01",
        "2024-03-01",
        "2024-04-01",
        "2024-05-01",
        "2024-06-01",
        "2024-07-01",
        "2024-08-01",
        "2024-09-01",
    )
    assert [k("revenue", through=on) for on in days] == [200, 220, 550, 580, 870, 900, 825, 1100]
    assert [k("transaction price", through=on) for on in days] == [1000, 1100, 1100, 1160, 1160, 1200, 1100, 1100]
    assert k("revenue by cause", "estimate", since="2024-05-01", through="2024-05-31") == 30
    assert k("revenue by cause", "amendment", since="2024-07-01", through="2024-07-31") == 30


def test_at_the_start_of_a_day_its_terms_meet_the_work_of_the_evening_before():
    k = Kept(WHOLE)

    def at_start(name: str, on: str):
        return quantity(k.books, name, (), through=day(on), at_start=True)

    assert [at_start("revenue", on) for on in ("2024-02-01", "2024-03-01", "2024-05-01")] == [0, 220, 580]
    assert [at_start("remaining", on) for on in ("2024-02-01", "2024-03-01", "2024-05-01")] == [1000, 880, 580]
    assert at_start("transaction price", "2024-05-01") == 1160


def test_after_the_end_a_new_price_is_revenue_at_once():
    text = """
term: {from: 2024-01-01, to: 2024-12-31}
obligations:
  S: {price: 1200.00, earn: over time by month}
price:
  - {element: bonus, amount: 0.00}
happened:
  - {date: 2024-06-30, terminated: all, refund: 0.00}
  - {date: 2024-08-01, price element: bonus, amount: 50.00}
"""
    k = Kept(text)
    assert k("revenue", through="2024-07-31") == 600
    assert k.revenue("2024-08-01", "2024-08-01") == 50
    assert k("revenue", through="2025-12-31") == 650
