"""Who may act as the host of a session, and who keeps its room in order."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.markets.errors import SessionUnknown
from shop.markets.models import LiveSession
from shop.markets.run import runs


async def require_host(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """The session at this address, for its host, a co-host or an administrator; its row is locked until the commit.

    The lock makes a host's acts follow one another. It is FOR NO KEY UPDATE: comments and orders, which
    only refer to the row, do not wait for it.

    Raises:
        Unauthenticated: nobody is signed in.
        SessionUnknown: no session has this address.
        Forbidden: it is somebody else's session.
    """
    return await _locked(session, actor, slug, frozenset({Role.ADMIN}))


async def require_own_host(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """As `require_host`, but for no co-host: who runs a session is said by its host."""
    live = await _locked(session, actor, slug, frozenset({Role.ADMIN}))
    if live.host_id != actor.person_id and Role.ADMIN not in actor.roles:
        raise Forbidden
    return live


async def require_moderator(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """As `require_host`, for officers too."""
    return await _locked(session, actor, slug, frozenset({Role.ADMIN, Role.OFFICER}))


async def _locked(session: AsyncSession, actor: Actor, slug: str, roles: frozenset[Role]) -> LiveSession:
    if actor.person_id is None:
        raise Unauthenticated
    live: LiveSession | None = await session.scalar(
        select(LiveSession)
        .where(LiveSession.slug == slug)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if live is None:
        raise SessionUnknown
    if roles & actor.roles or await runs(session, live, actor.person_id):
        return live
    raise Forbidden
