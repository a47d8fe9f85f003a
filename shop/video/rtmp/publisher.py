"""One publisher's connection, from its first byte until its picture is over."""

import asyncio
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterable
from typing import NamedTuple

import structlog

from shop.core.errors import Refusal
from shop.core.i18n import LOCALES, say
from shop.video.errors import CodecNotTaken, KeyFramesFar, MediaBroken
from shop.video.rtmp.chunks import Message
from shop.video.rtmp.gate import Gate, Parting, Sink
from shop.video.rtmp.mux import Muxer
from shop.video.rtmp.tags import read_tag
from shop.video.rtmp.talk import Left, Talk, Wish

_log = structlog.get_logger(__name__)
_READ = 64 * 1024  # bytes at a time
_BROKEN = (MediaBroken, CodecNotTaken, KeyFramesFar)


class Patience(NamedTuple):
    """How long is waited, in seconds, and how fast bytes are taken: who is faster waits in its own buffers."""

    hello: float = 10.0  # until it may publish
    silence: float = 10.0  # without a byte
    picture: float = 25.0  # without a whole run from key frame to key frame
    look: float = 1.0  # between two looks whether the sink still wants it
    last_word: float = 2.0  # for it to take what it is told
    speed: int = 3 * 1024 * 1024  # bytes a second
    ahead: float = 2.0  # seconds of that speed which may come at once


class Publisher:
    """Reads one connection and feeds its sink."""

    def __init__(
        self, gate: Gate, patience: Patience, reader: StreamReader, writer: StreamWriter, address: str
    ) -> None:
        self._gate, self._patience, self._address = gate, patience, address
        self._reader, self._writer = reader, writer
        self._talk, self._muxer = Talk(), Muxer()
        self._sink: Sink | None = None
        now = time.monotonic()
        self._came = now  # when its last byte came
        self._seen = now  # when its picture last went on; before there is one, when it connected
        self._look_at = now + patience.look
        self._paid = now  # until when what came is paid for by the time that passed

    async def serve(self) -> None:
        """Be the publisher's other end. The sink is closed on every way out."""
        parting = Parting.LOST
        try:
            parting = await self._listen()
        except _BROKEN as refusal:
            parting = Parting.BROKEN
            _log.info("a publisher was sent away", code=refusal.code, why=getattr(refusal, "why", None))
            await self._send_away(refusal)
        except Refusal as refusal:
            parting = Parting.OVER
            await self._send_away(refusal)
        except (TimeoutError, OSError):
            parting = Parting.LOST
        finally:
            await self._part(parting)

    async def _listen(self) -> Parting:
        while data := await self._more():
            for heard in self._talk.hear(data):
                if isinstance(heard, Left):
                    return Parting.LEFT
                await self._obey(heard)
            await self._answer()
            await self._pace(len(data))
        return Parting.LOST

    async def _more(self) -> bytes:
        """The next bytes; the sink is asked on time whether it wants them."""
        while True:
            if time.monotonic() >= self._look_at:
                await self._look()
            try:
                async with asyncio.timeout(self._look_at - time.monotonic()):
                    data = await self._reader.read(_READ)
            except TimeoutError:
                continue
            self._came = time.monotonic()
            return data

    async def _look(self) -> None:
        now = time.monotonic()
        most = self._patience.hello if self._sink is None else self._patience.picture
        if now - self._seen > most or now - self._came > self._patience.silence:
            raise TimeoutError
        if self._sink is not None:
            await self._sink.stay()
        self._look_at = time.monotonic() + self._patience.look

    async def _obey(self, heard: Wish | Message) -> None:
        if isinstance(heard, Wish):
            self._sink = await self._gate.open(heard, self._address)
            self._talk.welcome()
            await self._answer()
            self._seen = time.monotonic()
        elif self._sink is not None and (tag := read_tag(heard)) is not None:
            await self._write(self._sink, self._muxer.feed(tag))

    async def _write(self, sink: Sink, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            await sink.write(piece)
            self._seen = time.monotonic()

    async def _answer(self) -> None:
        if out := self._talk.answers():
            async with asyncio.timeout(self._patience.last_word):
                self._writer.write(out)
                await self._writer.drain()

    async def _pace(self, size: int) -> None:
        now = time.monotonic()
        self._paid = max(self._paid, now - self._patience.ahead) + size / self._patience.speed
        if self._paid > now:
            await asyncio.sleep(self._paid - now)

    async def _send_away(self, refusal: Refusal) -> None:
        """Say why, and give the publisher a moment to read it: bytes it still sends would destroy the words."""
        self._talk.refuse(" / ".join(say(locale, f"problem.{refusal.code}", **refusal.facts) for locale in LOCALES))
        try:
            await self._answer()
            async with asyncio.timeout(self._patience.last_word):
                while await self._reader.read(_READ):
                    pass
        except (TimeoutError, OSError):
            return

    async def _part(self, parting: Parting) -> None:
        if self._sink is None:
            return
        try:
            if parting in {Parting.LEFT, Parting.LOST}:
                await self._write(self._sink, self._muxer.finish())
        except Refusal:
            _log.info("the end of a picture was not taken")
        finally:
            await self._sink.close(parting)
