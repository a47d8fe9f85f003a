"""Who may play in a room: anybody while it is on air; its host alone begins something."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.games.errors import VoterUnknown
from shop.markets.errors import NotOnAir, SessionUnknown
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, SessionState
from shop.markets.speaker import Speaker


async def host_on_air(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """The session of this host, on air; its row is locked until the commit, so that their acts follow one another.

    Raises:
        NotOnAir: it is not.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    return live


async def room_on_air(session: AsyncSession, slug: str) -> LiveSession:
    """The session at this address, on air; read, never locked.

    Raises:
        SessionUnknown, NotOnAir.
    """
    live: LiveSession | None = await session.scalar(select(LiveSession).where(LiveSession.slug == slug))
    if live is None:
        raise SessionUnknown
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    return live


def player_of(actor: Actor, guest: bytes | None) -> Speaker:
    """Who plays.

    Raises:
        VoterUnknown: nothing tells them from others.
    """
    player = Speaker.of(actor, guest)
    if not player.known:
        raise VoterUnknown
    return player
