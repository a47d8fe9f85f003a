"""The RTMP port: who publishes there opens a take, and is recorded as the host's browser is."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import structlog
from redis.asyncio import Redis
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from shop.broadcast.errors import StreamKeyWrong, TakeIsOver
from shop.broadcast.ffmpeg import find_ffmpeg
from shop.broadcast.models import Source, TakeEnd
from shop.broadcast.publish import Opened, close_take, next_take, open_take, see_take
from shop.broadcast.recorder import Recorder
from shop.broadcast.shop_clock import read_clock
from shop.broadcast.still_cutter import StillCutter
from shop.core.db import Sessions, short
from shop.video.rtmp.gate import Parting
from shop.video.rtmp.server import RtmpServer
from shop.video.rtmp.talk import Wish
from shop.video.storage import Storage

APP = "live"  # what stands behind the port in the address that hosts are shown
_NAME = re.compile(r"[a-z0-9-]{1,120}")
_FIELDS = 8  # of a query
_REASONS = {
    Parting.LEFT: TakeEnd.LEFT,
    Parting.LOST: TakeEnd.LOST,
    Parting.BROKEN: TakeEnd.BROKEN,
    Parting.OVER: TakeEnd.BROKEN,  # unless the take was ended before, whose reason stands
}

_log = structlog.get_logger("shop.broadcast")


class TakeGate:
    """Opens takes for publishers over RTMP. It takes the database, never a session: none holds a connection."""

    def __init__(self, sessions: Sessions, storage: Storage, redis: "Redis", cutter: StillCutter | None) -> None:
        self._sessions, self._storage, self._redis, self._cutter = sessions, storage, redis, cutter

    async def open(self, wish: Wish, _address: str) -> "TakeSink":
        """Open a take for who publishes as `{slug}?key=…`; `&takeover=1` ends the one that is open.

        Raises:
            StreamKeyWrong, SomebodyPublishes, SessionOver, TakesUsedUp: see `open_take`.
        """
        said = {name: values[-1] for name, values in parse_qs(wish.query[:1000], max_num_fields=_FIELDS).items()}
        if wish.app != APP or not _NAME.fullmatch(wish.name):
            raise StreamKeyWrong
        async with short(self._sessions) as session:
            taking_over = said.get("takeover") == "1"
            opened = await open_take(session, wish.name, said.get("key", ""), Source.RTMP, takeover=taking_over)
            clock = await read_clock(session)
        keep = (self._storage, self._redis, opened, clock)
        return TakeSink(self._sessions, Recorder(*keep, renew=self._renew, cutter=self._cutter))

    async def _renew(self, opened: Opened) -> Opened:
        async with short(self._sessions) as session:
            return await next_take(session, opened)


class TakeSink:
    """Where one publisher's picture goes: the recorder of its take."""

    def __init__(self, sessions: Sessions, recorder: Recorder) -> None:
        self._sessions, self._recorder = sessions, recorder

    async def write(self, data: bytes) -> None:
        """Record the next bytes; see `Recorder.write`."""
        await self._recorder.write(data)

    async def stay(self) -> None:
        """Note that the publisher is there. A database that is away sends nobody off.

        Raises:
            TakeIsOver: its key was taken back, another publisher took over, or the session is over.
        """
        take_id = self._recorder.opened.take_id
        try:
            async with short(self._sessions) as session:
                seen = await see_take(session, take_id, sound=self._recorder.sound)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            _log.warning("a take could not be seen", take=str(take_id), error=type(error).__name__)
            return
        if not seen:
            raise TakeIsOver

    async def close(self, parting: Parting) -> None:
        """End the recording, then the take."""
        await self._recorder.close(keep=parting is not Parting.OVER)
        async with short(self._sessions) as session:
            await close_take(session, self._recorder.opened.take_id, _REASONS[parting])


@asynccontextmanager
async def serve_rtmp(settings: Settings, sessions: Sessions, storage: Storage, redis: "Redis") -> AsyncIterator[None]:
    """Take publishers on `rtmp_port` meanwhile; nothing where that is 0."""
    if not settings.rtmp_port:
        yield
        return
    program = find_ffmpeg(settings)
    cutter = None if program is None else StillCutter(program, storage)
    server = RtmpServer(TakeGate(sessions, storage, redis, cutter))
    await server.open(settings.host, settings.rtmp_port)
    _log.info("publishers are taken over RTMP", port=server.port)
    try:
        yield
    finally:
        await server.close()
        if cutter is not None:
            await cutter.close()
