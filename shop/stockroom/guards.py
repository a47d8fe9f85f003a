"""Who may work in a stock room, and at which end of a transfer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.models import Place, PlaceKind
from shop.places.queries import place_by_slug
from shop.stockroom.errors import TransferUnknown


async def stockroom_of(session: AsyncSession, actor: Actor, slug: str) -> Place:
    """The place at this address, for its staff.

    Raises:
        PlaceUnknown: there is none; what is under way has no staff.
        Unauthenticated, Forbidden: the actor does not work there.
    """
    place = await place_by_slug(session, slug)
    if place is None or place.kind is PlaceKind.TRANSIT:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    return place


async def require_end(session: AsyncSession, actor: Actor, place_id: UUID) -> None:
    """Let the staff of one end of a transfer pass.

    Raises:
        Unauthenticated: nobody is signed in.
        TransferUnknown: somebody else is; it is not said that there is such a transfer.
    """
    try:
        await require_staff(session, actor, place_id)
    except Forbidden:
        raise TransferUnknown from None
