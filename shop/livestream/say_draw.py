"""Say in a room who won its lucky draw."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.games.say import draw_line
from shop.livestream.events import CommentPosted
from shop.livestream.models import Comment


async def say_draw(session: AsyncSession, draw_id: UUID) -> None:
    """Write the room's own line about a draw. Safe to repeat: its `client_id` holds a space, which no sender's may."""
    line = await draw_line(session, draw_id)
    if line is None:
        return
    said = await session.scalar(
        insert(Comment)
        .values(session_id=line.session_id, client_id=f"draw {line.code}", name=line.name, text=line.text)
        .on_conflict_do_nothing()
        .returning(Comment.id)
    )
    if said is not None:
        publish(session, CommentPosted(session_id=line.session_id, comment_id=said))
