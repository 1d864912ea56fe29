"""How well terms are read: recall, precision, exact values and calibration against labelled contracts.

    python -m bench.reading_terms DATA                      the extractors of this repository, read in this process
    python -m bench.reading_terms DATA --predictions FOLDER files of `duly read --format json`, named as the documents

DATA is laid out as: `gold_financial.jsonl` (one label a line: document, field, span, start, end, value, support, and
first_field and first_value where the first reader saw it differently) and `gold_txt/` with the texts.
"""

from __future__ import annotations

import argparse
import importlib
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.reading_values import same, whole

FAMILIES = {
    "amount": ("fee", "payment", "total_fee", "recurring_fee", "milestone", "rate", "bonus"),
    "share": ("royalty", "revenue_share", "commission"),
    "tier": ("usage_tier", "price_tier"),
    "minimum": ("minimum_commitment", "minimum_charge"),
    "damages": ("penalty", "liquidated_damages"),
}
FAMILY = {name: family for family, names in FAMILIES.items() for name in names}
NOT_MONEY = ("not_a_contract_fee", "not_a_commitment")
# The two pools the measurement is stated over.
POOLS = {
    "time": (
        "net_days", "late_fee", "renewal", "renewal_notice", "initial_term", "contract_date", "effective_date",
    ),
    "money": (
        "fee", "recurring_fee", "payment", "payment_plan", "total_fee", "milestone", "usage_tier", "price_tier", "rate",
        "royalty", "revenue_share", "commission", "minimum_commitment", "minimum_charge",
    ),
}  # fmt: skip
BINS = 10
EXTRACTORS = (
    "duly.engine.documents.amounts.amounts:terms_of_money",
    "duly.engine.documents.times.time_terms:terms_of_time",
)


@dataclass(frozen=True)
class Said:
    """A term that was predicted."""

    field: str
    value: Any
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True)
class Label:
    """A term that a reader labelled, with the other reader's field and value where they differ."""

    document: str
    field: str
    value: Any
    start: int
    end: int
    support: str
    others: tuple[tuple[str, Any], ...] = ()

    @property
    def values(self) -> tuple[Any, ...]:
        return (self.value, *(value for _, value in self.others))

    @property
    def families(self) -> set[str]:
        return {family(name) for name in (self.field, *(name for name, _ in self.others))}


@dataclass
class Count:
    """What was found of a field: labels; those found by value, wholly, by a span of Jaccard 0.5; predictions."""

    labels: int = 0
    found: int = 0
    exact: int = 0
    tight: int = 0
    wholly: int = 0
    touched: int = 0
    said: int = 0
    right: int = 0
    jaccard: float = 0.0
    trust: list[tuple[float, bool]] = field(default_factory=list)


@dataclass
class Score:
    """Counts by field, and the predictions of a fee on what is none."""

    counts: dict[str, Count]
    wrong_fees: list[tuple[str, Said, Label]]
    missed: list[Label]
    false: list[tuple[str, Said]]


def family(name: str) -> str:
    """The family of a field, or the field itself."""
    return FAMILY.get(name, name)


