"""Give a person a new password; whoever was signed in with the old one is signed out."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.passwords import check_strength, hash_password
from shop.accounts.sign_in import end_all_sessions
from shop.core.audit import record_act


async def set_password(session: AsyncSession, actor_id: UUID | None, person_id: UUID, password: str) -> None:
    """Replace the password of `person_id` and end their sessions.

    Raises:
        WeakPassword: guessing would find it at once.
    """
    check_strength(password)
    written = await hash_password(password)
    await session.execute(update(Person).where(Person.id == person_id).values(password_hash=written))
    await end_all_sessions(session, person_id)
    record_act(session, actor_id, "accounts.set_password", person_id)
