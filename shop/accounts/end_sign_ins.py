"""A person ends their sign-ins: one of them, or all but the one that asks."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.errors import SignInUnknown
from shop.accounts.models import SignIn
from shop.core.clock import shop_now


async def end_sign_in(session: AsyncSession, person_id: UUID, id_hash: bytes) -> None:
    """End one of `person_id`'s sign-ins; other processes notice within five seconds. Safe to repeat.

    Raises:
        SignInUnknown: there is none, or it is somebody else's.
    """
    own = (SignIn.id_hash == id_hash, SignIn.person_id == person_id)
    if await session.scalar(select(SignIn.id_hash).where(*own)) is None:
        raise SignInUnknown
    await session.execute(update(SignIn).where(*own, SignIn.ended_at.is_(None)).values(ended_at=shop_now()))


async def end_others(session: AsyncSession, person_id: UUID, here: bytes) -> Sequence[bytes]:
    """End all sign-ins of `person_id` but the one `here`; returns the hashes of those that ended. Safe to repeat."""
    others = (SignIn.person_id == person_id, SignIn.id_hash != here, SignIn.ended_at.is_(None))
    ended = await session.scalars(update(SignIn).where(*others).values(ended_at=shop_now()).returning(SignIn.id_hash))
    return ended.all()
