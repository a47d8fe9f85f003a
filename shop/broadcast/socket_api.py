"""The sockets of a picture: one a host's browser sends it by, one that viewers get it by in the fast mode."""

from contextlib import suppress
from typing import Any

import msgspec
from litestar import Router, WebSocket, websocket
from litestar.di import NamedDependency

from shop.broadcast.fast_watch import FastWatch
from shop.broadcast.ingest import Code, Ingest
from shop.core.errors import Refusal
from shop.http.limits import Limit, limit_by_address
from shop.http.locale import locale_of
from shop.http.problems import describe
from shop.markets.api import SlugPath

_COMERS = Limit("picture.sockets", 120, 60)  # of one address: a page that comes back needs a few
_GONE = (OSError, RuntimeError)  # what the server raises for a socket that is closed


class SocketLine:
    """A socket as the framework has it. What is said to one who has just gone is lost: `hear` tells of it."""

    def __init__(self, socket: WebSocket[Any, Any, Any]) -> None:
        self._socket = socket

    async def hear(self) -> str | bytes | None:
        """The next message; None when it is gone."""
        heard = await self._socket.receive()
        if heard["type"] != "websocket.receive":
            return None
        data = heard.get("bytes")
        return data if data is not None else heard.get("text") or ""

    async def say(self, text: bytes) -> None:
        """Send a text message."""
        with suppress(*_GONE):
            await self._socket.send_text(text.decode())

    async def give(self, data: bytes) -> None:
        """Send bytes; returns once they have left."""
        with suppress(*_GONE):
            await self._socket.send_bytes(data)

    async def say_refusal(self, refusal: Refusal) -> None:
        """Say in words why not."""
        problem = describe(refusal, locale_of(self._socket.scope))
        await self.say(msgspec.json.encode({"ok": False, "code": problem.code, "detail": problem.detail}))

    async def close(self, code: Code) -> None:
        """End it."""
        with suppress(*_GONE):
            await self._socket.close(code=code)


@websocket("/{slug:str}/ingest")
async def publish(socket: WebSocket[Any, Any, Any], ingest: NamedDependency[Ingest], slug: SlugPath) -> None:
    """First `{"key", "mime", "takeover"}`, then what the recorder gives; `{"done": true}` ends it."""
    await socket.accept()
    await ingest.serve(SocketLine(socket), slug)


@websocket("/{slug:str}/fast")
async def watch(socket: WebSocket[Any, Any, Any], fast: NamedDependency[FastWatch], slug: SlugPath) -> None:
    """`{"codecs", "take"}`, the take's head, then its segments; the same again when another take begins.

    Before each segment stands `{"start"}`: when it was filmed, in ms of Unix time by the shop's clock.
    """
    await socket.accept()
    await fast.serve(SocketLine(socket), slug)


routes = [Router("/api/v1/sessions", route_handlers=[publish, watch], guards=[limit_by_address(_COMERS)])]
