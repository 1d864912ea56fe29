"""Webhooks: what happened arrives signed, at least once, whoever is down for how long, and nobody is told what is not
theirs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import standardwebhooks
from django.test import override_settings

from duly.actions.deliveries import BACK_OFF, DAYS_UNTIL_DISABLED, claim, delivery_log, plan, shown_endpoints
from duly.actions.doctor import examine
from duly.actions.errors import CannotSign, NotAllowed, NothingToDo, UnknownEndpoint
from duly.actions.setup import let_in
from duly.actions.verification import verify
from duly.actions.watching import not_ready, seen
from duly.actions.webhooks import secret_shown
from duly.doors.connectors.webhooks.rounds import deliver
from duly.engine.access.receivers import NotAReceiver
from duly.site.main import main
from duly.store.audit import AuditLine, Command
from duly.store.mail import Outbox
from duly.store.webhooks import DELIVERED, GIVEN_UP, WAITS, Delivery, Progress, SecretMade
from tests.store.hooks import Clock, Hook, hook
from tests.store.ledger import PLAIN, Ledger, use, use_nothing

DAY = 86_400


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def clock() -> Iterator[Clock]:
    with Clock().ticking() as made:
        yield made


def added(ledger: Ledger, receiver: Hook, who: str = "rae", **more: object) -> str:
    return str(ledger.do("add_endpoint", who, url=f"{receiver.origin}/hook", **more).effect["endpoint"])


def told(receiver: Hook) -> list[str]:
    return [json.loads(body)["type"] for _, body in receiver.got]


def sent() -> list[str]:
    return [one.said for one in deliver("rae")]


def worked(ledger: Ledger) -> None:
    """Some facts: a contract, a delivery, a period that is posted."""
    ledger.take_in(PLAIN)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")


def test_what_happened_arrives_once_signed_thin_and_in_order(ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(ledger, receiver)
    worked(ledger)
    assert set(sent()) == {DELIVERED} and sent() == []
    names = list(Outbox.objects.filter(seq__gt=int(ref[3:])).order_by("pk").values_list("event", flat=True))
    assert told(receiver) == names and len(set(receiver.ids)) == len(names)
    assert {"contract.signed", "obligation.created", "invoice.finalized", "revenue.recognized"} < set(names)
    secret = secret_shown("rae", ref)
    verifier = standardwebhooks.Webhook(secret)
    for headers, body in receiver.got:
        moment = int(headers["webhook-timestamp"])
        assert moment == int(clock.now.timestamp())
        mark = verifier.sign(headers["webhook-id"], clock.now, body.decode())
        assert mark in headers["webhook-signature"].split()
        envelope = json.loads(body)
        assert set(envelope) == {"type", "timestamp", "data"} and envelope["data"]["version"] > int(ref[3:])
    everything = b"".join(body for _, body in receiver.got)
    assert not any(amount in everything for amount in (b"120000", b"12300000", b"3000", b"rae", b"cam"))
    assert not [fault for _, faults in verify() for fault in faults]


def test_a_receiver_that_is_down_for_a_day_loses_nothing(ledger: Ledger, receiver: Hook, clock: Clock):
    added(ledger, receiver)
    receiver.status = 503
    for hour in range(24):
        if hour in (0, 7, 23):
            ledger.record("CT-1", f"{{date: 2026-02-{hour + 1:02}, delivered: setup}}") if hour else worked(ledger)
        assert DELIVERED not in sent()
        clock.move(hours=1)
    assert receiver.refused > 10 and not receiver.got
    receiver.status = 200
    for _ in range(30):
        sent()
        clock.move(hours=1)
    wanted = list(Outbox.objects.order_by("pk").values_list("pk", flat=True))
    assert sorted(receiver.ids) == sorted(f"msg_{pk}" for pk in wanted if Delivery.objects.filter(event=pk))
    assert len(receiver.ids) == len(set(receiver.ids)) == Delivery.objects.count() > 8
    assert not Delivery.objects.exclude(state=DELIVERED).exists()


def test_attempts_come_later_and_later_for_more_than_three_days_and_a_message_is_given_up(ledger, receiver, clock):
    ref = added(ledger, receiver)
    receiver.ill_of = b"contract.signed"
    worked(ledger)
    begun, gaps = clock.now, []
    for _ in range(len(BACK_OFF) + 1):
        before = receiver.refused
        sent()
        assert receiver.refused == before + 1
        bad = Delivery.objects.exclude(state=DELIVERED).get()
        gaps.append(json.loads(bad.log)[-1])
        if bad.state == WAITS:
            due = BACK_OFF[len(gaps) - 1]
            clock.move(seconds=due - 1)
            assert sent() == []
            clock.move(seconds=1)
    assert bad.state == GIVEN_UP and (clock.now - begun).total_seconds() > 3 * DAY
    assert list(BACK_OFF) == sorted(BACK_OFF) and sent() == []
    log = next(one for one in delivery_log("rae", ref, 500) if one["state"] == GIVEN_UP)
    assert len(log["attempts"]) == len(BACK_OFF) + 1 and log["attempts"][0]["status"] == 500
    receiver.ill_of = b"\0"
    ledger.do("replay_events", "rae", endpoint=ref, message=log["message"])
    assert DELIVERED in sent() and log["message"] in receiver.ids


def test_an_endpoint_that_does_not_answer_for_days_is_disabled_and_gets_everything_when_it_is_back(
    ledger: Ledger, receiver: Hook, clock: Clock
):
    ref = added(ledger, receiver)
    added(ledger, receiver, events=["webhook.disabled"])
    receiver.status, receiver.ill_of = 204, b"CT-1"
    ledger.take_in(PLAIN)
    receiver.status = 500
    days = 0
    while not any("disabled" in said for said in sent()):
        days += 1
        clock.move(days=1)
        assert days < 10
    assert days == DAYS_UNTIL_DISABLED
    receiver.status, receiver.ill_of = 204, b"\0"
    sent()
    assert "webhook.disabled" in told(receiver)
    ledger.do("post_period", "rae", entity="US01", period="2026-01")
    assert sent() == [] and Outbox.objects.filter(event="webhook.disabled").count() == 1
    ledger.do("resume_endpoint", "rae", endpoint=ref)
    while sent():
        clock.move(days=2)
    assert not Delivery.objects.filter(state=WAITS).exists()
    assert {"contract.signed", "journal.posted"} <= set(told(receiver))


def test_days_without_an_answer_are_counted_from_the_last_that_arrived(ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(ledger, receiver)
    for status in (500, 204, 500):
        receiver.status = status
        ledger.do("test_endpoint", "rae", endpoint=ref)
        clock.move(days=DAYS_UNTIL_DISABLED - 1)
        assert sent() and not any("disabled" in said for said in sent())
    clock.move(days=DAYS_UNTIL_DISABLED)
    assert any("disabled" in said for said in sent())


def test_one_that_says_it_is_gone_is_disabled_at_once(ledger: Ledger, receiver: Hook, clock: Clock):
    added(ledger, receiver)
    receiver.status = 410
    ledger.take_in(PLAIN)
    assert any("disabled" in said for said in sent()) and receiver.refused == 1


def test_workers_side_by_side_send_each_message_once(ledger: Ledger, receiver: Hook, clock: Clock):
    added(ledger, receiver)
    ledger.take_in(PLAIN)
    for day in range(1, 21):
        ledger.record("CT-1", f"{{date: 2026-02-{day:02}, delivered: setup}}")
    faults: list[BaseException] = []

    def run() -> None:
        try:
            list(deliver("rae"))
        except BaseException as fault:  # noqa: BLE001 - a thread that dies is a failure
            faults.append(fault)
        finally:
            use_nothing()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert not faults and len(receiver.ids) == len(set(receiver.ids)) == Delivery.objects.count() > 25


def test_what_stands_beside_the_ledger_is_made_again_from_the_outbox(ledger: Ledger, receiver: Hook, clock: Clock):
    ledger.take_in(PLAIN)
    added(ledger, receiver)
    worked_on = ledger.record("CT-1", "{date: 2026-02-04, delivered: setup}").seq
    assert set(sent()) == {DELIVERED}
    before = set(receiver.ids)
    Delivery.objects.all().delete()
    Progress.objects.all().delete()
    assert set(sent()) == {DELIVERED} and set(receiver.ids) == before
    assert all(json.loads(body)["data"]["version"] >= worked_on for _, body in receiver.got)


def test_what_a_dead_worker_held_is_sent_by_another(ledger: Ledger, receiver: Hook, clock: Clock):
    added(ledger, receiver)
    ledger.take_in(PLAIN)
    plan()
    held = claim()
    assert held is not None
    sent()
    assert held.id not in receiver.ids
    clock.move(minutes=2)
    assert sent() == [DELIVERED] and held.id in receiver.ids


def test_an_endpoint_is_told_of_its_entity_and_its_events(ledger: Ledger, receiver: Hook, clock: Clock):
    added(ledger, receiver, entity="DE01")
    added(ledger, receiver, entity="US01", events=["invoice.finalized"])
    worked(ledger)
    sent()
    assert told(receiver) == ["invoice.finalized"]


def test_whoever_loses_the_right_is_told_no_more_until_somebody_takes_over(ledger, receiver, clock):
    ledger.agreed("grant_role", "ann", "ben", person="dee", role="RA", entity="US01")
    with pytest.raises(NotAllowed):
        added(ledger, receiver, who="dee", entity="DE01")
    ref = added(ledger, receiver, who="dee", entity="US01")
    ledger.take_in(PLAIN)
    plan()
    ledger.agreed("revoke_role", "ann", "ben", person="dee", role="RA", entity="US01")
    assert sent() == [] and not receiver.got
    (shown,) = shown_endpoints("rae")
    assert "may not be told" in shown["stopped"]
    ledger.do("change_endpoint", "rae", endpoint=ref)
    assert DELIVERED in sent() and "contract.signed" in told(receiver)


def test_who_administers_may_stop_an_endpoint_and_neither_set_nor_know_it(ledger, receiver, clock):
    for person in ("ann", "aud", "sue"):
        with pytest.raises(NotAllowed):
            added(ledger, receiver, who=person)
    ref = added(ledger, receiver)
    with pytest.raises(NotAllowed):
        secret_shown("ann", ref)
    ledger.do("pause_endpoint", "ann", endpoint=ref)
    ledger.take_in(PLAIN)
    assert sent() == []
    with pytest.raises(NotAllowed):
        ledger.do("resume_endpoint", "ann", endpoint=ref)
    ledger.do("resume_endpoint", "rae", endpoint=ref)
    assert "contract.signed" in (sent() and told(receiver))
    ledger.do("remove_endpoint", "ann", endpoint=ref)
    with pytest.raises(UnknownEndpoint):
        ledger.do("resume_endpoint", "rae", endpoint=ref)


def test_a_draft_of_an_endpoint_by_a_key_waits_and_works_when_another_agrees(ledger, receiver, clock):
    ledger.agreed("grant_role", "ann", "ben", person="bot", role="IN")
    done = ledger.do("add_endpoint", "bot", url=f"{receiver.origin}/x")
    assert done.proposal and not SecretMade.objects.exists()
    ref = ledger.do("approve", "ben", proposal=done.proposal).effect["effect"]["endpoint"]
    assert secret_shown("bot", ref).startswith("whsec_")
    ledger.take_in(PLAIN)
    assert DELIVERED in sent()


def test_both_secrets_sign_while_they_are_changed(ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(ledger, receiver)
    old = secret_shown("rae", ref)
    ledger.do("rotate_secret", "rae", endpoint=ref)
    new = secret_shown("rae", ref)

    def verified(secret: str) -> bool:
        headers, body = receiver.got[-1]
        mark = standardwebhooks.Webhook(secret).sign(headers["webhook-id"], clock.now, body.decode())
        return mark in headers["webhook-signature"].split()

    ledger.do("test_endpoint", "rae", endpoint=ref)
    sent()
    assert old != new and verified(old) and verified(new)
    clock.move(hours=25)
    ledger.do("test_endpoint", "rae", endpoint=ref)
    sent()
    assert verified(new) and not verified(old)
    ledger.do("rotate_secret", "rae", endpoint=ref, overlap_hours=0)
    ledger.do("test_endpoint", "rae", endpoint=ref)
    sent()
    assert not verified(new) and verified(secret_shown("rae", ref))


def test_a_secret_stands_nowhere_in_the_ledger(sqlite_ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(sqlite_ledger, receiver)
    sqlite_ledger.do("test_endpoint", "rae", endpoint=ref)
    sent()
    sqlite_ledger.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    secret = secret_shown("rae", ref).removeprefix("whsec_")
    assert secret.encode() not in Path(sqlite_ledger.address).read_bytes()
    told = [*AuditLine.objects.values_list("effect", flat=True), *Command.objects.values_list("result", flat=True)]
    assert not any("whsec" in one for one in told)


def test_nothing_is_signed_with_another_secret_than_was_given_out(ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(ledger, receiver)
    ledger.take_in(PLAIN)
    with override_settings(SECRET_KEY="another"):
        (only,) = deliver("rae")
        assert isinstance(only.error, CannotSign) and not receiver.got
        with pytest.raises(CannotSign):
            secret_shown("rae", ref)
    with override_settings(SECRET_KEY="another secret of this machine that is long"):
        assert "cannot be worked out" in examined()["secret"]
    assert DELIVERED in sent() and examined()["secret"].startswith("there is one")
    with override_settings(SECRET_IS_KEPT=False), pytest.raises(CannotSign):
        added(ledger, receiver)


def test_what_cannot_be_set_is_refused(ledger: Ledger, receiver: Hook, clock: Clock):
    with pytest.raises(NotAReceiver):
        ledger.do("add_endpoint", "rae", url="https://localhost/")
    for wrong in (["no.such"], "period.closed", ["document.second_reading_asked"], ["alert.raised"]):
        with pytest.raises(UnknownEndpoint):
            added(ledger, receiver, events=wrong)
    ref = added(ledger, receiver)
    with pytest.raises(NothingToDo):
        ledger.do("change_endpoint", "rae", endpoint=ref)
    with pytest.raises(NothingToDo):
        ledger.do("replay_events", "rae", endpoint=ref, message="msg_77777")
    with pytest.raises(UnknownEndpoint):
        ledger.do("test_endpoint", "rae", endpoint="WH-0")


def test_the_log_is_bounded_and_old_messages_go(ledger: Ledger, receiver: Hook, clock: Clock):
    ref = added(ledger, receiver)
    worked(ledger)
    sent()
    assert len(list(delivery_log("rae", ref, 2))) == 2
    ledger.do("replay_events", "rae", endpoint=ref, since="2026-03-02")
    assert set(sent()) == {DELIVERED} and len(receiver.ids) == 2 * len(set(receiver.ids))
    clock.move(days=91)
    sent()
    assert not Delivery.objects.exists()


def test_the_words_of_the_command_set_try_and_show_an_endpoint(sqlite_ledger, receiver, clock, capsys):
    def said(words: str, status: int = 0) -> str:
        assert main(["webhook", *words.split(), "--by", "rae"]) == status
        return capsys.readouterr().out

    made = said(f"add {receiver.origin}/hook --entity US01 --event period.closed")
    ref, secret = made.split()[1], made.split()[-1]
    assert secret.startswith("whsec_") and said(f"secret {ref}").strip() == secret
    assert "webhook.tested  delivered" in said(f"test {ref}") and told(receiver) == ["webhook.tested"]
    receiver.status = 500
    assert "it answers 500" in said(f"test {ref}", 1)
    shown = said("list")
    assert ref in shown and "period.closed" in shown and "1 delivered, 0 given up, 1 wait" in shown
    assert "it answers 500" in said(f"log {ref}") and "1 message" in said(f"log {ref} --limit 1")
    assert said(f"rotate {ref} --overlap 1").split()[-1] not in ("", secret)
    assert "nothing was changed" in said(f"rotate {ref} --dry-run")
    said(f"change {ref} --event period.closed --event journal.posted")
    said(f"replay {ref} --since 2026-03-01")
    said(f"pause {ref}")
    said(f"resume {ref}")
    said(f"remove {ref}")
    assert ref not in said("list")


def test_the_role_of_the_application_sends_and_is_seen(postgresql_ledger: Ledger, receiver: Hook, clock: Clock):
    postgresql_ledger.sql("CREATE ROLE sender LOGIN")
    let_in("sender")
    use(postgresql_ledger.address.replace("postgres@", "sender@"))
    ref = added(postgresql_ledger, receiver)
    postgresql_ledger.do("pause_endpoint", "rae", endpoint=ref)
    postgresql_ledger.do("resume_endpoint", "rae", endpoint=ref)
    postgresql_ledger.take_in(PLAIN)
    seen("here:1")
    assert set(sent()) == {DELIVERED} and not list(not_ready())
    postgresql_ledger.do("replay_events", "rae", endpoint=ref, since="2026-03-01")
    clock.move(days=1)
    seen("here:1")
    assert set(sent()) == {DELIVERED} and examined()["rights"] == "sender may read and add, and nothing else"
    postgresql_ledger.use()
    postgresql_ledger.sql("DROP OWNED BY sender")
    postgresql_ledger.sql("DROP ROLE sender")


def examined() -> dict[str, str]:
    return {one.about: one.said for one in examine()}
