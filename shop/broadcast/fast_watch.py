"""A viewer's socket in the fast mode: the head of a take, then its segments as they come, each after its time."""

import asyncio
from contextlib import suppress
from typing import Protocol

import msgspec

from shop.broadcast.errors import NoPicture
from shop.broadcast.fast_feed import FastFeeds, Listener
from shop.broadcast.ingest import Code
from shop.broadcast.playback import Playback
from shop.core.errors import Refusal

LOOK_SECONDS = 2.0  # between two looks at whether the picture may still be seen, when nothing comes
SEND_SECONDS = 8.0  # a viewer may take for one segment


class Line(Protocol):
    """A socket to a viewer."""

    async def hear(self) -> str | bytes | None:
        """The next message; None when it is gone."""

    async def say(self, text: bytes) -> None:
        """Send a text message (JSON)."""

    async def give(self, data: bytes) -> None:
        """Send bytes; returns once they have left."""

    async def say_refusal(self, refusal: Refusal) -> None:
        """Say in words why not."""

    async def close(self, code: Code) -> None:
        """End it."""


class FastWatch:
    """Serves viewers who want to be as near as can be."""

    def __init__(self, playback: Playback, feeds: FastFeeds) -> None:
        self._playback = playback
        self._feeds = feeds

    async def serve(self, line: Line, slug: str) -> None:
        """Be one viewer's other end until it leaves, says something, cannot keep up, or the picture is over."""
        try:
            picture = await self._playback.on_air(slug)
            with self._feeds.listen(picture.session_id) as listener:
                await self._until_gone(line, slug, listener)
        except Refusal as refusal:
            await line.say_refusal(refusal)
            await line.close(Code.OVER if isinstance(refusal, NoPicture) else Code.REFUSED)

    async def _until_gone(self, line: Line, slug: str, listener: Listener) -> None:
        hearing = asyncio.create_task(line.hear())
        giving = asyncio.create_task(self._give(line, slug, listener))
        try:
            await asyncio.wait({hearing, giving}, return_when=asyncio.FIRST_COMPLETED)
            if giving.done():
                giving.result()
            elif hearing.result() is not None:
                await line.close(Code.BROKEN)  # viewers have nothing to say here
        finally:
            for task in (hearing, giving):
                task.cancel()
                with suppress(asyncio.CancelledError, Refusal):
                    await task

    async def _give(self, line: Line, slug: str, listener: Listener) -> None:
        """Give segments. Raises NoPicture once there is none to be seen."""
        take = 0
        while True:
            try:
                piece = await asyncio.wait_for(listener.next(), LOOK_SECONDS)
            except TimeoutError:
                await self._playback.on_air(slug)
                continue
            picture = await self._playback.on_air(slug)
            if piece.take != take:
                try:
                    head, codecs = await self._playback.head(picture.session_id, piece.take)
                except NoPicture:
                    continue  # not kept yet: the next segment is as good a beginning
                await line.say(msgspec.json.encode({"codecs": codecs, "take": piece.take}))
                await line.give(head)
                take = piece.take
            await line.say(msgspec.json.encode({"start": piece.start}))
            try:
                await asyncio.wait_for(line.give(piece.data), SEND_SECONDS)
            except TimeoutError:
                await line.close(Code.TOO_MUCH)
                return
