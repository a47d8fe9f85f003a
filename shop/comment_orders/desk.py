"""The host's desk: which comments ordered, and which questions wait."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.comment_orders.errors import WishUnknown
from shop.comment_orders.models import CommentWish
from shop.comment_orders.queries import goods_of_room, questions_of_room, wishes_of_room
from shop.comment_orders.shown import DeskWishes, desk_question, desk_wish
from shop.core.actor import Actor
from shop.core.clock import now
from shop.markets.guards import require_host


async def mark_answered(session: AsyncSession, actor: Actor, slug: str, wish_id: UUID) -> None:
    """Note when the host answered a question on air. Safe to repeat: the first time counts.

    Raises:
        SessionUnknown, Forbidden: see `require_host`. WishUnknown: there is no such question in this room.
    """
    live = await require_host(session, actor, slug)
    question: CommentWish | None = await session.scalar(
        select(CommentWish)
        .where(CommentWish.id == wish_id, CommentWish.session_id == live.id, CommentWish.question)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise WishUnknown
    if question.answered_at is None:
        question.answered_at, question.answered_by = await now(session), actor.person_id


async def read_desk(session: AsyncSession, session_id: UUID) -> DeskWishes:
    """What a room's comments ordered and asked."""
    room = await goods_of_room(session, session_id)
    return DeskWishes(
        [desk_wish(found, room) for found in await wishes_of_room(session, session_id)],
        [desk_question(found) for found in await questions_of_room(session, session_id)],
    )