def labels_of(path: Path) -> list[Label]:
    """The labels of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Label(
            r["document"], r["field"], r.get("value"), r["start"], r["end"], r.get("support", "both"),
            ((r.get("first_field", r["field"]), r.get("first_value", r.get("value"))),)
            if "first_field" in r or "first_value" in r else (),
        )
        for r in rows
    ]  # fmt: skip


def overlap(a: Said, b: Label) -> int:
    """How many characters two spans share."""
    return min(a.end, b.end) - max(a.start, b.start)


def jaccard(a: Said, b: Label) -> float:
    """Shared characters over all characters of two spans."""
    shared = max(overlap(a, b), 0)
    return shared / max(a.end - a.start + b.end - b.start - shared, 1)


def score(
    labels: Iterable[Label],
    said: dict[str, list[Said]],
    thresholds: float | dict[str, float] = 0.0,
    support: str = "both",
) -> Score:
    """Recall over the labels of a support (`both` or `all`), precision over all; a field counts in its family."""
    labels = [label for label in labels if label.document in said]
    counts: dict[str, Count] = defaultdict(Count)
    kept = {d: [s for s in terms if s.confidence >= _threshold(thresholds, s.field)] for d, terms in said.items()}
    by_document: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_document[label.document].append(label)
    result = Score(counts, [], [], [])
    for label in labels:
        if support == "all" or label.support == "both":
            _recall(label, kept[label.document], counts[label.field], result)
    for document, terms in said.items():
        for term in terms:
            right = any(overlap(term, x) > 0 and family(term.field) in x.families for x in by_document[document])
            counts[term.field].trust.append((term.confidence, right))
            if term in kept[document]:
                _precision(document, term, right, by_document[document], result)
    return result


def _threshold(thresholds: float | dict[str, float], name: str) -> float:
    return thresholds.get(name, 0.0) if isinstance(thresholds, dict) else thresholds


def _recall(label: Label, terms: list[Said], count: Count, result: Score) -> None:
    near = [t for t in terms if overlap(t, label) > 0 and family(t.field) in label.families]
    equal = [t for t in near if any(same(value, t.value) for value in label.values)]
    count.labels += 1
    count.touched += bool(near)
    count.found += bool(equal)
    count.exact += any(t.field == label.field for t in equal)
    count.wholly += any(whole(value, t.value) for t in equal for value in label.values)
    best = max((jaccard(t, label) for t in equal), default=0.0)
    count.tight += best >= 0.5
    count.jaccard += best
    if not equal:
        result.missed.append(label)


def _precision(document: str, term: Said, right: bool, labels: list[Label], result: Score) -> None:
    count = result.counts[term.field]
    count.said += 1
    count.right += right
    if right:
        return
    result.false.append((document, term))
    on = next((x for x in labels if overlap(term, x) > 0 and x.field in NOT_MONEY), None)
    if on is not None and family(term.field) == "amount":
        result.wrong_fees.append((document, term, on))


def pooled(counts: dict[str, Count], names: Iterable[str]) -> Count:
    """The counts of several fields as one."""
    total = Count()
    for name in names:
        count = counts.get(name, Count())
        for part in ("labels", "found", "exact", "tight", "wholly", "touched", "said", "right", "jaccard"):
            setattr(total, part, getattr(total, part) + getattr(count, part))
        total.trust += count.trust
    return total


def calibration_error(trust: list[tuple[float, bool]]) -> float:
    """The mean distance of confidence and share of right predictions over ten bins, weighted by their size."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in trust:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    gaps = (abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for rows in bins.values())
    return sum(gaps) / max(len(trust), 1)


def table(result: Score) -> str:
    """The figures by field, then by family and pool, as text."""
    counts = result.counts
    heads = ("labels", "recall", "exact", "J>=.5", "value", "whole", "said", "prec", "cal")
    lines = [f"{'field':24}" + "".join(f"{head:>7}" for head in heads)]
    lines += [_line(name, counts[name]) for name in sorted(counts)]
    groups = {f"family {name}": names for name, names in FAMILIES.items()} | {f"pool {k}": v for k, v in POOLS.items()}
    lines += [""] + [_line(name, pooled(counts, names)) for name, names in groups.items()]
    lines.append(f"fees proposed on what is no fee or no commitment: {len(result.wrong_fees)}")
    return "\n".join(lines)


def _line(name: str, c: Count) -> str:
    def share(part: float, all_: int) -> str:
        return f"{part / all_:.2f}" if all_ else "-"

    shares = [
        (c.found, c.labels),
        (c.exact, c.labels),
        (c.tight, c.labels),
        (c.found, c.touched),
        (c.wholly, c.touched),
    ]
    said = f"{c.said:7}{share(c.right, c.said):>7}{calibration_error(c.trust):7.2f}"
    return f"{name:24}{c.labels:7}" + "".join(f"{share(*pair):>7}" for pair in shares) + said


