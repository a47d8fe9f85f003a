"""Let a person act for a producer, and stop it: the membership and the role that goes with it."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import PersonRole
from shop.core.actor import Role
from shop.producers.models import MemberRole, ProducerMember


async def make_member(session: AsyncSession, producer_id: UUID, person_id: UUID, role: MemberRole) -> None:
    """Make a person a member with `role`, and a producer among the roles; a member's role becomes `role`.

    The caller holds the producer's row.
    """
    row = insert(ProducerMember).values(producer_id=producer_id, person_id=person_id, role=role)
    await session.execute(
        row.on_conflict_do_update(index_elements=["producer_id", "person_id"], set_={"role": row.excluded.role})
    )
    await session.execute(insert(PersonRole).values(person_id=person_id, role=Role.PRODUCER).on_conflict_do_nothing())


async def drop_member(session: AsyncSession, producer_id: UUID, person_id: UUID) -> None:
    """End a membership; who acts for no producer any more is no producer any more. The caller holds the row."""
    await session.execute(
        delete(ProducerMember).where(ProducerMember.producer_id == producer_id, ProducerMember.person_id == person_id)
    )
    if await session.scalar(select(ProducerMember.producer_id).where(ProducerMember.person_id == person_id)) is None:
        await session.execute(
            delete(PersonRole).where(PersonRole.person_id == person_id, PersonRole.role == Role.PRODUCER)
        )
