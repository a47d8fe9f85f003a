"""Who may act at a place."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.places.models import Place
from shop.places.queries import is_staff, open_points, places_of_staff


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


async def places_to_serve(session: AsyncSession, actor: Actor) -> list[Place]:
    """Where this actor may hand goods over, by address: their own points, for administrators every point.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: it is nowhere.
    """
    if actor.person_id is None:
        raise Unauthenticated
    is_admin = Role.ADMIN in actor.roles
    places = await open_points(session) if is_admin else await places_of_staff(session, actor.person_id)
    if not places:
        raise Forbidden
    return places
