"""What a document is read with where nothing else is named: the weights and standard clauses that come with duly."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from duly.engine.documents.library import Library
from duly.engine.documents.reading import Known
from duly.engine.documents.scoring import model
from duly.readers.clause_library import clause_library, shipped_clauses
from duly.readers.models import SHIPPED, weights


@cache
def known() -> Known:
    """The weights of `DULY_MODEL` and the standard clauses of `DULY_CLAUSES`; those that are shipped where these name
    no file."""
    path = Path(os.environ.get("DULY_MODEL") or SHIPPED)
    own = os.environ.get("DULY_CLAUSES", "")
    library = Library(clause_library(own) if own else shipped_clauses(), own=bool(own))
    return Known(model(*weights(path)) if path.exists() else None, library)
