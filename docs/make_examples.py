"""Writes duly/doors/api/examples.json: what each operation of the API answers in a ledger of the tests."""

from __future__ import annotations

import tempfile
from pathlib import Path


def main() -> None:
    """Set up a ledger and ask."""
    from tests.store.ledger import use, use_nothing  # isort: skip - it sets Django up
    from duly.doors.api.description import EXAMPLES
    from tests.doors.api.examples import told

    with tempfile.TemporaryDirectory() as folder:
        use(str(Path(folder) / "duly.sqlite3"))
        EXAMPLES.write_text(told(), encoding="utf-8")
        use_nothing()


if __name__ == "__main__":
    main()
