"""Settings of all tests: examples of laws are the same in every run of CI, and no law fails because a machine is busy."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("duly", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("duly")
