"""A publisher's socket, from its first message to its end."""

import asyncio
from enum import IntEnum
from typing import Annotated, Protocol

import msgspec
import structlog
from msgspec import Meta
from redis.asyncio import Redis
from sqlalchemy.exc import SQLAlchemyError

from shop.broadcast.errors import SomebodyPublishes, TakesUsedUp
from shop.broadcast.models import Source, TakeEnd
from shop.broadcast.publish import Opened, close_take, next_take, open_take, see_take
from shop.broadcast.recorder import Recorder
from shop.broadcast.shop_clock import read_clock
from shop.core.db import Sessions, short
from shop.core.errors import Refusal
from shop.markets.errors import SessionOver
from shop.video.errors import MediaBroken
from shop.video.storage import Storage

HELLO_SECONDS = 5.0  # until the first message
SILENCE_SECONDS = 10.0  # without a byte: the publisher is gone
LOOK_SECONDS = 1.0  # between two looks at whether the take may go on
LARGEST = 4 * 1024 * 1024  # bytes of one message
RATE = 1_500_000  # bytes a second, on the average …
BURST = 8 * RATE  # … over so much: a phone that was in a tunnel sends what has gathered
LONGEST_TEXT = 500  # characters of a text message

_log = structlog.get_logger("shop.broadcast")


class Code(IntEnum):
    """Why a publisher's socket is closed."""

    NORMAL = 1000
    BROKEN = 4400  # no media we take, or nothing at all
    REFUSED = 4403
    SOMEBODY = 4409  # another publisher is on
    OVER = 4410  # the session is, or the key was taken back, or another publisher took over
    TOO_MUCH = 4413  # too large or too fast


class Hello(msgspec.Struct):
    """A publisher's first message."""

    key: Annotated[str, Meta(max_length=100)]
    mime: Annotated[str, Meta(max_length=200)] = ""
    takeover: bool = False


class Farewell(msgspec.Struct):
    """A publisher's last message."""

    done: bool


class Line(Protocol):
    """A socket to a publisher."""

    async def hear(self) -> str | bytes | None:
        """The next message; None when it is gone."""

    async def say(self, text: bytes) -> None:
        """Send a text message (JSON)."""

    async def say_refusal(self, refusal: Refusal) -> None:
        """Say in words why not."""

    async def close(self, code: Code) -> None:
        """End it."""


