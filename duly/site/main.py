"""The command `duly`: hands the arguments to the command line and returns its exit status."""

from __future__ import annotations

from duly.doors.cli.main import main

__all__ = ["main"]
