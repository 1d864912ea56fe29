"""The card of a trained model: what it learned from, under which licence, and how well it does on unseen contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, pstdev

from duly.engine.documents.clauses.spelling import BITS
from duly.training.linear import SEED
from duly.training.measure import APART, Figures, means

_TEXT = """# Card of the clause classifier

What it does: gives each passage of a contract a chance to be a clause of one of {categories} categories of CUAD.

Learned from: {contracts} commercial contracts of the Contract Understanding Atticus Dataset (CUAD) v1, The Atticus
Project, licensed CC BY 4.0. Hendrycks, Burns, Chen, Ball: "CUAD: An Expert-Annotated NLP Dataset for Legal Contract
Review", NeurIPS 2021. Changes: the texts were cut into segments and reduced to hashed features. The weights may be used
under duly's own licence; keep this attribution with them. {corrections} corrected passages were added.

What is in the file: hashes of words, of pairs and triples of words, of telling words that stand in one passage, of
words of headings and of neighbours (CRC-32, mixed; the seed of the draw of negatives is {seed}), weights as bytes,
weights of {letters:,} shared features of three to five letters, decision trees, and for each type of contract a bias a
category. No text of a contract is in it. {size:,} bytes.

How it was measured: {folds} folds of the same contracts. Contracts of one filer and near copies (three tenths of the
runs of eight words shared) stand in the same fold; each contract was judged by a model, all stages, that had learned
from neither it nor one like it. The file that is shipped learned from all of them. Three things make the
figures a little kind: the features and settings were chosen on these folds; the words that say or deny a kind outright
were written after mistakes on all of them had been read; and what the trees learned from in the other folds came from
stages before them that had seen the contract. Only what has a chance of 0.01 or more is proposed.

A proposed span counts when it overlaps a marked span by half of what both cover. `AUPR` and `precision` (the best at
80 % recall) count marked spans that nobody proposed as missed. `order` looks at the proposals alone: recall is the
share of the right ones. `presence` is the AUPR of the best score of a contract for whether it has the clause: the
likeliest passage of a category has the chance that the contract has the category at all, which orders contracts better
and passages a little worse. That chance knows the type of the contract, as its title tells it, and how the likely
passages read by their letters to one that learned from likely passages alone.

| category | contracts | spans | AUPR | precision | order AUPR | order precision | presence |
|---|---|---|---|---|---|---|---|
{rows}

{means}

The means leave out {apart}: of a date CUAD marks the
date alone, two kinds are too rare to learn. Presence counts the dates too. Mean over the folds, and the spread
(standard deviation) between them. Beside ours stands a plain linear model of words and pairs of words, learned and
measured on the same passages and folds.

Not for: contracts in other languages than English; advice on law. The contracts are exhibits to filings in the United
States from 1993 to 2020, most of them long; a two-page order form looks different.
"""


def card(
    measured: Sequence[Mapping[str, Figures]],
    plain: Sequence[Mapping[str, Figures]],
    *,
    contracts: int,
    corrections: int,
    size: int,
) -> str:
    """The card as Markdown, with the figures of the model and, beside them, of a plain one."""
    rows = [_row(name, [one[name] for one in measured]) for name in measured[0]]
    beside = dict(_columns([means(one) for one in plain]))
    lines = [
        f"- {name}: {mean(some):.3f} (spread {pstdev(some):.3f}), a plain model {mean(beside[name]):.3f}"
        for name, some in _columns([means(one) for one in measured])
    ]
    return _TEXT.format(
        categories=len(measured[0]),
        contracts=contracts,
        corrections=corrections or "No",
        seed=SEED,
        letters=1 << BITS,
        size=size,
        folds=len(measured),
        rows="\n".join(rows),
        means="\n".join(lines),
        apart=", ".join(APART),
    )


def _columns(by_fold: Sequence[Mapping[str, float]]) -> list[tuple[str, list[float]]]:
    return [(name, [one[name] for one in by_fold]) for name in by_fold[0]]


def _row(name: str, found: Sequence[Figures]) -> str:
    shown = [
        mean(getattr(one, part) for one in found)
        for part in ("aupr", "precision", "ranked", "ranked_precision", "presence")
    ]
    counts = [sum(one.documents for one in found), sum(one.spans for one in found)]
    return f"| {name} | {counts[0]} | {counts[1]} | " + " | ".join(f"{figure:.3f}" for figure in shown) + " |"
