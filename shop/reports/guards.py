"""Who may read the report of a session, and who the list of its buyers."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.markets.queries import Stall, stall_by_slug
from shop.places.queries import is_staff


async def readable_session(session: AsyncSession, actor: Actor, slug: str) -> Stall:
    """The session at this address, for its host, the staff of its place and officers. Nothing is locked.

    Raises:
        SessionUnknown: no session has this address.
        Unauthenticated: nobody is signed in.
        Forbidden: it is somebody else's.
    """
    return await _own(session, actor, slug, frozenset({Role.OFFICER, Role.ADMIN}))


async def packable_session(session: AsyncSession, actor: Actor, slug: str) -> Stall:
    """As `readable_session`, without officers: names and telephones of buyers are for who serves them."""
    return await _own(session, actor, slug, frozenset({Role.ADMIN}))


async def _own(session: AsyncSession, actor: Actor, slug: str, roles: frozenset[Role]) -> Stall:
    if actor.person_id is None:
        raise Unauthenticated
    stall = await stall_by_slug(session, slug)
    if stall.live.host_id == actor.person_id or roles & actor.roles:
        return stall
    if await is_staff(session, actor.person_id, stall.live.place_id):
        return stall
    raise Forbidden
