"""Ask for a comparison of all books; it is worked in the background."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.audits.models import AuditRun
from shop.core.audit import record_act


async def ask_audit(session: AsyncSession, officer_id: UUID | None) -> UUID:
    """Let a run wait for the next worker; its id. Who asks again before it is over gets the same one.

    None asks for the night's.
    """
    made: UUID | None = await session.scalar(
        insert(AuditRun).values(asked_by=officer_id).on_conflict_do_nothing().returning(AuditRun.id)
    )
    if made is not None:
        record_act(session, officer_id or "night", "audit.ask", str(made))
        return made
    waiting = select(AuditRun.id).where(AuditRun.asked_by == officer_id, AuditRun.ended_at.is_(None))
    return (await session.execute(waiting)).scalar_one()
