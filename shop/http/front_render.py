"""A rendering by the application for the front: a request with nothing of the reader's, its answer caught whole."""

import asyncio
from typing import TYPE_CHECKING, cast

import msgspec
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Send

from shop.http.front_store import FRONT, Entry, Key, may_keep
from shop.http.headers import Header
from shop.http.locale import is_machine_path
from shop.http.request_id import HEADER as REQUEST_ID

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

_MARK = FRONT.encode()


class Rendered(msgspec.Struct, frozen=True):
    """What the application answered; `entry` when it was kept."""

    status: int
    headers: list[Header]
    body: bytes
    entry: Entry | None = None

    @property
    def may_be_kept(self) -> bool:
        """Whether the answer is the same for everybody."""
        return may_keep(self.status, self.headers)

    def kept_as(self, entry: Entry) -> "Rendered":
        """The same, with what was kept."""
        return msgspec.structs.replace(self, entry=entry)

    async def replay(self, send: Send, *, with_body: bool) -> None:
        """Send it as it came, without the internal mark."""
        await send({"type": "http.response.start", "status": self.status, "headers": _unmarked(self.headers)})
        await send({"type": "http.response.body", "body": self.body if with_body else b"", "more_body": False})


async def render(app: ASGIApp, scope: HTTPScope, key: Key, headers: dict[bytes, bytes]) -> Rendered:
    """Ask `app` for the canonical address of `key`; of the reader only the host and the request id go along."""
    path, query, locale = key
    own: list[Header] = [
        (b"host", headers.get(b"host", b"")),
        (b"accept", b"application/json" if is_machine_path(path) else b"text/html"),
        (b"accept-language", locale.encode()),
        *((REQUEST_ID, value) for name, value in headers.items() if name == REQUEST_ID),
    ]
    asked = {**scope, "method": "GET", "query_string": query, "headers": own, "state": dict(scope.get("state") or {})}
    caught = _Caught()
    await app(cast("HTTPScope", asked), _receive_nothing(), caught.send)
    return Rendered(caught.status, caught.headers, bytes(caught.body))


def plain_send(send: Send, *, with_body: bool) -> Send:
    """`send` without the internal mark, and without the body where none is wanted (its length is kept)."""

    async def unmarked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _unmarked(message["headers"])
        elif message["type"] == "http.response.body" and not with_body:
            message["body"] = b""
        await send(message)

    return unmarked


def _unmarked(headers: "list[Header] | object") -> list[Header]:
    return [header for header in cast("list[Header]", headers) if header[0] != _MARK]


class _Caught:
    """An answer taken down instead of sent."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[Header] = []
        self.body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def _receive_nothing() -> Receive:
    """A request without a body, whose sender stays."""
    told = False

    async def receive() -> "HTTPReceiveMessage":
        nonlocal told
        if told:
            await asyncio.Event().wait()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive
