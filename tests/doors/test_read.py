"""`duly read`: one document of ours, from its bytes to proposed terms and a draft."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
AGREEMENT = ROOT / "examples" / "paper" / "agreement.pdf"
CLI = [sys.executable, "-c", "import sys; from duly.site.main import main; sys.exit(main())"]


def read(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CLI, "read", *words], capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def told() -> dict:
    return json.loads(read(str(AGREEMENT), "--format", "json").stdout)


def test_the_output_is_what_the_published_schema_says(told):
    schema = json.loads((ROOT / "docs" / "schema" / "reading.json").read_text("utf-8"))
    jsonschema.validate(told, schema, cls=jsonschema.Draft202012Validator)


def test_every_term_has_its_words_on_a_page(told):
    fee = next(one for one in told["terms"] if one["field"] == "recurring_fee")
    assert fee["value"] == {"amount": "120000", "currency": "USD", "period": "P1Y"}
    assert fee["words"].split() == "One Hundred Twenty Thousand Dollars ($120,000.00) per year".split()
    assert fee["page"] == 1 and fee["boxes"][0]["page"] == 1
    for term in told["terms"]:
        assert term["words"] and term["boxes"], term


def test_plain_text_keeps_its_offsets(tmp_path):
    text = "\r\n\tFees é.\r\nCustomer shall pay a fee of $1,000.00 per month.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    told = json.loads(read(str(tmp_path / "a.txt"), "--format", "json").stdout)
    assert told["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert all(text[one["start"] : one["end"]] == one["words"] for one in told["terms"]) and told["terms"]


def test_one_document_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = read(str(tmp_path / "bad.pdf"), str(AGREEMENT))
    assert done.returncode == 1
    assert "bad.pdf" in done.stderr and "recurring_fee" in done.stdout
