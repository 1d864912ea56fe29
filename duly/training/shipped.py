"""What a document is read with where nothing else is named: the weights and standard clauses that come with duly."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from duly.engine.documents.clauses.library import Library
from duly.engine.documents.clauses.scoring import Model, model
from duly.engine.documents.reading import Known
from duly.ground.errors import Place
from duly.readers.clause_library import clause_library, shipped_clauses
from duly.readers.models import SHIPPED, NotAModel, weights


@cache
def known() -> Known:
    """The weights of `DULY_MODEL` and the standard clauses of `DULY_CLAUSES`; those that are shipped where these name
    no file."""
    path = Path(os.environ.get("DULY_MODEL") or SHIPPED)
    own = os.environ.get("DULY_CLAUSES", "")
    library = Library(clause_library(own) if own else shipped_clauses(), own=bool(own))
    return Known(_model(path), library)


def _model(path: Path) -> Model:
    held, facts = weights(path)
    try:
        return model(held, facts)
    except (KeyError, ValueError, IndexError) as error:
        raise NotAModel(f"the file lacks a part of a model ({error})", place=Place(str(path))) from None
