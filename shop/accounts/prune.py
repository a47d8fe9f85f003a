"""Remove sign-ins that ended long ago, and codes nobody can use any more."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import SignIn, SignInCode
from shop.core.clock import shop_now

ENDED_KEPT = timedelta(days=30)
CODES_KEPT = timedelta(days=1)


async def prune_sign_ins(session: AsyncSession, limit: int) -> int:
    """Remove sign-ins whose end or last possible day lies long back. Safe to repeat."""
    over = func.least(SignIn.ended_at, SignIn.expires_at)
    old = select(SignIn.id_hash).where(over < shop_now() - ENDED_KEPT).limit(limit).with_for_update(skip_locked=True)
    gone = await session.scalars(delete(SignIn).where(SignIn.id_hash.in_(old)).returning(SignIn.id_hash))
    return len(gone.all())


async def prune_codes(session: AsyncSession, limit: int) -> int:
    """Remove one-time codes that ran out long ago. Safe to repeat."""
    old = (
        select(SignInCode.login)
        .where(SignInCode.expires_at < shop_now() - CODES_KEPT)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(SignInCode).where(SignInCode.login.in_(old)).returning(SignInCode.login))
    return len(gone.all())
