"""How many contradictions are found: slips planted in real contracts, and false alarms on the contracts as they are.

    python -m bench.reading_contradictions DATA [--seed N] [--each N] [--list FILE]

DATA is a folder of contracts as text, or one laid out as `cuad/full_contract_txt.tar.gz`. Slips are of two sorts: a
figure, word, date or sign changed in what the contract says; and a clause added, once right and once with one figure
slipped: the right one must raise no alarm. A slip is found where a finding of the changed text that the unchanged text
does not have touches the clause, or the sentence of the change.
"""

from __future__ import annotations

import argparse
import random
import re
import tarfile
import textwrap
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.contradictory_clauses import KINDS, clauses
from bench.contradictory_edits import EDITS
from bench.contradictory_wordings import HANDS
from duly.engine.documents.checks.contradictions import contradictions
from duly.engine.documents.proposals import Finding
from duly.engine.documents.text.segments import segments


def contracts(data: Path) -> Iterator[tuple[str, str]]:
    """Names and texts, in the order of the names."""
    packed = data / "cuad" / "full_contract_txt.tar.gz"
    if packed.exists():
        with tarfile.open(packed) as archive:
            for member in sorted(archive.getmembers(), key=lambda one: one.name):
                inside = archive.extractfile(member) if member.name.endswith(".txt") else None
                if inside:
                    yield Path(member.name).stem, inside.read().decode("utf-8")
        return
    for path in sorted(data.rglob("*.txt")):
        yield path.stem, path.read_bytes().decode("utf-8")


def findings(text: str) -> list[Finding]:
    """What reading says of a text. Terms are left out: a slip must be found from the words."""
    return contradictions(text, segments(text), ())


def planted(text: str, before: list[Finding], changed: str, start: int, end: int) -> bool:
    """Whether a change between two places brought a finding that touches it, and was not there before."""
    shift = len(changed) - len(text)
    moved = {
        tuple((a + shift if a >= start else a, b + shift if a >= start else b) for a, b in one.spans) for one in before
    }
    return any(one.spans not in moved and any(a < end and b > start for a, b in one.spans) for one in findings(changed))


def place(text: str, rng: random.Random) -> int:
    """Where a paragraph ends, somewhere in the middle of a contract."""
    ends = [one.start() for one in re.finditer(r"(?<=\.)\s{0,3}\n\s{0,3}\n", text)]
    inner = [one for one in ends if len(text) // 10 < one < len(text) * 9 // 10]
    return rng.choice(inner or ends or [len(text)])


def run(texts: dict[str, str], seed: int, each: int) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Planted, found and falsely raised, by kind; and the ones that went wrong, to read."""
    rng = random.Random(seed)
    before = {name: findings(text) for name, text in texts.items()}
    sown, found, false = Counter[str](), Counter[str](), Counter[str]()
    wrong: list[str] = []
    for kind, edit in EDITS.items():
        names = rng.sample(sorted(texts), len(texts))
        for name in names:
            slip = edit(texts[name], rng) if sown[kind] < each else None
            if slip:
                sown[kind] += 1
                if planted(texts[name], before[name], *_sentence(slip)):
                    found[kind] += 1
                else:
                    wrong.append(f"missed {kind}: {name[:30]}: {_around(slip)}")
    for hand, drawn in ((hand, drawn) for hand in range(len(HANDS) + 1) for drawn in KINDS):
        kind = f"{drawn}, other hands" if hand else drawn
        for name in rng.sample(sorted(texts), min(each if not hand else max(1, each // 4), len(texts))):
            clause, text = clauses(rng, drawn, hand), texts[name]
            at = place(text, rng)
            sown[kind] += 1
            wide = rng.choice([0, 0, 78])
            for words, is_wrong in ((_wrapped(clause.wrong, wide), True), (_wrapped(clause.right, wide), False)):
                changed = f"{text[:at]}\n\n{words}\n\n{text[at:]}"
                hit = planted(text, before[name], changed, at, at + len(words) + 2)
                (found if is_wrong else false)[kind] += hit
                if hit != is_wrong:
                    wrong.append(f"{'missed' if is_wrong else 'false'} {kind}: {name[:30]}: {' '.join(words.split())}")
    return sown, found, false, wrong


def _wrapped(words: str, wide: int) -> str:
    """A clause as a printer breaks it into lines, where it has none of its own."""
    return textwrap.fill(words, wide) if wide and "\n" not in words else words


def _sentence(slip: tuple[str, int, int]) -> tuple[str, int, int]:
    """A change, and the words about it: a finding may name the other half of a pair."""
    text, start, end = slip
    return text, max(0, start - 60), min(len(text), end + 60)


def _around(slip: tuple[str, int, int]) -> str:
    text, start, end = slip
    return " ".join(f"{text[max(0, start - 120) : start]}>>{text[start:end]}<<{text[end : end + 80]}".split())


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("data", type=Path)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--each", type=int, default=30)
    given.add_argument("--list", type=Path, help="write what was missed and every alarm on the originals, to read")
    asked = given.parse_args()
    texts = dict(contracts(asked.data))
    started = time.process_time()
    alarms = {name: findings(text) for name, text in texts.items()}
    spent = time.process_time() - started
    size = sum(map(len, texts.values()))
    sown, found, false, wrong = run(texts, asked.seed, asked.each)
    print(f"{'kind':34}{'planted':>9}{'found':>7}{'share':>7}{'false on the right one':>24}")
    for kind in sown:
        print(f"{kind:34}{sown[kind]:9}{found[kind]:7}{found[kind] / sown[kind]:7.2f}{false[kind]:24}")
    total = sum(sown.values())
    print(f"{'all':34}{total:9}{sum(found.values()):7}{sum(found.values()) / total:7.2f}{sum(false.values()):24}")
    with_alarm = sum(bool(one) for one in alarms.values())
    print(f"\nOriginals: {len(texts)}, with findings {with_alarm}, findings {sum(map(len, alarms.values()))}")
    for kind, number in Counter(one.kind for few in alarms.values() for one in few).most_common():
        print(f"  {kind:40}{number:5}")
    print(f"CPU seconds for 50,000 characters, segments included: {spent / size * 50_000:.3f}")
    if asked.list:
        lines = [*wrong, *_alarms(texts, alarms)]
        asked.list.write_text("\n".join(lines), encoding="utf-8")


def _alarms(texts: dict[str, str], alarms: dict[str, list[Finding]]) -> Iterator[str]:
    for name, few in alarms.items():
        for one in few:
            yield f"\nORIGINAL {name[:50]} [{one.kind}] {one.says}"
            for start, end in one.spans[:4]:
                text = texts[name]
                yield "    " + " ".join(
                    f"{text[max(0, start - 200) : start]}>>{text[start:end]}<<{text[end : end + 150]}".split()
                )


if __name__ == "__main__":
    main()
