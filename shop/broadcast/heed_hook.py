"""What a media server tells becomes takes: its publishers are asked for the same keys as ours."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import NoPicture, TakeIsOver
from shop.broadcast.models import Source, Take, TakeEnd
from shop.broadcast.preview import check_preview
from shop.broadcast.publish import close_take, open_take, see_take
from shop.broadcast.queries import picture_of
from shop.core.db import Sessions, short
from shop.video.hooks import IngestEvent, Phase, Server
from shop.video.names import folder, recorded_name
from shop.video.storage import Storage

_SOURCES = {Server.NGINX_RTMP: Source.NGINX_RTMP, Server.MEDIAMTX: Source.MEDIAMTX, Server.SRS: Source.SRS}


class Hooks:
    """Heeds media servers for one process. It takes the database, never a session: each event is a transaction.

    Told twice, an event changes nothing more: a start finds its take open, an end finds it ended.
    """

    def __init__(self, sessions: Sessions, storage: Storage, secret: str) -> None:
        """`secret` is what viewers' tokens of a rehearsal were signed with."""
        self._sessions, self._storage, self._secret = sessions, storage, secret

    async def heed(self, server: Server, event: IngestEvent) -> None:
        """Act on what `server` tells.

        Raises:
            StreamKeyWrong, SomebodyPublishes, SessionOver, TakesUsedUp: nobody publishes so; see `open_take`.
            TakeIsOver: the take was ended here; the server must cut its publisher.
            NoPicture, PreviewExpired, SessionUnknown: nobody watches so.
        """
        async with short(self._sessions) as session:
            take = await self._in(session, _SOURCES[server], event)
        if take is not None and event.phase is Phase.RECORDED:
            name = folder(str(take.session_id)) + recorded_name(take.number)
            await self._storage.put(name, event.file.encode())

    async def _in(self, session: AsyncSession, source: Source, event: IngestEvent) -> Take | None:
        if event.phase is Phase.START:
            await open_take(
                session, event.name, event.key, source, external_id=event.external_id, takeover=event.takeover
            )
        elif event.phase is Phase.READ:
            await self._allow(session, event)
        else:
            take = await _newest(session, source, event)
            await _go_on(session, take, event.phase)
            return take
        return None

    async def _allow(self, session: AsyncSession, event: IngestEvent) -> None:
        """Let everybody watch what is on air, and who has a token a rehearsal; nobody what the authority stopped."""
        picture = await picture_of(session, event.name)
        if picture.stopped:
            raise NoPicture
        if picture.window is None:
            check_preview(self._secret, picture.session_id, event.token, picture.now)


async def _newest(session: AsyncSession, source: Source, event: IngestEvent) -> Take | None:
    """The take of a connection; of a session's, where a recording does not say which."""
    mine = Take.external_id == event.external_id
    if event.phase is Phase.RECORDED and event.external_id == f"{event.name}:":
        mine = Take.external_id.startswith(event.external_id, autoescape=True)
    found: Take | None = await session.scalar(
        select(Take).where(Take.source == source, mine).order_by(Take.created_at.desc()).limit(1)
    )
    return found


async def _go_on(session: AsyncSession, take: Take | None, phase: Phase) -> None:
    if phase is Phase.UPDATE and (take is None or not await see_take(session, take.id)):
        raise TakeIsOver
    if phase is Phase.END and take is not None:
        # a media server does not say whether its publisher left or was lost: who is lost is waited for
        await close_take(session, take.id, TakeEnd.LOST)