def read_predictions(folder: Path, documents: Iterable[str]) -> dict[str, list[Said]]:
    """What `duly read --format json` said of each document, from `FOLDER/<document>.json`."""
    said = {}
    for document in documents:
        path = folder / f"{document}.json"
        if path.exists():
            terms = json.loads(path.read_text(encoding="utf-8"))["terms"]
            said[document] = [
                Said(t["field"], t["value"], t["start"], t["end"], t.get("confidence", 1.0)) for t in terms
            ]
    return said


def _said(t: dict[str, Any]) -> Said:
    return Said(t["field"], t["value"], t["start"], t["end"], t.get("confidence", 1.0))


def predict(reader: Callable[..., Iterable[Any]], texts: dict[str, str]) -> dict[str, list[Said]]:
    """What a callable `reader(text) -> terms` says of each text."""
    return {
        name: [Said(t.field, t.value, t.start, t.end, t.confidence) for t in reader(text)]
        for name, text in texts.items()
    }


def everything(text: str) -> list[Any]:
    """The terms that the extractors of this repository find in a text."""
    terms: list[Any] = []
    for name in EXTRACTORS:
        module, _, function = name.partition(":")
        terms += getattr(importlib.import_module(module), function)(text, None)
    return terms


def texts_of(folder: Path, documents: Iterable[str]) -> dict[str, str]:
    """The texts of documents; offsets count characters after decoding, with line ends as they are."""
    paths = {document: folder / f"{document}.txt" for document in documents}
    return {document: path.read_bytes().decode("utf-8") for document, path in paths.items() if path.exists()}


def half(documents: Iterable[str], which: str) -> list[str]:
    """The documents whose name has an even or odd checksum, or all: the halves to build on and to test on."""
    wanted = {"even": (0,), "odd": (1,), "all": (0, 1)}[which]
    return [d for d in documents if zlib.crc32(d.encode()) % 2 in wanted]


def main() -> None:
    """Print the figures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("data", type=Path)
    ask.add_argument("--labels", type=Path, help="the labels, if not DATA/gold_financial.jsonl")
    ask.add_argument("--texts", type=Path, help="the texts, if not DATA/gold_txt")
    ask.add_argument("--predictions", type=Path, help="a folder of answers of `duly read --format json`")
    ask.add_argument("--reader", default="bench.reading_terms:everything", help="module:function, text -> terms")
    ask.add_argument("--half", choices=("all", "even", "odd"), default="all")
    ask.add_argument("--support", choices=("both", "all"), default="both")
    ask.add_argument("--threshold", type=float, default=0.0)
    ask.add_argument("--show", action="store_true", help="list what was missed and what was wrong")
    asked = ask.parse_args()
    labels = labels_of(asked.labels or asked.data / "gold_financial.jsonl")
    documents = half(sorted({label.document for label in labels}), asked.half)
    texts = texts_of(asked.texts or asked.data / "gold_txt", documents)
    if asked.predictions:
        said = read_predictions(asked.predictions, documents)
    else:
        module, _, name = asked.reader.partition(":")
        said = predict(getattr(importlib.import_module(module), name), texts)
    result = score(labels, said, asked.threshold, asked.support)
    print(f"{len(said)} documents, labels of support {asked.support}, confidence {asked.threshold} and more")
    print(table(result))
    if asked.show:
        show(result, texts)


def show(result: Score, texts: dict[str, str]) -> None:
    """What was missed and what was said wrongly, with the words."""
    for label in result.missed:
        words = " ".join(texts.get(label.document, "")[label.start : label.end].split())[:100]
        print(f"missed {label.document[:12]} {label.start} {label.field} {json.dumps(label.value)[:120]} <{words}>")
    for document, term in result.false:
        words = " ".join(texts.get(document, "")[term.start : term.end].split())[:100]
        value = json.dumps(term.value)[:120]
        print(f"false {document[:12]} {term.start} {term.field} {term.confidence:.2f} {value} <{words}>")


if __name__ == "__main__":
    main()
