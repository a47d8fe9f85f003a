"""Who may act for a producer, and for an application."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.producers.errors import RegistrationUnknown
from shop.producers.models import MemberRole, Registration
from shop.producers.queries import member_role
from shop.producers.rules import at_least as reaches


async def require_member(
    session: AsyncSession, actor: Actor, producer_id: UUID, at_least: MemberRole = MemberRole.VIEWER
) -> None:
    """Let members of the producer pass whose role is `at_least` so high, and administrators.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is, or a member who may do less.
    """
    if actor.person_id is None:
        raise Unauthenticated
    if Role.ADMIN in actor.roles:
        return
    role = await member_role(session, actor.person_id, producer_id)
    if role is None or not reaches(role, at_least):
        raise Forbidden


async def require_applicant(session: AsyncSession, actor: Actor, registration_id: UUID) -> Registration:
    """The application, for the person who made it.

    Raises:
        Unauthenticated: nobody is signed in.
        RegistrationUnknown: there is none, or it is somebody else's.
    """
    if actor.person_id is None:
        raise Unauthenticated
    registration = await session.get(Registration, registration_id)
    if registration is None or registration.person_id != actor.person_id:
        raise RegistrationUnknown
    return registration


def is_officer(actor: Actor) -> bool:
    """Whether the programme office lets `actor` in."""
    return bool(actor.roles & {Role.OFFICER, Role.ADMIN})
