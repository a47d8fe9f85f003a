"""What a room says of a draw, in the shop's own language."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import DEFAULT, say
from shop.games.models import Draw, DrawEntry, DrawWinner

_NAMED = 5  # winners a line names


class DrawLine(msgspec.Struct, frozen=True):
    """A line for the talk of a room."""

    session_id: UUID
    code: str
    name: str
    text: str


async def draw_line(session: AsyncSession, draw_id: UUID) -> DrawLine | None:
    """The line that says who won; None where the draw is gone."""
    draw = await session.get(Draw, draw_id)
    if draw is None:
        return None
    names = await session.scalars(
        select(DrawEntry.name)
        .join(DrawWinner, DrawWinner.entry_id == DrawEntry.id)
        .where(DrawWinner.draw_id == draw_id)
        .order_by(DrawWinner.rank)
    )
    won = list(names)
    told = ", ".join(won[:_NAMED]) + ("…" if len(won) > _NAMED else "")
    key = "games.drawn" if won else "games.drawn_none"
    text = say(DEFAULT, key, prize=draw.prize, names=told, code=draw.code)
    return DrawLine(draw.session_id, draw.code, say(DEFAULT, "games.name"), text)
