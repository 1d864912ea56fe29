"""The code keeps to the forbidden constructs, and each check finds what it looks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.floors.constructs import RULES

DULY = Path(__file__).resolve().parents[2] / "duly"

PLANTS = {
    "clocks": ("engine/planted.py", '"""Planted."""\nimport datetime\n\nNOW = datetime.date.today()\n'),
    "binary_fractions": ("ground/planted.py", '"""Planted."""\nHALF = 0.5\n'),
    "strangers": ("engine/planted.py", '"""Planted."""\nimport django\n'),
    "dangers": ("readers/planted.py", '"""Planted."""\nVALUE = eval("1")\n'),
    "prints": ("engine/planted.py", '"""Planted."""\nprint("hello")\n'),
    "furniture": ("engine/utils.py", '"""Planted."""\n'),
    "long_files": ("engine/planted.py", '"""Planted."""\n' + "X = 1\n" * 400),
    "long_functions": ("engine/planted.py", '"""Planted."""\ndef f():\n' + "    x = 1\n" * 40),
    "silent_modules": ("engine/planted.py", "X = 1\n"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_to_the_rule(rule):
    assert list(rule(DULY)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_breach_is_found(rule, tmp_path):
    name, text = PLANTS[rule.__name__]
    path = tmp_path / "duly" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert len(list(rule(tmp_path / "duly"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from time import monotonic",
        "from datetime import datetime; A = datetime.now()",
        "import datetime as dt; A = dt.datetime.utcnow()",
        "import numpy as np; A = np.datetime64('today')",
    ],
)
def test_a_clock_is_found_under_each_of_its_names(line, tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "planted.py").write_text(line, encoding="utf-8")
    assert list(RULES[0](tmp_path))


@pytest.mark.parametrize(
    "line", ["A = round(x)", "A = float('1')", "A = 1e-9", "A = x.astype(np.float64)", "A = np.rint(x)"]
)
def test_a_binary_fraction_is_found_under_each_of_its_names(line, tmp_path):
    (tmp_path / "ground").mkdir()
    (tmp_path / "ground" / "planted.py").write_text(line, encoding="utf-8")
    assert list(RULES[1](tmp_path))
