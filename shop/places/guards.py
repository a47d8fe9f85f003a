"""Who may act at a place."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.places.queries import is_staff


async def require_staff(session: AsyncSession, actor: Actor, place_id: UUID) -> None:
    """Let the staff of the place pass, and administrators.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if Role.ADMIN in actor.roles:
        return
    if not await is_staff(session, actor.person_id, place_id):
        raise Forbidden
