"""`duly train`: weights that `duly read` takes, and what is missing named."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np

from duly.readers.models import SHIPPED, weights
from duly.site.main import main
from tests.training.small import corpus

CLI = [sys.executable, "-c", "import sys; from duly.site.main import main; sys.exit(main())"]
TEXT = """SERVICE AGREEMENT

This Agreement is made as of April 4, 2022 between Elm Corp. and Oakfield Ltd.

2. GOVERNING LAW.

The laws of Elbonia govern this Agreement.
"""


def test_a_model_of_ones_own_is_trained_by_one_command_and_read_with(tmp_path, capsys):
    target = tmp_path / "own.npz"
    assert main(["train", str(corpus(tmp_path / "data")), "--model", str(target), "--unmeasured"]) == 0
    assert str(target) in capsys.readouterr().out
    assert weights(target)[1]["contracts"] > 5
    (tmp_path / "a.txt").write_text(TEXT)
    done = subprocess.run(
        [*CLI, "read", str(tmp_path / "a.txt"), "--format", "json"],
        capture_output=True, text=True, env=os.environ | {"DULY_MODEL": str(target)},
    )  # fmt: skip
    law = [one for one in json.loads(done.stdout)["clauses"] if one["category"] == "Governing Law"]
    best = max(law, key=lambda one: one["score"])
    assert TEXT[best["start"] : best["end"]].startswith("The laws of Elbonia")


def test_a_folder_without_labels_is_named(tmp_path, capsys):
    assert main(["train", str(tmp_path), "--model", str(tmp_path / "m.npz")]) == 1
    assert "cuad_qa.json.gz" in capsys.readouterr().err
    assert not (tmp_path / "m.npz").exists()


def test_corrections_are_never_taken_in_unmeasured(tmp_path, capsys):
    data = str(corpus(tmp_path / "data"))
    assert main(["train", data, "--model", str(tmp_path / "m.npz"), "--unmeasured", "--corrections"]) == 1
    assert "where the new model is measured" in capsys.readouterr().err


def test_weights_that_lack_a_part_are_named(tmp_path):
    held = dict(np.load(SHIPPED, allow_pickle=False))
    np.savez_compressed(tmp_path / "cut.npz", **{name: part for name, part in held.items() if name != "weights1_3"})
    (tmp_path / "a.txt").write_text(TEXT)
    env = os.environ | {"DULY_MODEL": str(tmp_path / "cut.npz")}
    done = subprocess.run([*CLI, "read", str(tmp_path / "a.txt")], capture_output=True, text=True, env=env)
    assert done.returncode == 1 and "lacks a part" in done.stderr and "cut.npz" in done.stderr
