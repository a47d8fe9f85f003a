"""Who may act for a producer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.producers.queries import is_member


async def require_member(session: AsyncSession, actor: Actor, producer_id: UUID) -> None:
    """Let members of the producer pass, and administrators.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if Role.ADMIN in actor.roles:
        return
    if not await is_member(session, actor.person_id, producer_id):
        raise Forbidden
