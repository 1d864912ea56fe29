"""Labelled contracts as training takes them: a folder laid out like CUAD, and passages that people corrected."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duly.engine.documents.clauses.features import Traits, traits
from duly.engine.documents.text.segments import segments

Span = tuple[int, int]
# The categories that a model proposes, by CUAD's own names.
PROPOSED = (
    "Agreement Date", "Effective Date", "Expiration Date", "Renewal Term", "Notice Period To Terminate Renewal",
    "Governing Law", "Termination For Convenience", "Anti-Assignment", "Revenue/Profit Sharing", "Minimum Commitment",
    "License Grant", "Audit Rights", "Uncapped Liability", "Cap On Liability", "Exclusivity", "Change Of Control",
    "Volume Restriction", "Post-Termination Services", "Warranty Duration", "Liquidated Damages",
)  # fmt: skip
# Categories that help to tell those apart; too few examples of the rest.
BESIDE = (
    "Most Favored Nation", "Price Restrictions", "Non-Compete", "Competitive Restriction Exception",
    "No-Solicit Of Customers", "Rofr/Rofo/Rofn", "Covenant Not To Sue", "Ip Ownership Assignment",
    "Joint Ip Ownership", "Non-Transferable License", "Affiliate License-Licensee", "Irrevocable Or Perpetual License",
    "Insurance", "No-Solicit Of Employees", "Third Party Beneficiary",
)  # fmt: skip
LEARNED = (*PROPOSED, *BESIDE)
LABELS, TEXTS = "cuad/cuad_qa.json.gz", "cuad/full_contract_txt.tar.gz"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with the spans that people marked, by category, and its features."""

    name: str
    text: str
    gold: Mapping[str, Sequence[Span]]
    seen: Traits = field(repr=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a passage: that it is a clause of a category, or that it is not."""

    text: str
    category: str
    is_it: bool


def contracts(folder: Path) -> list[Contract]:
    """The labelled contracts of a folder, in the order of their names."""
    with gzip.open(folder / LABELS, "rt", encoding="utf-8") as file:
        marked = {one["title"]: _gold(one["qas"]) for one in json.load(file)["data"]}
    found = []
    with tarfile.open(folder / TEXTS) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isfile() else None
            name = Path(member.name).stem if member.name.endswith(".txt") else Path(member.name).name
            if held and name in marked:
                found.append(contract(name, held.read().decode("utf-8"), marked[name]))
    return sorted(found, key=lambda one: one.name)


def contract(name: str, text: str, gold: Mapping[str, Sequence[Span]]) -> Contract:
    """A contract with its features, which are taken from the text as a reader would."""
    return Contract(name, text, gold, traits(text, segments(text)))


def _gold(questions: Sequence[dict[str, object]]) -> dict[str, list[Span]]:
    """The marked spans by category."""
    gold: dict[str, list[Span]] = {}
    for question in questions:
        answers = question["answers"]
        assert isinstance(answers, list)
        spans = {(one["answer_start"], one["answer_start"] + len(one["text"])) for one in answers}
        gold[str(question["category"])] = sorted(spans)
    return gold
