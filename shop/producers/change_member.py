"""Change what a member may do, or end the membership; somebody who owns the producer always stays."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.producers.errors import LastOwner, MemberUnknown
from shop.producers.guards import require_member
from shop.producers.join import drop_member
from shop.producers.lock import lock_producer
from shop.producers.models import MemberRole, ProducerMember


async def change_role(
    session: AsyncSession, actor: Actor, producer_id: UUID, person_id: UUID, role: MemberRole
) -> None:
    """Give a member another role. Safe to repeat.

    The producer's row is locked before the asker is looked at: of two owners who demote each other at once the
    second is no owner any more.

    Raises:
        Unauthenticated, Forbidden: only owners do this.
        MemberUnknown: the person is no member.
        LastOwner: nobody would own the producer.
    """
    await lock_producer(session, producer_id)
    await require_member(session, actor, producer_id, MemberRole.OWNER)
    await _check(session, producer_id, person_id, stays_owner=role is MemberRole.OWNER)
    await session.execute(
        update(ProducerMember)
        .where(ProducerMember.producer_id == producer_id, ProducerMember.person_id == person_id)
        .values(role=role)
    )
    record_act(session, actor.person_id, "producer.change_role", producer_id, person=str(person_id), role=role.value)


async def remove_member(session: AsyncSession, actor: Actor, producer_id: UUID, person_id: UUID) -> None:
    """End a membership: owners end anybody's, everybody their own. Locks as `change_role`.

    Raises:
        Unauthenticated, Forbidden: it is somebody else's membership and the asker is no owner.
        MemberUnknown: the person is no member.
        LastOwner: nobody would own the producer.
    """
    await lock_producer(session, producer_id)
    own = actor.person_id == person_id
    await require_member(session, actor, producer_id, MemberRole.VIEWER if own else MemberRole.OWNER)
    await _check(session, producer_id, person_id, stays_owner=False)
    await drop_member(session, producer_id, person_id)
    record_act(session, actor.person_id, "producer.remove_member", producer_id, person=str(person_id))


async def _check(session: AsyncSession, producer_id: UUID, person_id: UUID, *, stays_owner: bool) -> None:
    rows = await session.execute(
        select(ProducerMember.person_id, ProducerMember.role).where(ProducerMember.producer_id == producer_id)
    )
    roles = {row[0]: row[1] for row in rows}
    if person_id not in roles:
        raise MemberUnknown
    owners = {member for member, role in roles.items() if role is MemberRole.OWNER}
    if not stays_owner and owners == {person_id}:
        raise LastOwner
