"""The request that opens a socket: read, checked, and answered in words when it is refused."""

import http
from collections.abc import Mapping
from urllib.parse import parse_qs

import msgspec

from shop.core.errors import BadRequest, Refusal
from shop.core.i18n import DEFAULT
from shop.core.request_id import begin_request
from shop.http.errors import BadHost, CrossSite
from shop.http.headers import dressed
from shop.http.hosts import OwnNames
from shop.http.problems import MEDIA_TYPE, describe
from shop.http.request_id import HEADER
from shop.rooms.rules import accept_of

_END = b"\r\n\r\n"


class Asked(msgspec.Struct, frozen=True):
    """A request for a socket. Header names are in lower case; of several with one name the last counts."""

    path: str
    query: bytes
    headers: Mapping[bytes, bytes]

    def token(self) -> str:
        """The `token` of the query; empty when there is none."""
        found = parse_qs(self.query.decode("latin-1"), max_num_fields=8).get("token", [""])
        return found[0]


class RoomPath(msgspec.Struct, frozen=True):
    """Addresses of rooms' sockets: `before`, the room's own name, `after`."""

    before: str
    after: str

    def room(self, path: str) -> str | None:
        """The room whose socket has this address; None when none has."""
        if not path.startswith(self.before) or not path.endswith(self.after):
            return None
        name = path[len(self.before) : len(path) - len(self.after)]
        return name if name and "/" not in name else None


def read_request(head: bytes) -> Asked:
    """What the server read before it saw that a socket is wanted, written out once more: a whole HTTP/1.1 head."""
    lines = head.partition(_END)[0].split(b"\r\n")
    _, address, _ = lines[0].split(b" ", 2)
    path, _, query = address.partition(b"?")
    headers = {name: value for name, _, value in (line.partition(b": ") for line in lines[1:])}
    return Asked(path.decode("latin-1"), query, headers)


def accept(asked: Asked, names: OwnNames) -> bytes:
    """The answer that opens the socket. Browsers always say the Origin of a socket; who says none is refused too.

    Raises:
        BadHost: the Host is not ours.
        CrossSite: the page that asks is not ours.
        BadRequest: it is no handshake of version 13.
    """
    host = asked.headers.get(b"host", b"").decode("latin-1").lower()
    if not names.has_host(host):
        raise BadHost
    if not names.has_origin(asked.headers.get(b"origin", b"").decode("latin-1").lower(), host):
        raise CrossSite
    accepted = accept_of(asked.headers.get(b"sec-websocket-key", b""))
    if accepted is None or asked.headers.get(b"sec-websocket-version") != b"13":
        raise BadRequest
    opening = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return opening + b"Sec-WebSocket-Accept: " + accepted + _END


def refuse(refusal: Refusal, base_url: str) -> bytes:
    """The whole answer to a request that opens no socket."""
    problem = describe(refusal, DEFAULT)
    body = msgspec.json.encode(problem.document(base_url))
    said = {"content-type": MEDIA_TYPE, **problem.headers(), "content-length": str(len(body)), "connection": "close"}
    headers = [(name.encode(), value.encode("latin-1")) for name, value in said.items()]
    lines = [b"%b: %b" % header for header in dressed(headers, (HEADER, begin_request().encode()))]
    status = http.HTTPStatus(refusal.status)
    return b"\r\n".join([b"HTTP/1.1 %d %b" % (status, status.phrase.encode()), *lines]) + _END + body
