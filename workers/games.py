"""Work around what rooms play."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.games.draw import draw_due
from shop.games.events import DrawDrawn
from shop.livestream.say_draw import say_draw
from shop.notifications.notify_draw import tell_draw_winners
from workers.app import SETTINGS
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("games.say_result", "live")
async def say_result(session: AsyncSession, _event_id: UUID, event: DrawDrawn) -> None:
    """Say in the room who won."""
    await say_draw(session, event.draw_id)


@subscriber("notices.draw", "live")
async def tell_winners(session: AsyncSession, event_id: UUID, event: DrawDrawn) -> None:
    """Write the winners' notices; mail and texts leave with the next delivery."""
    await tell_draw_winners(session, event_id, event)


@sweep("games.draw_due", "live", limit=20)
async def draw(session: AsyncSession, limit: int) -> int:
    """Draw what has closed."""
    return await draw_due(session, SETTINGS.secret_key, limit)
