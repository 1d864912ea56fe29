"""One message over TLS: to the address that was looked at, under the name, in five seconds; and signatures that others
verify."""

from __future__ import annotations

import base64
import datetime
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import standardwebhooks
import svix

from duly.doors.connectors.webhooks.sender import ANSWER_BYTES, Sender
from duly.doors.connectors.webhooks.signing import signed

# A key that proves nothing, for a name that is nobody's: it was made for these tests and is used by nothing else.
KEY = Path(__file__).with_name("hooks.example.com.pem")
PUBLIC = "93.184.215.14"


class Receiver(threading.Thread):
    """A TLS server that answers with given bytes, piece by piece, and remembers which name it was asked by."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__(daemon=True)
        self.pieces, self.names, self.got = pieces, [], b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.over = threading.Event()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(KEY)
        self.context.sni_callback = lambda _, name, __: self.names.append(name)

    def run(self) -> None:
        try:
            plain, _ = self.socket.accept()
            with plain, self.context.wrap_socket(plain, server_side=True) as line:
                while b"}" not in self.got:
                    self.got += line.recv(65_536)
                for piece in self.pieces:
                    line.sendall(piece)
                    if self.over.wait(0.02):
                        return
                if not self.pieces:
                    self.over.wait(30)
        except OSError:
            pass


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    made = Receiver(*getattr(request, "param", (b"HTTP/1.1 204 No Content\r\n\r\n",)))
    made.start()
    yield made
    made.over.set()
    made.socket.close()
    made.join(5)


def sender(receiver: Receiver, seconds: float = 5) -> Sender:
    """A sender to whom the receiver stands at a public address."""

    def connect(address: str, port: int, left: float) -> socket.socket:
        assert (address, port) == (PUBLIC, 443)
        return socket.create_connection(("127.0.0.1", receiver.port), left)

    trust = ssl.create_default_context(cafile=str(KEY))
    return Sender(resolve=lambda host, port: [PUBLIC], connect=connect, trust=trust, seconds=seconds)


def test_the_receiver_is_asked_by_its_name_and_gets_the_message_as_it_is(receiver):
    answer = sender(receiver).send("https://hooks.example.com/duly?a=b", {"webhook-id": "msg_1"}, b'{"a": 1}')
    assert answer[:2] == (204, 0) and not answer.wrong
    head, _, body = receiver.got.partition(b"\r\n\r\n")
    assert receiver.names == ["hooks.example.com"] and body == b'{"a": 1}'
    assert head.startswith(b"POST /duly?a=b HTTP/1.1\r\n")
    assert b"Host: hooks.example.com\r\n" in head + b"\r\n" and b"webhook-id: msg_1" in head


def test_a_receiver_that_cannot_prove_its_name_is_told_nothing(receiver):
    answer = sender(receiver).send("https://other.example.com/", {}, b"{}")
    assert answer.status == 0 and "secure" in answer.wrong and not receiver.got


def test_a_receiver_nobody_vouches_for_is_told_nothing(receiver):
    made = sender(receiver)
    made.trust = ssl.create_default_context()
    assert "secure" in made.send("https://hooks.example.com/", {}, b"{}").wrong and not receiver.got


@pytest.mark.parametrize(
    ("receiver", "status"),
    [
        ((b"HTTP/1.1 200 OK\r\n\r\n", b"x" * (ANSWER_BYTES * 20)), 200),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\nx",), 200),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 201 Created\r\n\r\n"), 201),
        ((b"hello\r\n\r\n",), 0),
        ((b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",), 0),
        ((b"HTTP/1.1 20", b"4"), 204),
        ((), 0),
        (tuple(b"HTTP/1.1 100 Continue\r\n\r\n" for _ in range(2000)), 0),
        (tuple(b"H" for _ in range(2000)), 0),
    ],
    indirect=["receiver"],
)
def test_whatever_a_receiver_answers_it_takes_no_longer_than_it_may(receiver, status):
    answer = sender(receiver, seconds=0.4).send("https://hooks.example.com/", {}, b"{}")
    assert answer.status == status and answer.took < 3_000
    assert bool(answer.wrong) == (status == 0)


@pytest.mark.parametrize("verifier", [standardwebhooks.Webhook, svix.webhooks.Webhook])
def test_others_verify_what_we_sign_with_either_secret(verifier):
    moment = int(datetime.datetime.now(datetime.UTC).timestamp())
    content = json.dumps({"type": "period.closed", "data": {"entity": "Käufer"}}).encode()
    old, new = b"o" * 32, b"n" * 32
    headers = signed("msg_7", moment, content, [new, old])
    for secret in (old, new):
        text = "whsec_" + base64.b64encode(secret).decode()
        verifier(text).verify(content, headers)
    other = verifier("whsec_" + base64.b64encode(b"x" * 32).decode())
    for changed in (content + b" ", content):
        with pytest.raises((standardwebhooks.WebhookVerificationError, svix.webhooks.WebhookVerificationError)):
            (other if changed == content else verifier(text)).verify(changed, headers)
