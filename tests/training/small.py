"""A small corpus of our own, laid out like CUAD: contracts put together from sentences of ours, with their labels."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
from pathlib import Path

MARKED = {
    "Governing Law": (
        "This Agreement is governed by the laws of {place}.",
        "The laws of {place} govern this contract and every dispute about it.",
        "Governing law is that of {place}, without its rules on conflicts of laws.",
    ),
    "Audit Rights": (
        "{party} may inspect the books and records of the other once in {years} years.",
        "Upon ten days of notice {party} has the right to audit the records of sales.",
        "{party} shall keep accounts, and an auditor may examine them each year.",
    ),
    "Renewal Term": (
        "The term is automatically renewed for successive periods of {years} years.",
        "It renews for {years} more years unless {party} gives notice that it does not want to renew.",
        "At its end the term is extended automatically by {years} years.",
    ),
}
DATED = "This Agreement is made as of {date} between {party} and Oakfield Ltd."
PLAIN = (
    "{party} shall deliver the goods to the warehouse in {place} in good order.",
    "The price of each unit is ${years}0.00, and invoices are paid within thirty days.",
    "Neither party is liable for delays that it could not foresee.",
    "Words in the singular hold the plural, and headings have no meaning.",
    "{party} keeps what it learns about the business of the other to itself.",
    "Any change to this contract must be made in writing and signed by both parties.",
    "Notices are sent by letter to the address in {place} given above.",
    "The Seller warrants that the goods are free of faults when they leave {place}.",
)
PLACES = ("Ruritania", "Freedonia", "Sylvania", "Graustark", "Zenda")
PARTIES = ("Alder Inc.", "Birch Co.", "Cedar LLC", "The Buyer", "The Licensee")
HEADINGS = {"Governing Law": "GOVERNING LAW", "Audit Rights": "RECORDS AND AUDIT", "Renewal Term": "TERM"}


def contract(chance: random.Random) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """A text and its marked spans."""
    text, gold = "SUPPLY AGREEMENT\n\n", {}

    def say(words: str, category: str = "") -> None:
        nonlocal text
        said = words.format(
            place=chance.choice(PLACES),
            party=chance.choice(PARTIES),
            years=chance.randint(2, 9),
            date=f"March {chance.randint(1, 28)}, 20{chance.randint(10, 24)}",
        )
        if category == "Agreement Date":
            at = len(text) + said.index("March")
            gold[category] = [(at, at + len(said[said.index("March") :].split(" between")[0]))]
        elif category:
            gold[category] = [(len(text), len(text) + len(said))]
        text += said + " "

    say(DATED, "Agreement Date")
    number = 0
    for category in chance.sample([*MARKED, "", "", ""], 6):
        if category and chance.random() < 0.25:
            continue
        number += 1
        text = text.rstrip() + f"\n\n{number}. {HEADINGS.get(category, 'GENERAL')}.\n\n"
        for _ in range(chance.randint(1, 3)):
            say(chance.choice(PLAIN))
        if category:
            say(chance.choice(MARKED[category]), category)
        say(chance.choice(PLAIN))
    return text, gold


def corpus(folder: Path, count: int = 70) -> Path:
    """Write a corpus and give its folder."""
    chance = random.Random(7)
    (folder / "cuad").mkdir(parents=True)
    data = []
    with tarfile.open(folder / "cuad" / "full_contract_txt.tar.gz", "w:gz") as archive:
        for number in range(count):
            name = f"{chr(97 + number % 26)}{chr(97 + number // 26)}co_2020_EX-{number}"
            text, gold = contract(chance)
            member = tarfile.TarInfo(f"full_contract_txt/{name}.txt")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
            marked = [
                {
                    "category": category,
                    "answers": [{"text": text[start:end], "answer_start": start} for start, end in spans],
                }
                for category, spans in gold.items()
            ]
            data.append({"title": name, "qas": marked})
    with gzip.open(folder / "cuad" / "cuad_qa.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": data}, file)
    return folder
