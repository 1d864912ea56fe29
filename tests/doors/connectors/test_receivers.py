"""What events may be sent to: addresses that try to lead inside, and names that do, none of which is reached."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from duly.doors.connectors.webhooks.sender import Sender
from duly.engine.access.receivers import NotAReceiver, may_reach, receiver

PUBLIC = "93.184.215.14"
# Refused by how they are written, before any name is asked for.
WRITTEN = r"""
http://hooks.example.com/
ftp://hooks.example.com/
file:///etc/passwd
gopher://hooks.example.com:70/
//hooks.example.com/
hooks.example.com
https:hooks.example.com
https:///hooks.example.com
https://
https://hooks.example.com:8443/
https://hooks.example.com:80/
https://hooks.example.com:0443/
https://hooks.example.com:+443/
https://hooks.example.com:/
https://hooks.example.com:99999/
https://user@hooks.example.com/
https://user:word@hooks.example.com/
https://hooks.example.com@127.0.0.1/
https://127.0.0.1@hooks.example.com/
https://hooks.example.com#@127.0.0.1/
https://hooks.example.com/#part
https://127.0.0.1/
https://127.1/
https://127.0.1/
https://2130706433/
https://017700000001/
https://0x7f000001/
https://0x7f.0.0.1/
https://0177.0.0.1/
https://127.0.0.0x1/
https://0/
https://0.0.0.0/
https://10.0.0.8/
https://169.254.169.254/latest/meta-data/
https://[::]/
https://[::1]/
https://[::ffff:127.0.0.1]/
https://[::ffff:7f00:1]/
https://[64:ff9b::7f00:1]/
https://[2002:7f00:1::]/
https://[fe80::1%25eth0]/
https://[fd00:ec2::254]/
https://[::1
https://localhost/
https://LOCALHOST/
https://localhost./
https://hooks.localhost/
https://metadata.google.internal/
https://printer.local/
https://db.lan/
https://1.0.0.127.in-addr.arpa/
https://hooks/
https://hooks.example.com./
https://.hooks.example.com/
https://hooks..example.com/
https://-hooks.example.com/
https://hooks_.example.com/
https://hooks.example.com\@127.0.0.1/
https://hooks.example.com%00.evil.com/
https://hooks.example.com%2f@127.0.0.1/
https://１２７.0.0.1/
https://①②⑦.⓪.⓪.①/
https://hooks。example。com/
https://ⓛocalhost.com/
https://hooks.example.com/a b
 https://hooks.example.com/
https://hooks.exa\tmple.com/
https://hooks.example.com/\r\nHost:127.0.0.1
https://hooks.example.com?url=http://x\x00
javascript://hooks.example.com/
""".strip("\n").splitlines()
WRITTEN = [line.replace(r"\t", "\t").replace(r"\r\n", "\r\n").replace(r"\x00", "\0") for line in WRITTEN]
# Where a public name may lead.
INSIDE = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200
169.254.169.254 169.254.170.2 192.0.0.192 192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:93.184.215.14 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:0:7f00:1::1 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
fec0::1 ff02::1 ff0e::1 not-an-address 2130706433 0x7f000001 127.1
""".split()


class Reached(AssertionError):
    """Something inside was called."""


def refuse_to_connect(address: str, port: int, seconds: float):
    raise Reached(f"{address}:{port}")


def test_the_lists_are_as_long_as_was_promised():
    assert len(WRITTEN) >= 60 and len(INSIDE) >= 50 and len(set(WRITTEN)) == len(WRITTEN)


@pytest.mark.parametrize("url", WRITTEN)
def test_an_address_that_is_written_so_is_refused_before_its_name_is_asked_for(url):
    def asked(host: str, port: int):
        raise Reached(host)

    with pytest.raises(NotAReceiver):
        receiver(url)
    answer = Sender(resolve=asked, connect=refuse_to_connect).send(url, {}, b"{}")
    assert answer.status == 0 and answer.wrong


@pytest.mark.parametrize("address", INSIDE)
def test_a_public_name_that_leads_inside_is_not_followed(address):
    assert not may_reach(address)
    for found in ([address], [PUBLIC, address], [address, PUBLIC]):
        sender = Sender(resolve=lambda host, port, found=found: found, connect=refuse_to_connect)
        answer = sender.send("https://hooks.example.com/", {}, b"{}")
        assert answer.status == 0 and "inside" in answer.wrong


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"])
def test_a_public_machine_may_be_reached(address):
    assert may_reach(address)


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_looked_at():
    answers, went = [[PUBLIC], ["127.0.0.1"]], []

    def connect(address: str, port: int, seconds: float):
        went.append((address, port))
        raise ConnectionRefusedError

    sender = Sender(resolve=lambda host, port: answers.pop(0), connect=connect)
    assert "does not answer" in sender.send("https://hooks.example.com/x", {}, b"{}").wrong
    assert went == [(PUBLIC, 443)] and len(answers) == 1


def test_a_name_that_nobody_knows_and_a_resolver_that_hangs_are_answers_too():
    def unknown(host: str, port: int):
        raise OSError("no such name")

    assert "does not answer" in Sender(resolve=unknown).send("https://hooks.example.com/", {}, b"").wrong
    hangs = threading.Event()
    slow = Sender(resolve=lambda host, port: hangs.wait(30) and [], seconds=0.05)
    assert "does not answer" in slow.send("https://hooks.example.com/", {}, b"").wrong
    hangs.set()


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://hooks.example.com", ("hooks.example.com", 443, "/")),
        ("https://Hooks.Example.COM:443/a/b?c=d", ("hooks.example.com", 443, "/a/b?c=d")),
        ("https://xn--bcher-kva.example.com/%20x", ("xn--bcher-kva.example.com", 443, "/%20x")),
    ],
)
def test_a_public_name_at_https_is_a_receiver(url, wanted):
    found = receiver(url)
    assert (found.host, found.port, found.path) == wanted and found.tls and not found.trusted


def test_what_stands_inside_on_purpose_is_named_whole():
    allowed = ["http://hooks.inside:8080", "https://10.0.0.8"]
    assert receiver("http://hooks.inside:8080/x", allowed).trusted
    assert receiver("https://10.0.0.8/", allowed) == (True, "10.0.0.8", 443, "/", True)
    for url in ("http://hooks.inside/x", "https://hooks.inside:8080/", "http://hooks.inside:8080@evil.com/",
                "http://hooks.inside:80801/", "http://hooks.inside:8080.evil.com/"):  # fmt: skip
        with pytest.raises(NotAReceiver):
            receiver(url, allowed)


class Inside(BaseHTTPRequestHandler):
    """A machine inside that counts who calls, and a receiver that sends its callers there."""

    def do_POST(self) -> None:
        self.server.calls.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response({"/moved": 302, "/kept": 307, "/busy": 429}.get(self.path, 204))
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/secret")
        self.send_header("Retry-After", "120")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def inside() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Inside)
    server.calls = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/moved", "/kept"])
def test_a_redirect_is_not_followed(inside, path):
    origin = f"http://127.0.0.1:{inside.server_port}"
    answer = Sender([origin]).send(origin + path, {}, b"{}")
    assert answer.status in (302, 307) and "redirects" in answer.wrong and inside.calls == [path]


def test_a_receiver_says_how_long_to_wait(inside):
    origin = f"http://127.0.0.1:{inside.server_port}"
    assert Sender([origin]).send(f"{origin}/busy", {}, b"{}").wait == 120
    assert Sender([origin]).send(f"{origin}/fine", {}, b"{}")[:1] == (204,)
