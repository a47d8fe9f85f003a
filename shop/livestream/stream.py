"""A room as server-sent events: what the hub gives goes out until the reader leaves or is cut."""

import random
from collections.abc import AsyncIterator

from anyio import CancelScope, create_task_group, move_on_after
from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import Receive, Send

from shop.livestream.feed import Viewer
from shop.livestream.hub import Entry, Hub

MEDIA_TYPE = "text/event-stream"
LAST_WORD = 1.0  # seconds a reader who is cut may take for the end of the stream
RETRY_MS = (1000, 4000)  # when a browser comes back: a moment of its own, so that a crowd does not come at once

_JITTER = random.SystemRandom()
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class RoomStream(ASGIStreamingResponse):
    """Sends until the reader is gone, or cut: also one who takes nothing, whose `send` would never return.

    The viewer is counted only while the body is being sent.
    """

    def __init__(self, hub: Hub, entry: Entry, *, desk: bool = False) -> None:
        super().__init__(iterator=iter(()), media_type=MEDIA_TYPE, headers=_HEADERS, status_code=200)
        self._hub = hub
        self._entry = entry
        self._desk = desk

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Be a viewer of the room."""
        async with self._hub.watch(self._entry, counted=not self._desk) as viewer, create_task_group() as tasks:
            tasks.start_soon(self._pass_on, viewer, send)
            tasks.start_soon(self._until_cut, viewer, tasks.cancel_scope)
            await self._listen_for_disconnect(tasks.cancel_scope, receive)
        if viewer.cut.is_set():
            with move_on_after(LAST_WORD):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pass_on(self, viewer: Viewer, send: Send) -> None:
        async for chunk in _chunks(viewer):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def _until_cut(self, viewer: Viewer, scope: CancelScope) -> None:
        await viewer.cut.wait()
        scope.cancel()


async def _chunks(viewer: Viewer) -> AsyncIterator[bytes]:
    yield b"retry: %d\n\n" % _JITTER.randint(*RETRY_MS)
    while True:
        yield await viewer.chunks.get()
