"""What is on air: the products of the line-ups of sessions that run now. Livestream writes it, lists read it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Airing


async def put_on_air(session: AsyncSession, session_id: UUID, product_ids: Collection[UUID]) -> None:
    """Let exactly these products be on air in the session; safe to repeat. Lists are told when it changes."""
    wanted = sorted(set(product_ids))
    gone = await session.scalars(
        delete(Airing)
        .where(Airing.session_id == session_id, Airing.product_id.not_in(wanted))
        .returning(Airing.product_id)
    )
    changed = bool(gone.all())
    if wanted:
        rows = [{"product_id": product_id, "session_id": session_id} for product_id in wanted]
        added = insert(Airing).values(rows).on_conflict_do_nothing().returning(Airing.product_id)
        changed = bool((await session.scalars(added)).all()) or changed
    if changed:
        note_change(session, None, "on_air")


async def take_off_air(session: AsyncSession, session_id: UUID) -> None:
    """Let nothing be on air in the session any more; safe to repeat. Lists are told when something was."""
    await put_on_air(session, session_id, ())
