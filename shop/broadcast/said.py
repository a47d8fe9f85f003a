"""What hosts typed, for the many whose players ask for it segment by segment: read once a second for each session."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from shop.broadcast.models import Caption
from shop.broadcast.queries import captions_of
from shop.core.db import Sessions, short
from shop.video.subtitles import Line

LOOK = 1.0  # seconds for which what was read is believed: a line lasts longer, and its next segment has it
_MOST = 500  # sessions


class Said:
    """Remembers what was typed. It takes the database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._looks: dict[UUID, tuple[float, Sequence[Line]]] = {}

    async def anything(self, session_id: UUID) -> bool:
        """Whether the host typed a line."""
        return bool(await self.lines(session_id))

    async def lines(self, session_id: UUID) -> Sequence[Line]:
        """All that was typed, in the order of time."""
        clock = asyncio.get_running_loop().time
        known = self._looks.get(session_id)
        if known is not None and clock() < known[0]:
            return known[1]
        async with short(self._sessions) as session:
            lines = [_line(typed) for typed in await captions_of(session, session_id)]
        if len(self._looks) >= _MOST:
            self._looks.clear()
        self._looks[session_id] = (clock() + LOOK, lines)
        return lines


def _line(typed: Caption) -> Line:
    begin = round(typed.created_at.timestamp() * 1000)
    return Line(begin, begin + typed.seconds * 1000, typed.text)
