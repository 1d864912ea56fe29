"""Training learns what a small corpus of our own says, measures itself honestly, and writes a file that reads back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duly.engine.documents.clauses.clauses import classified
from duly.engine.documents.clauses.presence import SIGNS, odds
from duly.engine.documents.clauses.scoring import model, spellings
from duly.engine.documents.clauses.spelling import UNREAD, spelled
from duly.engine.documents.text.segments import segments
from duly.readers.models import NotAModel, unpacked
from duly.training import train as training
from duly.training.alike import folds, groups
from duly.training.card import card
from duly.training.corpus import PROPOSED, Correction, contract, contracts
from duly.training.plain import plain
from duly.training.spelled import spelling
from duly.training.train import GotWorse, averaged, cross_validated, guard, train
from duly.training.whole_contract import fourth_stage
from tests.training.small import corpus

UNSEEN = """SERVICE AGREEMENT

This Agreement is made as of April 4, 2022 between Elm Corp. and Oakfield Ltd.

1. GENERAL.

Neither party is liable for delays. Invoices are paid within thirty days.

2. GOVERNING LAW.

The laws of Elbonia govern this Agreement.
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def trained(data):
    return train(data, measure=False, count=3)


def _best(text, known, category):
    found = [one for one in classified(text, segments(text), known) if one.category == category]
    best = max(found, key=lambda one: one.score, default=None)
    return (text[best.start : best.end], best.score) if best else ("", 0.0)


def test_a_clause_of_an_unseen_contract_is_found(trained):
    said, score = _best(UNSEEN, trained.model, "Governing Law")
    assert said == "The laws of Elbonia govern this Agreement."
    assert score > 0.5
    assert _best(UNSEEN, trained.model, "Audit Rights")[1] < 0.2


def test_of_an_agreement_date_the_date_itself_is_proposed(trained):
    assert _best(UNSEEN, trained.model, "Agreement Date")[0] == "April 4, 2022"


def test_the_file_reads_back_to_the_same_model(trained):
    again = model(*unpacked(trained.data, "file"))
    parts = segments(UNSEEN)
    assert classified(UNSEEN, parts, again) == classified(UNSEEN, parts, trained.model)
    assert len(trained.data) < 5_000_000


def test_a_contract_that_seldom_has_a_kind_holds_its_passages_down(trained):
    seldom = replace(trained.model.fourth, bias=trained.model.fourth.bias - 2)
    less = _best(UNSEEN, replace(trained.model, fourth=seldom), "Governing Law")
    usual = _best(UNSEEN, trained.model, "Governing Law")
    assert less[0] == usual[0] and odds(less[1]) == pytest.approx(odds(usual[1]) - 2)


def test_a_contract_has_a_kind_where_more_speaks_for_it():
    held = [
        contract(f"{name}_2020", "One line.", {"Audit Rights": [(0, 9)]} if name > "e" else {}) for name in "abcdefgh"
    ]
    none = np.zeros(0, dtype=np.int64)
    found = [{"Audit Rights": ((none, none, np.zeros(0)), np.full(SIGNS, float(place)))} for place in range(len(held))]
    known = fourth_stage(held, found)
    number = PROPOSED.index("Audit Rights")
    chances = [float(one["Audit Rights"][1] @ known.signs + known.habit("other")[number]) for one in found]
    assert chances == sorted(chances)
    assert chances[4] < 0 < chances[5]


def test_letters_tell_a_clause_from_what_was_likely_and_is_none():
    clause, other = "The books may be audited each year.", "The weather may be fair each year."
    held = [contract(f"{name}_2020", f"{clause}\n\n{other}\n", {"Audit Rights": [(0, len(clause))]}) for name in "abcd"]
    runs = np.arange(2, dtype=np.int64)
    found = [{"Audit Rights": ((runs, runs, np.array([0.5, 0.5])), np.zeros(5))}] * len(held)
    known = spelling(held, found, [spellings(some, one.seen) for one, some in zip(held, found, strict=True)])
    number, none = PROPOSED.index("Audit Rights"), PROPOSED.index("Exclusivity")
    assert known.of(spelled("an auditor"), number) > 0 > known.of(spelled("fair weather"), number)
    assert known.of(spelled("an auditor"), none) == UNREAD


def test_the_card_shows_a_plain_model_beside_ours():
    ours, plainer = ([{"Governing Law": _figures(value)}] for value in (0.9, 0.5))
    said = card(ours, plainer, contracts=7, corrections=0, size=1234)
    assert "- presence: 0.900 (spread 0.000), a plain model 0.500" in said
    assert "7 commercial contracts" in said and "1,234 bytes" in said and "No corrected" in said


def test_training_again_gives_the_same_bytes(trained, data):
    assert train(data, measure=False, count=3).data == trained.data


def test_no_words_of_the_contracts_are_in_the_file(trained):
    arrays, facts = unpacked(trained.data, "file")
    assert {str(held.dtype) for held in arrays.values()} <= {"uint32", "float16", "int8", "int16", "float32"}
    assert set(facts) == {"format", "name", "categories", "start", "types", "contracts", "corrections"}


def test_without_a_model_nothing_is_a_clause():
    assert classified(UNSEEN, segments(UNSEEN), None) == ()


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06" + b"\0" * 18, b"what is this"])
def test_a_file_that_is_no_model_is_refused(data):
    with pytest.raises(NotAModel):
        unpacked(data, "weights.npz")


def test_figures_on_folds_are_good_and_fall_when_labels_are_wrong(data):
    held = contracts(data)
    good = averaged(cross_validated(held, 2))
    assert good["presence of key clauses"] > 0.55
    with pytest.raises(GotWorse):
        guard([{"Governing Law": _figures(0.9)}], [{"Governing Law": _figures(0.88)}])
    guard([{"Governing Law": _figures(0.9)}], [{"Governing Law": _figures(0.895)}])


def test_a_plain_model_is_measured_on_all_contracts(data):
    held = contracts(data)
    measured = [one["Governing Law"] for one in plain(held, 2)]
    assert sum(one.spans for one in measured) == sum(len(one.gold.get("Governing Law", ())) for one in held) > 0
    assert sum(one.presence for one in measured) / 2 > 0.7


def _figures(value):
    return training.Figures(10, 10, value, value, value, value, value)


def test_a_correction_weighs_in(data, trained):
    words = "The parties bow to the statutes of the sea."
    text = UNSEEN.replace("The laws of Elbonia govern this Agreement.", words)
    before = _best(text, trained.model, "Governing Law")
    more = [Correction(words, "Governing Law", True)] * 3
    after = _best(text, train(data, corrections=more, measure=False, count=3).model, "Governing Law")
    assert after[0] == words
    assert after[1] > before[1]


def test_near_copies_and_one_filer_stay_together():
    words = " ".join(f"clause{chr(97 + i % 26)}{chr(97 + i // 26)} holds" for i in range(600))
    other = " ".join(f"terms{chr(97 + i % 26)}{chr(97 + i // 26)} stand" for i in range(600))
    some = [
        contract("One_2019", words, {}),
        contract("Two_2019", words + " and more", {}),
        contract("Three_2019", other, {}),
        contract("One_2020", "nothing alike", {}),
    ]
    assert groups(some) == [0, 0, 2, 0]
    fold = folds(some, 2)
    assert fold[0] == fold[1] == fold[3] != fold[2]
