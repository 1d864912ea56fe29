"""Text trees made from the declaration of the language itself: mostly right, now and then wrong."""

from __future__ import annotations

from random import Random
from typing import Any

from duly.engine.contracts.forms import Either, Form, Listing, Mapped, Pair, Scalar, Section, Variants
from duly.engine.contracts.prices import Placed, StepList
from duly.engine.contracts.promises import Milestones
from duly.ground.errors import Place
from duly.ground.tree import Block, Node, Rows, Text

PLACE = Place("made.yaml", 1, 1)
NAMES = ("a", "b", "c", "term", "all", "INV-1", "A-1", "rebate", "region")
WRONG = (
    "",
    "x",
    "1e9",
    "-5",
    "2024-02-31",
    "9999 years",
    "100%",
    "0",
    "9" * 30,
    "[a]",
    "\u200b",
    " a",
    "a/b",
    "1,000.00",
    "yes",
    "rest",
)
DAYS = ("2024-01-01", "2024-12-31", "2025-06-30", "2199-12-31")
PLAIN = {"currency": ("USD", "JPY", "EUR"), "name": NAMES, "document number": NAMES, "date": DAYS, "last day": DAYS}


def made(form: Form, chance: Random, wrong: float = 0.02) -> Node:
    """A tree of a form; `wrong` is how often a part of it is something else."""
    if chance.random() < wrong:
        return chance.choice([text(chance.choice(WRONG)), Rows(PLACE), Block(PLACE)])
    if chance.random() < wrong:
        return block({"value": made(form, chance, wrong), "source": text("o p1")})
    if isinstance(form, Scalar):
        return text(
            chance.choice(
                NAMES
                if form.name.startswith("name of")
                else PLAIN.get(form.name, form.words or form.examples or ("x",))
            )
        )
    if isinstance(form, Section):
        return _section(form, chance, wrong)
    if isinstance(form, Mapped):
        names = [*chance.sample(NAMES, chance.randint(1, 3)), *form.required]
        return block({name: made(form.named.get(name, form.form), chance, wrong) for name in names})
    if isinstance(form, Pair):
        return rows([made(form.first, chance, wrong), made(form.second, chance, wrong)])
    if isinstance(form, Listing):
        return rows([made(form.form, chance, wrong) for _ in range(chance.randint(1, 3))])
    return made(_within(form, chance), chance, wrong)


def _within(form: Form, chance: Random) -> Form:
    """One of the forms that a form is made of."""
    if isinstance(form, Variants):
        return chance.choice(form.sections)
    if isinstance(form, Either):
        return chance.choice([one for one in (form.text, form.rows, form.block) if one is not None])
    if isinstance(form, Placed):
        return form.form
    if isinstance(form, StepList):
        return form.amounts
    assert isinstance(form, Milestones)
    return form.weights


def _section(form: Section, chance: Random, wrong: float) -> Block:
    keys = [key for key in form.keys if key.required or chance.random() < 0.3]
    chance.shuffle(keys)
    return block({key.name: made(key.form, chance, wrong) for key in keys})


def text(words: str) -> Text:
    """A scalar."""
    return Text(words, PLACE)


def block(values: dict[str, Node]) -> Block:
    """A block of keys."""
    found = Block(PLACE)
    for key, value in values.items():
        found.put(text(key), value)
    return found


def rows(values: list[Node]) -> Rows:
    """A list."""
    found = Rows(PLACE)
    found.extend(values)
    return found


def plain(node: Node) -> Any:
    """A tree as JSON has it, every scalar a text."""
    if isinstance(node, Block):
        return {key: plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, Rows) else str(node)
