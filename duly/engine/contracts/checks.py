"""What must hold between the parts of a contract: names exist, numbers are used once, tags and entities are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duly.engine.contracts import errors as e
from duly.engine.contracts.amendments import promised_in_all
from duly.engine.contracts.reader import Mention, Reader, bare, blocks_in, nearest, word
from duly.engine.contracts.terms import Company, Fact, Terms
from duly.engine.contracts.verbs import HAPPENED
from duly.ground.errors import DulyError, Place
from duly.ground.tree import Block

Known = dict[str, list[str]]


def check_contract(terms: Terms, block: Block, company: Company, reader: Reader) -> None:
    """Report everything that is wrong between the parts of a contract."""
    known = _known(terms, block)
    for mention in reader.mentions:
        _check_mention(mention, known, terms, reader)
    _check_milestones(terms, reader)
    _check_disputes(terms, reader)
    _check_numbers(terms.happened, reader)
    _check_refs((*terms.happened, *terms.judged, *terms.costs, *terms.opening), reader)
    _check_company(terms, company, reader)
    if not block.get("obligations") and not (block.get("costs") or block.get("opening")):
        why = "a contract promises something; only one that is there for its costs or an opening may leave them out"
        reader.report(
            e.MissingKey("a contract needs the key 'obligations'", why=why, fix="add `obligations:`", place=block.place)
        )
    if terms.total is not None and terms.total < 0:
        why, fix = "a contract has a price of zero or more", "write what comes off as a row of `price:`"
        reader.report(
            e.NegativePrice("the price of the contract is below zero", why=why, fix=fix), "total", terms.places["total"]
        )
    if terms.ref in terms.combine:
        why, fix = "a contract is combined with others", "take it out of the list"
        reader.report(
            e.CombinesItself(f"{terms.ref} names itself", why=why, fix=fix), "combine", terms.places["combine"]
        )


def _known(terms: Terms, block: Block) -> Known:
    """The names the contract declares, from the text itself, so that one mistyped obligation makes one error only."""
    rows = list(blocks_in(block.get("happened")))
    elements = list(blocks_in(block.get("price")))
    adds = [name for row in rows if isinstance(added := bare(row.get("adds")), Block) for name in added]
    obligations = bare(block.get("obligations"))
    known = {
        "obligation": [*(obligations if isinstance(obligations, Block) else ()), *adds],
        "element": [word(row, "element") for row in elements],
        "noncash": [word(row, key) for row in elements for key in ("what", "element")],
        "invoice": [word(row, "invoice") for row in rows if _is_invoice(row)],
        "amendment": [word(row, "amendment") for row in rows],
    }
    return {kind: [name for name in names if name] for kind, names in known.items()}


def _is_invoice(row: Block) -> bool:
    """Whether a row with the key `invoice` is an invoice, not a payment or a credit note that belongs to one."""
    return not any(key in HAPPENED.leads for key in row if key != "invoice")


_ERRORS: dict[str, type[DulyError]] = {
    "obligation": e.UnknownObligation,
    "element": e.UnknownElement,
    "invoice": e.UnknownInvoice,
    "amendment": e.UnknownAmendment,
    "noncash": e.UnknownElement,
}


def _check_mention(mention: Mention, known: Known, terms: Terms, reader: Reader) -> None:
    kinds = mention.kind.split(" or ")
    names = [name for kind in kinds for name in known[kind]]
    if mention.name in names:
        return
    # A contract taken over, or accounted for with another, may speak of invoices that stand elsewhere.
    if kinds == ["invoice"] and (terms.opening or terms.combine):
        return
    reader.report(unknown(mention, names), mention.path, mention.place)


def unknown(mention: Mention, names: Sequence[str]) -> DulyError:
    """The error of a name that does not exist, with the nearest that does."""
    near = nearest(mention.name, names)
    has = f"the contract has {', '.join(names[:20])}" if names else "the contract has none"
    fix = f"write {near!r}" if near else "correct the name, or add what it names"
    hint = f"; the nearest is {near!r}" if near else ""
    return _ERRORS[mention.kind.split(" or ")[0]](
        f"there is no {mention.kind} {mention.name!r}{hint}", why=has, fix=fix
    )


def _check_milestones(terms: Terms, reader: Reader) -> None:
    """A milestone that was reached is one of its obligation, where that lists them."""
    promised = {o.ref: o for o in promised_in_all(terms)}
    for fact in terms.happened:
        if fact.verb != "milestone" or fact.subjects[0] not in promised:
            continue
        names = [name for name, _ in promised[fact.subjects[0]].milestones]
        reached = str(fact.fields["reached"])
        if reached not in names:
            near = nearest(reached, names)
            found = f"{fact.subjects[0]} has no milestone {reached!r}" + (f"; the nearest is {near!r}" if near else "")
            why = f"its milestones are {', '.join(names)}" if names else "it has no `milestones:`"
            path = f"happened[{fact.order}].reached"
            fix = "correct the name, or add the milestone"
            reader.report(e.UnknownMilestone(found, why=why, fix=fix), path, terms.places.get(path, fact.place))


def _check_disputes(terms: Terms, reader: Reader) -> None:
    """A dispute says nothing of the price by itself: somebody judges whether it is conceded, now or later on."""
    judged = {str(row.fields["dispute"]) for row in terms.judged if row.verb == "dispute"}
    for fact in terms.happened:
        name = str(fact.fields.get("dispute", ""))
        if fact.verb == "dispute" and name not in judged:
            undecided = e.DisputeNotJudged(
                f"nobody judged the dispute of invoice {name!r}",
                why="what is given up of a price lowers revenue; what is just not paid is a credit loss",
                fix=f"add `{{date: DATE, dispute: {name}, conceded: no}}`, or `yes` with an amount, to `judged:`",
                cite="606-10-32-42, IFRS 15.87",
            )
            path = f"happened[{fact.order}].dispute"
            reader.report(undecided, path, terms.places.get(path, fact.place))


def _check_numbers(happened: Sequence[Fact], reader: Reader) -> None:
    """Invoices, credit notes and amendments have each their own number; a correcting row may repeat one."""
    for verb in ("invoice", "credit note", "amendment"):
        found = [(str(fact.fields[verb]), fact.place) for fact in happened if fact.verb == verb and not fact.corrects]
        for name, first, again in repeated(found):
            kind = e.DuplicateFact if verb == "amendment" else e.DuplicateInvoice
            error = kind(
                f"the {verb} {name!r} stands twice, first in {first}",
                why="each document is recorded once",
                fix="leave one out, or give it its own number",
            )
            reader.report(error, "", again)


def _check_refs(facts: Iterable[Fact], reader: Reader) -> None:
    """The `ref` of a row is its own."""
    given = [(fact.ref, fact.place) for fact in facts if fact.ref and fact.ref != fact.fields.get(fact.verb)]
    for name, first, again in repeated(given):
        why = "a row's `ref` is its own id, so that it is never imported twice"
        error = e.DuplicateFact(
            f"the ref {name!r} stands twice, first in {first}", why=why, fix="give one of them another ref"
        )
        reader.report(error, "", again)


def repeated(names: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place, Place]]:
    """Names that come again: the name, where it stood first, where it stands again."""
    first: dict[str, Place] = {}
    for name, place in names:
        if name in first:
            yield name, first[name], place
        else:
            first[name] = place


def _check_company(terms: Terms, company: Company, reader: Reader) -> None:
    """Entity and tags are those of the company file, where it lists any."""
    entities = [entity.ref for entity in company.entities]
    if entities and terms.entity not in entities:
        near = nearest(terms.entity, entities)
        found = f"there is no entity {terms.entity!r}" + (f"; the nearest is {near!r}" if near else "")
        why, fix = f"the company file has {', '.join(entities)}", "name one of them, or add it to the company file"
        reader.report(e.UnknownEntity(found, why=why, fix=fix), "entity", terms.places.get("entity", terms.place))
    if not company.dimensions:
        return
    tags = [("tags", terms.tags), *((f"obligations.{o.ref}.tags", o.tags) for o in terms.obligations)]
    for path, pairs in tags:
        for name, _ in pairs:
            place = terms.places.get(f"{path}.{name}")
            if name not in company.dimensions and place is not None:
                near = nearest(name, company.dimensions)
                found = f"there is no dimension {name!r}" + (f"; the nearest is {near!r}" if near else "")
                why = f"the company file has {', '.join(company.dimensions)}"
                reader.report(
                    e.UnknownDimension(found, why=why, fix="correct it, or add it to `dimensions:`"), path, place
                )
