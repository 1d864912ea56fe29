"""Settings of all tests: laws see the same examples in every run of CI, and none fails because a machine is busy."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis.internal.conjecture import providers

IN_CI = "CI" in os.environ
settings.register_profile("duly", deadline=None, print_blob=True, derandomize=IN_CI)
settings.load_profile("duly")
if IN_CI:
    # It also draws constants that stand in our own modules, as far as they are loaded: that depends on which tests
    # a process has run before.
    providers._get_local_constants = lambda: providers._local_constants


def pytest_terminal_summary(terminalreporter):
    """Print what tests recorded to be told at the end, such as how many expected numbers the cases carry."""
    reports = terminalreporter.stats.get("passed", [])
    for said in dict.fromkeys(said for report in reports for said in getattr(report, "user_properties", ())):
        if said[0] == "say":
            terminalreporter.write_line(said[1])
