"""One message to one receiver: the name is resolved once, every address it has must be a public one, and the connection
goes to that very address under the name. No redirect is followed, no proxy asked, and all of it takes five seconds.

What the receiver answers is not kept: only its status is of use, and its words would be somebody else's in our log.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache

from duly.engine.access.receivers import Answer, NotAReceiver, Receiver, may_reach, receiver

SECONDS = 5.0
ANSWER_BYTES = 64 * 1024
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


def addresses(host: str, port: int) -> Sequence[str]:
    """Every address of a name, by the resolver of this machine."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address, which is a number and no name."""
    return socket.create_connection((address, port), seconds)


@cache
def _known_authorities() -> ssl.SSLContext:
    return ssl.create_default_context()


class Sender:
    """How messages leave this machine. allowed: origins that may stand inside · trust: whose certificates count."""

    def __init__(
        self,
        allowed: Sequence[str] = (),
        *,
        resolve: Resolve = addresses,
        connect: Connect = connected,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.allowed, self.resolve, self.connect, self.seconds = allowed, resolve, connect, seconds
        self.trust = trust or _known_authorities()

    def send(self, url: str, headers: Mapping[str, str], content: bytes) -> Answer:
        """Post a message. What goes wrong is an answer without a status."""
        begun = time.monotonic()
        try:
            status, wait = self._post(receiver(url, self.allowed), headers, content, begun + self.seconds)
            wrong = "" if 200 <= status < 300 else _said(status)
        except NotAReceiver as error:
            status, wait, wrong = 0, 0, error.why or error.what
        except ssl.SSLError as error:
            status, wait, wrong = 0, 0, f"no secure connection: {error.reason or type(error).__name__}"
        except (OSError, http.client.HTTPException, queue.Empty) as error:
            status, wait, wrong = 0, 0, f"it does not answer: {type(error).__name__}"
        return Answer(status, wait, int((time.monotonic() - begun) * 1000), wrong)

    def _post(self, to: Receiver, headers: Mapping[str, str], content: bytes, until: float) -> tuple[int, int]:
        address = self._public(to, until)
        line = http.client.HTTPConnection(to.host, to.port)
        plain = self.connect(address, to.port, _left(until))
        tls = to.tls and self.trust.wrap_socket(plain, server_hostname=to.host, do_handshake_on_connect=False)
        line.sock = tls or plain
        # Whatever takes too long, slowly or not at all, is cut off.
        cut = threading.Timer(_left(until), _cut_off, [line.sock])
        cut.daemon = True
        cut.start()
        try:
            if tls:
                tls.do_handshake()
            usual = to.port == (443 if to.tls else 80)
            own = {"Host": to.host if usual else f"{to.host}:{to.port}", "Content-Type": "application/json"}
            line.request("POST", to.path, content, {**own, "User-Agent": "duly", "Connection": "close", **headers})
            reply = line.getresponse()
            with suppress(OSError, http.client.HTTPException):
                reply.read(ANSWER_BYTES)
            return reply.status, _wait(reply.headers)
        finally:
            cut.cancel()
            line.close()

    def _public(self, to: Receiver, until: float) -> str:
        """The address to go to. One that is not public among several is enough to refuse them all."""
        found = self._resolved(to, until)
        if not to.trusted and not all(map(may_reach, found)):
            raise NotAReceiver(
                f"{to.host} stands for a machine that is not public",
                why="its name leads to an address inside a network",
                fix="name a public receiver; one of your own network is allowed with DULY_WEBHOOK_ALLOW",
            )
        return found[0]

    def _resolved(self, to: Receiver, until: float) -> Sequence[str]:
        """The addresses of a name; a resolver that hangs is left alone."""
        answers: queue.Queue[Sequence[str]] = queue.Queue()

        def ask() -> None:
            with suppress(OSError, UnicodeError):
                answers.put(self.resolve(to.host, to.port))
                return
            answers.put(())

        threading.Thread(target=ask, daemon=True).start()
        found = answers.get(timeout=_left(until))
        if not found:
            raise OSError("no address")
        return found


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.001)


def _cut_off(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _said(status: int) -> str:
    return f"it answers {status}, and redirects are not followed" if 300 <= status < 400 else f"it answers {status}"


def _wait(headers: Message) -> int:
    """Seconds that a receiver asks to wait, in seconds or as a moment by its own clock."""
    words = headers.get("Retry-After", "")
    if words.isdecimal():
        return int(words[:9])
    try:
        ends, now = (parsedate_to_datetime(one) for one in (words, headers.get("Date", "")))
        return max(int((ends - now).total_seconds()), 0)
    except (ValueError, TypeError):
        return 0
