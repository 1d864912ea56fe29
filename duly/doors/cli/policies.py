"""`duly policy list` and `duly cite`: what a company may choose, and what the standard asks for."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import duly.engine
from duly.doors.cli.notices import say
from duly.engine.policies import POLICIES
from duly.ground.cites import cited, paragraph, paragraphs
from duly.ground.reports import Column, Report
from duly.writers import csv, json, table


def list_policies(given: argparse.Namespace) -> int:
    """Every policy with its default, what else it may be, and its paragraph."""
    columns = (
        Column("policy", "text", "key under `policies:` or `policy:`"),
        Column("default", "text", "what holds where nothing is chosen"),
        Column("choices", "text", "all it may be"),
        Column("meaning", "text", "what it decides"),
        Column("cite", "text", "paragraph that leaves it open"),
    )
    rows = tuple(
        (p.key, p.default, ", ".join(p.choices) or "exact, or a number up to 12", p.meaning, p.cite) for p in POLICIES
    )
    report = Report("policies", "Policies", columns, rows)
    if given.format == "table":
        sys.stdout.writelines(line + "\n" for line in table.cards(report))
    else:
        sys.stdout.writelines(csv.lines(report) if given.format == "csv" else json.listing(report))
    return 0


def cite(given: argparse.Namespace) -> int:
    """What paragraphs ask for, in our words, with the functions that carry them out."""
    for module in pkgutil.walk_packages(duly.engine.__path__, "duly.engine."):
        importlib.import_module(module.name)
    status = 0
    for number in given.paragraphs or paragraphs():
        known = paragraph(number)
        if known is None:
            say(f"duly cite: {number} is not among the paragraphs that duly knows; `duly cite` lists them")
            status = 1
            continue
        ifrs = f" · IFRS 15.{known.ifrs}" if known.ifrs[:1].isalnum() and not known.ifrs.startswith("IAS") else ""
        print(f"{known.number}{ifrs}  {known.meaning}")
        for citation in cited():
            if known.number in citation.asc:
                print(f"    {citation.function}")
    return status
