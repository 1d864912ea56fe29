"""Three thousand random commands on each database: nobody's work takes effect by that person alone, and all of it by
those who may, for the entity and the amount it is about. What took effect is read back from the rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from duly.actions.verification import verify
from tests.store import effects, mob
from tests.store.cluster import Cluster
from tests.store.conftest import VENDORS, fresh
from tests.store.overseer import wrong

LEDGERS, COMMANDS = 5, 600


@pytest.mark.parametrize("vendor", VENDORS)
def test_three_thousand_random_commands_let_nobody_agree_to_their_own(
    vendor: str, templates: dict[str, str], cluster: Cluster, tmp_path: Path, record_property
):
    seen: Counter[str] = Counter()
    for seed in range(LEDGERS):
        (tmp_path / str(seed)).mkdir()
        for ledger in fresh(vendor, templates, cluster, tmp_path / str(seed)):
            mob.Mob(ledger, Random(seed)).run(COMMANDS)
            found = list(effects.effects())
            assert [fault for effect in found for fault in wrong(effect)] == []
            assert [fault for _, faults in verify() for fault in faults] == []
            seen.update(effect.action for effect in found)
    assert set(seen) == effects.ACTIONS, effects.ACTIONS - set(seen)
    told = f"{LEDGERS * COMMANDS:,} random commands, {sum(seen.values()):,} effects, none of one person alone"
    record_property("say", f"{vendor}: {told}")


def test_every_table_is_overseen():
    assert not effects.strange()
