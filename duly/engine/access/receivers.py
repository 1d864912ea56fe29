"""Where duly may send to: which addresses a person may name as a receiver, and which machines a name may stand for.

Whoever names a receiver makes this machine call it, from inside the network it stands in. So a receiver is a public
name at https, port 443, and every machine it resolves to is a public one. What stands in the network on purpose is
named by the one who runs duly, scheme, host and port together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from duly.ground.errors import DulyError

_LENGTH = 2_000
# Letters, digits and hyphens; the last label begins with a letter, so that no way to write a number is a name.
_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PATH = re.compile(r"(?:/[!$&-;=?-Z_a-z~%]*)?")
# Names that never stand for a public machine (RFC 6761, 6762, 7686, 8375, 9476).
_LOCAL = ("localhost", "local", "internal", "intranet", "home", "lan", "corp", "onion", "test", "example", "invalid",
          "alt", "arpa", "private")  # fmt: skip
# Public by number and not by use: machines of a cloud that tell its secrets, relays and tunnels to other addresses.
_NEVER = [ip_network(text) for text in ("168.63.129.16/32", "192.88.99.0/24", "192.0.0.0/24")]
_PUBLIC_6 = ip_network("2000::/3")
_NEVER_6 = [ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


class NotAReceiver(DulyError):
    """An address that events may not be sent to."""


class Receiver(NamedTuple):
    """Where to send: over TLS or not, to which name and port, with which path. trusted: named by who runs duly, so that
    it may stand anywhere."""

    tls: bool
    host: str
    port: int
    path: str
    trusted: bool


class Answer(NamedTuple):
    """What came of an attempt: the status (0: none), seconds the receiver asks to wait, milliseconds it took, and what
    was wrong, in our words."""

    status: int
    wait: int = 0
    took: int = 0
    wrong: str = ""


def receiver(url: str, allowed: Sequence[str] = ()) -> Receiver:
    """A receiver by its address, which is read strictly: what could be read in two ways is refused. allowed: origins
    (`https://hooks.inside:8443`) that may stand anywhere."""
    if len(url) > _LENGTH or not url.isascii() or not url.isprintable() or set(url) & set(" \\<>\"'`{}|^"):
        raise _refused(url, "it is too long, or has signs that no address needs", "write other signs as %20")
    try:
        parts = urlsplit(url)
        port, name = parts.port, (parts.hostname or "").lower()
    except ValueError:
        raise _refused(url, "it cannot be read", "write it as https://hooks.your-company.com/duly") from None
    if "@" in parts.netloc or "#" in url:
        raise _refused(url, "a name and password, or a fragment, stand in it", "leave them out: events are signed")
    if f"{parts.scheme}://{parts.netloc}".lower() in {one.lower().rstrip("/") for one in allowed}:
        tls = parts.scheme == "https"
        return Receiver(tls, name, port or (443 if tls else 80), _path(url, parts.path, parts.query), True)
    if parts.scheme != "https" or port not in (None, 443):
        raise _refused(url, "it is not https at port 443", _ASK)
    if parts.netloc.lower() not in (name, f"{name}:443") or not _NAME.fullmatch(name) or _is_local(name):
        raise _refused(url, f"{name or 'nothing'!r} is no public name", f"name a host, no number; {_ASK}")
    return Receiver(True, name, 443, _path(url, parts.path, parts.query), False)


_ASK = "a receiver in your own network is allowed by who runs duly, with DULY_WEBHOOK_ALLOW"


def _path(url: str, path: str, query: str) -> str:
    if not _PATH.fullmatch(path):
        raise _refused(url, "its path has signs that no path has", "write other signs as %20")
    return (path or "/") + (f"?{query}" if query else "")


def _is_local(name: str) -> bool:
    return name.rpartition(".")[2] in _LOCAL


def _refused(url: str, why: str, fix: str) -> NotAReceiver:
    return NotAReceiver(f"{url[:100]!r} is no address that events are sent to", why=why, fix=fix)


def may_reach(address: str) -> bool:
    """Whether a machine, by its address, is a public one."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        # Only what the world routes; mapped, compatible, translated (64:ff9b::/96) and tunnelled addresses lie outside.
        return found in _PUBLIC_6 and not any(found in one for one in _NEVER_6) and found.is_global
    assert isinstance(found, IPv4Address)
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    return found.is_global and not special and not any(found in one for one in _NEVER)