class _Ended(Exception):
    """The publishing is over: for the take, and for who publishes (None: is gone)."""

    def __init__(self, reason: TakeEnd | None, code: Code | None) -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class Ingest:
    """Takes publishers of one process in. It takes the database, never a session: a publisher holds no connection."""

    def __init__(self, sessions: Sessions, storage: Storage, redis: "Redis") -> None:
        self._sessions = sessions
        self._storage = storage
        self._redis = redis

    async def serve(self, line: Line, slug: str) -> None:
        """Be one publisher's other end until it leaves, breaks a bound, or its take is ended elsewhere."""
        try:
            recorder = await self._open(slug, await _hello(line))
        except Refusal as refusal:
            await line.say_refusal(refusal)
            await line.close(_code_of(refusal))
            return
        except _Ended as ended:
            await _part(line, ended.code)
            return
        reason: TakeEnd | None = TakeEnd.LOST  # what it is when this process stops
        code: Code | None = None
        try:
            await line.say(msgspec.json.encode({"ok": True, "take": recorder.opened.number}))
            await self._listen(line, recorder)
        except _Ended as ended:
            reason, code = ended.reason, ended.code
        finally:
            await asyncio.shield(self._end(recorder, reason))
        await _part(line, code)

    async def _open(self, slug: str, hello: Hello) -> Recorder:
        async with short(self._sessions) as session:
            opened = await open_take(session, slug, hello.key, Source.BROWSER, takeover=hello.takeover)
            clock = await read_clock(session)
        return Recorder(self._storage, self._redis, opened, clock, renew=self._renew)

    async def _renew(self, opened: Opened) -> Opened:
        async with short(self._sessions) as session:
            return await next_take(session, opened)

    async def _end(self, recorder: Recorder, reason: TakeEnd | None) -> None:
        await recorder.close(keep=reason is not None)
        if reason is not None:
            async with short(self._sessions) as session:
                await close_take(session, recorder.opened.take_id, reason)

    async def _listen(self, line: Line, recorder: Recorder) -> None:
        """Hear the publisher until something ends it.

        Raises:
            _Ended: so it does.
        """
        clock = asyncio.get_running_loop().time
        taken, begun = 0, clock()
        heard_at = looked_at = begun
        hearing = asyncio.ensure_future(line.hear())
        try:
            while True:
                done, _ = await asyncio.wait({hearing}, timeout=max(0.0, looked_at + LOOK_SECONDS - clock()))
                if done:
                    data = _media(hearing.result())
                    taken, heard_at = taken + len(data), clock()
                    if taken > BURST + RATE * (heard_at - begun):
                        raise _Ended(TakeEnd.BROKEN, Code.TOO_MUCH)
                    await self._write(recorder, data)
                    hearing = asyncio.ensure_future(line.hear())
                if clock() - heard_at > SILENCE_SECONDS:
                    raise _Ended(TakeEnd.LOST, Code.BROKEN)
                if clock() - looked_at >= LOOK_SECONDS:
                    looked_at = clock()
                    await self._look(recorder)
                    await line.say(msgspec.json.encode({"seen": taken}))
        finally:
            hearing.cancel()

    async def _write(self, recorder: Recorder, data: bytes) -> None:
        try:
            await recorder.write(data)
        except MediaBroken as broken:
            _log.warning("a publisher sends what we do not take", take=str(recorder.opened.take_id), why=broken.why)
            raise _Ended(TakeEnd.BROKEN, Code.BROKEN) from None
        except TakesUsedUp:
            raise _Ended(TakeEnd.BROKEN, Code.OVER) from None

    async def _look(self, recorder: Recorder) -> None:
        """Note that the publisher is there. A database that is away ends nobody."""
        try:
            async with short(self._sessions) as session:
                seen = await see_take(session, recorder.opened.take_id, sound=recorder.sound)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            _log.warning("a take could not be seen", take=str(recorder.opened.take_id), error=type(error).__name__)
            return
        if not seen:
            raise _Ended(None, Code.OVER)


async def _part(line: Line, code: Code | None) -> None:
    if code is not None:
        await line.close(code)


async def _hello(line: Line) -> Hello:
    try:
        said = await asyncio.wait_for(line.hear(), HELLO_SECONDS)
        if said is None:
            raise _Ended(None, None)
        if isinstance(said, str) and len(said) <= LONGEST_TEXT:
            return msgspec.json.decode(said, type=Hello)
    except (TimeoutError, msgspec.DecodeError):
        pass
    raise _Ended(None, Code.BROKEN)


def _media(said: str | bytes | None) -> bytes:
    """The bytes of a message.

    Raises:
        _Ended: the publisher left, is gone, or says what is none of both.
    """
    if said is None:
        raise _Ended(TakeEnd.LOST, None)
    if isinstance(said, bytes):
        if len(said) > LARGEST:
            raise _Ended(TakeEnd.BROKEN, Code.TOO_MUCH)
        return said
    try:
        if len(said) <= LONGEST_TEXT and msgspec.json.decode(said, type=Farewell).done:
            raise _Ended(TakeEnd.LEFT, Code.NORMAL)
    except msgspec.DecodeError:
        pass
    raise _Ended(TakeEnd.BROKEN, Code.BROKEN)


def _code_of(refusal: Refusal) -> Code:
    if isinstance(refusal, SomebodyPublishes):
        return Code.SOMEBODY
    return Code.OVER if isinstance(refusal, SessionOver | TakesUsedUp) else Code.REFUSED
