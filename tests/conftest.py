"""Settings of all tests: laws see the same examples in every run of CI, and none fails because a machine is busy."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("duly", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("duly")
