"""A session is over: nothing is sent any more, and the keys are forgotten."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.simulcast.models import SimulcastTarget, TargetState, Why


async def end_targets(session: AsyncSession, session_id: UUID) -> None:
    """Stop all targets of a session and wipe their keys. Safe to repeat."""
    await session.execute(
        update(SimulcastTarget)
        .where(SimulcastTarget.session_id == session_id, SimulcastTarget.key_sealed.is_not(None))
        .values(
            wanted=False,
            key_sealed=None,
            next_try_at=None,
            state=TargetState.STOPPED,
            why=Why.SESSION_ENDED,
            since=shop_now(),
        )
    )
