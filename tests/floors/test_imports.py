"""The floors and shelves hold, and a planted breach makes the check fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = (
    "import sys; from importlinter.cli import lint_imports_command;"
    "sys.argv = ['lint-imports', '--no-cache']; lint_imports_command()"
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "duly", tmp_path / "duly", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_floors_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("engine/tables.py", "import django", "The engine knows no framework"),
        ("engine/recognition/price.py", "import time", "The engine knows no framework"),
        ("ground/rounding.py", "import datetime", "Calendar dates are known"),
        ("engine/recognition/price.py", "import duly.engine.billing.rights", "Shelves of the engine"),
        ("engine/policies.py", "import duly.writers.json", "Floors"),
    ],
)
def test_a_planted_import_is_found(copy, file, line, broken):
    path = copy / "duly" / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode != 0
    assert any(broken in row and "BROKEN" in row for row in result.stdout.splitlines()), result.stdout


def test_a_folder_without_a_floor_is_found(copy):
    (copy / "duly" / "cellar").mkdir()
    (copy / "duly" / "cellar" / "__init__.py").write_text('"""Planted."""\n', encoding="utf-8")
    assert lint(copy).returncode != 0
