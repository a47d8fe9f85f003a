"""Close and reopen an account."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.sign_in import end_all_sessions
from shop.core.audit import record_act
from shop.core.clock import shop_now


async def disable_person(session: AsyncSession, actor_id: UUID | None, person_id: UUID, reason: str) -> None:
    """Close an account and end its sessions; other processes notice within five seconds. Safe to repeat."""
    await session.execute(
        update(Person).where(Person.id == person_id, Person.disabled_at.is_(None)).values(disabled_at=shop_now())
    )
    await end_all_sessions(session, person_id)
    record_act(session, actor_id, "accounts.disable", person_id, reason=reason)
