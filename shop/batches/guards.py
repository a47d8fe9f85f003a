"""Who may make a batch, take one back and print its labels."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.places.guards import require_staff
from shop.producers.guards import require_member
from shop.producers.models import MemberRole
from shop.producers.queries import is_member


async def require_maker(session: AsyncSession, actor: Actor, producer_id: UUID, place_id: UUID | None) -> None:
    """Let editors of the producer pass, and the staff of the place the batch goes to.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    try:
        await require_member(session, actor, producer_id, MemberRole.EDITOR)
    except Forbidden:
        if place_id is None:
            raise
        await require_staff(session, actor, place_id)


async def require_recaller(session: AsyncSession, actor: Actor, producer_id: UUID | None) -> None:
    """Let editors of the producer pass, and the programme office.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if actor.roles & {Role.OFFICER, Role.ADMIN}:
        return
    if producer_id is None:
        raise Forbidden
    await require_member(session, actor, producer_id, MemberRole.EDITOR)


async def require_printer(
    session: AsyncSession, actor: Actor, producer_id: UUID | None, place_id: UUID | None = None
) -> None:
    """Let members of the producer pass, the staff of the place, and the programme office.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if actor.roles & {Role.OFFICER, Role.ADMIN}:
        return
    member = producer_id is not None and await is_member(session, actor.person_id, producer_id)
    if not member:
        if place_id is None:
            raise Forbidden
        await require_staff(session, actor, place_id)
